use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::workspace::model::{Initiative, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "initiative-under-specified",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an initiative is scheduled and doesn't say what it is to bring, or how that is measured",
    why: "Once it is scheduled people rely on it. What nobody has written down is understood by each in their own way, \
          and without a figure from before nobody can tell afterwards whether it helped.",
    help: "fill in what is missing, or take it back to `planning`",
    source: "Initiative page template: vision, summary, outcomes, baseline metrics and target metrics",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, _: &View<'_>, findings: &mut Findings) {
    // Every initiative comes through this stage, and this is where the next ones rely on what it says.
    if initiative.stage != Some(Stage::Scheduled) {
        return;
    }
    let root = initiative.record.root();
    let mut missing = Vec::new();
    if root.get("vision").and_then(|vision| vision.str("vision")).is_none() {
        missing.push("vision");
    }
    if root.str("summary").is_none() && initiative.record.prose_text().trim().is_empty() {
        missing.push("summary");
    }
    let lists = ["outcomes", "baseline-metrics", "target-metrics"];
    missing.extend(lists.into_iter().filter(|list| root.list(list).next().is_none()));
    if !missing.is_empty() {
        let id = &initiative.record.id;
        findings.report(initiative.stage, format!("`{id}` is scheduled and lacks {}", words::ids(&missing)));
    }
}

const BAD: &str = r#"
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "scheduled"
#       ^^^^^^^^^^^ `parser-cache` is scheduled and lacks `vision`, `baseline-metrics` and `target-metrics`
deliverables = ["evolutionary-architecture"]
summary = "A cache for what the parser makes."
outcomes = ["Pages are parsed once"]

[okr]
objective = "Nothing is parsed twice"
key-results = ["1 parse a page by June"]
"#;

const MEND: &str = r#"
#~ records/initiatives/parser-cache.toml
  outcomes = ["Pages are parsed once"]
+ baseline-metrics = ["3 parses a page"]
+ target-metrics = ["1 parse a page"]
+
+ [vision]
+ vision = "Nothing is parsed twice."
"#;

cases! { r#"
=== an initiative that is still being planned is not reported
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "planning"
deliverables = ["evolutionary-architecture"]
okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
"# }
