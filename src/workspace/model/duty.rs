//! Who is on duty when, of which rotation: read from the sprints, and only from those whose people are
//! recorded.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::cadence::LONGEST;
use super::{Link, Member, Rotation, Sprint, SprintTeam};
use crate::base::dates::{self, Period};
use crate::record::{RecordId, Value};

/// A sprint, or the part of it, in which a rotation runs.
pub struct DutySprint<'w, 'a> {
    /// The sprint as a whole.
    pub sprint: &'w Sprint<'a>,
    /// The duty team's table, if the sprint has one.
    pub team: Option<&'w SprintTeam<'a>>,
    /// The first and the last day on which the rotation runs.
    pub days: (Date, Date),
}

/// Somebody's turn on duty in one sprint. Those who only look on and visitors take no turn.
pub struct Turn<'w, 'a> {
    /// The person on duty.
    pub person: RecordId,
    /// Which sprint it is among those whose people are recorded.
    pub number: usize,
    /// The rotation that it is a turn of.
    pub rotation: &'w Rotation<'a>,
    /// The sprint in which it is served.
    pub sprint: &'w Sprint<'a>,
    /// Where the sprint says so.
    pub member: &'w Member<'a>,
    /// The first and the last day.
    pub days: (Date, Date),
}

/// What somebody of a rotation's pool has served in some sprints, and what a fair share of their turns is.
pub struct Share<'a> {
    /// The person, as the pool names them.
    pub person: Link<'a>,
    /// The turns that they have served.
    pub served: u32,
    /// Their part of all turns: in each sprint those who could have served share them alike.
    pub fair: f64,
    /// The last turn, where the sprint says so.
    pub last: Option<Value<'a>>,
}

impl Share<'_> {
    /// How many turns they are above their share; negative below.
    pub fn debt(&self) -> f64 {
        f64::from(self.served) - self.fair
    }
}

/// How evenly turns are spread over all who could have served, those who never did among them. Each counts by
/// the part of their share that they have served.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Evenness {
    /// How many could have served.
    pub people: usize,
    /// Jain's index: 1 where all have served their share, 1 divided by the number of people where one serves
    /// alone.
    pub jain: f64,
    /// The largest of these parts, divided by their mean.
    pub most_to_mean: f64,
}

impl Evenness {
    /// Of `shares`; none where nobody has served.
    pub fn of(shares: &[Share<'_>]) -> Option<Self> {
        let eligible = shares.iter().filter(|share| share.fair > 1e-9);
        let parts: Vec<f64> = eligible.map(|share| f64::from(share.served) / share.fair).collect();
        let (sum, squares) = parts.iter().fold((0.0, 0.0), |(sum, of), part| (sum + part, of + part * part));
        if squares <= 0.0 {
            return None;
        }
        let people = f64::from(parts.len() as u32);
        let most = parts.iter().copied().fold(0.0, f64::max);
        Some(Self {
            people: parts.len(),
            jain: sum * sum / (people * squares),
            most_to_mean: most * people / sum,
        })
    }
}

/// The sprints in which `rotation` runs, by first day.
pub fn sprints<'w, 'a>(rotation: &Rotation<'a>, sprints: &'w [Sprint<'a>]) -> Vec<DutySprint<'w, 'a>> {
    // By first day; and none that can be asked is longer than a year.
    let earliest = rotation.period.from.map_or(Date::MIN, |from| dates::shift(from, -LONGEST));
    let first = sprints.partition_point(|sprint| sprint.start < earliest);
    let end =
        sprints.partition_point(|sprint| rotation.period.until.is_none_or(|until| sprint.start <= until));
    let possible = sprints.get(first..end).unwrap_or_default();
    possible
        .iter()
        .filter(|sprint| sprint.is_staffed())
        .filter_map(|sprint| {
            let days = sprint.days_of(*rotation.period)?;
            Some(DutySprint { sprint, team: sprint.team(rotation.team.to?), days })
        })
        .collect()
}

/// All turns of all rotations: by person, then by sprint, then by rotation.
pub fn turns<'w, 'a>(rotations: &'w [Rotation<'a>], sprints: &'w [Sprint<'a>]) -> Vec<Turn<'w, 'a>> {
    let mut turns = Vec::new();
    let mut of_team: BTreeMap<RecordId, Vec<&Rotation<'a>>> = BTreeMap::new();
    for rotation in rotations {
        if let Some(team) = rotation.team.to {
            of_team.entry(team).or_default().push(rotation);
        }
    }
    for (number, sprint) in sprints.iter().filter(|sprint| sprint.is_staffed()).enumerate() {
        let mut seen = BTreeSet::new();
        // Of a team that stands there twice the first table counts.
        let teams = sprint.teams.iter().filter_map(|team| Some((team.team.to?, team)));
        for (id, team) in teams.filter(|(id, _)| of_team.contains_key(id) && seen.insert(*id)) {
            let running = of_team.get(&id).into_iter().flatten();
            let running = running.filter_map(|rotation| Some((*rotation, sprint.days_of(*rotation.period)?)));
            for (rotation, (from, until)) in running {
                for member in team.working() {
                    let days = member.period.within(from, until);
                    if let (Some(person), Some(days)) = (member.person.to, days) {
                        turns.push(Turn { person, number, rotation, sprint, member, days });
                    }
                }
            }
        }
    }
    turns.sort_by_key(|turn| (turn.person, turn.number, turn.rotation.record.number, turn.days));
    turns.dedup_by(|later, earlier| {
        let is_same =
            later.person == earlier.person && later.is_same_duty(earlier) && later.number == earlier.number;
        if is_same {
            earlier.days.1 = earlier.days.1.max(later.days.1);
        }
        is_same
    });
    turns
}

