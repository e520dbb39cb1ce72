use std::collections::BTreeSet;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::RecordId;
use crate::workspace::model::{Rotation, duty};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-all-change",
    level: Level::Note,
    subject: Subject::Rotations,
    summary: "nobody of the last turn stays on duty, and the rotation wants somebody to",
    why: "Whoever stays knows what is open; with all new people at once it is asked and looked up again.",
    help: "let one of those before stay for another sprint, or set `change = \"together\"` in the rotation",
    source: "Clinic Duty page: members transition in and out, not all at once",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check(rotation: &Rotation<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !rotation.is_staggered {
        return;
    }
    let sprints = duty::sprints(rotation, workspace.sprints());
    for (before, after) in sprints.iter().zip(sprints.iter().skip(1)) {
        let (Some(last), Some(team)) = (before.team, after.team) else { continue };
        let people = |team: &crate::workspace::model::SprintTeam<'_>| -> BTreeSet<RecordId> {
            team.working().filter_map(|member| member.person.to).collect()
        };
        let (last, now) = (people(last), people(team));
        // After a break there is nothing to hand on in person.
        let is_next =
            crate::base::dates::days_between(before.sprint.end, after.sprint.start) <= before.sprint.length();
        if is_next && !last.is_empty() && !now.is_empty() && now.is_disjoint(&last) {
            let (start, id) = (before.sprint.start, team.team.id());
            findings.report(team.team.at, format!("nobody of the sprint of {start} stays on `{id}`"));
        }
    }
}

const BAD: &str = r#"
#- in next-sprint
#~ records/rotations/clinic-duty.toml
  from = 2020-11-25
+ until = 2020-12-22
  size = { least = 2, most = 3 }
+ change = "staggered"
#~ records/sprints/2020-12-09.toml
  team = "clinic-duty"
#        ^^^^^^^^^^^^^ nobody of the sprint of 2020-11-25 stays on `clinic-duty`
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "petr"]
- members = ["cindy", "petr"]
+ members = ["cindy", "holger"]
"#;

cases! { r#"
=== a team that always changes as a whole is not reported
#- bad
#~ records/rotations/clinic-duty.toml
- change = "staggered"
+ change = "together"
"# }
