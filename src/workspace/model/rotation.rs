//! Rotations: who takes turns on duty, and by which rules.

use jiff::civil::Date;

use super::{Link, Typed, period};
use crate::base::dates::Period;
use crate::record::{Record, RecordId, Value};
use crate::workspace::links::Links;

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
    order: Order,
}

/// Whom each entry of the lists is about, in the order of people: as indices, those of one in the order of the file.
struct Order {
    pool: Vec<(RecordId, usize)>,
    exempt: Vec<(RecordId, usize)>,
    /// By sprint and person.
    overrides: Vec<((RecordId, RecordId), usize)>,
}

impl Order {
    fn new(pool: &[(Link<'_>, Period)], exempt: &[Exemption<'_>], overrides: &[Override<'_>]) -> Self {
        Self {
            pool: in_order(pool.iter().map(|(person, _)| person.to)),
            exempt: in_order(exempt.iter().map(|exempt| exempt.person.to)),
            overrides: in_order(overrides.iter().map(|choice| choice.sprint.to.zip(choice.person.to))),
        }
    }
}

fn in_order<K: Ord>(keys: impl Iterator<Item = Option<K>>) -> Vec<(K, usize)> {
    let mut order: Vec<_> = keys.enumerate().filter_map(|(index, key)| Some((key?, index))).collect();
    order.sort_unstable();
    order
}

/// The indices of what is about `key`.
fn about<K: Copy + Ord>(order: &[(K, usize)], key: K) -> impl Iterator<Item = usize> {
    let first = order.partition_point(|(other, _)| *other < key);
    order[first..].iter().take_while(move |(other, _)| *other == key).map(|(_, index)| *index)
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

impl<'a> Rotation<'a> {
    /// Whether `person` takes turns on `day`: in the pool and not exempt.
    pub fn is_eligible(&self, person: RecordId, day: Date) -> bool {
        self.pool_of(person).any(|(_, period)| period.contains(day))
            && !self.exempt_of(person).any(|exemption| exemption.period.contains(day))
    }

    /// What the pool says of `person`, in the order of the file.
    pub fn pool_of(&self, person: RecordId) -> impl Iterator<Item = &(Link<'a>, Period)> {
        about(&self.order.pool, person).map(|index| &self.pool[index])
    }

    /// When `person` is spared, in the order of the file.
    pub fn exempt_of(&self, person: RecordId) -> impl Iterator<Item = &Exemption<'a>> {
        about(&self.order.exempt, person).map(|index| &self.exempt[index])
    }

    /// The reason for which `person` is on duty in `sprint` against the policy, if one is declared.
    pub fn override_for(&self, sprint: RecordId, person: RecordId) -> Option<&Override<'a>> {
        about(&self.order.overrides, (sprint, person)).next().map(|index| &self.overrides[index])
    }
}

impl<'a> Typed<'a> for Rotation<'a> {
    fn read(record: &'a Record, links: &Links<'_>) -> Option<Self> {
        let root = record.root();
        let size = root.get("size");
        let pool: Vec<_> = root
            .list("pool")
            .filter_map(|entry| Some((Link::new(links, entry.itself_or("person")?)?, period(entry))))
            .collect();
        let exempt: Vec<_> = root
            .list("exempt")
            .filter_map(|entry| {
                Some(Exemption { person: Link::get(links, entry, "person")?, period: period(entry) })
            })
            .collect();
        let overrides: Vec<_> =
            root.list("overrides").filter_map(|entry| read_override(entry, links)).collect();
        Some(Self {
            order: Order::new(&pool, &exempt, &overrides),
            record,
            team: Link::get(links, root, "team")?,
            period: period(root),
            size: size.map_or((None, None), |size| match (size.integer("least"), size.integer("most")) {
                // Told of as impossible; nothing can be measured by it.
                (Some(least), Some(most)) if most < least => (None, None),
                either => either,
            }),
            pool,
            exempt,
            rest: root.integer("rest"),
            longest: root.integer("longest"),
            notice: root.integer("notice-days"),
            window: root.integer("window"),
            gaps: root.list("gaps").map(period).collect(),
            overrides,
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
