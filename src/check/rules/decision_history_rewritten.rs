use super::{Change, Check, Evidence, Findings, Rule, Subject, kind};
use crate::check::change::Trace;
use crate::record::Record;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-history-rewritten",
    level: Level::Error,
    subject: Subject::Change,
    summary: "an entry of a decision's history, errata or audit was changed or taken out",
    why: "These lists say what happened and when; they are only worth something if nobody can alter them afterwards.",
    help: "put the entry back as it was, and add a new one below it",
    source: "what records in git promise: history, errata and audit are append-only",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

/// The lists that only grow.
const LISTS: [&str; 3] = ["history", "errata", "audit"];

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for (base, head, trace) in change.changed(kind::DECISION) {
        // A draft isn't known to anybody yet, and a likeness may be another decision.
        if trace == Trace::Likeness || base.root().str("status") == Some("draft") {
            continue;
        }
        for list in LISTS {
            let mut after = head.root().list(list).peekable();
            for entry in base.root().list(list) {
                let next = after.peek().copied();
                if after.by_ref().any(|other| change.is_same(entry, other)) {
                    continue;
                }
                let day = entry.date("on").map_or_else(String::new, |on| format!("of {on} "));
                let count = |record: &Record| record.root().list(list).count();
                let (place, what) = match next.filter(|_| count(head) >= count(base)) {
                    Some(next) => (next, "says something else now"),
                    None => (head.root().get(list).unwrap_or(head.place()), "was taken out"),
                };
                findings.report(place, format!("the entry {day}in `{list}` {what}"));
                break;
            }
        }
    }
}

const BAD: &str = r#"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  decided = 2020-11-20
+ history = [{ status = "proposed", on = 2020-11-09 }, { status = "accepted", on = 2020-11-20 }]
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- history = [{ status = "proposed", on = 2020-11-09 }, { status = "accepted", on = 2020-11-20 }]
+ history = [{ status = "proposed", on = 2020-11-02 }, { status = "accepted", on = 2020-11-20 }]
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the entry of 2020-11-09 in `history` says something else now
"#;

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md (kept)
- status = "accepted"
+ status = "retired"
- history = [{ status = "proposed", on = 2020-11-09 }, { status = "accepted", on = 2020-11-20 }]
+ history = [
+     { status = "proposed", on = 2020-11-09 },
+     { status = "accepted", on = 2020-11-20 },
+     { status = "retired", on = 2020-12-01 },
+ ]
"#;

cases! { r#"
=== an entry that is taken out is reported
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  decided = 2020-11-20
+ history = [{ status = "proposed", on = 2020-11-09 }, { status = "accepted", on = 2020-11-20 }]
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- history = [{ status = "proposed", on = 2020-11-09 }, { status = "accepted", on = 2020-11-20 }]
+ history = [{ status = "accepted", on = 2020-11-20 }]
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the entry of 2020-11-09 in `history` was taken out

=== a list that is taken out is reported
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  decided = 2020-11-20
+ audit = [{ on = 2020-12-01, result = "kept" }]
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
  title = "Run commands in Shellbox"
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^ the entry of 2020-12-01 in `audit` was taken out
- audit = [{ on = 2020-12-01, result = "kept" }]

=== an entry that is added in its place is not reported
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  decided = 2020-11-20
+ history = [{ status = "accepted", on = 2020-11-20 }]
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- history = [{ status = "accepted", on = 2020-11-20 }]
+ history = [{ status = "proposed", on = 2020-11-09 }, { status = "accepted", on = 2020-11-20 }]
"# }
