//! Markdown for a comment or a page: what was found, by file.

use std::io::{self, Write};

use super::shown::ShownReport;
use super::{Format, Writer};
use crate::base::text::Markdown;

pub(super) static FORMAT: Format = Format {
    name: "markdown",
    summary: "what was found by file, for a comment or a page",
    write: Writer::Markdown(write),
};

fn write(run: &ShownReport<'_, Markdown>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### teambook: {}", run.verdict)?;
    for of_file in run.findings.chunk_by(|a, b| a.at.file == b.at.file) {
        writeln!(out, "\n**{}**\n", of_file[0].at.path_in_repository)?;
        for finding in of_file {
            let (line, level, rule) = (finding.at.span.start.line, finding.level.name(), &finding.rule);
            writeln!(out, "- line {line}: **{}** ({level}, {rule})  \n  {}", finding.message, finding.advice)?;
        }
    }
    Ok(())
}
