use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::base::dates::Period;
use crate::workspace::model::{Member, Rotation, duty};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-too-large",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "more people are on duty than the rotation asks for",
    why: "Everybody on duty beyond what it needs is missing where something new is built.",
    help: "put somebody on another team, or mark who only looks on with `shadow = true`",
    source: "PET Work Processes, Clinic Duty: \"2 to 3 team members\"",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check(rotation: &Rotation<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let Some(most) = rotation.greatest() else { return };
    for of_sprint in duty::sprints(rotation, workspace.sprints()) {
        let Some(team) = of_sprint.team else { continue };
        // Who stands on another team, too, or is no engineer, is told of as such: the team isn't too
        // large for that.
        let is_told = |member: &&Member<'_>| {
            let days = Period::new(of_sprint.days.0, of_sprint.days.1);
            !workspace.can_be_member(member.person, days)
        };
        let told = of_sprint.on_other_teams() + team.working().filter(is_told).count();
        for (from, until, count) in of_sprint.runs(|count| count > most + told) {
            let id = team.team.id();
            let when = dates::when((from, until), of_sprint.days);
            let finding = findings.report(
                team.team.at,
                format!("{count} people are on `{id}` {when}, and the rotation asks for at most {most}"),
            );
            finding.also(rotation.most, "asked for here");
        }
    }
}

const BAD: &str = r#"
#- records/people/hugh.toml
name = "Hugh"
roles = [{ role = "engineer" }]
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
pool = ["ariel", "bill", "cindy", "clara", "holger", "hugh", "petr", "tim"]
size = { least = 2, most = 3 }
#~ records/sprints/2020-11-25.toml
  team = "clinic-duty"
#        ^^^^^^^^^^^^^ 4 people are on `clinic-duty` in this sprint, and the rotation asks for at most 3
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "holger", "hugh"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara", "holger", "hugh"]
+ members = ["ariel", "clara", "holger", { person = "hugh", shadow = true }]
"#;

cases! { r#"
=== somebody who is on another team, too, is reported only as that -> two-teams-in-one-sprint
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "holger", "petr"]

=== a visitor among the members is reported only as that -> role-not-held
#- records/people/kevin.toml
name = "Kevin"
roles = [{ role = "product-manager" }]
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "holger", "kevin"]

=== somebody who hands over within the sprint and who follows count as one
#- records/people/hugh.toml
name = "Hugh"
roles = [{ role = "engineer" }]
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
pool = ["ariel", "bill", "cindy", "clara", "holger", "hugh", "petr", "tim"]
size = { least = 2, most = 3 }
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", { person = "holger", until = 2020-11-30 }, { person = "hugh", from = 2020-12-01 }]
"# }
