use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, two_duty_reports};
use crate::workspace::model::{At, DutyReport, cadence};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-report-contradicts",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "a duty report counts fewer requests than there are on record",
    why: "Figures that don't agree with what everybody can count aren't believed where they matter.",
    help: "correct the figure in the report, or the days in the requests",
    source: "Clinic Duty Stats, beside the requests of the same days",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(DutyReport, check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::about_records(&[&two_duty_reports::RULE])];

fn check(report: &DutyReport<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let root = report.record.root();
    let opened = root.get("unbreak-now").map(|table| At::integer(table, "opened")).and_then(At::known);
    let triaged = report.triaged.known();
    if report.rotation.is_some() || (opened.is_none() && triaged.is_none()) {
        // With several rotations a request doesn't say whose it was.
        return;
    }
    let Some(sprint) = report.sprint.and_then(|link| workspace.sprint(link)) else { return };
    // By days that are wrong nothing can be counted.
    if !cadence::is_as_long_as_due(workspace.settings(), sprint) {
        return;
    }
    // A report from the middle of the sprint counts up to its own day.
    let until = root.date("on").map_or(sprint.end, |on| on.min(sprint.end));
    let mut compare = |told: Option<At<'_, i64>>, words: &str, counted: usize| {
        let counted = i64::try_from(counted).unwrap_or(i64::MAX);
        let Some(told) = told else { return };
        if *told < counted {
            let of_record = if counted == 1 {
                "1 request of this sprint says so".to_owned()
            } else {
                format!("{counted} requests of this sprint say so")
            };
            findings.report(told, format!("the report counts {} as {words}, and {of_record}", *told));
        }
    };
    compare(opened, "`unbreak-now`", workspace.unbreak_now_between(sprint.start, until));
    compare(triaged, "triaged", workspace.triaged_between(sprint.start, until));
}

const BAD: &str = r#"
#- records/duty-reports/2020-11-25.toml
sprint = "2020-11-25"

[unbreak-now]
opened = 0
#        ^ the report counts 0 as `unbreak-now`, and 1 request of this sprint says so
#- records/requests/nobody-can-log-in.toml
title = "Nobody can log in"
source = "volunteer"
received = 2020-11-26
priority = "unbreak-now"
status = "done"
assignee = "ariel"
resolved = 2020-11-26
triage = { on = 2020-11-26, outcome = "clinic-ready", route = "clinic-duty", by = ["ariel", "evan"], why = "it can't wait" }
"#;

const MEND: &str = r"
#~ records/duty-reports/2020-11-25.toml
- opened = 0
+ opened = 1
";

cases! { r#"
=== of two reports of a sprint either may be another one's -> two-duty-reports
#- bad
#- records/duty-reports/second.toml
sprint = "2020-11-25"

=== each figure is compared with the requests
#- records/requests/slow-search.toml
title = "Slow search"
source = "volunteer"
received = 2020-11-24
priority = "medium"
status = "routed"
triage = { on = 2020-12-01, outcome = "team-inbox", route = "green", by = ["ariel", "evan"], why = "it is about the API" }
#- records/duty-reports/2020-11-25.toml
sprint = "2020-11-25"
triaged = 0
#         ^ the report counts 0 as triaged, and 1 request of this sprint says so

=== a report that counts more than there are requests is not reported
#- above
#~ records/duty-reports/2020-11-25.toml
- triaged = 0
+ triaged = 7

=== what happened after the report's day does not count
#- above
#~ records/duty-reports/2020-11-25.toml
+ on = 2020-11-30
"# }
