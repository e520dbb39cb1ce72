//! Who names whom: every reference of every record resolved once, in both directions.

use std::collections::HashMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::files::Files;
use crate::id;
use crate::record::{Record, RecordId, Reference, Value};
use crate::schema::plan::To;

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

/// The ids of one space: of a kind, or of the kinds of work together.
#[derive(Default)]
struct Space {
    ids: HashMap<Box<str>, RecordId>,
    /// Looked for only once a reference names no id, which in most workspaces none does.
    old: OnceLock<OldNames>,
}

/// What records of a space are also known by.
struct OldNames {
    former: HashMap<Box<str>, RecordId>,
    names: HashMap<Box<str>, RecordId>,
}

/// All ids and all references of a workspace.
pub struct Links {
    /// Each kind's space.
    space_of: Vec<u16>,
    spaces: Vec<Space>,
    /// Records that have a kind, and so an id.
    claims: usize,
    leads: Vec<Box<[Lead]>>,
    back: OnceLock<Back>,
}

/// For each record, who names it: `from[starts[r]..starts[r + 1]]`.
struct Back {
    starts: Vec<u32>,
    from: Vec<(RecordId, u32)>,
}

impl Links {
    /// Resolves the references of `files`.
    pub fn new(files: &Files) -> Self {
        let kinds = files.schemas.kinds();
        let mut names: Vec<&str> = Vec::new();
        let space_of: Vec<u16> = kinds
            .iter()
            .map(|kind| {
                let known = names.iter().position(|name| *name == kind.ids);
                known.unwrap_or_else(|| {
                    names.push(&kind.ids);
                    names.len() - 1
                }) as u16
            })
            .collect();
        let mut members: Vec<Vec<&Record>> = vec![Vec::new(); names.len()];
        for record in &files.records {
            if let Some(kind) = record.kind {
                members[space_of[kind as usize] as usize].push(record);
            }
        }
        let spaces = members.par_iter().map(|records| Space::new(records)).collect();
        let claims = members.iter().map(Vec::len).sum();
        let mut links = Self { space_of, spaces, claims, leads: Vec::new(), back: OnceLock::new() };
        links.leads =
            files.records.par_iter().with_min_len(64).map(|record| links.resolve(files, record)).collect();
        links
    }

    fn resolve(&self, files: &Files, record: &Record) -> Box<[Lead]> {
        let Some(kind) = record.kind else { return Box::default() };
        let targets = &files.schemas.kind(kind).plan.targets;
        let lead = |reference: &Reference| {
            let To::Kinds(_, kinds) = &targets[reference.target as usize].to else { return Lead::Elsewhere };
            let text = Value::new(record, reference.node).as_str().unwrap_or_default();
            self.lead(files, text, kinds)
        };
        record.references.iter().map(lead).collect()
    }

    fn lead(&self, files: &Files, text: &str, kinds: &[u16]) -> Lead {
        let fits = |id: RecordId| files.records[id.index()].kind.is_some_and(|kind| kinds.contains(&kind));
        let mut wrong = None;
        let mut numbers = kinds.iter().map(|kind| self.space_of[*kind as usize]);
        let mut last = None;
        for number in numbers.clone().filter(|number| last.replace(*number) != Some(*number)) {
            match self.spaces[number as usize].ids.get(text) {
                Some(id) if fits(*id) => return Lead::To(*id),
                Some(id) => wrong = wrong.or(Some(*id)),
                None => {}
            }
        }
        if let Some(id) = numbers.find_map(|number| self.old(files, number, text).filter(|id| fits(*id))) {
            return Lead::OldName(id);
        }
        let elsewhere = || self.spaces.iter().find_map(|space| space.ids.get(text)).copied();
        wrong.or_else(elsewhere).map_or(Lead::Nowhere, Lead::WrongKind)
    }

    /// The record of the space that once had this id, or whose name this is. One whose id it is now isn't meant.
    fn old(&self, files: &Files, number: u16, text: &str) -> Option<RecordId> {
        let space = &self.spaces[number as usize];
        let old = space.old.get_or_init(|| {
            let kind =
                |record: &&Record| record.kind.is_some_and(|kind| self.space_of[kind as usize] == number);
            OldNames::new(files, files.records.iter().filter(kind))
        });
        let former = old.former.get(text).filter(|_| !space.ids.contains_key(text));
        former.or_else(|| old.names.get(text.trim().to_lowercase().as_str())).copied()
    }

