use super::yields::Yields;
use super::{Change, Check, Evidence, Findings, Rule, Subject, forbidden_transition, kind};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-status-without-history",
    level: Level::Warning,
    subject: Subject::Change,
    summary: "a decision's status changed and its history has no entry for it",
    why: "The history says on which day a decision came into force, and by whom; the status alone says only that it did.",
    help: "add the new status with its day at the end of `history`",
    source: "Documentation/Decision records: statuses are a list, each with its day",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&forbidden_transition::RULE])];

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for transition in change.transitions(Some(kind::DECISION)) {
        if transition.logged.contains(&transition.to) {
            continue;
        }
        let (from, to) = (transition.from, transition.to);
        let message = format!("this decision goes from `{from}` to `{to}`, and its history doesn't say when");
        findings
            .report(transition.at, message)
            .help(format!("add a `[[history]]` entry with `status = \"{to}\"` and `on`, the day"));
    }
}

const BAD: &str = r#"
#- in proposal
#~ records/decisions/0001-run-commands-in-shellbox.md
  status = "proposed"
+ history = [{ status = "proposed", on = 2020-11-09 }]
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "proposed"
+ status = "deferred"
#          ^^^^^^^^^^ this decision goes from `proposed` to `deferred`, and its history doesn't say when
"#;

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
- history = [{ status = "proposed", on = 2020-11-09 }]
+ history = [{ status = "proposed", on = 2020-11-09 }, { status = "deferred", on = 2020-11-20 }]
"#;

cases! { r#"
=== a decision without a history lacks the entry, too
#- in proposal
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "proposed"
+ status = "withdrawn"
#          ^^^^^^^^^^^ this decision goes from `proposed` to `withdrawn`, and its history doesn't say when

=== an edit that keeps the status is not reported
#- in proposal
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- title = "Run commands in Shellbox"
+ title = "Run all commands in Shellbox"
"# }
