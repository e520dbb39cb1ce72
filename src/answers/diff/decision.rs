//! Decisions.

use super::comparison::{Comparison, Description, Side, new_ones};
use super::shown::called;
use crate::base::words::{capital, list};
use crate::record::Record;

/// What a decision with this status is said to be.
fn verb(status: &str) -> String {
    match status {
        "draft" => "is a draft".to_owned(),
        "deferred" => "is put off".to_owned(),
        "retired" => "is retired and no longer in force".to_owned(),
        other => format!("is {other}"),
    }
}

/// What it does to the decisions that it names: only an accepted one replaces them.
fn supersedes(status: Option<&str>) -> &'static str {
    match status {
        Some("accepted") => "supersedes",
        _ => "would supersede",
    }
}

/// Tells how a decision stands now.
pub(super) fn kept(
    comparison: &Comparison<'_, '_>,
    base: &Record,
    head: &Record,
    description: &mut Description,
) {
    let name = capital(&called(comparison.head, head));
    let status = |record: &Record| record.root().str("status").map(str::to_owned);
    let (before, after) = (status(base), status(head));
    let old = comparison.all_named(Side::Base, base.root().get("supersedes"));
    let new = comparison.all_named(Side::Head, head.root().get("supersedes"));
    let (added, gone) = (new_ones(&old, &new), new_ones(&new, &old));
    let verb_now = supersedes(after.as_deref());
    match &after {
        Some(status) if after != before => {
            let all: Vec<String> = new.iter().map(|named| named.name.clone()).collect();
            let also = match all.as_slice() {
                [] => String::new(),
                _ => format!("; it {verb_now} {}", list(&all)),
            };
            description.say(format!("{name} {}{also}", verb(status)));
            description.done(&["status"]);
            // The entry of this step and its day say no more.
            let entries = |record: &Record| record.root().list("history").count();
            let last = head.root().list("history").last();
            if entries(head) == entries(base) + 1 && last.and_then(|last| last.str("status")) == Some(status)
            {
                description.done(&["history"]);
            }
            if base.root().get("decided").is_none() {
                description.done(&["decided"]);
            }
        }
        _ if !added.is_empty() => description.say(format!("{name} {verb_now} {}", list(&added))),
        _ => {}
    }
    if !gone.is_empty() {
        description.say(format!("{name} no longer says that it supersedes {}", list(&gone)));
    }
    if !(added.is_empty() && gone.is_empty()) {
        description.done(&["supersedes"]);
    }
}

pub(super) fn added(comparison: &Comparison<'_, '_>, record: &Record) -> Vec<String> {
    let status = record.root().str("status");
    let all = comparison.all_named(Side::Head, record.root().get("supersedes"));
    let all: Vec<String> = all.into_iter().map(|named| named.name).collect();
    let also = match all.as_slice() {
        [] => String::new(),
        _ => format!("; it {} {}", supersedes(status), list(&all)),
    };
    let how = status.map(|status| format!(" {}", verb(status))).unwrap_or_default();
    vec![format!("New: {}{how}{also}", called(comparison.head, record))]
}
