//! Figures over all records: turns on duty, requests, initiatives, deliverables, goals, decisions.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::answers::diff::shown::NamedRecord;
use crate::answers::outline::{Below, Progress};
use crate::base::dates;
use crate::record::{Record, RecordId};
use crate::workspace::View;
use crate::workspace::model::duty::Evenness;
use crate::workspace::model::{Decision, Initiative, Request, Rotation, Sprint, SprintTeam, Stage};

/// The figures, as of a day. What has no record has no figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Stats {
    pub as_of: String,
    pub duty: Vec<Duty>,
    pub requests: Option<Requests>,
    pub initiatives: Vec<AtStage>,
    pub deliverables: Vec<DeliverableStats>,
    pub goals: Vec<Count>,
    /// The decisions by status; those that a later one has superseded stand apart.
    pub decisions: Vec<Count>,
}

/// How many there are of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Count {
    pub name: String,
    pub count: usize,
}

/// The turns of a rotation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Duty {
    pub rotation: NamedRecord,
    /// All its sprints that have begun.
    pub all: Turns,
    /// The last of them over which fairness is measured, where there are more.
    pub window: Option<Turns>,
}

/// The turns in some sprints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Turns {
    pub sprints: usize,
    pub from: String,
    pub until: String,
    /// Everybody in the pool, those first who are furthest below their share.
    pub people: Vec<PersonTurns>,
    /// How evenly the turns are spread; none where nobody has served.
    pub evenness: Option<Evenness>,
}

/// How many turns somebody has served, and how many would be a fair share.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct PersonTurns {
    pub person: NamedRecord,
    pub served: u32,
    pub expected: f64,
}

/// What came in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Requests {
    pub count: usize,
    pub open: usize,
    pub outcomes: Vec<Count>,
    /// From the day it came in to triage.
    pub to_triage: Option<Wait>,
    pub to_answer: Option<Wait>,
    pub to_end: Option<Wait>,
    /// Until now, of those that still wait for triage.
    pub untriaged: Option<Wait>,
}

/// How many days something took, or has taken so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Wait {
    pub count: usize,
    /// Half of them took no longer.
    pub median: f64,
    pub longest: i64,
    pub record: NamedRecord,
}

/// The initiatives at a stage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct AtStage {
    pub stage: String,
    pub count: usize,
    /// Since when they are there, as far as their logs say. None where nothing more is to be done.
    pub age: Option<Wait>,
}

/// Who works for a deliverable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Coverage {
    /// An initiative that is taken on.
    UnderWay,
    /// Only initiatives that aren't taken on yet.
    Waiting,
    /// Only initiatives that are over.
    Over,
    None,
}

/// A deliverable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct DeliverableStats {
    pub deliverable: NamedRecord,
    pub status: Option<String>,
    pub coverage: Coverage,
    /// How many initiatives serve it.
    pub initiatives: usize,
    pub work: Progress<usize>,
}

const GOALS: [&str; 6] = ["to-do", "in-progress", "done", "partly-done", "postponed", "dropped"];

const DECISIONS: [&str; 8] =
    ["draft", "proposed", "accepted", "superseded", "rejected", "deferred", "withdrawn", "retired"];

const OUTCOMES: [&str; 12] = [
    "untriaged",
    "clinic-ready",
    "external-review",
    "triage-meeting",
    "team-inbox",
    "initiative-column",
    "backlog",
    "needs-info",
    "externally-blocked",
    "declined",
    "out-of-scope",
    "duplicate",
];

impl Stats {
    /// Counts, as of the workspace's day.
    pub(crate) fn new(workspace: &View<'_>) -> Self {
        let goals = workspace.goals().iter().map(|goal| goal.status.unwrap_or("to-do"));
        let superseded = superseded(workspace);
        let decisions = workspace.decisions().iter().filter_map(|decision| {
            let status = stood(decision, workspace.as_of())?;
            let is_superseded = status == "accepted" && superseded.contains(&decision.record.number);
            Some(if is_superseded { "superseded" } else { status })
        });
        Self {
            as_of: workspace.as_of().to_string(),
            duty: workspace.rotations().iter().filter_map(|rotation| duty(workspace, rotation)).collect(),
            requests: requests(workspace),
            initiatives: initiatives(workspace),
            deliverables: deliverables(workspace),
            goals: counted(goals, &GOALS),
            decisions: counted(decisions, &DECISIONS),
        }
    }

