use super::{Check, Evidence, Findings, Rule, Subject, View, roles};
use crate::model::{Category, Sprint, SprintTeam};
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-team-without-em",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "a duty team has no engineering manager in a sprint",
    why: "An engineering manager coordinates who takes what comes in; without one an urgent task waits.",
    help: "name the engineering manager who coordinates it: `engineering-manager = \"…\"`",
    source: "PET Work Processes, Clinic Duty: it is coordinated by an engineering manager",
    evidence: Evidence::Absent(&["team"]),
    bad: r#"
#- records/sprints/2020-11-25.toml
start = 2020-11-25
end = 2020-12-08

[[team]]
team = "green"
members = ["cindy", "petr"]
product-manager = "evan"
engineering-manager = "will"
work = ["api-portal"]

[[team]]
team = "purple"
members = ["bill", "tim"]
product-manager = "evan"
engineering-manager = "mandy"
work = ["shellbox-service"]

[[team]]
team = "clinic-duty"
#      ^^^^^^^^^^^^^ `clinic-duty` has no engineering manager in this sprint, so nobody coordinates it
members = ["ariel", "clara", "holger"]
"#,
    good: r#"
#- records/sprints/2020-11-25.toml
start = 2020-11-25
end = 2020-12-08

[[team]]
team = "green"
members = ["cindy", "petr"]
product-manager = "evan"
engineering-manager = "will"
work = ["api-portal"]

[[team]]
team = "purple"
members = ["bill", "tim"]
product-manager = "evan"
engineering-manager = "mandy"
work = ["shellbox-service"]

[[team]]
team = "clinic-duty"
members = ["ariel", "clara", "holger"]
engineering-manager = "will"
"#,
    check: Check::Sprint(check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let is_on_duty = |team: &SprintTeam<'_>| workspace.category(team.team) == Some(Category::Duty);
    roles::vacant(sprint, workspace, "engineering-manager", is_on_duty, "coordinates it", findings);
}

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    #[test]
    fn a_misspelt_manager_is_no_missing_one() {
        let found = findings(
            r#"
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
team = [
  { team = "clinic-duty", members = ["ariel", "clara"], engineering-manager = "mandi" },
  { team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] },
  { team = "purple", members = ["bill", "tim", "holger"], product-manager = "evan", engineering-manager = "mandy", work = ["shellbox"] },
]
"#,
        );
        let rules: Vec<_> = found.iter().map(|(_, _, _, rule)| *rule).collect();
        assert_eq!(rules, ["unknown-reference"]);
    }
}
