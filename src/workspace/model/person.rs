//! People, teams, absences and calendars.

use jiff::civil::Date;

use super::{Link, Typed, share};
use crate::base::dates::Period;
use crate::record::{Record, Value};
use crate::workspace::facts;
use crate::workspace::links::Links;

/// Someone who appears in the records.
pub struct Person<'a> {
    /// The record.
    pub record: &'a Record,
    /// The name.
    pub name: &'a str,
    /// What they are, and when.
    pub roles: Vec<Role<'a>>,
    /// The functional team.
    pub functional_team: Option<Link<'a>>,
    /// Whose holidays they have.
    pub calendar: Option<Link<'a>>,
    /// When they are with the team; open where it isn't said.
    pub active: Period,
    /// Whether they work on each day of the week, from Monday on.
    pub working_days: [bool; 7],
    /// The part of a full week that they work; all where it isn't said.
    pub share: Option<f64>,
}

/// What someone is, and when.
pub struct Role<'a> {
    /// The role's name.
    pub name: Value<'a>,
    /// When.
    pub period: Period,
}

impl Person<'_> {
    /// Whether they hold `role` on `day`.
    pub fn holds(&self, role: &str, day: Date) -> bool {
        self.roles.iter().any(|held| held.name.as_str() == Some(role) && held.period.contains(day))
    }

    /// Whether they work on the day of the week that `day` is.
    pub fn works_on(&self, day: Date) -> bool {
        self.working_days[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())]
    }

    /// How much of a working day `day` is for them. Whoever works four days of five has four whole ones, unless their
    /// time is spread over all five.
    pub fn worth_on(&self, day: Date) -> f64 {
        if !self.works_on(day) {
            return 0.0;
        }
        let days = self.working_days.iter().filter(|works| **works).count() as u8;
        self.share.map_or(1.0, |share| (share * 5.0 / f64::from(days)).min(1.0))
    }

    /// Whether they hold, on `day`, a role of which `is_meant` is true.
    pub fn holds_any(&self, day: Date, is_meant: impl Fn(&str) -> bool) -> bool {
        self.roles.iter().any(|held| held.period.contains(day) && held.name.as_str().is_some_and(&is_meant))
    }
}

impl<'a> Typed<'a> for Person<'a> {
    const KIND: &'static str = "person";

    fn read(record: &'a Record, links: &Links<'_>) -> Option<Self> {
        let root = record.root();
        Some(Self {
            record,
            name: root.str("name").unwrap_or(&record.id),
            roles: facts::roles(root).map(|(name, period)| Role { name, period }).collect(),
            functional_team: Link::get(links, root, "functional-team"),
            calendar: Link::get(links, root, "calendar"),
            active: facts::active(root),
            working_days: working_days(root),
            share: share(root),
        })
    }

    fn record(&self) -> &'a Record {
        self.record
    }
}

/// Monday to Friday where it isn't said.
fn working_days(root: Value<'_>) -> [bool; 7] {
    let Some(list) = root.get("working-days") else { return [true, true, true, true, true, false, false] };
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .map(|name| list.items().any(|day| day.as_str() == Some(name)))
}

/// What a team is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// The team that the workspace is about.
    Whole,
    /// A lasting group of specialists.
    Functional,
    /// Works on initiatives for a sprint.
    Product,
    /// Takes what comes in for a sprint.
    Duty,
    /// Another team.
    External,
}

/// A team.
pub struct Team<'a> {
    /// The record.
    pub record: &'a Record,
    /// The name.
    pub name: &'a str,
    /// What it is for.
    pub category: Option<Category>,
    /// Its first day.
    pub formed: Option<Date>,
    /// Its last day.
    pub dissolved: Option<Date>,
    /// Who took over.
    pub successor: Option<Link<'a>>,
}

impl<'a> Typed<'a> for Team<'a> {
    const KIND: &'static str = "team";

    fn read(record: &'a Record, links: &Links<'_>) -> Option<Self> {
        let root = record.root();
        Some(Self {
            record,
            name: root.str("name").unwrap_or(&record.id),
            category: match root.str("category") {
                Some("whole") => Some(Category::Whole),
                Some("functional") => Some(Category::Functional),
                Some("product") => Some(Category::Product),
                Some("duty") => Some(Category::Duty),
                Some("external") => Some(Category::External),
                _ => None,
            },
            formed: root.date("formed"),
            dissolved: root.date("dissolved"),
            successor: Link::get(links, root, "successor"),
        })
    }

    fn record(&self) -> &'a Record {
        self.record
    }
}

/// Someone's time away.
pub struct Absence<'a> {
    /// The record.
    pub record: &'a Record,
    /// Who.
    pub person: Link<'a>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Whether it may still be moved.
    pub is_tentative: bool,
    /// Whether only half of each day is taken.
    pub is_half_day: bool,
}

impl<'a> Typed<'a> for Absence<'a> {
    const KIND: &'static str = "absence";

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

/// The holidays of a region.
pub struct Calendar<'a> {
    /// The record.
    pub record: &'a Record,
    /// The days, in the order of the file.
    pub holidays: Vec<Holiday<'a>>,
}

/// A day off.
pub struct Holiday<'a> {
    /// When.
    pub date: Date,
    /// Its name.
    pub name: &'a str,
}

impl<'a> Typed<'a> for Calendar<'a> {
    const KIND: &'static str = "calendar";

    fn read(record: &'a Record, _: &Links<'_>) -> Option<Self> {
        let holiday = |day: Value<'a>| {
            Some(Holiday { date: day.date("date")?, name: day.str("name").unwrap_or_default() })
        };
        Some(Self { record, holidays: record.root().list("holidays").filter_map(holiday).collect() })
    }

    fn record(&self) -> &'a Record {
        self.record
    }
}
