//! A sprint at a glance: who is where, who is away, and what each team has taken on.

mod builder;

use jiff::civil::Date;
use serde::Serialize;

use crate::answers::diff::shown::NamedRecord;
use crate::answers::outline::{self, Progress};
use crate::workspace::View;
use crate::workspace::model::Sprint;
use crate::workspace::model::load::{Estimate, WorkingDays};

/// Where the day lies relative to the sprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SprintPhase {
    Past,
    Now,
    Ahead,
}

/// A sprint at a glance. Its days are ISO dates.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Board {
    pub record: String,
    pub start: String,
    pub end: String,
    pub when: SprintPhase,
    /// `planned`, `frozen`, `active` or `closed`.
    pub state: Option<String>,
    pub goal: Option<String>,
    /// What else a reader should know.
    pub note: Option<String>,
    /// Whether only its work is recorded, not its people.
    pub work_only: bool,
    /// Whether its days can be counted: the last isn't before the first, and they lie within a year.
    pub has_days: bool,
    /// The teams, in the order of the file.
    pub teams: Vec<BoardTeam>,
    pub elsewhere: Vec<Secondment>,
    /// Who is away when. Never why.
    pub away: Vec<Absent>,
    /// Days off and holidays, by day.
    pub days_off: Vec<BoardDayOff>,
    /// Engineers who are on no team.
    pub free: Vec<Free>,
}

/// A team with its people, work and load.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct BoardTeam {
    pub team: NamedRecord,
    /// What it is for, where that is a product or a duty.
    pub category: Option<&'static str>,
    pub note: Option<String>,
    pub members: Vec<OnTeam>,
    pub managers: Vec<Manager>,
    pub visiting: Vec<Guest>,
    /// What it works on, most important first.
    pub work: Vec<Work>,
    /// What it can do and what it has taken on.
    pub load: Load,
}

/// Somebody on a team.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct OnTeam {
    pub person: NamedRecord,
    /// `coding` or `reviewing`.
    pub doing: Option<String>,
    pub shadow: bool,
    /// Their first day on the team, where it isn't the sprint's.
    pub from: Option<String>,
    /// Their last day on the team, where it isn't the sprint's.
    pub until: Option<String>,
    /// The part of their time that the team has.
    pub share: Option<f64>,
    /// Their working days on the team.
    pub days: WorkingDays,
    /// Whether they are away on the whole day.
    pub away: bool,
}

/// Somebody who answers for a team.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Manager {
    pub person: NamedRecord,
    /// `product-manager`, `engineering-manager` or `tech-lead`.
    pub role: &'static str,
}

/// A guest on a team.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Guest {
    pub person: NamedRecord,
    pub from: Option<NamedRecord>,
    pub state: Option<String>,
}

/// A piece of work on a team's list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Work {
    /// Its address; none where the name leads nowhere.
    pub record: Option<String>,
    pub title: String,
    pub kind: String,
    /// Its status, or an initiative's stage.
    pub status: Option<String>,
    pub state: Option<outline::WorkState>,
    /// The points of a story or task.
    pub points: Option<f64>,
    /// How far an initiative or an epic is that has something below it.
    pub progress: Option<Progress<usize>>,
}

/// What a team can do and what it has taken on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Load {
    /// The working days of all members.
    pub days: WorkingDays,
    /// The points that it can do in them.
    pub capacity: Option<f64>,
    pub taken_on: Estimate,
    /// By how many points that is too much.
    pub beyond: Option<f64>,
    /// The points that it did, as counted at the end.
    pub done: Option<f64>,
}

/// Somebody who works with others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Secondment {
    pub person: NamedRecord,
    pub with: Option<NamedRecord>,
    pub purpose: Option<String>,
    /// The first day, where it isn't the sprint's.
    pub from: Option<String>,
    /// The last day, where it isn't the sprint's.
    pub until: Option<String>,
    /// The part of their time, where it isn't all.
    pub share: Option<f64>,
}

/// Somebody who is away.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Absent {
    pub person: NamedRecord,
    pub from: String,
    pub until: String,
    /// Whether it is half of each day.
    pub half_day: bool,
    /// Whether it may still change.
    pub tentative: bool,
    pub now: bool,
}

/// A day on which people don't work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct BoardDayOff {
    pub date: String,
    pub why: String,
    /// For whom; empty where it is for all.
    pub who: Vec<String>,
}

/// Somebody who is on no team.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Free {
    pub person: NamedRecord,
    pub from: String,
    pub until: String,
}

/// The sprint that `day` lies in; else the last that has begun by then; else the first.
pub(crate) fn sprint_on<'w, 'a>(workspace: &'w View<'a>, day: Date) -> Option<&'w Sprint<'a>> {
    let sprints = workspace.sprints();
    let begun = || sprints.iter().rev().filter(|sprint| sprint.start <= day);
    begun().find(|sprint| day <= sprint.end).or_else(|| begun().next()).or_else(|| sprints.first())
}

impl Board {
    /// Whether it says who is where.
    pub(crate) const fn has_people(&self) -> bool {
        self.has_days && !self.work_only
    }

