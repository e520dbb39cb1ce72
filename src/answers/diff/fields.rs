//! General sentences: what has changed in a record of any kind, field by field and then in its prose.

use super::comparison::{Comparison, Description, Side};
use super::shown::{self, called, leading};
use crate::base::words::{capital, list, quote};
use crate::check::change::reads_the_same;
use crate::record::sections;
use crate::record::{Record, Value};

/// A text longer than this is called rewritten, not quoted next to the old one.
const SHORT: usize = 48;

/// Says what `telling` hasn't covered yet.
pub(super) fn rest(
    comparison: &Comparison<'_, '_>,
    subject: &str,
    base: &Record,
    head: &Record,
    description: &mut Description,
) {
    let kind = comparison.head.kind(head);
    let mut said = Description::default();
    for field in shown::fields(kind, &[base, head]) {
        if !description.fields.contains(&field) {
            let (old, base, head) =
                (called(comparison.base, base), base.root().get(field), head.root().get(field));
            let is_name = kind.is_some_and(|kind| kind.name_field.as_deref() == Some(field));
            if let (true, Some(before), Some(after)) = (is_name, base, head)
                && !comparison.same(before, after)
            {
                let name = after.as_str().unwrap_or_default();
                said.say(format!("{} is now called {name}", capital(&old)));
                continue;
            }
            // Every kind has it, and as a word of a sentence it would be a verb.
            let label = if field == "was" { "the list of former ids" } else { field };
            field_of(comparison, subject, label, base, head, &mut said);
        }
    }
    description.said.append(&mut said.said);
    prose(subject, base, head, description);
}

/// Says how two tables differ; none is the same as an empty one, and so is what is no table.
pub(super) fn tables(
    comparison: &Comparison<'_, '_>,
    subject: &str,
    base: Option<Value<'_>>,
    head: Option<Value<'_>>,
    description: &mut Description,
) {
    let after = head.into_iter().flat_map(Value::entries).map(Value::key);
    let mut keys: Vec<&str> = after.collect();
    let before = base.into_iter().flat_map(Value::entries).map(Value::key);
    keys.extend(before.filter(|key| head.is_none_or(|head| head.get(key).is_none())).collect::<Vec<_>>());
    for key in keys {
        if description.fields.contains(&key) {
            continue;
        }
        let (before, after) = (base.and_then(|table| table.get(key)), head.and_then(|table| table.get(key)));
        field_of(comparison, subject, key, before, after, description);
    }
}

/// Says how one field differs.
fn field_of(
    comparison: &Comparison<'_, '_>,
    subject: &str,
    label: &str,
    base: Option<Value<'_>>,
    head: Option<Value<'_>>,
    description: &mut Description,
) {
    let is_something = |value: &Value<'_>| !(value.is_list() && value.items().len() == 0);
    match (base.filter(is_something), head.filter(is_something)) {
        (Some(base), Some(head)) if comparison.same(base, head) => {}
        (Some(base), Some(head)) if base.is_table() && head.is_table() => {
            tables(comparison, &format!("{subject}, {label}"), Some(base), Some(head), description);
        }
        (Some(base), Some(head)) if base.is_list() && head.is_list() => {
            lists(comparison, subject, label, base, head, description);
        }
        (Some(base), Some(head)) => description.say(replaced(comparison, subject, label, base, head)),
        (None, Some(head)) => {
            let value = comparison.shown(Side::Head, head);
            description.say(match head.as_bool() {
                Some(_) => format!("{subject}: {label} is now “{value}”"),
                None if head.is_list() => format!("{subject}: {label} now has {value}"),
                None => format!("{subject}: {label} is now {value}"),
            });
        }
        (Some(base), None) => {
            let value = comparison.shown(Side::Base, base);
            description.say(format!("{subject}: {label} is no longer given (was {value})"));
        }
        (None, None) => {}
    }
}

/// A value in place of another.
fn replaced(
    comparison: &Comparison<'_, '_>,
    subject: &str,
    label: &str,
    base: Value<'_>,
    head: Value<'_>,
) -> String {
    if matches!(label, "stage" | "status" | "state") {
        return arrow(comparison, subject, base, head);
    }
    let is_long = |value: Value<'_>| value.as_str().is_some_and(|text| text.chars().count() > SHORT);
    if is_long(base) || is_long(head) {
        return format!("{subject}: {label} now reads {}", quote(head.as_str().unwrap_or_default()));
    }
    let (before, after) = (comparison.shown(Side::Base, base), comparison.shown(Side::Head, head));
    format!("{subject}: {label} is now {after} (was {before})")
}

/// `API Portal: planning → scheduled`.
pub(super) fn arrow(
    comparison: &Comparison<'_, '_>,
    subject: &str,
    base: Value<'_>,
    head: Value<'_>,
) -> String {
    format!("{subject}: {} → {}", comparison.shown(Side::Base, base), comparison.shown(Side::Head, head))
}

