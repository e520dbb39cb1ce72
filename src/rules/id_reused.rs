use super::{Change, Check, Evidence, Findings, Record, Rule, Subject, Value};
use crate::change::Trace;
use crate::change::likeness::{likeness, share_a_word};
use crate::record::RecordId;
use std::collections::BTreeMap;

use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "id-reused",
    level: Level::Error,
    subject: Subject::Change,
    summary: "an id that named one thing now names another",
    why: "Old sprints, links and mails that name it now speak of something else, and nobody notices.",
    help: "give the new thing an id of its own, and leave the old record as it was",
    source: "DESIGN: an id is never used again for something else",
    evidence: Evidence::Present,
    bad: r#"
#- base
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix"
status = "resolved"
tracker = "T246541"
assignee = "petr"
#- head
#- records/tasks/maps-bug-fix.toml
title = "Rotate the keys of the session store"
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `maps-bug-fix` was "Maps - bug fix", and is something else now
status = "open"
priority = "high"
tracker = "T246542"
"#,
    good: r#"
#- base
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix"
status = "resolved"
tracker = "T246541"
assignee = "petr"
#- head
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix"
status = "resolved"
tracker = "T246541"
assignee = "petr"
#- records/tasks/rotate-session-keys.toml
title = "Rotate the keys of the session store"
status = "open"
priority = "high"
tracker = "T246542"
"#,
    check: Check::Change(check),
};

/// So much of the lines of one thing stays the same, even if it is described anew.
const ALMOST_NONE: f64 = 0.25;
/// Of fewer lines nothing can be told.
const TOO_SHORT: usize = 3;

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    let heirs = heirs(change);
    for (base, head, trace) in change.changed_of_any_kind() {
        // The text of a decided decision is guarded already.
        if trace != Trace::Id || change.is_decided(base) {
            continue;
        }
        let name = change.base.name(base);
        if let Some(claim) = heirs.get(&base.number) {
            let heir = &claim.record.id;
            findings
                .report(head.place(), format!("`{}` has become `{heir}`, and its id names something else now", base.id))
                .also(*claim, format!("`{heir}` says that it was `{}`", base.id));
        } else if is_another_thing(change, base, head) {
            findings.report(head.place(), format!("`{}` was \"{name}\", and is something else now", base.id));
        }
    }
}

/// Whether nothing of `base` is left in `head`: neither a word of its name nor its lines.
fn is_another_thing<'a>(change: &Change<'_, 'a>, base: &'a Record, head: &'a Record) -> bool {
    let (before, after) = (change.base.name(base), change.head.name(head));
    let has_name = change.head.kind(head).is_some_and(|kind| kind.name_field.is_some());
    let known_as = || head.root().list("aka").filter_map(Value::as_str).any(|aka| share_a_word(aka, before));
    let is_long = |record: &Record| record.source.text.lines().filter(|line| !line.trim().is_empty()).count() >= TOO_SHORT;
    has_name
        && is_long(base)
        && is_long(head)
        && !share_a_word(before, after)
        && !share_a_word(&head.id, after)
        && !known_as()
        && likeness(base, head) < ALMOST_NONE
}

/// Records of the base that go on under another id although their own is taken: where the heir says so.
fn heirs<'a>(change: &Change<'_, 'a>) -> BTreeMap<RecordId, Value<'a>> {
    let changed = change.changed_of_any_kind().map(|(_, head, _)| head);
    let mut heirs = BTreeMap::new();
    for heir in change.added().chain(changed) {
        let Some(kind) = heir.kind else { continue };
        for claim in heir.root().list("was") {
            let id = change.head.links.find(kind, claim.as_str().unwrap_or_default());
            let Some(head) = id.filter(|id| *id != heir.number) else { continue };
            let Some((base, Trace::Id)) = change.before(head) else { continue };
            if likeness(base, heir) > likeness(base, change.head.files.get(head)) {
                heirs.insert(base.number, claim);
            }
        }
    }
    heirs
}

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises};

    #[test]
    fn what_had_the_id_goes_on_under_another() {
        raises(
            &super::RULE,
            r#"
#- base
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix"
status = "resolved"
tracker = "T246541"
assignee = "petr"
#- head
#- records/tasks/maps-tiles-bug-fix.toml
was = ["maps-bug-fix"]
title = "Maps - bug fix"
status = "resolved"
tracker = "T246541"
assignee = "petr"
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix for the labels"
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `maps-bug-fix` has become `maps-tiles-bug-fix`, and its id names something else now
status = "open"
"#,
        );
    }

    #[test]
    fn a_thing_that_is_described_anew_is_the_same() {
        let example = r#"
#- base
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix"
status = "resolved"
tracker = "T246541"
assignee = "petr"
#- records/initiatives/session-storage.toml
title = "Session storage"
category = "infrastructure"
stage = "proposed"
#- head
#- records/tasks/maps-bug-fix.toml
title = "Tiles of the maps are blank at zoom 12"
status = "open"
description = "The tile server answers with an empty picture."
tracker = "T246542"
#- records/initiatives/session-storage.toml
title = "Kask"
aka = ["Session storage"]
summary = "A service that keeps sessions."
category = "product"
stage = "queued"
stage-log = [{ to = "queued", on = 2020-10-05 }]
"#;
        assert_eq!(findings(example), []);
    }
}
