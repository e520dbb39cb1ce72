//! Each finding with the lines that it is about, its help and how to accept it, for people.

use std::io::{self, Write};

use super::picture::{Picture, Pictures};
use super::shown::{Location, ShownReport, ShownFinding};
use super::{Format, Writer};
use crate::base::text::{Terminal, Text};

pub(super) static FORMAT: Format = Format {
    name: "text",
    summary: "each finding with its place, its help and how to accept it",
    write: Writer::Terminal(write),
};

/// At most this many related places are drawn; the machine formats have all.
const MOST_PLACES: usize = 3;

fn write(run: &ShownReport<'_, Terminal>, out: &mut dyn Write) -> io::Result<()> {
    let pictures = Pictures::new(run.style, run.root.as_ref());
    for finding in &run.findings {
        pictures.draw(&picture(finding, &pictures), out)?;
        writeln!(out)?;
    }
    writeln!(out, "{}", run.summary)
}

fn picture(finding: &ShownFinding<'_, Terminal>, pictures: &Pictures<'_>) -> Picture {
    let shown = &finding.also[..finding.also.len().min(MOST_PLACES)];
    let (here, there): (Vec<_>, Vec<_>) = shown.iter().partition(|also| also.at.file == finding.at.file);
    let mut places: Vec<(&Location<'_, Terminal>, Option<&Text<'_, Terminal>>)> = vec![(&finding.at, None)];
    places.extend(here.into_iter().map(|also| (&also.at, Some(&also.message))));
    let picture = pictures.of(&finding.message, &places, !finding.is_secret);
    let related = there.into_iter().map(|also| pictures.of(&also.message, &[(&also.at, None)], true));
    picture.of_rule(finding.level, &finding.rule, advice(finding)).with(related.collect())
}

/// What to do, and what to paste where the finding is to be accepted.
fn advice(finding: &ShownFinding<'_, Terminal>) -> String {
    let (advice, rule, record) = (&finding.advice, &finding.rule, finding.record());
    if !finding.may_be_ignored {
        return advice.to_string();
    }
    format!(
        "{advice}\nto accept it, say why in teambook.toml:\n[[ignore]]\nrule = \"{rule}\"\nrecord = \"{record}\"\nreason = \"\""
    )
}
