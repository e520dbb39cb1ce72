use jiff::ToSpan;
use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Initiative;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "initiative-too-long",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an initiative takes longer than the workspace allows",
    why: "What takes longer than a few months can't be estimated, and shows nobody a result for too long.",
    help: "split it into initiatives that each bring something of their own",
    source: "PET Initiative Check Process: no more than four months",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let months = workspace.settings().whole("initiative.longest-months").unwrap_or(4);
    let limit = if months == 1 { "a month".to_owned() } else { format!("{months} months") };
    let (id, is_over) = (&initiative.record.id, initiative.is_over());
    let is_too_long =
        |from: Date, until| from.checked_add(months.clamp(1, 9999).months()).is_ok_and(|end| end <= until);
    let (actual, planned) = (initiative.actual, initiative.planned);
    // What was planned too long and took too long is told once, by what happened.
    match (actual.from, actual.until) {
        (Some(from), Some(until)) if is_too_long(from, until) => {
            let message = format!("`{id}` ran from {from} to {until}, which is more than {limit}");
            let finding = findings.report(initiative.actual.last(), message);
            if is_over {
                finding.help("plan the next one to bring a result sooner; accept this one with an ignore that says why");
            }
            return;
        }
        (Some(from), None) if !is_over && is_too_long(from, workspace.as_of()) => {
            let message = format!("`{id}` has run since {from}, which is more than {limit}");
            findings
                .report(initiative.actual.first(), message)
                .help("close what is done and put the rest into an initiative of its own, or set it down");
            return;
        }
        _ => {}
    }
    if let (Some(from), Some(until), false) = (planned.from, planned.until, is_over)
        && is_too_long(from, until)
    {
        let message = format!("`{id}` is planned from {from} to {until}, which is more than {limit}");
        findings.report(initiative.planned.last(), message);
    }
}

const BAD: &str = r#"
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+ planned = { from = 2020-11-02, until = 2021-04-30 }
#                                        ^^^^^^^^^^ `shellbox` is planned from 2020-11-02 to 2021-04-30, which is more than 4 months
"#;

const MEND: &str = r"
#~ records/initiatives/shellbox.toml
- planned = { from = 2020-11-02, until = 2021-04-30 }
+ planned = { from = 2020-11-02, until = 2021-03-01 }
";

cases! { r#"
=== an initiative that still runs is measured to the day of the check
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+ actual = { from = 2020-08-01 }
#                   ^^^^^^^^^^ `shellbox` has run since 2020-08-01, which is more than 4 months

=== four months to the day are not reported
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+ planned = { from = 2020-08-02, until = 2020-12-01 }
+ actual = { from = 2020-08-02 }
"# }
