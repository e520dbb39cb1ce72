//! A table for a job's summary page, within GitHub's limit of one MiB.

use std::io::{self, Write};

use super::markdown::escape;
use super::{Format, Report};
use crate::rules::finding::Finding;

pub(super) static FORMAT: Format =
    Format { name: "summary", summary: "a table in Markdown, for a job's summary page", write };

/// More rows than anybody reads.
const MOST_ROWS: usize = 1_000;

/// GitHub refuses a summary of more than 1 MiB a step.
const MOST_BYTES: usize = 900 << 10;

fn write(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### teambook: {}\n", escape(&report.verdict()))?;
    if report.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "| where | what | what to do | rule |\n|---|---|---|---|")?;
    let mut findings = report.findings.clone();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let mut bytes = 0;
    for (index, finding) in findings.iter().enumerate() {
        let row = row(report, finding);
        bytes += row.len();
        if index == MOST_ROWS || bytes > MOST_BYTES {
            writeln!(out, "\n{} more are in the log.", findings.len() - index)?;
            break;
        }
        out.write_all(row.as_bytes())?;
    }
    Ok(())
}

fn row(report: &Report<'_, '_>, finding: &Finding) -> String {
    let source = &report.workspace.record(finding.at.record).source;
    format!(
        "| {}{}:{} | {}: {} | {} | {} |\n",
        escape(report.prefix),
        escape(&source.path),
        source.position(finding.at.span.start).line,
        finding.level.name(),
        escape(&finding.message),
        escape(finding.advice()),
        finding.rule.name()
    )
}