impl DutySprint<'_, '_> {
    /// How many of those on duty are on another team on the same day.
    pub fn on_other_teams(&self) -> usize {
        let Some(team) = self.team else { return 0 };
        let others = self.sprint.teams.iter().filter(|other| other.team.to != team.team.to);
        let mut busy: Vec<_> = others
            .flat_map(SprintTeam::working)
            .filter_map(|member| Some((member.person.to?, member.period)))
            .collect();
        busy.sort_by_key(|(person, _)| *person);
        let is_busy = |member: &&Member<'_>| {
            let first = busy.partition_point(|(person, _)| Some(*person) < member.person.to);
            let mut of_person =
                busy[first..].iter().take_while(|(person, _)| Some(*person) == member.person.to);
            of_person.any(|(_, period)| period.overlaps(*member.period))
        };
        team.working().filter(is_busy).count()
    }

    /// The runs of days on which a number of people of which `is_meant` is true are on duty, with the number
    /// at its beginning. A run without a working day isn't one.
    pub fn runs(&self, is_meant: impl Fn(usize) -> bool) -> Vec<(Date, Date, usize)> {
        let Some(team) = self.team else { return Vec::new() };
        let (first, last) = self.days;
        let mut runs: Vec<(Date, Date, usize)> = Vec::new();
        for (from, until, count) in team.strength(self.sprint) {
            let Some((from, until)) =
                Period::new(from, until).within(first, last).filter(|_| is_meant(count))
            else {
                continue;
            };
            match runs.last_mut().filter(|run| from == dates::shift(run.1, 1)) {
                Some(run) => run.1 = until,
                None => runs.push((from, until, count)),
            }
        }
        runs.retain(|(from, until, _)| dates::has_working_day(*from, *until));
        runs
    }
}

impl Turn<'_, '_> {
    /// Whether both are turns of one rotation.
    pub fn is_same_duty(&self, other: &Self) -> bool {
        self.rotation.record.number == other.rotation.record.number
    }

    /// Whether `later` continues this turn in the sprint that comes next.
    pub fn is_followed_by(&self, later: &Self) -> bool {
        self.person == later.person
            && self.is_same_duty(later)
            && self.sprint.end < later.sprint.start
            && self.sprints_until(later) == 0
    }

    /// How many sprints lie between this turn and a later one. Times that no sprint is recorded for count as
    /// the sprints that they had room for.
    pub fn sprints_until(&self, later: &Self) -> i64 {
        let recorded = i64::try_from(later.number.saturating_sub(self.number)).unwrap_or(i64::MAX) - 1;
        let days = dates::days_between(self.sprint.end, later.sprint.start) - 1;
        recorded.max(days / self.sprint.length().max(1))
    }

    /// Whether an override with a reason says that the person serves in this sprint all the same.
    pub fn is_chosen(&self) -> bool {
        let choice = self.rotation.override_for(self.sprint.record.number, self.person);
        choice.is_some_and(|choice| choice.reason.is_some())
    }
}
