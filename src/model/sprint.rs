//! Sprints: their days, teams and work.

use jiff::civil::Date;

use super::{Link, Typed, period};
use crate::dates::Period;
use crate::links::Links;
use crate::record::{Record, RecordId, Value};

/// A sprint with both of its days.
pub struct Sprint<'a> {
    /// The record.
    pub record: &'a Record,
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
    /// Whether only its work is recorded, not its people.
    pub is_work_only: bool,
    /// Its teams, in the order of the file.
    pub teams: Vec<SprintTeam<'a>>,
    /// People who work elsewhere.
    pub elsewhere: Vec<Elsewhere<'a>>,
    /// Days off for all.
    pub days_off: Vec<Date>,
}

/// A team in one sprint.
pub struct SprintTeam<'a> {
    /// The table.
    pub at: Value<'a>,
    /// Which team.
    pub team: Link<'a>,
    /// Its engineers.
    pub members: Vec<Member<'a>>,
    /// The product manager.
    pub product_manager: Option<Link<'a>>,
    /// The engineering manager.
    pub engineering_manager: Option<Link<'a>>,
    /// The tech lead.
    pub tech_lead: Option<Link<'a>>,
    /// What it works on.
    pub work: Vec<Link<'a>>,
    /// Guests from other teams.
    pub visiting: Vec<Visitor<'a>>,
}

/// Someone on a team in a sprint.
pub struct Member<'a> {
    /// Who.
    pub person: Link<'a>,
    /// When they join and leave, where that isn't the sprint's start and end.
    pub period: Period,
    /// `coding` or `reviewing`.
    pub doing: Option<&'a str>,
    /// Whether they only look on.
    pub is_shadow: bool,
}

/// A guest on a team.
pub struct Visitor<'a> {
    /// Who.
    pub person: Link<'a>,
    /// Where they come from.
    pub from_team: Option<Link<'a>>,
}

/// Someone who works with others for the sprint.
pub struct Elsewhere<'a> {
    /// The table.
    pub at: Value<'a>,
    /// Who.
    pub person: Link<'a>,
    /// When, where it isn't the whole sprint.
    pub period: Period,
}

impl<'a> Sprint<'a> {
    /// Its days.
    pub const fn period(&self) -> Period {
        Period::new(self.start, self.end)
    }

    /// The days of the sprint that lie in `period`.
    pub fn days_of(&self, period: Period) -> Option<(Date, Date)> {
        period.within(self.start, self.end)
    }

    /// The table of `team` in this sprint.
    pub fn team(&self, team: RecordId) -> Option<&SprintTeam<'a>> {
        self.teams.iter().find(|entry| entry.team.to == Some(team))
    }

    /// Where to point for the sprint as a whole: its first day.
    pub fn place(&self) -> Value<'a> {
        let root = self.record.root();
        root.get("start").unwrap_or(root)
    }
}

impl<'a> Typed<'a> for Sprint<'a> {
    const KIND: &'static str = "sprint";

    fn read(record: &'a Record, links: &Links) -> Option<Self> {
        let root = record.root();
        Some(Self {
            record,
            start: root.date("start")?,
            end: root.date("end")?,
            is_work_only: root.flag("work-only"),
            teams: root.list("team").filter_map(|team| SprintTeam::read(team, links)).collect(),
            elsewhere: root
                .list("elsewhere")
                .filter_map(|at| {
                    Some(Elsewhere { at, person: Link::get(links, at, "person")?, period: period(at) })
                })
                .collect(),
            days_off: root.list("days-off").filter_map(|day| day.date("date")).collect(),
        })
    }

    fn record(&self) -> &'a Record {
        self.record
    }
}

impl<'a> SprintTeam<'a> {
    fn read(at: Value<'a>, links: &Links) -> Option<Self> {
        Some(Self {
            at,
            team: Link::get(links, at, "team")?,
            members: at.list("members").filter_map(|member| Member::read(member, links)).collect(),
            product_manager: Link::get(links, at, "product-manager"),
            engineering_manager: Link::get(links, at, "engineering-manager"),
            tech_lead: Link::get(links, at, "tech-lead"),
            work: Link::list(links, at, "work"),
            visiting: at
                .list("visiting")
                .filter_map(|visitor| {
                    let person = Link::new(links, visitor.itself_or("person")?)?;
                    Some(Visitor { person, from_team: Link::get(links, visitor, "from-team") })
                })
                .collect(),
        })
    }

    /// The members who do the work: without those who only look on.
    pub fn working(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members.iter().filter(|member| !member.is_shadow)
    }

    /// Whether the table says who is on the team at all.
    pub fn says_members(&self) -> bool {
        self.at.get("members").is_some()
    }
}

impl<'a> Member<'a> {
    fn read(at: Value<'a>, links: &Links) -> Option<Self> {
        Some(Self {
            person: Link::new(links, at.itself_or("person")?)?,
            period: period(at),
            doing: at.str("doing"),
            is_shadow: at.flag("shadow"),
        })
    }
}
