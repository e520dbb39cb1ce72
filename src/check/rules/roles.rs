//! What only somebody in a certain role may do, and whom a team needs for that.

use super::finding::any_of;
use super::{Findings, View};
use crate::workspace::model::{Sprint, SprintTeam, Story};

/// Reports who `did` something to `story`, such as `accepted`, and had no `role` on that day.
pub(super) fn without<'a>(
    story: &Story<'a>,
    workspace: &View<'a>,
    did: &str,
    role: &str,
    findings: &mut Findings,
) {
    let Some(act) = story.record.root().get(&format!("{did}-by")) else { return };
    let Some((link, on)) = act.get("person").and_then(|person| workspace.link(person)).zip(act.date("on"))
    else {
        return;
    };
    let is_without = workspace.person(link).is_some_and(|person| !person.holds(role, on));
    if is_without && workspace.settings().has_role(role) {
        let (who, role, id) = (link.id(), role.replace('-', " "), &story.record.id);
        findings.report(link.at, format!("`{who}` was no {role} on {on}, when `{id}` was {did}"));
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
