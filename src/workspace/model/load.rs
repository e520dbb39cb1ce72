//! What a team can do in a sprint and what it has taken on: working days, capacity, points.

use jiff::civil::Date;

use super::{Absence, Away, Calendar, Elsewhere, Member, Person, Sprint, SprintTeam, Story, Task};
use crate::base::dates::{self, Period};

/// Numbers are shown to a tenth of a point or a day; a smaller difference comes from adding fractions.
const NOTHING: f64 = 1e-6;

/// Working days in a sprint. Part of a day is a fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct WorkingDays {
    /// Those that there would be if nothing came between.
    pub full: f64,
    /// Those that are left after days off, holidays, absences and work elsewhere.
    pub left: f64,
}

impl WorkingDays {
    /// The sum of both.
    pub fn plus(self, other: Self) -> Self {
        Self { full: self.full + other.full, left: self.left + other.left }
    }

    /// The part that is left, from 0 to 1; all where there are no days that could be lost.
    pub fn part_left(self) -> f64 {
        if self.full > NOTHING { self.left / self.full } else { 1.0 }
    }
}

/// Somebody on a team in a sprint, with what is known of them.
pub struct Stint<'w, 'a> {
    /// The sprint that lists them.
    pub sprint: &'w Sprint<'a>,
    /// Where the sprint says so.
    pub member: &'w Member<'a>,
    /// Their record; where there is none they work from Monday to Friday.
    pub person: Option<&'w Person<'a>>,
    /// The holidays of their region.
    pub calendar: Option<&'w Calendar<'a>>,
}

impl Stint<'_, '_> {
    /// The working days that the team has of them. None for those who only look on.
    pub fn working_days(&self, away: &Away<'_, '_>) -> WorkingDays {
        let mut found = WorkingDays::default();
        let Some((from, until)) = self.days().filter(|_| !self.member.is_shadow) else { return found };
        let id = self.member.person.to;
        let days_off = id.map_or_else(Vec::new, |id| self.sprint.days_off_of(id));
        let holidays = self.calendar.map_or(&[][..], |calendar| &calendar.holidays);
        let holidays: Vec<Date> = holidays.iter().map(|holiday| holiday.date).collect();
        let absences: Vec<&Absence<'_>> = id.map_or_else(Vec::new, |id| away.of(id, from, until).collect());
        let is_theirs = |entry: &&Elsewhere<'_>| id.is_some() && entry.person.to == id;
        let elsewhere: Vec<&Elsewhere<'_>> = self.sprint.elsewhere.iter().filter(is_theirs).collect();
        let share = self.member.share.unwrap_or(1.0);
        for day in dates::days(from, until) {
            let worth =
                self.person.map_or_else(|| f64::from(!dates::is_weekend(day)), |who| who.worth_on(day));
            found.full += worth * share;
            if days_off.contains(&day) || holidays.contains(&day) {
                continue;
            }
            let there = 1.0 - f64::from(Away::halves(&absences, day)) / 2.0;
            let gone = elsewhere.iter().filter(|entry| entry.period.contains(day));
            let gone: f64 = gone.map(|entry| entry.share.unwrap_or(1.0)).sum();
            found.left += worth * there * share.min((1.0 - gone).max(0.0));
        }
        found
    }

    /// The days on the team on which they are with the whole team at all.
    fn days(&self) -> Option<(Date, Date)> {
        let (from, until) = self.sprint.is_staffed().then(|| self.sprint.days_of(*self.member.period))??;
        self.person.map_or(Period::default(), |person| *person.active).within(from, until)
    }
}

/// The points that `team` can do with `days`: those that its table states for full days, or so many
/// `per_day`. None where neither is known.
pub fn capacity(team: &SprintTeam<'_>, days: WorkingDays, per_day: Option<f64>) -> Option<f64> {
    if let Some(stated) = *team.capacity {
        return Some(stated * days.part_left());
    }
    per_day.filter(|_| team.says_members()).map(|per_day| per_day * days.left)
}

/// The points of some work.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Estimate {
    /// The points of all stories and tasks that are estimated.
    pub points: f64,
    /// How many stories and tasks those are.
    pub estimated: usize,
    /// How many stories and tasks have no estimate.
    pub unestimated: usize,
    /// How many initiatives and epics there are: each takes several sprints, so what is below it says nothing
    /// of one.
    pub larger: usize,
}

