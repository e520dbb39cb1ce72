//! Two states of a workspace side by side: which record of the one is which of the other. History rules ask it.

use std::collections::BTreeMap;

use crate::files::Files;
use crate::id;
use crate::record::{Record, RecordId, Value};
use crate::workspace::Workspace;

/// Two records are the same one under another name if so much of their lines is the same.
const ALIKE: f64 = 0.5;

/// How a record of the head is known to be one of the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// It has the same kind and id.
    Id,
    /// It names the old id in `was`.
    Was,
    /// It says much the same, and the old one is gone.
    Likeness,
}

/// A record before and after.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The record in the base.
    pub base: RecordId,
    /// The record in the head.
    pub head: RecordId,
    /// How it is known to be the same.
    pub trace: Trace,
}

/// Which record of the base is which of the head.
#[derive(Debug, Default)]
pub struct Pairs {
    /// Records that are in both, by number in the head.
    pub kept: Vec<Pair>,
    /// Records that are only in the base.
    pub removed: Vec<RecordId>,
    /// Records that are only in the head.
    pub added: Vec<RecordId>,
}

impl Pairs {
    /// Pairs the records of two states. Files that are no records take no part.
    pub fn new(base: &Files, head: &Files) -> Self {
        let mut left = by_id(base);
        let mut pairs = Self::default();
        let mut open: Vec<&Record> = Vec::new();
        for record in records(head) {
            match left.remove(&key(head, record)) {
                Some(id) => pairs.kept.push(Pair { base: id, head: record.number, trace: Trace::Id }),
                None => open.push(record),
            }
        }
        open.retain(|record| {
            let mut former = record.root().list("was").filter_map(Value::as_str);
            let kind = kind(head, record);
            let found = former.find_map(|former| left.remove(&(kind.to_owned(), former.to_owned())));
            if let Some(id) = found {
                pairs.kept.push(Pair { base: id, head: record.number, trace: Trace::Was });
            }
            found.is_none()
        });
        for record in open {
            let candidates = left.iter().filter(|((known, _), _)| *known == kind(head, record));
            let likeness = |id: &RecordId| likeness(base.get(*id), record);
            let best = candidates
                .map(|(key, id)| (likeness(id), key.clone(), *id))
                .filter(|(likeness, _, _)| *likeness >= ALIKE)
                .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
            match best {
                Some((_, key, id)) => {
                    left.remove(&key);
                    pairs.kept.push(Pair { base: id, head: record.number, trace: Trace::Likeness });
                }
                None => pairs.added.push(record.number),
            }
        }
        pairs.kept.sort_by_key(|pair| pair.head);
        pairs.removed = left.into_values().collect();
        pairs.removed.sort_unstable();
        pairs
    }
}

/// A record's kind and id. The kind by its name: its number depends on which kinds a workspace has.
type Key = (String, String);

fn key(files: &Files, record: &Record) -> Key {
    (kind(files, record).to_owned(), record.id.to_string())
}

fn kind<'f>(files: &'f Files, record: &Record) -> &'f str {
    record.kind.map_or("", |kind| &files.schemas.kind(kind).name)
}

fn records(files: &Files) -> impl Iterator<Item = &Record> {
    files.records.iter().filter(|record| record.kind.is_some() && id::is_well_formed(&record.id))
}

fn by_id(files: &Files) -> BTreeMap<Key, RecordId> {
    records(files).map(|record| (key(files, record), record.number)).collect()
}

/// How much of two records' lines is the same: 0 nothing, 1 everything.
fn likeness(a: &Record, b: &Record) -> f64 {
    let lines = |record: &Record| {
        let mut lines: Vec<String> = record.source.text.lines().map(|line| line.trim().to_owned()).collect();
        lines.retain(|line| !line.is_empty() && !line.starts_with('#') && line != "+++");
        lines.sort_unstable();
        lines
    };
    let (a, b) = (lines(a), lines(b));
    let (mut i, mut j, mut same) = (0, 0, 0_u32);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (same, i, j) = (same + 1, i + 1, j + 1),
        }
    }
    f64::from(2 * same) / f64::from((a.len() + b.len()).max(1) as u32)
}

/// Two states of a workspace, and which record of the one is which of the other.
pub struct Change<'c, 'a> {
    /// Before.
    pub base: &'c Workspace<'a>,
    /// After. Its files also hold the records that were removed, so that a finding can stand at them.
    pub head: &'c Workspace<'a>,
    /// Which is which.
    pub pairs: &'c Pairs,
}

