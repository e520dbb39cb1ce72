use super::yields::Yields;
use super::{Check, Evidence, Findings, Record, Rule, Subject, View, schema_mismatch};
use crate::base::words;
use crate::record::Value;
use crate::workspace::model::{Category, Sprint, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "task-not-ready",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a story or a task is in a sprint and isn't ready to be worked on",
    why: "Ready means described, with criteria for accepting and testing it, sized and with a priority. What isn't is \
          thought out in the middle of the sprint, at the price of everything else in it.",
    help: "add what is missing, or leave it out of the sprint until somebody has",
    source: "CPT Task Criteria: description, acceptance criteria, testing criteria, estimate and priority",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: Check::Sprint(check),
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
            let (record, described) = if let Some(story) = workspace.story(*work) {
                (story.record, true)
            } else if let Some(task) = workspace.task(*work) {
                (task.record, is_told(task.record.root().get("description")) || has_prose(task.record))
            } else {
                continue;
            };
            if is_closed(record.root().str("status")) {
                continue;
            }
            let missing = missing(record, described);
            if !missing.is_empty() {
                let message =
                    format!("`{}` isn't ready for a sprint: it lacks {}", work.id(), words::ids(&missing));
                let finding = findings.report(work.at, message);
                finding
                    .also(record.root().get("title").unwrap_or(record.root()), "what is missing goes here");
            }
        }
    }
}

fn missing(record: &Record, is_described: bool) -> Vec<&'static str> {
    let root = record.root();
    let mut missing = Vec::new();
    if !is_described {
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

fn is_told(value: Option<Value<'_>>) -> bool {
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

cases! { r"
=== what is missing may stand under a misspelt name -> schema-mismatch
#- bad
#~ records/stories/browse-apis.toml
+ point = 3
" }

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises, rules, sprint};

    const TASK: &str =
        "#- records/tasks/limits.toml\ntitle = \"Limits for commands\"\nrequest = \"limits\"\n";

    #[test]
    fn a_task_needs_a_description_and_a_priority_that_somebody_has_chosen() {
        let task = "title = \"Limits\"\npriority = \"needs-triage\"\nstory = \"commands\"\n";
        let sprint = sprint("", "work = [\"api-portal\"]", "work = [\"limits\"]\n");
        let lacks = "it lacks `description`, `acceptance`, `testing`, `points` and `priority`";
        let mark = format!("#       ^^^^^^^^ `limits` isn't ready for a sprint: {lacks}\n");
        raises(&super::RULE, &format!("{STORY}{task}{sprint}{mark}"));
    }

    const STORY: &str = r#"#- records/stories/commands.toml
title = "Commands"
epic = "shellbox-service"
as-a = "developer"
i-want = "to run commands"
so-that = "pages can show what they print"
#- records/tasks/limits.toml
"#;

    #[test]
    fn what_clinic_duty_takes_and_what_is_over_is_not_asked() {
        let duty = r#"
#- records/requests/limits.toml
title = "Limits"
source = "volunteer"
received = 2020-11-30
triage = { on = 2020-11-30, outcome = "clinic-ready" }
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
team = [{ team = "clinic-duty", work = ["limits"] }]
"#;
        assert_eq!(rules(&format!("{TASK}{duty}")), [""; 0]);
        let closed = sprint("state = \"closed\"\n", "work = [\"api-portal\"]", "work = [\"limits\"]\n");
        let task = "title = \"Limits\"\nstory = \"commands\"\n";
        assert_eq!(findings(&format!("{STORY}{task}{closed}")), []);
    }
}
