use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::record::RecordId;
use crate::workspace::model::{Rotation, duty};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-all-novices",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "everybody on duty is new to it",
    why: "Newcomers learn duty beside somebody who knows it; left to themselves they guess, and what is urgent waits.",
    help: "let somebody with experience take one of the places",
    source: "Platform Engineering Team page, Values: share knowledge, even if it takes longer",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check<'a>(rotation: &Rotation<'a>, workspace: &View<'a>, findings: &mut Findings) {
    let mut novices: BTreeMap<RecordId, Date> = BTreeMap::new();
    for pooled in &rotation.pool {
        if let Some((person, until)) = pooled.person.to.zip(pooled.novice_until) {
            novices.entry(person).and_modify(|last| *last = until.max(*last)).or_insert(until);
        }
    }
    if novices.is_empty() {
        return;
    }
    for of_sprint in duty::sprints(rotation, workspace.sprints()) {
        let Some(team) = of_sprint.team else { continue };
        let (first, _) = of_sprint.days;
        let people: Vec<_> =
            team.working().filter_map(|member| Some((member.person.to?, member.person.id()))).collect();
        let is_novice = |person| novices.get(&person).is_some_and(|until| first <= *until);
        if !people.is_empty() && people.iter().all(|(person, _)| is_novice(*person)) {
            let ids: Vec<&str> = people.iter().map(|(_, id)| *id).collect();
            let message = format!("all on `{}` are new to it: {}", team.team.id(), words::ids(&ids));
            findings.report(team.team.at, message);
        }
    }
}

const BAD: &str = r#"
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
until = 2020-12-08
size = { least = 2, most = 3 }

[[pool]]
person = "ariel"
novice-until = 2021-01-31

[[pool]]
person = "clara"
novice-until = 2020-12-31

[[pool]]
person = "holger"
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "holger", "petr"]
  team = "clinic-duty"
#        ^^^^^^^^^^^^^ all on `clinic-duty` are new to it: `ariel` and `clara`
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "holger", "petr"]
+ members = ["cindy", "petr"]
- members = ["ariel", "clara"]
+ members = ["ariel", "clara", "holger"]
"#;

cases! { r#"
=== somebody whose first weeks are over is no novice
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
until = 2020-12-08
size = { least = 2, most = 3 }
pool = [
    { person = "ariel", novice-until = 2021-01-31 },
    { person = "clara", novice-until = 2020-11-24 },
    { person = "holger", novice-until = 2021-01-31 },
]
"# }
