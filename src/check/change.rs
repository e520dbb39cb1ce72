//! Two states of a workspace side by side: which record of the one is which of the other. History rules ask
//! it.

pub mod commits;
pub mod decided;
pub mod same;
pub mod similarity;
pub mod sprint;
pub mod transition;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::id;
use crate::record::{FileId, KindId, Place, Record, RecordId, Value};
use crate::workspace::View;
use crate::workspace::files::Files;
use crate::workspace::schema::plan::To;
use commits::Commits;
use similarity::Features;

/// How a record of the head is known to be one of the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// It has the same kind and id.
    Id,
    /// It names the old id in `was`.
    Was,
    /// It says much the same, and the old one is gone.
    Similar,
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
    /// Whether its text or its id changed.
    pub is_changed: bool,
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
    /// Pairs the records of two states. Files that are no records take no part. Those that hold the same
    /// aren't read.
    pub fn new(base: &Files, head: &Files) -> Self {
        let mut pairs = Self::default();
        let pair = |id: RecordId, now: RecordId, trace| {
            let is_changed = trace != Trace::Id || !holds_the_same(base, id, head, now);
            Pair { base: id, head: now, trace, is_changed }
        };
        // Nearly all stand where they stood.
        let (mut left, mut open) = (BTreeMap::new(), Vec::new());
        let mut there = records(base).peekable();
        for now in records(head) {
            while let Some(gone) = there.next_if(|id| base.path(*id) < head.path(now)) {
                left.insert(key(base, gone), gone);
            }
            let same = there.next_if(|id| base.path(*id) == head.path(now));
            match same {
                Some(id) if kind(base, id) == kind(head, now) => pairs.kept.push(pair(id, now, Trace::Id)),
                _ => {
                    left.extend(same.map(|id| (key(base, id), id)));
                    open.push(now);
                }
            }
        }
        left.extend(there.map(|id| (key(base, id), id)));
        open.retain(|now| {
            let found = left.remove(&key(head, *now));
            pairs.kept.extend(found.map(|id| pair(id, *now, Trace::Id)));
            found.is_none()
        });
        open.retain(|now| {
            let mut former = head.get(*now).root().list("was").filter_map(Value::as_str);
            let kind = kind(head, *now);
            let found = former.find_map(|former| left.remove(&(kind.to_owned(), former.to_owned())));
            pairs.kept.extend(found.map(|id| pair(id, *now, Trace::Was)));
            found.is_none()
        });
        let mut left_features = if open.is_empty() { BTreeMap::new() } else { features(base, &left) };
        for now in open {
            let features = Features::new(head, head.get(now));
            let own = kind(head, now);
            let candidates = left_features.range((own, "")..).take_while(|((kind, _), _)| *kind == own);
            let best = candidates
                .filter_map(|(key, other)| Some((features.similarity(other)?, *key)))
                .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
            let found = best.and_then(|(_, key)| {
                left_features.remove(&key);
                left.remove(&(key.0.to_owned(), key.1.to_owned()))
            });
            match found {
                Some(id) => pairs.kept.push(pair(id, now, Trace::Similar)),
                None => pairs.added.push(now),
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

fn key(files: &Files, id: RecordId) -> Key {
    (kind(files, id).to_owned(), files.stem(id).to_owned())
}

fn kind(files: &Files, id: RecordId) -> &str {
    files.kind(id).map_or("", |kind| &files.schemas.kind(kind).name)
}

fn records(files: &Files) -> impl Iterator<Item = RecordId> {
    files.ids().filter(|id| files.kind(*id).is_some() && id::is_well_formed(files.stem(*id)))
}

/// Whether both have the same content, compared by its git id where that is known.
fn holds_the_same(base: &Files, id: RecordId, head: &Files, now: RecordId) -> bool {
    match (base.content(id), head.content(now)) {
        (Some(before), Some(after)) => before == after,
        _ => base.get(id).source.text == head.get(now).source.text,
    }
}

/// The features of the records that are left over from the base, by kind and id.
fn features<'r>(
    base: &'r Files,
    left: &BTreeMap<Key, RecordId>,
) -> BTreeMap<(&'r str, &'r str), Features<'r>> {
    let features = |id: &RecordId| {
        let record = base.get(*id);
        ((kind(base, *id), &*record.id), Features::new(base, record))
    };
    left.values().map(features).collect()
}

/// Two states of a workspace, and which record of the one is which of the other.
pub struct Change<'c, 'a> {
    /// The state before.
    pub base: &'c View<'a>,
    /// The state after.
    pub head: &'c View<'a>,
    /// Which record of the one is which of the other.
    pub pairs: &'c Pairs,
    /// The commits from the one to the other.
    pub commits: &'c Commits,
}

impl<'a> Change<'_, 'a> {
    /// The records of `kind` that are in both states: before, after, and how they are known to be the same.
    pub fn kept(&self, kind: KindId) -> impl Iterator<Item = (&'a Record, &'a Record, Trace)> {
        self.pairs.kept.iter().filter_map(move |pair| self.readable(pair, Some(kind)))
    }

    /// Those of [`Change::kept`] whose text or id changed.
    pub fn changed(&self, kind: KindId) -> impl Iterator<Item = (&'a Record, &'a Record, Trace)> {
        let changed = self.pairs.kept.iter().filter(|pair| pair.is_changed);
        changed.filter_map(move |pair| self.readable(pair, Some(kind)))
    }

    /// The same of all kinds.
    pub fn changed_of_any_kind(&self) -> impl Iterator<Item = (&'a Record, &'a Record, Trace)> {
        let changed = self.pairs.kept.iter().filter(|pair| pair.is_changed);
        changed.filter_map(|pair| self.readable(pair, self.head.record(pair.head).kind))
    }

    fn readable(&self, pair: &Pair, kind: Option<KindId>) -> Option<(&'a Record, &'a Record, Trace)> {
        let (base, head) = (self.base.record(pair.base), self.head.record(pair.head));
        (head.kind == kind && base.is_readable() && head.is_readable()).then_some((base, head, pair.trace))
    }

    /// The readable records that are new.
    pub fn added(&self) -> impl Iterator<Item = &'a Record> {
        self.pairs.added.iter().map(|id| self.head.record(*id)).filter(|record| record.is_readable())
    }

    /// The records that were removed: as they were, and where a finding about them stands. A record of which
    /// a broken file may be what is left counts as there.
    pub fn removed(&self) -> impl Iterator<Item = (&'a Record, Place)> {
        let head = self.head;
        let is_broken = |id: &RecordId| {
            head.kind_of(*id).is_none()
                || !id::is_well_formed(head.stem(*id))
                || head.is_doubtful(*id) && !head.record(*id).is_readable()
        };
        let ids = (!self.pairs.removed.is_empty()).then(|| head.ids());
        let broken = ids.into_iter().flatten().filter(is_broken);
        let broken: BTreeSet<String> = broken.map(|id| id::folded(head.stem(id))).collect();
        let removed = self.pairs.removed.iter().map(|id| self.base.record(*id));
        let removed = removed.filter(move |base| !broken.contains(&id::folded(&base.id)));
        removed.map(|base| (base, Place { file: FileId::Removed(base.number), ..base.place().into() }))
    }

    /// The record of the base that the record `head` is, and how that is known.
    pub fn before(&self, head: RecordId) -> Option<(&'a Record, Trace)> {
        let index = self.pairs.kept.binary_search_by_key(&head, |pair| pair.head).ok()?;
        let pair = self.pairs.kept.get(index)?;
        Some((self.base.record(pair.base), pair.trace))
    }

    /// References that lead nowhere now, by what they say.
    pub fn dangling(&self) -> Dangling<'a> {
        let mut by_text: BTreeMap<&str, Vec<Value<'a>>> = BTreeMap::new();
        if self.pairs.removed.is_empty() && self.pairs.kept.iter().all(|pair| pair.trace == Trace::Id) {
            return Dangling { by_text };
        }
        for value in self.head.unresolved() {
            // What leads to something of another kind by chance, such as the form of a component, leads
            // nowhere too.
            by_text.entry(value.as_str().unwrap_or_default()).or_default().push(value);
        }
        Dangling { by_text }
    }
}