    /// Whether there is nothing to count.
    pub(crate) fn is_empty(&self) -> bool {
        self.duty.is_empty()
            && self.requests.is_none()
            && self.initiatives.is_empty()
            && self.deliverables.is_empty()
            && self.goals.is_empty()
            && self.decisions.is_empty()
    }
}

/// How often each of `names` is there, in `order`; others come last.
fn counted<'n>(names: impl Iterator<Item = &'n str>, order: &[&str]) -> Vec<Count> {
    let rank = |name: &str| order.iter().position(|known| *known == name).unwrap_or(order.len());
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable_by_key(|name| (rank(name), *name));
    names.chunk_by(|a, b| a == b).map(|run| Count { name: run[0].to_owned(), count: run.len() }).collect()
}

/// What a record was on `day`, by its log: of entries with a day and a `key`, of which the record has the
/// last in `field`. Without a log it was always what it is, empty where it doesn't say; before the log begins
/// it wasn't there.
fn by_log<'a>(record: &'a Record, log: &str, key: &str, field: &str, day: Date) -> Option<&'a str> {
    let root = record.root();
    let entries: Vec<_> = root.list(log).filter_map(|entry| Some((entry.date("on")?, entry))).collect();
    if entries.iter().all(|(on, _)| *on <= day) {
        return Some(root.str(field).unwrap_or_default());
    }
    let (_, entry) = entries.iter().rev().find(|(on, _)| *on <= day)?;
    entry.str(key)
}

fn stood<'a>(decision: &Decision<'a>, day: Date) -> Option<&'a str> {
    let status = by_log(decision.record, "history", "status", "status", day)?;
    Some(if status.is_empty() { "draft" } else { status })
}

/// The decisions that an accepted one replaces.
fn superseded(workspace: &View<'_>) -> BTreeSet<RecordId> {
    let is_accepted = |decision: &&Decision<'_>| stood(decision, workspace.as_of()) == Some("accepted");
    let accepted = workspace.decisions().iter().filter(is_accepted);
    accepted.flat_map(|decision| &decision.supersedes).filter_map(|link| link.to).collect()
}

fn duty<'a>(workspace: &View<'a>, rotation: &Rotation<'a>) -> Option<Duty> {
    let mut sprints = workspace.duty_sprints(rotation);
    sprints.retain(|(sprint, _)| sprint.start <= workspace.as_of());
    let window = rotation.window.and_then(|window| usize::try_from(window).ok()).filter(|window| *window > 0);
    let first = window.and_then(|window| sprints.len().checked_sub(window)).filter(|first| *first > 0);
    Some(Duty {
        rotation: NamedRecord::of(workspace, rotation.record),
        all: turns(workspace, rotation, &sprints)?,
        window: first.and_then(|first| turns(workspace, rotation, &sprints[first..])),
    })
}

fn turns<'a>(
    workspace: &View<'a>,
    rotation: &Rotation<'a>,
    sprints: &[(&Sprint<'a>, &SprintTeam<'a>)],
) -> Option<Turns> {
    let shares = workspace.duty_shares(rotation, sprints);
    let served = shares.iter().map(|share| PersonTurns {
        person: NamedRecord::by(workspace, share.person),
        served: share.served,
        expected: hundredths(share.fair),
    });
    Some(Turns {
        sprints: sprints.len(),
        from: sprints.first()?.0.start.to_string(),
        until: sprints.last()?.0.end.to_string(),
        people: served.collect(),
        evenness: Evenness::of(&shares).map(|evenness| Evenness {
            jain: hundredths(evenness.jain),
            most_to_mean: hundredths(evenness.most_to_mean),
            ..evenness
        }),
    })
}

