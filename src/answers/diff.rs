//! What has changed between two states of a workspace, in sentences about people and work, and what follows
//! from it. Where a kind has nothing of its own to say, its schema is enough for a sentence.

mod comparison;
mod decision;
mod fields;
mod follows;
mod people;
pub(crate) mod shown;
mod sprint;
pub(crate) mod work;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::words::{capital, spaced};
use crate::check::change::{Change, Trace};
use crate::record::{Record, Value};
use crate::workspace::schema::Kind;
use crate::workspace::{View, kind};
use comparison::{Comparison, Description};
use shown::{brief, called, distinguishing};

/// What a sentence says of its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum What {
    Added,
    Removed,
    Renamed,
    Changed,
    /// Something follows for it from a change elsewhere.
    Follows,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Sentence {
    /// What it says of the record.
    pub what: What,
    pub record: String,
    pub path: String,
    /// The words, without a full stop.
    pub text: String,
}

/// A commit and what it did to one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct LogEntry {
    pub date: String,
    pub author: String,
    pub commit: String,
    /// The first line of its message.
    pub message: String,
    /// The path that the record had.
    pub path: String,
    pub sentences: Vec<Sentence>,
}

/// The sentences about one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Group {
    pub kind: String,
    pub title: String,
    /// In the order of days where the kind has them, else of paths.
    pub sentences: Vec<Sentence>,
}

/// All that has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Diff {
    /// By kind, in the order of the kinds.
    pub groups: Vec<Group>,
    /// What follows for people and deliverables.
    pub follows: Vec<Sentence>,
}

impl Diff {
    /// What has changed from the base of `change` to its head.
    pub(crate) fn new(change: &Change<'_, '_>) -> Self {
        let comparison = Comparison::new(change);
        let mut chapters: BTreeMap<(usize, String), Chapter<'_>> = BTreeMap::new();
        for (record, sentences) in of_records(change, &comparison) {
            let workspace = if record.is_in_base { change.base } else { change.head };
            let Some(kind) = workspace.kind(record.record) else { continue };
            let chapter = chapters.entry((rank(change, &kind.name), kind.name.clone()));
            let day = kind.date_field.as_deref().and_then(|field| record.record.root().date(field));
            let key = (day, record.record.source.path.to_string());
            chapter.or_insert_with(|| (kind, Vec::new())).1.push((key, sentences));
        }
        let mut groups: Vec<Group> = chapters.into_values().map(group).collect();
        groups.extend(of_settings(change, &comparison));
        groups.retain(|group| !group.sentences.is_empty());
        Self { groups, follows: follows::all(change, &comparison) }
    }

    /// Whether nothing has changed that a reader would notice.
    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.follows.is_empty()
    }

    /// The sentences about the record with this address, without what follows.
    pub(crate) fn about(&self, address: &str) -> impl Iterator<Item = &Sentence> {
        let sentences = self.groups.iter().flat_map(|group| &group.sentences);
        sentences.filter(move |sentence| sentence.record == address)
    }
}

/// A kind with its records, each with its place in the order and its sentences.
type Chapter<'a> = (&'a Kind, Vec<((Option<jiff::civil::Date>, String), Vec<Sentence>)>);

fn group((kind, mut records): Chapter<'_>) -> Group {
    records.sort_by(|a, b| a.0.cmp(&b.0));
    Group {
        kind: kind.name.clone(),
        title: capital(&spaced(&kind.folder)),
        sentences: records.into_iter().flat_map(|(_, sentences)| sentences).collect(),
    }
}

/// The kinds in the order of the head; those that only the base has come last.
fn rank(change: &Change<'_, '_>, kind: &str) -> usize {
    change.head.schemas().named(kind).map_or(usize::MAX, |(id, _)| id.index())
}

/// A record with sentences, and the state that it is read from.
struct Described<'a> {
    record: &'a Record,
    is_in_base: bool,
}

fn of_records<'a>(
    change: &Change<'_, 'a>,
    comparison: &Comparison<'_, 'a>,
) -> Vec<(Described<'a>, Vec<Sentence>)> {
    let mut all = Vec::new();
    for pair in &change.pairs.kept {
        let (base, head) = (change.base.record(pair.base), change.head.record(pair.head));
        if pair.trace == Trace::Id && base.source.text == head.source.text {
            continue;
        }
        let described = Described { record: head, is_in_base: false };
        let mut sentences = Vec::new();
        if let Some(text) = renamed(change.head, base, head, pair.trace) {
            sentences.push(sentence(change.head, head, What::Renamed, text));
        }
        for text in kept(comparison, base, head, pair.trace) {
            sentences.push(sentence(change.head, head, What::Changed, text));
        }
        all.push((described, sentences));
    }
    for id in &change.pairs.added {
        let record = change.head.record(*id);
        let sentences = added(comparison, record).into_iter();
        let sentences = sentences.map(|text| sentence(change.head, record, What::Added, text)).collect();
        all.push((Described { record, is_in_base: false }, sentences));
    }
    for id in &change.pairs.removed {
        let record = change.base.record(*id);
        let text = removed(change.base, record);
        let sentences = vec![sentence(change.base, record, What::Removed, text)];
        all.push((Described { record, is_in_base: true }, sentences));
    }
    all
}

fn sentence(workspace: &View<'_>, record: &Record, what: What, text: String) -> Sentence {
    Sentence { what, record: workspace.address(record.number), path: record.source.path.to_string(), text }
}

