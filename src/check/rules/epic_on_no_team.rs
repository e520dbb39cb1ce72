use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::{Epic, Stage, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "epic-on-no-team",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an epic of an initiative that is under way is assigned to no team",
    why: "An epic that everybody could take is taken by nobody, and its initiative never ends.",
    help: "name the team in `team`, or plan it in a sprint",
    source: "CPT Task Criteria: a project's epics are scheduled and assigned to one team",
    evidence: Evidence::Absent(&[kind::SPRINT, kind::STORY, kind::TASK]),
    bad: BAD,
    mend: MEND,
    check: each!(Epic, check),
};

fn check(epic: &Epic<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if epic.team.is_some() || is_closed(*epic.status) {
        return;
    }
    let stage = epic.initiative.and_then(|link| *workspace.initiative(link)?.stage);
    let is_under_way = matches!(stage, Some(Stage::Scheduled | Stage::InProgress));
    if is_under_way && !workspace.is_worked_on(epic.record.number) {
        let id = &epic.record.id;
        findings.report(epic.title, format!("`{id}` is assigned to no team and in no sprint"));
    }
}

const BAD: &str = r#"
#- records/epics/shellbox-limits.toml
title = "Limits for commands"
#       ^^^^^^^^^^^^^^^^^^^^^ `shellbox-limits` is assigned to no team and in no sprint
initiative = "shellbox"
tracker = "T260332"
"#;

const MEND: &str = r#"
#~ records/epics/shellbox-limits.toml
+ team = "purple"
"#;

cases! { r#"
=== an epic of which a team works on a part is not reported
#- in next-work
#- records/epics/shellbox-limits.toml
title = "Limits for commands"
initiative = "shellbox"
tracker = "T260332"
#- records/stories/time-limit.toml
title = "A limit of time"
epic = "shellbox-limits"
as-a = "reader"
i-want = "pages that come"
so-that = "I needn't wait"
acceptance = ["A command is stopped after ten seconds"]
testing = ["One that sleeps"]
points = 3
priority = "high"
#~ records/sprints/2020-12-09.toml
- work = ["shellbox"]
+ work = ["time-limit"]
"# }
