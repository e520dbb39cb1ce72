//! What differs between a sprint before and after, as people would say it.

use super::Change;
use crate::record::{Record, Value};

/// Something about a sprint that is otherwise now.
#[derive(Debug)]
pub struct Difference<'a> {
    /// What, in words.
    pub words: String,
    /// Where it shows now.
    pub at: Value<'a>,
    /// Whether it is about who is on a team, or manages one.
    pub is_roster: bool,
}

/// The slots of a team, in words.
const MANAGERS: [(&str, &str); 3] = [
    ("product-manager", "product manager"),
    ("engineering-manager", "engineering manager"),
    ("tech-lead", "tech lead"),
];

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
        self.team_differences(base, head, &mut found);
        for (field, words) in [("elsewhere", "who is elsewhere differs"), ("days-off", "the days off differ")]
        {
            if let Some(at) = self.field_difference(base, head, field) {
                found.push(Difference { words: words.to_owned(), at, is_roster: false });
            }
        }
        found
    }

    fn team_differences(&self, base: &'a Record, head: &'a Record, found: &mut Vec<Difference<'a>>) {
        let (before, after) = (base.root(), head.root());
        for team in after.list("team") {
            let name = written(team, "team", "");
            let same = |other: &Value<'a>| self.is_same_in(*other, team, "team");
            // A team that is split over the sprint has several tables.
            let earlier = after.list("team").take_while(|other| other.node != team.node);
            let rank = earlier.filter(|other| other.str("team") == team.str("team")).count();
            match before.list("team").filter(same).nth(rank) {
                Some(other) => self.one_team((base, other), (head, team), &name, found),
                None => found.push(Difference {
                    words: format!("{name} is a new team"),
                    at: team.get("team").unwrap_or(team),
                    is_roster: true,
                }),
            }
        }
        for team in before.list("team") {
            if !after.list("team").any(|other| self.is_same_in(team, other, "team")) {
                let words = format!("the team {} is gone", written(team, "team", ""));
                found.push(Difference { words, at: head.place(), is_roster: true });
            }
        }
    }

    /// Compares a team before with the same one after.
    fn one_team(
        &self,
        (base, before): (&'a Record, Value<'a>),
        (head, after): (&'a Record, Value<'a>),
        name: &str,
        found: &mut Vec<Difference<'a>>,
    ) {
        let mut add = |words: String, at, is_roster| found.push(Difference { words, at, is_roster });
        let place = after.get("members").or(after.get("team")).unwrap_or(after);
        for member in after.list("members") {
            let words = match before.list("members").find(|other| self.is_member(*other, member)) {
                None => match self.moved_from(base, head, member) {
                    Some(team) => format!("{} is on {name}, not {}", who(member), written(team, "team", "")),
                    None => format!("{} is new on {name}", who(member)),
                },
                Some(other) if self.part_differs(other, member) => {
                    format!("the part of {} on {name} differs", who(member))
                }
                Some(_) => continue,
            };
            add(words, member, true);
        }
        for member in before.list("members") {
            let is_there = after.list("members").any(|other| self.is_member(member, other));
            if !is_there && !self.has_moved(base, head, member) {
                add(format!("{} isn't on {name} any more", who(member)), place, true);
            }
        }
        for (field, what) in MANAGERS {
            if !self.is_same_in(before, after, field) {
                let (now, then) = (written(after, field, "nobody"), written(before, field, "nobody"));
                add(
                    format!("the {what} of {name} is {now}, not {then}"),
                    after.get(field).unwrap_or(place),
                    true,
                );
            }
        }
        let figures = [("capacity", "the capacity of"), ("points-done", "what was done by")];
        for (field, words) in [("work", "the work of"), ("visiting", "who visits")].into_iter().chain(figures)
        {
            if !self.is_same_in(before, after, field) {
                let at = match (before.get(field), after.get(field)) {
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

    /// Whether an entry before and one after are about the same person.
    fn is_member(&self, before: Value<'a>, after: Value<'a>) -> bool {
        match (before.itself_or("person"), after.itself_or("person")) {
            (Some(before), Some(after)) => self.is_same(before, after),
            _ => false,
        }
    }

    /// The team that a member after the change was on before and isn't any more.
    fn moved_from(&self, base: &'a Record, head: &'a Record, member: Value<'a>) -> Option<Value<'a>> {
        let is_on = |team: Value<'a>, person: Value<'a>| {
            team.list("members").any(|other| self.is_member(person, other))
        };
        base.root().list("team").find(|team| {
            let person = team.list("members").find(|person| self.is_member(*person, member));
            person.is_some_and(|person| {
                !head.root().list("team").any(|now| self.is_same_in(*team, now, "team") && is_on(now, person))
            })
        })
    }

    /// Whether a member before the change has moved to another team.
    fn has_moved(&self, base: &'a Record, head: &'a Record, member: Value<'a>) -> bool {
        let members = head.root().list("team").flat_map(|team| team.list("members"));
        members
            .filter(|other| self.is_member(member, *other))
            .any(|other| self.moved_from(base, head, other).is_some())
    }

    /// Whether a member is on the team otherwise than before: on other days, with another part.
    fn part_differs(&self, before: Value<'a>, after: Value<'a>) -> bool {
        ["from", "until", "doing", "shadow", "share"]
            .iter()
            .any(|field| !self.is_same_in(before, after, field))
    }
}

/// The first few differences as the end of a sentence.
pub fn told(differences: &[Difference<'_>]) -> String {
    let shown = if differences.len() > 3 { 2 } else { differences.len() };
    let mut words: Vec<String> =
        differences[..shown].iter().map(|difference| difference.words.clone()).collect();
    if shown < differences.len() {
        words.push(format!("{} more things differ", differences.len() - shown));
    }
    words.join("; ")
}

/// Someone on a team, by id.
fn who(member: Value<'_>) -> String {
    format!("`{}`", member.itself_or("person").and_then(Value::as_str).unwrap_or_default())
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
