use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Initiative, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "set-down-without-state",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an initiative is set down and doesn't say how to pick it up again",
    why: "What is set down today is picked up by somebody else in a year. Without a word on where it stands they begin anew.",
    help: "add `set-down-state` under `[closeout]`: what is done, what isn't, and where to begin",
    source: "Core Platform Team, FY1819 Closeout: could be set down and picked up later",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, _: &View<'_>, findings: &mut Findings) {
    let state = initiative.record.root().get("closeout").and_then(|closeout| closeout.str("set-down-state"));
    if initiative.stage == Some(Stage::SetDown) && state.is_none_or(|state| state.trim().is_empty()) {
        let id = &initiative.record.id;
        findings
            .report(initiative.stage, format!("`{id}` is set down and doesn't say how to pick it up again"));
    }
}

const BAD: &str = r#"
#- records/initiatives/session-storage.toml
title = "Session storage"
category = "infrastructure"
stage = "set-down"
#       ^^^^^^^^^^ `session-storage` is set down and doesn't say how to pick it up again
"#;

const MEND: &str = r#"
#~ records/initiatives/session-storage.toml
+
+ [closeout]
+ set-down-state = "Reads come from the new store, writes go to both. Begin with the migration plan."
"#;

cases! { r#"
=== an initiative that was handed over is not reported
#- records/initiatives/session-storage.toml
title = "Session storage"
category = "infrastructure"
stage = "handed-over"
"# }
