//! Records and values as people call them: a reference by the name of what it names, a table by its parts.

use serde::Serialize;

use crate::base::id;
use crate::base::words::{list, quote, spaced};
use crate::record::{Record, RecordId, Value};
use crate::workspace::model::Link;
use crate::workspace::schema::Kind;
use crate::workspace::{View, kind};

/// What `record` is called inside a sentence: its name, with its id where another record of its kind has the
/// same name; `decision 7 (Use Kask)`, `the sprint of 2020-12-09`, `the absence ada-christmas`.
pub(crate) fn called(workspace: &View<'_>, record: &Record) -> String {
    let Some(kind) = workspace.kind(record) else { return record.source.path.to_string() };
    let root = record.root();
    let name = kind.name_field.as_deref().and_then(|field| root.str(field)).filter(|name| !name.is_empty());
    if record.kind == Some(kind::DECISION)
        && let Some(number) = id::leading_number(&record.id)
    {
        return match name {
            Some(name) => format!("decision {number} ({name})"),
            None => format!("decision {number}"),
        };
    }
    match (name, kind.date_field.as_deref().and_then(|field| root.date(field))) {
        (Some(name), _) => {
            let first = record.kind.and_then(|kind| workspace.find_former(kind, name));
            let is_second = first.is_some_and(|first| first != record.number);
            if is_second { format!("{name} ({})", record.id) } else { name.to_owned() }
        }
        // Some kinds are known by their day, and their ids are days.
        (None, Some(date)) if record.id.starts_with(&date.to_string()) => {
            format!("the {} of {date}", spaced(&kind.name))
        }
        (None, _) => format!("the {} {}", spaced(&kind.name), record.id),
    }
}

/// The record that the reference at `value` leads to.
pub(crate) fn resolve(workspace: &View<'_>, value: Value<'_>) -> Option<RecordId> {
    workspace.resolution(value).record()
}

/// What `link` names, as people call it; the id as written where it leads nowhere.
pub(crate) fn linked(workspace: &View<'_>, link: Link<'_>) -> String {
    match link.to {
        Some(id) => called(workspace, workspace.record(id)),
        None => link.id().to_owned(),
    }
}

/// A record that is named: where it is, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct NamedRecord {
    /// Its address; none where the name leads nowhere.
    pub record: Option<String>,
    pub name: String,
}

impl NamedRecord {
    /// What `link` names.
    pub(crate) fn by(workspace: &View<'_>, link: Link<'_>) -> Self {
        Self { record: link.to.map(|id| workspace.address(id)), name: linked(workspace, link) }
    }

    /// `record` itself.
    pub(crate) fn of(workspace: &View<'_>, record: &Record) -> Self {
        Self { record: Some(workspace.address(record.number)), name: called(workspace, record) }
    }
}

/// `value` in words.
pub(crate) fn shown(workspace: &View<'_>, value: Value<'_>) -> String {
    if let Some(text) = value.as_str() {
        if let Some(id) = resolve(workspace, value) {
            return called(workspace, workspace.record(id));
        }
        let is_a_word = !text.is_empty() && text.len() <= 60 && !text.contains(char::is_whitespace);
        return if is_a_word { text.to_owned() } else { quote(text) };
    }
    if let Some(yes) = value.as_bool() {
        return if yes { "yes" } else { "no" }.to_owned();
    }
    if value.is_list() {
        let items: Vec<String> = value.items().map(|item| shown(workspace, item)).collect();
        return if items.is_empty() { "nothing".to_owned() } else { list(&items) };
    }
    if value.is_table() {
        return table(workspace, value);
    }
    value.record.slice(value.span()).to_owned()
}

/// `value` in few words: of a table only the field by which it is known.
pub(crate) fn brief(workspace: &View<'_>, value: Value<'_>) -> String {
    if value.is_list() {
        return list(&value.items().map(|item| brief(workspace, item)).collect::<Vec<_>>());
    }
    match leading(workspace, value) {
        Some(leading) if value.key().is_empty() => shown(workspace, leading),
        _ => shown(workspace, value),
    }
}

