use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::{Category, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "no-reviewer",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "somebody is alone on a product team, so that nobody there can review the code",
    why: "Code that nobody on the team reviews waits for others, or knowledge of it stays with one person.",
    help: "add a second member to the team, or somebody who visits it",
    source: "Platform Engineering Team page, Sprint Work: on Shellbox one codes and the other reviews",
    evidence: Evidence::Absent(&[kind::TEAM]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !sprint.is_staffed() {
        return;
    }
    for team in &sprint.teams {
        // A visitor or a lead who isn't a member can review as well.
        let others = team.visiting.len() + usize::from(team.tech_lead.is_some());
        if others > 0 || workspace.category(team.team) != Some(Category::Product) {
            continue;
        }
        let most = team.strength(sprint).into_iter().map(|(_, _, count)| count).max();
        let mut working = team.working();
        if let (Some(1), Some(alone)) = (most, working.next()) {
            let (person, id) = (alone.person.id(), team.team.id());
            let message = if working.next().is_none() {
                format!("`{person}` is alone on `{id}`, so nobody there can review the code")
            } else {
                format!("on each day only one person is on `{id}`, so nobody there can review the code")
            };
            findings.report(alone.person.at, message);
        }
    }
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["bill", "cindy", "petr"]
- members = ["bill", "tim"]
+ members = [{ person = "tim", doing = "coding" }]
#                       ^^^^^ `tim` is alone on `purple`, so nobody there can review the code
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["bill", "cindy", "petr"]
+ members = ["cindy", "petr"]
- members = [{ person = "tim", doing = "coding" }]
+ members = [{ person = "tim", doing = "coding" }, { person = "bill", doing = "reviewing" }]
"#;

cases! { r#"
=== somebody who looks on or comes later can't review
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", { person = "petr", shadow = true }]
#            ^^^^^^^ `cindy` is alone on `green`, so nobody there can review the code
- members = ["bill", "tim"]
+ members = [{ person = "tim", until = 2020-12-01 }, { person = "bill", from = 2020-12-02 }]
#                       ^^^^^ on each day only one person is on `purple`, so nobody there can review the code

=== two people who share a part of the sprint are not reported
#~ records/sprints/2020-11-25.toml
- members = ["bill", "tim"]
+ members = ["tim", { person = "bill", from = 2020-12-02 }]
"# }
