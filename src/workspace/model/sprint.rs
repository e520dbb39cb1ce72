//! Sprints: their days, teams and work.

use jiff::civil::Date;

use super::{At, Link, Typed, points, share};
use crate::base::dates::{self, Period};
use crate::record::{Record, RecordId, Value};
use crate::workspace::facts::SprintDays;
use crate::workspace::links::Links;

/// A sprint with both of its days.
pub struct Sprint<'a> {
    /// The sprint's record.
    pub record: &'a Record,
    /// The first day.
    pub start: Date,
    /// The last day, inclusive.
    pub end: Date,
    /// Whether only its work is recorded, not its people.
    pub is_work_only: bool,
    /// Its teams, in the order of the file.
    pub teams: Vec<SprintTeam<'a>>,
    /// People who work elsewhere.
    pub elsewhere: Vec<Elsewhere<'a>>,
    /// Days off beyond the public holidays.
    pub days_off: Vec<DayOff<'a>>,
    /// The sprint's meetings.
    pub ceremonies: Vec<Ceremony<'a>>,
    /// `planned`, `frozen`, `active` or `closed`.
    pub state: At<'a, Option<&'a str>>,
}

/// A day on which people don't work.
pub struct DayOff<'a> {
    /// The entry of `days-off`.
    pub at: Value<'a>,
    /// The occasion.
    pub why: &'a str,
    /// The day off.
    pub date: At<'a, Date>,
    /// Who has the day off; empty where everybody has.
    pub who: Vec<Link<'a>>,
}

/// A meeting of a sprint.
pub struct Ceremony<'a> {
    /// The kind of meeting, as the schema spells it.
    pub kind: &'a str,
    /// The day on which it is held.
    pub on: At<'a, Option<Date>>,
}

/// A team in one sprint.
pub struct SprintTeam<'a> {
    /// The `[[team]]` table.
    pub at: Value<'a>,
    /// The team's own record.
    pub team: Link<'a>,
    /// The engineers, in the order of the file.
    pub members: Vec<Member<'a>>,
    /// The product manager.
    pub product_manager: Option<Link<'a>>,
    /// The engineering manager.
    pub engineering_manager: Option<Link<'a>>,
    /// The tech lead, if one is named.
    pub tech_lead: Option<Link<'a>>,
    /// What it works on.
    pub work: At<'a, Vec<Link<'a>>>,
    /// Guests from other teams.
    pub visiting: Vec<Visitor<'a>>,
    /// The points that it can do if nobody is away.
    pub capacity: At<'a, Option<f64>>,
}

/// Someone on a team in a sprint.
pub struct Member<'a> {
    /// The entry of `members`.
    pub at: Value<'a>,
    /// The engineer.
    pub person: Link<'a>,
    /// When they join and leave, where that isn't the sprint's start and end.
    pub period: At<'a, Period>,
    /// `coding` or `reviewing`.
    pub doing: Option<&'a str>,
    /// Whether they only look on.
    pub is_shadow: bool,
    /// The part of their time that the team has; all where it isn't said.
    pub share: Option<f64>,
}

/// A guest on a team.
pub struct Visitor<'a> {
    /// The guest.
    pub person: Link<'a>,
    /// The entry of `visiting`.
    pub at: Value<'a>,
    /// Where they come from.
    pub from_team: Option<Link<'a>>,
    /// How far the visit is.
    pub state: At<'a, Option<&'a str>>,
    /// Who looks after it.
    pub host: Option<Link<'a>>,
}

/// Someone who works with others for the sprint.
pub struct Elsewhere<'a> {
    /// The entry of `elsewhere`.
    pub at: Value<'a>,
    /// The person who works elsewhere.
    pub person: Link<'a>,
    /// When, where it isn't the whole sprint.
    pub period: At<'a, Period>,
    /// With whom: a team, or others in words.
    pub with: Option<Value<'a>>,
    /// What for, where it isn't with somebody.
    pub purpose: Option<&'a str>,
    /// The part of their time that is spent there; all where it isn't said.
    pub share: Option<f64>,
}

impl<'a> Sprint<'a> {
    /// From its first day to its last, inclusive.
    pub const fn period(&self) -> Period {
        Period::new(self.start, self.end)
    }

    /// The days of the sprint that lie in `period`.
    pub fn days_of(&self, period: Period) -> Option<(Date, Date)> {
        period.within(self.start, self.end)
    }

    /// How many days it has: none or fewer if it ends before it starts.
    pub fn length(&self) -> i64 {
        dates::days_between(self.start, self.end) + 1
    }

    /// Whether its people can be asked: they are recorded, and its days are in order and within a year.
    pub fn is_staffed(&self) -> bool {
        !self.is_work_only && (1..=super::cadence::LONGEST).contains(&self.length())
    }

    /// Whether it is history.
    pub fn is_closed(&self) -> bool {
        self.state == Some("closed")
    }