    /// What `sprint` looks like on the workspace's day.
    pub(crate) fn new<'a>(workspace: &View<'a>, sprint: &Sprint<'a>) -> Self {
        builder::BoardBuilder::new(workspace, sprint).board()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;
    use crate::workspace::files::Files;
    use jiff::civil::date;

    fn files(records: &[(&str, &str)]) -> Files {
        let mut files = vec![("teambook.toml".to_owned(), SETTINGS.to_owned())];
        files.extend(records.iter().map(|(path, text)| (format!("records/{path}.toml"), (*text).to_owned())));
        Files::from_texts(&files)
    }

    const SETTINGS: &str =
        "name = \"A\"\n[roles.engineer]\none-team-per-sprint = true\n[roles.product-manager]";

    const SPRINT: (&str, &str) = (
        "sprints/2025-12-01",
        r#"
start = 2025-12-01
end = 2025-12-14
team = [
  { team = "green", members = [{ person = "ada", from = 2025-12-03, until = 2025-12-03 }, "ben"], product-manager = "kira", work = ["one", "nowhere"], capacity = 4 },
]
elsewhere = [{ person = "chi", purpose = "Vue.js", until = 2025-12-05 }]
"#,
    );

    fn people() -> Vec<(&'static str, &'static str)> {
        let engineer = "name = \"A\"\nroles = [{ role = \"engineer\" }]";
        vec![
            ("people/ada", engineer),
            ("people/ben", engineer),
            ("people/chi", engineer),
            ("people/dora", engineer),
            (
                "people/emil",
                "name = \"E\"\nroles = [{ role = \"engineer\" }]\nactive = { until = 2025-11-30 }",
            ),
            ("people/kira", "name = \"K\"\nroles = [{ role = \"product-manager\" }]"),
            ("people/visitor", "name = \"V\""),
            ("absences/all", "person = \"dora\"\nfrom = 2025-11-24\nuntil = 2025-12-12\nkind = \"parental\""),
            ("tasks/one", "title = \"One\"\npoints = 5"),
            SPRINT,
        ]
    }

    fn board(records: &[(&str, &str)], on: Date) -> Board {
        let files = files(records);
        let workspace = Workspace::new(&files, on).view();
        Board::new(&workspace, sprint_on(&workspace, on).unwrap())
    }

    #[test]
    fn whoever_is_an_engineer_there_and_nowhere_is_free() {
        let found = board(&people(), date(2025, 12, 3));
        let free = |free: &Free| format!("{:?} {} {}", free.person.record.as_deref(), free.from, free.until);
        assert_eq!(
            found.free.iter().map(free).collect::<Vec<_>>(),
            [
                "Some(\"person:ada\") 2025-12-01 2025-12-02",
                "Some(\"person:ada\") 2025-12-04 2025-12-12",
                "Some(\"person:chi\") 2025-12-08 2025-12-12",
            ]
        );
        assert_eq!(found.away.len(), 1);
        assert!(found.away[0].now && !found.teams[0].members[0].away);
    }

    #[test]
    fn load_is_held_against_capacity_and_names_that_lead_nowhere_stay() {
        let found = board(&people(), date(2025, 12, 3));
        let load = &found.teams[0].load;
        assert_eq!((load.days.full, load.days.left, load.capacity), (11.0, 11.0, Some(4.0)));
        assert_eq!((load.taken_on.known(), load.beyond), (Some(5.0), Some(1.0)));
        let work: Vec<_> = found.teams[0].work.iter().map(|work| (&*work.title, work.points)).collect();
        assert_eq!(work, [("One", Some(5.0)), ("nowhere", None)]);
    }

    #[test]
    fn the_sprint_of_a_day_is_the_one_that_holds_it_else_the_last_begun_else_the_first() {
        let mut records = people();
        records.push(("sprints/2025-12-29", "start = 2025-12-29\nend = 2026-01-11\nwork-only = true"));
        let on = |day: Date| {
            let found = board(&records, day);
            (found.start, found.when)
        };
        assert_eq!(on(date(2025, 12, 14)), ("2025-12-01".to_owned(), SprintPhase::Now));
        assert_eq!(on(date(2025, 12, 20)), ("2025-12-01".to_owned(), SprintPhase::Past));
        assert_eq!(on(date(2026, 1, 1)), ("2025-12-29".to_owned(), SprintPhase::Now));
        assert_eq!(on(date(2020, 1, 1)), ("2025-12-01".to_owned(), SprintPhase::Ahead));
        assert!(!board(&records, date(2026, 1, 1)).has_people());
    }

    #[test]
    fn days_that_cannot_be_right_are_not_counted() {
        let sprint = SPRINT.1.replace("end = 2025-12-14", "end = 9999-12-31");
        let mut records = people();
        records.pop();
        records.push(("sprints/2025-12-01", &sprint));
        let found = board(&records, date(2025, 12, 3));
        assert!(!found.has_days && found.free.is_empty());
        assert!(found.teams[0].load.days.full < 0.1);
    }
}
