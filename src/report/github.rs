//! Annotations for GitHub Actions: workflow commands, one a finding, gravest first, within GitHub's limits
//! (ten of each level a step; the rest is told in one notice).

use std::io::{self, Write};

use crate::printable::line;
use super::{Format, Report};
use crate::settings::Level;

pub(super) static FORMAT: Format =
    Format { name: "github", summary: "annotations on the changed lines, for GitHub Actions", write };

/// GitHub shows so many annotations of each level a step.
const MOST: usize = 10;

fn write(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let mut left_out = 0;
    for (level, command) in [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "notice")] {
        // The last notice is kept for what is left out.
        let most = if level == Level::Note { MOST - 1 } else { MOST };
        for (index, finding) in report.findings.iter().filter(|finding| finding.level == level).enumerate() {
            if index >= most {
                left_out += 1;
                continue;
            }
            let source = &report.workspace.record(finding.at.record).source;
            let (start, end) = (source.position(finding.at.span.start), source.position(finding.at.span.end));
            write!(out, "::{command} file={}{}", property(&line(report.prefix)), property(&line(&source.path)))?;
            write!(out, ",line={},endLine={}", start.line, end.line)?;
            if start.line == end.line {
                write!(out, ",col={},endColumn={}", start.column, end.column)?;
            }
            write!(out, ",title={}::{}", property(&format!("teambook ({})", finding.rule.name())), data(&line(&finding.message)))?;
            for (place, words) in &finding.also {
                let source = &report.workspace.record(place.record).source;
                let at = format!("\n{}: {}:{}", line(words), line(&source.path), source.position(place.span.start).line);
                write!(out, "{}", data(&at))?;
            }
            writeln!(out, "{}", data(&format!("\nhelp: {}", line(finding.advice()))))?;
        }
    }
    if left_out > 0 {
        writeln!(out, "::notice title=teambook::{left_out} more findings: see the job's summary or its log")?;
    }
    Ok(())
}

/// A command's text: <https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