impl Estimate {
    /// The sum of both.
    pub fn plus(self, other: Self) -> Self {
        Self {
            points: self.points + other.points,
            estimated: self.estimated + other.estimated,
            unestimated: self.unestimated + other.unestimated,
            larger: self.larger + other.larger,
        }
    }

    /// The points, where anything is estimated.
    pub fn known(self) -> Option<f64> {
        (self.estimated > 0).then_some(self.points)
    }

    /// By how many points it goes beyond `capacity`, if it does.
    pub fn beyond(self, capacity: f64) -> Option<f64> {
        Some(self.points - capacity).filter(|beyond| *beyond > NOTHING)
    }

    /// Of one story or task with `points`; nothing where it was given up.
    fn of(points: Option<f64>, is_dropped: bool) -> Self {
        match points {
            _ if is_dropped => Self::default(),
            Some(points) => Self { points, estimated: 1, ..Self::default() },
            None => Self { unestimated: 1, ..Self::default() },
        }
    }
}

impl Story<'_> {
    /// Its points: its own, or those of its `tasks` where it has none and one of them has.
    pub fn estimate<'t, 'a: 't>(&self, tasks: impl Iterator<Item = &'t Task<'a>>) -> Estimate {
        let own = Estimate::of(*self.points, super::is_dropped(*self.status));
        if own.unestimated == 0 {
            return own;
        }
        let below = tasks.map(Task::estimate).fold(Estimate::default(), Estimate::plus);
        if below.estimated > 0 { below } else { own }
    }
}

impl Task<'_> {
    /// Its points, none if it was given up.
    pub fn estimate(&self) -> Estimate {
        Estimate::of(*self.points, super::is_dropped(*self.status))
    }
}

/// A number of points or days as people write it: `12`, `7.5`, to a tenth.
pub fn written(number: f64) -> String {
    let tenths = (number * 10.0).round() / 10.0;
    // No minus before a nought.
    format!("{}", tenths + 0.0)
}

