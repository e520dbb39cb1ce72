use super::finding::Place;
use super::{Change, Check, Evidence, Findings, Rule, Subject};
use crate::base::words;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-wording-edited",
    level: Level::Warning,
    subject: Subject::Change,
    summary: "how a decision came about was told anew after it was decided",
    why: "Who decided, when, and what was known then are what later readers judge it by; a slip may be mended, but should be said to be one.",
    help: "undo the edit, or add an `[[errata]]` entry that says what was wrong",
    source: "what records in git promise: other frozen or attested text; escapes stand on the record",
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
        let mut edits = change.edits(base, head).wording;
        // A section may be added: it tells what has become known since.
        edits.retain(|edit| !(edit.is_prose && edit.is_first));
        let Some(first) = edits.first() else { continue };
        let parts: Vec<String> = edits.iter().map(|edit| edit.part.clone()).collect();
        let message =
            format!("this decision was {when}, and tells something else in {}", words::list(&parts));
        let finding = findings.report(Place::new(head, first.span), message);
        finding.help("undo the edit, or add an `[[errata]]` entry with `on`, `by` and `text`");
        for edit in &edits[1..] {
            finding.also(Place::new(head, edit.span), format!("{} tells something else too", edit.part));
        }
    }
}

const BAD: &str = r"
#- in decision
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
  ## Context
# ^^^^^^^^^^ this decision was accepted on 2020-11-20, and tells something else in the section Context
- Commands run on the application servers.
+ Commands run on the application servers, and one of them took a server down.
";

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
  ]
+
+ [[errata]]
+ on = 2020-12-01
+ by = "tim"
+ text = "Added to the context what was left out."
"#;

cases! { r#"
=== who decided and when are reported in one finding
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  decided = 2020-11-20
+ deciders = ["bill"]
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- decided = 2020-11-20
+ decided = 2020-11-21
#           ^^^^^^^^^^ this decision was accepted on 2020-11-20, and tells something else in `decided` and `deciders`
- deciders = ["bill"]
+ deciders = ["bill", "tim"]

=== a decider whose id changed is not reported
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  decided = 2020-11-20
+ deciders = ["kim"]
#- records/people/kim.toml
name = "Kim"
roles = [{ role = "engineering-manager" }]
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- deciders = ["kim"]
+ deciders = ["kim-lee"]
#~ records/people/kim-lee.toml (moved from records/people/kim.toml)
  name = "Kim"
+ was = ["kim"]

=== dates to come and initiatives may change
#- in decision
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
  decided = 2020-11-20
+ review-by = 2021-11-20
+ initiatives = ["shellbox"]
  Commands run on the application servers.
+ ## Confirmation
+ Nothing runs elsewhere.
"# }
