//! People, teams, absences and rotations.

use super::comparison::{Comparison, Description, Referent, ReferentKey, Side};
use super::reference;
use super::shown::{called, linked};
use crate::base::dates::Period;
use crate::base::words::{capital, list, spaced};
use crate::record::{Record, Value};
use crate::workspace::View;
use crate::workspace::model::{self, Absence};

/// ` from 2020-12-09 until 2020-12-22`, as far as it is bounded.
fn days(period: Period) -> String {
    let from = period.from.map(|from| format!(" from {from}")).unwrap_or_default();
    let until = period.until.map(|until| format!(" until {until}")).unwrap_or_default();
    format!("{from}{until}")
}

/// Tells of a person's roles and functional team.
pub(super) fn person(
    comparison: &Comparison<'_, '_>,
    base: &Record,
    head: &Record,
    description: &mut Description,
) {
    let name = called(comparison.head, head);
    let roles = |record: &Record| -> Vec<(String, Period)> {
        let roles = record.root().list("roles");
        roles.filter_map(|role| Some((spaced(role.str("role")?), model::period(role)))).collect()
    };
    let (mut before, mut after) = (roles(base), roles(head));
    after.retain(|role| before.iter().position(|known| known == role).map(|at| before.remove(at)).is_none());
    for (role, period) in &after {
        match before.iter().position(|(known, _)| known == role) {
            Some(at) => {
                before.remove(at);
                let days = days(*period);
                let days = if days.is_empty() { " without an end".to_owned() } else { days };
                description.say(format!("{name} is {role}{days}"));
            }
            None => description.say(format!("{name} becomes {role}{}", days(*period))),
        }
    }
    for (role, _) in before {
        description.say(format!("{name} is no longer {role}"));
    }
    moved(comparison, &name, "functional-team", base, head, description);
    description.done(&["roles", "functional-team"]);
}

/// `Petr moves from A to B` for a field that names a team.
fn moved(
    comparison: &Comparison<'_, '_>,
    name: &str,
    field: &str,
    base: &Record,
    head: &Record,
    description: &mut Description,
) {
    let before = reference(base, field).map(|at| comparison.named(Side::Base, at));
    let after = reference(head, field).map(|at| comparison.named(Side::Head, at));
    let what = spaced(field);
    match (before, after) {
        (Some(before), Some(after)) if before.key != after.key => {
            description.say(format!("{name} moves from the {what} {} to {}", before.name, after.name));
        }
        (None, Some(after)) => description.say(format!("{name} joins the {what} {}", after.name)),
        (Some(before), None) => description.say(format!("{name} leaves the {what} {}", before.name)),
        _ => {}
    }
}

/// Tells that a team is dissolved, and who takes over.
pub(super) fn team(
    comparison: &Comparison<'_, '_>,
    base: &Record,
    head: &Record,
    description: &mut Description,
) {
    let root = head.root();
    if let (None, Some(day)) = (base.root().get("dissolved"), root.date("dissolved")) {
        let successor = reference(head, "successor").map(|at| comparison.shown(Side::Head, at));
        let successor = successor.map(|name| format!("; {name} takes over")).unwrap_or_default();
        description
            .say(format!("{} is dissolved on {day}{successor}", capital(&called(comparison.head, head))));
        description.done(&["dissolved", "successor"]);
    }
}

fn absence_of<'w, 'a>(workspace: &'w View<'a>, record: &Record) -> Option<&'w Absence<'a>> {
    workspace.absences().iter().find(|absence| absence.record.number == record.number)
}

pub(super) fn new_absence(comparison: &Comparison<'_, '_>, record: &Record) -> Option<Vec<String>> {
    let absence = absence_of(comparison.head, record)?;
    let who = capital(&linked(comparison.head, absence.person));
    Some(vec![format!("{who} {}", away(absence))])
}

/// Tells that an absence is over before it began.
pub(super) fn no_absence(workspace: &View<'_>, record: &Record) -> Option<String> {
    let absence = absence_of(workspace, record)?;
    let who = capital(&linked(workspace, absence.person));
    Some(format!("{who} is no longer away {}", span(absence)))
}

/// `is away from 2020-12-21 until 2021-01-03`. The reason is given only where the record isn't private.
fn away(absence: &Absence<'_>) -> String {
    let may = if absence.is_tentative { "may be" } else { "is" };
    let half = if absence.is_half_day { " for half of each day" } else { "" };
    let root = absence.record.root();
    let why = root.str("kind").filter(|_| !root.flag("private")).map(|kind| format!(" ({kind})"));
    format!("{may} away {}{half}{}", span(absence), why.unwrap_or_default())
}

