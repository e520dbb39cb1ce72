use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::Initiative;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "product-initiative-without-pm",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "a product initiative that is being planned or worked on has no product manager",
    why: "Somebody must speak for its users: say what matters most, and when it is good enough.",
    help: "name the product manager in `product-manager`, or make it `category = \"infrastructure\"` if no user sees a change",
    source: "PET Initiative Check Process: a product initiative has external customers and needs a product manager",
    evidence: Evidence::Absent(&[kind::SPRINT]),
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let is_meant = initiative.category == Some("product") && initiative.is_taken_on();
    // While a team works on it, the team's product manager speaks for it; that a team has none is told there.
    if is_meant && initiative.product_manager.is_none() && !workspace.is_worked_on(initiative.record.number) {
        let id = &initiative.record.id;
        findings.report(
            initiative.category,
            format!("`{id}` is a product initiative and has no product manager"),
        );
    }
}

const BAD: &str = r#"
#- records/initiatives/bot-guide.toml
title = "A guide for bots"
category = "product"
#          ^^^^^^^^^ `bot-guide` is a product initiative and has no product manager
stage = "in-progress"
deliverables = ["evolutionary-architecture"]
"#;

const MEND: &str = r#"
#~ records/initiatives/bot-guide.toml
  stage = "in-progress"
+ product-manager = "evan"
"#;

cases! { r#"
=== an initiative whose team has a product manager is not reported
#~ records/initiatives/api-portal.toml
- product-manager = "evan"
- engineering-manager = "will"
#- records/initiatives/bot-guide.toml
title = "A guide for bots"
category = "product"
stage = "queued"
okr = { objective = "Bots behave", key-results = ["Half as many complaints"] }
"# }
