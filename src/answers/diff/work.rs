//! Initiatives and what they are made of.

use super::comparison::{Comparison, Description, Side, new_ones};
use super::fields::arrow;
use super::reference;
use super::shown::called;
use crate::base::words::{capital, list, quote};
use crate::record::{Record, Value};

/// Tells how far an initiative is now and what it serves.
pub(super) fn initiative(
    comparison: &Comparison<'_, '_>,
    base: &Record,
    head: &Record,
    description: &mut Description,
) {
    let name = capital(&called(comparison.head, head));
    let stage = |record| Record::root(record).get("stage");
    if let (Some(before), Some(after)) = (stage(base), stage(head))
        && !comparison.same(before, after)
    {
        let why = logged(base, head, after).map(|why| format!(": {}", quote(why))).unwrap_or_default();
        description.say(format!("{}{why}", arrow(comparison, &name, before, after)));
        description.done(&["stage"]);
        // The entry of this step says no more; further entries get sentences of their own.
        if head.root().list("stage-log").count() == base.root().list("stage-log").count() + 1 {
            description.done(&["stage-log"]);
        }
    }
    let before = comparison.all_named(Side::Base, base.root().get("deliverables"));
    let after = comparison.all_named(Side::Head, head.root().get("deliverables"));
    let (new, gone) = (new_ones(&before, &after), new_ones(&after, &before));
    if !new.is_empty() {
        description.say(format!("{name} now serves {}", list(&new)));
    }
    if !gone.is_empty() {
        description.say(format!("{name} no longer serves {}", list(&gone)));
    }
    if !(new.is_empty() && gone.is_empty()) {
        description.done(&["deliverables"]);
    }
}

/// Why the stage was reached, if the newest entry of the log is about it and says so.
fn logged<'a>(base: &Record, head: &'a Record, stage: Value<'_>) -> Option<&'a str> {
    let last = head.root().list("stage-log").last()?;
    let is_new = head.root().list("stage-log").count() > base.root().list("stage-log").count();
    (is_new && last.str("to") == stage.as_str()).then(|| last.str("why")).flatten()
}

/// Tells what an epic, a story or a task is part of now, and who does it.
pub(super) fn part(
    comparison: &Comparison<'_, '_>,
    base: &Record,
    head: &Record,
    description: &mut Description,
) {
    let name = capital(&called(comparison.head, head));
    for field in ["initiative", "epic", "story"] {
        let (Some(before), Some(after)) = (reference(base, field), reference(head, field)) else { continue };
        let (before, after) = (comparison.named(Side::Base, before), comparison.named(Side::Head, after));
        if before.key != after.key {
            description
                .say(format!("{name} is now part of the {field} {} (was of {})", after.name, before.name));
        }
        description.done(&[field]);
    }
    let before = reference(base, "assignee").map(|at| comparison.named(Side::Base, at));
    let after = reference(head, "assignee").map(|at| comparison.named(Side::Head, at));
    match (before, after) {
        (Some(before), Some(after)) if before.key != after.key => {
            description.say(format!("{} takes {name} over from {}", capital(&after.name), before.name));
        }
        (None, Some(after)) => description.say(format!("{} takes {name} on", capital(&after.name))),
        (Some(before), None) => description.say(format!("{name} is nobody's now (was {}'s)", before.name)),
        _ => {}
    }
    description.done(&["assignee"]);
}
