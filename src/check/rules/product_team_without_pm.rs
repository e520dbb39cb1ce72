use super::{Check, Evidence, Findings, Rule, Subject, View, kind, roles};
use crate::workspace::model::{Category, Sprint, SprintTeam};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "product-team-without-pm",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a product team has no product manager in a sprint",
    why: "The product manager owns the team's priorities, and nobody else may close its stories.",
    help: "name the product manager who owns its priorities: `product-manager = \"…\"`",
    source: "PET Work Processes, Task Types: a story \"can only be closed by Product Managers\"",
    evidence: Evidence::Absent(&[kind::TEAM]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let is_of_product = |team: &SprintTeam<'_>| workspace.category(team.team) == Some(Category::Product);
    roles::vacant(sprint, workspace, "product-manager", is_of_product, "can close its stories", findings);
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
  team = "purple"
#        ^^^^^^^^ `purple` has no product manager in this sprint, so nobody can close its stories
- product-manager = "evan"
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
  members = ["bill", "tim"]
+ product-manager = "evan" # of green, too
"#;

cases! { r"
=== a sprint whose people are not recorded is not reported
#- in next-work
" }
