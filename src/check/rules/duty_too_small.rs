use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::workspace::model::{Rotation, duty};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-too-small",
    level: Level::Error,
    subject: Subject::Rotations,
    summary: "fewer people are on duty than the rotation asks for",
    why: "When one of too few is ill, nobody takes what comes in. Visitors and those who only look on don't count.",
    help: "put more people of the pool on duty, or change `size` in the rotation",
    source: "PET Work Processes, Clinic Duty: \"2 to 3 team members\"",
    evidence: Evidence::Absent(&[kind::ROTATION]),
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check(rotation: &Rotation<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let Some(least) = rotation.fewest() else { return };
    for of_sprint in duty::sprints(rotation, workspace.sprints()) {
        let Some(team) = of_sprint.team else { continue };
        for (from, until, count) in of_sprint.runs(|count| count < least) {
            let gap = dates::runs_outside(from, until, rotation.gaps.iter().copied());
            if !gap.iter().any(|(from, until)| dates::has_working_day(*from, *until)) {
                continue;
            }
            let id = team.team.id();
            let who = match count {
                0 => "nobody is".to_owned(),
                1 => "1 person is".to_owned(),
                _ => format!("{count} people are"),
            };
            let when = dates::when((from, until), of_sprint.days);
            let finding = findings.report(
                team.team.at,
                format!("{who} on `{id}` {when}, and the rotation asks for at least {least}"),
            );
            finding.also(rotation.least, "asked for here");
        }
    }
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["ariel", "cindy", "petr"]
- members = ["bill", "tim"]
+ members = ["bill", "clara", "tim"]
  team = "clinic-duty"
#        ^^^^^^^^^^^^^ 1 person is on `clinic-duty` in this sprint, and the rotation asks for at least 2
- members = ["ariel", "clara", "holger"]
+ members = ["holger"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["bill", "clara", "tim"]
+ members = ["bill", "tim"]
- members = ["holger"]
+ members = ["clara", "holger"]
"#;

cases! { r#"
=== days with too few people are named, and somebody who looks on does not count
#~ records/sprints/2020-11-25.toml
  team = "clinic-duty"
#        ^^^^^^^^^^^^^ 1 person is on `clinic-duty` from 2020-12-03 to 2020-12-08, and the rotation asks for at least 2
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", { person = "clara", until = 2020-12-02 }, { person = "holger", shadow = true }]

=== too few people over a weekend are not reported
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", { person = "clara", until = 2020-12-04 }, { person = "holger", from = 2020-12-07 }]
"# }
