//! What differs between a sprint before and after, as people would say it.

use super::Change;
use crate::record::{Record, Value};
use crate::workspace::model::roster::{RosterDelta, Seat, SeatChange};
use crate::workspace::model::{Link, Sprint, SprintTeam};

/// A difference between a sprint before and after.
#[derive(Debug)]
pub struct Difference<'a> {
    /// What, in words.
    pub words: String,
    /// Where it shows after.
    pub at: Value<'a>,
    /// Whether it is about who is on a team, or manages one.
    pub is_roster: bool,
}

impl<'a> Change<'_, 'a> {
    /// Whether the change adds a word on why the sprint is amended.
    pub fn is_amended(&self, base: &'a Record, head: &'a Record) -> bool {
        !self.new_entries(base, head, "amendments").is_empty()
    }

    /// What differs in a sprint's state, days, teams, people and work.
    pub fn sprint_differences(&self, base: &'a Record, head: &'a Record) -> Vec<Difference<'a>> {
        let mut found = Vec::new();
        for (field, what) in [("state", "its state is"), ("start", "it starts on"), ("end", "it ends on")] {
            if let Some(at) = self.field_difference(base, head, field) {
                let words = format!(
                    "{what} {}, not {}",
                    written(head.root(), field, "open"),
                    written(base.root(), field, "open")
                );
                found.push(Difference { words, at, is_roster: false });
            }
        }
        if let (Some(before), Some(after)) = (self.base.sprint(base.number), self.head.sprint(head.number)) {
            self.roster_differences(before, after, &mut found);
        }
        for (field, words) in [("elsewhere", "who is elsewhere differs"), ("days-off", "the days off differ")]
        {
            if let Some(at) = self.field_difference(base, head, field) {
                found.push(Difference { words: words.to_owned(), at, is_roster: false });
            }
        }
        found
    }

    fn roster_differences(&self, before: &Sprint<'a>, after: &Sprint<'a>, found: &mut Vec<Difference<'a>>) {
        let delta = RosterDelta::new(before, after, |before, after| self.is_same(before, after));
        let mut add = |words: String, at, is_roster| found.push(Difference { words, at, is_roster });
        for pair in &delta.teams {
            match *pair {
                (Some(before), Some(after)) => self.team_differences(before, after, &delta.steps, &mut add),
                (None, Some(team)) => add(format!("`{}` is a new team", team.team.id()), team.team.at, true),
                (Some(team), None) => {
                    add(format!("the team `{}` is gone", team.team.id()), after.record.place(), true);
                }
                (None, None) => {}
            }
        }
    }

    /// Compares a team before with the same one after.
    fn team_differences(
        &self,
        before: &SprintTeam<'a>,
        after: &SprintTeam<'a>,
        steps: &[SeatChange<'_, 'a>],
        add: &mut impl FnMut(String, Value<'a>, bool),
    ) {
        let name = format!("`{}`", after.team.id());
        let place = after.at.get("members").unwrap_or(after.team.at);
        let is_here = |team: &SprintTeam<'a>, own: &SprintTeam<'a>| team.at.node == own.at.node;
        for step in steps {
            let Some(Seat::Team(team, member)) = step.to else { continue };
            let id = member.person.id();
            let words = match step.from {
                _ if !is_here(team, after) => continue,
                Some(Seat::Team(_, old)) if step.is_stay && member.is_as(old) => continue,
                Some(Seat::Team(..)) if step.is_stay => format!("the part of `{id}` on {name} differs"),
                Some(Seat::Team(from, _)) => format!("`{id}` is on {name}, not `{}`", from.team.id()),
                _ => format!("`{id}` is new on {name}"),
            };
            add(words, member.at, true);
        }
        for step in steps.iter().filter(|step| !matches!(step.to, Some(Seat::Team(..)))) {
            if let Some(Seat::Team(team, member)) = step.from
                && is_here(team, before)
            {
                add(format!("`{}` isn't on {name} any more", member.person.id()), place, true);
            }
        }
        let id =
            |holder: Option<Link<'_>>| holder.map_or("nobody".to_owned(), |link| format!("`{}`", link.id()));
        for ((role, old), (_, new)) in before.offices().into_iter().zip(after.offices()) {
            if !self.is_same_in(before.at, after.at, role) {
                let (role, now, then) = (role.replace('-', " "), id(new), id(old));
                let at = new.map_or(place, |link| link.at);
                add(format!("the {role} of {name} is {now}, not {then}"), at, true);
            }
        }
        let figures = [("capacity", "the capacity of"), ("points-done", "what was done by")];
        for (field, words) in [("work", "the work of"), ("visiting", "who visits")].into_iter().chain(figures)
        {
            if !self.is_same_in(before.at, after.at, field) {
                let at = match (before.at.get(field), after.at.get(field)) {
                    (Some(before), Some(after)) => self.difference(before, after),
                    (_, after) => after,
                };
                add(format!("{words} {name} differs"), at.unwrap_or(place), false);
            }
        }
    }

    fn is_same_in(&self, before: Value<'a>, after: Value<'a>, field: &str) -> bool {
        match (before.get(field), after.get(field)) {
            (Some(before), Some(after)) => self.is_same(before, after),
            (None, None) => true,
            _ => false,
        }
    }
}

/// The first few differences as the end of a sentence.
pub fn summary(differences: &[Difference<'_>]) -> String {
    let shown = if differences.len() > 3 { 2 } else { differences.len() };
    let mut words: Vec<String> =
        differences[..shown].iter().map(|difference| difference.words.clone()).collect();
    if shown < differences.len() {
        words.push(format!("{} more things differ", differences.len() - shown));
    }
    words.join("; ")
}

/// What a field says: a day as it is written, a word in backticks; `nothing` where it isn't there.
fn written(table: Value<'_>, field: &str, nothing: &str) -> String {
    match table.get(field) {
        Some(value) => match value.as_str() {
            Some(text) => format!("`{text}`"),
            None => value.record.slice(value.span()).to_owned(),
        },
        None => nothing.to_owned(),
    }
}
