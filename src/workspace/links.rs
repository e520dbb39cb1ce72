//! Who names whom: every reference of every record resolved once, in both directions.

pub mod facts;
pub mod known;
pub mod rows;

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use crate::base::id;
use crate::record::{KindId, Record, RecordId, Reference, Value};
use crate::workspace::files::Files;
use crate::workspace::schema::plan::To;
use known::{Known, News, Own, TextKey, Then, Ties};
use rows::Rows;

/// What a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
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

/// Another state of which much is known, and what each record was in it.
struct Basis<'a> {
    known: OnceLock<Known>,
    ask: Box<dyn Fn() -> Known + Send + Sync + 'a>,
    then: Vec<Then>,
}

impl Basis<'_> {
    fn known(&self) -> &Known {
        self.known.get_or_init(|| (self.ask)())
    }
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
    leads: Vec<OnceLock<Box<[Lead]>>>,
    own: OnceLock<Own>,
    ties: OnceLock<Ties>,
    /// What own and ties are made of, where it isn't the files alone.
    basis: Option<Basis<'a>>,
    /// Records by what they are also known by: looked for only once a reference names no id, which in most
    /// workspaces none does.
    by_name: OnceLock<Vec<(TextKey, RecordId)>>,
    back: OnceLock<Rows<RecordId>>,
}

impl<'a> Links<'a> {
    /// Lists the ids of `files` and follows all references.
    pub fn new(files: &'a Files) -> Self {
        let links = Self::of_ids(files);
        // Before the threads need them: each space by one of them.
        let _ = links.spaces.set(links.members.par_iter().map(|ids| space(files, ids)).collect());
        let _ = links.own.set(Own::new(files));
        (0..files.len() as u32).into_par_iter().with_min_len(64).for_each(|id| {
            links.leads(files.get(RecordId(id)));
        });
        let ties = Ties::new(&links, files);
        let _ = links.ties.set(ties);
        links
    }

    /// Lists the ids of `files`, and takes from `known` what is still so of records that hold the same as then.
    /// `then` is what each record was at that time. Also returns what isn't as it was.
    pub fn like(files: &'a Files, known: &Known, then: &[Then]) -> (Self, News) {
        let links = Self::of_ids(files);
        let own = known.own_now(files, then);
        let _ = links.own.set(own);
        let (ties, news) = known.ties_now(&links, then);
        let _ = links.ties.set(ties);
        (links, news)
    }

