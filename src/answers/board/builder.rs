//! Puts a sprint's board together.

use jiff::civil::Date;

use super::{
    Absent, Board, BoardDayOff, BoardTeam, Free, Guest, Load, Manager, OnTeam, Secondment, SprintPhase, Work,
};
use crate::answers::diff::shown::NamedRecord;
use crate::answers::outline::Below;
use crate::base::dates::{self, Period};
use crate::record::{RecordId, Value};
use crate::workspace::View;
use crate::workspace::model::load::WorkingDays;
use crate::workspace::model::{
    Absence, Away, Category, Elsewhere, Link, Member, Person, Sprint, SprintTeam, points,
};

pub(super) struct BoardBuilder<'w, 'a> {
    workspace: &'w View<'a>,
    sprint: &'w Sprint<'a>,
    away: Away<'w, 'a>,
    on: Date,
}

impl<'w, 'a> BoardBuilder<'w, 'a> {
    pub(super) fn new(workspace: &'w View<'a>, sprint: &'w Sprint<'a>) -> Self {
        Self { workspace, sprint, away: workspace.away(), on: workspace.as_of() }
    }

    pub(super) fn board(&self) -> Board {
        let (workspace, sprint) = (self.workspace, self.sprint);
        let root = sprint.record.root();
        let has_people = sprint.is_staffed();
        let mut below = Below::new(workspace);
        Board {
            record: workspace.address(sprint.record.number),
            start: sprint.start.to_string(),
            end: sprint.end.to_string(),
            when: match () {
                () if sprint.period().contains(self.on) => SprintPhase::Now,
                () if self.on < sprint.start => SprintPhase::Ahead,
                () => SprintPhase::Past,
            },
            state: sprint.state.map(str::to_owned),
            goal: text(root, "goal"),
            note: text(root, "note"),
            work_only: sprint.is_work_only,
            has_days: sprint.is_work_only || has_people,
            teams: sprint.teams.iter().map(|team| self.team(team, &mut below)).collect(),
            elsewhere: sprint.elsewhere.iter().map(|entry| self.gone(entry)).collect(),
            away: if has_people { self.away() } else { Vec::new() },
            days_off: if has_people { self.days_off() } else { Vec::new() },
            free: if has_people { self.free() } else { Vec::new() },
        }
    }

    fn named(&self, link: Link<'_>) -> NamedRecord {
        NamedRecord::by(self.workspace, link)
    }

    fn team(&self, team: &SprintTeam<'a>, below: &mut Below<'w, 'a>) -> BoardTeam {
        BoardTeam {
            team: self.named(team.team),
            category: match self.workspace.category(team.team) {
                Some(Category::Duty) => Some("duty"),
                Some(Category::Product) => Some("product"),
                _ => None,
            },
            note: text(team.at, "note"),
            members: team.members.iter().map(|member| self.member(member)).collect(),
            managers: team
                .offices()
                .into_iter()
                .filter_map(|(role, link)| Some(Manager { person: self.named(link?), role }))
                .collect(),
            visiting: team
                .visiting
                .iter()
                .map(|guest| Guest {
                    person: self.named(guest.person),
                    from: guest.from_team.map(|team| self.named(team)),
                    state: guest.state.map(str::to_owned),
                })
                .collect(),
            work: team.work.iter().map(|work| self.work(*work, below)).collect(),
            load: self.load(team),
        }
    }

