use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::{Initiative, Link};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "lead-without-role",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "somebody manages an initiative and never had the role for it",
    why: "Stories are accepted and closed by those who hold the role; with somebody else in the place nobody can.",
    help: "name somebody who holds the role, or add it to the person's `roles`",
    source: "PET Task Types: only engineering managers accept, only product managers close",
    evidence: Evidence::Absent(&[kind::PERSON]),
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check<'a>(initiative: &Initiative<'a>, workspace: &View<'a>, findings: &mut Findings) {
    // What is over was managed by whoever it says; roles from then may not be on record.
    if initiative.is_over() {
        return;
    }
    let managers = [
        ("product-manager", initiative.product_manager),
        ("engineering-manager", initiative.engineering_manager),
    ];
    for (role, link) in managers {
        let Some(link) = link else { continue };
        let Some(person) = workspace.person(link) else { continue };
        let is_held = person.roles.iter().any(|held| held.name == role);
        if !is_held
            && workspace.settings().has_role(role)
            && person.record.faults.is_empty()
            && !stands_in_sprint(workspace, link, role)
        {
            let finding =
                findings.report(link.at, format!("`{}` never was {}", link.id(), role.replace('-', " ")));
            finding.also(person.roles.at, "their roles");
        }
    }
}

/// Whether a sprint has the person in that role, too: then it is told there.
fn stands_in_sprint(workspace: &View<'_>, person: Link<'_>, role: &str) -> bool {
    let Some(id) = person.to else { return false };
    let mut sprints = workspace.named_by(id, &[kind::SPRINT]).filter_map(|sprint| workspace.sprint(sprint));
    sprints.any(|sprint| {
        sprint.teams.iter().any(|team| {
            let slot =
                if role == "product-manager" { team.product_manager } else { team.engineering_manager };
            slot.is_some_and(|slot| slot.to == Some(id))
        })
    })
}

const BAD: &str = r#"
#~ records/initiatives/shellbox.toml
- engineering-manager = "mandy"
+ engineering-manager = "tim"
#                       ^^^^^ `tim` never was engineering manager
"#;

const MEND: &str = r#"
#~ records/initiatives/shellbox.toml
- engineering-manager = "tim"
+ engineering-manager = "mandy"
"#;

cases! { r#"
=== somebody who once had the role may be named for it
#~ records/people/tim.toml
- roles = [{ role = "engineer" }]
+ roles = [{ role = "engineer" }, { role = "product-manager", until = 2020-10-31 }]
#~ records/initiatives/shellbox.toml
+ product-manager = "tim"

=== somebody who once had another role is reported
#~ records/people/tim.toml
- roles = [{ role = "engineer" }]
+ roles = [{ role = "engineer" }, { role = "engineering-manager", until = 2020-10-31 }]
#~ records/initiatives/shellbox.toml
+ product-manager = "tim"
#                   ^^^^^ `tim` never was product manager
"# }
