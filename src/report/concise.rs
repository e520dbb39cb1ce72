//! One line a finding: `path:line:column: level[rule]: message (also path:line)`.

use std::io::{self, Write};

use crate::printable::line;
use super::{Format, Report};

pub(super) static FORMAT: Format =
    Format { name: "concise", summary: "one line for each finding, for editors and problem matchers", write };

/// So many other places stand in the line.
const MOST_PLACES: usize = 3;

fn write(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let source = &report.workspace.record(finding.at.record).source;
        let position = source.position(finding.at.span.start);
        write!(
            out,
            "{}:{}:{}: {}[{}]: {}",
            line(&source.path),
            position.line,
            position.column,
            finding.level.name(),
            finding.rule.name(),
            line(&finding.message)
        )?;
        for (place, _) in finding.also.iter().take(MOST_PLACES) {
            let source = &report.workspace.record(place.record).source;
            write!(out, " (also {}:{})", line(&source.path), source.position(place.span.start).line)?;
        }
        writeln!(out)?;
    }
    Ok(())
}
