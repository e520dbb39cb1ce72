use super::finding::Place;
use super::{Change, Check, Evidence, Findings, Rule, Subject, kind};
use crate::check::change::Trace;
use crate::workspace::settings::Level;

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
    let renamed = change.changed(kind::DECISION).filter(|(_, _, trace)| *trace != Trace::Id);
    let renamed = renamed.map(|(base, head, _)| (base, Place::from(head.place()), false));
    for (base, place, is_gone) in removed.chain(renamed) {
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
        let finding = findings.report(place, message);
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

cases! { r#"
=== a decision under a new number is reported as deleted
#- in decision
#- changed
#~ records/decisions/0002-run-commands-in-shellbox.md (moved from records/decisions/0001-run-commands-in-shellbox.md)
  title = "Run commands in Shellbox"
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^ this decision was accepted on 2020-11-20 as `0001-run-commands-in-shellbox`, and has got another id
  decided = 2020-11-20
+ was = ["0001-run-commands-in-shellbox"]

=== the references that are left are reported with it
#- in superseded-decision
#~ records/decisions/0002-run-commands-apart.md
- supersedes = ["0001-run-commands-in-shellbox"]
+ depends-on = ["0001-run-commands-in-shellbox"]
#- changed
#- records/decisions/0001-run-commands-in-shellbox.md (removed)
  title = "Run commands in Shellbox"
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^ this decision was accepted on 2020-11-20, and is gone

=== a proposal that is deleted is not reported
#- in proposal
#- changed
#- records/decisions/0001-run-commands-in-shellbox.md (removed)

=== a decision whose file moves is not reported
#- in decision
#- changed
#~ records/decisions/2020/0001-run-commands-in-shellbox.md (moved from records/decisions/0001-run-commands-in-shellbox.md)
"# }
