use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Decision, HistoryEntry, Status};
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
    check: each!(Decision, check),
};

fn check(decision: &Decision<'_>, _: &View<'_>, findings: &mut Findings) {
    let told = findings.found.len();
    for pair in decision.history.windows(2) {
        let (above, entry) = (&pair[0], &pair[1]);
        if *entry.on < *above.on {
            let (did, day, before) = (did(entry), *entry.on, *above.on);
            let message = format!("it was {did} on {day}, and the entry above is of {before}");
            findings.report(entry.on, message).also(above.on, "a later day");
        }
    }
    // Against a history that is out of order `decided` can't be measured.
    if findings.found.len() == told {
        measure_decided(decision, findings);
    }
}

/// Holds the day of the decision against the history.
fn measure_decided(decision: &Decision<'_>, findings: &mut Findings) {
    let Some(decided) = decision.decided.known() else { return };
    let mut history = decision.history.iter();
    let proposed = history.clone().find(|entry| entry.status == Some(Status::Proposed));
    let settled = history.rfind(|entry| matches!(entry.status, Some(Status::Accepted | Status::Rejected)));
    let day = *decided;
    if let Some(entry) = proposed.filter(|entry| day < *entry.on) {
        let message = format!("it was decided on {day}, before it was proposed on {}", *entry.on);
        findings.report(decided, message).also(entry.on, "proposed here");
    } else if let Some(entry) = settled.filter(|entry| *entry.on < day) {
        let (did, before) = (did(entry), *entry.on);
        let message = format!("it was decided on {day}, and had been {did} on {before} already");
        findings.report(decided, message).also(entry.on, "in the history");
    }
}

/// `accepted`; for a status that is no participle, words that are.
fn did(entry: &HistoryEntry<'_>) -> &'static str {
    match entry.status {
        Some(Status::Draft) => "drafted",
        status => status.map_or("", Status::name),
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
