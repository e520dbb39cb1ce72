//! `teambook baseline`: findings accepted on the day on which a workspace began to be checked. They are known
//! by rule, record and subject, not by line, so that they outlive edits around them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::{Failure, Surroundings, atomic, date, output, terminal};
use crate::check;
use crate::files::Content;
use crate::read::Disk;
use crate::record::parse;
use crate::report::count;
use crate::report::fingerprint::identity;
use crate::rules::finding::Finding;
use crate::source::is_suspicious;
use crate::text::{Terminal, Text};
use crate::workspace::{View, Workspace};

/// The file, at the workspace's root.
pub(super) const FILE: &str = "teambook-baseline.toml";

const HEAD: &str = "\
# Findings that were there when checking began: `teambook check` sets them aside. A line is the rule, the record\n\
# and what it is about, and how often. `teambook baseline prune` takes out what has been mended.\n";

/// Accept today's findings, so that only new ones count
///
/// They are kept in teambook-baseline.toml: commit it. What is mended is taken out with `prune`, and comes back
/// as a finding if it comes back at all.
#[derive(Debug, Args)]
pub(super) struct Baseline {
    #[command(subcommand)]
    action: Action,
    /// The day on which to check, instead of today: for what comes due
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Action {
    /// Accept all findings of the work tree
    Write,
    /// Take out what no finding needs any more
    Prune,
    /// List what is accepted
    Show,
}

impl Baseline {
    pub(super) fn run(self, surroundings: &Surroundings) -> Result<u8, Failure> {
        let disk = surroundings.workspace()?;
        let today = self.found(&disk)?;
        let old = Known::read(disk.file(FILE))?;
        let told = match self.action {
            Action::Write => {
                today.write(&disk.root.join(FILE))?;
                let accepted = format!("{} in {FILE}", count(today.number(), "accepted finding"));
                format!("{accepted}: {} new, {} gone\n", today.beyond(&old), old.beyond(&today))
            }
            Action::Prune => {
                let kept = old.shared_with(&today);
                kept.write(&disk.root.join(FILE))?;
                format!("{} taken out, {} left\n", count(old.beyond(&kept), "entry"), kept.number())
                    .replace("entrys", "entries")
            }
            Action::Show => old.listed(&today),
        };
        output::lines(&told)?;
        Ok(0)
    }

    /// What is found in the work tree.
    fn found(&self, disk: &Disk) -> Result<Known, Failure> {
        let files = disk.load()?;
        let workspace = Workspace::new(&files, self.as_of.unwrap_or_else(terminal::today));
        Ok(Known::of(&workspace.view(), &check::check(&workspace).findings))
    }
}

/// Findings that are known already: how many of each identity.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(BTreeMap<String, usize>);

impl Known {
    /// Those of a check.
    pub(super) fn of(workspace: &View<'_>, findings: &[Finding]) -> Self {
        let mut known = Self::default();
        for finding in findings {
            *known.0.entry(identity(workspace, finding)).or_default() += 1;
        }
        known
    }

    /// Those that the file lists; without the file none.
    pub(super) fn read(file: Option<Content>) -> Result<Self, Failure> {
        let broken = || {
            Failure::new(
                format!("{FILE} can't be read: it is no list of findings and numbers"),
                "after a merge keep the lines of both sides; or remove it and run `teambook baseline write`",
            )
        };
        let bytes = match file {
            None => return Ok(Self::default()),
            Some(Content::Bytes(bytes)) => bytes,
            Some(_) => return Err(broken()),
        };
        let record = parse::parse(FILE, bytes);
        if !record.is_readable() || !record.faults.is_empty() {
            return Err(broken());
        }
        let mut known = Self::default();
        for entry in record.root().entries() {
            let number = entry.as_integer().and_then(|number| usize::try_from(number).ok());
            known.0.insert(entry.key().to_owned(), number.ok_or_else(broken)?);
        }
        Ok(known)
    }

    /// Whether `finding` is one of them; each counts once.
    pub(super) fn take(&mut self, workspace: &View<'_>, finding: &Finding) -> bool {
        if self.0.is_empty() {
            return false;
        }
        match self.0.get_mut(&identity(workspace, finding)) {
            Some(number) if *number > 0 => {
                *number -= 1;
                true
            }
            _ => false,
        }
    }

