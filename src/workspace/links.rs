//! Who names whom: every reference of every record resolved once, in both directions.

mod facts;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use crate::base::id;
use crate::base::jagged::Jagged;
use crate::record::{KindId, Record, RecordId, Reference, Value};
use crate::workspace::facts::{RecordFacts, TextKey, former_ids, names};
use crate::workspace::files::Files;
use crate::workspace::schema::plan::To;
pub use facts::LinkFacts;

/// What a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The record that it names.
    To(RecordId),
    /// A record that once had this id, or whose name this is.
    OldName(RecordId),
    /// A record of a kind that may not stand here.
    WrongKind(RecordId),
    /// Nothing has this id.
    Nowhere,
    /// Something that is no record: a tracker id, a setting.
    Elsewhere,
}

impl Resolution {
    /// The record that the reference means, by whatever name.
    pub const fn record(self) -> Option<RecordId> {
        match self {
            Self::To(id) | Self::OldName(id) => Some(id),
            _ => None,
        }
    }

    /// Whether it should mean a record and means none.
    pub const fn is_lost(self) -> bool {
        matches!(self, Self::Nowhere | Self::WrongKind(_))
    }
}

/// Gives the facts of records where it isn't [`Links`] that read all of them. Each is asked for at most once.
pub trait FactSource: Send + Sync {
    /// The facts of the records of `files`.
    fn record_facts(&self, files: &Files) -> RecordFacts;
    /// The facts of `links`, which have those of the records.
    fn link_facts(&self, links: &Links<'_>) -> LinkFacts;
}

/// All ids and all references of a workspace.
pub struct Links<'a> {
    files: &'a Files,
    /// Each kind's space of ids: a kind's own, or that of the kinds of work together.
    space_of: Vec<u16>,
    spaces: OnceLock<Vec<HashMap<&'a str, RecordId, RandomState>>>,
    /// The records of each space: those that have a kind, and so an id.
    members: Vec<Vec<RecordId>>,
    /// What the references of each record lead to, once they were followed.
    resolutions: Vec<OnceLock<Box<[Resolution]>>>,
    record_facts: OnceLock<RecordFacts>,
    link_facts: OnceLock<LinkFacts>,
    /// Gives the facts; without it they are read from the files.
    source: Option<Arc<dyn FactSource + 'a>>,
    /// Records by what they are also known by: looked for only once a reference names no id, which in most
    /// workspaces none does.
    by_name: OnceLock<Vec<(TextKey, RecordId)>>,
    back: OnceLock<Jagged<RecordId>>,
}

impl<'a> Links<'a> {
    /// Lists the ids of `files` and follows all references.
    pub fn new(files: &'a Files) -> Self {
        let links = Self::of_ids(files);
        // Before the threads need them: each space by one of them.
        let _ = links.spaces.set(links.members.par_iter().map(|ids| space(files, ids)).collect());
        links.record_facts();
        (0..files.len() as u32).into_par_iter().with_min_len(64).for_each(|id| {
            links.resolutions(files.get(RecordId(id)));
        });
        links.link_facts();
        links
    }

    /// Lists the ids of `files`; a reference is followed, and `source` asked, when an answer depends on it.
    pub fn with(files: &'a Files, source: Arc<dyn FactSource + 'a>) -> Self {
        Self { source: Some(source), ..Self::of_ids(files) }
    }

    fn of_ids(files: &'a Files) -> Self {
        let mut names: Vec<&str> = Vec::new();
        let space_of: Vec<u16> = files
            .schemas
            .kinds()
            .iter()
            .map(|kind| {
                let known = names.iter().position(|name| *name == kind.ids);
                known.unwrap_or_else(|| {
                    names.push(&kind.ids);
                    names.len() - 1
                }) as u16
            })
            .collect();
        let mut members: Vec<Vec<RecordId>> = vec![Vec::new(); names.len()];
        for id in files.ids() {
            if let Some(kind) = files.kind(id) {
                members[space_of[kind.index()] as usize].push(id);
            }
        }
        Self {
            files,
            space_of,
            spaces: OnceLock::new(),
            members,
            resolutions: files.ids().map(|_| OnceLock::new()).collect(),
            record_facts: OnceLock::new(),
            link_facts: OnceLock::new(),
            source: None,
            by_name: OnceLock::new(),
            back: OnceLock::new(),
        }
    }

    fn spaces(&self) -> &[HashMap<&'a str, RecordId, RandomState>] {
        self.spaces.get_or_init(|| self.members.iter().map(|ids| space(self.files, ids)).collect())
    }

    /// What the references of `record` lead to, in their order.
    fn resolutions(&self, record: &Record) -> &[Resolution] {
        match self.resolutions.get(record.number.index()) {
            Some(resolutions) => resolutions.get_or_init(|| self.resolve_all(record)),
            None => &[],
        }
    }

    fn resolve_all(&self, record: &Record) -> Box<[Resolution]> {
        let Some(kind) = record.kind else { return Box::default() };
        let targets = &self.files.schemas.kind(kind).plan.targets;
        let resolution = |reference: &Reference| {
            let To::Kinds(_, kinds) = &targets[reference.target as usize].to else {
                return Resolution::Elsewhere;
            };
            let text = Value::new(record, reference.node).as_str().unwrap_or_default();
            self.resolve(text, kinds)
        };
        record.references.iter().map(resolution).collect()
    }

