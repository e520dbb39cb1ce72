//! Deliverables and the initiatives that serve them; what initiatives are gathered in.

use jiff::civil::Date;

use super::{At, Link, name, typed_record, words};
use crate::base::dates::Period;
use crate::record::{Record, Value};
use crate::workspace::links::Links;

typed_record!(
    /// What the organisation has promised.
    Deliverable, {
        title: At<'a, &'a str> = |_, root| name(root, "title"),
        /// The year for which it was promised.
        fiscal_year: Option<&'a str> = |_, root| root.str("fiscal-year"),
        /// Whether it was given up or is done.
        is_over: bool = |_, root| matches!(root.str("status"), Some("done" | "postponed" | "dropped")),
    }
);

words! {
    /// How far an initiative is, in the order in which it gets there.
    Stage {
        /// On the roadmap.
        Roadmap "roadmap",
        /// Proposed.
        Proposed "proposed",
        /// Waiting.
        Queued "queued",
        /// Looked into.
        Inception "inception",
        /// Planned.
        Planning "planning",
        /// Cut into epics.
        Decomposed "decomposed",
        /// Has its place in the sprints to come.
        Scheduled "scheduled",
        /// Under way.
        InProgress "in-progress",
        /// Being closed.
        ClosingOut "closing-out",
        /// Done.
        Done "done",
        /// Set down, to be picked up later.
        SetDown "set-down",
        /// Not to be done.
        Rejected "rejected",
        /// Somebody else's now.
        HandedOver "handed-over",
    }
}

impl Stage {
    /// Whether nothing more is to be done.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::SetDown | Self::Rejected | Self::HandedOver)
    }
}

/// A step of an initiative from stage to stage.
pub struct StageEntry<'a> {
    /// The stage that it led to; none for an unknown word.
    pub to: Option<Stage>,
    /// The day of the step.
    pub on: At<'a, Option<Date>>,
}

/// What an initiative waits for.
pub struct Dependency<'a> {
    /// A description for readers.
    pub what: At<'a, Option<&'a str>>,
    /// The initiative that brings it.
    pub on: Option<Link<'a>>,
    /// Whether somebody sees to it.
    pub has_owner: bool,
    /// Whether it hasn't come.
    pub is_open: bool,
    /// By when it is needed.
    pub needed_by: At<'a, Option<Date>>,
    /// How many days it takes from being asked for.
    pub lead_days: Option<i64>,
    /// When it was asked for.
    pub asked: Option<Date>,
}

typed_record!(
    /// Work that serves a deliverable and takes several sprints.
    Initiative, {
        title: At<'a, &'a str> = |_, root| name(root, "title"),
        stage: At<'a, Option<Stage>> = |_, root| At::field(root, "stage", Stage::read),
        /// How it came there.
        stage_log: Vec<StageEntry<'a>> = |_, root| root.list("stage-log").map(stage_entry).collect(),
        /// `product` or `infrastructure`.
        category: At<'a, Option<&'a str>> = |_, root| At::text(root, "category"),
        deliverables: Vec<Link<'a>> = |links, root| Link::list(links, root, "deliverables"),
        /// When it is to be worked on.
        planned: At<'a, Period> = |_, root| At::period(root, "planned"),
        actual: At<'a, Period> = |_, root| At::period(root, "actual"),
        /// What it waits for.
        dependencies: Vec<Dependency<'a>> = |links, root| {
            root.list("dependencies").map(|table| dependency(links, table)).collect()
        },
        /// Who speaks for the product.
        product_manager: Option<Link<'a>> = |links, root| Link::get(links, root, "product-manager"),
        /// Who looks after its people.
        engineering_manager: Option<Link<'a>> = |links, root| Link::get(links, root, "engineering-manager"),
    }
);

fn stage_entry(entry: Value<'_>) -> StageEntry<'_> {
    StageEntry { to: entry.get("to").and_then(Stage::read), on: At::date(entry, "on") }
}

fn dependency<'a>(links: &Links<'_>, table: Value<'a>) -> Dependency<'a> {
    Dependency {
        what: At::text(table, "what"),
        on: Link::get(links, table, "on"),
        has_owner: table.get("owner").is_some(),
        is_open: !matches!(table.str("state"), Some("met" | "waived")),
        needed_by: At::date(table, "needed-by"),
        lead_days: table.integer("lead-time-days"),
        asked: table.date("asked"),
    }
}

impl<'a> Initiative<'a> {
    /// Whether nothing more is to be done in it.
    pub fn is_over(&self) -> bool {
        self.stage.is_some_and(Stage::is_over)
    }

    /// What it waits for and hasn't come.
    pub fn open_dependencies(&self) -> impl Iterator<Item = &Dependency<'a>> {
        self.dependencies.iter().filter(|dependency| dependency.is_open)
    }

    /// The day of the last step in its log.
    pub fn moved(&self) -> Option<Date> {
        *self.stage_log.last()?.on
    }

    /// Whether it was taken on, from being planned to being closed out.
    pub fn is_taken_on(&self) -> bool {
        self.stage.is_some_and(|stage| stage >= Stage::Planning && !stage.is_over())
    }
}

typed_record!(
    /// A lasting flow of work towards one group of users.
    ValueStream, {
        name: At<'a, &'a str> = |_, root| name(root, "name"),
        period: At<'a, Period> = |_, root| At::days(root),
    }
);

typed_record!(
    /// Several initiatives under one aim.
    Program, {
        /// `planned`, `current` or `past`.
        status: At<'a, Option<&'a str>> = |_, root| At::text(root, "status"),
        period: At<'a, Period> = |_, root| At::days(root),
        initiatives: Vec<Link<'a>> = |links, root| Link::list(links, root, "initiatives"),
        /// The initiatives that go on without it.
        successors: Vec<Link<'a>> = |links, root| Link::list(links, root, "successors"),
    }
);

typed_record!(
    /// Where the team is heading.
    Roadmap by as_of, {
        /// The day of which it speaks.
        as_of: At<'a, Option<Date>> = |_, root| At::date(root, "as-of"),
        /// What waits, most important first.
        backlog: Vec<Link<'a>> = |links, root| Link::list(links, root, "backlog"),
        /// Technical questions that must be answered first: the tables.
        questions: Vec<Value<'a>> = |_, root| root.list("questions").collect(),
    }
);
