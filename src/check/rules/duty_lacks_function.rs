use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::record::RecordId;
use crate::workspace::model::{Rotation, duty};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-lacks-function",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "nobody of a functional team is on duty, and the rotation wants somebody of each",
    why: "What comes in concerns all parts; without somebody who knows one of them its requests wait for the next turn.",
    help: "swap one of those on duty with somebody of that functional team",
    source: "Platform Engineering Team page, Team Structure: product and duty teams are formed from the functional teams",
    evidence: Evidence::Absent(&[kind::PERSON]),
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check(rotation: &Rotation<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !rotation.needs_each_function {
        return;
    }
    let function = |person: RecordId| workspace.person(person)?.functional_team?.to;
    for of_sprint in duty::sprints(rotation, workspace.sprints()) {
        let Some(team) = of_sprint.team else { continue };
        let on_duty: Vec<RecordId> = team.working().filter_map(|member| member.person.to).collect();
        let (first, _) = of_sprint.days;
        let covered: Vec<RecordId> = on_duty.iter().filter_map(|person| function(*person)).collect();
        // Nobody who could come from a team: then it is no choice to do without it.
        let mut wanted: Vec<RecordId> = (rotation.pool.iter())
            .filter_map(|pooled| pooled.person.to)
            .filter(|person| rotation.is_eligible(*person, first))
            .filter_map(function)
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        // Where there are fewer people than it takes, that is told.
        let least = rotation.fewest().unwrap_or(1);
        if on_duty.len() < least.max(1) {
            continue;
        }
        for missing in wanted.into_iter().filter(|wanted| !covered.contains(wanted)) {
            let (of, on) = (workspace.stem(missing), team.team.id());
            findings.report(team.team.at, format!("nobody of `{of}` is on `{on}`"));
        }
    }
}

const BAD: &str = r#"
#- records/teams/storage.toml
name = "Distributed System and Storage"
category = "functional"
#- records/teams/features.toml
name = "Features, Data and Content"
category = "functional"
#~ records/people/ariel.toml
  name = "Ariel"
+ functional-team = "storage"
#~ records/people/holger.toml
  name = "Holger"
+ functional-team = "storage"
#~ records/people/petr.toml
  name = "Petr"
+ functional-team = "features"
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
until = 2020-12-08
size = { least = 2, most = 3 }
each-function = true
pool = ["ariel", "clara", "holger", "petr"]
#~ records/sprints/2020-11-25.toml
  team = "clinic-duty"
#        ^^^^^^^^^^^^^ nobody of `features` is on `clinic-duty`
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "holger"]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "petr"]
"#;

cases! { r#"
=== a functional team with nobody in the pool is not missed
#- records/teams/storage.toml
name = "Distributed System and Storage"
category = "functional"
#- records/teams/features.toml
name = "Features, Data and Content"
category = "functional"
#~ records/people/ariel.toml
  name = "Ariel"
+ functional-team = "storage"
#~ records/people/petr.toml
  name = "Petr"
+ functional-team = "features"
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
until = 2020-12-08
size = { least = 2, most = 3 }
each-function = true
pool = ["ariel", "clara", "holger", "petr"]
exempt = [{ person = "petr", reason = "new on the team" }]

=== a team of too few people is reported only as that -> duty-too-small
#- records/teams/storage.toml
name = "Distributed System and Storage"
category = "functional"
#- records/teams/features.toml
name = "Features, Data and Content"
category = "functional"
#~ records/people/ariel.toml
  name = "Ariel"
+ functional-team = "storage"
#~ records/people/petr.toml
  name = "Petr"
+ functional-team = "features"
#~ records/rotations/clinic-duty.toml
- rest = 1
- longest = 1
- window = 6
- pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
+ each-function = true
+ pool = ["ariel", "clara", "holger", "petr"]
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "petr", "clara"]
- members = ["bill", "tim"]
+ members = ["bill", "tim", "holger"]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel"]
"# }