    fn resolve(&self, text: &str, kinds: &[KindId]) -> Resolution {
        let fits = |id: RecordId| self.files.kind(id).is_some_and(|kind| kinds.contains(&kind));
        let mut wrong = None;
        let mut numbers = kinds.iter().map(|kind| self.space_of[kind.index()]);
        let mut last = None;
        for number in numbers.clone().filter(|number| last.replace(*number) != Some(*number)) {
            match self.spaces()[number as usize].get(text) {
                Some(id) if fits(*id) => return Resolution::To(*id),
                Some(id) => wrong = wrong.or(Some(*id)),
                None => {}
            }
        }
        if let Some(id) = numbers.find_map(|number| self.old(number, text).filter(|id| fits(*id))) {
            return Resolution::OldName(id);
        }
        let elsewhere = || self.spaces().iter().find_map(|space| space.get(text)).copied();
        wrong.or_else(elsewhere).map_or(Resolution::Nowhere, Resolution::WrongKind)
    }

    /// The record of the space that once had this id, or whose name this is. One whose id it is now isn't
    /// meant.
    fn old(&self, number: u16, text: &str) -> Option<RecordId> {
        let of_space =
            |id: &RecordId| self.files.kind(*id).is_some_and(|kind| self.space_of[kind.index()] == number);
        let known_by = self.known_by(TextKey::of(text));
        let candidates = || known_by.clone().filter(of_space);
        let former = || candidates().find(|id| former_ids(self.files.get(*id)).any(|was| was == text));
        let is_an_id = self.spaces()[number as usize].contains_key(text);
        let named = || {
            let text = text.trim().to_lowercase();
            candidates().find(|id| names(self.files, *id).any(|name| name.trim().to_lowercase() == text))
        };
        if is_an_id { named() } else { former().or_else(named) }
    }

    /// What the reference at `value` leads to; `Elsewhere` if it is no reference to a record.
    pub fn at(&self, value: Value<'_>) -> Resolution {
        let record = value.record;
        let Ok(index) = record.references.binary_search_by_key(&value.node, |reference| reference.node)
        else {
            return Resolution::Elsewhere;
        };
        self.resolutions(record).get(index).copied().unwrap_or(Resolution::Elsewhere)
    }

    /// The references of `record` with what each leads to.
    pub fn of<'r>(&self, record: &'r Record) -> impl Iterator<Item = (Value<'r>, &'r Reference, Resolution)> {
        let resolutions = self.resolutions(record).iter().copied();
        let references = record.references.iter().zip(resolutions);
        references.map(move |(to, resolution)| (Value::new(record, to.node), to, resolution))
    }

    /// The files that the links were made from.
    pub const fn files(&self) -> &'a Files {
        self.files
    }

    /// The facts of the records.
    pub fn record_facts(&self) -> &RecordFacts {
        self.record_facts.get_or_init(|| match &self.source {
            Some(source) => source.record_facts(self.files),
            None => RecordFacts::of(self.files),
        })
    }

    /// The facts of their links.
    pub fn link_facts(&self) -> &LinkFacts {
        self.link_facts.get_or_init(|| match &self.source {
            Some(source) => source.link_facts(self),
            None => LinkFacts::of(self),
        })
    }

    /// The records that name `id`, in the order of their paths.
    pub fn to(&self, id: RecordId) -> &[RecordId] {
        self.back.get_or_init(|| self.link_facts().back()).get(id.index())
    }

    /// The record with this id among the kinds that share ids with `kind`.
    pub fn find(&self, kind: KindId, id: &str) -> Option<RecordId> {
        self.spaces()[self.space_of[kind.index()] as usize].get(id).copied()
    }

    /// Whether each record has an id of its own, as far as they are written alike.
    pub fn are_ids_distinct(&self) -> bool {
        self.spaces().iter().map(HashMap::len).eq(self.members.iter().map(Vec::len))
    }

    /// The record of `kind`'s space that once had this id, or whose name this is.
    pub fn find_former(&self, kind: KindId, text: &str) -> Option<RecordId> {
        self.old(self.space_of[kind.index()], text)
    }

    /// How many records of `kind` have the name `text`; of many only that it is more than one.
    pub fn bearers(&self, kind: KindId, text: &str) -> usize {
        let text = text.trim().to_lowercase();
        let is_bearer = |id: &RecordId| {
            let mut names = names(self.files, *id);
            self.files.kind(*id) == Some(kind) && names.any(|name| name.trim().to_lowercase() == text)
        };
        self.known_by(TextKey::of(&text)).filter(is_bearer).take(2).count()
    }

    /// The records that are also known by what has this key.
    fn known_by(&self, key: TextKey) -> impl Iterator<Item = RecordId> + Clone {
        let by_name = self.by_name.get_or_init(|| self.record_facts().by_name());
        let first = by_name.partition_point(|(other, _)| *other < key);
        by_name[first..].iter().take_while(move |(other, _)| *other == key).map(|(_, id)| *id)
    }

    /// Whether two kinds share one space of ids.
    pub fn share_ids(&self, a: KindId, b: KindId) -> bool {
        self.space_of[a.index()] == self.space_of[b.index()]
    }
}

/// The ids of one space. Where several records claim one, the first in the order of paths has it.
fn space<'a>(files: &'a Files, members: &[RecordId]) -> HashMap<&'a str, RecordId, RandomState> {
    let mut ids = HashMap::with_capacity_and_hasher(members.len(), RandomState::default());
    for id in members {
        ids.entry(files.stem(*id)).or_insert(*id);
    }
    ids
}

/// The address of the record with number `id`: `kind:id`, or its path where it has no kind.
pub fn address(files: &Files, id: RecordId) -> String {
    match (files.kind(id), files.stem(id)) {
        (Some(kind), stem) if id::is_well_formed(stem) => format!("{}:{stem}", files.schemas.kind(kind).name),
        _ => files.path(id).to_owned(),
    }
}
