//! People, teams, absences and calendars.

use jiff::civil::Date;

use super::{At, Link, Typed, name, share, typed_record, words};
use crate::base::dates::Period;
use crate::record::{Record, Value};
use crate::workspace::facts;
use crate::workspace::links::Links;

typed_record!(
    /// Someone who appears in the records.
    Person, {
        name: At<'a, &'a str> = |_, root| name(root, "name"),
        /// What they are, and when.
        roles: At<'a, Vec<Role<'a>>> = |_, root| {
            At { value: facts::roles(root).map(|(name, period)| Role { name, period }).collect(), at: root.get("roles").unwrap_or(root) }
        },
        /// The functional team.
        functional_team: Option<Link<'a>> = |links, root| Link::get(links, root, "functional-team"),
        /// Whose holidays they have.
        calendar: Option<Link<'a>> = |links, root| Link::get(links, root, "calendar"),
        /// When they are with the team; open where it isn't said.
        active: At<'a, Period> = |_, root| facts::active(root),
        /// Whether they work on each day of the week, from Monday on.
        working_days: [bool; 7] = |_, root| working_days(root),
        /// The part of a full week that they work; all where it isn't said.
        share: Option<f64> = |_, root| share(root),
    }
);

/// What someone is, and when.
pub struct Role<'a> {
    /// The role's name in the settings.
    pub name: At<'a, &'a str>,
    /// The days on which they hold it.
    pub period: At<'a, Period>,
}

impl<'a> Person<'a> {
    /// Whether they hold `role` on `day`.
    pub fn holds(&self, role: &str, day: Date) -> bool {
        self.roles.iter().any(|held| held.name == role && held.period.contains(day))
    }

    /// Whether they work on the day of the week that `day` is.
    pub fn works_on(&self, day: Date) -> bool {
        self.working_days[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())]
    }

    /// How much of a working day `day` is for them. Whoever works four days of five has four whole ones,
    /// unless their time is spread over all five.
    pub fn worth_on(&self, day: Date) -> f64 {
        if !self.works_on(day) {
            return 0.0;
        }
        let days = self.working_days.iter().filter(|works| **works).count() as u8;
        self.share.map_or(1.0, |share| (share * 5.0 / f64::from(days)).min(1.0))
    }

    /// Whether they hold, on `day`, a role of which `is_meant` is true.
    pub fn holds_any(&self, day: Date, is_meant: impl Fn(&str) -> bool) -> bool {
        self.roles.iter().any(|held| held.period.contains(day) && is_meant(*held.name))
    }
}

/// Monday to Friday where it isn't said.
fn working_days(root: Value<'_>) -> [bool; 7] {
    let Some(list) = root.get("working-days") else { return [true, true, true, true, true, false, false] };
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .map(|name| list.items().any(|day| day.as_str() == Some(name)))
}

words! {
    /// What a team is for.
    Category {
        /// The team that the workspace is about.
        Whole "whole",
        /// A lasting group of specialists.
        Functional "functional",
        /// Works on initiatives for a sprint.
        Product "product",
        /// Takes what comes in for a sprint.
        Duty "duty",
        /// Another team.
        External "external",
    }
}

typed_record!(
    Team, {
        name: &'a str = |_, root| root.str("name").unwrap_or(&root.record.id),
        category: At<'a, Option<Category>> = |_, root| At::field(root, "category", Category::read),
        formed: Option<Date> = |_, root| root.date("formed"),
        dissolved: At<'a, Option<Date>> = |_, root| At::date(root, "dissolved"),
        successor: Option<Link<'a>> = |links, root| Link::get(links, root, "successor"),
    }
);

/// Someone's time away.
pub struct Absence<'a> {
    /// The absence's record.
    pub record: &'a Record,
    /// The person who is away.
    pub person: Link<'a>,
    /// The first day away.
    pub from: Date,
    /// The last day away, inclusive.
    pub until: Date,
    /// Whether it may still be moved.
    pub is_tentative: bool,
    /// Whether only half of each day is taken.
    pub is_half_day: bool,
}

impl<'a> Typed<'a> for Absence<'a> {
    fn read(record: &'a Record, links: &Links<'_>) -> Option<Self> {
        let root = record.root();
        Some(Self {
            record,
            person: Link::get(links, root, "person")?,
            from: root.date("from")?,
            until: root.date("until")?,
            is_tentative: root.str("status") == Some("tentative"),
            is_half_day: root.flag("half-day"),
        })
    }

    fn record(&self) -> &'a Record {
        self.record
    }
}

typed_record!(
    /// The holidays of a region.
    Calendar, {
        /// The days, in the order of the file.
        holidays: Vec<Holiday<'a>> = |_, root| root.list("holidays").filter_map(holiday).collect(),
    }
);

/// A public holiday of one region.
pub struct Holiday<'a> {
    /// The day off.
    pub date: Date,
    /// The holiday's name.
    pub name: &'a str,
}

fn holiday(day: Value<'_>) -> Option<Holiday<'_>> {
    Some(Holiday { date: day.date("date")?, name: day.str("name").unwrap_or_default() })
}
