use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::{Deliverable, Initiative, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "deliverable-unserved",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "a deliverable was promised, and no initiative works on it",
    why: "It is in the plan, and nobody has set out to do it.",
    help: "name it in the `deliverables` of the initiative that works on it, or give it the status `postponed` or `dropped`",
    source: "Platform Engineering Team page: initiatives serve the key deliverables of the medium-term plan",
    evidence: Evidence::Absent(&[kind::INITIATIVE]),
    bad: BAD,
    mend: MEND,
    check: each!(Deliverable, check),
};

fn check(deliverable: &Deliverable<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let record = deliverable.record;
    if deliverable.is_over {
        return;
    }
    let is_served_by = |initiative: &Initiative<'_>| {
        let serves = initiative.deliverables.iter().any(|link| link.to == Some(record.number));
        serves && initiative.stage != Some(Stage::Rejected)
    };
    let mut naming = workspace.named_by(record.number, &[kind::INITIATIVE]);
    if naming.any(|id| workspace.initiative(id).is_some_and(is_served_by)) {
        return;
    }
    // An initiative that is under way and serves nothing may be the one; that it says nothing is told there.
    if !workspace.has_initiative_without_deliverable() {
        findings.report(deliverable.title, format!("no initiative works on `{}`", record.id));
    }
}

const BAD: &str = r#"
#- records/deliverables/service-components.toml
title = "Four new service components in production"
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no initiative works on `service-components`
plan = "Medium-term plan"
fiscal-year = "2020-21"
priority = "Platform Evolution"
"#;

const MEND: &str = r#"
#~ records/initiatives/shellbox.toml
- engineering-manager = "mandy"
- deliverables = ["evolutionary-architecture"]
+ deliverables = ["service-components"]
"#;

cases! { r#"
=== a deliverable that only a rejected initiative serves is reported
#- records/deliverables/service-components.toml
title = "Four new components"
#       ^^^^^^^^^^^^^^^^^^^^^ no initiative works on `service-components`
plan = "Medium-term plan"
fiscal-year = "2020-21"
priority = "Platform Evolution"
#- records/initiatives/micro-frontends.toml
title = "Micro-frontends"
category = "product"
stage = "rejected"
deliverables = ["service-components"]

=== a deliverable that was dropped is not reported
#- records/deliverables/service-components.toml
title = "Four new components"
plan = "Medium-term plan"
fiscal-year = "2020-21"
priority = "Platform Evolution"
status = "dropped"
"# }
