use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Epic, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "epic-without-tracker",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an open epic has no tracker id",
    why: "Whoever wants to see how far it is can't get from the record to the work.",
    help: "add its id, as in `tracker = \"T228295\"`, or create the epic in the tracker",
    source: "PET Task Process: an initiative that is taken on gets its epics in the tracker",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Epic, check),
};

fn check(epic: &Epic<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if epic.tracker.is_some() || is_closed(*epic.status) {
        return;
    }
    if workspace.settings().tracker.is_none() {
        return;
    }
    findings.report(epic.title, format!("`{}` has no tracker id", epic.record.id));
}

const BAD: &str = r#"
#- records/epics/shellbox-service.toml
title = "A service for shell commands"
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `shellbox-service` has no tracker id
initiative = "shellbox"
"#;

const MEND: &str = r#"
#~ records/epics/shellbox-service.toml
+ tracker = "T260330"
"#;

cases! { r#"
=== a closed epic without a tracker id is not reported
#- records/epics/command-runner.toml
title = "A runner for commands"
initiative = "shellbox"
status = "declined"
"# }
