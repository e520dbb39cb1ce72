use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Initiative, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "dependency-without-owner",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an initiative depends on something, and nobody sees to it",
    why: "Another team's work comes when somebody asks for it and asks again; what everybody waits for nobody asks for.",
    help: "name in `owner` who sees to it, or give it the state `met` or `waived`",
    source: "Initiative page template: known dependencies and blockers",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, _: &View<'_>, findings: &mut Findings) {
    // Before it is planned nothing needs to be asked for; when it is closed out everything has come.
    if !initiative.is_taken_on() || initiative.stage == Some(Stage::ClosingOut) {
        return;
    }
    for dependency in initiative.open_dependencies().filter(|dependency| !dependency.has_owner) {
        let id = &initiative.record.id;
        findings.report(dependency.what, format!("`{id}` depends on this, and nobody sees to it"));
    }
}

const BAD: &str = r#"
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+
+ [[dependencies]]
+ what = "Security review"
#        ^^^^^^^^^^^^^^^^^ `shellbox` depends on this, and nobody sees to it
+ lead-time-days = 30
"#;

const MEND: &str = r#"
#~ records/initiatives/shellbox.toml
  what = "Security review"
+ owner = "mandy"
"#;

cases! { r#"
=== a dependency that is met is not reported
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+ dependencies = [{ what = "Security review", state = "met" }, { what = "A zone of its own", state = "waived" }]
"# }