    /// What the reference at `value` leads to; `Elsewhere` if it is no reference to a record.
    pub fn at(&self, value: Value<'_>) -> Lead {
        let record = value.record;
        let Ok(index) = record.references.binary_search_by_key(&value.node, |reference| reference.node)
        else {
            return Lead::Elsewhere;
        };
        self.leads
            .get(record.number.index())
            .and_then(|leads| leads.get(index))
            .copied()
            .unwrap_or(Lead::Elsewhere)
    }

    /// The references of `record` with what each leads to.
    pub fn of<'r>(&self, record: &'r Record) -> impl Iterator<Item = (Value<'r>, &'r Reference, Lead)> {
        let leads = self.leads.get(record.number.index()).into_iter().flatten().copied();
        record.references.iter().zip(leads).map(move |(to, lead)| (Value::new(record, to.node), to, lead))
    }

    /// Where `id` is named: the records that name it, in the order of their paths, and the nodes at which.
    pub fn to(&self, files: &Files, id: RecordId) -> &[(RecordId, u32)] {
        let back = self.back.get_or_init(|| Back::new(files, &self.leads));
        match (back.starts.get(id.index()), back.starts.get(id.index() + 1)) {
            (Some(start), Some(end)) => &back.from[*start as usize..*end as usize],
            _ => &[],
        }
    }

    /// The record with this id among the kinds that share ids with `kind`.
    pub fn find(&self, kind: u16, id: &str) -> Option<RecordId> {
        self.spaces[self.space_of[kind as usize] as usize].ids.get(id).copied()
    }

    /// Whether each record has an id of its own, as far as they are written alike.
    pub fn are_ids_distinct(&self) -> bool {
        self.spaces.iter().map(|space| space.ids.len()).sum::<usize>() == self.claims
    }

    /// The record of `kind`'s space that once had this id, or whose name this is.
    pub fn find_former(&self, files: &Files, kind: u16, text: &str) -> Option<RecordId> {
        self.old(files, self.space_of[kind as usize], text)
    }

    /// Whether two kinds share one space of ids.
    pub fn share_ids(&self, a: u16, b: u16) -> bool {
        self.space_of[a as usize] == self.space_of[b as usize]
    }
}

impl Space {
    /// Where several records claim one id, the first in the order of paths has it.
    fn new(records: &[&Record]) -> Self {
        let mut space = Self { ids: HashMap::with_capacity(records.len()), ..Self::default() };
        for record in records {
            space.ids.entry(record.id.clone()).or_insert(record.number);
        }
        space
    }
}

impl OldNames {
    fn new<'r>(files: &Files, records: impl Iterator<Item = &'r Record>) -> Self {
        let mut old = Self { former: HashMap::new(), names: HashMap::new() };
        for record in records {
            let root = record.root();
            for former in root.list("was").filter_map(Value::as_str) {
                old.former.entry(Box::from(former)).or_insert(record.number);
            }
            let field = record.kind.and_then(|kind| files.schemas.kind(kind).name_field.as_deref());
            let name = field.and_then(|field| root.str(field));
            let aka = root.list("aka").filter_map(Value::as_str);
            for name in name.into_iter().chain(aka) {
                old.names.entry(name.trim().to_lowercase().into_boxed_str()).or_insert(record.number);
            }
        }
        old
    }
}

impl Back {
    fn new(files: &Files, leads: &[Box<[Lead]>]) -> Self {
        let mut starts = vec![0u32; leads.len() + 1];
        for lead in leads.iter().flatten() {
            if let Lead::To(id) | Lead::OldName(id) = lead {
                starts[id.index() + 1] += 1;
            }
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        let mut next = starts.clone();
        let mut from = vec![(RecordId::SETTINGS, 0); starts.last().copied().unwrap_or(0) as usize];
        for (record, leads) in files.records.iter().zip(leads) {
            for (reference, lead) in record.references.iter().zip(leads) {
                if let Lead::To(id) | Lead::OldName(id) = lead {
                    from[next[id.index()] as usize] = (record.number, reference.node);
                    next[id.index()] += 1;
                }
            }
        }
        Self { starts, from }
    }
}

/// The address of `record`: `kind:id`, or its path where it has no kind.
pub fn address(files: &Files, record: &Record) -> String {
    match record.kind {
        Some(kind) if id::is_well_formed(&record.id) => {
            format!("{}:{}", files.schemas.kind(kind).name, record.id)
        }
        _ => record.source.path.to_string(),
    }
}
