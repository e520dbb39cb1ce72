use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::workspace::model::{Rotation, Sprint, duty};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-uncovered",
    level: Level::Error,
    subject: Subject::Rotations,
    summary: "on some days of a sprint nobody is on duty, and no gap is declared",
    why: "What comes in on such a day is nobody's: it waits, or it disturbs those who work on something else.",
    help: "add the duty team to the sprint, or declare the days under `gaps` in the rotation with a reason",
    source: "PET Work Processes, Clinic Duty: it \"works on a continuous basis\"",
    evidence: Evidence::Absent(&[kind::ROTATION]),
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

/// Days without anybody, and the sprints that they lie in.
struct Run<'w, 'a> {
    from: Date,
    until: Date,
    sprints: Vec<&'w Sprint<'a>>,
}

fn check<'a>(rotation: &Rotation<'a>, workspace: &View<'a>, findings: &mut Findings) {
    for run in uncovered(workspace, rotation) {
        let days = dates::in_words(run.from, run.until);
        let Some((first, others)) = run.sprints.split_first() else { continue };
        let finding = findings
            .report(first.place(), format!("nobody is on `{}` {days}", rotation.team.id()))
            .also(rotation.team.at, "the rotation has somebody on duty every day");
        for sprint in others {
            finding.also(sprint.place(), "nor in this sprint");
        }
    }
}

/// The runs of days that lie in sprints without the duty team, and neither in a gap nor in a break.
fn uncovered<'w, 'a>(workspace: &'w View<'a>, rotation: &Rotation<'a>) -> Vec<Run<'w, 'a>> {
    let sprints = duty::sprints(rotation, workspace.sprints());
    let mut runs: Vec<Run<'w, 'a>> = Vec::new();
    for (index, of_sprint) in sprints.iter().enumerate().filter(|(_, of_sprint)| of_sprint.team.is_none()) {
        // Where sprints overlap, the other one may have the team.
        let beside = &sprints[index.saturating_sub(1)..sprints.len().min(index + 2)];
        let covered = beside.iter().filter(|other| other.team.is_some()).map(|other| other.sprint.period());
        let meant = rotation.gaps.iter().chain(&workspace.settings().breaks).copied();
        let (from, until) = of_sprint.days;
        for (from, until) in dates::runs_outside(from, until, covered.chain(meant)) {
            match runs.last_mut().filter(|run| from <= dates::shift(run.until, 1)) {
                Some(run) => {
                    run.until = run.until.max(until);
                    run.sprints.push(of_sprint.sprint);
                }
                None => runs.push(Run { from, until, sprints: vec![of_sprint.sprint] }),
            }
        }
    }
    runs.retain(|run| dates::has_working_day(run.from, run.until));
    runs
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
  start = 2020-11-25
#         ^^^^^^^^^^ nobody is on `clinic-duty` from 2020-11-25 to 2020-12-08
- members = ["cindy", "petr"]
+ members = ["ariel", "cindy", "holger", "petr"]
- members = ["bill", "tim"]
+ members = ["bill", "clara", "tim"]
-
- [[team]]
- team = "clinic-duty"
- members = ["ariel", "clara", "holger"]
- engineering-manager = "mandy"
"#;

const MEND: &str = r#"
#~ records/rotations/clinic-duty.toml
+ gaps = [{ from = 2020-11-25, until = 2020-12-08, reason = "all are at the offsite" }]
"#;

cases! { r#"
=== sprints that follow each other are one run up to the gap
#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-30
pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
size = { least = 2, most = 3 }
gaps = [{ from = 2020-12-14, until = 2020-12-31, reason = "the end of the year" }]
#- records/sprints/2020-11-25.toml
start = 2020-11-25
#       ^^^^^^^^^^ nobody is on `clinic-duty` from 2020-11-30 to 2020-12-13
end = 2020-12-08
team = [{ team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }]
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
team = [{ team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }]

=== weekends and sprints whose people are not recorded are not reported
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
size = { least = 2, most = 3 }
#- in next-work
"# }
