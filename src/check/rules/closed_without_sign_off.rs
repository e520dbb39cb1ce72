use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Initiative, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "closed-without-sign-off",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "an initiative is done, and those who answer for it haven't both signed",
    why: "The lead says that it works, the product manager that it is what was wanted. With one of them missing it comes back.",
    help: "add `[closeout]` with `signed-by-lead` (tech lead or engineering manager) and `signed-by-product` (product manager)",
    source: "Core Platform Team, FY1819 Closeout: two sign-offs, tech lead or engineering manager, and product manager",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, _: &View<'_>, findings: &mut Findings) {
    if initiative.stage != Some(Stage::Done) {
        return;
    }
    let closeout = initiative.record.root().get("closeout");
    let slots = [
        ("signed-by-lead", "as its lead (`signed-by-lead`)"),
        ("signed-by-product", "for the product (`signed-by-product`)"),
    ];
    let is_missing = |slot: &&(&str, &str)| closeout.and_then(|closeout| closeout.get(slot.0)).is_none();
    let missing: Vec<String> =
        slots.iter().filter(is_missing).map(|(_, words)| (*words).to_owned()).collect();
    if !missing.is_empty() {
        let id = &initiative.record.id;
        findings.report(
            initiative.stage,
            format!("`{id}` is done, and nobody has signed {}", missing.join(" or ")),
        );
    }
}

const BAD: &str = r#"
#- records/initiatives/session-storage.toml
title = "Session storage"
category = "infrastructure"
stage = "done"
#       ^^^^^^ `session-storage` is done, and nobody has signed for the product (`signed-by-product`)

[closeout]
on = 2020-11-20
signed-by-lead = "will"
"#;

const MEND: &str = r#"
#~ records/initiatives/session-storage.toml
+ signed-by-product = "evan"
"#;

cases! { r#"
=== without a closeout both signatures are missing
#- records/initiatives/session-storage.toml
title = "Session storage"
category = "infrastructure"
stage = "done"
#       ^^^^^^ `session-storage` is done, and nobody has signed as its lead (`signed-by-lead`) or for the product (`signed-by-product`)

=== an initiative that is being closed out is not reported
#- records/initiatives/session-storage.toml
title = "Session storage"
category = "infrastructure"
stage = "closing-out"
deliverables = ["evolutionary-architecture"]
"# }