fn span(absence: &Absence<'_>) -> String {
    if absence.from == absence.until {
        format!("on {}", absence.from)
    } else {
        format!("from {} until {}", absence.from, absence.until)
    }
}

/// Tells how an absence has changed.
pub(super) fn absence(
    comparison: &Comparison<'_, '_>,
    base: &Record,
    head: &Record,
    description: &mut Description,
) {
    let (Some(before), Some(after)) = (absence_of(comparison.base, base), absence_of(comparison.head, head))
    else {
        return;
    };
    description.done(&["person", "from", "until", "kind", "half-day", "status", "private"]);
    let (old, new) =
        (comparison.named(Side::Base, before.person.at), comparison.named(Side::Head, after.person.at));
    let who = capital(&new.name);
    if old.key != new.key {
        description.say(format!("{who} {}, and no longer {}", away(after), old.name));
    } else if away(before) != away(after) {
        let was = if span(before) == span(after) { away(before) } else { span(before) };
        let was = was.trim_start_matches("is ");
        description.say(format!("{who} {} (was {was})", away(after)));
    }
}

/// Tells who takes turns and who is spared.
pub(super) fn rotation(
    comparison: &Comparison<'_, '_>,
    base: &Record,
    head: &Record,
    description: &mut Description,
) {
    let name = called(comparison.head, head);
    let pool = |side: Side, record: &Record| -> Vec<Referent> {
        let entries = record.root().list("pool").filter_map(|entry| entry.itself_or("person"));
        entries.filter(|at| at.as_str().is_some()).map(|at| comparison.named(side, at)).collect()
    };
    let (before, after) = (pool(Side::Base, base), pool(Side::Head, head));
    let others = |own: &[Referent], other: &[Referent]| -> Vec<String> {
        let is_known = |who: &ReferentKey| other.iter().any(|known| known.key == *who);
        own.iter().filter(|who| !is_known(&who.key)).map(|who| who.name.clone()).collect()
    };
    let (new, gone) = (others(&after, &before), others(&before, &after));
    let s = |names: &[String]| if names.len() == 1 { "s" } else { "" };
    if !new.is_empty() {
        description.say(format!("{} now take{} turns in the rotation {name}", list(&new), s(&new)));
    }
    if !gone.is_empty() {
        description.say(format!("{} no longer take{} turns in the rotation {name}", list(&gone), s(&gone)));
    }
    for entry in head.root().list("pool").filter(|entry| entry.is_table()) {
        let Some(person) = entry.get("person") else { continue };
        let who = comparison.named(Side::Head, person);
        let is_same = |old: &Value<'_>| {
            old.itself_or("person").is_some_and(|at| comparison.named(Side::Base, at).key == who.key)
        };
        let Some(old) = base.root().list("pool").find(is_same) else { continue };
        if model::period(old) != model::period(entry) {
            let days = days(model::period(entry));
            description.say(format!("{} takes turns in the rotation {name}{days}", who.name));
        }
    }
    let spared = |record: &Record| -> Vec<(Option<Referent>, String)> {
        let side = if std::ptr::eq(record, head) { Side::Head } else { Side::Base };
        let entries = record.root().list("exempt");
        entries
            .map(|entry| {
                let why = entry.str("reason").map(|why| format!(" ({why})")).unwrap_or_default();
                let who = entry.get("person").map(|at| comparison.named(side, at));
                (who, format!("{}{why}", days(model::period(entry))))
            })
            .collect()
    };
    let (mut before, mut after) = (spared(base), spared(head));
    let same = |a: &(Option<Referent>, String), b: &(Option<Referent>, String)| {
        a.1 == b.1 && a.0.as_ref().map(|who| &who.key) == b.0.as_ref().map(|who| &who.key)
    };
    after.retain(|entry| {
        before.iter().position(|known| same(known, entry)).map(|at| before.remove(at)).is_none()
    });
    for (who, when) in &after {
        let who = who.as_ref().map_or("somebody", |who| &who.name);
        description.say(format!("{who} is spared in the rotation {name}{when}"));
    }
    for (who, when) in &before {
        let who = who.as_ref().map_or("somebody", |who| &who.name);
        description.say(format!("{who} is no longer spared in the rotation {name}{when}"));
    }
    description.done(&["pool", "exempt"]);
}
