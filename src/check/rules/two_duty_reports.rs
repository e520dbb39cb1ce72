use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::DutyReport;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "two-duty-reports",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "a turn of duty has two reports",
    why: "Whoever adds the figures up counts the turn twice, and nobody knows which of the two is right.",
    help: "put both into one, and remove the other; where two rotations ran, name each one's `rotation`",
    source: "Clinic Duty Stats: a row for each sprint",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(DutyReport, check),
};

fn check(report: &DutyReport<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let Some(link) = report.sprint else { return };
    let mut others = workspace.other_reports(report);
    let Some(first) = others.find(|other| other.record.id < report.record.id) else { return };
    let finding = findings.report(link.at, format!("`{}` is a report of this turn, too", first.record.id));
    if let Some(first) = first.sprint {
        finding.also(first.at, "the other report");
    }
}

const BAD: &str = r#"
#- records/duty-reports/2020-11-25.toml
sprint = "2020-11-25"
triaged = 3
#- records/duty-reports/2020-11-25-again.toml
sprint = "2020-11-25"
#        ^^^^^^^^^^^^ `2020-11-25` is a report of this turn, too
triaged = 4
"#;

const MEND: &str = r"
#~ records/duty-reports/2020-11-25.toml
- triaged = 3
+ triaged = 4
#- records/duty-reports/2020-11-25-again.toml (removed)
";

cases! { r#"
=== reports of two rotations are not reported
#- records/teams/train.toml
name = "Train"
category = "duty"
#- records/rotations/train.toml
name = "Train"
team = "train"
from = 2021-12-09
pool = ["ariel", "holger"]
size = { least = 1, most = 1 }
#- records/duty-reports/2020-11-25-train.toml
sprint = "2020-11-25"
rotation = "train"
#- records/duty-reports/2020-11-25.toml
sprint = "2020-11-25"
rotation = "clinic-duty"
"# }
