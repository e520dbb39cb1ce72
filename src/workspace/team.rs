//! What rules ask about teams and people, put together from what a workspace answers.

use jiff::civil::Date;

use super::Workspace;
use crate::dates::{self, Period};
use crate::model::duty::{self, Turn};
use crate::model::{Category, Initiative, Link, Person, Role, Sprint, SprintTeam};

impl<'a> Workspace<'a> {
    /// The day up to which the records can be held to what they promise: the day of the check, but no later than the
    /// last sprint on record. What was recorded and then left is history; nothing in it comes due.
    pub fn horizon(&self) -> Date {
        let last = self.sprint_days().iter().map(|(days, _)| days.end).max();
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
        self.team(link)?.category
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
        self.sprint_at(*id).filter(|next| is_next && next.is_staffed())
    }

    /// All turns on duty, as [`duty::turns`] has them.
    pub fn turns(&self) -> Vec<Turn<'_, 'a>> {
        let rotations = self.rotations();
        if rotations.is_empty() { Vec::new() } else { duty::turns(rotations, self.sprints()) }
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

    /// Whether the person whom `member` names can be a member of a team on some of `days`. True where that
    /// can't be told.
    pub fn can_be_member(&self, member: Link<'_>, days: Period) -> bool {
        let is_meant = |role: &Role<'_>| {
            role.period.overlaps(days) && role.name.as_str().is_some_and(|name| self.is_member_role(name))
        };
        !self.settings().has_role("engineer")
            || self.person(member).is_none_or(|person| person.roles.iter().any(is_meant))
    }

    /// The ids of those who hold `role` on `day` and are with the team, in the order of their ids.
    pub fn holders(&self, role: &str, day: Date) -> impl Iterator<Item = &'a str> {
        let holds = move |person: &&Person<'a>| person.active.contains(day) && person.holds(role, day);
        self.people().iter().filter(holds).map(|person| &*person.record.id)
    }

    /// The initiative that a piece of work rolls up to, itself if it is one.
    pub fn initiative_of(&self, work: Link<'_>) -> Option<&Initiative<'a>> {
        let mut at = work;
        for _ in 0..4 {
            if let Some(initiative) = self.initiative(at) {
                return Some(initiative);
            }
            at = if let Some(epic) = self.epic(at) {
                epic.initiative?
            } else if let Some(story) = self.story(at) {
                story.epic?
            } else {
                self.task(at)?.story?
            };
        }
        None
    }
}
