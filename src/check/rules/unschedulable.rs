use super::{Check, Evidence, Findings, Rule, Subject, View, circles, kind};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "unschedulable",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "initiatives depend on each other in a circle",
    why: "None of them can begin before another one has ended, so no order of work exists.",
    help: "take one of the dependencies out, or split an initiative so that a part of it comes first",
    source: "PET Initiative Check Process: an initiative is scheduled once its dependencies are known",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    if !circles::may_be_there(workspace, |from, to| (from, to) == (kind::INITIATIVE, kind::INITIATIVE)) {
        return;
    }
    let mut steps = Vec::new();
    for initiative in workspace.initiatives() {
        for dependency in initiative.open_dependencies() {
            let Some(link) = dependency.on else { continue };
            steps.extend(link.to.map(|to| circles::Step { from: initiative.record.number, to, at: link.at }));
        }
    }
    circles::report(workspace, steps, "waits for", findings);
}

const BAD: &str = r#"
#- records/initiatives/api-portal.toml
title = "API Portal"
category = "product"
stage = "in-progress"
deliverables = ["evolutionary-architecture"]
dependencies = [{ what = "Commands", on = "shellbox", owner = "will" }]
#                                         ^^^^^^^^^^ `api-portal` waits for itself: `api-portal` → `shellbox` → `api-portal`
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+ dependencies = [{ what = "A page for its interface", on = "api-portal", owner = "mandy" }]
"#;

const MEND: &str = r#"
#~ records/initiatives/shellbox.toml
- dependencies = [{ what = "A page for its interface", on = "api-portal", owner = "mandy" }]
"#;

cases! { r#"
=== a dependency that is met is not reported
#- bad
#~ records/initiatives/shellbox.toml
- dependencies = [{ what = "A page for its interface", on = "api-portal", owner = "mandy" }]
+ dependencies = [{ what = "A page for its interface", on = "api-portal", state = "met" }]
"# }
