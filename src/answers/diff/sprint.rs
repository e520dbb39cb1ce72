//! Sprints: who moves where, who manages, which work goes to whom. A new sprint is told against the one before.

use super::fields;
use super::shown::linked;
use super::teller::{Key, Named, Side, Teller, Telling};
use crate::base::words::{list, quote};
use crate::record::{Record, RecordId, Value};
use crate::workspace::View;
use crate::workspace::model::{Sprint, SprintTeam, period};

/// The offices on a team, and what they are called.
const OFFICES: [(&str, &str); 3] = [
    ("product-manager", "product manager"),
    ("engineering-manager", "engineering manager"),
    ("tech-lead", "tech lead"),
];

/// A sprint in one of the states.
#[derive(Clone, Copy)]
pub(super) struct Seen<'s, 'a> {
    pub(super) side: Side,
    pub(super) sprint: &'s Sprint<'a>,
}

/// The sprint of a record.
pub(super) fn of<'s, 'a>(workspace: &'s View<'a>, id: RecordId) -> Option<&'s Sprint<'a>> {
    workspace.sprints().iter().find(|sprint| sprint.record.number == id)
}

/// What a new sprint is told against: the one before, if both say who is on a team.
pub(super) fn before<'s, 'a>(workspace: &'s View<'a>, sprint: &Sprint<'_>) -> Option<&'s Sprint<'a>> {
    let at = workspace.sprints().iter().position(|other| other.record.number == sprint.record.number)?;
    let before = workspace.sprints().get(at.checked_sub(1)?)?;
    (before.is_work_only == sprint.is_work_only).then_some(before)
}

/// Tells how a sprint differs from what it was.
pub(super) fn kept<'a>(teller: &Teller<'_, 'a>, base: &'a Record, head: &'a Record, telling: &mut Telling) {
    let (Some(before), Some(after)) = (of(teller.base, base.number), of(teller.head, head.number)) else {
        return;
    };
    let (before, after) =
        (Seen { side: Side::Base, sprint: before }, Seen { side: Side::Head, sprint: after });
    compare(teller, before, after, telling);
    telling.done(&["team", "elsewhere"]);
}

/// Tells what a new sprint brings. None where it can't be read as one.
pub(super) fn added<'a>(teller: &Teller<'_, 'a>, record: &'a Record) -> Option<Vec<String>> {
    let sprint = of(teller.head, record.number)?;
    let mut telling = Telling::default();
    let mut first = format!("New: the sprint of {}, until {}", sprint.start, sprint.end);
    if let Some(goal) = record.root().str("goal") {
        first.push_str(&format!(", with the goal {}", quote(goal)));
    }
    let after = Seen { side: Side::Head, sprint };
    match before(teller.head, sprint) {
        Some(before) => {
            telling.say(format!("{first}, compared with the sprint of {}", before.start));
            compare(teller, Seen { side: Side::Head, sprint: before }, after, &mut telling);
            if telling.said.len() == 1 {
                telling.say("Its people and its work are the same as before");
            }
        }
        None => {
            telling.say(first);
            sprint.teams.iter().for_each(|team| telling.say(roster(teller, team, sprint)));
        }
    }
    let days: Vec<String> = sprint.days_off.iter().map(|day| day.date.to_string()).collect();
    if !days.is_empty() {
        telling.say(format!("Days off in {}: {}", named(sprint), list(&days)));
    }
    Some(telling.said)
}

fn named(sprint: &Sprint<'_>) -> String {
    format!("the sprint of {}", sprint.start)
}

