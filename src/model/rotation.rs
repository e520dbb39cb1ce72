//! Rotations: who takes turns on duty, and by which rules.

use jiff::civil::Date;

use super::{Link, Typed, period};
use crate::dates::Period;
use crate::links::Links;
use crate::record::{Record, RecordId, Value};

/// A duty that people take in turns.
pub struct Rotation<'a> {
    /// The record.
    pub record: &'a Record,
    /// The team that is on duty.
    pub team: Link<'a>,
    /// When the rotation runs.
    pub period: Period,
    /// The fewest and the most people on duty.
    pub size: (Option<i64>, Option<i64>),
    /// Who takes turns, and when.
    pub pool: Vec<(Link<'a>, Period)>,
    /// Who is spared, and when.
    pub exempt: Vec<Exemption<'a>>,
    /// Sprints off between two turns.
    pub rest: Option<i64>,
    /// Most sprints on duty running.
    pub longest: Option<i64>,
    /// How many days before a turn its people must know.
    pub notice: Option<i64>,
    /// Sprints over which fairness is measured.
    pub window: Option<i64>,
    /// Declared times without anybody.
    pub gaps: Vec<Period>,
    /// Choices against the policy, with a reason.
    pub overrides: Vec<Override<'a>>,
}

/// Someone who is spared for a time.
pub struct Exemption<'a> {
    /// Who.
    pub person: Link<'a>,
    /// When.
    pub period: Period,
}

/// A choice against the policy.
pub struct Override<'a> {
    /// In which sprint.
    pub sprint: Link<'a>,
    /// Who.
    pub person: Link<'a>,
    /// Why.
    pub reason: Option<&'a str>,
}

impl Rotation<'_> {
    /// Whether `person` takes turns on `day`: in the pool and not exempt.
    pub fn is_eligible(&self, person: RecordId, day: Date) -> bool {
        let is = |link: &Link<'_>, period: &Period| link.to == Some(person) && period.contains(day);
        self.pool.iter().any(|(link, period)| is(link, period))
            && !self.exempt.iter().any(|exemption| is(&exemption.person, &exemption.period))
    }

    /// The reason for which `person` is on duty in `sprint` against the policy, if one is declared.
    pub fn override_for(&self, sprint: RecordId, person: RecordId) -> Option<&Override<'_>> {
        self.overrides
            .iter()
            .find(|choice| choice.sprint.to == Some(sprint) && choice.person.to == Some(person))
    }
}

impl<'a> Typed<'a> for Rotation<'a> {
    const KIND: &'static str = "rotation";

    fn read(record: &'a Record, links: &Links<'_>) -> Option<Self> {
        let root = record.root();
        let size = root.get("size");
        Some(Self {
            record,
            team: Link::get(links, root, "team")?,
            period: period(root),
            size: size.map_or((None, None), |size| match (size.integer("least"), size.integer("most")) {
                // Told of as impossible; nothing can be measured by it.
                (Some(least), Some(most)) if most < least => (None, None),
                either => either,
            }),
            pool: root
                .list("pool")
                .filter_map(|entry| Some((Link::new(links, entry.itself_or("person")?)?, period(entry))))
                .collect(),
            exempt: root
                .list("exempt")
                .filter_map(|entry| {
                    Some(Exemption { person: Link::get(links, entry, "person")?, period: period(entry) })
                })
                .collect(),
            rest: root.integer("rest"),
            longest: root.integer("longest"),
            notice: root.integer("notice-days"),
            window: root.integer("window"),
            gaps: root.list("gaps").map(period).collect(),
            overrides: root.list("overrides").filter_map(|entry| read_override(entry, links)).collect(),
        })
    }

    fn record(&self) -> &'a Record {
        self.record
    }
}

fn read_override<'a>(entry: Value<'a>, links: &Links<'_>) -> Option<Override<'a>> {
    Some(Override {
        sprint: Link::get(links, entry, "sprint")?,
        person: Link::get(links, entry, "person")?,
        reason: entry.str("reason"),
    })
}
