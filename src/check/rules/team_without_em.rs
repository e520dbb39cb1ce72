use super::{Check, Evidence, Findings, Rule, Subject, View, kind, roles};
use crate::workspace::model::{Category, Sprint, SprintTeam};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "team-without-em",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a team has no engineering manager in a sprint",
    why: "Only engineering managers accept stories: what this team finishes stays open.",
    help: "name the engineering manager who accepts the team's work: `engineering-manager = \"…\"`",
    source: "PET Work Processes, Task Types: a story \"can only be accepted by Engineering Managers\"",
    evidence: Evidence::Absent(&[kind::TEAM]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    // Duty teams have a rule of their own; another team's manager is that team's business.
    let accepts = |team: &SprintTeam<'_>| {
        workspace.team(team.team).is_some()
            && !matches!(workspace.category(team.team), Some(Category::Duty | Category::External))
    };
    roles::vacant(sprint, workspace, "engineering-manager", accepts, "can accept its stories", findings);
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
  team = "green"
#        ^^^^^^^ `green` has no engineering manager in this sprint, so nobody can accept its stories
- engineering-manager = "will"
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
  members = ["cindy", "petr"]
  product-manager = "evan"
+ engineering-manager = "will" # of several teams
"#;

cases! { r#"
=== a workspace without such a role, and a sprint without people, are not reported
#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, lead = {} }
#~ records/people/mandy.toml
- roles = [{ role = "engineering-manager" }]
+ roles = [{ role = "lead" }]
#~ records/people/will.toml
- roles = [{ role = "engineering-manager" }]
+ roles = [{ role = "lead" }]
#- records/sprints/2020-11-25.toml
start = 2020-11-25
end = 2020-12-08
team = [{ team = "green", members = ["cindy", "petr"], product-manager = "evan", work = ["api-portal"] }]
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
team = [{ team = "green", work = ["api-portal"] }]
#~ records/deliverables/evolutionary-architecture.toml
- managers = ["evan"]
+ managers = ["ariel", "bill", "clara", "holger", "tim"]
#- records/rotations/clinic-duty.toml (removed)
"# }