    /// How many there are, or are left.
    pub(super) fn number(&self) -> usize {
        self.0.values().sum()
    }

    fn times(&self, identity: &str) -> usize {
        self.0.get(identity).copied().unwrap_or_default()
    }

    /// How many of these `other` doesn't have.
    fn beyond(&self, other: &Self) -> usize {
        self.0.iter().map(|(identity, number)| number.saturating_sub(other.times(identity))).sum()
    }

    fn shared_with(&self, other: &Self) -> Self {
        let shared =
            self.0.iter().map(|(identity, number)| (identity.clone(), *number.min(&other.times(identity))));
        Self(shared.filter(|(_, number)| *number > 0).collect())
    }

    fn listed(&self, today: &Self) -> String {
        let mut text = String::new();
        for (identity, number) in &self.0 {
            let gone = number.saturating_sub(today.times(identity));
            let gone = if gone > 0 { format!(" ({gone} no longer found)") } else { String::new() };
            text.push_str(&format!("{number} × {}{gone}\n", Text::from(identity.as_str()).on::<Terminal>()));
        }
        if text.is_empty() { "nothing is accepted\n".to_owned() } else { text }
    }

    /// Writes the baseline to `path`; without an entry there is none.
    fn write(&self, path: &Path) -> Result<(), Failure> {
        let written = if self.0.is_empty() {
            match fs::remove_file(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                other => other,
            }
        } else {
            let lines = self.0.iter().map(|(identity, number)| format!("{} = {number}\n", quoted(identity)));
            atomic::write(path, &format!("{HEAD}{}", lines.collect::<String>()), false)
        };
        written.map_err(|error| {
            Failure::new(format!("{FILE} can't be written: {error}"), "see to the folder's permissions")
        })
    }
}

/// `text` as a TOML key on one line.
fn quoted(text: &str) -> String {
    if !text.contains(|c: char| c == '\'' || c == '\n' || c == '\t' || is_suspicious(c)) {
        return format!("'{text}'");
    }
    let mut key = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => key.extend(['\\', c]),
            '\n' | '\t' => key.push_str(&format!("\\u{:04X}", c as u32)),
            c if is_suspicious(c) => key.push_str(&format!("\\U{:08X}", c as u32)),
            c => key.push(c),
        }
    }
    key + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let plain = r#"unknown-reference sprint:2026-01-05 "petrr""#;
        let odd = r#"unknown-reference sprint:2026-01-05 'it\'s' "\u" é"#.to_owned() + "\n\u{202e}";
        let mut known = Known::default();
        known.0.insert(plain.to_owned(), 2);
        known.0.insert(odd, 1);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(FILE);
        assert!(known.write(&path).is_ok());
        let written = fs::read(&path).expect("the file");
        let read = Known::read(Some(Content::Bytes(written))).expect("a baseline");
        assert_eq!(read.0, known.0);
        assert!(Known::default().write(&path).is_ok());
        assert!(!path.exists());
        for broken in ["a = \"many\"\n", "a = -1\n", "[a]\nb = 1\n", "a = 1\n<<<<<<< ours\n"] {
            assert!(Known::read(Some(Content::Bytes(broken.into()))).is_err(), "{broken}");
        }
        assert!(Known::read(Some(Content::Link)).is_err() && Known::read(None).is_ok());
    }

    #[test]
    fn each_counts_once() {
        let known = |pairs: &[(&str, usize)]| {
            Known(pairs.iter().map(|(identity, number)| ((*identity).to_owned(), *number)).collect())
        };
        let (old, new) = (known(&[("a", 3), ("b", 1)]), known(&[("a", 1), ("c", 2)]));
        assert_eq!((old.beyond(&new), new.beyond(&old)), (3, 2));
        assert_eq!(old.shared_with(&new).0, known(&[("a", 1)]).0);
        assert_eq!(old.listed(&new), "3 × a (2 no longer found)\n1 × b (1 no longer found)\n");
    }
}
