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
#- records/decisions/0001-cache-parsed-pages.md
+++
title = "Cache parsed pages"
status = "accepted"
decided = 2020-11-20
options = [
    { id = "shellbox", title = "A service of its own", outcome = "chosen" },
    { id = "as-before", title = "The application servers, as before", outcome = "rejected" },
]

[[clauses]]
id = "a-day"
text = "Pages are kept for a day."
+++
## Context
Commands run on the application servers.
## Decision
They run in Shellbox.
## Consequences
There is one more service to run.
#- records/decisions/0002-run-commands-in-shellbox.md
+++
title = "Run commands in Shellbox"
status = "accepted"
decided = 2020-11-20
supersedes = ["0001-cache-parsed-pages"]
options = [
    { id = "shellbox", title = "A service of its own", outcome = "chosen" },
    { id = "as-before", title = "The application servers, as before", outcome = "rejected" },
]
+++
## Context
Commands run on the application servers.
## Decision
They run in Shellbox.
## Consequences
There is one more service to run.
#- changed
#~ records/decisions/0002-run-commands-in-shellbox.md
- supersedes = ["0001-cache-parsed-pages"]
+ supersedes = []
#              ^^ this decision was accepted on 2020-11-20, and no longer supersedes `0001-cache-parsed-pages`
"#;

const MEND: &str = r#"
#~ records/decisions/0002-run-commands-in-shellbox.md
- supersedes = []
+ supersedes = ["0001-cache-parsed-pages"]
"#;

#[cfg(test)]
mod tests {
    use super::super::tests::{change, decision, findings, raises};

    #[test]
    fn an_amendment_may_not_shrink() {
        let old = decision("title = \"Cache parsed pages\"\nstatus = \"accepted\"\ndecided = 2020-08-03\n");
        let old = old.replace("decisions/0001-run-commands-in-shellbox", "decisions/0000-cache-parsed-pages");
        let base = decision(
            r#"
title = "Run commands in Shellbox"
status = "accepted"
decided = 2020-11-20
amends = [{ decision = "0000-cache-parsed-pages" }]
"#
            .trim_start(),
        );
        let head = decision(
            r#"
title = "Run commands in Shellbox"
status = "accepted"
decided = 2020-11-20
amends = [{ decision = "0000-cache-parsed-pages", clauses = ["a-day"] }]
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this decision was accepted on 2020-11-20, and no longer amends all that it amended of `0000-cache-parsed-pages`
"#
            .trim_start(),
        );
        raises(&super::RULE, &format!("{old}{}", change(&base, &head)));
    }

    #[test]
    fn a_proposal_may_think_again() {
        let old = decision("title = \"Cache parsed pages\"\nstatus = \"accepted\"\ndecided = 2020-08-03\n");
        let old = old.replace("decisions/0001-run-commands-in-shellbox", "decisions/0000-cache-parsed-pages");
        let base = decision(
            r#"
title = "Run commands in Shellbox"
status = "proposed"
depends-on = ["0000-cache-parsed-pages"]
"#
            .trim_start(),
        );
        let head = decision(
            r#"
title = "Run commands in Shellbox"
status = "proposed"
"#
            .trim_start(),
        );
        assert_eq!(findings(&format!("{old}{}", change(&base, &head))), []);
    }
}
