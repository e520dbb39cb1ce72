use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::Value;
use crate::workspace::model::{Decision, Status};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-dates-out-of-order",
    level: Level::Error,
    subject: Subject::Decisions,
    summary: "a decision's dates contradict each other",
    why: "The history says who knew what when; if it can't have been so, nothing in it can be relied on.",
    help: "correct the date that is wrong; the history is written oldest first",
    source: "Documentation/Decision records: statuses are a list, each with its day",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Decision(check),
};

fn check(decision: &Decision<'_>, _: &View<'_>, findings: &mut Findings) {
    let backwards = decision.history.windows(2).filter(|pair| pair[1].2 < pair[0].2);
    let told = findings.found.len();
    for pair in backwards {
        let ((above, _, before), (entry, _, day)) = (pair[0], pair[1]);
        let did = did(entry);
        let message = format!("it was {did} on {day}, and the entry above is of {before}");
        findings.report(on(entry), message).also(on(above), "a later day");
    }
    // Against a history that is out of order `decided` can't be measured.
    if findings.found.len() == told {
        measure_decided(decision, findings);
    }
}

/// Holds the day of the decision against the history.
fn measure_decided(decision: &Decision<'_>, findings: &mut Findings) {
    let Some((place, decided)) = decision.decided else { return };
    let proposed = decision.history.iter().find(|(_, status, _)| *status == Some(Status::Proposed));
    let is_end = |status| matches!(status, Some(Status::Accepted | Status::Rejected));
    let settled = decision.history.iter().rev().find(|(_, status, _)| is_end(*status));
    if let Some((entry, _, day)) = proposed.filter(|(_, _, day)| decided < *day) {
        let message = format!("it was decided on {decided}, before it was proposed on {day}");
        findings.report(place, message).also(on(*entry), "proposed here");
    } else if let Some((entry, _, day)) = settled.filter(|(_, _, day)| *day < decided) {
        let message = format!("it was decided on {decided}, and had been {} on {day} already", did(*entry));
        findings.report(place, message).also(on(*entry), "in the history");
    }
}

fn on(entry: Value<'_>) -> Value<'_> {
    entry.get("on").unwrap_or(entry)
}

/// `accepted`; for a status that is no participle, words that are.
fn did(entry: Value<'_>) -> &str {
    match entry.str("status").unwrap_or_default() {
        "draft" => "drafted",
        status => status,
    }
}

const BAD: &str = r#"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  ]
+
+ [[history]]
+ status = "proposed"
+ on = 2020-11-09
+
+ [[history]]
+ status = "accepted"
+ on = 2020-10-20
#      ^^^^^^^^^^ it was accepted on 2020-10-20, and the entry above is of 2020-11-09
"#;

const MEND: &str = r"
#~ records/decisions/0001-run-commands-in-shellbox.md
- on = 2020-10-20
+ on = 2020-11-20
";

cases! { r#"
=== a decision from before it was proposed or after it was rejected is reported
#- in proposal
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "proposed"
+ status = "rejected"
+ decided = 2020-11-02
#           ^^^^^^^^^^ it was decided on 2020-11-02, before it was proposed on 2020-11-09
+ history = [{ status = "proposed", on = 2020-11-09 }, { status = "rejected", on = 2020-11-20 }]
#~ records/decisions/0002-run-commands-apart.md (copied from records/decisions/0001-run-commands-in-shellbox.md)
- title = "Run commands in Shellbox"
+ title = "Run commands apart"
- decided = 2020-11-02
+ decided = 2020-11-24
#           ^^^^^^^^^^ it was decided on 2020-11-24, and had been rejected on 2020-11-20 already
- history = [{ status = "proposed", on = 2020-11-09 }, { status = "rejected", on = 2020-11-20 }]
+ history = [{ status = "rejected", on = 2020-11-20 }]

=== two steps on one day are not reported
#- in proposal
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "proposed"
+ status = "rejected"
+ decided = 2020-11-20
+ history = [{ status = "proposed", on = 2020-11-20 }, { status = "rejected", on = 2020-11-20 }]
"# }
