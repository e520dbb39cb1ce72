use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Initiative;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "infrastructure-with-users",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an infrastructure initiative names users that it is for",
    why: "Infrastructure is what no user sees change. What has users is a product: it needs a product manager, and somebody who asks the users.",
    help: "make it `category = \"product\"`, or take the target groups out if nothing changes for them",
    source: "PET Initiative Check Process: an infrastructure initiative has no user-facing change",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, _: &View<'_>, findings: &mut Findings) {
    if initiative.category != Some("infrastructure") || initiative.is_over() {
        return;
    }
    let groups = initiative.record.root().get("vision").and_then(|vision| vision.get("target-groups"));
    if let Some(groups) = groups.filter(|groups| groups.items().len() > 0) {
        let id = &initiative.record.id;
        let finding =
            findings.report(groups, format!("`{id}` is infrastructure and names the users that it is for"));
        finding.also(initiative.category, "infrastructure here");
    }
}

const BAD: &str = r#"
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+
+ [vision]
+ vision = "Commands harm nobody."
+ target-groups = ["Readers of pages with music"]
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `shellbox` is infrastructure and names the users that it is for
"#;

const MEND: &str = r#"
#~ records/initiatives/shellbox.toml
- target-groups = ["Readers of pages with music"]
"#;

cases! { r#"
=== a product, and an initiative that is over, are not reported
#- records/initiatives/shellbox.toml
title = "Shellbox"
category = "product"
stage = "in-progress"
product-manager = "evan"
deliverables = ["evolutionary-architecture"]
vision = { vision = "Commands harm nobody.", target-groups = ["Readers"] }
#- records/initiatives/old-store.toml
title = "Old store"
category = "infrastructure"
stage = "handed-over"
vision = { vision = "Nothing is lost.", target-groups = ["Readers"] }
"# }
