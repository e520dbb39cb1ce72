//! Decisions.

use jiff::civil::Date;

use super::{Link, Typed};
use crate::record::{Record, Value};
use crate::workspace::links::Links;

/// Where a decision is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Being written.
    Draft,
    /// Put to those who decide.
    Proposed,
    /// In force.
    Accepted,
    /// Not taken.
    Rejected,
    /// Put off.
    Deferred,
    /// Taken back by its author.
    Withdrawn,
    /// No longer in force.
    Retired,
}

impl Status {
    /// The status called `name` in records.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "draft" => Self::Draft,
            "proposed" => Self::Proposed,
            "accepted" => Self::Accepted,
            "rejected" => Self::Rejected,
            "deferred" => Self::Deferred,
            "withdrawn" => Self::Withdrawn,
            "retired" => Self::Retired,
            _ => return None,
        })
    }
}

/// A decision of record.
pub struct Decision<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its status, which is also the last entry of its history.
    pub status: Option<Status>,
    /// When it was decided.
    pub decided: Option<(Value<'a>, Date)>,
    /// Its statuses with their days, in the order of the file.
    pub history: Vec<(Value<'a>, Option<Status>, Date)>,
    /// The options that were considered: the table, its id and its outcome.
    pub options: Vec<(Value<'a>, Option<&'a str>, Option<&'a str>)>,
    /// The decisions that it replaces.
    pub supersedes: Vec<Link<'a>>,
    /// Whether it was taken over from elsewhere.
    pub is_imported: bool,
}

impl<'a> Typed<'a> for Decision<'a> {
    fn read(record: &'a Record, links: &Links<'_>) -> Option<Self> {
        let root = record.root();
        Some(Self {
            record,
            status: root.str("status").and_then(Status::from_name),
            decided: super::dated(root, "decided"),
            history: root
                .list("history")
                .filter_map(|entry| {
                    Some((entry, entry.str("status").and_then(Status::from_name), entry.date("on")?))
                })
                .collect(),
            options: root
                .list("options")
                .map(|option| (option, option.str("id"), option.str("outcome")))
                .collect(),
            supersedes: Link::list(links, root, "supersedes"),
            is_imported: root.get("source").is_some(),
        })
    }

    fn record(&self) -> &'a Record {
        self.record
    }
}
