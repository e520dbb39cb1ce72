//! `teambook baseline`: findings accepted on the day on which a workspace began to be checked. They are known
//! by rule, record and subject, not by line, so that they outlive edits around them.

use std::fs;
use std::io;
use std::path::Path;

use clap::{Args, Subcommand};

use super::session::{DayArgs, Session};
use super::{Failure, GlobalArgs, atomic, output};
use crate::base::text::{Terminal, Text};
use crate::base::words::count;
use crate::check;
use crate::check::baseline::{Baseline, Broken, FILE};

/// Accept today's findings, so that only new ones count
///
/// They are kept in teambook-baseline.toml: commit it. What is fixed is removed with `prune`, and comes
/// back as a finding if it comes back at all.
#[derive(Debug, Args)]
#[command(mut_arg("as_of", |day| day.global(true)))]
pub(super) struct BaselineArgs {
    #[command(subcommand)]
    action: BaselineAction,
    #[command(flatten)]
    day: DayArgs,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum BaselineAction {
    /// Accept all findings in the work tree
    Write,
    /// Remove entries for findings that are gone
    Prune,
    /// List what is accepted
    Show,
}

impl BaselineArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let session = Session::read(globals, None, self.day)?;
        let workspace = session.workspace();
        let found = check::check(&workspace);
        let found = Baseline::of(found.sources, &found.findings);
        let old = Baseline::read(session.disk.file(FILE)).map_err(broken)?;
        let path = session.disk.root.join(FILE);
        let done = match self.action {
            BaselineAction::Write => {
                write(&found, &path)?;
                let accepted = format!("{} in {FILE}", count(found.number(), "accepted finding"));
                format!("{accepted}: {} new, {} gone\n", found.beyond(&old), old.beyond(&found))
            }
            BaselineAction::Prune => {
                let kept = old.shared_with(&found);
                write(&kept, &path)?;
                format!("{} taken out, {} left\n", count(old.beyond(&kept), "entry"), kept.number())
            }
            BaselineAction::Show => listed(&old, &found),
        };
        output::lines(&done)?;
        Ok(0)
    }
}

/// The file can't be read.
pub(super) fn broken(why: Broken) -> Failure {
    match why {
        Broken::NoFile(why) => {
            Failure::new(format!("{FILE}: {why}"), "make it a file that can be read, or move it away")
        }
        Broken::NoList => Failure::new(
            format!("{FILE} can't be read: it is no list of findings and numbers"),
            "after a merge keep the lines of both sides; or remove it and run `teambook baseline write`",
        ),
    }
}

/// Writes `accepted` to `path`; without an entry there is no file.
fn write(accepted: &Baseline, path: &Path) -> Result<(), Failure> {
    let written = match accepted.text() {
        Some(text) => atomic::write(path, &text, false),
        None => match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        },
    };
    written.map_err(|error| {
        Failure::new(format!("{FILE} can't be written: {error}"), "see to the folder's permissions")
    })
}

fn listed(accepted: &Baseline, found: &Baseline) -> String {
    let line_of = |(identity, number, gone): (&str, usize, usize)| {
        let gone = if gone > 0 { format!(" ({gone} no longer found)") } else { String::new() };
        format!("{number} × {}{gone}\n", Text::from(identity).on::<Terminal>())
    };
    let text: String = accepted.entries(found).map(line_of).collect();
    if text.is_empty() { "nothing is accepted\n".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::files::Content;

    #[test]
    fn the_file_goes_with_its_last_entry() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let text = b"'unknown-reference sprint:2026-01-05 petrr' = 2\n".to_vec();
        let accepted = Baseline::read(Some(Content::Bytes(text))).unwrap();
        assert!(write(&accepted, &path).is_ok());
        assert_eq!(Baseline::read(Some(Content::Bytes(fs::read(&path).unwrap()))), Ok(accepted.clone()));
        let shown = "2 × unknown-reference sprint:2026-01-05 petrr (2 no longer found)\n";
        assert_eq!(listed(&accepted, &Baseline::default()), shown);
        for _ in 0..2 {
            assert!(write(&Baseline::default(), &path).is_ok());
            assert!(!path.exists());
        }
    }
}
