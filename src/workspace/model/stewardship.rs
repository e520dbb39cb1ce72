//! Components, and the forms by which a team takes one on.

use jiff::civil::Date;

use super::{At, Link, period, typed_record};
use crate::base::dates::Period;
use crate::record::{Record, Value};
use crate::workspace::links::Links;

typed_record!(
    /// A piece of software that somebody must look after.
    Component, {
        name: &'a str = |_, root| root.str("name").unwrap_or(&root.record.id),
        /// How much care it gets.
        level: At<'a, Option<&'a str>> = |_, root| At::text(root, "level"),
        /// The teams that look after it, each with its days.
        stewards: Vec<Steward<'a>> = |links, root| {
            let steward = |entry: Value<'a>| {
                Some(Steward { team: Link::new(links, entry.itself_or("team")?)?, period: period(entry) })
            };
            root.list("stewards").filter_map(steward).collect()
        },
        /// The people who know it.
        maintainers: At<'a, Vec<Link<'a>>> = |links, root| At::links(links, root, "maintainers"),
        /// The day on which it was given up.
        retired: Option<Date> = |_, root| root.date("retired"),
    }
);

typed_record!(
    /// The form by which a team is asked to look after a component.
    Stewardship, {
        component: Option<Link<'a>> = |links, root| Link::get(links, root, "component"),
        /// The team that is asked.
        team: Option<Link<'a>> = |links, root| Link::get(links, root, "team"),
        /// What was decided.
        outcome: Option<&'a str> = |_, root| root.str("outcome"),
        /// What it must fulfil.
        criteria: Vec<Criterion<'a>> = |_, root| root.list("criteria").map(criterion).collect(),
    }
);

/// A team that looks after a component.
pub struct Steward<'a> {
    /// The team that looks after it.
    pub team: Link<'a>,
    /// The days on which it does.
    pub period: Period,
}

/// What a component must fulfil before a team takes it on.
pub struct Criterion<'a> {
    /// The criterion, as written.
    pub text: &'a str,
    /// Whether it does: `yes`, `partly`, `no`.
    pub met: At<'a, Option<&'a str>>,
    /// Whether something shows that.
    pub is_shown: bool,
}

fn criterion(table: Value<'_>) -> Criterion<'_> {
    let is_said = |shown: Value<'_>| shown.as_str().is_none_or(|text| !text.trim().is_empty());
    Criterion {
        text: table.str("criterion").unwrap_or_default(),
        met: At::text(table, "met"),
        is_shown: table.get("evidence").is_some_and(is_said),
    }
}
