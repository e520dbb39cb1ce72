//! What rules ask of all records of a kind together, worked out once for however many records ask.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::civil::Date;

use super::ask::Ask;
use super::{Model, View};
use crate::base::dates::spans::Spans;
use crate::base::dates::{self, Period};
use crate::record::{KindId, RecordId, Value};
use crate::workspace::model::{
    AbsencesByPerson, Away, Category, Person, Request, Rotation, Sprint, Team, period,
};
use crate::workspace::schema::plan::To;

/// What was worked out so far.
#[derive(Default)]
pub(super) struct Overview<'a> {
    absences: OnceLock<AbsencesByPerson>,
    rotations: OnceLock<Rotations>,
    holders: OnceLock<BTreeMap<String, Vec<HoldersFrom>>>,
    team_tags: OnceLock<TeamTags<'a>>,
    has_initiative_without_deliverable: OnceLock<bool>,
    promised_deliverables: OnceLock<Vec<&'a str>>,
    request_days: OnceLock<RequestDays>,
    sound_tracker_ids: OnceLock<Vec<OnceLock<Option<&'a str>>>>,
}

/// On which days requests came in or were judged, in order.
struct RequestDays {
    unbreak_now: Vec<Date>,
    triaged: Vec<Date>,
}

/// The rotations by team, and by when they run.
struct Rotations {
    by_team: BTreeMap<RecordId, Vec<RecordId>>,
    times: Spans<Date, RecordId>,
}

/// A day, and the first few who hold a role from it on until they change.
type HoldersFrom = (Date, Vec<RecordId>);

/// At most this many holders of a role are named.
const MOST_HOLDERS: usize = 3;

/// A tag by which the workspace's teams find incoming requests.
pub struct TeamTag<'a> {
    /// The table that says so.
    pub at: Value<'a>,
    pub tag: &'a str,
    /// When it is the team's.
    pub period: Period,
    /// Whether it is that of the whole team.
    pub is_whole: bool,
}

/// The tags of all the workspace's teams, in the order of the teams' paths.
pub struct TeamTags<'a> {
    pub all: Vec<TeamTag<'a>>,
    by_tag: BTreeMap<String, Vec<usize>>,
    whole: Vec<usize>,
}

impl<'a> TeamTags<'a> {
    fn new(teams: &[Team<'a>]) -> Self {
        let mut tags = Self { all: Vec::new(), by_tag: BTreeMap::new(), whole: Vec::new() };
        for team in teams.iter().filter(|team| team.category != Some(Category::External)) {
            for at in team.record.root().list("tracker-tags") {
                let Some(tag) = at.str("tag") else { continue };
                let is_whole = team.category == Some(Category::Whole);
                tags.by_tag.entry(plain_tag(tag)).or_default().push(tags.all.len());
                if is_whole {
                    tags.whole.push(tags.all.len());
                }
                tags.all.push(TeamTag { at, tag, period: period(at), is_whole });
            }
        }
        tags
    }

    /// Those that are written like one of `tags`, in order.
    pub fn like<'t>(&self, tags: impl Iterator<Item = &'t str>) -> impl Iterator<Item = &TeamTag<'a>> {
        let like = tags.filter_map(|tag| self.by_tag.get(&plain_tag(tag))).flatten();
        let like: BTreeSet<usize> = like.copied().collect();
        like.into_iter().map(|index| &self.all[index])
    }

    /// Those of the whole team, in order.
    pub fn whole(&self) -> impl Iterator<Item = &TeamTag<'a>> {
        self.whole.iter().map(|index| &self.all[*index])
    }
}

/// A tag as it is whether it is written in one way or another.
fn plain_tag(tag: &str) -> String {
    tag.trim_start_matches('#').to_lowercase().replace([' ', '_'], "-")
}

impl<'a> View<'a> {
    /// Who is away when.
    pub fn away(&self) -> Away<'_, 'a> {
        let absences = self.absences();
        Away::new(absences, self.model.overview.absences.get_or_init(|| AbsencesByPerson::new(absences)))
    }

