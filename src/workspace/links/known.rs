//! What is known of each record without reading it again: what it says of itself that others may ask for, and how it
//! hangs together with them. It is little, so that it can be kept from one run to the next.

use std::collections::BTreeSet;

use bitcode::{Decode, Encode};
use rayon::prelude::*;

use super::facts;
use super::rows::Rows;
use super::{Lead, Links};
use crate::record::{Fault, KindId, Record, RecordId, Reference, Value};
use crate::workspace::files::{ContentId, Files};
use crate::workspace::schema::plan::To;
use crate::workspace::settings::Entries;

/// A text in few bits, whatever its case. Two texts may share one: whoever finds a record by it looks at the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct TextKey(pub u32);

impl TextKey {
    /// The key of `text`: FNV-1a over its lower case.
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        let add = |key: u32, byte: u8| (key ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        let start = 0x811c_9dc5;
        Self(if text.is_ascii() {
            text.bytes().map(|byte| byte.to_ascii_lowercase()).fold(start, add)
        } else {
            text.to_lowercase().bytes().fold(start, add)
        })
    }
}

/// What records say of themselves, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Own {
    /// The ids that it names.
    pub says: Rows<TextKey>,
    /// The words of the settings that it names and that the settings don't have.
    pub strange: Rows<TextKey>,
    /// The ids that it had.
    pub former: Rows<TextKey>,
    /// Its names.
    pub names: Rows<TextKey>,
    /// Its tracker ids.
    pub trackers: Rows<TextKey>,
    /// Its days, as [`facts`] has them.
    pub days: Rows<i32>,
}

/// How records hang together, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Ties {
    /// The records that it names.
    pub targets: Rows<RecordId>,
    /// Tables in which something is wrong already, or a name leads nowhere: nothing can be concluded from what they
    /// lack. The root, 0, for a record that can't be read.
    pub doubts: Rows<u32>,
}

/// Both, of one state of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Known {
    /// What they say of themselves.
    pub own: Own,
    /// How they hang together.
    pub ties: Ties,
    /// The key of each record's id.
    pub ids: Vec<TextKey>,
}

/// The former ids of `record`.
pub(super) fn was(record: &Record) -> impl Iterator<Item = &str> {
    record.root().list("was").filter_map(Value::as_str)
}

/// The names of the record `id`.
pub(super) fn names(files: &Files, id: RecordId) -> impl Iterator<Item = &str> {
    let record = files.get(id);
    let root = record.root();
    let field = record.kind.and_then(|kind| files.schemas.kind(kind).name_field.as_deref());
    let aka = root.list("aka").filter_map(Value::as_str);
    field.and_then(|field| root.str(field)).into_iter().chain(aka)
}

/// What a record was in another state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It held the same, and had this number.
    Same(RecordId),
    /// It held something else, and had this number.
    Edited(RecordId),
    /// It wasn't there.
    Absent,
}

/// What each record of `files` was in another state, whose records `before` lists in the order of their paths.
pub fn then<'p>(files: &Files, before: impl IntoIterator<Item = (&'p str, Option<ContentId>)>) -> Vec<Then> {
    let mut before = before.into_iter().zip(0..).peekable();
    let then = |id: RecordId| {
        let path = files.path(id);
        while before.next_if(|((other, _), _)| *other < path).is_some() {}
        let found = before.next_if(|((other, _), _)| *other == path);
        found.map_or(Then::Absent, |((_, content), number)| {
            let is_same = content.is_some() && content == files.content(id);
            if is_same { Then::Same(RecordId(number)) } else { Then::Edited(RecordId(number)) }
        })
    };
    files.ids().map(then).collect()
}

/// Whether so many records are as they were that it pays to look at the others alone.
pub fn is_like(then: &[Then]) -> bool {
    let same = then.iter().filter(|then| matches!(then, Then::Same(_))).count();
    (then.len() - same) * 8 <= then.len().max(64)
}

/// Records that follow each other now as they did then; or one that isn't the same.
struct Run {
    now: usize,
    before: Option<usize>,
    count: usize,
}

fn runs(then: &[Then]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (now, then) in then.iter().enumerate() {
        let before = match then {
            Then::Same(before) => Some(before.index()),
            _ => None,
        };
        match (runs.last_mut(), before) {
            (Some(Run { before: Some(first), count, .. }), Some(before)) if *first + *count == before => {
                *count += 1;
            }
            _ => runs.push(Run { now, before, count: 1 }),
        }
    }
    runs
}