impl<'a> Change<'_, 'a> {
    /// The records of `kind` that are in both states: before, after, and how they are known to be the same.
    pub fn kept(&self, kind: &str) -> impl Iterator<Item = (&'a Record, &'a Record, Trace)> {
        let number = self.head.files.schemas.named(kind).map(|(number, _)| number);
        self.pairs.kept.iter().filter_map(move |pair| {
            let (base, head) = (self.base.files.get(pair.base), self.head.files.get(pair.head));
            (head.kind == number && base.is_readable() && head.is_readable())
                .then_some((base, head, pair.trace))
        })
    }

    /// The records that were removed: as they were, and where a finding about them stands.
    pub fn removed(&self) -> impl Iterator<Item = (&'a Record, &'a Record)> {
        let removed = self.pairs.removed.iter().enumerate();
        removed.map(|(index, id)| (self.base.files.get(*id), self.head.files.removed(index)))
    }
}

/// Whether two values say the same: places, comments, and the order of a table's fields don't count.
pub fn says_the_same(a: Value<'_>, b: Value<'_>) -> bool {
    if a.is_table() && b.is_table() {
        return a.entries().len() == b.entries().len()
            && a.entries().all(|entry| b.get(entry.key()).is_some_and(|other| says_the_same(entry, other)));
    }
    if a.is_list() && b.is_list() {
        return a.items().len() == b.items().len()
            && a.items().zip(b.items()).all(|(a, b)| says_the_same(a, b));
    }
    if let (Some(a), Some(b)) = (a.as_str(), b.as_str()) {
        return reads_the_same(a, b);
    }
    let written = |value: Value<'_>| value.record.slice(value.span()).to_owned();
    a.type_name() == b.type_name() && written(a) == written(b)
}

/// Whether two texts read the same: line endings, wrapping, blank lines and the target of a link don't count.
pub fn reads_the_same(a: &str, b: &str) -> bool {
    words(a) == words(b)
}

fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    // `[words](target)`: only the words are read.
    while let Some(at) = rest.find("](") {
        plain.push_str(&rest[..=at]);
        rest = &rest[at + 2..];
        rest = rest.find(')').map_or(rest, |end| &rest[end + 1..]);
    }
    plain.push_str(rest);
    plain.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Files {
        let texts: Vec<_> =
            texts.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Files::from_texts(&texts)
    }

    #[test]
    fn a_record_is_known_by_id_by_what_it_was_and_by_likeness() {
        let base = files(&[
            ("records/people/ada.toml", "name = \"Ada\"\n"),
            ("records/people/ben.toml", "name = \"Ben\"\n"),
            ("records/people/chi.toml", "name = \"Chi\"\naka = [\"C\"]\ntime-zone = \"Europe/Prague\"\n"),
            ("records/people/dora.toml", "name = \"Dora\"\n"),
        ]);
        let head = files(&[
            ("records/people/ada.toml", "name = \"Ada L.\"\n"),
            ("records/people/benjamin.toml", "name = \"Benjamin\"\nwas = [\"ben\"]\n"),
            (
                "records/people/chiara.toml",
                "name = \"Chiara\"\naka = [\"C\"]\ntime-zone = \"Europe/Prague\"\n",
            ),
            ("records/people/erik.toml", "name = \"Erik\"\n"),
        ]);
        let pairs = Pairs::new(&base, &head);
        let traces: Vec<_> = pairs.kept.iter().map(|pair| (pair.base.0, pair.head.0, pair.trace)).collect();
        assert_eq!(traces, [(0, 0, Trace::Id), (1, 1, Trace::Was), (2, 2, Trace::Likeness)]);
        assert_eq!((pairs.removed, pairs.added), (vec![RecordId(3)], vec![RecordId(3)]));
    }

    #[test]
    fn wrapping_and_targets_are_no_change_of_text() {
        assert!(reads_the_same(
            "We use\nKask. See [why](http://a).\r\n",
            "We use Kask.\n\nSee [why](http://b/c).\n"
        ));
        assert!(!reads_the_same("We use Kask.", "We used Kask."));
        let record = |text: &str| crate::record::parse::parse("a.toml", text.as_bytes().to_vec());
        let same = |a: &str, b: &str| says_the_same(record(a).root(), record(b).root());
        assert!(same(
            "a = 1\nb = { c = \"x\", d = 2020-01-01 }\n",
            "b.d = 2020-01-01\nb.c = 'x'\n# why\na = 1\n"
        ));
        assert!(!same("a = [1, 2]", "a = [2, 1]"));
        assert!(!same("a = \"1\"", "a = 1"));
    }
}