    /// The rotations of the team with number `team`, in the order of their paths.
    pub fn rotations_of(&self, team: RecordId) -> impl Iterator<Item = &Rotation<'a>> {
        let of_team = self.rotations_in_order().by_team.get(&team);
        of_team.into_iter().flatten().filter_map(|id| self.model.typed.rotations.get(&self.model, *id))
    }

    /// The rotations that run on one of the days of `sprint` or more, in the order of their paths.
    pub fn rotations_in(&self, sprint: &Sprint<'_>) -> impl Iterator<Item = &Rotation<'a>> {
        // What touches a time begins before its end and ends after its beginning.
        let running = self.rotations_in_order().times.holding(sprint.end, sprint.start);
        running.into_iter().filter_map(|id| self.model.typed.rotations.get(&self.model, id))
    }

    fn rotations_in_order(&self) -> &Rotations {
        let all = self.rotations();
        self.model.overview.rotations.get_or_init(|| {
            let mut by_team: BTreeMap<_, Vec<RecordId>> = BTreeMap::new();
            for rotation in all {
                if let Some(team) = rotation.team.to {
                    by_team.entry(team).or_default().push(rotation.record.number);
                }
            }
            let days = |rotation: &Rotation<'_>| {
                let Period { from, until } = *rotation.period;
                (from.unwrap_or(Date::MIN), until.unwrap_or(Date::MAX), rotation.record.number)
            };
            Rotations { by_team, times: Spans::new(all.iter().map(days).collect()) }
        })
    }

    /// The ids of the first few who hold `role` on `day` and are with the team, in the order of their ids.
    pub fn holders(&self, role: &str, day: Date) -> impl Iterator<Item = &'a str> {
        let people = self.people();
        let of_role = self.model.overview.holders.get_or_init(|| holders(people)).get(role);
        let steps = of_role.map_or(&[][..], |steps| steps);
        let last = steps.partition_point(|(since, _)| *since <= day).checked_sub(1);
        last.into_iter().flat_map(move |last| &steps[last].1).map(|id| self.stem(*id))
    }

    /// How many requests came in from `from` to `until` that couldn't wait.
    pub fn unbreak_now_between(&self, from: Date, until: Date) -> usize {
        between(&self.request_days().unbreak_now, from, until)
    }

    /// How many requests went through triage from `from` to `until`.
    pub fn triaged_between(&self, from: Date, until: Date) -> usize {
        between(&self.request_days().triaged, from, until)
    }

    fn request_days(&self) -> &RequestDays {
        let requests = self.requests();
        self.model.overview.request_days.get_or_init(|| {
            let unbreak_now = requests.iter().filter(|request| request.is_unbreak_now());
            let mut unbreak_now: Vec<Date> = unbreak_now.filter_map(|request| *request.received).collect();
            let mut triaged: Vec<Date> = requests.iter().filter_map(Request::triaged).collect();
            unbreak_now.sort_unstable();
            triaged.sort_unstable();
            RequestDays { unbreak_now, triaged }
        })
    }

    /// The tags by which the workspace's teams find incoming requests.
    pub fn team_tags(&self) -> &TeamTags<'a> {
        let teams = self.teams();
        self.model.overview.team_tags.get_or_init(|| TeamTags::new(teams))
    }

    /// Whether an initiative that is under way says of no deliverable that it serves it.
    pub fn has_initiative_without_deliverable(&self) -> bool {
        let initiatives = self.initiatives();
        *self.model.overview.has_initiative_without_deliverable.get_or_init(|| {
            initiatives
                .iter()
                .any(|initiative| initiative.is_taken_on() && initiative.deliverables.is_empty())
        })
    }

    /// The ids of the deliverables that are still to come.
    pub fn promised_deliverables(&self) -> &[&'a str] {
        let deliverables = self.deliverables();
        self.model.overview.promised_deliverables.get_or_init(|| {
            let promised = deliverables.iter().filter(|deliverable| !deliverable.is_over);
            promised.map(|deliverable| &*deliverable.record.id).collect()
        })
    }

    /// The first tracker id in the records of `kind` that is one.
    pub fn sound_tracker_id(&self, kind: KindId) -> Option<&'a str> {
        self.note(Ask::Kind(kind));
        let all = || self.model.members.iter().map(|_| OnceLock::new()).collect();
        let ids = self.model.overview.sound_tracker_ids.get_or_init(all);
        *ids.get(kind.index())?.get_or_init(|| self.model.sound_tracker_id(kind))
    }
}

impl<'a> Model<'a> {
    fn sound_tracker_id(&self, kind: KindId) -> Option<&'a str> {
        let pattern = self.settings.tracker.as_ref()?.pattern.as_ref()?;
        let targets = &self.files.schemas.kind(kind).plan.targets;
        let is_tracker =
            |target: u16| targets.get(target as usize).is_some_and(|target| target.to == To::Tracker);
        let mut written = self.members_of(kind).map(|id| self.files.get(id)).flat_map(|record| {
            let trackers = record.references.iter().filter(|reference| is_tracker(reference.target));
            trackers.filter_map(|reference| Value::new(record, reference.node).as_str())
        });
        written.find(|text| pattern.is_match(text))
    }
}

/// How many of `days`, which are in order, lie in `from..=until`.
fn between(days: &[Date], from: Date, until: Date) -> usize {
    let before = days.partition_point(|day| *day < from);
    days.partition_point(|day| *day <= until).saturating_sub(before)
}

/// For each role the first few who hold it, from each day on which they change.
fn holders(people: &[Person<'_>]) -> BTreeMap<String, Vec<HoldersFrom>> {
    // How many more or fewer times somebody holds the role from a day on.
    let mut changes: BTreeMap<&str, Vec<(Date, RecordId, i32)>> = BTreeMap::new();
    for person in people {
        let (first, last) =
            (person.active.from.unwrap_or(Date::MIN), person.active.until.unwrap_or(Date::MAX));
        for role in &person.roles {
            let Some((from, until)) = role.period.within(first, last) else { continue };
            let of_role = changes.entry(*role.name).or_default();
            of_role.push((from, person.record.number, 1));
            if until < Date::MAX {
                of_role.push((dates::shift(until, 1), person.record.number, -1));
            }
        }
    }
    let steps = |mut changes: Vec<(Date, RecordId, i32)>| {
        changes.sort_unstable();
        let mut there: BTreeMap<RecordId, i32> = BTreeMap::new();
        let of_day = |changes: &[(Date, RecordId, i32)]| {
            for (_, person, change) in changes {
                let times = there.entry(*person).or_default();
                *times += change;
                if *times == 0 {
                    there.remove(person);
                }
            }
            (changes[0].0, there.keys().take(MOST_HOLDERS).copied().collect())
        };
        changes.chunk_by(|a, b| a.0 == b.0).map(of_day).collect()
    };
    changes.into_iter().map(|(role, changes)| (role.to_owned(), steps(changes))).collect()
}
