//! Rotations: who takes turns on duty, and by which rules.

use jiff::civil::Date;

use super::{At, Link, Typed, period};
use crate::base::dates::Period;
use crate::record::{Record, RecordId, Value};
use crate::workspace::links::Links;

/// A duty that people take in turns.
pub struct Rotation<'a> {
    /// The rotation's record.
    pub record: &'a Record,
    /// The team that is on duty.
    pub team: Link<'a>,
    /// When the rotation runs.
    pub period: At<'a, Period>,
    /// The fewest people on duty that it asks for.
    pub least: At<'a, Option<i64>>,
    /// The largest number of people on duty.
    pub most: At<'a, Option<i64>>,
    /// Who takes turns, and when.
    pub pool: Vec<Pooled<'a>>,
    /// Who is spared, and when.
    pub exempt: Vec<Exemption<'a>>,
    /// Sprints off between two turns.
    pub rest: Option<i64>,
    /// Most sprints on duty running.
    pub longest: At<'a, Option<i64>>,
    /// How many days before a turn its people must know.
    pub notice: Option<i64>,
    /// Sprints over which fairness is measured.
    pub window: Option<i64>,
    /// How many sprints ahead its people are planned.
    pub plan_ahead: At<'a, Option<i64>>,
    /// Whether somebody of each functional team is on duty.
    pub needs_each_function: bool,
    /// Whether some stay on duty when others go.
    pub is_staggered: bool,
    /// Declared times without anybody.
    pub gaps: Vec<Period>,
    /// Choices against the policy, with a reason.
    pub overrides: Vec<Override<'a>>,
    order: EntriesByPerson,
}

/// Whom each entry of the lists is about, in the order of people: as indices, those of one in the order of
/// the file.
struct EntriesByPerson {
    pool: Vec<(RecordId, usize)>,
    exempt: Vec<(RecordId, usize)>,
    /// By sprint and person.
    overrides: Vec<((RecordId, RecordId), usize)>,
}

impl EntriesByPerson {
    fn new(pool: &[Pooled<'_>], exempt: &[Exemption<'_>], overrides: &[Override<'_>]) -> Self {
        Self {
            pool: in_order(pool.iter().map(|pooled| pooled.person.to)),
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

/// Someone who takes turns.
pub struct Pooled<'a> {
    /// The person in the pool.
    pub person: Link<'a>,
    /// The days on which they take turns.
    pub period: Period,
    /// The last day on which they are new to it.
    pub novice_until: Option<Date>,
}

/// Someone who is spared for a time.
pub struct Exemption<'a> {
    /// The person who is exempt.
    pub person: Link<'a>,
    /// The days of the exemption.
    pub period: Period,
}

/// A choice against the policy.
pub struct Override<'a> {
    /// The sprint that it holds for.
    pub sprint: Link<'a>,
    /// The person who serves all the same.
    pub person: Link<'a>,
    /// The stated reason, without which it doesn't count.
    pub reason: Option<&'a str>,
}

impl<'a> Rotation<'a> {
    /// Whether it asks for more people than it allows: then nothing can be measured by its size.
    pub fn is_size_impossible(&self) -> bool {
        self.least.zip(*self.most).is_some_and(|(least, most)| most < least)
    }

    /// The fewest people on duty, where the size is possible.
    pub fn fewest(&self) -> Option<usize> {
        self.least.filter(|_| !self.is_size_impossible()).and_then(|least| usize::try_from(least).ok())
    }

    /// The most people on duty, where the size is possible.
    pub fn greatest(&self) -> Option<usize> {
        self.most.filter(|_| !self.is_size_impossible()).and_then(|most| usize::try_from(most).ok())
    }

    /// Whether `person` takes turns on `day`: in the pool and not exempt.
    pub fn is_eligible(&self, person: RecordId, day: Date) -> bool {
        self.pool_of(person).any(|pooled| pooled.period.contains(day))
            && !self.exempt_of(person).any(|exemption| exemption.period.contains(day))
    }

    /// What the pool says of `person`, in the order of the file.
    pub fn pool_of(&self, person: RecordId) -> impl Iterator<Item = &Pooled<'a>> {
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
        let size = |key: &str| match root.get("size") {
            Some(size) => At::integer(size, key),
            None => At { value: None, at: root },
        };
        let pool: Vec<_> = root
            .list("pool")
            .filter_map(|entry| {
                Some(Pooled {
                    person: Link::new(links, entry.itself_or("person")?)?,
                    period: period(entry),
                    novice_until: entry.date("novice-until"),
                })
            })
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
            order: EntriesByPerson::new(&pool, &exempt, &overrides),
            record,
            team: Link::get(links, root, "team")?,
            period: At::days(root),
            least: size("least"),
            most: size("most"),
            pool,
            exempt,
            rest: root.integer("rest"),
            longest: At::integer(root, "longest"),
            notice: root.integer("notice-days"),
            window: root.integer("window"),
            plan_ahead: At::integer(root, "plan-ahead"),
            needs_each_function: root.flag("each-function"),
            is_staggered: root.str("change") == Some("staggered"),
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
