//! What differs between two rosters: of one sprint in two states, or of two sprints that follow each other.

use super::{Elsewhere, Link, Member, Sprint, SprintTeam};
use crate::record::Value;

/// Where somebody is in a sprint.
#[derive(Clone, Copy)]
pub enum Seat<'s, 'a> {
    /// On a team of the sprint.
    Team(&'s SprintTeam<'a>, &'s Member<'a>),
    /// With others, or on work elsewhere.
    Elsewhere(&'s Elsewhere<'a>),
}

impl<'a> Seat<'_, 'a> {
    /// The person who has the seat.
    pub const fn person(self) -> Link<'a> {
        match self {
            Self::Team(_, member) => member.person,
            Self::Elsewhere(entry) => entry.person,
        }
    }

    /// The entry that says so.
    pub const fn at(self) -> Value<'a> {
        match self {
            Self::Team(_, member) => member.at,
            Self::Elsewhere(entry) => entry.at,
        }
    }
}

/// What becomes of somebody from one roster to the other: they join where there is no `from`, and leave where
/// there is no `to`.
#[derive(Clone, Copy)]
pub struct SeatChange<'s, 'a> {
    /// The seat before; none for those who join.
    pub from: Option<Seat<'s, 'a>>,
    /// The seat after; none for those who leave.
    pub to: Option<Seat<'s, 'a>>,
    /// Whether both are the same place.
    pub is_stay: bool,
}

/// A team before and after.
pub type TeamPair<'s, 'a> = (Option<&'s SprintTeam<'a>>, Option<&'s SprintTeam<'a>>);

/// What differs between two rosters.
pub struct RosterDelta<'s, 'a> {
    /// The teams after, in order, each with what it was; then those that are gone.
    pub teams: Vec<TeamPair<'s, 'a>>,
    /// What becomes of everybody: by the places after, in order; then those that are left.
    pub steps: Vec<SeatChange<'s, 'a>>,
}

impl<'s, 'a> RosterDelta<'s, 'a> {
    /// Compares two rosters. `is_same` says whether a reference before and one after mean the same.
    pub fn new(
        before: &'s Sprint<'a>,
        after: &'s Sprint<'a>,
        is_same: impl Fn(Value<'a>, Value<'a>) -> bool,
    ) -> Self {
        Self { teams: teams(&before.teams, &after.teams, &is_same), steps: steps(before, after, &is_same) }
    }
}

type IsSame<'c, 'a> = &'c dyn Fn(Value<'a>, Value<'a>) -> bool;

fn teams<'s, 'a>(
    before: &'s [SprintTeam<'a>],
    after: &'s [SprintTeam<'a>],
    is_same: IsSame<'_, 'a>,
) -> Vec<TeamPair<'s, 'a>> {
    let mut left: Vec<&SprintTeam<'a>> = before.iter().collect();
    // Of a team that is split over the sprint the first table is the first one, and so on.
    let mut pair = |team: &'s SprintTeam<'a>| {
        let known = left.iter().position(|other| is_same(other.team.at, team.team.at));
        (known.map(|known| left.remove(known)), Some(team))
    };
    let mut teams: Vec<_> = after.iter().map(&mut pair).collect();
    let is_gone = |team: &&SprintTeam<'a>| !after.iter().any(|other| is_same(team.team.at, other.team.at));
    teams.extend(left.into_iter().filter(is_gone).map(|team| (Some(team), None)));
    teams
}

fn seats<'s, 'a>(sprint: &'s Sprint<'a>) -> Vec<Seat<'s, 'a>> {
    let members = |team: &'s SprintTeam<'a>| team.members.iter().map(move |member| Seat::Team(team, member));
    sprint.teams.iter().flat_map(members).chain(sprint.elsewhere.iter().map(Seat::Elsewhere)).collect()
}

fn steps<'s, 'a>(
    before: &'s Sprint<'a>,
    after: &'s Sprint<'a>,
    is_same: IsSame<'_, 'a>,
) -> Vec<SeatChange<'s, 'a>> {
    let is_same_place = |before: Seat<'s, 'a>, after: Seat<'s, 'a>| match (before, after) {
        (Seat::Team(before, _), Seat::Team(after, _)) => is_same(before.team.at, after.team.at),
        (Seat::Elsewhere(before), Seat::Elsewhere(after)) => match (before.with, after.with) {
            (Some(before), Some(after)) => is_same(before, after),
            (None, None) => before.purpose == after.purpose,
            _ => false,
        },
        _ => false,
    };
    let is_same_person =
        |before: Seat<'s, 'a>, after: Seat<'s, 'a>| is_same(before.person().at, after.person().at);
    let mut left = seats(before);
    let known: Vec<(Seat<'s, 'a>, Option<Seat<'s, 'a>>)> = seats(after)
        .into_iter()
        .map(|seat| {
            let is_known = |old: &Seat<'s, 'a>| is_same_person(*old, seat) && is_same_place(*old, seat);
            (seat, left.iter().position(is_known).map(|known| left.remove(known)))
        })
        .collect();
    let mut steps = Vec::new();
    for (seat, old) in &known {
        let mut others = known.iter().filter(|(other, old)| {
            old.is_none()
                && (other.person().to, other.person().id()) == (seat.person().to, seat.person().id())
        });
        let mut gone = (0..left.len()).filter(|index| is_same_person(left[*index], *seat));
        let from = match (others.nth(1), gone.next(), gone.next()) {
            (None, Some(from), None) if old.is_none() => Some(left.remove(from)),
            _ => *old,
        };
        steps.push(SeatChange { from, to: Some(*seat), is_stay: old.is_some() });
    }
    steps.extend(left.into_iter().map(|seat| SeatChange { from: Some(seat), to: None, is_stay: false }));
    steps
}
