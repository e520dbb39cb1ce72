use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::record::{Record, RecordId};
use crate::workspace::model::{Category, WorkItem};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "work-without-initiative",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a team works on something in a sprint that belongs to no initiative",
    why: "Work that rolls up to nothing serves no deliverable, and no report of an initiative counts it.",
    help: "say what it is part of, or work on it from clinic duty",
    source: "PET Work Processes, Task Types: every task hangs by a story and an epic on an initiative",
    evidence: Evidence::Absent(&[kind::INITIATIVE, kind::EPIC, kind::STORY, kind::TASK, kind::TEAM]),
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::EPIC, kind::STORY, kind::TASK], check),
};

fn check<'a>(record: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
    let mut in_sprints = workspace.naming_of(record.number, &[kind::SPRINT]).peekable();
    let Some(top) = in_sprints.peek().and_then(|_| top_of(workspace, record.number)) else { return };
    // Carried from sprint to sprint it is one fault, told where it is worked on last.
    let places = in_sprints.filter_map(|sprint| {
        let sprint = workspace.sprint(sprint.number)?;
        // A duty team takes what comes in, of whatever kind.
        let planned =
            sprint.teams.iter().filter(|team| workspace.category(team.team) != Some(Category::Duty));
        let work = planned.flat_map(|team| &team.work).find(|work| work.to == Some(record.number))?;
        Some((sprint.start, sprint.record.number, *work))
    });
    let Some((_, _, work)) = places.max_by_key(|(start, number, _)| (*start, *number)) else { return };
    let (kind, parent) = match top.record.kind {
        Some(kind::TASK) => ("task", "story"),
        Some(kind::STORY) => ("story", "epic"),
        _ => ("epic", "initiative"),
    };
    let finding = findings.report(work.at, format!("`{}` belongs to no initiative", work.id()));
    finding.help(format!("give the {kind} `{}` its `{parent}`, or leave it to the duty team", top.record.id));
    finding.also(top.title, format!("this {kind} names no {parent}"));
}

/// The uppermost record above the work with number `id`, if that isn't an initiative and names nothing above itself.
fn top_of<'a>(workspace: &View<'a>, id: RecordId) -> Option<WorkItem<'a>> {
    let mut item = workspace.work_item(id)?;
    for _ in 0..4 {
        let Some(parent) = item.parent else { return Some(item) };
        item = workspace.work_item(parent)?;
    }
    None
}

const BAD: &str = r#"
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix"
type = "bug"
description = "The map of a page with two maps shows the first one twice."
acceptance = ["Each map is shown once"]
testing = ["A page with two maps"]
points = 2
priority = "high"
#- in next-work
#~ records/sprints/2020-12-09.toml
- work = ["api-portal"]
+ work = ["api-portal", "maps-bug-fix"]
#                       ^^^^^^^^^^^^^^ `maps-bug-fix` belongs to no initiative
"#;

const MEND: &str = r#"
#- records/epics/documentation.toml
title = "Documentation of the API"
initiative = "api-portal"
tracker = "T256837"
#~ records/sprints/2020-12-09.toml
- work = ["api-portal", "maps-bug-fix"]
+ work = ["documentation"]
#- records/tasks/maps-bug-fix.toml (removed)
"#;

cases! { r#"
=== work that is carried on is reported in its last sprint
#- records/tasks/parser-cache.toml
title = "ParserCache"
description = "Keep what the parser made for a day longer."
acceptance = ["A page that nobody changed is parsed once a month"]
testing = ["The figures of a week"]
points = 3
priority = "medium"
#- in next-sprints
#~ records/sprints/2020-12-09.toml
- work = ["api-portal"]
+ work = ["parser-cache"]
#~ records/sprints/2020-12-23.toml
- work = ["api-portal"]
+ work = ["parser-cache"]
#         ^^^^^^^^^^^^^^ `parser-cache` belongs to no initiative

=== an epic whose initiative is misspelt is reported only as that -> unknown-reference
#~ records/epics/shellbox-service.toml
- initiative = "shellbox"
+ initiative = "shelbox"
"# }
