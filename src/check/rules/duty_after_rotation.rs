use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::Sprint;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-after-rotation",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "people are on duty after their rotation has ended",
    why: "Size, rest and fairness are those of the rotation; once it has ended, nobody looks after them.",
    help: "move the rotation's `until`, or take it out while the rotation goes on",
    source: "Clinic Duty page: the duty goes on sprint after sprint, and people take turns",
    evidence: Evidence::Absent(&[kind::ROTATION]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    for team in sprint.teams.iter().filter(|team| !team.members.is_empty()) {
        let of_team = team.team.to.into_iter().flat_map(|team| workspace.rotations_of(team));
        // The one that ended last; none that goes on, or that begins later.
        let ends: Option<Vec<_>> = of_team
            .map(|rotation| Some((rotation.period.until.filter(|until| *until < sprint.start)?, rotation)))
            .collect();
        let Some((until, rotation)) = ends.and_then(|ends| ends.into_iter().max_by_key(|(until, _)| *until))
        else {
            continue;
        };
        let id = team.team.id();
        let message = format!("the rotation of `{id}` ended on {until}, before this sprint");
        let finding = findings.report(team.team.at, message);
        finding.also(rotation.period.last(), "its last day");
    }
}

const BAD: &str = r#"
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true

[[team]]
team = "clinic-duty"
#      ^^^^^^^^^^^^^ the rotation of `clinic-duty` ended on 2020-12-08, before this sprint
members = ["petr", "tim"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- members = ["petr", "tim"]
"#;

cases! { r"
=== a turn in a rotation without an end is not reported
#- bad
#~ records/rotations/clinic-duty.toml
- until = 2020-12-08
- rest = 1
- longest = 1
- window = 6

=== a turn in the sprint in which the rotation ends is not reported
#- bad
#~ records/rotations/clinic-duty.toml
- until = 2020-12-08
+ until = 2020-12-15
- rest = 1
- longest = 1
- window = 6
" }
