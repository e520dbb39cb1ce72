use super::{Check, Evidence, Findings, Rule, Subject, View, kind, roles};
use crate::workspace::model::{Category, Sprint, SprintTeam};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-team-without-em",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "a duty team has no engineering manager in a sprint",
    why: "An engineering manager coordinates who takes what comes in; without one an urgent task waits.",
    help: "name the engineering manager who coordinates it: `engineering-manager = \"…\"`",
    source: "PET Work Processes, Clinic Duty: it is coordinated by an engineering manager",
    evidence: Evidence::Absent(&[kind::TEAM]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let is_on_duty = |team: &SprintTeam<'_>| workspace.category(team.team) == Some(Category::Duty);
    roles::vacant(sprint, workspace, "engineering-manager", is_on_duty, "coordinates it", findings);
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
  team = "clinic-duty"
#        ^^^^^^^^^^^^^ `clinic-duty` has no engineering manager in this sprint, so nobody coordinates it
- engineering-manager = "mandy"
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
+ engineering-manager = "will"
"#;

cases! { r#"
=== a misspelt manager is reported only as that -> unknown-reference
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
team = [
  { team = "clinic-duty", members = ["ariel", "clara"], engineering-manager = "mandi" },
  { team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] },
  { team = "purple", members = ["bill", "tim", "holger"], product-manager = "evan", engineering-manager = "mandy", work = ["shellbox"] },
]
"# }