    fn member(&self, member: &Member<'a>) -> OnTeam {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        OnTeam {
            person: self.named(member.person),
            doing: member.doing.map(str::to_owned),
            shadow: member.is_shadow,
            from: day(member.period.from),
            until: day(member.period.until),
            share: member.share,
            days: rounded(self.workspace.member_days(self.sprint, member, &self.away)),
            away: member.person.to.is_some_and(|id| self.is_away_now(id)),
        }
    }

    fn work(&self, link: Link<'_>, below: &mut Below<'w, 'a>) -> Work {
        let node = link.to.and_then(|id| below.node(id));
        let estimate = self.workspace.estimate(link);
        let Some(node) = node else {
            let NamedRecord { record, name } = self.named(link);
            let (kind, status, state) = (String::new(), None, None);
            return Work { record, title: name, kind, status, state, points: None, progress: None };
        };
        let has_parts = estimate.larger > 0 && (node.repeated || !node.below.is_empty());
        Work {
            record: Some(node.record),
            title: node.title,
            kind: node.kind,
            status: node.status,
            state: Some(node.state),
            points: estimate.known(),
            progress: has_parts.then_some(node.work),
        }
    }

    fn load(&self, team: &SprintTeam<'a>) -> Load {
        let days = self.workspace.team_days(self.sprint, team, &self.away);
        let capacity = self.workspace.capacity(team, days);
        let taken_on = self.workspace.taken_on(team);
        Load {
            days: rounded(days),
            capacity: capacity.map(hundredths),
            // A duty team takes what comes in.
            beyond: capacity
                .filter(|_| self.workspace.category(team.team) != Some(Category::Duty))
                .and_then(|capacity| taken_on.beyond(capacity))
                .map(hundredths),
            taken_on,
            done: *points(team.at, "points-done"),
        }
    }

    fn gone(&self, entry: &Elsewhere<'a>) -> Secondment {
        let with = entry.at.get("with").and_then(|with| self.workspace.link(with));
        Secondment {
            person: self.named(entry.person),
            with: with.map(|team| self.named(team)),
            purpose: text(entry.at, "purpose"),
            from: entry.period.from.map(|day| day.to_string()),
            until: entry.period.until.map(|day| day.to_string()),
            share: entry.share,
        }
    }

    /// The absences that touch the sprint, by first day.
    fn away(&self) -> Vec<Absent> {
        let is_meant = |absence: &&Absence<'_>| {
            absence.person.to.is_some()
                && Period::new(absence.from, absence.until).overlaps(self.sprint.period())
        };
        let mut found: Vec<&Absence<'_>> = self.workspace.absences().iter().filter(is_meant).collect();
        found.sort_by_key(|absence| (absence.from, absence.until, absence.person.id()));
        let shown = |absence: &Absence<'_>| Absent {
            person: self.named(absence.person),
            from: absence.from.to_string(),
            until: absence.until.to_string(),
            half_day: absence.is_half_day,
            tentative: absence.is_tentative,
            now: Period::new(absence.from, absence.until).contains(self.on),
        };
        found.into_iter().map(shown).collect()
    }

    fn is_away_now(&self, person: RecordId) -> bool {
        let mut absences = self.away.of(person, self.on, self.on);
        self.sprint.period().contains(self.on) && absences.any(|absence| !absence.is_half_day)
    }

    /// The sprint's days off, and holidays of those who are with the team where the sprint doesn't name them.
    fn days_off(&self) -> Vec<BoardDayOff> {
        let mut found: Vec<BoardDayOff> = Vec::new();
        let is_inside = |day: Date| self.sprint.period().contains(day);
        for day in self.sprint.days_off.iter().filter(|day| is_inside(*day.date)) {
            let who = day.who.iter().map(|who| self.named(*who).name).collect();
            found.push(BoardDayOff { date: day.date.to_string(), why: day.why.to_owned(), who });
        }
        let mut holidays: Vec<BoardDayOff> = Vec::new();
        for person in self.workspace.people() {
            let Some(calendar) = person.calendar.and_then(|link| self.workspace.calendar(link)) else {
                continue;
            };
            let off = self.sprint.days_off_of(person.record.number);
            for holiday in calendar.holidays.iter().filter(|holiday| is_inside(holiday.date)) {
                let is_lost = person.works_on(holiday.date) && person.active.contains(holiday.date);
                if !is_lost || off.contains(&holiday.date) {
                    continue;
                }
                let (date, name) =
                    (holiday.date.to_string(), NamedRecord::of(self.workspace, person.record).name);
                match holidays.iter_mut().find(|known| known.date == date && known.why == holiday.name) {
                    Some(known) => known.who.push(name),
                    None => {
                        holidays.push(BoardDayOff { date, why: holiday.name.to_owned(), who: vec![name] });
                    }
                }
            }
        }
        found.extend(holidays);
        found.sort();
        found
    }

    /// Engineers who are with the team, there, and on no team and nowhere else.
    fn free(&self) -> Vec<Free> {
        let (start, end) = (self.sprint.start, self.sprint.end);
        let mut taken: Vec<(RecordId, Period)> = Vec::new();
        let mut take = |link: Link<'_>, period: Period| taken.extend(link.to.map(|id| (id, period)));
        for team in &self.sprint.teams {
            team.members.iter().for_each(|member| take(member.person, *member.period));
            team.visiting.iter().for_each(|guest| take(guest.person, Period::default()));
            let managers = team.offices().into_iter().filter_map(|(_, manager)| manager);
            managers.for_each(|manager| take(manager, Period::default()));
        }
        self.sprint.elsewhere.iter().for_each(|entry| take(entry.person, *entry.period));
        taken.sort_by_key(|(person, _)| *person);
        let mut free = Vec::new();
        for person in self.workspace.people() {
            let id = person.record.number;
            let first = taken.partition_point(|(other, _)| *other < id);
            let busy = taken[first..].iter().take_while(|(other, _)| *other == id).map(|(_, period)| *period);
            for (from, until) in dates::runs_outside(start, end, busy) {
                let days: Vec<Date> = self.days_there(person, from, until);
                if let (Some(from), Some(until)) = (days.first(), days.last()) {
                    let person = NamedRecord::of(self.workspace, person.record);
                    free.push(Free { person, from: from.to_string(), until: until.to_string() });
                }
            }
        }
        free
    }

    /// The working days of `from..=until` on which `person` is there and can be put on a team.
    fn days_there(&self, person: &Person<'_>, from: Date, until: Date) -> Vec<Date> {
        let id = person.record.number;
        let off = self.sprint.days_off_of(id);
        let absences: Vec<&Absence<'_>> = self.away.of(id, from, until).collect();
        let is_there = |day: &Date| {
            person.worth_on(*day) > 0.0
                && person.active.contains(*day)
                && person.holds_any(*day, |role| self.workspace.is_member_role(role))
                && !off.contains(day)
                && Away::halves(&absences, *day) < 2
        };
        dates::days(from, until).filter(is_there).collect()
    }
}

fn text(table: Value<'_>, key: &str) -> Option<String> {
    table.str(key).map(str::to_owned)
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn rounded(days: WorkingDays) -> WorkingDays {
    WorkingDays { full: hundredths(days.full), left: hundredths(days.left) }
}
