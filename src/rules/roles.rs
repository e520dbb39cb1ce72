//! What only somebody in a certain role may do.

use jiff::civil::Date;

use super::{Record, Workspace};
use crate::record::Value;

/// Tells `found` where `record` says under `field` that somebody did something who had no `role` on that day: the
/// place, their id and the day.
pub(super) fn without<'a>(
    record: &'a Record,
    workspace: &Workspace<'a>,
    field: &str,
    role: &str,
    found: impl FnOnce(Value<'a>, &'a str, Date),
) {
    let Some(act) = record.root().get(field) else { return };
    let Some((link, on)) = act.get("person").and_then(|person| workspace.link(person)).zip(act.date("on"))
    else {
        return;
    };
    let is_without = workspace.person(link).is_some_and(|person| !person.holds(role, on));
    if is_without && workspace.settings().has_role(role) {
        found(link.at, link.id(), on);
    }
}
