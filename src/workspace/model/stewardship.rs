//! Components, and the forms by which a team takes one on.

use jiff::civil::Date;

use super::{Link, period, typed_record};
use crate::base::dates::Period;
use crate::record::{Record, Value};
use crate::workspace::links::Links;

typed_record!(
    /// A piece of software that somebody must look after.
    Component, {
        /// Its name.
        name: &'a str = |_, root| root.str("name").unwrap_or(&root.record.id),
        /// How much care it gets.
        level: Option<&'a str> = |_, root| root.str("level"),
        /// The teams that look after it, each with its days.
        stewards: Vec<(Link<'a>, Period)> = |links, root| {
            let steward = |entry: Value<'a>| Some((Link::new(links, entry.itself_or("team")?)?, period(entry)));
            root.list("stewards").filter_map(steward).collect()
        },
        /// The people who know it.
        maintainers: Vec<Link<'a>> = |links, root| Link::list(links, root, "maintainers"),
        /// The day on which it was given up.
        retired: Option<Date> = |_, root| root.date("retired"),
    }
);

typed_record!(
    /// The form by which a team is asked to look after a component.
    Stewardship, {
        /// The component.
        component: Option<Link<'a>> = |links, root| Link::get(links, root, "component"),
        /// The team that is asked.
        team: Option<Link<'a>> = |links, root| Link::get(links, root, "team"),
        /// What was decided.
        outcome: Option<&'a str> = |_, root| root.str("outcome"),
    }
);
