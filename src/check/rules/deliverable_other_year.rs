use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::base::dates::Period;
use crate::workspace::model::Initiative;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "deliverable-other-year",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an initiative serves a deliverable of a year in which nobody works on it",
    why: "What was promised for one year and is planned for another is either late or linked to last year's plan by mistake.",
    help: "name the deliverable of the year in which the work is done, or move the work",
    source: "medium-term plan: key deliverables are promised for a fiscal year, and named anew for the next",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, workspace: &View<'_>, findings: &mut Findings) {
    // What happened counts more than what was planned.
    let (days, verb) = match initiative.actual.from {
        Some(_) => (*initiative.actual, "worked on"),
        None => (*initiative.planned, "planned"),
    };
    // Days that run backwards are told of where they stand.
    let is_backwards = days.from.zip(days.until).is_some_and(|(from, until)| until < from);
    if initiative.is_over() || is_backwards || days == Period::default() {
        return;
    }
    for link in &initiative.deliverables {
        let Some(deliverable) = workspace.deliverable(*link) else { continue };
        let Some(year) = deliverable.fiscal_year else { continue };
        let Some(of_year) = workspace.settings().fiscal_year(year) else { continue };
        if of_year.overlaps(days) {
            continue;
        }
        let when = match (days.from, days.until) {
            (Some(from), Some(until)) => dates::in_words(from, until),
            (Some(from), None) => format!("from {from} on"),
            (_, until) => format!("until {}", until.unwrap_or_default()),
        };
        let (id, own) = (link.id(), &initiative.record.id);
        findings.report(link.at, format!("`{id}` is for {year}, and `{own}` is {verb} {when}"));
    }
}

const BAD: &str = r#"
#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
cadence = [{ from = 2020-11-25, days = 14 }]

[fiscal-year]
starts = "07-01"
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `evolutionary-architecture` is for 2020-21, and `shellbox` is planned from 2021-08-02 to 2021-10-29
+ planned = { from = 2021-08-02, until = 2021-10-29 }
"#;

const MEND: &str = r"
#~ records/initiatives/shellbox.toml
- planned = { from = 2021-08-02, until = 2021-10-29 }
+ planned = { from = 2021-05-31, until = 2021-08-27 } # the first of July lies within
";

cases! { r#"
=== where the settings don't say when the year begins, nothing is reported
#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+ planned = { from = 2022-08-02, until = 2022-10-29 }
"# }
