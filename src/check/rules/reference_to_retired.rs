use std::cell::LazyCell;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::record::{Record, RecordId, Value};
use crate::workspace::model::{At, Link, Stage, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "reference-to-retired",
    level: Level::Warning,
    subject: Subject::References,
    summary: "a record relies on somebody who had left, or on a team that no longer existed",
    why: "The work looks as if it were in somebody's hands, and nobody has it.",
    help: "name who took over",
    source: "Platform Engineering Team page: after a team was renamed, pages elsewhere went on naming the old one",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Links(check),
};

/// Fields that tell what somebody did once, however long ago.
const OF_THE_PAST: &[&str] = &["proposer", "signed-by-lead", "signed-by-product"];

fn check(record: &Record, workspace: &View<'_>, findings: &mut Findings) {
    let mut told: BTreeSet<RecordId> = BTreeSet::new();
    let of_record = LazyCell::new(|| day_of_record(workspace, record));
    for (at, _, resolution) in workspace.references(record) {
        let Some(to) = resolution.record() else { continue };
        let link = Link { at, to: Some(to) };
        let Some((At { value: last_day, at: place }, verb)) = end(workspace, link) else { continue };
        let Some((day, is_open)) = day_that_matters(at, *of_record) else { continue };
        if day <= last_day || told.contains(&to) {
            continue;
        }
        told.insert(to);
        let id = &workspace.record(to).id;
        let kind = workspace.kind_name(record.number);
        let then = if is_open { format!("and this {kind} is still open") } else { format!("before {day}") };
        let finding = findings.report(at, format!("`{id}` {verb} on {last_day}, {then}"));
        finding.also(place, "the last day");
        match successor(workspace, link, day) {
            Some(next) => {
                finding.help(format!("name `{}`, which took over", next.id));
                finding.instead(format!("\"{}\"", next.id), false);
            }
            None if verb == "left" => {
                finding.help(format!("name who took over, or correct the last day of `{id}`"));
            }
            None => {
                finding.help(format!("name the team that took over, and say so in `successor` of `{id}`"));
            }
        }
    }
}

/// The last day of the person or team, if it has come, and the word for it.
fn end<'a>(workspace: &View<'a>, link: Link<'_>) -> Option<(At<'a, Date>, &'static str)> {
    match workspace.person(link) {
        // A last day before the first one is told of where it stands.
        Some(person) => {
            let is_after = |last: &At<'_, Date>| person.active.from.is_none_or(|first| first <= **last);
            Some((person.active.last().known().filter(is_after)?, "left"))
        }
        None => Some((workspace.team(link)?.dissolved.known()?, "was dissolved")),
    }
}

/// The day on which what is named at `at` must still have been there, and whether that is today because the work is
/// still open. None where it doesn't matter.
fn day_that_matters(at: Value<'_>, of_record: Option<(Date, bool)>) -> Option<(Date, bool)> {
    let mut table = at.parent();
    while table.node != 0 {
        if let Some(day) = table.date("on").or_else(|| table.date("from")) {
            return Some((day, false));
        }
        if matches!(table.str("state"), Some("met" | "waived")) {
            return None;
        }
        table = table.parent();
    }
    of_record.filter(|(_, is_open)| !is_open || !OF_THE_PAST.contains(&at.key()))
}

/// The day that the record speaks of; today if the work in it is still open.
fn day_of_record(workspace: &View<'_>, record: &Record) -> Option<(Date, bool)> {
    if let Some(field) = &workspace.kind(record)?.date_field {
        return Some((record.root().date(field)?, false));
    }
    let root = record.root();
    let is_open = match record.kind {
        Some(kind::INITIATIVE) => {
            root.get("stage").and_then(Stage::read).is_some_and(|stage| !stage.is_over())
        }
        Some(kind::EPIC | kind::STORY | kind::TASK) => !is_closed(root.str("status")),
        _ => false,
    };
    is_open.then_some((workspace.as_of(), true))
}

/// The team that took over, or that took over from that one, and was still there on `day`.
pub(super) fn successor<'a>(workspace: &View<'a>, link: Link<'_>, day: Date) -> Option<&'a Record> {
    let mut team = workspace.team(link)?;
    for _ in 0..16 {
        team = workspace.team(team.successor?)?;
        if team.dissolved.is_none_or(|last| day <= last) {
            return Some(team.record);
        }
    }
    None
}

const BAD: &str = r#"
#~ records/teams/architecture.toml
+ dissolved = 2020-10-30
+ successor = "green"
#~ records/epics/shellbox-service.toml
- team = "purple"
+ team = "architecture"
#        ^^^^^^^^^^^^^^ `architecture` was dissolved on 2020-10-30, and this epic is still open
"#;

const MEND: &str = r#"
#~ records/epics/shellbox-service.toml
- team = "architecture"
+ team = "green"
"#;

cases! { r#"
=== somebody who is in a sprint after they left is reported
#~ records/initiatives/api-portal.toml
- product-manager = "evan"
- engineering-manager = "will"
#~ records/people/evan.toml
+ active = { until = 2020-11-20 }
#~ records/sprints/2020-11-25.toml
  members = ["cindy", "petr"]
  product-manager = "evan"
#                   ^^^^^^ `evan` left on 2020-11-20, before 2020-11-25

=== what somebody did while they were here is not reported
#~ records/initiatives/api-portal.toml
- product-manager = "evan"
- engineering-manager = "will"
#~ records/people/evan.toml
+ active = { until = 2020-11-27 }
#~ records/initiatives/shellbox.toml
- engineering-manager = "mandy"
+ proposer = "evan"
  deliverables = ["evolutionary-architecture"]
+ stage-log = [{ to = "in-progress", on = 2020-11-20, by = "evan" }]
#- records/stories/run-commands.toml
title = "Run a command safely"
epic = "shellbox-service"
status = "resolved"
closed-by = { person = "evan", on = 2020-11-27 }

=== days that run backwards are reported only as that -> schema-mismatch
#~ records/people/petr.toml
+ active = { from = 2020-01-06, until = 2019-12-31 }
"# }
