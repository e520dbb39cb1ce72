//! What rules ask about teams and people, put together from what a workspace answers.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::View;
use crate::base::dates::{self, Period};
use crate::record::{KindId, RecordId};
use crate::workspace::kind;
use crate::workspace::model::load::{self, Estimate, Stint, WorkingDays};
use crate::workspace::model::{
    Away, Category, Initiative, Link, Member, Person, Roadmap, Role, Sprint, SprintTeam, WorkItem,
};

impl<'a> View<'a> {
    /// The day up to which the records can be held to what they promise: the day of the check, but no later
    /// than the last sprint on record. What was recorded and then left is history; nothing in it comes due.
    pub fn horizon(&self) -> Date {
        let last = self.sprint_days().last().map(|(days, _)| days.end);
        last.map_or(self.as_of(), |last| last.min(self.as_of()))
    }

    /// Whether the work of `sprint` is still to be done.
    pub fn is_open(&self, sprint: &Sprint<'_>) -> bool {
        !sprint.is_closed() && self.horizon() <= sprint.end
    }

    /// Whether `sprint` lies behind, with all that was to happen in it.
    pub fn is_over(&self, sprint: &Sprint<'_>) -> bool {
        sprint.is_closed() || sprint.end < self.horizon()
    }

    /// What the team that `link` names is for.
    pub fn category(&self, link: Link<'_>) -> Option<Category> {
        *self.team(link)?.category
    }

