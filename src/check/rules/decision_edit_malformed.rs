use super::finding::Place;
use super::{Change, Check, Evidence, Findings, Rule, Subject};
use crate::base::nearest;
use crate::base::words::did_you_mean;
use crate::check::change::commits::TRAILER;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-edit-malformed",
    level: Level::Warning,
    subject: Subject::Change,
    summary: "a commit's `Decision-Edit` names no decision, or gives no reason",
    why: "The trailer lets a decision be edited after it was decided; what it is about and why is all that later readers will have.",
    help: "write `Decision-Edit: ID REASON` into the commit's message; `git commit --amend` opens that of the last commit",
    source: "README.md, Corrections: a decided record is edited with `Decision-Edit: ID REASON` in the commit's message",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for trailer in change.trailers() {
        let place = Place::new(trailer.message, trailer.span);
        if trailer.decision.is_empty() {
            findings.report(place, format!("this `{TRAILER}` names no decision"));
            continue;
        }
        let named = [change.head, change.base]
            .iter()
            .flat_map(|workspace| workspace.decisions())
            .find(|decision| trailer.names(decision.record));
        match named {
            None => {
                let known = change.head.decisions().iter().map(|decision| &*decision.record.id);
                let near = nearest::nearest(trailer.decision, known);
                let finding = findings.report(place, format!("there is no decision `{}`", trailer.decision));
                if let Some(near) = near {
                    finding.help(did_you_mean(near));
                }
            }
            Some(decision) if !trailer.has_reason => {
                let id = &decision.record.id;
                let finding = findings.report(place, format!("this commit edits `{id}` and doesn't say why"));
                finding.help(format!(
                    "write the reason after the id: `{TRAILER}: {id} REASON`; `git commit --amend` opens the message of the \
                     last commit"
                ));
                // It is what lets the edit pass.
                let mut edited = change.decided().filter(|(_, head, _)| trailer.names(head));
                if edited.any(|(base, head, _)| !change.edits(base, head).normative.is_empty()) {
                    finding.level(Level::Error);
                }
            }
            Some(_) => {}
        }
    }
}

const BAD: &str = r#"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- title = "Run commands in Shellbox"
+ title = "Run commands in Shelbox"
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- title = "Run commands in Shelbox"
+ title = "Run commands in Shellbox"
#- message
Spell Shellbox right

Decision-Edit: 0001-run-commands-in-shellbox
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this commit edits `0001-run-commands-in-shellbox` and doesn't say why
"#;

const MEND: &str = r"
#~ message
- Decision-Edit: 0001-run-commands-in-shellbox
+ Decision-Edit: 0001-run-commands-in-shellbox the name was misspelt
";

cases! { r"
=== a trailer that leads to no decision is reported
#- in decision
#- changed
#- message
Say where

Decision-Edit: 0001-run-commands-in-shelbox a slip
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no decision `0001-run-commands-in-shelbox`
Decision-Edit:
^^^^^^^^^^^^^^ this `Decision-Edit` names no decision

=== a trailer with a reason may name the decision with its kind
#- bad
- Decision-Edit: 0001-run-commands-in-shellbox
+ Decision-Edit: decision:0001-run-commands-in-shellbox a slip

=== it may name the decision by its number
#- bad
- Decision-Edit: 0001-run-commands-in-shellbox
+ Decision-Edit: 1 a slip

=== a trailer with another key lets no edit pass -> accepted-decision-edited
#- bad
- Decision-Edit: 0001-run-commands-in-shellbox
+ No-Decision-Edit: 0001-run-commands-in-shellbox a slip
" }
