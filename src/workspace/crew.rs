//! Who is with the team when, and the sprints in which all of them should be on a team: read from few days of
//! each record, and put in order once.

use jiff::civil::Date;

use super::ask::Ask;
use super::{Model, View};
use crate::base::dates::Period;
use crate::base::dates::spans::Spans;
use crate::record::RecordId;
use crate::workspace::facts::{self, SprintDays, TextKey};
use crate::workspace::kind;
use crate::workspace::model::{Category, Sprint};

/// Sprints in rows, in each of which the first and the last days rise: one row, unless one sprint lies within
/// another.
pub struct SprintRows {
    rows: Vec<Vec<(Date, Date, RecordId)>>,
}

impl SprintRows {
    /// `sprints` by first day.
    fn new(sprints: impl Iterator<Item = (Date, Date, RecordId)>) -> Self {
        let mut rows: Vec<Vec<(Date, Date, RecordId)>> = Vec::new();
        for sprint in sprints {
            // Each row ends before the one above it does.
            let fitting = rows.partition_point(|row| row.last().is_some_and(|last| sprint.1 < last.1));
            match rows.get_mut(fitting) {
                Some(row) => row.push(sprint),
                None => rows.push(vec![sprint]),
            }
        }
        Self { rows }
    }

    /// How many sprints lie wholly in one of `periods`, and one of them.
    pub fn within(&self, periods: &[Period]) -> (usize, Option<RecordId>) {
        let (mut count, mut one) = (0, None);
        for row in &self.rows {
            let range = |period: &Period| {
                let first = row.partition_point(|(start, ..)| period.from.is_some_and(|from| *start < from));
                let end = row.partition_point(|(_, end, _)| period.until.is_none_or(|until| *end <= until));
                first..end
            };
            let mut ranges: Vec<_> = periods.iter().map(range).collect();
            ranges.sort_unstable_by_key(|range| range.start);
            let mut counted = 0;
            for range in ranges {
                let rest = range.start.max(counted)..range.end;
                one = one.or_else(|| row.get(rest.clone())?.first().map(|(.., id)| *id));
                count += rest.len();
                counted = counted.max(range.end);
            }
        }
        (count, one)
    }
}

impl<'a> View<'a> {
    /// The sprints' days by first day, without reading the sprints.
    pub fn sprint_days(&self) -> &[(SprintDays, RecordId)] {
        self.note(Ask::Sprints);
        self.model.sprint_days.get_or_init(|| {
            let days = &self.model.links.record_facts().days;
            let mut sprints: Vec<_> = self
                .model
                .members_of(kind::SPRINT)
                .filter_map(|id| Some((SprintDays::from_numbers(days.get(id.index()))?, id)))
                .collect();
            sprints.sort_by_key(|(days, id)| (days.start, *id));
            sprints
        })
    }

    /// Who may be with the team from `from` to `until` in a role in which one is on one team at a time, and
    /// is in some sprint; by id and without reading the people.
    pub fn crew(&self, from: Date, until: Date) -> Vec<RecordId> {
        self.note(Ask::crew(from));
        let crew = self.model.crew.get_or_init(|| self.model.stays_of_crew());
        crew.holding(facts::number(from), facts::number(until))
    }

    /// Whether a sprint names the record with number `id`.
    pub fn is_in_sprint(&self, id: RecordId) -> bool {
        self.note(Ask::Naming(id));
        self.model.is_in_sprint(id)
    }

    /// The staffed sprints that have as many duty and product teams as they should. Where a team is missing,
    /// that is the fault, and its people are missing with it.
    pub fn complete_sprints(&self) -> &SprintRows {
        self.note(Ask::Kind(kind::SPRINT));
        self.note(Ask::Kind(kind::TEAM));
        self.model.complete_sprints.get_or_init(|| {
            // What these depend on was noted above, however many they are.
            let workspace = self.unnoted();
            let complete = workspace.staffed_sprints().filter(|sprint| workspace.has_all_teams(sprint));
            SprintRows::new(complete.map(|sprint| (sprint.start, sprint.end, sprint.record.number)))
        })
    }

    /// Whether `sprint` has as many duty and product teams as it should.
    pub fn has_all_teams(&self, sprint: &Sprint<'_>) -> bool {
        [Category::Duty, Category::Product].into_iter().all(|category| {
            let (count, wanted) = self.teams_in(sprint, category);
            wanted.is_none_or(|wanted| wanted <= count)
        })
    }
}

impl Model<'_> {
    fn is_in_sprint(&self, id: RecordId) -> bool {
        self.naming(id, &[kind::SPRINT]).next().is_some()
    }

    /// The times in which people are with the team in roles in which one is on one team at a time.
    fn stays_of_crew(&self) -> Spans<i32, RecordId> {
        let one_team_roles = self.settings.roles().filter(|role| self.settings.is_one_team_role(role));
        let mut roles: Vec<TextKey> = one_team_roles.map(TextKey::of).collect();
        roles.sort_unstable();
        let people = self.members_of(kind::PERSON);
        let in_sprints = people.filter(|id| self.is_in_sprint(*id));
        let days = &self.links.record_facts().days;
        let stays = in_sprints.flat_map(|id| {
            let stays = facts::stays(days.get(id.index()));
            stays
                .filter(|(role, ..)| roles.binary_search(role).is_ok())
                .map(move |(_, from, until)| (from, until, id))
        });
        Spans::new(stays.collect())
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn sprints_within_periods_are_those_that_looking_at_each_finds() {
        let day = |number: i64| date(2020, 1, 1).saturating_add(number.days());
        for width in 1..30 {
            let sprint = |number: u32| {
                let first = i64::from(number);
                (day(first), day(first + first * width % 17), RecordId(number))
            };
            let sprints: Vec<(Date, Date, RecordId)> = (0..40).map(sprint).collect();
            let rows = SprintRows::new(sprints.iter().copied());
            for (from, until) in (0..45).flat_map(|from| (0..60).map(move |until| (from, until))) {
                let periods =
                    [Period::new(day(from), day(until)), Period { from: Some(day(until)), until: None }];
                let is_within = |sprint: &&(Date, Date, RecordId)| {
                    periods.iter().any(|period| period.contains(sprint.0) && period.contains(sprint.1))
                };
                let within: Vec<RecordId> = sprints.iter().filter(is_within).map(|sprint| sprint.2).collect();
                let (count, one) = rows.within(&periods);
                assert_eq!(count, within.len(), "{width} {from} {until}");
                assert!(one.map_or(within.is_empty(), |one| within.contains(&one)));
            }
        }
    }
}