/// `Green in the sprint of 2020-11-25: Cindy and Petr; product manager Evan; works on API Portal`.
fn roster(teller: &Teller<'_, '_>, team: &SprintTeam<'_>, sprint: &Sprint<'_>) -> String {
    let name = |link| linked(teller.head, link);
    let mut parts = Vec::new();
    let members: Vec<String> = team.members.iter().map(|member| name(member.person)).collect();
    if !members.is_empty() {
        parts.push(list(&members));
    }
    for (field, office) in OFFICES {
        if let Some(holder) = team.at.get(field) {
            parts.push(format!("{office} {}", teller.shown(Side::Head, holder)));
        }
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

fn compare<'a>(teller: &Teller<'_, 'a>, before: Seen<'_, 'a>, after: Seen<'_, 'a>, telling: &mut Telling) {
    if !before.sprint.is_work_only && !after.sprint.is_work_only {
        let (seats_before, seats_after) = (seats(teller, before), seats(teller, after));
        moves(&seats_before, &seats_after, after.sprint, telling);
        details(teller, &seats_before, &seats_after, before.side, after.sprint, telling);
    }
    teams(teller, before, after, telling);
    work(teller, before, after, telling);
}

/// Where someone is in a sprint.
#[derive(Clone, PartialEq, Eq)]
enum Place {
    Team(Key, String),
    /// With another team, or on something in words.
    Elsewhere(String),
}

/// Someone in a place.
struct Seat<'a> {
    who: Named,
    place: Place,
    /// The entry that says so.
    at: Value<'a>,
}

fn seats<'a>(teller: &Teller<'_, 'a>, seen: Seen<'_, 'a>) -> Vec<Seat<'a>> {
    let mut seats: Vec<Seat<'a>> = Vec::new();
    for team in &seen.sprint.teams {
        let Named { key, name } = teller.named(seen.side, team.team.at);
        for item in team.at.list("members") {
            let Some(person) = item.itself_or("person").filter(|person| person.as_str().is_some()) else {
                continue;
            };
            let place = Place::Team(key.clone(), name.clone());
            seats.push(Seat { who: teller.named(seen.side, person), place, at: item });
        }
    }
    for entry in &seen.sprint.elsewhere {
        let with = entry.at.get("with").map(|with| format!("work with {}", teller.shown(seen.side, with)));
        let purpose = entry.at.str("purpose").map(|purpose| format!("other work ({purpose})"));
        let place = Place::Elsewhere(with.or(purpose).unwrap_or_else(|| "other work".to_owned()));
        seats.push(Seat { who: teller.named(seen.side, entry.person.at), place, at: entry.at });
    }
    seats
}

/// What someone does between two states.
#[derive(Clone, PartialEq, Eq)]
enum Move {
    From(Place, Place),
    Join(Place),
    Leave(Place),
}

impl Place {
    fn name(&self) -> &str {
        match self {
            Self::Team(_, name) | Self::Elsewhere(name) => name,
        }
    }
}

fn moves(before: &[Seat<'_>], after: &[Seat<'_>], sprint: &Sprint<'_>, telling: &mut Telling) {
    let mut all: Vec<(Move, Vec<String>)> = Vec::new();
    let mut seen: Vec<&Key> = Vec::new();
    for seat in after.iter().chain(before) {
        if seen.contains(&&seat.who.key) {
            continue;
        }
        seen.push(&seat.who.key);
        let places = |seats: &[Seat<'_>]| -> Vec<Place> {
            let own = seats.iter().filter(|other| other.who.key == seat.who.key);
            own.map(|other| other.place.clone()).collect()
        };
        let (mut left, mut joined) = (places(before), places(after));
        joined
            .retain(|place| left.iter().position(|known| known == place).map(|at| left.remove(at)).is_none());
        let found = match (left.as_slice(), joined.as_slice()) {
            ([from], [to]) => vec![Move::From(from.clone(), to.clone())],
            _ => {
                let joins = joined.into_iter().map(Move::Join);
                joins.chain(left.into_iter().map(Move::Leave)).collect()
            }
        };
        for step in found {
            match all.iter_mut().find(|(known, _)| *known == step) {
                Some((_, names)) => names.push(seat.who.name.clone()),
                None => all.push((step, vec![seat.who.name.clone()])),
            }
        }
    }
    for (step, names) in all {
        let s = if names.len() == 1 { "s" } else { "" };
        let (who, sprint) = (list(&names), named(sprint));
        telling.say(match &step {
            Move::From(from, to) => {
                format!("{who} move{s} from {} to {} in {sprint}", from.name(), to.name())
            }
            Move::Join(Place::Team(_, team)) => format!("{who} join{s} {team} in {sprint}"),
            Move::Join(Place::Elsewhere(what)) => format!("{who} take{s} up {what} in {sprint}"),
            Move::Leave(Place::Team(_, team)) => format!("{who} leave{s} {team} in {sprint}"),
            Move::Leave(Place::Elsewhere(what)) => format!("{who} end{s} {what} in {sprint}"),
        });
    }
}

