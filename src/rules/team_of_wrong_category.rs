use super::{Check, Evidence, Findings, Rule, Subject, Workspace};
use crate::model::{Category, Sprint};
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "team-of-wrong-category",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "a sprint has a team that is neither a product nor a duty team",
    why: "A functional team is where people belong for years; who works together for two weeks is a product or duty team, and only those are counted, covered and published.",
    help: "name a product or duty team, or change the team's category",
    source: "Platform Engineering Team page, Initiatives: 2 functional teams; per sprint 2 product teams and clinic duty",
    evidence: Evidence::Present,
    bad: r#"
#- records/teams/storage.toml
name = "Distributed System and Storage"
category = "functional"
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true

[[team]]
team = "storage"
#      ^^^^^^^^^ `storage` is a functional team, and a sprint has product and duty teams
work = ["api-portal"]
"#,
    good: r#"
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true

[[team]]
team = "purple"
work = ["api-portal"]
"#,
    check: Check::Sprint(check),
};

fn check(sprint: &Sprint<'_>, workspace: &Workspace<'_>, findings: &mut Findings) {
    for entry in &sprint.teams {
        let what = match workspace.team(entry.team).and_then(|team| team.category) {
            Some(Category::Functional) => "a functional team",
            Some(Category::External) => "an outside team",
            Some(Category::Whole) => "the whole team",
            Some(Category::Product | Category::Duty) | None => continue,
        };
        let id = entry.team.id();
        let message = format!("`{id}` is {what}, and a sprint has product and duty teams");
        let finding = findings.report(entry.team.at, message);
        if let Some(at) = workspace.team(entry.team).and_then(|team| team.record.root().get("category")) {
            finding.also(at, "its category");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    #[test]
    fn an_outside_team_that_somebody_works_with_is_innocent() {
        let sprint = r#"
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
elsewhere = [{ person = "tim", with = "architecture" }]
team = [{ team = "green", work = ["api-portal"] }]
"#;
        assert_eq!(findings(sprint), []);
    }
}
