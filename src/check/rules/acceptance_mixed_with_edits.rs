use super::finding::Place;
use super::yields::Yields;
use super::{Change, Check, Evidence, Findings, Rule, Subject, forbidden_transition, kind};
use crate::base::words;
use crate::check::change::decided::Edits;
use crate::record::{Record, Value};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "acceptance-mixed-with-edits",
    level: Level::Warning,
    subject: Subject::Change,
    summary: "a decision is accepted in the change that also edits what it says",
    why: "Whoever agreed had read the proposal; if the text changes as it is accepted, nobody can tell what was agreed to.",
    help: "edit the proposal in one change, and accept it as it stands in the next",
    source: "what records in git promise: what was agreed to is what was proposed",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::in_record(&[&forbidden_transition::RULE])];

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for transition in change.transitions(Some(kind::DECISION)) {
        let head = transition.head;
        let Some((base, _)) = change.before(head.number) else { continue };
        if transition.to != "accepted" || change.is_edit_granted(head) {
            continue;
        }
        let Edits { normative, wording } = change.edits(base, head);
        let mut edits: Vec<(String, Place)> = Vec::new();
        // Options get their outcome as it is decided.
        let options = option_edit(change, base, head);
        edits.extend(options.map(|at| ("`options`".to_owned(), Place::from(at))));
        let text = normative.into_iter().chain(wording.into_iter().filter(|edit| edit.is_prose));
        let text = text.filter(|edit| edit.part != "`options`" && !edit.is_first);
        edits.extend(text.map(|edit| (edit.part, Place::new(head, edit.span))));
        let Some((_, first)) = edits.first() else { continue };
        let parts: Vec<String> = edits.iter().map(|(part, _)| part.clone()).collect();
        let parts = words::list(&parts);
        let message =
            format!("this decision is accepted, and says something else than what was proposed in {parts}");
        let finding = findings.report(*first, message);
        finding.also(transition.at, "accepted here");
        for (part, place) in &edits[1..] {
            finding.also(*place, format!("{part} says something else too"));
        }
    }
}

/// Where the options differ in more than what became of them.
fn option_edit<'a>(change: &Change<'_, 'a>, base: &'a Record, head: &'a Record) -> Option<Value<'a>> {
    let (before, after) = (base.root().get("options")?, head.root().get("options"));
    let Some(after) = after else { return Some(head.place()) };
    let twin =
        |list: Value<'a>, option: Value<'a>| list.items().find(|other| other.str("id") == option.str("id"));
    let differs = |option: Value<'a>| {
        let Some(old) = twin(before, option) else { return Some(option) };
        ["title", "reason"].into_iter().find_map(|field| match (old.get(field), option.get(field)) {
            (Some(old), Some(new)) => change.difference(old, new),
            (Some(_), None) => Some(option),
            (None, _) => None,
        })
    };
    let is_lost = |option: Value<'a>| twin(after, option).is_none();
    after.items().find_map(differs).or_else(|| before.items().any(is_lost).then_some(after))
}

const BAD: &str = r#"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "accepted"
+ status = "proposed"
- decided = 2020-11-20
+ history = [{ status = "proposed", on = 2020-11-09 }]
-     { id = "shellbox", title = "A service of its own", outcome = "chosen" },
+     { id = "shellbox", title = "A service of its own" },
-     { id = "as-before", title = "The application servers, as before", outcome = "rejected" },
+     { id = "as-before", title = "The application servers, as before" },
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "proposed"
- history = [{ status = "proposed", on = 2020-11-09 }]
+ status = "accepted"
+ decided = 2020-11-20
+ history = [{ status = "proposed", on = 2020-11-09 }, { status = "accepted", on = 2020-11-20 }]
-     { id = "shellbox", title = "A service of its own" },
+     { id = "shellbox", title = "A service of its own", outcome = "chosen" },
-     { id = "as-before", title = "The application servers, as before" },
+     { id = "as-before", title = "The application servers, as before", outcome = "rejected" },
  ## Decision
# ^^^^^^^^^^^ this decision is accepted, and says something else than what was proposed in the section Decision
- They run in Shellbox.
+ They run in containers.
"#;

const MEND: &str = r"
#~ records/decisions/0001-run-commands-in-shellbox.md
- They run in containers.
+ They run in Shellbox.
";

cases! { r#"
=== a draft that is accepted at once goes where no arrow leads -> forbidden-transition
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "accepted"
+ status = "draft"
- decided = 2020-11-20
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "draft"
+ status = "accepted"
+ decided = 2020-11-20
- They run in Shellbox.
+ They run in containers.

=== an option that is added as the decision is accepted is reported
#- in proposal
#~ records/decisions/0001-run-commands-in-shellbox.md
  status = "proposed"
+ history = [{ status = "proposed", on = 2020-11-09 }]
+ options = [{ id = "shellbox", title = "A service of its own" }]
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "proposed"
- history = [{ status = "proposed", on = 2020-11-09 }]
- options = [{ id = "shellbox", title = "A service of its own" }]
+ status = "accepted"
+ decided = 2020-11-20
+ history = [{ status = "proposed", on = 2020-11-09 }, { status = "accepted", on = 2020-11-20 }]
+ options = [{ id = "shellbox", title = "A service of its own", outcome = "chosen" }, { id = "as-before", title = "As before" }]
#                                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this decision is accepted, and says something else than what was proposed in `options`

=== an edit of a proposal before it is accepted is not reported
#- in proposal
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- They run in Shellbox.
+ They run in containers.
"# }
