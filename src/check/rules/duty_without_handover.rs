use std::collections::BTreeSet;

use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, two_duty_reports};
use crate::base::words;
use crate::record::RecordId;
use crate::workspace::model::DutyReport;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-without-handover",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "somebody's turn on duty has ended, and they handed nothing over",
    why: "What is open, and what was already tried, is known to those who leave; whoever comes next begins from nothing.",
    help: "add a `[[handover]]` to the report: `from`, `to`, and what the next one should know; “nothing is open” will do",
    source: "Wikimedia Cloud Services, On-call duties: a handover at the weekly meeting",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(DutyReport, check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&two_duty_reports::RULE])];

fn check<'a>(report: &DutyReport<'a>, workspace: &View<'a>, findings: &mut Findings) {
    let Some((at, sprint)) = report.sprint.and_then(|link| Some((link.at, workspace.sprint(link)?))) else {
        return;
    };
    let Some(rotation) = workspace.rotation_of(report, sprint) else { return };
    let (Some(duty), Some(next)) = (rotation.team.to, workspace.sprint_after(sprint)) else { return };
    let (Some(team), Some(after)) = (sprint.team(duty), next.team(duty)) else { return };
    // Until the next turn begins there is time.
    if workspace.horizon() < next.start {
        return;
    }
    let handed: BTreeSet<RecordId> = report.handed_over.iter().filter_map(|person| person.to).collect();
    let staying: BTreeSet<RecordId> = after.members.iter().filter_map(|member| member.person.to).collect();
    let silent: Vec<&str> = team
        .working()
        .filter(|member| {
            member.person.to.is_some_and(|person| !staying.contains(&person) && !handed.contains(&person))
        })
        .map(|member| member.person.id())
        .collect();
    if !silent.is_empty() && !after.members.is_empty() {
        let id = team.team.id();
        findings.report(
            at,
            format!("{} left `{id}` after this sprint and handed nothing over", words::ids(&silent)),
        );
    }
}

const BAD: &str = r#"
#~ records/rotations/clinic-duty.toml
- from = 2020-11-25
+ from = 2020-11-11
#- records/duty-reports/2020-11-11.toml
sprint = "2020-11-11"
#        ^^^^^^^^^^^^ `tim` left `clinic-duty` after this sprint and handed nothing over

[[handover]]
from = "petr"
to = "ariel"
note = "Two requests wait for triage."
#~ records/sprints/2020-11-11.toml (copied from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-11-11
+ end = 2020-11-24
- members = ["cindy", "petr"]
+ members = ["cindy", "holger"]
- members = ["bill", "tim"]
+ members = ["ariel", "bill", "clara"]
- members = ["ariel", "clara", "holger"]
+ members = ["petr", "tim"]
"#;

const MEND: &str = r#"
#~ records/duty-reports/2020-11-11.toml
+
+ [[handover]]
+ from = "tim"
+ note = "Nothing is open."
"#;

cases! { r#"
=== of two reports of a turn each may have a part -> two-duty-reports
#- bad
#- records/duty-reports/second.toml
sprint = "2020-11-11"

=== a turn that nobody follows yet is not reported
#- records/duty-reports/2020-11-25.toml
sprint = "2020-11-25"

=== of two reports on one sprint either may have the handover -> two-duty-reports
#- bad
#- records/duty-reports/second.toml
sprint = "2020-11-11"
handover = [{ from = "tim", note = "Nothing." }]

=== a handover is not missed before the next turn begins
#- records/duty-reports/2020-11-25.toml
sprint = "2020-11-25"
#~ records/rotations/clinic-duty.toml
- until = 2020-12-08
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
team = [{ team = "clinic-duty", members = ["petr", "tim"] }]
"# }
