//! What follows from a change for people and deliverables, without being written in any record.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::{Comparison, ReferentKey, Side};
use super::shown::{called, linked};
use super::sprint::{self, Seen};
use super::{Sentence, What, sentence};
use crate::base::dates::working_days;
use crate::base::words::{capital, count_or_no};
use crate::check::change::{Change, Pair};
use crate::record::{Record, RecordId, Value};
use crate::workspace::View;
use crate::workspace::model::{Category, Initiative, Sprint, Stage, Status};

/// All of it: loads, turns of duty, people without a team, time away, deliverables, decisions.
pub(super) fn all<'a>(change: &Change<'_, 'a>, comparison: &Comparison<'_, 'a>) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    sprints(change, comparison, &mut sentences);
    turns(comparison, &mut sentences);
    time_away(change, comparison, &mut sentences);
    deliverables(change, comparison, &mut sentences);
    decisions(change, comparison, &mut sentences);
    sentences
}

fn push(workspace: &View<'_>, record: &Record, text: String, sentences: &mut Vec<Sentence>) {
    sentences.push(sentence(workspace, record, What::Follows, text));
}

/// Someone's teams in a sprint.
#[derive(Default)]
struct Assignments {
    name: String,
    /// In how many teams they are, in whatever office.
    teams: usize,
    /// Whether they take part in another way: as a guest, or on work elsewhere.
    is_there: bool,
}

fn loads(comparison: &Comparison<'_, '_>, seen: Seen<'_, '_>) -> BTreeMap<ReferentKey, Assignments> {
    let mut loads: BTreeMap<ReferentKey, Assignments> = BTreeMap::new();
    for team in &seen.sprint.teams {
        let mut here: Vec<Value<'_>> = team.members.iter().map(|member| member.person.at).collect();
        here.extend(team.offices().into_iter().filter_map(|(_, holder)| Some(holder?.at)));
        let named: BTreeMap<ReferentKey, String> = here
            .into_iter()
            .map(|at| comparison.named(seen.side, at))
            .map(|who| (who.key, who.name))
            .collect();
        for (key, name) in named {
            let load = loads.entry(key).or_default();
            load.name = name;
            load.teams += 1;
        }
    }
    let guests = seen.sprint.teams.iter().flat_map(|team| &team.visiting).map(|visitor| visitor.person.at);
    let elsewhere = seen.sprint.elsewhere.iter().map(|entry| entry.person.at);
    for at in guests.chain(elsewhere) {
        let who = comparison.named(seen.side, at);
        let load = loads.entry(who.key).or_default();
        load.name = who.name;
        load.is_there = true;
    }
    loads
}

/// Who is on more or fewer teams than before, where that is more than one; who is on none any more.
fn sprints(change: &Change<'_, '_>, comparison: &Comparison<'_, '_>, sentences: &mut Vec<Sentence>) {
    for sprint in change.head.sprints() {
        let Some(before) = state_before(change, sprint) else { continue };
        if sprint.is_work_only || before.sprint.is_work_only {
            continue;
        }
        let after = loads(comparison, Seen { side: Side::Head, sprint });
        let before = loads(comparison, before);
        let mut texts: Vec<(String, String)> = Vec::new();
        let day = sprint.start;
        for (key, load) in &after {
            let was = before.get(key).map_or(0, |load| load.teams);
            if load.teams != was && load.teams.max(was) > 1 && load.teams > 0 {
                let (name, now, was) =
                    (&load.name, count_or_no(load.teams, "team"), count_or_no(was, "team"));
                let text = format!("{name} is on {now} in the sprint of {day} (was on {was})");
                texts.push((name.clone(), text));
            }
        }
        for (key, load) in
            before.iter().filter(|(key, load)| matches!(key, ReferentKey::Record(_)) && load.teams > 0)
        {
            if after.get(key).is_none_or(|load| load.teams == 0 && !load.is_there) {
                let name = &load.name;
                texts.push((name.clone(), format!("{name} is on no team any more in the sprint of {day}")));
            }
        }
        texts.sort();
        for (_, text) in texts {
            push(change.head, sprint.record, text, sentences);
        }
    }
}

/// A sprint as it was: in the base, or for a new one the sprint before it.
fn state_before<'c, 'a>(change: &Change<'c, 'a>, sprint: &Sprint<'_>) -> Option<Seen<'c, 'a>> {
    let id = sprint.record.number;
    if change.pairs.added.binary_search(&id).is_ok() {
        return Some(Seen { side: Side::Head, sprint: sprint::before(change.head, sprint)? });
    }
    let pair = pair(change, id)?;
    if change.base.record(pair.base).source.text == sprint.record.source.text {
        return None;
    }
    Some(Seen { side: Side::Base, sprint: sprint::of(change.base, pair.base)? })
}

/// The pair of a kept record of the head; pairs are in the order of the head.
fn pair<'c>(change: &Change<'c, '_>, head: RecordId) -> Option<&'c Pair> {
    let at = change.pairs.kept.binary_search_by_key(&head, |pair| pair.head).ok()?;
    change.pairs.kept.get(at)
}