/// What isn't as it was in another state.
#[derive(Debug)]
pub struct News {
    /// Records that hold something else, are new, or name what means something else now.
    pub stale: Vec<RecordId>,
    /// Records that were there, by the numbers that they had.
    pub gone: Vec<RecordId>,
    /// Texts that may mean another record.
    pub moved: BTreeSet<TextKey>,
    /// Texts that other records say where one is named.
    pub said: BTreeSet<TextKey>,
    /// Records that other ones name.
    pub named: BTreeSet<RecordId>,
    /// Kinds of which a record is called otherwise, or is new.
    pub renamed: BTreeSet<KindId>,
    /// Days that some record had or has now, with its kind where it is still there.
    pub days: Vec<(Option<KindId>, Vec<i32>)>,
}

/// Records that one thread looks at before it asks for more.
const CHUNK: usize = 256;

impl Own {
    pub(super) fn new(files: &Files) -> Self {
        let ids: Vec<RecordId> = files.ids().collect();
        let settings = Entries::new(files.settings());
        let part = |ids: &[RecordId]| {
            let mut own = Self::default();
            for id in ids {
                own.add(files, &settings, *id);
            }
            own
        };
        let parts: Vec<Self> = ids.par_chunks(CHUNK).map(part).collect();
        let mut own = Self::default();
        for part in &parts {
            own.copy(part, 0, part.says.len());
        }
        own
    }

    fn add(&mut self, files: &Files, settings: &Entries<'_>, id: RecordId) {
        let record = files.get(id);
        let kind = record.kind.map(|kind| files.schemas.kind(kind));
        let targets = kind.map_or(&[][..], |kind| &kind.plan.targets);
        let keys = |is_meant: fn(&To) -> bool| {
            let is_meant = move |reference: &&Reference| {
                targets.get(reference.target as usize).is_some_and(|target| is_meant(&target.to))
            };
            let text = |reference: &Reference| {
                TextKey::of(Value::new(record, reference.node).as_str().unwrap_or_default())
            };
            record.references.iter().filter(is_meant).map(text)
        };
        self.says.push(keys(|to| matches!(to, To::Kinds(..))));
        let strange = |reference: &Reference| {
            let To::Setting(setting) = &targets.get(reference.target as usize)?.to else { return None };
            let text = Value::new(record, reference.node).as_str().unwrap_or_default();
            (!settings.has_word(setting, text)).then(|| TextKey::of(text))
        };
        self.strange.push(record.references.iter().filter_map(strange));
        self.trackers.push(keys(|to| *to == To::Tracker));
        self.former.push(was(record).map(TextKey::of));
        self.names.push(names(files, id).map(TextKey::of));
        self.days.push(kind.map_or_else(Vec::new, |kind| facts::days(&kind.name, record)));
    }

    fn copy(&mut self, then: &Self, first: usize, count: usize) {
        self.says.push_rows(&then.says, first, count);
        self.strange.push_rows(&then.strange, first, count);
        self.former.push_rows(&then.former, first, count);
        self.names.push_rows(&then.names, first, count);
        self.trackers.push_rows(&then.trackers, first, count);
        self.days.push_rows(&then.days, first, count);
    }

    /// What record `index` says where a record or a setting is named.
    fn said(&self, index: usize) -> impl Iterator<Item = TextKey> {
        self.says.get(index).iter().chain(self.strange.get(index)).copied()
    }

    /// What record `index` is also known by.
    fn known_by(&self, index: usize) -> BTreeSet<TextKey> {
        self.former.get(index).iter().chain(self.names.get(index)).copied().collect()
    }

    /// Records by what they are also known by.
    pub(super) fn by_name(&self) -> Vec<(TextKey, RecordId)> {
        let mut by_name = Vec::new();
        for rows in [&self.former, &self.names] {
            for (number, names) in rows.iter().enumerate() {
                by_name.extend(names.iter().map(|name| (*name, RecordId(number as u32))));
            }
        }
        by_name.sort_unstable();
        by_name.dedup();
        by_name
    }
}

