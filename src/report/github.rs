//! Annotations for GitHub Actions: workflow commands, one a finding, most severe first, within GitHub's
//! limits (ten of each level per step; one notice counts the rest).

use std::io::{self, Write};

use super::shown::{ShownReport, ShownFinding};
use super::{Format, Writer};
use crate::workspace::settings::Level;
use crate::base::text::WorkflowCommand;

pub(super) static FORMAT: Format = Format {
    name: "github",
    summary: "annotations on the changed lines, for GitHub Actions",
    write: Writer::WorkflowCommand(write),
};

/// At most this many annotations of each level: GitHub shows no more for one step.
const MOST: usize = 10;

fn write(run: &ShownReport<'_, WorkflowCommand>, out: &mut dyn Write) -> io::Result<()> {
    let mut left_out = 0;
    for (level, command) in [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "notice")] {
        // The last notice is kept for what is left out.
        let most = if level == Level::Note { MOST - 1 } else { MOST };
        left_out += run.count(level).saturating_sub(most);
        for finding in run.findings.iter().filter(|finding| finding.level == level).take(most) {
            annotation(command, finding, out)?;
        }
    }
    if left_out > 0 {
        writeln!(out, "::notice title=teambook::{left_out} more findings: see the job's summary or its log")?;
    }
    Ok(())
}

fn annotation(command: &str, finding: &ShownFinding<'_, WorkflowCommand>, out: &mut dyn Write) -> io::Result<()> {
    let (start, end) = (finding.at.span.start, finding.at.span.end);
    write!(out, "::{command} file={}", finding.at.path_in_repository)?;
    write!(out, ",line={},endLine={}", start.line, end.line)?;
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    write!(out, ",title=teambook ({})::{}", finding.rule, finding.message)?;
    for also in &finding.also {
        write!(out, "%0A{}: {}:{}", also.message, also.at.path, also.at.span.start.line)?;
    }
    writeln!(out, "%0Ahelp: {}", finding.advice)
}
