use super::{Change, Check, Evidence, Findings, Rule, Subject};
use crate::change::Trace;
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-deleted",
    level: Level::Error,
    subject: Subject::Change,
    summary: "a decided record was removed, or has got another number or id",
    why: "Pages, tasks and other decisions point at it by its id, and whoever asks why something is so must still find it.",
    help: "bring it back under its id; what no longer holds is retired, or superseded by a new decision",
    source: "what records in git promise: a decided record is never deleted, renumbered or given another id",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    let dangling = change.dangling();
    let removed = change.removed().map(|(base, gone)| (base, gone, true));
    let renamed = change.changed("decision").filter(|(_, _, trace)| *trace != Trace::Id);
    for (base, head, is_gone) in removed.chain(renamed.map(|(base, head, _)| (base, head, false))) {
        let Some(when) = change.decided_as(base) else { continue };
        let path = &base.source.path;
        let (message, help) = if is_gone {
            (
                format!("this decision was {when}, and is gone"),
                format!(
                    "bring {path} back; what no longer holds is retired, or superseded by a new decision"
                ),
            )
        } else {
            (
                format!("this decision was {when} as `{}`, and has got another id", base.id),
                format!("move it back to {path}"),
            )
        };
        let finding = findings.report(head.place(), message);
        finding.help(help);
        for reference in dangling.to(change, base) {
            finding.also(reference, "named here");
        }
    }
}

const BAD: &str = r#"
#- in decision
#- changed
#- records/decisions/0001-run-commands-in-shellbox.md (removed)
  title = "Run commands in Shellbox"
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^ this decision was accepted on 2020-11-20, and is gone
"#;

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md (kept)
- status = "accepted"
+ status = "retired"
+ history = [{ status = "retired", on = 2020-12-01 }]
"#;

#[cfg(test)]
mod tests {
    use super::super::tests::{change, decision, findings, raises};

    #[test]
    fn a_new_number_makes_it_another_decision() {
        let base = decision(
            r#"
title = "Run commands in Shellbox"
status = "accepted"
decided = 2020-11-20
"#
            .trim_start(),
        );
        let head = decision(
            r#"
title = "Run commands in Shellbox"
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^ this decision was accepted on 2020-11-20 as `0001-run-commands-in-shellbox`, and has got another id
status = "accepted"
decided = 2020-11-20
was = ["0001-run-commands-in-shellbox"]
"#
            .trim_start(),
        );
        raises(&super::RULE, &change(&base, &head.replace("decisions/0001", "decisions/0002")));
    }

    #[test]
    fn the_references_that_are_left_are_told_with_it() {
        let later = r#"
#- records/decisions/0002-run-all-in-shellbox.md
+++
title = "Run all in Shellbox"
status = "proposed"
depends-on = ["0001-run-commands-in-shellbox"]
+++
## Context
Commands run on the application servers.
## Decision
They run in Shellbox.
## Consequences
One more service to run.
"#;
        let base = decision(
            r#"
title = "Run commands in Shellbox"
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^ this decision was accepted on 2020-11-20, and is gone
status = "accepted"
decided = 2020-11-20
"#
            .trim_start(),
        );
        raises(&super::RULE, &format!("{later}{}", change(&base, "")));
    }

    #[test]
    fn a_proposal_may_go_and_a_file_may_move() {
        let proposed = decision("title = \"Run commands in Shellbox\"\nstatus = \"proposed\"\n");
        assert_eq!(findings(&change(&proposed, "")), []);
        let base = decision(
            r#"
title = "Run commands in Shellbox"
status = "accepted"
decided = 2020-11-20
"#
            .trim_start(),
        );
        let head = base.replace("decisions/0001", "decisions/2020/0001");
        assert_eq!(findings(&change(&base, &head)), []);
    }
}
