//! Sprints: who moves where, who manages, which work goes to whom. A new sprint is compared with the one
//! before.

use super::comparison::{Comparison, Description, Referent, ReferentKey, Side};
use super::fields;
use super::shown::linked;
use crate::base::words::{list, quote, spaced};
use crate::record::{Record, RecordId, Value};
use crate::workspace::View;
use crate::workspace::model::roster::{RosterDelta, Seat, SeatChange, TeamPair};
use crate::workspace::model::{Sprint, SprintTeam, period};

/// A sprint in one of the states.
#[derive(Clone, Copy)]
pub(super) struct Seen<'s, 'a> {
    pub(super) side: Side,
    pub(super) sprint: &'s Sprint<'a>,
}

pub(super) fn of<'s, 'a>(workspace: &'s View<'a>, id: RecordId) -> Option<&'s Sprint<'a>> {
    workspace.sprints().iter().find(|sprint| sprint.record.number == id)
}

/// What a new sprint is compared with: the one before, if both say who is on a team.
pub(super) fn before<'s, 'a>(workspace: &'s View<'a>, sprint: &Sprint<'_>) -> Option<&'s Sprint<'a>> {
    let at = workspace.sprints().iter().position(|other| other.record.number == sprint.record.number)?;
    let before = workspace.sprints().get(at.checked_sub(1)?)?;
    (before.is_work_only == sprint.is_work_only).then_some(before)
}

/// Tells how a sprint differs from what it was.
pub(super) fn kept<'a>(
    comparison: &Comparison<'_, 'a>,
    base: &'a Record,
    head: &'a Record,
    description: &mut Description,
) {
    let (Some(before), Some(after)) = (of(comparison.base, base.number), of(comparison.head, head.number))
    else {
        return;
    };
    let (before, after) =
        (Seen { side: Side::Base, sprint: before }, Seen { side: Side::Head, sprint: after });
    compare(comparison, before, after, description);
    description.done(&["team", "elsewhere"]);
}

/// Tells what a new sprint brings. None where it can't be read as one.
pub(super) fn added<'a>(comparison: &Comparison<'_, 'a>, record: &'a Record) -> Option<Vec<String>> {
    let sprint = of(comparison.head, record.number)?;
    let mut description = Description::default();
    let mut first = format!("New: the sprint of {}, until {}", sprint.start, sprint.end);
    if let Some(goal) = record.root().str("goal") {
        first.push_str(&format!(", with the goal {}", quote(goal)));
    }
    let after = Seen { side: Side::Head, sprint };
    match before(comparison.head, sprint) {
        Some(before) => {
            description.say(format!("{first}, compared with the sprint of {}", before.start));
            compare(comparison, Seen { side: Side::Head, sprint: before }, after, &mut description);
            if description.said.len() == 1 {
                description.say("Its people and its work are the same as before");
            }
        }
        None => {
            description.say(first);
            sprint.teams.iter().for_each(|team| description.say(roster(comparison, team, sprint)));
        }
    }
    let days: Vec<String> = sprint.days_off.iter().map(|day| day.date.to_string()).collect();
    if !days.is_empty() {
        description.say(format!("Days off in {}: {}", named(sprint), list(&days)));
    }
    Some(description.said)
}

fn named(sprint: &Sprint<'_>) -> String {
    format!("the sprint of {}", sprint.start)
}

/// `Green in the sprint of 2020-11-25: Cindy and Petr; product manager Evan; works on API Portal`.
fn roster(comparison: &Comparison<'_, '_>, team: &SprintTeam<'_>, sprint: &Sprint<'_>) -> String {
    let name = |link| linked(comparison.head, link);
    let mut parts = Vec::new();
    let members: Vec<String> = team.members.iter().map(|member| name(member.person)).collect();
    if !members.is_empty() {
        parts.push(list(&members));
    }
    for (office, holder) in team.offices() {
        parts.extend(holder.map(|holder| format!("{} {}", spaced(office), name(holder))));
    }
    let visitors: Vec<String> = team.visiting.iter().map(|visitor| name(visitor.person)).collect();
    if !visitors.is_empty() {
        parts.push(format!("with {} visiting", list(&visitors)));
    }
    let work: Vec<String> = team.work.iter().map(|work| name(*work)).collect();
    if !work.is_empty() {
        parts.push(format!("works on {}", list(&work)));
    }
    if parts.is_empty() {
        parts.push("nobody yet".to_owned());
    }
    format!("{} in {}: {}", name(team.team), named(sprint), parts.join("; "))
}

fn compare<'a>(
    comparison: &Comparison<'_, 'a>,
    before: Seen<'_, 'a>,
    after: Seen<'_, 'a>,
    description: &mut Description,
) {
    let is_same = |old: Value<'a>, new: Value<'a>| {
        comparison.key_of(before.side, old) == comparison.key_of(after.side, new)
    };
    let delta = RosterDelta::new(before.sprint, after.sprint, is_same);
    if !before.sprint.is_work_only && !after.sprint.is_work_only {
        moves(comparison, before.side, &delta.steps, after.sprint, description);
        details(comparison, before.side, &delta.steps, after.sprint, description);
    }
    teams(comparison, before.side, &delta.teams, after.sprint, description);
    work(comparison, before, after, description);
}