impl Ties {
    pub(super) fn new(links: &Links<'_>, files: &Files) -> Self {
        let ids: Vec<RecordId> = files.ids().collect();
        let part = |ids: &[RecordId]| {
            let mut ties = Self::default();
            for id in ids {
                ties.add(links, files.get(*id));
            }
            ties
        };
        let parts: Vec<Self> = ids.par_chunks(CHUNK).map(part).collect();
        let mut ties = Self::default();
        for part in &parts {
            ties.targets.push_rows(&part.targets, 0, part.targets.len());
            ties.doubts.push_rows(&part.doubts, 0, part.doubts.len());
        }
        ties
    }

    fn add(&mut self, links: &Links<'_>, record: &Record) {
        self.targets.push(targets(links, record));
        self.doubts.push(doubts(links, record));
    }

    /// For each record who names it, each once.
    pub(super) fn back(&self) -> Rows<RecordId> {
        let mut starts = vec![0u32; self.targets.len() + 1];
        for to in self.targets.values() {
            starts[to.index() + 1] += 1;
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        let mut next = starts.clone();
        let mut from = vec![RecordId::SETTINGS; self.targets.values().len()];
        for (number, targets) in self.targets.iter().enumerate() {
            for to in targets {
                let (at, first) = (next[to.index()] as usize, starts[to.index()] as usize);
                let is_known = at > first && from[at - 1].index() == number;
                if !is_known {
                    from[at] = RecordId(number as u32);
                    next[to.index()] += 1;
                }
            }
        }
        let mut back = Rows::default();
        for (start, end) in starts.iter().zip(&next).take(self.targets.len()) {
            back.push(from[*start as usize..*end as usize].iter().copied());
        }
        back
    }
}

/// The records that `record` names.
fn targets(links: &Links<'_>, record: &Record) -> impl Iterator<Item = RecordId> {
    links.leads(record).iter().filter_map(|lead| match lead {
        Lead::To(id) | Lead::OldName(id) => Some(*id),
        _ => None,
    })
}

/// The tables of `record` in which something is wrong already.
fn doubts(links: &Links<'_>, record: &Record) -> impl Iterator<Item = u32> {
    let of_fault = |fault: &Fault| match fault {
        Fault::Schema { table, .. } => Some(*table),
        Fault::Newer { .. } => None,
        _ => Some(0),
    };
    let is_lost = |lead: Lead| matches!(lead, Lead::Nowhere | Lead::WrongKind(_));
    let lost = links.of(record).filter(move |(_, _, lead)| is_lost(*lead));
    let lost = lost.map(|(value, _, _)| value.record.tree.table_of(value.parent().node));
    record.faults.iter().filter_map(of_fault).chain(lost)
}

impl Known {
    /// What is known of the records of `links`.
    pub fn new(links: &Links<'_>) -> Self {
        let files = links.files;
        let ids = files.ids().map(|id| TextKey::of(files.stem(id))).collect();
        Self { own: links.own().clone(), ties: links.ties().clone(), ids }
    }

    /// Whether all lists are as long as there are records, and name only such.
    pub fn is_sound(&self) -> bool {
        let records = self.ids.len();
        let texts =
            [&self.own.says, &self.own.strange, &self.own.former, &self.own.names, &self.own.trackers];
        texts.iter().all(|rows| rows.is_sound() && rows.len() == records)
            && self.own.days.is_sound()
            && self.own.days.len() == records
            && self.ties.targets.is_sound()
            && self.ties.targets.len() == records
            && self.ties.targets.values().iter().all(|id| id.index() < records)
            && self.ties.doubts.is_sound()
            && self.ties.doubts.len() == records
    }

    /// What the records of `files` say of themselves.
    pub(super) fn own_now(&self, files: &Files, then: &[Then]) -> Own {
        let mut own = Own::default();
        let settings = Entries::new(files.settings());
        for Run { now, before, count } in runs(then) {
            match before {
                Some(first) => own.copy(&self.own, first, count),
                None => own.add(files, &settings, RecordId(now as u32)),
            }
        }
        own
    }

