use crate::base::words;
use std::collections::BTreeSet;

use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, two_duty_reports};
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
    check: Check::DutyReport(check),
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
    let root = report.record.root();
    let handed: BTreeSet<RecordId> =
        (root.list("handover")).filter_map(|entry| workspace.link(entry.get("from")?)?.to).collect();
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
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-11
until = 2020-12-08
size = { least = 2, most = 3 }
pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
#- records/duty-reports/2020-11-11.toml
sprint = "2020-11-11"
#        ^^^^^^^^^^^^ `tim` left `clinic-duty` after this sprint and handed nothing over

[[handover]]
from = "petr"
to = "ariel"
note = "Two requests wait for triage."
#- records/sprints/2020-11-11.toml
start = 2020-11-11
end = 2020-11-24

[[team]]
team = "green"
members = ["cindy", "holger"]
product-manager = "evan"
engineering-manager = "will"
work = ["api-portal"]

[[team]]
team = "purple"
members = ["ariel", "bill", "clara"]
product-manager = "evan"
engineering-manager = "mandy"
work = ["shellbox-service"]

[[team]]
team = "clinic-duty"
members = ["petr", "tim"]
engineering-manager = "mandy"
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

=== a turn that nobody follows yet has not ended
#- records/duty-reports/2020-11-25.toml
sprint = "2020-11-25"
"# }

#[cfg(test)]
mod tests {
    use super::super::tests::rules;

    #[test]
    fn until_the_next_turn_begins_there_is_time_and_two_reports_share_it() {
        let example: String = super::RULE
            .bad
            .lines()
            .filter(|line| !line.starts_with("#  "))
            .map(|line| format!("{line}\n"))
            .collect();
        let second = "#- records/duty-reports/second.toml\nsprint = \"2020-11-11\"\nhandover = [{ from = \"tim\", note = \"Nothing.\" }]\n";
        assert_eq!(rules(&format!("{example}{second}")), ["two-duty-reports"]);
        let later = "#- records/duty-reports/2020-11-25.toml\nsprint = \"2020-11-25\"\n#- records/sprints/2020-12-09.toml\nstart = 2020-12-09\nend = 2020-12-22\nwork-only = true\n\
                     team = [{ team = \"clinic-duty\", members = [\"petr\", \"tim\"] }]\n";
        // The other fault is that the rotation has ended by then.
        assert_eq!(rules(later), ["duty-after-rotation"]);
    }
}
