//! What is known of each record without reading it again: the names and ids that it has and says, and a few
//! of its days. All of it is numbers, so that it can be copied and stored.

use std::collections::BTreeSet;

use bitcode::{Decode, Encode};
use jiff::civil::{Date, date};
use rayon::prelude::*;

use crate::base::dates::{self, Period};
use crate::base::jagged::Jagged;
use crate::record::{KindId, Record, RecordId, Reference, Value};
use crate::workspace::at::At;
use crate::workspace::files::Files;
use crate::workspace::kind;
use crate::workspace::schema::plan::To;
use crate::workspace::settings::Entries;

/// A case-insensitive hash of a text. Two texts may share one: whoever finds a record by it looks at the
/// text itself.
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

/// Facts of the records of one state, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct RecordFacts {
    /// The ids that it names.
    pub references: Jagged<TextKey>,
    /// The words of the settings that it names and that the settings don't have.
    pub unknown_words: Jagged<TextKey>,
    /// The ids that it had.
    pub former_ids: Jagged<TextKey>,
    /// Its names.
    pub names: Jagged<TextKey>,
    /// Its ids in the tracker.
    pub tracker_ids: Jagged<TextKey>,
    /// Of a sprint its first and last day and whether only its work is recorded; of a person the first and
    /// last day with the team, then of each role its key and first and last day. Nothing of other kinds.
    pub days: Jagged<i32>,
}

/// Records that one thread reads before it asks for more.
const CHUNK: usize = 256;

impl RecordFacts {
    /// Reads the records of `files`.
    pub fn of(files: &Files) -> Self {
        let ids: Vec<RecordId> = files.ids().collect();
        let settings = Entries::new(files.settings());
        let read = |ids: &[RecordId]| {
            let mut facts = Self::default();
            for id in ids {
                facts.push(files, &settings, *id);
            }
            facts
        };
        let chunks: Vec<Self> = ids.par_chunks(CHUNK).map(read).collect();
        let mut facts = Self::default();
        for chunk in &chunks {
            facts.extend(chunk, 0, chunk.names.len());
        }
        facts
    }

    /// Adds what the record `id` of `files` says.
    pub fn push(&mut self, files: &Files, settings: &Entries<'_>, id: RecordId) {
        let record = files.get(id);
        let kind = record.kind.map(|kind| files.schemas.kind(kind));
        let targets = kind.map_or(&[][..], |kind| &kind.plan.targets);
        let said = record.references.iter().filter_map(|reference: &Reference| {
            let text = Value::new(record, reference.node).as_str().unwrap_or_default();
            Some((&targets.get(reference.target as usize)?.to, text))
        });
        let keys = |is_asked_for: fn(&To) -> bool| {
            said.clone().filter(move |(to, _)| is_asked_for(to)).map(|(_, text)| TextKey::of(text))
        };
        self.references.push(keys(|to| matches!(to, To::Kinds(..))));
        self.tracker_ids.push(keys(|to| *to == To::Tracker));
        let unknown = |(to, text): &(&To, &str)| match to {
            To::Setting(setting) => !settings.has_word(setting, text),
            _ => false,
        };
        self.unknown_words.push(said.clone().filter(unknown).map(|(_, text)| TextKey::of(text)));
        self.former_ids.push(former_ids(record).map(TextKey::of));
        self.names.push(names(files, id).map(TextKey::of));
        self.days.push(record.kind.map_or_else(Vec::new, |kind| days(kind, record.root())));
    }

    /// Adds the facts of `count` records of `other`, from the one with number `first` on.
    pub fn extend(&mut self, other: &Self, first: usize, count: usize) {
        self.references.extend(&other.references, first, count);
        self.unknown_words.extend(&other.unknown_words, first, count);
        self.former_ids.extend(&other.former_ids, first, count);
        self.names.extend(&other.names, first, count);
        self.tracker_ids.extend(&other.tracker_ids, first, count);
        self.days.extend(&other.days, first, count);
    }

    /// What record `index` says where a record or a setting is named.
    pub fn said(&self, index: usize) -> impl Iterator<Item = TextKey> {
        self.references.get(index).iter().chain(self.unknown_words.get(index)).copied()
    }

