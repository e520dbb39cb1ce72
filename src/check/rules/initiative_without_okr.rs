use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Initiative, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "initiative-without-okr",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "a new initiative has no objective and key results",
    why: "The draft is what an initiative is judged by before anybody works on it; without one the loudest proposal wins.",
    help: "add `[okr]` with an `objective` and `key-results` that can be counted; a draft will do",
    source: "PET Initiative Check Process, Phase 0: whoever proposes an initiative drafts its OKR",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, _: &View<'_>, findings: &mut Findings) {
    // What is under way is measured by its metrics; what is only proposed may still be a thought.
    let is_new = initiative.stage.is_some_and(|stage| (Stage::Queued..=Stage::Planning).contains(&stage));
    if is_new && initiative.record.root().get("okr").is_none() {
        let (id, stage) = (&initiative.record.id, initiative.stage.map_or("", Stage::name));
        findings.report(initiative.stage, format!("`{id}` is at the stage `{stage}` and has no `okr`"));
    }
}

const BAD: &str = r#"
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "inception"
#       ^^^^^^^^^^^ `parser-cache` is at the stage `inception` and has no `okr`
"#;

const MEND: &str = r#"
#~ records/initiatives/parser-cache.toml
+
+ [okr]
+ objective = "Nothing is parsed twice"
+ key-results = ["1 parse a page by June"]
"#;

cases! { r#"
=== a proposal is not reported
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "proposed"
"# }
