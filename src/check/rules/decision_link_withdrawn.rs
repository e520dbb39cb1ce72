use super::{Change, Check, Evidence, Findings, Rule, Subject};
use crate::base::words;
use crate::record::Value;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-link-withdrawn",
    level: Level::Error,
    subject: Subject::Change,
    summary: "a decided record no longer names a decision that it superseded, amended, rested on or took up again",
    why: "What it supersedes comes back into force without anybody having decided so, and the trail of reasons breaks off.",
    help: "put the link back; what should hold again is decided in a new record",
    source: "what records in git promise: links to earlier decisions only grow",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

/// The links with what they do, in words.
const LINKS: [(&str, &str); 4] = [
    ("supersedes", "supersedes"),
    ("amends", "amends all that it amended of"),
    ("depends-on", "depends on"),
    ("reconsiders", "reconsiders"),
];

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for (base, head, when) in change.decided() {
        for (field, does) in LINKS {
            let after: Vec<Value<'_>> = head.root().list(field).collect();
            let lost = base.root().list(field).filter(|before| {
                is_there_still(change, *before) && !after.iter().any(|after| covers(change, *before, *after))
            });
            let lost: Vec<&str> =
                lost.filter_map(|link| link.itself_or("decision").and_then(Value::as_str)).collect();
            if !lost.is_empty() {
                let place = head.root().get(field).unwrap_or(head.place());
                let ids = words::ids(&lost);
                findings.report(place, format!("this decision was {when}, and no longer {does} {ids}"));
            }
        }
    }
}

/// Whether the decision that a link of the base leads to still exists: if not, that it is gone is the fault.
fn is_there_still(change: &Change<'_, '_>, link: Value<'_>) -> bool {
    let decision = link.itself_or("decision").and_then(|at| change.base.resolution(at).record());
    decision.is_some_and(|id| change.pairs.removed.binary_search(&id).is_err())
}

/// Whether the link `after` says all that `before` said.
fn covers<'a>(change: &Change<'_, 'a>, before: Value<'a>, after: Value<'a>) -> bool {
    let (Some(from), Some(to)) = (before.itself_or("decision"), after.itself_or("decision")) else {
        return false;
    };
    let clauses = |link: Value<'a>| link.get("clauses");
    change.is_same(from, to)
        && match (clauses(before), clauses(after)) {
            // Without clauses it is about all of them.
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(before), Some(after)) => {
                before.items().all(|clause| after.items().any(|other| change.is_same(clause, other)))
            }
        }
}

const BAD: &str = r#"
#- in superseded-decision
#- changed
#~ records/decisions/0002-run-commands-apart.md
- supersedes = ["0001-run-commands-in-shellbox"]
+ supersedes = []
#              ^^ this decision was accepted on 2020-11-23, and no longer supersedes `0001-run-commands-in-shellbox`
"#;

const MEND: &str = r#"
#~ records/decisions/0002-run-commands-apart.md
- supersedes = []
+ supersedes = ["0001-run-commands-in-shellbox"]
"#;

cases! { r#"
=== an amendment that shrinks to a clause is reported
#- in superseded-decision
#~ records/decisions/0002-run-commands-apart.md
- supersedes = ["0001-run-commands-in-shellbox"]
+ amends = [{ decision = "0001-run-commands-in-shellbox" }]
#- changed
#~ records/decisions/0002-run-commands-apart.md
- amends = [{ decision = "0001-run-commands-in-shellbox" }]
+ amends = [{ decision = "0001-run-commands-in-shellbox", clauses = ["a-day"] }]
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this decision was accepted on 2020-11-23, and no longer amends all that it amended of `0001-run-commands-in-shellbox`

=== a proposal may drop its links
#- in superseded-decision
#~ records/decisions/0002-run-commands-apart.md
- status = "accepted"
- decided = 2020-11-23
- supersedes = ["0001-run-commands-in-shellbox"]
+ status = "proposed"
+ depends-on = ["0001-run-commands-in-shellbox"]
#- changed
#~ records/decisions/0002-run-commands-apart.md
- depends-on = ["0001-run-commands-in-shellbox"]
"# }
