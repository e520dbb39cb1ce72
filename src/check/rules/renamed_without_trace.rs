use super::finding::{Edit, Place, Suggestion};
use super::yields::Yields;
use super::{Change, Check, Evidence, Findings, Record, Rule, Subject, Value, decision_deleted};
use crate::base::source::Span;
use crate::check::change::Trace;
use crate::check::change::likeness::likeness;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "renamed-without-trace",
    level: Level::Error,
    subject: Subject::Change,
    summary: "a record has got another id and doesn't say which one it had",
    why: "Links from pages, tasks and mails use the old id; `was` is what still leads them to the record.",
    help: "add the old id to `was`",
    source: "what records in git promise: renaming leaves the old id in `was`",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&decision_deleted::RULE])];

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    let dangling = change.dangling();
    for (base, head, trace) in change.changed_of_any_kind() {
        if trace != Trace::Likeness {
            continue;
        }
        let old = &*base.id;
        let mut references = dangling.to(change, base);
        // Its name may be its old id: that it can still be found is luck.
        references
            .extend(change.head.named_at(head.number).filter(|reference| reference.as_str() == Some(old)));
        let is_certain = change.base.name(base) == change.head.name(head) || likeness(base, head) >= 1.0;
        let verb = if is_certain { "is" } else { "looks like" };
        let message = if references.is_empty() {
            format!("this {verb} `{old}` under a new id, and doesn't say so")
        } else {
            format!("this {verb} `{old}` under a new id and doesn't say so, and others still name `{old}`")
        };
        let finding = findings.report(head.place(), message);
        finding.help(format!("add `was = [\"{old}\"]`, so that old links still lead here; if it is another thing, leave the old record where it is"));
        // A guess alone is no ground to refuse a change; a name that leads nowhere is.
        if !is_certain && references.is_empty() {
            finding.level(Level::Warning);
        }
        finding.suggestion = suggestion(head, old);
        for reference in references {
            finding.also(reference, "named here");
        }
    }
}

/// Adds `old` to the list `was` of `head`, or the list below its first field.
fn suggestion(head: &Record, old: &str) -> Option<Suggestion> {
    let root = head.root();
    let (span, text) = match root.get("was") {
        Some(was) if was.is_list() => {
            let ids = was.items().filter_map(Value::as_str).chain([old]).map(|id| format!("\"{id}\""));
            (was.span(), format!("[{}]", ids.collect::<Vec<_>>().join(", ")))
        }
        Some(_) => return None,
        None => {
            let first = head.place();
            let end = first.span().end as usize;
            let rest = head.source.text.get(end..)?;
            let line_end = end + rest.find('\n')? + 1;
            (Span::empty(line_end), format!("was = [\"{old}\"]\n"))
        }
    };
    let edits = vec![Edit { place: Place::new(head, span), text }];
    Some(Suggestion { title: format!("add `{old}` to `was`"), edits, is_safe: false })
}

const BAD: &str = r#"
#- records/initiatives/dev-portal.toml
title = "Developer portal"
category = "product"
stage = "proposed"
deliverables = ["evolutionary-architecture"]
#- changed
#~ records/initiatives/developer-portal.toml (moved from records/initiatives/dev-portal.toml)
  title = "Developer portal"
#         ^^^^^^^^^^^^^^^^^^ this is `dev-portal` under a new id, and doesn't say so
"#;

const MEND: &str = r#"
#~ records/initiatives/developer-portal.toml
  title = "Developer portal"
+ was = ["dev-portal"]
"#;

cases! { r#"
=== a decided record keeps its id -> decision-deleted
#- in decision
#- changed
#~ records/decisions/0002-run-commands-in-shellbox.md (moved from records/decisions/0001-run-commands-in-shellbox.md)
  title = "Run commands in Shellbox"

=== records that still name the old id are mentioned
#- bad
#- before
#- records/epics/portal-design.toml
title = "Design of the portal"
initiative = "dev-portal"
tracker = "T246540"
#- changed
#~ records/initiatives/developer-portal.toml
  title = "Developer portal"
#         ^^^^^^^^^^^^^^^^^^ this is `dev-portal` under a new id and doesn't say so, and others still name `dev-portal`

=== a new id that contains the old one does not say enough
#- records/people/kim.toml
name = "Kim"
roles = [{ role = "engineering-manager" }]
#- records/absences/kim-2019.toml
person = "kim"
from = 2019-07-01
until = 2019-07-12
#- changed
#~ records/people/kim-lee.toml (moved from records/people/kim.toml)
  name = "Kim"
#        ^^^^^ this is `kim` under a new id and doesn't say so, and others still name `kim`

=== somebody new in the same role is not reported
#- records/people/hugh.toml
name = "Hugh"
roles = [{ role = "engineering-manager" }]
#- records/absences/hugh-2019.toml
person = "hugh"
from = 2019-07-01
until = 2019-07-12
#- changed
#- records/people/hugh.toml (removed)
#- records/people/nikki.toml
name = "Nikki"
roles = [{ role = "engineering-manager" }]
#- records/absences/nikki-2019.toml
person = "nikki"
from = 2019-07-01
until = 2019-07-26
#- records/absences/hugh-2019.toml (removed)

=== a file that is moved as it is is an error
#- records/epics/portal-design.toml
title = "Design of the portal"
initiative = "shellbox"
team = "green"
tracker = "T246540"
#- changed
#~ records/epics/portal-plan.toml (moved from records/epics/portal-design.toml)
  title = "Design of the portal"
#         ^^^^^^^^^^^^^^^^^^^^^^ error: this is `portal-design` under a new id, and doesn't say so

=== a file with the same title and another tracker id is an error
#- above
  title = "Design of the portal"
#         ^^^^^^^^^^^^^^^^^^^^^^ error: this is `portal-design` under a new id, and doesn't say so
- tracker = "T246540"
+ tracker = "T246541"

=== a file that only looks like the old one is a warning
#- above
- title = "Design of the portal"
+ title = "Plan of the portal"
#         ^^^^^^^^^^^^^^^^^^^^ warning: this looks like `portal-design` under a new id, and doesn't say so

=== a file that says what its id was is not reported
#- above
+ was = ["portal-design"]
"# }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_id_is_added_where_it_belongs() {
        let suggest = |text: &str| {
            let head = crate::record::parse("records/tasks/new.toml", text.as_bytes().to_vec());
            let suggestion = suggestion(&head, "old")?;
            let edit = &suggestion.edits[0];
            let span = edit.place.span.range();
            Some(format!("{}{}{}", &text[..span.start], edit.text, &text[span.end..]))
        };
        assert_eq!(
            suggest("title = \"A\" # so\nstatus = \"open\"\n").as_deref(),
            Some("title = \"A\" # so\nwas = [\"old\"]\nstatus = \"open\"\n")
        );
        assert_eq!(
            suggest("title = \"A\"\nwas = [\"older\"]\n").as_deref(),
            Some("title = \"A\"\nwas = [\"older\", \"old\"]\n")
        );
    }
}
