//! What comes in from outside the plan: requests, the meetings that sort them, and reports on turns of duty.

use jiff::civil::Date;

use super::{At, Link, name, typed_record};
use crate::record::{Record, Value};
use crate::workspace::links::Links;

typed_record!(
    /// Work that somebody asks for.
    Request, {
        title: At<'a, &'a str> = |_, root| name(root, "title"),
        received: At<'a, Option<Date>> = |_, root| At::date(root, "received"),
        /// When somebody first answered.
        acknowledged: At<'a, Option<Date>> = |_, root| At::date(root, "acknowledged"),
        /// How urgent it is.
        priority: At<'a, Option<&'a str>> = |_, root| At::text(root, "priority"),
        /// How far it is; `received` where it isn't said.
        status: At<'a, Option<&'a str>> = |_, root| At::text(root, "status"),
        /// Where and when triage sent it.
        triage: Option<Triage<'a>> = |links, root| {
            root.get("triage").map(|at| Triage {
                at,
                on: At::date(at, "on"),
                outcome: At::text(at, "outcome"),
                route: Link::get(links, at, "route"),
            })
        },
        /// When it was answered for good.
        resolved: At<'a, Option<Date>> = |_, root| At::date(root, "resolved"),
        /// What is affected.
        component: Option<Link<'a>> = |links, root| Link::get(links, root, "component"),
    }
);

/// Where and when triage sent a request.
#[derive(Clone, Copy)]
pub struct Triage<'a> {
    /// The `triage` table.
    pub at: Value<'a>,
    /// The day of the triage.
    pub on: At<'a, Option<Date>>,
    /// The outcome, as the schema spells it.
    pub outcome: At<'a, Option<&'a str>>,
    /// The team or initiative that takes it.
    pub route: Option<Link<'a>>,
}

impl<'a> Request<'a> {
    /// The day of its triage.
    pub fn triaged(&self) -> Option<Date> {
        *self.triage?.on
    }

    /// Where triage sent it.
    pub fn outcome(&self) -> Option<&'a str> {
        *self.triage?.outcome
    }

    /// Whether it has been judged, as far as it says itself.
    pub fn is_triaged(&self) -> bool {
        self.triage.is_some() || matches!(*self.status, Some("triaged" | "routed")) || self.is_over()
    }

    /// Whether triage decided that it isn't for this team to do.
    pub fn is_turned_away(&self) -> bool {
        matches!(self.outcome(), Some("declined" | "out-of-scope" | "duplicate"))
    }

    /// Whether nothing more is to be done about it.
    pub fn is_over(&self) -> bool {
        self.status == Some("done") || self.resolved.is_some()
    }

    /// Whether it can't wait.
    pub fn is_unbreak_now(&self) -> bool {
        self.priority == Some("unbreak-now")
    }
}

typed_record!(
    /// A meeting that empties the inbox.
    TriageMeeting by on, {
        on: At<'a, Option<Date>> = |_, root| At::date(root, "on"),
        /// `tasks` or `train-log`; tasks where it isn't said.
        kind: Option<&'a str> = |_, root| root.str("kind"),
        attended: At<'a, Vec<Link<'a>>> = |links, root| At::links(links, root, "attended"),
        /// What they went through.
        reviewed: Vec<Link<'a>> = |links, root| Link::list(links, root, "reviewed"),
        /// Why it wasn't held.
        not_held: Option<Value<'a>> = |_, root| root.get("not-held"),
    }
);

typed_record!(
    /// What a turn of duty brought.
    DutyReport, {
        sprint: Option<Link<'a>> = |links, root| Link::get(links, root, "sprint"),
        /// The rotation, where there are several.
        rotation: Option<Link<'a>> = |links, root| Link::get(links, root, "rotation"),
        /// How many requests the report counts as triaged.
        triaged: At<'a, Option<i64>> = |_, root| At::integer(root, "triaged"),
        /// Those who handed something over.
        handed_over: Vec<Link<'a>> = |links, root| {
            root.list("handover").filter_map(|entry| Link::get(links, entry, "from")).collect()
        },
    }
);
