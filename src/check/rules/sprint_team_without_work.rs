use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::{Category, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "sprint-team-without-work",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a product team has no work in a sprint",
    why: "Either the plan isn't finished, or the history loses what the team did for the length of a sprint.",
    help: "list what the team works on under `work`: initiatives, epics, stories or tasks by id",
    source: "Core Platform Team page, Sprint Work: a column a team, with the initiative and the epic of each sprint",
    evidence: Evidence::Absent(&[kind::TEAM]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    for team in &sprint.teams {
        let has_work = team.at.list("work").next().is_some();
        if !has_work && workspace.category(team.team) == Some(Category::Product) {
            let id = team.team.id();
            findings.report(team.team.at, format!("`{id}` has no work in this sprint"));
        }
    }
}

const BAD: &str = r#"
#- in next-work
#~ records/sprints/2020-12-09.toml
  team = "purple"
#        ^^^^^^^^ `purple` has no work in this sprint
- work = ["shellbox"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
+ work = ["shellbox"]
"#;

cases! { r#"
=== an empty list is reported
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
team = [{ team = "green", work = [] }]
#                ^^^^^^^ `green` has no work in this sprint

=== a duty team is not reported
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
team = [{ team = "clinic-duty" }]
"# }
