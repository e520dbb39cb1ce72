//! Decisions.

use jiff::civil::Date;

use super::{At, Link, typed_record, words};
use crate::record::{Record, Value};
use crate::workspace::links::Links;

words! {
    /// Where a decision is in its life.
    Status {
        /// Being written.
        Draft "draft",
        /// Put to those who decide.
        Proposed "proposed",
        /// In force.
        Accepted "accepted",
        /// Not taken.
        Rejected "rejected",
        /// Put off.
        Deferred "deferred",
        /// Taken back by its author.
        Withdrawn "withdrawn",
        /// No longer in force.
        Retired "retired",
    }
}

/// A step of a decision's history.
pub struct HistoryEntry<'a> {
    /// The status that it led to; none for an unknown word.
    pub status: Option<Status>,
    /// The day of the step.
    pub on: At<'a, Date>,
}

/// An option that was considered.
pub struct Choice<'a> {
    /// The id by which `chosen` names it.
    pub id: At<'a, Option<&'a str>>,
    /// What the option proposes.
    pub title: Option<&'a str>,
    /// What became of it.
    pub outcome: At<'a, Option<&'a str>>,
}

typed_record!(
    /// A decision of record.
    Decision, {
        /// Its status, which is also the last entry of its history.
        status: At<'a, Option<Status>> = |_, root| At::field(root, "status", Status::read),
        /// When it was decided.
        decided: At<'a, Option<Date>> = |_, root| At::date(root, "decided"),
        /// By when it is to be decided.
        decide_by: At<'a, Option<Date>> = |_, root| At::date(root, "decide-by"),
        /// When it is to be looked at again.
        review_by: At<'a, Option<Date>> = |_, root| At::date(root, "review-by"),
        /// Its statuses with their days, in the order of the file.
        history: Vec<HistoryEntry<'a>> = |_, root| root.list("history").filter_map(history_entry).collect(),
        /// The options that were considered.
        options: Vec<Choice<'a>> = |_, root| root.list("options").map(choice).collect(),
        deciders: At<'a, Vec<Link<'a>>> = |links, root| At::links(links, root, "deciders"),
        /// Whether it binds others: `wide`.
        scope: At<'a, Option<&'a str>> = |_, root| At::text(root, "scope"),
        /// The decisions that it replaces.
        supersedes: Vec<Link<'a>> = |links, root| Link::list(links, root, "supersedes"),
        /// Whether it was taken over from elsewhere.
        is_imported: bool = |_, root| root.get("source").is_some(),
    }
);

fn history_entry(entry: Value<'_>) -> Option<HistoryEntry<'_>> {
    Some(HistoryEntry {
        status: entry.get("status").and_then(Status::read),
        on: At::date(entry, "on").known()?,
    })
}

fn choice(option: Value<'_>) -> Choice<'_> {
    Choice { id: At::text(option, "id"), title: option.str("title"), outcome: At::text(option, "outcome") }
}