    /// The sprints whose people can be asked, by first day.
    pub fn staffed_sprints(&self) -> impl Iterator<Item = &Sprint<'a>> {
        self.sprints().iter().filter(|sprint| sprint.is_staffed())
    }

    /// The sprint with recorded people that comes after `sprint`, without a break longer than itself.
    pub fn sprint_after(&self, sprint: &Sprint<'_>) -> Option<&Sprint<'a>> {
        let days = self.sprint_days();
        let next = days.partition_point(|(days, _)| days.start <= sprint.end);
        let (days, id) = days.get(next)?;
        let is_next = dates::days_between(sprint.end, days.start) <= sprint.length();
        self.sprint(*id).filter(|next| is_next && next.is_staffed())
    }

    /// How many teams of `category` there are in `sprint`, and how many every sprint should have.
    pub fn teams_in(&self, sprint: &Sprint<'_>, category: Category) -> (usize, Option<usize>) {
        let is_meant = |team: &&SprintTeam<'_>| self.category(team.team) == Some(category);
        let (duty, product) = self.settings().teams_per_sprint;
        let wanted = match category {
            Category::Duty => duty,
            Category::Product => product,
            _ => None,
        };
        let wanted = wanted.and_then(|wanted| usize::try_from(wanted).ok());
        (sprint.teams.iter().filter(is_meant).count(), wanted)
    }

    /// Whether somebody in `role` can be a member of a team: whoever serves one team at a time is one of its
    /// engineers, whatever the role is called.
    pub fn is_member_role(&self, role: &str) -> bool {
        ["engineer", "tech-lead"].contains(&role) || self.settings().is_one_team_role(role)
    }

    /// Whether the person belongs to the team on `day`: one of its engineers or managers, not a guest or
    /// somebody whom it works for. Of two records with one id the second doesn't count.
    pub fn belongs(&self, person: &Person<'_>, day: Date) -> bool {
        let is_ours = |role: &str| {
            self.is_member_role(role) || ["product-manager", "engineering-manager"].contains(&role)
        };
        let record = person.record;
        let is_meant = || record.kind.and_then(|kind| self.find_id(kind, &record.id)) == Some(record.number);
        person.active.contains(day) && person.holds_any(day, is_ours) && is_meant()
    }

    /// Whether the person whom `member` names can be a member of a team on some of `days`. True where that
    /// isn't known.
    pub fn can_be_member(&self, member: Link<'_>, days: Period) -> bool {
        // A role that the settings don't have is reported where it is used, and may have been any.
        let is_meant = |role: &Role<'_>| {
            let can_be = |name| self.is_member_role(name) || !self.settings().has_role(name);
            role.period.overlaps(days) && can_be(*role.name)
        };
        !self.settings().has_role("engineer")
            || self.person(member).is_none_or(|person| person.roles.iter().any(is_meant))
    }

    /// The epic, story or task that a link names, or that has a number.
    pub fn work_item(&self, meant: impl Into<Option<RecordId>>) -> Option<WorkItem<'a>> {
        let id = meant.into()?;
        match self.kind_of(id)? {
            kind::EPIC => self.epic(id).map(WorkItem::from),
            kind::STORY => self.story(id).map(WorkItem::from),
            kind::TASK => self.task(id).map(WorkItem::from),
            _ => None,
        }
    }

    /// A piece of work and what it is part of, from below.
    pub fn path_of(&self, work: Link<'_>) -> Vec<RecordId> {
        let mut path = Vec::new();
        let mut at = work.to;
        // A circle is a fault of its own, and longer than this.
        while let Some(id) = at.filter(|_| path.len() < 4) {
            path.push(id);
            at = self.work_item(id).and_then(|item| item.parent?.to);
        }
        path
    }

    /// Whether a sprint names the record with number `id`, or a part of it.
    pub fn is_worked_on(&self, id: RecordId) -> bool {
        let mut parts = vec![id];
        let mut depth = 0;
        while !parts.is_empty() && depth < 4 {
            let is_named = |part: &RecordId| self.is_named_by(*part, &[kind::SPRINT]);
            if parts.iter().any(is_named) {
                return true;
            }
            let below = |part: RecordId| {
                let kinds: &[KindId] = match self.kind_of(part) {
                    Some(kind::INITIATIVE) => &[kind::EPIC],
                    Some(kind::EPIC) => &[kind::STORY],
                    _ => &[kind::TASK],
                };
                self.named_by(part, kinds)
            };
            parts = parts.into_iter().flat_map(below).collect();
            depth += 1;
        }
        false
    }

    /// Whether no roadmap is newer than `roadmap`.
    pub fn is_newest(&self, roadmap: &Roadmap<'_>) -> bool {
        self.roadmaps().last().is_none_or(|last| last.record.number == roadmap.record.number)
    }

    /// The working days that a team has of `member` in `sprint`.
    pub fn member_days(&self, sprint: &Sprint<'a>, member: &Member<'a>, away: &Away<'_, 'a>) -> WorkingDays {
        let person = self.person(member.person);
        let calendar = person.and_then(|person| self.calendar(person.calendar?));
        Stint { sprint, member, person, calendar }.working_days(away)
    }

    /// The working days that all members of `team` have in `sprint`.
    pub fn team_days(&self, sprint: &Sprint<'a>, team: &SprintTeam<'a>, away: &Away<'_, 'a>) -> WorkingDays {
        let days = team.members.iter().map(|member| self.member_days(sprint, member, away));
        days.fold(WorkingDays::default(), WorkingDays::plus)
    }

    /// The points that `team` can do with `days`; none where nobody has said how much it does.
    pub fn capacity(&self, team: &SprintTeam<'a>, days: WorkingDays) -> Option<f64> {
        load::capacity(
            team,
            days,
            self.settings().number("points.per-day").filter(|points| points.is_finite()),
        )
    }

    /// The points of a piece of work, as far as it fits a sprint.
    pub fn estimate(&self, work: Link<'_>) -> Estimate {
        if let Some(task) = self.task(work) {
            return task.estimate();
        }
        if let Some(story) = self.story(work) {
            let naming = self.named_by(story.record.number, &[kind::TASK]);
            let tasks = naming.filter_map(|id| self.task(id));
            return story.estimate(tasks.filter(|task| task.story.and_then(|story| story.to) == work.to));
        }
        let is_larger = self.epic(work).is_some() || self.initiative(work).is_some();
        Estimate { larger: usize::from(is_larger), ..Estimate::default() }
    }

    /// The points of all that `team` works on. A task whose story is named, too, counts with the story.
    pub fn taken_on(&self, team: &SprintTeam<'a>) -> Estimate {
        let named: BTreeSet<RecordId> = team.work.iter().filter_map(|work| work.to).collect();
        let is_named = |story: Link<'_>| story.to.is_some_and(|story| named.contains(&story));
        let counts = |work: &&Link<'a>| !self.task(**work).and_then(|task| task.story).is_some_and(is_named);
        team.work
            .iter()
            .filter(counts)
            .map(|work| self.estimate(*work))
            .fold(Estimate::default(), Estimate::plus)
    }

    /// The initiative that a piece of work rolls up to, itself if it is one.
    pub fn initiative_of(&self, work: Link<'_>) -> Option<&Initiative<'a>> {
        let mut at = work;
        for _ in 0..4 {
            if let Some(initiative) = self.initiative(at) {
                return Some(initiative);
            }
            at = self.work_item(at)?.parent?;
        }
        None
    }
}
