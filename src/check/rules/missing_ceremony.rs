use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::check::rules::finding::any_of;
use crate::workspace::model::Sprint;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "missing-ceremony",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a sprint is over and hasn't had a meeting that every sprint has",
    why: "Each meeting catches something that nothing else does: what was misunderstood, what is off course, what should be done better.",
    help: "add the meeting under `[[ceremonies]]`; if there was none, say so in its `note`",
    source: "PET Work Process: pre-sprint, kick-off and check-in; Taking part in Clinic Duty: sprints end with a retrospective",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let wanted = workspace.settings().list("sprint.ceremonies");
    let is_missing = |kind: &&str| !sprint.ceremonies.iter().any(|ceremony| ceremony.kind == *kind);
    let missing: Vec<&str> = wanted.into_iter().filter(is_missing).collect();
    if missing.is_empty() || !sprint.is_staffed() || !workspace.is_over(sprint) {
        return;
    }
    findings.report(sprint.place(), format!("this sprint is over and has no {}", any_of(missing)));
}

const BAD: &str = r#"
#- in next-sprint
#- on 2020-12-10
#~ teambook.toml
  [sprint]
+ ceremonies = ["kick-off", "retro"]
#~ records/sprints/2020-11-25.toml
  start = 2020-11-25
#         ^^^^^^^^^^ this sprint is over and has no `retro`
  team = "clinic-duty"
  engineering-manager = "mandy"
+
+ [[ceremonies]]
+ kind = "kick-off"
+ on = 2020-11-25
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
+
+ [[ceremonies]]
+ kind = "retro"
+ on = 2020-12-08
"#;

cases! { r#"
=== meetings that a sprint has ahead are not reported
#~ teambook.toml
  [sprint]
+ ceremonies = ["retro"]
"# }
