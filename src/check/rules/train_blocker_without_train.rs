use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Request;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "train-blocker-without-train",
    level: Level::Warning,
    subject: Subject::Inbound,
    summary: "a request stops the roll-out of a new version, and doesn't say of which",
    why: "Those who roll it out look for what stops their version, and don't find it.",
    help: "name the version, as in `train = \"1.36.0-wmf.18\"`, or take `train-blocker` out",
    source: "Wikitech, Deployments: what blocks a train is a subtask of that train's task",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Request, check),
};

fn check(request: &Request<'_>, _: &View<'_>, findings: &mut Findings) {
    let (id, root) = (&request.record.id, request.record.root());
    let is_named =
        root.get("train").is_some_and(|train| train.as_str().is_none_or(|name| !name.trim().is_empty()));
    if let Some(place) = root.get("train-blocker").filter(|flag| flag.as_bool() == Some(true) && !is_named) {
        findings.report(place, format!("`{id}` blocks a train, and no `train` says which"));
    }
}

const BAD: &str = r#"
#- records/requests/log-in-fails.toml
title = "Nobody can log in on the test wikis"
source = "train"
received = 2020-12-01
train-blocker = true
#               ^^^^ `log-in-fails` blocks a train, and no `train` says which
"#;

const MEND: &str = r#"
#~ records/requests/log-in-fails.toml
+ train = "1.36.0-wmf.20"
"#;

cases! { r"
=== a request that blocks no train is not reported
#- bad
#~ records/requests/log-in-fails.toml
- train-blocker = true
+ train-blocker = false
" }