    /// What record `index` is also known by.
    pub fn known_by(&self, index: usize) -> BTreeSet<TextKey> {
        self.former_ids.get(index).iter().chain(self.names.get(index)).copied().collect()
    }

    /// Records by what they are also known by, in order.
    pub fn by_name(&self) -> Vec<(TextKey, RecordId)> {
        let mut by_name = Vec::new();
        for lists in [&self.former_ids, &self.names] {
            for (number, names) in lists.iter().enumerate() {
                by_name.extend(names.iter().map(|name| (*name, RecordId(number as u32))));
            }
        }
        by_name.sort_unstable();
        by_name.dedup();
        by_name
    }
}

/// The former ids of `record`.
pub fn former_ids(record: &Record) -> impl Iterator<Item = &str> {
    record.root().list("was").filter_map(Value::as_str)
}

/// The names of the record `id`.
pub fn names(files: &Files, id: RecordId) -> impl Iterator<Item = &str> {
    let record = files.get(id);
    let root = record.root();
    let field = record.kind.and_then(|kind| files.schemas.kind(kind).name_field.as_deref());
    let aka = root.list("aka").filter_map(Value::as_str);
    field.and_then(|field| root.str(field)).into_iter().chain(aka)
}

const EPOCH: Date = date(1970, 1, 1);

/// `day` as a number.
pub fn number(day: Date) -> i32 {
    dates::days_between(EPOCH, day) as i32
}

/// The days of a record of `kind` as numbers: [`RecordFacts::days`].
fn days(kind: KindId, root: Value<'_>) -> Vec<i32> {
    let period =
        |period: Period| [period.from.map_or(i32::MIN, number), period.until.map_or(i32::MAX, number)];
    match kind {
        kind::SPRINT => SprintDays::read(root).map_or_else(Vec::new, |days| {
            vec![number(days.start), number(days.end), i32::from(days.is_work_only)]
        }),
        kind::PERSON => {
            let held = roles(root).flat_map(|(role, held)| {
                let [from, until] = period(*held);
                [TextKey::of(*role).0.cast_signed(), from, until]
            });
            period(*active(root)).into_iter().chain(held).collect()
        }
        _ => Vec::new(),
    }
}

/// When a person is with the team; open where it isn't said.
pub fn active(root: Value<'_>) -> At<'_, Period> {
    At::period(root, "active")
}

/// What a person is, and when.
pub fn roles(root: Value<'_>) -> impl Iterator<Item = (At<'_, &str>, At<'_, Period>)> {
    root.list("roles").filter_map(|role| Some((At::text(role, "role").known()?, At::days(role))))
}

/// When a person with these numbers is with the team in which role: its key, the first and the last day.
pub fn stays(days: &[i32]) -> impl Iterator<Item = (TextKey, i32, i32)> {
    let (active, held) = days.split_first_chunk::<2>().unwrap_or((&[0, 0], &[]));
    held.chunks_exact(3)
        .map(|role| (TextKey(role[0].cast_unsigned()), role[1].max(active[0]), role[2].min(active[1])))
}

/// Whether the person with these numbers is with the team on `day`.
pub fn is_there(days: &[i32], day: Date) -> bool {
    days.split_first_chunk::<2>().is_some_and(|([first, last], _)| (*first..=*last).contains(&number(day)))
}

/// The days of one sprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SprintDays {
    /// The first day.
    pub start: Date,
    /// The last day, inclusive.
    pub end: Date,
    /// Whether only its work is recorded, not its people.
    pub is_work_only: bool,
}

impl SprintDays {
    /// Those of the sprint whose root this is, where it says both.
    pub fn read(root: Value<'_>) -> Option<Self> {
        let (start, end) = root.date("start").zip(root.date("end"))?;
        Some(Self { start, end, is_work_only: root.flag("work-only") })
    }

    /// From the numbers of a sprint.
    pub fn from_numbers(days: &[i32]) -> Option<Self> {
        let [start, end, is_work_only] = *days else { return None };
        let day = |number: i32| dates::shift(EPOCH, i64::from(number));
        Some(Self { start: day(start), end: day(end), is_work_only: is_work_only != 0 })
    }

    /// How many days it has: none or fewer if it ends before it starts.
    pub fn length(self) -> i64 {
        dates::days_between(self.start, self.end) + 1
    }

    /// Whether both have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}
