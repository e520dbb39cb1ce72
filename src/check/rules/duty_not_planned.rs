use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::Rotation;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-not-planned",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "fewer of the coming sprints have people on duty than the rotation plans ahead",
    why: "People arrange holidays and their own work around their turn; a turn that is announced late is swapped or missed.",
    help: "record the coming sprints with their duty team; `plan-ahead` in the rotation says how many",
    source: "Clinic Duty page: members know at least a week in advance",
    evidence: Evidence::Absent(&[kind::SPRINT]),
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check(rotation: &Rotation<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let Some(wanted) = *rotation.plan_ahead else { return };
    let today = workspace.as_of();
    let sprints = workspace.sprint_days();
    // Where no sprint holds the day, the records have stopped or not begun yet, and nobody waits for a plan.
    let Some(now) = sprints.iter().find(|(days, _)| days.start <= today && today <= days.end) else { return };
    let length = now.0.length();
    let mut planned = 0;
    let mut due = 0;
    for ahead in 1..=wanted.min(26) {
        let day = crate::base::dates::shift(now.0.end, 1 + (ahead - 1) * length);
        if !rotation.period.contains(day) {
            break;
        }
        due += 1;
        let sprint = sprints.iter().find(|(days, _)| days.start <= day && day <= days.end);
        let sprint = sprint.and_then(|(_, id)| workspace.sprint(*id));
        // A sprint on record without anybody on duty is told of there.
        planned += i64::from(sprint.is_some());
    }
    if planned < due {
        let team = rotation.team.id();
        let have = match planned {
            0 => "none has".to_owned(),
            1 => "only one has".to_owned(),
            _ => format!("only {planned} have"),
        };
        let message = if due == 1 {
            format!("the next sprint has nobody on `{team}` yet")
        } else {
            format!("of the next {due} sprints {have} people on `{team}` yet")
        };
        findings.report(rotation.plan_ahead, message);
    }
}

const BAD: &str = r"
#~ records/rotations/clinic-duty.toml
- until = 2020-12-08
+ plan-ahead = 1
#              ^ the next sprint has nobody on `clinic-duty` yet
";

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml (copied from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-12-09
+ end = 2020-12-22
- members = ["cindy", "petr"]
+ members = ["ariel", "clara", "holger"]
  work = ["shellbox-service"]
- members = ["ariel", "clara", "holger"]
+ members = ["cindy", "petr"]
"#;

cases! { r"
=== a rotation that ends with this sprint needs no plan
#~ records/rotations/clinic-duty.toml
+ plan-ahead = 3

=== every coming sprint of the rotation counts
#~ records/rotations/clinic-duty.toml
- until = 2020-12-08
+ until = 2021-01-05
+ plan-ahead = 6
#              ^ of the next 2 sprints none has people on `clinic-duty` yet

=== where no sprint has the day of the check, no plan is expected
#- bad
#~ records/sprints/2020-11-11.toml (moved from records/sprints/2020-11-25.toml)
- start = 2020-11-25
+ start = 2020-11-11
- end = 2020-12-08
+ end = 2020-11-24
" }
