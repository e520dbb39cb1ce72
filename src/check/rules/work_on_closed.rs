use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::Value;
use crate::workspace::model::{Link, Sprint, WorkItem};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "work-on-closed",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "a sprint works on what was closed before it began",
    why: "Either the team is about to work on something that is done, or it isn't done and counts as if it were.",
    help: "take it out of the team's `work`, or open it again",
    source: "PET Task Process: what goes into a sprint is ready to be worked on",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

/// How a piece of work was closed.
struct Closed<'a> {
    /// `done`, `resolved`.
    how: String,
    /// Where the record says so.
    at: Value<'a>,
    /// The day, where it is known.
    on: Option<Date>,
}

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    // What is closed while a sprint runs is what sprints are for; without a day only one to come can be wrong.
    let is_to_come = matches!(*sprint.state, Some("planned" | "frozen"));
    for link in sprint.teams.iter().flat_map(|team| &team.work) {
        let Some(closed) = closed(workspace, *link) else { continue };
        let (how, id) = (&closed.how, link.id());
        let message = match closed.on {
            Some(day) if day < sprint.start => {
                format!("`{id}` has been {how} since {day}, and this sprint begins on {}", sprint.start)
            }
            None if is_to_come => format!("`{id}` is {how}, and this sprint is still to come"),
            _ => continue,
        };
        findings.report(link.at, message).also(closed.at, "closed here");
    }
}

/// How the work that `link` names was closed, if it was.
fn closed<'a>(workspace: &View<'a>, link: Link<'_>) -> Option<Closed<'a>> {
    if let Some(initiative) = workspace.initiative(link).filter(|initiative| initiative.is_over()) {
        let stage = initiative.stage.known()?;
        let last = initiative.stage_log.last().filter(|entry| entry.to == Some(*stage));
        let on = last.and_then(|entry| *entry.on).or(initiative.actual.until);
        return Some(Closed { how: stage.name().replace('-', " "), at: stage.at, on });
    }
    let item = workspace.work_item(link).filter(WorkItem::is_closed)?;
    // Where it doesn't say when, it was closed with what it is part of, at the latest.
    let of_whole = || {
        let whole = workspace.initiative_of(link).filter(|initiative| initiative.is_over())?;
        whole.moved().or(whole.actual.until)
    };
    let on = item.record.root().get("closed-by").and_then(|closed| closed.date("on")).or_else(of_whole);
    Some(Closed { how: (*item.status)?.to_owned(), at: item.status.at, on })
}

const BAD: &str = r#"
#- in next-sprint
#- records/epics/maps-bug-fix.toml
title = "Maps: bug fix"
initiative = "api-portal"
tracker = "T265550"
status = "resolved"
#~ records/sprints/2020-12-09.toml
  end = 2020-12-22
+ state = "planned"
- members = ["ariel", "clara", "holger"]
+ members = ["cindy", "petr"]
- work = ["api-portal"]
+ work = ["api-portal", "maps-bug-fix"]
#                       ^^^^^^^^^^^^^^ `maps-bug-fix` is resolved, and this sprint is still to come
- members = ["bill", "tim"]
+ members = ["ariel", "clara"]
- members = ["cindy", "petr"]
+ members = ["bill", "holger", "tim"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- work = ["api-portal", "maps-bug-fix"]
+ work = ["api-portal"]
"#;

cases! { r#"
=== work in a sprint after the day on which it was done is reported
#- records/initiatives/api-portal.toml
title = "API Portal"
category = "product"
stage = "done"
closeout = { signed-by-lead = "will", signed-by-product = "evan" }
deliverables = ["evolutionary-architecture"]
stage-log = [{ to = "done", on = 2020-11-20 }]
#~ records/sprints/2020-11-25.toml
  work = ["api-portal"]
#         ^^^^^^^^^^^^ `api-portal` has been done since 2020-11-20, and this sprint begins on 2020-11-25

=== work in a past sprint that is done now is not reported
#- records/initiatives/api-portal.toml
title = "API Portal"
category = "product"
stage = "done"
closeout = { signed-by-lead = "will", signed-by-product = "evan" }
deliverables = ["evolutionary-architecture"]
actual = { from = 2020-09-01, until = 2020-12-01 }
#~ records/epics/shellbox-service.toml
- team = "purple"
+ status = "resolved"
"# }