/// `1 point`, `7.5 points`.
pub fn points_of(points: f64) -> String {
    let written = written(points);
    let what = if written == "1" { "point" } else { "points" };
    format!("{written} {what}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;
    use crate::workspace::files::Files;
    use jiff::civil::date;

    const SETTINGS: (&str, &str) = ("teambook.toml", "name = \"A\"\n[points]\nper-day = 0.5\n");

    fn person(id: &str, more: &str) -> (String, String) {
        (format!("records/people/{id}.toml"), format!("name = \"{id}\"\n{more}"))
    }

    /// The team's days, its capacity and what it has taken on, in the sprint from Monday to the second
    /// Sunday.
    fn load(team: &str, more: &[(String, String)]) -> (WorkingDays, Option<f64>, Estimate) {
        let sprint = format!("start = 2025-12-01\nend = 2025-12-14\n[[team]]\nteam = \"green\"\n{team}");
        let mut files = vec![(SETTINGS.0.to_owned(), SETTINGS.1.to_owned())];
        files.push((
            "records/teams/green.toml".to_owned(),
            "name = \"Green\"\ncategory = \"product\"".to_owned(),
        ));
        files.push(("records/sprints/2025-12-01.toml".to_owned(), sprint));
        files.extend(more.iter().cloned());
        let files = Files::from_texts(&files);
        let workspace = Workspace::new(&files, date(2025, 12, 1)).view();
        let (sprint, away) = (&workspace.sprints()[0], workspace.away());
        let days = workspace.team_days(sprint, &sprint.teams[0], &away);
        let capacity = workspace.capacity(&sprint.teams[0], days);
        (days, capacity, workspace.taken_on(&sprint.teams[0]))
    }

    fn days(full: f64, left: f64) -> WorkingDays {
        WorkingDays { full, left }
    }

    #[track_caller]
    fn near(found: WorkingDays, full: f64, left: f64) {
        let is_near = (found.full - full).abs() < NOTHING && (found.left - left).abs() < NOTHING;
        assert!(is_near, "{found:?}, expected {:?}", days(full, left));
    }

    #[test]
    fn a_fortnight_has_ten_days_for_each_member_and_none_for_those_who_look_on() {
        let people = [person("ada", ""), person("ben", ""), person("chi", "")];
        let (found, capacity, _) =
            load(r#"members = ["ada", "ben", { person = "chi", shadow = true }]"#, &people);
        near(found, 20.0, 20.0);
        assert_eq!(capacity, Some(10.0));
    }

    #[test]
    fn days_off_holidays_absences_and_work_elsewhere_are_taken_off_once() {
        let more = [
            person("ada", "calendar = \"pl\""),
            person("ben", ""),
            (
                "records/calendars/pl.toml".into(),
                "name = \"P\"\nregion = \"PL\"\nholidays = [{ date = 2025-12-08, name = \"A\" }]".into(),
            ),
            // Over the weekend and the holiday, then half of Tuesday.
            (
                "records/absences/a.toml".into(),
                "person = \"ada\"\nfrom = 2025-12-05\nuntil = 2025-12-08".into(),
            ),
            (
                "records/absences/b.toml".into(),
                "person = \"ada\"\nfrom = 2025-12-09\nuntil = 2025-12-09\nhalf-day = true".into(),
            ),
        ];
        let team = r#"
members = ["ada", "ben"]
capacity = 40
[[days-off]]
date = 2025-12-01
why = "all"
[[days-off]]
date = 2025-12-02
why = "one"
who = ["ben"]
[[elsewhere]]
person = "ben"
with = "green"
share = 0.5
from = 2025-12-10
"#;
        let (found, capacity, _) = load(team, &more);
        // ada: 10 - Monday, Friday, Monday, half of Tuesday; ben: 10 - two days off, and half of three days.
        near(found, 20.0, 6.5 + 6.5);
        assert_eq!(capacity, Some(26.0));
    }

    #[test]
    fn joining_late_working_part_time_and_shares_count_as_they_are() {
        let more = [
            person("ada", ""),
            person("ben", "share = 0.8"),
            person("chi", "share = 0.8\nworking-days = [\"mon\", \"tue\", \"wed\", \"thu\"]"),
            person("dora", "[active]\nuntil = 2025-12-03"),
        ];
        let (found, ..) = load(r#"members = [{ person = "ada", from = 2025-12-11 }]"#, &more);
        near(found, 2.0, 2.0);
        let (found, ..) = load(r#"members = ["ben"]"#, &more);
        near(found, 8.0, 8.0);
        let (found, ..) = load(r#"members = ["chi"]"#, &more);
        near(found, 8.0, 8.0);
        let (found, ..) = load(r#"members = ["dora", { person = "nobody-we-know", share = 0.5 }]"#, &more);
        near(found, 8.0, 8.0);
    }

    #[test]
    fn what_nobody_has_stated_is_not_made_up() {
        let (found, capacity, taken) = load("work = []", &[]);
        assert_eq!((found, capacity, taken.known()), (days(0.0, 0.0), None, None));
        let (_, capacity, _) = load("capacity = 12", &[]);
        assert_eq!(capacity, Some(12.0), "where no members are named nobody can be away");
        let (_, capacity, _) = load("members = []\ncapacity = nan", &[]);
        assert_eq!(capacity, Some(0.0));
    }

    #[test]
    fn points_count_once_and_only_for_what_fits_a_sprint() {
        let record = |path: &str, text: &str| (format!("records/{path}.toml"), text.to_owned());
        let more = [
            record("initiatives/log", "title = \"L\"\ncategory = \"product\"\nstage = \"in-progress\""),
            record("epics/store", "title = \"S\"\ninitiative = \"log\""),
            record("stories/keep", "title = \"K\"\nepic = \"store\"\npoints = 5"),
            record("stories/show", "title = \"S\"\nepic = \"store\""),
            record("stories/dropped", "title = \"D\"\nepic = \"store\"\npoints = 8\nstatus = \"declined\""),
            record("tasks/one", "title = \"1\"\nstory = \"show\"\npoints = 2\nstatus = \"resolved\""),
            record("tasks/two", "title = \"2\"\nstory = \"show\"\npoints = 1"),
            record("tasks/part", "title = \"P\"\nstory = \"keep\"\npoints = 3"),
            record("tasks/unknown", "title = \"U\""),
        ];
        let work = r#"work = ["log", "keep", "part", "show", "dropped", "unknown", "nothing-of-the-kind"]"#;
        let (_, _, found) = load(work, &more);
        assert_eq!(found, Estimate { points: 8.0, estimated: 3, unestimated: 1, larger: 1 });
        assert_eq!((found.beyond(8.0), found.beyond(6.0)), (None, Some(2.0)));
        assert_eq!([written(8.0), written(7.25), written(-0.01)], ["8", "7.3", "0"]);
        assert_eq!(found.known(), Some(8.0));
    }
}
