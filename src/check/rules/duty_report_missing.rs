use std::collections::BTreeSet;

use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::record::RecordId;
use crate::workspace::model::{DutyReport, Rotation, duty};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-report-missing",
    level: Level::Note,
    subject: Subject::Rotations,
    summary: "a turn of duty is over and has no report, though those before have",
    why: "The figures are compared from sprint to sprint; with holes nobody can tell whether it gets better or worse.",
    help: "add a report under `records/duty-reports/`, named after the sprint",
    source: "Clinic Duty Stats: figures of each sprint",
    evidence: Evidence::Absent(&[kind::DUTY_REPORT, kind::SPRINT]),
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check(rotation: &Rotation<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let reports = workspace.duty_reports();
    if reports.is_empty() {
        return;
    }
    let sprints = duty::sprints(rotation, workspace.sprints());
    let is_meant =
        |report: &&DutyReport<'_>| report.rotation.is_none_or(|link| link.to == Some(rotation.record.number));
    let reported: BTreeSet<RecordId> =
        reports.iter().filter(is_meant).filter_map(|report| report.sprint?.to).collect();
    let is_reported = |sprint: &duty::DutySprint<'_, '_>| reported.contains(&sprint.sprint.record.number);
    // Reports are expected from the first one on.
    let from_the_first = sprints.iter().skip_while(|sprint| !is_reported(sprint));
    for sprint in
        from_the_first.filter(|sprint| sprint.sprint.end < workspace.horizon() && !is_reported(sprint))
    {
        if sprint.team.is_some_and(|team| !team.members.is_empty()) {
            let id = rotation.team.id();
            let start = sprint.sprint.start;
            findings
                .report(sprint.sprint.place(), format!("the turn on `{id}` is over and has no report"))
                .help(format!(
                    "add `records/duty-reports/{start}.toml` with `sprint = \"{}\"`",
                    sprint.sprint.record.id
                ));
        }
    }
}

const BAD: &str = r#"
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-10-28
until = 2020-12-08
size = { least = 2, most = 3 }
pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
#- records/duty-reports/2020-10-28.toml
sprint = "2020-10-28"
handover = [{ from = "petr", note = "Nothing is open." }, { from = "tim", note = "Nothing is open." }]
#- records/sprints/2020-10-28.toml
start = 2020-10-28
end = 2020-11-10
team = [
    { team = "green", members = ["cindy", "holger"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] },
    { team = "purple", members = ["ariel", "bill", "clara"], product-manager = "evan", engineering-manager = "mandy", work = ["shellbox-service"] },
    { team = "clinic-duty", members = ["petr", "tim"], engineering-manager = "mandy" },
]
#- records/sprints/2020-11-11.toml
start = 2020-11-11
#       ^^^^^^^^^^ the turn on `clinic-duty` is over and has no report
end = 2020-11-24
team = [
    { team = "green", members = ["petr", "holger"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] },
    { team = "purple", members = ["ariel", "tim", "clara"], product-manager = "evan", engineering-manager = "mandy", work = ["shellbox-service"] },
    { team = "clinic-duty", members = ["bill", "cindy"], engineering-manager = "mandy" },
]
"#;

const MEND: &str = r#"
#- records/duty-reports/2020-11-11.toml
sprint = "2020-11-11"
handover = [{ from = "bill", note = "Nothing is open." }, { from = "cindy", note = "Nothing is open." }]
"#;

cases! { r"
=== a team that has never written a report is not reported
#- bad
#- records/duty-reports/2020-10-28.toml (removed)
" }
