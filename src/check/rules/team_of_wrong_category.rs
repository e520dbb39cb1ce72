use super::{Check, Evidence, Findings, Record, Rule, Subject, View, kind};
use crate::workspace::model::{Category, Link};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "team-of-wrong-category",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "a team stands where one of another category belongs",
    why: "A functional team is where people belong for years; who works together for two weeks is a product or duty team, and only those are counted, covered and published.",
    help: "name a team of that category, or change the team's category",
    source: "Platform Engineering Team page, Initiatives: 2 functional teams; per sprint 2 product teams and clinic duty",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::SPRINT, kind::ROTATION, kind::PERSON], check),
};

fn check<'a>(record: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
    let belongs = "and a sprint has product and duty teams";
    if let Some(sprint) = workspace.sprint(record.number) {
        for entry in &sprint.teams {
            look(workspace, entry.team, &[Category::Product, Category::Duty], belongs, findings);
        }
    } else if let Some(rotation) = workspace.rotation(record.number) {
        look(workspace, rotation.team, &[Category::Duty], "and a rotation is of a duty team", findings);
    } else if let Some(team) = workspace.person(record.number).and_then(|person| person.functional_team) {
        look(workspace, team, &[Category::Functional], "and this is for a functional one", findings);
    }
}

/// Reports the team that `link` names if its category is none of `wanted`.
fn look<'a>(workspace: &View<'a>, link: Link<'a>, wanted: &[Category], why: &str, findings: &mut Findings) {
    let Some(category) = workspace.team(link).and_then(|team| team.category.known()) else { return };
    if wanted.contains(&category) {
        return;
    }
    let what = match *category {
        Category::Functional => "a functional team",
        Category::External => "an outside team",
        Category::Whole => "the whole team",
        Category::Product => "a product team",
        Category::Duty => "a duty team",
    };
    findings.report(link.at, format!("`{}` is {what}, {why}", link.id())).also(category, "its category");
}

const BAD: &str = r#"
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
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- team = "storage"
+ team = "purple"
"#;

cases! { r#"
=== a rotation of a product team, and a person of one, are reported
#- records/people/tim.toml
name = "Tim"
functional-team = "green"
#                 ^^^^^^^ `green` is a product team, and this is for a functional one
roles = [{ role = "engineer" }]
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "architecture"
#      ^^^^^^^^^^^^^^ `architecture` is an outside team, and a rotation is of a duty team
from = 2021-11-25
size = { least = 2, most = 3 }
pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]

=== an outside team that somebody works with is not reported
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
elsewhere = [{ person = "tim", with = "architecture" }]
team = [{ team = "green", work = ["api-portal"] }]
"# }