    /// The days off of the person with number `id`: those of all and their own.
    pub fn days_off_of(&self, id: RecordId) -> Vec<Date> {
        let is_meant = |day: &&DayOff<'_>| day.who.is_empty() || day.who.iter().any(|who| who.to == Some(id));
        self.days_off.iter().filter(is_meant).map(|day| *day.date).collect()
    }

    /// Where its last day stands.
    pub fn end_place(&self) -> Value<'a> {
        let root = self.record.root();
        root.get("end").unwrap_or(root)
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
    fn read(record: &'a Record, links: &Links<'_>) -> Option<Self> {
        let root = record.root();
        let SprintDays { start, end, is_work_only } = SprintDays::read(root)?;
        Some(Self {
            record,
            start,
            end,
            is_work_only,
            teams: root.list("team").filter_map(|team| SprintTeam::read(team, links)).collect(),
            elsewhere: root
                .list("elsewhere")
                .filter_map(|at| {
                    let person = Link::get(links, at, "person")?;
                    let (with, purpose) = (at.get("with"), at.str("purpose"));
                    Some(Elsewhere { at, person, period: At::days(at), with, purpose, share: share(at) })
                })
                .collect(),
            days_off: root
                .list("days-off")
                .filter_map(|at| {
                    let (why, who) = (at.str("why").unwrap_or_default(), Link::list(links, at, "who"));
                    Some(DayOff { at, why, date: At::date(at, "date").known()?, who })
                })
                .collect(),
            ceremonies: root
                .list("ceremonies")
                .filter_map(|at| Some(Ceremony { kind: at.str("kind")?, on: At::date(at, "on") }))
                .collect(),
            state: At::text(root, "state"),
        })
    }

    fn record(&self) -> &'a Record {
        self.record
    }

    fn sort(list: &mut [Self]) {
        list.sort_by_key(|sprint| (sprint.start, sprint.record.number));
    }
}

impl<'a> SprintTeam<'a> {
    fn read(at: Value<'a>, links: &Links<'_>) -> Option<Self> {
        Some(Self {
            at,
            team: Link::get(links, at, "team")?,
            members: at.list("members").filter_map(|member| Member::read(member, links)).collect(),
            product_manager: Link::get(links, at, "product-manager"),
            engineering_manager: Link::get(links, at, "engineering-manager"),
            tech_lead: Link::get(links, at, "tech-lead"),
            work: At::links(links, at, "work"),
            visiting: at
                .list("visiting")
                .filter_map(|visitor| {
                    let person = Link::new(links, visitor.itself_or("person")?)?;
                    Some(Visitor {
                        person,
                        at: visitor,
                        from_team: Link::get(links, visitor, "from-team"),
                        state: At::text(visitor, "state"),
                        host: Link::get(links, visitor, "host"),
                    })
                })
                .collect(),
            capacity: points(at, "capacity"),
        })
    }

    /// Who holds which office, by the role's name.
    pub const fn offices(&self) -> [(&'static str, Option<Link<'a>>); 3] {
        [
            ("product-manager", self.product_manager),
            ("engineering-manager", self.engineering_manager),
            ("tech-lead", self.tech_lead),
        ]
    }

    /// The members who do the work: without those who only look on.
    pub fn working(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members.iter().filter(|member| !member.is_shadow)
    }

    /// How many members do the work when: the sprint's days in runs of one number.
    pub fn strength(&self, sprint: &Sprint<'_>) -> Vec<(Date, Date, usize)> {
        let mut stays: Vec<_> = self
            .working()
            // Days outside the sprint are reported elsewhere.
            .map(|member| {
                (member.person.id(), sprint.days_of(*member.period).unwrap_or((sprint.start, sprint.end)))
            })
            .collect();
        stays.sort_unstable();
        stays.dedup();
        let mut changes = vec![(sprint.start, 0, 0)];
        for (_, (from, until)) in stays {
            changes.push((from, 1, 0));
            changes.push((dates::shift(until, 1), 0, 1));
        }
        changes.sort_unstable();
        let mut runs: Vec<(Date, Date, usize)> = Vec::new();
        let mut count = 0;
        for (day, come, gone) in changes {
            count = count + come - gone;
            match runs.last_mut() {
                Some(last) if last.0 == day => last.2 = count,
                _ if day > sprint.end => break,
                last => {
                    if let Some(last) = last {
                        last.1 = dates::shift(day, -1);
                    }
                    runs.push((day, sprint.end, count));
                }
            }
        }
        runs
    }

    /// Whether the table says who is on the team at all.
    pub fn says_members(&self) -> bool {
        self.at.get("members").is_some()
    }
}

impl<'a> Member<'a> {
    /// Whether both are on a team in the same part and on the same days.
    pub fn is_as(&self, other: &Self) -> bool {
        *self.period == *other.period
            && (self.doing, self.is_shadow, self.share) == (other.doing, other.is_shadow, other.share)
    }

    fn read(at: Value<'a>, links: &Links<'_>) -> Option<Self> {
        Some(Self {
            at,
            person: Link::new(links, at.itself_or("person")?)?,
            period: At::days(at),
            doing: at.str("doing"),
            is_shadow: at.flag("shadow"),
            share: share(at),
        })
    }
}