fn kept<'a>(
    comparison: &Comparison<'_, 'a>,
    base: &'a Record,
    head: &'a Record,
    trace: Trace,
) -> Vec<String> {
    let subject = capital(&called(comparison.head, head));
    match (base.is_readable(), head.is_readable()) {
        (true, true) => {}
        (true, false) => return vec![format!("{subject} can't be read any more: `teambook check` says why")],
        (false, true) => return vec![format!("{subject} can be read again")],
        (false, false) => return Vec::new(),
    }
    let mut description = Description::default();
    if trace == Trace::Was {
        description.done(&["was"]);
    }
    match head.kind {
        Some(kind::SPRINT) => sprint::kept(comparison, base, head, &mut description),
        Some(kind::PERSON) => people::person(comparison, base, head, &mut description),
        Some(kind::TEAM) => people::team(comparison, base, head, &mut description),
        Some(kind::ABSENCE) => people::absence(comparison, base, head, &mut description),
        Some(kind::ROTATION) => people::rotation(comparison, base, head, &mut description),
        Some(kind::INITIATIVE) => work::initiative(comparison, base, head, &mut description),
        Some(kind::EPIC | kind::STORY | kind::TASK) => work::part(comparison, base, head, &mut description),
        Some(kind::DECISION) => decision::kept(comparison, base, head, &mut description),
        _ => {}
    }
    fields::rest(comparison, &subject, base, head, &mut description);
    description.said
}

fn added<'a>(comparison: &Comparison<'_, 'a>, record: &'a Record) -> Vec<String> {
    let workspace = comparison.head;
    if !record.is_readable() {
        let called = called(workspace, record);
        return vec![format!("{} is new and can't be read: `teambook check` says why", capital(&called))];
    }
    let own = match record.kind {
        Some(kind::SPRINT) => sprint::added(comparison, record),
        Some(kind::ABSENCE) => people::new_absence(comparison, record),
        Some(kind::DECISION) => Some(decision::added(comparison, record)),
        _ => None,
    };
    own.unwrap_or_else(|| vec![introduced(workspace, record)])
}

/// `New vendor: Acme (owner: Petr; since: 2020-01-01)`.
fn introduced(workspace: &View<'_>, record: &Record) -> String {
    let kind = workspace.kind(record);
    let what = kind.map_or_else(String::new, |kind| spaced(&kind.name));
    let name = kind.and_then(|kind| kind.name_field.as_deref()).and_then(|field| record.root().str(field));
    let facts: Vec<String> = distinguishing(kind, &[record], 3)
        .into_iter()
        .filter_map(|field| Some((field, record.root().get(field)?)))
        .map(|(field, value)| format!("{}: {}", spaced(field), brief(workspace, value)))
        .collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join("; ")) };
    format!("New {what}: {}{facts}", name.unwrap_or(&record.id))
}

fn removed(workspace: &View<'_>, record: &Record) -> String {
    if let Some(text) = people::no_absence(workspace, record) {
        return text;
    }
    let called = called(workspace, record);
    let has_name = workspace.name(record) != &*record.id;
    let kind = workspace.kind(record).map(|kind| spaced(&kind.name)).unwrap_or_default();
    if has_name && record.kind != Some(kind::DECISION) {
        format!("The {kind} {called} is removed")
    } else {
        format!("{} is removed", capital(&called))
    }
}

fn renamed(workspace: &View<'_>, base: &Record, head: &Record, trace: Trace) -> Option<String> {
    let called = capital(&called(workspace, head));
    let (old, new) = (&base.id, &head.id);
    match trace {
        Trace::Id => None,
        Trace::Was => Some(format!("{called} has a new id: {new}, in place of {old}")),
        Trace::Similar => {
            Some(format!("{called} ({new}) seems to be what was {old}: most of it is the same"))
        }
    }
}

/// What has changed in `teambook.toml` and in the workspace's own kinds.
fn of_settings(change: &Change<'_, '_>, comparison: &Comparison<'_, '_>) -> Option<Group> {
    let (base, head) = (change.base.settings().record(), change.head.settings().record());
    let mut description = Description::default();
    if base.is_readable() && head.is_readable() {
        let (base, head) = (Some(base.root()), Some(head.root()));
        fields::tables(comparison, "The settings", base, head, &mut description);
    }
    let own = |workspace: &View<'_>| -> BTreeMap<String, String> {
        let kinds = workspace.schemas().kinds().iter().filter(|kind| !kind.built_in);
        kinds.map(|kind| (kind.name.clone(), kind.text.clone())).collect()
    };
    let (before, after) = (own(change.base), own(change.head));
    for (name, text) in &after {
        match before.get(name) {
            None => description.say(format!("There is a new kind of record: {}", spaced(name))),
            Some(old) if old.replace('\r', "") != text.replace('\r', "") => {
                description.say(format!("What a {} can hold has changed", spaced(name)));
            }
            Some(_) => {}
        }
    }
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        description.say(format!("There is no kind {} any more", spaced(name)));
    }
    let path = crate::workspace::files::SETTINGS_FILE.to_owned();
    let sentence = |text| Sentence { what: What::Changed, record: path.clone(), path: path.clone(), text };
    let sentences: Vec<Sentence> = description.said.into_iter().map(sentence).collect();
    (!sentences.is_empty()).then(|| Group {
        kind: "settings".to_owned(),
        title: "Settings".to_owned(),
        sentences,
    })
}

/// The reference under `key`, if there is one.
fn reference<'a>(record: &'a Record, key: &str) -> Option<Value<'a>> {
    record.root().get(key).filter(|value| value.as_str().is_some())
}

#[cfg(test)]
mod tests;