/// How often each person was on duty, over all sprints.
fn turns_in(comparison: &Comparison<'_, '_>, side: Side) -> BTreeMap<ReferentKey, usize> {
    let workspace = comparison.workspace(side);
    let mut turns = BTreeMap::new();
    for sprint in workspace.sprints() {
        for team in &sprint.teams {
            let category = workspace.team(team.team).and_then(|team| *team.category);
            if category != Some(Category::Duty) {
                continue;
            }
            for member in team.working() {
                let Some(id) = member.person.to else { continue };
                *turns.entry(comparison.key(side, id)).or_default() += 1;
            }
        }
    }
    turns
}

fn turns(comparison: &Comparison<'_, '_>, sentences: &mut Vec<Sentence>) {
    let (before, after) = (turns_in(comparison, Side::Base), turns_in(comparison, Side::Head));
    let mut texts: Vec<(String, RecordId, String)> = Vec::new();
    for person in comparison.head.people() {
        let key = ReferentKey::Record(person.record.number);
        let number = |turns: &BTreeMap<ReferentKey, usize>| turns.get(&key).copied().unwrap_or_default();
        let (was, is) = (number(&before), number(&after));
        if was != is {
            let name = called(comparison.head, person.record);
            let text = format!(
                "{name} has {} of duty in all (had {})",
                count_or_no(is, "turn"),
                count_or_no(was, "turn")
            );
            texts.push((name, person.record.number, text));
        }
    }
    texts.sort_unstable();
    for (_, id, text) in texts {
        push(comparison.head, comparison.head.record(id), text, sentences);
    }
}

/// Who is away while they are on a team, for absences that are new or have changed.
fn time_away(change: &Change<'_, '_>, comparison: &Comparison<'_, '_>, sentences: &mut Vec<Sentence>) {
    for absence in change.head.absences() {
        let id = absence.record.number;
        let was_so = pair(change, id).is_some_and(|pair| {
            let base = change.base.record(pair.base).root();
            let root = absence.record.root();
            ["person", "from", "until"].into_iter().all(|field| match (base.get(field), root.get(field)) {
                (Some(before), Some(after)) => comparison.same(before, after),
                _ => false,
            })
        });
        if was_so {
            continue;
        }
        for sprint in change.head.sprints() {
            let Some((from, until)) =
                crate::base::dates::Period::new(absence.from, absence.until).within(sprint.start, sprint.end)
            else {
                continue;
            };
            let off = absence.person.to.map(|person| sprint.days_off_of(person)).unwrap_or_default();
            let days = working_days(from, until).filter(|day| !off.contains(day)).count();
            for team in &sprint.teams {
                let is_on = team.members.iter().any(|member| {
                    member.person.to.is_some()
                        && member.person.to == absence.person.to
                        && member.period.within(from, until).is_some()
                });
                if is_on && days > 0 {
                    let (who, team) = (linked(change.head, absence.person), linked(change.head, team.team));
                    let days = count_or_no(days, "working day");
                    let text = format!(
                        "{who} is on {team} in the sprint of {} and away for {days} of it",
                        sprint.start
                    );
                    push(change.head, absence.record, text, sentences);
                }
            }
        }
    }
}

/// Which deliverables no initiative serves any more.
fn deliverables(change: &Change<'_, '_>, comparison: &Comparison<'_, '_>, sentences: &mut Vec<Sentence>) {
    let served = |side: Side| -> BTreeSet<ReferentKey> {
        let counts = |initiative: &&Initiative<'_>| {
            !matches!(*initiative.stage, Some(Stage::Rejected | Stage::SetDown | Stage::HandedOver))
        };
        let initiatives = comparison.workspace(side).initiatives().iter().filter(counts);
        initiatives
            .flat_map(|initiative| &initiative.deliverables)
            .filter_map(|link| Some(comparison.key(side, link.to?)))
            .collect()
    };
    let (before, after) = (served(Side::Base), served(Side::Head));
    for deliverable in change.head.deliverables() {
        let key = ReferentKey::Record(deliverable.record.number);
        if before.contains(&key) && !after.contains(&key) {
            let name = capital(&called(change.head, deliverable.record));
            let text = format!("{name} loses its last initiative: nothing serves it any more");
            push(change.head, deliverable.record, text, sentences);
        }
    }
}

/// Which decisions are replaced by one that is accepted now.
fn decisions(change: &Change<'_, '_>, comparison: &Comparison<'_, '_>, sentences: &mut Vec<Sentence>) {
    let replaced = |side: Side| -> BTreeSet<ReferentKey> {
        let accepted = |status| status == Some(Status::Accepted);
        let decisions = comparison.workspace(side).decisions().iter();
        decisions
            .filter(|decision| accepted(decision.status))
            .flat_map(|decision| &decision.supersedes)
            .filter_map(|link| Some(comparison.key(side, link.to?)))
            .collect()
    };
    let (before, after) = (replaced(Side::Base), replaced(Side::Head));
    for decision in change.head.decisions() {
        let key = ReferentKey::Record(decision.record.number);
        let name = || capital(&called(change.head, decision.record));
        match (before.contains(&key), after.contains(&key)) {
            (false, true) => {
                push(change.head, decision.record, format!("{} is no longer in force", name()), sentences);
            }
            (true, false) => {
                let text = format!("{} isn't superseded any more", name());
                push(change.head, decision.record, text, sentences);
            }
            _ => {}
        }
    }
}
