use std::cell::LazyCell;

use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::record::RecordId;
use crate::workspace::model::{Pooled, Rotation, Sprint, duty};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-never-served",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "somebody has long been in a rotation's pool and was never on duty",
    why: "Whoever is passed over again and again leaves their turns to the others, mostly without anybody meaning it.",
    help: "give them one of the next turns, or list them under `exempt` with the reason",
    source: "Platform Engineering Team page, Team Structure: everybody takes part in clinic duty",
    evidence: Evidence::Absent(&[kind::SPRINT]),
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check(rotation: &Rotation<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let sprints: Vec<_> = duty::sprints(rotation, workspace.sprints())
        .into_iter()
        .filter_map(|of_sprint| Some((of_sprint.sprint, of_sprint.team?)))
        .collect();
    let mut served: Vec<RecordId> =
        sprints.iter().flat_map(|(_, team)| &team.members).filter_map(|member| member.person.to).collect();
    served.sort_unstable();
    let is_idle = |person: &RecordId| served.binary_search(person).is_err();
    if rotation.pool.iter().filter_map(|pooled| pooled.person.to).all(|person| !is_idle(&person)) {
        return;
    }
    let away = workspace.away();
    let is_there = |id: RecordId, sprint: &Sprint<'_>| {
        let person = workspace.person(id);
        rotation.is_eligible(id, sprint.start)
            && person.is_some_and(|person| {
                person.active.contains(sprint.start)
                    && !away
                        .presence(person, sprint.start, sprint.end, &sprint.days_off_of(id))
                        .is_less_than_half()
            })
    };
    let people = || rotation.pool.iter().filter_map(|pooled| pooled.person.to);
    // Of each sprint once, how many are there to share its turns.
    let pools: Vec<LazyCell<usize, _>> = sprints
        .iter()
        .map(|(sprint, _)| LazyCell::new(|| people().filter(|id| is_there(*id, sprint)).count()))
        .collect();
    for Pooled { person: link, .. } in &rotation.pool {
        let Some(person) = link.to.filter(is_idle) else { continue };
        let mut share = 0.0;
        let mut eligible_in = 0;
        for ((sprint, team), pool) in sprints.iter().zip(&pools) {
            let is_elsewhere = sprint.elsewhere.iter().any(|elsewhere| elsewhere.person.to == Some(person));
            if is_elsewhere || !is_there(person, sprint) {
                continue;
            }
            eligible_in += 1;
            share += count(team.working().count()) / count((**pool).max(1));
        }
        if share >= 2.0 - 1e-9 {
            let (id, team) = (link.id(), rotation.team.id());
            findings.report(
                link.at,
                format!("`{id}` was never on `{team}`; a fair share of {eligible_in} sprints would be {share:.1} turns"),
            );
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a team has few members")]
fn count(people: usize) -> f64 {
    people as f64
}

const BAD: &str = r#"
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
until = 2021-01-05
size = { least = 2, most = 3 }
pool = ["ariel", "holger", "tim"]
#                          ^^^^^ `tim` was never on `clinic-duty`; a fair share of 3 sprints would be 2.0 turns
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "petr", "clara"]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "holger"]
#~ records/sprints/2020-12-09.toml (copied from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-12-09
+ end = 2020-12-22
#~ records/sprints/2020-12-23.toml (copied from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-12-23
+ end = 2021-01-05
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-23.toml
- members = ["bill", "tim"]
+ members = ["bill", "ariel"]
- members = ["ariel", "holger"]
+ members = ["holger", "tim"]
"#;

cases! { r#"
=== somebody who is exempt is not reported
#- bad
#~ records/rotations/clinic-duty.toml
+ exempt = [{ person = "tim", reason = "works at night" }]

=== somebody who has just come is not reported
#- bad
#~ records/rotations/clinic-duty.toml
- pool = ["ariel", "holger", "tim"]
+ pool = ["ariel", "holger", { person = "tim", from = 2020-12-09 }]
"# }
