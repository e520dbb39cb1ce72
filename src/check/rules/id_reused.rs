use super::yields::Yields;
use super::{Change, Check, Evidence, Findings, Record, Rule, Subject, Value, id_collides};
use crate::check::change::Trace;
use crate::check::change::likeness::{likeness, share_a_word};
use crate::workspace::settings::Level;
pub(super) static RULE: Rule = Rule {
    name: "id-reused",
    level: Level::Error,
    subject: Subject::Change,
    summary: "an id that named one thing now names another",
    why: "Old sprints, links and mails that name it now speak of something else, and nobody notices.",
    help: "give the new thing an id of its own, and leave the old record as it was",
    source: "what records in git promise: an id is never used again for something else",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::about_records(&[&id_collides::RULE])];

/// So much of the lines of one thing stays the same, even if it is described anew.
const ALMOST_NONE: f64 = 0.25;
/// Of fewer lines nothing can be told.
const TOO_SHORT: usize = 3;

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for (base, head, trace) in change.changed_of_any_kind() {
        // The text of a decided decision is guarded already.
        if trace != Trace::Id || change.is_decided(base) {
            continue;
        }
        if is_another_thing(change, base, head) {
            let (id, name) = (&base.id, change.base.name(base));
            findings.report(head.place(), format!("`{id}` was \"{name}\", and is something else now"));
        }
    }
}

/// Whether nothing of `base` is left in `head`: neither a word of its name nor its lines.
fn is_another_thing<'a>(change: &Change<'_, 'a>, base: &'a Record, head: &'a Record) -> bool {
    let (before, after) = (change.base.name(base), change.head.name(head));
    let has_name = change.head.kind(head).is_some_and(|kind| kind.name_field.is_some());
    let known_as = || head.root().list("aka").filter_map(Value::as_str).any(|aka| share_a_word(aka, before));
    let is_long = |record: &Record| {
        record.source.text.lines().filter(|line| !line.trim().is_empty()).count() >= TOO_SHORT
    };
    has_name
        && is_long(base)
        && is_long(head)
        && !share_a_word(before, after)
        && !share_a_word(&head.id, after)
        && !known_as()
        && likeness(base, head) < ALMOST_NONE
}

const BAD: &str = r#"
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix"
request = "slow-pages"
status = "resolved"
tracker = "T246541"
assignee = "petr"
#- changed
#- records/tasks/maps-bug-fix.toml
title = "Rotate the keys of the session store"
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `maps-bug-fix` was "Maps - bug fix", and is something else now
request = "slow-pages"
status = "open"
priority = "high"
tracker = "T246542"
"#;

const MEND: &str = r#"
#~ records/tasks/maps-bug-fix.toml (kept)
#- records/tasks/rotate-session-keys.toml
title = "Rotate the keys of the session store"
request = "slow-pages"
status = "open"
priority = "high"
tracker = "T246542"
"#;

cases! { r#"
=== an id can't be a former one as well -> id-collides
#- bad
#- records/tasks/maps.toml
title = "Maps - bug fix"
request = "slow-pages"
was = ["maps-bug-fix"]

=== another epic under an old id is reported
#- records/epics/parser-cache.toml
title = "Parser cache"
team = "green"
initiative = "shellbox"
tracker = "T246539"
#- changed
#- records/epics/parser-cache.toml
title = "Session storage"
#       ^^^^^^^^^^^^^^^^^ `parser-cache` was "Parser cache", and is something else now
team = "purple"
initiative = "api-portal"
tracker = "T246541"

=== the same thing in other words is not reported
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix"
request = "slow-pages"
status = "resolved"
tracker = "T246541"
assignee = "petr"
#- records/initiatives/session-storage.toml
title = "Session storage"
category = "infrastructure"
stage = "proposed"
#- changed
#- records/tasks/maps-bug-fix.toml
title = "Tiles of the maps are blank at zoom 12"
request = "slow-pages"
status = "open"
description = "The tile server answers with an empty picture."
tracker = "T246542"
#- records/initiatives/session-storage.toml
title = "Kask"
aka = ["Session storage"]
summary = "A service that keeps sessions."
category = "product"
okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
stage = "queued"
stage-log = [{ to = "queued", on = 2020-10-05 }]
"# }