    /// How the records of `links` hang together, and what isn't as it was then.
    pub(super) fn ties_now(&self, links: &Links<'_>, then: &[Then]) -> (Ties, News) {
        let (files, own) = (links.files, links.own());
        let (moved, gone) = self.moved(files, own, then);
        let is_stale = |id: RecordId| {
            !matches!(then[id.index()], Then::Same(_))
                || own.says.get(id.index()).iter().any(|text| moved.contains(text))
        };
        let stale: Vec<RecordId> = files.ids().filter(|id| is_stale(*id)).collect();
        let mut now: Vec<Option<RecordId>> = vec![None; self.ids.len()];
        for (id, before) in files.ids().zip(then) {
            if let Then::Same(before) | Then::Edited(before) = before {
                now[before.index()] = Some(id);
            }
        }
        let mut ties = Ties::default();
        let mut after = stale.iter().copied();
        let mut next = after.next().unwrap_or(RecordId(files.len() as u32));
        let is_in_place = gone.is_empty() && !then.contains(&Then::Absent);
        let mut at = 0;
        while at < files.len() {
            if at == next.index() {
                let record = files.get(next);
                ties.add(links, record);
                next = after.next().unwrap_or(RecordId(files.len() as u32));
                at += 1;
            } else if is_in_place {
                // Up to the next that isn't as it was all have the numbers that they had.
                ties.targets.push_rows(&self.ties.targets, at, next.index() - at);
                ties.doubts.push_rows(&self.ties.doubts, at, next.index() - at);
                at = next.index();
            } else {
                let Then::Same(before) = then[at] else { break };
                // What named a record that is gone is stale, as that one's id is among what has moved.
                let targets = self.ties.targets.get(before.index()).iter();
                ties.targets.push(targets.filter_map(|target| now[target.index()]));
                ties.doubts.push(self.ties.doubts.get(before.index()).iter().copied());
                at += 1;
            }
        }
        let mut news = News {
            stale,
            gone,
            moved,
            said: BTreeSet::new(),
            named: BTreeSet::new(),
            days: Vec::new(),
            renamed: BTreeSet::new(),
        };
        let named_then = |index: usize| {
            let targets = self.ties.targets.get(index).iter();
            targets.filter_map(|id| now[id.index()]).collect::<BTreeSet<_>>()
        };
        for id in &news.stale {
            let before = match then[id.index()] {
                Then::Same(before) | Then::Edited(before) => Some(before.index()),
                Then::Absent => None,
            };
            let named = before.map(named_then).unwrap_or_default();
            if before.map(|before| self.own.names.get(before)) != Some(own.names.get(id.index())) {
                news.renamed.extend(files.kind(*id));
            }
            let days = before.map_or(&[][..], |before| self.own.days.get(before));
            if days != own.days.get(id.index()) {
                let kind = files.kind(*id);
                news.days.extend([(kind, days.to_vec()), (kind, own.days.get(id.index()).to_vec())]);
            }
            news.said.extend(before.into_iter().flat_map(|before| self.own.said(before)));
            news.said.extend(own.said(id.index()));
            let named_now = ties.targets.get(id.index()).iter().copied().collect();
            news.named.extend(named.symmetric_difference(&named_now));
        }
        for before in &news.gone {
            news.said.extend(self.own.said(before.index()));
            news.named.extend(named_then(before.index()));
            news.days.push((None, self.own.days.get(before.index()).to_vec()));
        }
        (ties, news)
    }

    /// Texts that may mean another record now than then: the ids and names that came, went, or are of other records.
    /// Also the records that are gone, with the numbers that they had.
    fn moved(&self, files: &Files, own: &Own, then: &[Then]) -> (BTreeSet<TextKey>, Vec<RecordId>) {
        let mut is_there_still = vec![false; self.ids.len()];
        let mut moved = BTreeSet::new();
        for (id, before) in files.ids().zip(then) {
            let names = own.known_by(id.index());
            match before {
                Then::Same(before) => is_there_still[before.index()] = true,
                Then::Edited(before) => {
                    is_there_still[before.index()] = true;
                    let before = self.own.known_by(before.index());
                    moved.extend(names.symmetric_difference(&before));
                }
                Then::Absent => {
                    moved.insert(TextKey::of(files.stem(id)));
                    moved.extend(names);
                }
            }
        }
        let gone = (0..self.ids.len()).filter(|before| !is_there_still[*before]);
        let gone: Vec<RecordId> = gone.map(|before| RecordId(before as u32)).collect();
        for before in &gone {
            moved.insert(self.ids[before.index()]);
            moved.extend(self.own.known_by(before.index()));
        }
        (moved, gone)
    }
}
