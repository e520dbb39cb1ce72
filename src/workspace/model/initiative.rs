//! Deliverables and the initiatives that serve them; what initiatives are gathered in.

use jiff::civil::Date;

use super::{Link, Typed, period, typed_record};
use crate::base::dates::Period;
use crate::record::{Record, Value};
use crate::workspace::links::Links;

/// What the organisation has promised.
pub struct Deliverable<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its title.
    pub title: &'a str,
    /// Whether it was given up or is done.
    pub is_over: bool,
}

impl<'a> Typed<'a> for Deliverable<'a> {
    fn read(record: &'a Record, _: &Links<'_>) -> Option<Self> {
        let root = record.root();
        Some(Self {
            record,
            title: root.str("title").unwrap_or(&record.id),
            is_over: matches!(root.str("status"), Some("done" | "postponed" | "dropped")),
        })
    }

    fn record(&self) -> &'a Record {
        self.record
    }
}

/// How far an initiative is, in the order in which it gets there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// On the roadmap.
    Roadmap,
    /// Proposed.
    Proposed,
    /// Waiting.
    Queued,
    /// Looked into.
    Inception,
    /// Planned.
    Planning,
    /// Cut into epics.
    Decomposed,
    /// Has its place in the sprints to come.
    Scheduled,
    /// Under way.
    InProgress,
    /// Being closed.
    ClosingOut,
    /// Done.
    Done,
    /// Set down, to be picked up later.
    SetDown,
    /// Not to be done.
    Rejected,
    /// Somebody else's now.
    HandedOver,
}

impl Stage {
    /// The stage called `name` in records.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "roadmap" => Self::Roadmap,
            "proposed" => Self::Proposed,
            "queued" => Self::Queued,
            "inception" => Self::Inception,
            "planning" => Self::Planning,
            "decomposed" => Self::Decomposed,
            "scheduled" => Self::Scheduled,
            "in-progress" => Self::InProgress,
            "closing-out" => Self::ClosingOut,
            "done" => Self::Done,
            "set-down" => Self::SetDown,
            "rejected" => Self::Rejected,
            "handed-over" => Self::HandedOver,
            _ => return None,
        })
    }

    /// Whether nothing more is to be done.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::SetDown | Self::Rejected | Self::HandedOver)
    }
}

/// Work that serves a deliverable and takes several sprints.
pub struct Initiative<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its title.
    pub title: &'a str,
    /// How far it is.
    pub stage: Option<Stage>,
    /// `product` or `infrastructure`.
    pub category: Option<&'a str>,
    /// What it serves.
    pub deliverables: Vec<Link<'a>>,
    /// When it is to be worked on.
    pub planned: Period,
    /// When it was.
    pub actual: Period,
}

impl<'a> Initiative<'a> {
    /// Whether nothing more is to be done in it.
    pub fn is_over(&self) -> bool {
        self.stage.is_some_and(Stage::is_over)
    }

    /// What it depends on and hasn't come: the tables.
    pub fn open_dependencies(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let is_open = |dependency: &Value<'a>| !matches!(dependency.str("state"), Some("met" | "waived"));
        self.record.root().list("dependencies").filter(is_open)
    }

    /// Whether it was taken on, from being planned to being closed out.
    pub fn is_taken_on(&self) -> bool {
        self.stage.is_some_and(|stage| stage >= Stage::Planning && !stage.is_over())
    }
}

impl<'a> Typed<'a> for Initiative<'a> {
    fn read(record: &'a Record, links: &Links<'_>) -> Option<Self> {
        let root = record.root();
        Some(Self {
            record,
            title: root.str("title").unwrap_or(&record.id),
            stage: root.str("stage").and_then(Stage::from_name),
            category: root.str("category"),
            deliverables: Link::list(links, root, "deliverables"),
            planned: root.get("planned").map(period).unwrap_or_default(),
            actual: root.get("actual").map(period).unwrap_or_default(),
        })
    }

    fn record(&self) -> &'a Record {
        self.record
    }
}

typed_record!(
    /// A lasting flow of work towards one group of users.
    ValueStream, {
        /// Its name.
        name: &'a str = |_, root| root.str("name").unwrap_or(&root.record.id),
        /// When it ran.
        period: Period = |_, root| period(root),
    }
);

typed_record!(
    /// Several initiatives under one aim.
    Program, {
        /// `planned`, `current` or `past`.
        status: Option<&'a str> = |_, root| root.str("status"),
        /// When it ran.
        period: Period = |_, root| period(root),
        /// Its initiatives.
        initiatives: Vec<Link<'a>> = |links, root| Link::list(links, root, "initiatives"),
    }
);

typed_record!(
    /// Where the team is heading.
    Roadmap by as_of, {
        /// The day of which it speaks.
        as_of: Option<Date> = |_, root| root.date("as-of"),
        /// What waits, most important first.
        backlog: Vec<Link<'a>> = |links, root| Link::list(links, root, "backlog"),
        /// Technical questions that must be answered first: the tables.
        questions: Vec<Value<'a>> = |_, root| root.list("questions").collect(),
    }
);
