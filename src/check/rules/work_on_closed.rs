use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::Value;
use crate::workspace::model::{Link, Sprint, is_closed};
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
    check: Check::Sprint(check),
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
    let is_to_come = matches!(sprint.record.root().str("state"), Some("planned" | "frozen"));
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
        let root = initiative.record.root();
        let at = root.get("stage")?;
        let last = root.list("stage-log").last().filter(|entry| entry.str("to") == at.as_str());
        let on = last.and_then(|entry| entry.date("on")).or(initiative.actual.until);
        return Some(Closed { how: at.as_str()?.replace('-', " "), at, on });
    }
    let record = workspace
        .epic(link)
        .map(|epic| epic.record)
        .or_else(|| workspace.story(link).map(|story| story.record))
        .or_else(|| workspace.task(link).map(|task| task.record))?;
    let root = record.root();
    let at = root.get("status").filter(|status| is_closed(status.as_str()))?;
    // Where it doesn't say when, it was closed with what it is part of, at the latest.
    let of_whole = || {
        let whole = workspace.initiative_of(link).filter(|initiative| initiative.is_over())?;
        let last = whole.record.root().list("stage-log").last().and_then(|entry| entry.date("on"));
        last.or(whole.actual.until)
    };
    let on = root.get("closed-by").and_then(|closed| closed.date("on")).or_else(of_whole);
    Some(Closed { how: at.as_str()?.to_owned(), at, on })
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
