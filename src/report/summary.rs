//! A table for a job's summary page, within GitHub's limit of one MiB.

use std::io::{self, Write};

use super::shown::{ShownReport, ShownFinding};
use super::{Format, Writer};
use crate::base::text::Markdown;

pub(super) static FORMAT: Format = Format {
    name: "summary",
    summary: "a table in Markdown, for a job's summary page",
    write: Writer::Markdown(write),
};

/// More rows than anybody reads.
const MOST_ROWS: usize = 1_000;

/// GitHub refuses a summary of more than 1 MiB a step.
const MOST_BYTES: usize = 900 << 10;

fn write(run: &ShownReport<'_, Markdown>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### teambook: {}\n", run.verdict)?;
    if run.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "| where | what | what to do | rule |\n|---|---|---|---|")?;
    let mut findings: Vec<&ShownFinding<'_, Markdown>> = run.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let mut bytes = 0;
    for (index, finding) in findings.iter().enumerate() {
        let row = row(finding);
        bytes += row.len();
        if index == MOST_ROWS || bytes > MOST_BYTES {
            writeln!(out, "\n{} more are in the log.", findings.len() - index)?;
            break;
        }
        out.write_all(row.as_bytes())?;
    }
    Ok(())
}

fn row(finding: &ShownFinding<'_, Markdown>) -> String {
    let (path, line) = (&finding.at.path_in_repository, finding.at.span.start.line);
    let (level, message) = (finding.level.name(), &finding.message);
    format!("| {path}:{line} | {level}: {message} | {} | {} |\n", finding.advice, finding.rule)
}
