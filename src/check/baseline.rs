//! Findings that are known already: how many of each identity. A workspace keeps a list of those that it accepts.

use std::collections::BTreeMap;

use super::fingerprint::identity;
use crate::base::source::is_suspicious;
use crate::check::rules::finding::Finding;
use crate::check::sources::Sources;
use crate::record::parse;
use crate::workspace::files::{Content, instead_of_text};

/// The file of accepted findings, in the workspace's folder.
pub const FILE: &str = "teambook-baseline.toml";

/// What the file begins with.
const HEAD: &str = "\
# Findings that were there when checking began: `teambook check` sets them aside. A line is the rule, the record\n\
# and what it is about, and how often. `teambook baseline prune` takes out what has been mended.\n";

/// Known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<String, usize>);

/// Why the file can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It is something else than a file that can be opened.
    NoFile(String),
    /// It is no list of findings and numbers.
    NoList,
}

impl Baseline {
    /// Those of a check.
    pub fn of<'f>(sources: Sources<'_>, findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut known = Self::default();
        for finding in findings {
            *known.0.entry(identity(sources, finding)).or_default() += 1;
        }
        known
    }

    /// Those that the file lists; without the file none.
    pub fn read(file: Option<Content>) -> Result<Self, Broken> {
        let bytes = match file {
            None => return Ok(Self::default()),
            Some(Content::Bytes(bytes)) => bytes,
            Some(other) => {
                return Err(instead_of_text(&other).map_or(Broken::NoList, |(why, _)| Broken::NoFile(why)));
            }
        };
        let record = parse(FILE, bytes);
        if !record.is_readable() || !record.faults.is_empty() {
            return Err(Broken::NoList);
        }
        let mut known = Self::default();
        for entry in record.root().entries() {
            let number = entry.as_integer().and_then(|number| usize::try_from(number).ok());
            known.0.insert(entry.key().to_owned(), number.ok_or(Broken::NoList)?);
        }
        Ok(known)
    }

    /// The file that lists them; none where there is nothing to list.
    pub fn text(&self) -> Option<String> {
        let lines = self.0.iter().map(|(identity, number)| format!("{} = {number}\n", quoted(identity)));
        (!self.0.is_empty()).then(|| format!("{HEAD}{}", lines.collect::<String>()))
    }

    /// Whether `finding` is one of them; each counts once.
    pub(super) fn take(&mut self, sources: Sources<'_>, finding: &Finding) -> bool {
        if self.0.is_empty() {
            return false;
        }
        match self.0.get_mut(&identity(sources, finding)) {
            Some(number) if *number > 0 => {
                *number -= 1;
                true
            }
            _ => false,
        }
    }

    /// How many there are, or are left.
    pub fn number(&self) -> usize {
        self.0.values().sum()
    }

    /// Each identity, how often it is known, and how often of that `today` no longer has it.
    pub fn entries(&self, today: &Self) -> impl Iterator<Item = (&str, usize, usize)> {
        self.0.iter().map(|(identity, number)| {
            (identity.as_str(), *number, number.saturating_sub(today.times(identity)))
        })
    }

    fn times(&self, identity: &str) -> usize {
        self.0.get(identity).copied().unwrap_or_default()
    }

    /// How many of these `other` doesn't have.
    pub fn beyond(&self, other: &Self) -> usize {
        self.entries(other).map(|(_, _, gone)| gone).sum()
    }

    /// Those that both have.
    pub fn shared_with(&self, other: &Self) -> Self {
        let shared = self.entries(other).map(|(identity, number, gone)| (identity.to_owned(), number - gone));
        Self(shared.filter(|(_, number)| *number > 0).collect())
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
        let mut known = Baseline::default();
        assert_eq!(known.text(), None);
        known.0.insert(plain.to_owned(), 2);
        known.0.insert(odd, 1);
        let text = known.text().unwrap();
        assert_eq!(Baseline::read(Some(Content::Bytes(text.into_bytes()))), Ok(known));
        for broken in ["a = \"many\"\n", "a = -1\n", "[a]\nb = 1\n", "a = 1\n<<<<<<< ours\n"] {
            assert_eq!(Baseline::read(Some(Content::Bytes(broken.into()))), Err(Broken::NoList), "{broken}");
        }
        assert!(
            matches!(Baseline::read(Some(Content::Link)), Err(Broken::NoFile(why)) if why.contains("symbolic link"))
        );
        assert_eq!(Baseline::read(None), Ok(Baseline::default()));
    }

    #[test]
    fn each_counts_once() {
        let known = |pairs: &[(&str, usize)]| {
            Baseline(pairs.iter().map(|(identity, number)| ((*identity).to_owned(), *number)).collect())
        };
        let (old, new) = (known(&[("a", 3), ("b", 1)]), known(&[("a", 1), ("c", 2)]));
        assert_eq!((old.beyond(&new), new.beyond(&old)), (3, 2));
        assert_eq!(old.shared_with(&new), known(&[("a", 1)]));
        assert_eq!(old.entries(&new).collect::<Vec<_>>(), [("a", 3, 2), ("b", 1, 1)]);
    }
}