/// References that lead nowhere after a change.
pub struct Dangling<'a> {
    by_text: BTreeMap<&'a str, Vec<Value<'a>>>,
}

impl<'a> Dangling<'a> {
    /// Those that mean `record` of the base, which has lost its id.
    pub fn to(&self, change: &Change<'_, 'a>, record: &Record) -> Vec<Value<'a>> {
        let name = change.base.kind_name(record.number);
        let head = change.head;
        let means = |value: &&Value<'a>| {
            let reference = head.references(value.record).find(|(at, _, _)| at.node == value.node);
            let (Some(kind), Some((_, reference, _))) = (head.kind(value.record), reference) else {
                return false;
            };
            matches!(
                &kind.plan.targets[reference.target as usize].to,
                To::Kinds(names, _) if names.iter().any(|known| known == name)
            )
        };
        self.by_text.get(&*record.id).into_iter().flatten().filter(means).copied().collect()
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
    fn a_record_is_known_by_id_by_what_it_was_and_by_similarity() {
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
        assert_eq!(traces, [(0, 0, Trace::Id), (1, 1, Trace::Was), (2, 2, Trace::Similar)]);
        assert_eq!((pairs.removed, pairs.added), (vec![RecordId(3)], vec![RecordId(3)]));
    }

    #[test]
    fn wrapping_and_targets_are_no_change_of_text() {
        assert!(reads_the_same(
            "We use\nKask. See [why](http://a).\r\n",
            "We use Kask.\n\nSee [why](http://b/c).\n"
        ));
        assert!(!reads_the_same("We use Kask.", "We used Kask."));
        let record = |text: &str| crate::record::parse("a.toml", text.as_bytes().to_vec());
        let same = |a: &str, b: &str| says_the_same(record(a).root(), record(b).root());
        assert!(same(
            "a = 1\nb = { c = \"x\", d = 2020-01-01 }\n",
            "b.d = 2020-01-01\nb.c = 'x'\n# why\na = 1\n"
        ));
        assert!(!same("a = [1, 2]", "a = [2, 1]"));
        assert!(!same("a = \"1\"", "a = 1"));
    }
}
