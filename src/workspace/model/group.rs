//! What people set out to do, alone and in groups, and how they work together.

use jiff::civil::Date;

use super::{Link, period, typed_record};
use crate::base::dates::Period;
use crate::record::{Record, Value};
use crate::workspace::links::Links;

typed_record!(
    /// What a person wants to reach in a quarter.
    Goal, {
        /// Whose it is.
        person: Option<Link<'a>> = |links, root| Link::get(links, root, "person"),
        /// The quarter, such as `2020-21 Q2`.
        quarter: Option<Value<'a>> = |_, root| root.get("quarter"),
        /// `support-others` or `professional-development`.
        kind: Option<&'a str> = |_, root| root.str("kind"),
        /// How far it is; `to-do` where it isn't said.
        status: Option<&'a str> = |_, root| root.str("status"),
    }
);

impl Goal<'_> {
    /// How many days into a quarter people talk with their managers about goals: the last look at the old ones, the
    /// choice of new ones.
    pub const DAYS_OF_TALKS: i64 = 14;

    /// Whether it is of the quarter called `name`.
    pub fn is_of(&self, name: &str) -> bool {
        self.quarter.and_then(Value::as_str) == Some(name)
    }

    /// Whether nobody has said what came of it.
    pub fn is_open(&self) -> bool {
        matches!(self.status, None | Some("to-do" | "in-progress"))
    }
}

typed_record!(
    /// A few people who mend something in the way the team works.
    WorkingGroup, {
        /// Who leads it.
        lead: Option<Link<'a>> = |links, root| Link::get(links, root, "lead"),
        /// When it met.
        period: Period = |_, root| period(root),
    }
);

typed_record!(
    /// How the team works.
    Practice, {
        /// When somebody last asked whether it still holds.
        reviewed: Option<Date> = |_, root| root.date("reviewed"),
        /// When it was given up.
        retired: Option<Date> = |_, root| root.date("retired"),
    }
);
