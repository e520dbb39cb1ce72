use super::prelude::*;
use super::yields::Yields;
use super::{Record, schema_mismatch};
use crate::base::words;
use crate::record::Value;
use crate::workspace::model::{Category, Sprint};

pub(super) static RULE: Rule = Rule {
    name: "task-not-ready",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a story or a task is in a sprint and isn't ready to be worked on",
    why: "Ready means described, with criteria for accepting and testing it, sized and with a priority. What isn't gets \
          thought out in the middle of the sprint, at the cost of everything else in it.",
    help: "add what is missing, or leave it out of the sprint until somebody has",
    source: "CPT Task Criteria: description, acceptance criteria, testing criteria, estimate and priority",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::about_subject(&[&schema_mismatch::RULE])];

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !workspace.is_open(sprint) {
        return;
    }
    for team in &sprint.teams {
        // A duty team takes what comes in, as it comes.
        if workspace.category(team.team) == Some(Category::Duty) {
            continue;
        }
        for work in &team.work {
            let item = workspace.work_item(*work).filter(|item| item.record.kind != Some(kind::EPIC));
            let Some(item) = item.filter(|item| !item.is_closed()) else { continue };
            let missing = missing(item.record);
            if !missing.is_empty() {
                let message =
                    format!("`{}` isn't ready for a sprint: it lacks {}", work.id(), words::ids(&missing));
                findings.report(work.at, message).also(item.title, "what is missing goes here");
            }
        }
    }
}

fn missing(record: &Record) -> Vec<&'static str> {
    let root = record.root();
    let mut missing = Vec::new();
    if record.kind == Some(kind::TASK) && !is_written(root.get("description")) && !has_prose(record) {
        missing.push("description");
    }
    missing.extend(["acceptance", "testing"].into_iter().filter(|field| root.list(field).next().is_none()));
    if root.get("points").is_none() {
        missing.push("points");
    }
    if matches!(root.str("priority"), None | Some("needs-triage")) {
        missing.push("priority");
    }
    missing
}

fn is_written(value: Option<Value<'_>>) -> bool {
    value.and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
}

fn has_prose(record: &Record) -> bool {
    !record.prose_text().trim().is_empty()
}

const BAD: &str = r#"
#- in next-work
#- records/stories/browse-apis.toml
title = "Browse all APIs"
epic = "shellbox-service"
as-a = "developer of bots"
i-want = "to see all APIs on one page"
so-that = "I find the one that I need"
acceptance = ["Every public API is listed"]
priority = "high"
#~ records/sprints/2020-12-09.toml
- work = ["shellbox"]
+ work = ["browse-apis"]
#         ^^^^^^^^^^^^^ `browse-apis` isn't ready for a sprint: it lacks `testing` and `points`
"#;

const MEND: &str = r#"
#~ records/stories/browse-apis.toml
  acceptance = ["Every public API is listed"]
+ testing = ["Tried with the names of ten APIs"]
+ points = 3
"#;

cases! { r#"
=== what is missing may stand under a misspelt name -> schema-mismatch
#- bad
#~ records/stories/browse-apis.toml
+ point = 3

=== a task needs a description and a priority that somebody has chosen
#- records/stories/commands.toml
title = "Commands"
epic = "shellbox-service"
as-a = "developer"
i-want = "to run commands"
so-that = "pages can show what they print"
#- records/tasks/limits.toml
title = "Limits"
priority = "needs-triage"
story = "commands"
#~ records/sprints/2020-11-25.toml
- work = ["shellbox-service"]
+ work = ["limits"]
#         ^^^^^^^^ `limits` isn't ready for a sprint: it lacks `description`, `acceptance`, `testing`, `points` and `priority`

=== what is in a closed sprint is not reported
#- above
  end = 2020-12-08
+ state = "closed"
#~ records/tasks/limits.toml
- priority = "needs-triage"

=== what clinic duty takes on is not reported
#- in next-work
#- records/requests/limits.toml
title = "Limits"
source = "volunteer"
received = 2020-11-30
triage = { on = 2020-11-30, outcome = "clinic-ready" }
#- records/tasks/limits.toml
title = "Limits for commands"
request = "limits"
#~ records/sprints/2020-12-09.toml
+
+ [[team]]
+ team = "clinic-duty"
+ work = ["limits"]
"# }
