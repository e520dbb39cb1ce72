use std::collections::BTreeSet;

use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::record::RecordId;
use crate::workspace::model::{Category, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "wrong-number-of-teams",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a sprint has more or fewer duty or product teams than the workspace says",
    why: "Either a team's table is missing, or people are spread over more teams than can be planned and reviewed.",
    help: "add or remove a team's table, or change `[sprint]` in teambook.toml",
    source: "Platform Engineering Team page, Team Structure: two product teams and clinic duty",
    evidence: Evidence::Absent(&[kind::TEAM, kind::ROTATION]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !sprint.is_staffed() {
        return;
    }
    for (category, name) in [(Category::Duty, "duty"), (Category::Product, "product")] {
        let (count, Some(wanted)) = workspace.teams_in(sprint, category) else { continue };
        let expected = if category == Category::Duty { count + uncovered(workspace, sprint) } else { count };
        if count == wanted || (count < wanted && wanted <= expected) {
            continue;
        }
        let ids: Vec<String> = sprint
            .teams
            .iter()
            .filter(|team| workspace.category(team.team) == Some(category))
            .map(|team| format!("`{}`", team.team.id()))
            .collect();
        // One that stands there twice is told of as that, and may stand for the one that is missing.
        if ids.iter().collect::<BTreeSet<_>>().len() < ids.len() {
            continue;
        }
        let teams = match count {
            0 => format!("no {name} team"),
            1 => format!("1 {name} team ({})", ids[0]),
            _ => format!("{count} {name} teams ({})", ids.join(", ")),
        };
        let finding = findings
            .report(sprint.place(), format!("this sprint has {teams}, and the workspace has {wanted}"));
        let order = if count < wanted { "add the team that is missing" } else { "take out a team" };
        finding.help(format!("{order}, or change `{name}-teams` under `[sprint]` in teambook.toml"));
    }
}

/// How many rotations run in the sprint without their team: that is told as duty that nobody covers, or it
/// is a gap that was declared.
fn uncovered(workspace: &View<'_>, sprint: &Sprint<'_>) -> usize {
    let teams: BTreeSet<RecordId> = sprint.teams.iter().filter_map(|team| team.team.to).collect();
    let running = workspace.rotations_in(sprint);
    running.filter(|rotation| rotation.team.to.is_some_and(|team| !teams.contains(&team))).count()
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
  start = 2020-11-25
#         ^^^^^^^^^^ this sprint has 1 product team (`green`), and the workspace has 2
- members = ["cindy", "petr"]
+ members = ["bill", "cindy", "petr", "tim"]
- work = ["api-portal"]
- [[team]]
- team = "purple"
- members = ["bill", "tim"]
- product-manager = "evan"
- engineering-manager = "mandy"
- work = ["shellbox-service"]
+ work = ["api-portal", "shellbox-service"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["bill", "cindy", "petr", "tim"]
+ members = ["cindy", "petr"]
- work = ["api-portal", "shellbox-service"]
+ work = ["api-portal"]
+
+ [[team]]
+ team = "purple"
+ members = ["bill", "tim"]
+ product-manager = "evan"
+ engineering-manager = "mandy"
+ work = ["shellbox-service"]
"#;

cases! { r#"
=== a team too many, and a duty team without a rotation, are reported
#- records/rotations/clinic-duty.toml (removed)
#- records/people/mandy.toml
name = "Mandy"
roles = [{ role = "engineering-manager" }, { role = "product-manager" }]
#- records/teams/red.toml
name = "Red"
category = "product"
#- records/sprints/2020-11-25.toml
start = 2020-11-25
#       ^^^^^^^^^^ this sprint has 3 product teams (`green`, `purple`, `red`), and the workspace has 2
#       ^^^^^^^^^^ this sprint has no duty team, and the workspace has 1
end = 2020-12-08
team = [
  { team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] },
  { team = "purple", members = ["bill", "tim"], product-manager = "evan", engineering-manager = "mandy", work = ["shellbox"] },
  { team = "red", members = ["ariel", "clara", "holger"], product-manager = "mandy", engineering-manager = "will", work = ["shellbox"] },
]

=== a team with an unknown name is reported only as that -> unknown-reference
#~ records/sprints/2020-11-25.toml
- team = "purple"
+ team = "purpel"
- product-manager = "evan"
- engineering-manager = "mandy"

=== a team that stands there twice is reported only as that -> team-twice-in-sprint
#~ records/sprints/2020-11-25.toml
- team = "purple"
+ team = "green"
"# }