/// The field by which an item is known comes first, the others follow in brackets: `engineer (from
/// 2020-01-01)`. A table that isn't an item is described field by field.
fn table(workspace: &View<'_>, value: Value<'_>) -> String {
    let head = if value.key().is_empty() { leading(workspace, value) } else { None };
    let others: Vec<String> = value
        .entries()
        .filter(|entry| head.is_none_or(|head| head.node != entry.node))
        .map(|entry| match entry.as_bool() {
            Some(true) => spaced(entry.key()),
            Some(false) => format!("not {}", spaced(entry.key())),
            None => format!("{} {}", spaced(entry.key()), shown(workspace, entry)),
        })
        .collect();
    match (head, others.as_slice()) {
        (None, []) => "nothing".to_owned(),
        (None, others) => others.join(", "),
        (Some(head), []) => shown(workspace, head),
        (Some(head), others) => format!("{} ({})", shown(workspace, head), others.join(", ")),
    }
}

/// The field by which a table in a list is known: the first one of its schema that it has.
pub(crate) fn leading<'a>(workspace: &View<'_>, item: Value<'a>) -> Option<Value<'a>> {
    let path = item.path();
    let kind = workspace.kind(item.record);
    let names = kind.map(|kind| kind.plan.properties_at(path.iter().copied())).unwrap_or_default();
    let known = names.into_iter().find_map(|name| item.get(name));
    known.or_else(|| item.entries().next()).filter(|value| !value.is_table() && !value.is_list())
}

/// The fields that `records` of `kind` have, in the order in which the kind's schema writes them; such that
/// the schema doesn't know come last.
pub(crate) fn fields<'a>(kind: Option<&'a Kind>, records: &[&'a Record]) -> Vec<&'a str> {
    let has = |name: &str| records.iter().any(|record| record.root().get(name).is_some());
    let order = kind.map(|kind| kind.order.as_slice()).unwrap_or_default();
    let mut names: Vec<&str> = order.iter().map(String::as_str).filter(|name| has(name)).collect();
    let mut others: Vec<&str> =
        records.iter().flat_map(|record| record.root().entries()).map(Value::key).collect();
    others.sort_unstable();
    others.dedup();
    others.retain(|name| !order.iter().any(|known| known == name));
    names.extend(others);
    names
}

/// Those of [`fields`] that distinguish records at a glance: references, dates, numbers and words, no
/// sentences.
pub(crate) fn distinguishing<'a>(
    kind: Option<&'a Kind>,
    records: &[&'a Record],
    most: usize,
) -> Vec<&'a str> {
    let name = kind.and_then(|kind| kind.name_field.as_deref());
    let values = |field: &str| records.iter().filter_map(move |record| record.root().get(field)).collect();
    let is_telling = |field: &&str| {
        let values: Vec<Value<'_>> = values(field);
        !matches!(*field, "was" | "aka" | "private" | "note")
            && Some(*field) != name
            && values.iter().all(|value| is_short(*value))
    };
    let mut found: Vec<&str> = fields(kind, records).into_iter().filter(is_telling).collect();
    // Progress says more than the fields before it.
    let is_state = |field: &&str| matches!(*field, "status" | "stage" | "state");
    let states = found.iter().skip(most).filter(|field| is_state(field)).count().min(most);
    let mut room = most - states;
    found.retain(|field| {
        let stays = room > 0 || is_state(field);
        room = room.saturating_sub(1);
        stays
    });
    found
}

/// Whether a value is a fact and no text.
fn is_short(value: Value<'_>) -> bool {
    if let Some(text) = value.as_str() {
        let is_reference = value.record.references.iter().any(|reference| reference.node == value.node);
        return is_reference || (text.len() <= 30 && !text.contains(char::is_whitespace));
    }
    value.items().all(is_short) && value.entries().next().is_none_or(is_short)
}