/// Says how two lists differ: what they have and no longer have, which items have changed, or another order.
fn lists(
    comparison: &Comparison<'_, '_>,
    subject: &str,
    label: &str,
    base: Value<'_>,
    head: Value<'_>,
    description: &mut Description,
) {
    let mut before: Vec<Value<'_>> = base.items().collect();
    let mut after: Vec<Value<'_>> = head.items().collect();
    // What is in both says nothing.
    after.retain(|item| {
        let known = before.iter().position(|known| comparison.same(*known, *item));
        known.map(|at| before.remove(at)).is_none()
    });
    if before.is_empty() && after.is_empty() {
        let order = comparison.shown(Side::Head, head);
        description.say(format!("{subject}: {label} is in another order: {order}"));
        return;
    }
    let mut added = Vec::new();
    for item in after {
        let is_same = |known: &Value<'_>| is_same_item(comparison, *known, item);
        match before.iter().position(is_same) {
            Some(at) => {
                let known = before.remove(at);
                let lead = leading(comparison.head, item).map(|lead| comparison.shown(Side::Head, lead));
                let subject = format!("{subject}, {label} {}", lead.unwrap_or_default());
                tables(comparison, subject.trim_end(), Some(known), Some(item), description);
            }
            None => added.push(comparison.shown(Side::Head, item)),
        }
    }
    let removed: Vec<String> = before.into_iter().map(|item| comparison.shown(Side::Base, item)).collect();
    match (added.is_empty(), removed.is_empty()) {
        (true, true) => {}
        (false, true) => description.say(format!("{subject}: {label} now also has {}", list(&added))),
        (true, false) => description.say(format!("{subject}: {label} no longer has {}", list(&removed))),
        (false, false) => {
            let (added, removed) = (list(&added), list(&removed));
            description.say(format!("{subject}: {label} now has {added}, and no longer {removed}"));
        }
    }
}

/// Whether two tables in lists are about the same thing: the field by which they are known says the same.
fn is_same_item(comparison: &Comparison<'_, '_>, base: Value<'_>, head: Value<'_>) -> bool {
    if !base.is_table() || !head.is_table() {
        return false;
    }
    match (leading(comparison.base, base), leading(comparison.head, head)) {
        (Some(base), Some(head)) => base.key() == head.key() && comparison.same(base, head),
        _ => false,
    }
}

/// Says under which headings the prose differs.
fn prose(subject: &str, base: &Record, head: &Record, description: &mut Description) {
    let (before, after) = (base.prose_text(), head.prose_text());
    if reads_the_same(before, after) {
        return;
    }
    if before.trim().is_empty() || after.trim().is_empty() {
        let text = if before.trim().is_empty() { after } else { before };
        let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let first = first.map_or_else(String::new, |line| format!(": {}", quote(line)));
        description.say(if before.trim().is_empty() {
            format!("{subject} now has a text{first}")
        } else {
            format!("{subject} no longer has a text")
        });
        return;
    }
    let (before, after) = (parts(base), parts(head));
    let text_of = |parts: &[(String, String)], title: &str| -> Option<String> {
        let texts: Vec<&str> =
            parts.iter().filter(|(known, _)| known == title).map(|(_, text)| text.as_str()).collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    };
    let mut titles: Vec<&str> = Vec::new();
    for (title, _) in after.iter().chain(&before) {
        if !titles.contains(&title.as_str()) {
            titles.push(title);
        }
    }
    let (mut new, mut gone, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for title in titles {
        let name = if title.is_empty() { "the beginning".to_owned() } else { format!("“{title}”") };
        match (text_of(&before, title), text_of(&after, title)) {
            (Some(before), Some(after)) if reads_the_same(&before, &after) => {}
            (Some(_), Some(_)) => changed.push(name),
            (None, Some(_)) => new.push(name),
            _ => gone.push(name),
        }
    }
    if !new.is_empty() {
        description.say(format!("{subject}: there is a new section {}", list(&new)));
    }
    match changed.as_slice() {
        [] if new.is_empty() && gone.is_empty() => {
            description.say(format!("{subject}: the sections of the text are in another order"));
        }
        [] => {}
        [one] if one == "the beginning" && after.len() == 1 => {
            description.say(format!("{subject}: the text has changed"));
        }
        some => description.say(format!("{subject}: the text has changed under {}", list(some))),
    }
    if !gone.is_empty() {
        description.say(format!("{subject}: there is no section {} any more", list(&gone)));
    }
}

/// The prose by headings: each title with the text up to the next heading. What stands before the first one
/// has no title.
fn parts(record: &Record) -> Vec<(String, String)> {
    let Some(prose) = record.prose else { return Vec::new() };
    let sections = sections(record);
    let text = |from: u32, until: u32| {
        record.source.text.get(from as usize..until as usize).unwrap_or_default().to_owned()
    };
    let start_of = |at: usize| sections.get(at).map_or(prose.end, |section| section.heading.start);
    let mut parts = vec![(String::new(), text(prose.start, start_of(0)))];
    for (at, section) in sections.iter().enumerate() {
        parts.push((section.title.clone(), text(section.heading.end, start_of(at + 1))));
    }
    parts.retain(|(title, text)| !title.is_empty() || !text.trim().is_empty());
    parts
}