fn requests(workspace: &View<'_>) -> Option<Requests> {
    let has_come = |day: &Date| *day <= workspace.as_of();
    let is_in = |request: &&Request<'_>| request.received.is_none_or(|day| has_come(&day));
    let requests: Vec<&Request<'_>> = workspace.requests().iter().filter(is_in).collect();
    if requests.is_empty() {
        return None;
    }
    let is_triaged =
        |request: &Request<'_>| request.is_triaged() && request.triaged().is_none_or(|day| has_come(&day));
    let is_over = |request: &Request<'_>| {
        let end = request.record.root().date("resolved").or_else(|| request.triaged());
        request.is_over() && end.is_none_or(|day| has_come(&day))
    };
    let wait = |until: &dyn Fn(&Request<'_>) -> Option<Date>| {
        let ended = requests.iter().filter_map(|request| Some((*request, until(request).filter(has_come)?)));
        let waits = ended.filter_map(|(request, until)| Some((request.record, (*request.received)?, until)));
        Wait::of(workspace, waits)
    };
    let day = |key: &'static str| move |request: &Request<'_>| request.record.root().date(key);
    let outcome = |request: &&Request<'_>| match request.outcome() {
        _ if !is_triaged(request) => "untriaged".to_owned(),
        Some(outcome) => outcome.to_owned(),
        None => "no outcome given".to_owned(),
    };
    let outcomes: Vec<String> = requests.iter().map(outcome).collect();
    Some(Requests {
        count: requests.len(),
        open: requests.iter().filter(|request| !is_over(request)).count(),
        outcomes: counted(outcomes.iter().map(String::as_str), &OUTCOMES),
        to_triage: wait(&|request| request.triaged()),
        to_answer: wait(&day("acknowledged")),
        to_end: wait(&day("resolved")),
        untriaged: wait(&|request| (!is_triaged(request)).then(|| workspace.as_of())),
    })
}

impl Wait {
    /// Of records with the first and the last day of each wait. A wait that ends before it begins is a slip,
    /// and none.
    fn of<'r>(workspace: &View<'_>, waits: impl Iterator<Item = (&'r Record, Date, Date)>) -> Option<Self> {
        let days = waits.map(|(record, from, until)| (dates::days_between(from, until), record));
        let mut days: Vec<(i64, &Record)> = days.filter(|(days, _)| *days >= 0).collect();
        days.sort_by_key(|(days, record)| (*days, record.number));
        let (longest, _) = *days.last()?;
        let (_, record) = days.iter().find(|(days, _)| *days == longest)?;
        let (before, after) = (days[(days.len() - 1) / 2].0, days[days.len() / 2].0);
        #[expect(clippy::cast_precision_loss, reason = "two days of one calendar are no further apart")]
        let median = (before + after) as f64 / 2.0;
        Some(Self { count: days.len(), median, longest, record: NamedRecord::of(workspace, record) })
    }
}

fn initiatives(workspace: &View<'_>) -> Vec<AtStage> {
    let day = workspace.as_of();
    let all: Vec<(&Initiative<'_>, &str)> = workspace
        .initiatives()
        .iter()
        .filter_map(|initiative| {
            let stage = by_log(initiative.record, "stage-log", "to", "stage", day)?;
            Some((initiative, if stage.is_empty() { "no stage" } else { stage }))
        })
        .collect();
    let at_stage = |Count { name, count }: Count| {
        let is_open = Stage::from_name(&name).is_none_or(|stage| !stage.is_over());
        let waiting = all.iter().filter(|(_, stage)| is_open && *stage == name);
        let waits = waiting
            .filter_map(|(initiative, stage)| Some((initiative.record, since(initiative, stage, day)?, day)));
        AtStage { age: Wait::of(workspace, waits), stage: name, count }
    };
    let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.name()).collect();
    counted(all.iter().map(|(_, stage)| *stage), &stages).into_iter().map(at_stage).collect()
}

/// Since when an initiative was at `stage` on `day`, by its log.
fn since(initiative: &Initiative<'_>, stage: &str, day: Date) -> Option<Date> {
    let log = initiative.record.root().list("stage-log").filter(|entry| entry.str("to") == Some(stage));
    log.filter_map(|entry| entry.date("on")).filter(|on| *on <= day).last()
}

fn deliverables(workspace: &View<'_>) -> Vec<DeliverableStats> {
    let mut below = Below::new(workspace);
    let shown = |record: &Record, below: &mut Below<'_, '_>| {
        let node = below.node(record.number)?;
        let is_meant = |initiative: &&Initiative<'_>| {
            initiative.deliverables.iter().any(|link| link.to == Some(record.number))
        };
        let serving: Vec<_> = workspace.initiatives().iter().filter(is_meant).collect();
        Some(DeliverableStats {
            deliverable: NamedRecord::of(workspace, record),
            status: record.root().str("status").map(str::to_owned),
            coverage: match serving.as_slice() {
                [] => Coverage::None,
                some if some.iter().any(|initiative| initiative.is_taken_on()) => Coverage::UnderWay,
                some if some.iter().all(|initiative| initiative.is_over()) => Coverage::Over,
                _ => Coverage::Waiting,
            },
            initiatives: serving.len(),
            work: node.work,
        })
    };
    workspace.deliverables().iter().filter_map(|item| shown(item.record, &mut below)).collect()
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests;
