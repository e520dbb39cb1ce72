//! What people set out to do, alone and in groups, and how they work together.

use jiff::civil::Date;

use super::{At, Link, name, typed_record};
use crate::base::dates::Period;
use crate::record::{Record, Value};
use crate::workspace::links::Links;

typed_record!(
    /// What a person wants to reach in a quarter.
    Goal, {
        person: Option<Link<'a>> = |links, root| Link::get(links, root, "person"),
        /// The quarter, such as `2020-21 Q2`.
        quarter: At<'a, Option<&'a str>> = |_, root| At::text(root, "quarter"),
        /// `support-others` or `professional-development`.
        kind: Option<&'a str> = |_, root| root.str("kind"),
        /// How far it is; `to-do` where it isn't said.
        status: At<'a, Option<&'a str>> = |_, root| At::text(root, "status"),
    }
);

impl Goal<'_> {
    /// How many days into a quarter people talk with their managers about goals: the last look at the old
    /// ones, the choice of new ones.
    pub const DAYS_OF_TALKS: i64 = 14;

    /// Whether it is of the quarter called `name`.
    pub fn is_of(&self, name: &str) -> bool {
        self.quarter == Some(name)
    }

    /// Whether its result is missing.
    pub fn is_open(&self) -> bool {
        matches!(*self.status, None | Some("to-do" | "in-progress"))
    }
}

typed_record!(
    /// A few people who improve something in the way the team works.
    WorkingGroup, {
        name: At<'a, &'a str> = |_, root| name(root, "name"),
        lead: Option<Link<'a>> = |links, root| Link::get(links, root, "lead"),
        period: At<'a, Period> = |_, root| At::days(root),
    }
);

typed_record!(
    /// How the team works.
    Practice, {
        /// When somebody last asked whether it still holds.
        reviewed: At<'a, Option<Date>> = |_, root| At::date(root, "reviewed"),
        /// When somebody is to ask that next.
        review_by: At<'a, Option<Date>> = |_, root| At::date(root, "review-by"),
        /// When it was adopted.
        adopted: At<'a, Option<Date>> = |_, root| At::date(root, "adopted"),
        /// When it was given up.
        retired: Option<Date> = |_, root| root.date("retired"),
    }
);
