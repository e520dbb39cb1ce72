//! What only somebody in a certain role may do, and whom a team needs for that.

use jiff::civil::Date;

use super::finding::any_of;
use super::{Findings, Record, View};
use crate::record::Value;
use crate::workspace::model::{Sprint, SprintTeam};

/// Tells `found` where `record` says under `field` that somebody did something who had no `role` on that day: the
/// place, their id and the day.
pub(super) fn without<'a>(
    record: &'a Record,
    workspace: &View<'a>,
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

/// Tells of each team of `sprint` that `needs` somebody as `role` and names nobody, so that `nobody` does what they would.
pub(super) fn vacant(
    sprint: &Sprint<'_>,
    workspace: &View<'_>,
    role: &str,
    needs: impl Fn(&SprintTeam<'_>) -> bool,
    nobody: &str,
    findings: &mut Findings,
) {
    if !sprint.is_staffed() || !workspace.settings().has_role(role) {
        return;
    }
    for team in sprint.teams.iter().filter(|team| team.at.get(role).is_none() && needs(team)) {
        let (id, words) = (team.team.id(), role.replace('-', " "));
        let message = format!("`{id}` has no {words} in this sprint, so nobody {nobody}");
        let finding = findings.report(team.team.at, message);
        let holders = any_of(workspace.holders(role, sprint.start));
        if !holders.is_empty() {
            finding.help(format!("name its `{role}`, such as {holders}"));
        }
    }
}