    /// The same for a state of which little may be asked: nothing is brought up to date before it is.
    pub fn beside(files: &'a Files, then: Vec<Then>, known: impl Fn() -> Known + Send + Sync + 'a) -> Self {
        let basis = Basis { known: OnceLock::new(), ask: Box::new(known), then };
        Self { basis: Some(basis), ..Self::of_ids(files) }
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
            leads: files.ids().map(|_| OnceLock::new()).collect(),
            own: OnceLock::new(),
            ties: OnceLock::new(),
            basis: None,
            by_name: OnceLock::new(),
            back: OnceLock::new(),
        }
    }

    fn spaces(&self) -> &[HashMap<&'a str, RecordId, RandomState>] {
        self.spaces.get_or_init(|| self.members.iter().map(|ids| space(self.files, ids)).collect())
    }

    /// What the references of `record` lead to, in their order.
    fn leads(&self, record: &Record) -> &[Lead] {
        match self.leads.get(record.number.index()) {
            Some(leads) => leads.get_or_init(|| self.resolve(record)),
            None => &[],
        }
    }

    fn resolve(&self, record: &Record) -> Box<[Lead]> {
        let Some(kind) = record.kind else { return Box::default() };
        let targets = &self.files.schemas.kind(kind).plan.targets;
        let lead = |reference: &Reference| {
            let To::Kinds(_, kinds) = &targets[reference.target as usize].to else { return Lead::Elsewhere };
            let text = Value::new(record, reference.node).as_str().unwrap_or_default();
            self.lead(text, kinds)
        };
        record.references.iter().map(lead).collect()
    }

    fn lead(&self, text: &str, kinds: &[KindId]) -> Lead {
        let fits = |id: RecordId| self.files.kind(id).is_some_and(|kind| kinds.contains(&kind));
        let mut wrong = None;
        let mut numbers = kinds.iter().map(|kind| self.space_of[kind.index()]);
        let mut last = None;
        for number in numbers.clone().filter(|number| last.replace(*number) != Some(*number)) {
            match self.spaces()[number as usize].get(text) {
                Some(id) if fits(*id) => return Lead::To(*id),
                Some(id) => wrong = wrong.or(Some(*id)),
                None => {}
            }
        }
        if let Some(id) = numbers.find_map(|number| self.old(number, text).filter(|id| fits(*id))) {
            return Lead::OldName(id);
        }
        let elsewhere = || self.spaces().iter().find_map(|space| space.get(text)).copied();
        wrong.or_else(elsewhere).map_or(Lead::Nowhere, Lead::WrongKind)
    }

    /// The record of the space that once had this id, or whose name this is. One whose id it is now isn't meant.
    fn old(&self, number: u16, text: &str) -> Option<RecordId> {
        let of_space =
            |id: &RecordId| self.files.kind(*id).is_some_and(|kind| self.space_of[kind.index()] == number);
        let known_by = self.known_by(TextKey::of(text));
        let candidates = || known_by.clone().filter(of_space);
        let former = || candidates().find(|id| known::was(self.files.get(*id)).any(|was| was == text));
        let is_an_id = self.spaces()[number as usize].contains_key(text);
        let named = || {
            let text = text.trim().to_lowercase();
            candidates()
                .find(|id| known::names(self.files, *id).any(|name| name.trim().to_lowercase() == text))
        };
        if is_an_id { named() } else { former().or_else(named) }
    }

    /// What the reference at `value` leads to; `Elsewhere` if it is no reference to a record.
    pub fn at(&self, value: Value<'_>) -> Lead {
        let record = value.record;
        let Ok(index) = record.references.binary_search_by_key(&value.node, |reference| reference.node)
        else {
            return Lead::Elsewhere;
        };
        self.leads(record).get(index).copied().unwrap_or(Lead::Elsewhere)
    }

    /// The references of `record` with what each leads to.
    pub fn of<'r>(&self, record: &'r Record) -> impl Iterator<Item = (Value<'r>, &'r Reference, Lead)> {
        let leads = self.leads(record).iter().copied();
        record.references.iter().zip(leads).map(move |(to, lead)| (Value::new(record, to.node), to, lead))
    }

    /// What the records say of themselves.
    pub fn own(&self) -> &Own {
        self.own.get_or_init(|| match &self.basis {
            Some(basis) => basis.known().own_now(self.files, &basis.then),
            None => Own::new(self.files),
        })
    }

    /// How the records hang together.
    pub fn ties(&self) -> &Ties {
        self.ties.get_or_init(|| match &self.basis {
            Some(basis) => basis.known().ties_now(self, &basis.then).0,
            None => Ties::new(self, self.files),
        })
    }

    /// The records that name `id`, in the order of their paths.
    pub fn to(&self, id: RecordId) -> &[RecordId] {
        self.back.get_or_init(|| self.ties().back()).get(id.index())
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
            let mut names = known::names(self.files, *id);
            self.files.kind(*id) == Some(kind) && names.any(|name| name.trim().to_lowercase() == text)
        };
        self.known_by(TextKey::of(&text)).filter(is_bearer).take(2).count()
    }

    /// The records that are also known by what has this key.
    fn known_by(&self, key: TextKey) -> impl Iterator<Item = RecordId> + Clone {
        let by_name = self.by_name.get_or_init(|| self.own().by_name());
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
    let record = files.kind(id).or_else(|| files.get(id).kind).zip(Some(files.stem(id)));
    match record {
        Some((kind, stem)) if id::is_well_formed(stem) => {
            format!("{}:{stem}", files.schemas.kind(kind).name)
        }
        _ => files.path(id).to_owned(),
    }
}