/// What a place in a sprint is called: a team, or what is done elsewhere.
fn place(comparison: &Comparison<'_, '_>, side: Side, seat: Seat<'_, '_>) -> String {
    match seat {
        Seat::Team(team, _) => comparison.named(side, team.team.at).name,
        Seat::Elsewhere(entry) => match (entry.with, entry.purpose) {
            (Some(with), _) => format!("work with {}", comparison.shown(side, with)),
            (None, Some(purpose)) => format!("other work ({purpose})"),
            (None, None) => "other work".to_owned(),
        },
    }
}

/// Tells who moves, joins and leaves; those who do the same together.
fn moves(
    comparison: &Comparison<'_, '_>,
    old: Side,
    steps: &[SeatChange<'_, '_>],
    sprint: &Sprint<'_>,
    description: &mut Description,
) {
    let mut all: Vec<([&str; 2], String, Vec<String>)> = Vec::new();
    for step in steps {
        let on_team =
            |seat, words: [[&'static str; 2]; 2]| words[usize::from(!matches!(seat, Seat::Team(..)))];
        let (side, seat, verbs, where_to) = match (step.from, step.to) {
            _ if step.is_stay => continue,
            (Some(from), Some(to)) => {
                let (from, to_place) = (place(comparison, old, from), place(comparison, Side::Head, to));
                (Side::Head, to, ["move", "moves"], format!("from {from} to {to_place}"))
            }
            (None, Some(to)) => {
                let verbs = on_team(to, [["join", "joins"], ["take up", "takes up"]]);
                (Side::Head, to, verbs, place(comparison, Side::Head, to))
            }
            (Some(from), None) => (
                old,
                from,
                on_team(from, [["leave", "leaves"], ["end", "ends"]]),
                place(comparison, old, from),
            ),
            (None, None) => continue,
        };
        let name = comparison.named(side, seat.person().at).name;
        match all.iter_mut().find(|(known, place, _)| *known == verbs && *place == where_to) {
            Some((.., names)) => names.push(name),
            None => all.push((verbs, where_to, vec![name])),
        }
    }
    for ([many, one], place, names) in all {
        let verb = if names.len() == 1 { one } else { many };
        description.say(format!("{} {verb} {place} in {}", list(&names), named(sprint)));
    }
}

/// What else there is to know of those who are there: on which days, coding or reviewing, what is noted of
/// them.
fn details(
    comparison: &Comparison<'_, '_>,
    old: Side,
    steps: &[SeatChange<'_, '_>],
    sprint: &Sprint<'_>,
    description: &mut Description,
) {
    let sprint = named(sprint);
    for step in steps {
        let Some(seat) = step.to else { continue };
        let known = step.from.filter(|_| step.is_stay).map(Seat::at);
        let who = comparison.named(Side::Head, seat.person().at).name;
        let (place, at) = (place(comparison, Side::Head, seat), seat.at());
        // The days of one sprint say nothing about another.
        let days_before = known.filter(|_| old == Side::Base).map(period).unwrap_or_default();
        let days = period(at);
        if days != days_before {
            let from = days.from.map(|from| format!("from {from}"));
            let until = days.until.map(|until| format!("until {until}"));
            let words: Vec<String> = from.into_iter().chain(until).collect();
            description.say(match words.as_slice() {
                [] => format!("{who} is on {place} for the whole of {sprint}"),
                words => format!("{who} is on {place} only {} in {sprint}", words.join(" ")),
            });
        }
        let (did, does) = (known.and_then(|known| known.str("doing")), at.str("doing"));
        if let Some(does) = does.filter(|_| did != does) {
            let did = did.map(|did| format!(" (was {did})")).unwrap_or_default();
            description.say(format!("{who} is {does} on {place} in {sprint}{did}"));
        }
        if old == Side::Base && known.is_some() {
            let mut said = Description::default();
            said.done(&["person", "with", "purpose", "from", "until"]);
            if does.is_some() {
                said.done(&["doing"]);
            }
            let table = |at: &Value<'_>| at.is_table();
            let subject = format!("{who}, on {place} in {sprint}");
            fields::tables(comparison, &subject, known.filter(table), Some(at).filter(table), &mut said);
            description.said.append(&mut said.said);
        }
    }
}

/// Which teams there are, who manages them, who visits, and what else is said of them.
fn teams(
    comparison: &Comparison<'_, '_>,
    side: Side,
    teams: &[TeamPair<'_, '_>],
    sprint: &Sprint<'_>,
    description: &mut Description,
) {
    let sprint = named(sprint);
    for (old, team) in teams {
        let Some(team) = team else {
            let gone = old.map(|old| comparison.named(side, old.team.at).name);
            description
                .said
                .extend(gone.map(|name| format!("{name} is not one of the teams of {sprint} any more")));
            continue;
        };
        let name = comparison.named(Side::Head, team.team.at).name;
        if old.is_none() {
            description.say(format!("{name} is one of the teams of {sprint}"));
        }
        for (index, (office, holder)) in team.offices().into_iter().enumerate() {
            let was = old.and_then(|old| old.offices()[index].1).map(|link| comparison.named(side, link.at));
            let is = holder.map(|link| comparison.named(Side::Head, link.at));
            let office = spaced(office);
            match (was, is) {
                (Some(was), Some(is)) if was.key != is.key => description.say(format!(
                    "{} takes over from {} as {office} of {name} in {sprint}",
                    is.name, was.name
                )),
                (None, Some(is)) => description.say(format!("{} is {office} of {name} in {sprint}", is.name)),
                (Some(was), None) => {
                    description.say(format!("{name} has no {office} in {sprint} (was {})", was.name));
                }
                _ => {}
            }
        }
        visitors(comparison, (*old, side), team, &sprint, description);
        if side == Side::Base {
            let mut said = Description::default();
            said.done(&["team", "members", "product-manager", "engineering-manager", "tech-lead", "work"]);
            said.done(&["visiting"]);
            let subject = format!("{name} in {sprint}");
            fields::tables(comparison, &subject, old.map(|old| old.at), Some(team.at), &mut said);
            description.said.append(&mut said.said);
        }
    }
}

fn visitors(
    comparison: &Comparison<'_, '_>,
    (old, side): (Option<&SprintTeam<'_>>, Side),
    team: &SprintTeam<'_>,
    sprint: &str,
    description: &mut Description,
) {
    let name = linked(comparison.head, team.team);
    let before: Vec<Referent> = old
        .map(|old| old.visiting.iter().map(|visitor| comparison.named(side, visitor.person.at)).collect())
        .unwrap_or_default();
    let mut after = Vec::new();
    for visitor in &team.visiting {
        let who = comparison.named(Side::Head, visitor.person.at);
        if !before.iter().any(|known| known.key == who.key) {
            let from = visitor.from_team.map(|from| format!(" from {}", linked(comparison.head, from)));
            description.say(format!("{} visits {name}{} in {sprint}", who.name, from.unwrap_or_default()));
        }
        after.push(who);
    }
    for who in before.iter().filter(|who| !after.iter().any(|known| known.key == who.key)) {
        description.say(format!("{} doesn't visit {name} any more in {sprint}", who.name));
    }
}

/// Which work goes to which team.
fn work(
    comparison: &Comparison<'_, '_>,
    before: Seen<'_, '_>,
    after: Seen<'_, '_>,
    description: &mut Description,
) {
    let of = |seen: Seen<'_, '_>| -> Vec<(Referent, Vec<Referent>)> {
        let teams = seen.sprint.teams.iter();
        teams
            .map(|team| {
                (
                    comparison.named(seen.side, team.team.at),
                    team.work.iter().map(|work| comparison.named(seen.side, work.at)).collect(),
                )
            })
            .collect()
    };
    let (before, now) = (of(before), of(after));
    let holders = |state: &[(Referent, Vec<Referent>)], work: &ReferentKey| -> Vec<Referent> {
        let has = |list: &[Referent]| list.iter().any(|named| named.key == *work);
        state.iter().filter(|(_, list)| has(list)).map(|(team, _)| team.clone()).collect()
    };
    let sprint = named(after.sprint);
    let mut moved: Vec<ReferentKey> = Vec::new();
    for (team, list_now) in &now {
        let mut new = Vec::new();
        for work in list_now {
            let (old, held) = (holders(&before, &work.key), holders(&now, &work.key));
            if old.iter().any(|known| known.key == team.key) {
                continue;
            }
            match (old.as_slice(), held.as_slice()) {
                ([from], [_]) => {
                    description
                        .say(format!("{} moves from {} to {} in {sprint}", work.name, from.name, team.name));
                    moved.push(work.key.clone());
                }
                _ => new.push(work.name.clone()),
            }
        }
        if !new.is_empty() {
            description.say(format!("{} takes up {} in {sprint}", team.name, list(&new)));
        }
    }
    for (team, list_before) in &before {
        let is_left = |work: &&Referent| {
            !holders(&now, &work.key).iter().any(|held| held.key == team.key) && !moved.contains(&work.key)
        };
        let left: Vec<String> = list_before.iter().filter(is_left).map(|work| work.name.clone()).collect();
        if !left.is_empty() {
            description.say(format!("{} no longer works on {} in {sprint}", team.name, list(&left)));
        }
    }
    for (team, list_now) in &now {
        let Some((_, list_before)) = before.iter().find(|(known, _)| known.key == team.key) else { continue };
        let both = |own: &[Referent], other: &[Referent]| -> Vec<Referent> {
            let is_kept = |work: &&Referent| other.iter().any(|known| known.key == work.key);
            own.iter().filter(is_kept).cloned().collect()
        };
        let (old, new) = (both(list_before, list_now), both(list_now, list_before));
        if old.iter().map(|work| &work.key).ne(new.iter().map(|work| &work.key)) {
            let order: Vec<String> = list_now.iter().map(|work| work.name.clone()).collect();
            let order = list(&order);
            description.say(format!("{} puts its work in another order in {sprint}: {order}", team.name));
        }
    }
}
