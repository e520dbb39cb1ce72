//! One line a finding: `path:line:column: level[rule]: message (also path:line)`.

use std::io::{self, Write};

use super::shown::ShownReport;
use super::{Format, Writer};
use crate::base::text::Terminal;

pub(super) static FORMAT: Format = Format {
    name: "concise",
    summary: "one line for each finding, for editors and problem matchers",
    write: Writer::Terminal(write),
};

/// At most this many related places are on the line.
const MOST_PLACES: usize = 3;

fn write(run: &ShownReport<'_, Terminal>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &run.findings {
        let (path, start) = (&finding.at.path, finding.at.span.start);
        let (level, rule, message) = (finding.level.name(), &finding.rule, &finding.message);
        write!(out, "{path}:{}:{}: {level}[{rule}]: {message}", start.line, start.column)?;
        for also in finding.also.iter().take(MOST_PLACES) {
            write!(out, " (also {}:{})", also.at.path, also.at.span.start.line)?;
        }
        writeln!(out)?;
    }
    Ok(())
}