/// What else there is to know of those who are there: on which days, coding or reviewing, what is noted of them.
fn details(
    teller: &Teller<'_, '_>,
    before: &[Seat<'_>],
    after: &[Seat<'_>],
    side: Side,
    sprint: &Sprint<'_>,
    telling: &mut Telling,
) {
    let sprint = named(sprint);
    for seat in after {
        let is_same = |known: &&Seat<'_>| known.who.key == seat.who.key && known.place == seat.place;
        let known = before.iter().find(is_same).map(|known| known.at);
        let (who, place) = (&seat.who.name, seat.place.name());
        // The days of one sprint say nothing about another.
        let days_before = known.filter(|_| side == Side::Base).map(period).unwrap_or_default();
        let days = period(seat.at);
        if days != days_before {
            let from = days.from.map(|from| format!("from {from}"));
            let until = days.until.map(|until| format!("until {until}"));
            let words: Vec<String> = from.into_iter().chain(until).collect();
            telling.say(match words.as_slice() {
                [] => format!("{who} is on {place} for the whole of {sprint}"),
                words => format!("{who} is on {place} only {} in {sprint}", words.join(" ")),
            });
        }
        let (did, does) = (known.and_then(|known| known.str("doing")), seat.at.str("doing"));
        if let Some(does) = does.filter(|_| did != does) {
            let did = did.map(|did| format!(" (was {did})")).unwrap_or_default();
            telling.say(format!("{who} is {does} on {place} in {sprint}{did}"));
        }
        if side == Side::Base && known.is_some() {
            let mut said = Telling::default();
            said.done(&["person", "with", "purpose", "from", "until"]);
            if does.is_some() {
                said.done(&["doing"]);
            }
            let table = |at: &Value<'_>| at.is_table();
            let subject = format!("{who}, on {place} in {sprint}");
            fields::tables(teller, &subject, known.filter(table), Some(seat.at).filter(table), &mut said);
            telling.said.append(&mut said.said);
        }
    }
}

/// Which teams there are, who manages them, who visits, and what else is said of them.
fn teams(teller: &Teller<'_, '_>, before: Seen<'_, '_>, after: Seen<'_, '_>, telling: &mut Telling) {
    let sprint = named(after.sprint);
    let known = |key: &Key| {
        before.sprint.teams.iter().find(|team| teller.named(before.side, team.team.at).key == *key)
    };
    for team in &after.sprint.teams {
        let Named { key, name } = teller.named(after.side, team.team.at);
        let old = known(&key);
        if old.is_none() {
            telling.say(format!("{name} is one of the teams of {sprint}"));
        }
        for (field, office) in OFFICES {
            let was = old.and_then(|old| old.at.get(field)).map(|at| teller.named(before.side, at));
            let is = team.at.get(field).map(|at| teller.named(after.side, at));
            match (was, is) {
                (Some(was), Some(is)) if was.key != is.key => telling.say(format!(
                    "{} takes over from {} as {office} of {name} in {sprint}",
                    is.name, was.name
                )),
                (None, Some(is)) => telling.say(format!("{} is {office} of {name} in {sprint}", is.name)),
                (Some(was), None) => {
                    telling.say(format!("{name} has no {office} in {sprint} (was {})", was.name));
                }
                _ => {}
            }
        }
        visitors(teller, (old, before.side), team, &sprint, telling);
        if before.side == Side::Base {
            let mut said = Telling::default();
            said.done(&["team", "members", "product-manager", "engineering-manager", "tech-lead", "work"]);
            said.done(&["visiting"]);
            let subject = format!("{name} in {sprint}");
            fields::tables(teller, &subject, old.map(|old| old.at), Some(team.at), &mut said);
            telling.said.append(&mut said.said);
        }
    }
    for team in &before.sprint.teams {
        let Named { key, name } = teller.named(before.side, team.team.at);
        if !after.sprint.teams.iter().any(|team| teller.named(after.side, team.team.at).key == key) {
            telling.say(format!("{name} is not one of the teams of {sprint} any more"));
        }
    }
}

fn visitors(
    teller: &Teller<'_, '_>,
    (old, side): (Option<&SprintTeam<'_>>, Side),
    team: &SprintTeam<'_>,
    sprint: &str,
    telling: &mut Telling,
) {
    let name = linked(teller.head, team.team);
    let before: Vec<Named> = old
        .map(|old| old.visiting.iter().map(|visitor| teller.named(side, visitor.person.at)).collect())
        .unwrap_or_default();
    let mut after = Vec::new();
    for visitor in &team.visiting {
        let who = teller.named(Side::Head, visitor.person.at);
        if !before.iter().any(|known| known.key == who.key) {
            let from = visitor.from_team.map(|from| format!(" from {}", linked(teller.head, from)));
            telling.say(format!("{} visits {name}{} in {sprint}", who.name, from.unwrap_or_default()));
        }
        after.push(who);
    }
    for who in before.iter().filter(|who| !after.iter().any(|known| known.key == who.key)) {
        telling.say(format!("{} doesn't visit {name} any more in {sprint}", who.name));
    }
}

/// Which work goes to which team.
fn work(teller: &Teller<'_, '_>, before: Seen<'_, '_>, after: Seen<'_, '_>, telling: &mut Telling) {
    let of = |seen: Seen<'_, '_>| -> Vec<(Named, Vec<Named>)> {
        let teams = seen.sprint.teams.iter();
        teams
            .map(|team| {
                (
                    teller.named(seen.side, team.team.at),
                    team.work.iter().map(|work| teller.named(seen.side, work.at)).collect(),
                )
            })
            .collect()
    };
    let (before, now) = (of(before), of(after));
    let holders = |state: &[(Named, Vec<Named>)], work: &Key| -> Vec<Named> {
        let has = |list: &[Named]| list.iter().any(|named| named.key == *work);
        state.iter().filter(|(_, list)| has(list)).map(|(team, _)| team.clone()).collect()
    };
    let sprint = named(after.sprint);
    let mut moved: Vec<Key> = Vec::new();
    for (team, list_now) in &now {
        let mut new = Vec::new();
        for work in list_now {
            let (old, held) = (holders(&before, &work.key), holders(&now, &work.key));
            if old.iter().any(|known| known.key == team.key) {
                continue;
            }
            match (old.as_slice(), held.as_slice()) {
                ([from], [_]) => {
                    telling
                        .say(format!("{} moves from {} to {} in {sprint}", work.name, from.name, team.name));
                    moved.push(work.key.clone());
                }
                _ => new.push(work.name.clone()),
            }
        }
        if !new.is_empty() {
            telling.say(format!("{} takes up {} in {sprint}", team.name, list(&new)));
        }
    }
    for (team, list_before) in &before {
        let is_left = |work: &&Named| {
            !holders(&now, &work.key).iter().any(|held| held.key == team.key) && !moved.contains(&work.key)
        };
        let left: Vec<String> = list_before.iter().filter(is_left).map(|work| work.name.clone()).collect();
        if !left.is_empty() {
            telling.say(format!("{} no longer works on {} in {sprint}", team.name, list(&left)));
        }
    }
    for (team, list_now) in &now {
        let Some((_, list_before)) = before.iter().find(|(known, _)| known.key == team.key) else { continue };
        let both = |own: &[Named], other: &[Named]| -> Vec<Named> {
            let is_kept = |work: &&Named| other.iter().any(|known| known.key == work.key);
            own.iter().filter(is_kept).cloned().collect()
        };
        let (old, new) = (both(list_before, list_now), both(list_now, list_before));
        if old.iter().map(|work| &work.key).ne(new.iter().map(|work| &work.key)) {
            let order: Vec<String> = list_now.iter().map(|work| work.name.clone()).collect();
            let order = list(&order);
            telling.say(format!("{} puts its work in another order in {sprint}: {order}", team.name));
        }
    }
}
