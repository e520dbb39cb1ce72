use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Choice, Decision, Status};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "one-option-only",
    level: Level::Warning,
    subject: Subject::Decisions,
    summary: "a decision is put to those who decide with a single option",
    why: "With nothing to choose between there is no decision, and nobody learns what else would have been possible.",
    help: "add what else was considered; leaving things as they are is an option too",
    source: "Documentation/Decision records: options considered",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Decision, check),
};

fn check(decision: &Decision<'_>, _: &View<'_>, findings: &mut Findings) {
    // An accepted one with a single option is incomplete, and a draft may become anything.
    let word = match *decision.status {
        Some(Status::Proposed) => "proposed",
        Some(Status::Deferred) => "deferred",
        _ => return,
    };
    if let [Choice { id, .. }] = &*decision.options
        && let Some(id) = id.known()
    {
        findings.report(id, format!("`{}` is the only option of a decision that is {word}", *id));
    }
}

const BAD: &str = r#"
#- in proposal
#~ records/decisions/0001-run-commands-in-shellbox.md
  status = "proposed"
+
+ [[options]]
+ id = "shellbox"
#      ^^^^^^^^^^ `shellbox` is the only option of a decision that is proposed
+ title = "A service of its own"
"#;

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
  title = "A service of its own"
+
+ [[options]]
+ id = "as-before"
+ title = "The application servers, as before"
"#;

cases! { r#"
=== a draft with one option is not reported
#- bad
- status = "proposed"
+ status = "draft"
"# }
