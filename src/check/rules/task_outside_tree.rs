use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::{Task, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "task-outside-tree",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "a task belongs to no story and comes from no request",
    why: "Nobody asked for it, so nobody misses it: such tasks are never planned and never closed.",
    help: "name its `story`, or the `request` that it comes from",
    source: "PET Task Types: an engineering task is linked through a chain to a story",
    evidence: Evidence::Absent(&[kind::SPRINT]),
    bad: BAD,
    mend: MEND,
    check: each!(Task, check),
};

fn check(task: &Task<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if task.story.is_some() || task.request.is_some() || is_closed(*task.status) {
        return;
    }
    // One that is in a sprint is told of there, or was taken by those on duty.
    if !workspace.is_named_by(task.record.number, &[kind::SPRINT]) {
        let id = &task.record.id;
        findings.report(task.title, format!("`{id}` belongs to no story and comes from no request"));
    }
}

const BAD: &str = r#"
#- records/tasks/limits.toml
title = "Limits for commands"
#       ^^^^^^^^^^^^^^^^^^^^^ `limits` belongs to no story and comes from no request
"#;

const MEND: &str = r#"
#~ records/tasks/limits.toml
+ request = "slow-pages"
"#;

cases! { r#"
=== a task that is done is not reported
#- records/tasks/limits.toml
title = "Limits for commands"
status = "declined"

=== a task of the duty team is not reported
#- in next-work
#- records/tasks/limits.toml
title = "Limits for commands"
#~ records/sprints/2020-12-09.toml
- work = ["shellbox"]
+ work = ["shellbox-service"]
+
+ [[team]]
+ team = "clinic-duty"
+ work = ["limits"]
"# }
