//! What comes in from outside the plan: requests, the meetings that sort them, and reports on turns of duty.

use jiff::civil::Date;

use super::{Link, typed_record};
use crate::record::{Record, Value};
use crate::workspace::links::Links;

typed_record!(
    /// Work that somebody asks for.
    Request, {
        /// When it came in.
        received: Option<Date> = |_, root| root.date("received"),
        /// How urgent it is.
        priority: Option<&'a str> = |_, root| root.str("priority"),
        /// How far it is; `received` where it isn't said.
        status: Option<&'a str> = |_, root| root.str("status"),
        /// Where and when triage sent it: the table.
        triage: Option<Value<'a>> = |_, root| root.get("triage"),
        /// When it was answered for good.
        resolved: Option<Date> = |_, root| root.date("resolved"),
        /// What is affected.
        component: Option<Link<'a>> = |links, root| Link::get(links, root, "component"),
    }
);

impl<'a> Request<'a> {
    /// The day of its triage.
    pub fn triaged(&self) -> Option<Date> {
        self.triage?.date("on")
    }

    /// Where triage sent it.
    pub fn outcome(&self) -> Option<&'a str> {
        self.triage?.str("outcome")
    }

    /// Whether it has been judged, as far as it says itself.
    pub fn is_triaged(&self) -> bool {
        self.triage.is_some() || matches!(self.status, Some("triaged" | "routed")) || self.is_over()
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
        /// Its day.
        on: Option<Date> = |_, root| root.date("on"),
        /// `tasks` or `train-log`; tasks where it isn't said.
        kind: Option<&'a str> = |_, root| root.str("kind"),
        /// Who was there.
        attended: Vec<Link<'a>> = |links, root| Link::list(links, root, "attended"),
        /// What they went through.
        reviewed: Vec<Link<'a>> = |links, root| Link::list(links, root, "reviewed"),
        /// Why it wasn't held.
        not_held: Option<Value<'a>> = |_, root| root.get("not-held"),
    }
);

typed_record!(
    /// What a turn of duty brought.
    DutyReport, {
        /// The sprint.
        sprint: Option<Link<'a>> = |links, root| Link::get(links, root, "sprint"),
        /// The rotation, where there are several.
        rotation: Option<Link<'a>> = |links, root| Link::get(links, root, "rotation"),
    }
);
