use super::finding::Place;
use super::{Change, Check, Evidence, Findings, Rule, Subject};
use crate::base::words;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "accepted-decision-edited",
    level: Level::Error,
    subject: Subject::Change,
    summary: "what a decision says was changed after it was decided",
    why: "People have acted on what it said; if it can be rewritten in passing, nobody can rely on any decision, or tell why something was done.",
    help: "write a new decision that supersedes this one, or amends a clause of it",
    source: "what records in git promise: the text of a decided record is history; a later record changes it",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for (base, head, when) in change.decided() {
        if !change.new_entries(base, head, "errata").is_empty() || change.is_edit_granted(head) {
            continue;
        }
        let edits = change.edits(base, head).normative;
        let Some(first) = edits.first() else { continue };
        let parts: Vec<String> = edits.iter().map(|edit| edit.part.clone()).collect();
        let message = format!("this decision was {when}, and says something else in {}", words::list(&parts));
        let finding = findings.report(Place::new(head, first.span), message);
        finding.help(
            "write a new decision with `supersedes`, or with `amends` for a clause; where this only mends a slip, add an \
             `[[errata]]` entry with `on`, `by` and `text`; or write `Decision-Edit: ID REASON` into the commit's message, which \
             counts once it is committed (`git commit --no-verify`: a hook doesn't know the message yet)",
        );
        for edit in &edits[1..] {
            finding.also(Place::new(head, edit.span), format!("{} says something else too", edit.part));
        }
    }
}

const BAD: &str = r"
#- in decision
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
  ## Decision
# ^^^^^^^^^^^ this decision was accepted on 2020-11-20, and says something else in the section Decision
- They run in Shellbox.
+ They run in containers.
";

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
  ]
+
+ [[errata]]
+ on = 2020-12-01
+ by = "tim"
+ text = "Linked the name to its page; the decision is as it was."
- They run in containers.
+ They run in [Shellbox](https://www.mediawiki.org/wiki/Shellbox).
"#;

cases! { r#"
=== the text of a clause of a rejected decision counts
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "accepted"
+ status = "rejected"
  decided = 2020-11-20
+ clauses = [{ id = "time-limit", text = "A command runs for at most a minute." }]
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- clauses = [{ id = "time-limit", text = "A command runs for at most a minute." }]
+ clauses = [{ id = "time-limit", text = "A command runs for at most an hour." }]
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this decision was rejected on 2020-11-20, and says something else in `clauses`

=== a proposal that an accepted decision supersedes may not be edited
#- in superseded-decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- title = "Run commands in Shellbox"
- status = "accepted"
- decided = 2020-11-20
+ title = "Run commands elsewhere"
+ status = "proposed"
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- title = "Run commands elsewhere"
+ title = "Run commands anywhere"
#         ^^^^^^^^^^^^^^^^^^^^^^^ this decision was superseded, and says something else in `title`

=== an edit of a proposal is not reported
#- in proposal
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- title = "Run commands in Shellbox"
+ title = "Run commands anywhere"
- They run in Shellbox.
+ They run in containers.

=== the order of keys, line breaks and the target of a link are no edits
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- They run in Shellbox.
+ They run in [Shellbox](https://example.org/).
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- title = "Run commands in Shellbox"
- status = "accepted"
  decided = 2020-11-20
+ status = "accepted"
+ title = "Run commands in Shellbox"
- They run in [Shellbox](https://example.org/).
+ They run in
+ [Shellbox](https://www.mediawiki.org/wiki/Shellbox).
"# }
