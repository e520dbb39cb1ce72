use super::{Check, Evidence, Findings, Rule, Subject, Workspace};
use crate::model::Stage;
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "deliverable-unserved",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "a deliverable was promised, and no initiative works on it",
    why: "It is in the plan, and nobody has set out to do it.",
    help: "name it in the `deliverables` of the initiative that works on it, or give it the status `postponed` or `dropped`",
    source: "Platform Engineering Team page: initiatives serve the key deliverables of the medium-term plan",
    evidence: Evidence::Absent(&["initiative"]),
    bad: r#"
#- records/deliverables/service-components.toml
title = "Four new service components in production"
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no initiative works on `service-components`
plan = "Medium-term plan"
fiscal-year = "2020-21"
priority = "Platform Evolution"
"#,
    good: r#"
#- records/deliverables/service-components.toml
title = "Four new service components in production"
plan = "Medium-term plan"
fiscal-year = "2020-21"
priority = "Platform Evolution"
#- records/initiatives/shellbox.toml
title = "Shellbox"
category = "infrastructure"
stage = "in-progress"
deliverables = ["service-components"]
"#,
    check: Check::Workspace(check),
};

fn check(workspace: &Workspace<'_>, findings: &mut Findings) {
    // An initiative that is under way and serves nothing may be the one; that it says nothing is told there.
    if workspace
        .initiatives()
        .iter()
        .any(|initiative| initiative.is_taken_on() && initiative.deliverables.is_empty())
    {
        return;
    }
    let real = workspace.initiatives().iter().filter(|initiative| initiative.stage != Some(Stage::Rejected));
    let mut served: Vec<_> =
        real.flat_map(|initiative| initiative.deliverables.iter().filter_map(|link| link.to)).collect();
    served.sort_unstable();
    for deliverable in workspace.deliverables().iter().filter(|deliverable| !deliverable.is_over) {
        let record = deliverable.record;
        if served.binary_search(&record.number).is_err() {
            let root = record.root();
            let place = root.get("title").unwrap_or(root);
            findings.report(place, format!("no initiative works on `{}`", record.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises};

    #[test]
    fn a_rejected_initiative_does_not_count() {
        raises(
            &super::RULE,
            r#"
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
"#,
        );
    }

    #[test]
    fn what_was_dropped_needs_nobody() {
        let example = r#"
#- records/deliverables/service-components.toml
title = "Four new components"
plan = "Medium-term plan"
fiscal-year = "2020-21"
priority = "Platform Evolution"
status = "dropped"
"#;
        assert_eq!(findings(example), []);
    }
}
