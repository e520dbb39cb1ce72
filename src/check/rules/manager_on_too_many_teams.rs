use std::collections::BTreeSet;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::record::RecordId;
use crate::workspace::model::{Link, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "manager-on-too-many-teams",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "somebody manages more teams in a sprint than the workspace allows",
    why: "Serving two teams is usual; with a third nobody gets an answer in time, and each team thinks another one has it.",
    help: "give one of the teams to another manager, or allow more under `[limits] teams-per-manager`",
    source: "Platform Engineering Team page, Sprint Work: a manager serves two teams at most",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let most = workspace.settings().whole("limits.teams-per-manager");
    let Some(most) = most.and_then(|most| usize::try_from(most).ok()) else { return };
    if sprint.teams.len() <= most || !sprint.is_staffed() {
        return;
    }
    // Who manages which team; in two roles on one team is one team.
    let mut slots: Vec<(RecordId, RecordId, Link<'_>)> = Vec::new();
    let mut seen = BTreeSet::new();
    for team in &sprint.teams {
        for manager in [team.product_manager, team.engineering_manager].into_iter().flatten() {
            if let (Some(person), Some(team)) = (manager.to, team.team.to)
                && seen.insert((person, team))
            {
                slots.push((person, team, manager));
            }
        }
    }
    slots.sort_by_key(|(person, _, _)| *person);
    for of_person in slots.chunk_by(|a, b| a.0 == b.0).filter(|slots| slots.len() > most) {
        let manager = of_person[most].2;
        let teams: Vec<&str> = of_person.iter().map(|(_, team, _)| workspace.stem(*team)).collect();
        let message = format!(
            "`{}` manages {} teams in this sprint, and {} allowed",
            manager.id(),
            teams.len(),
            words::are(most)
        );
        findings.report(manager.at, message).help(format!(
            "find another manager for one of {}, or allow more under `[limits] teams-per-manager`",
            words::ids(&teams)
        ));
    }
}

const BAD: &str = r#"
#- in next-sprint
#~ records/sprints/2020-12-09.toml
- members = ["ariel", "clara", "holger"]
+ members = ["cindy", "petr"]
- engineering-manager = "will"
+ engineering-manager = "mandy"
- members = ["cindy", "petr"]
+ members = ["ariel", "clara", "holger"]
  engineering-manager = "mandy"
#                       ^^^^^^^ `mandy` manages 3 teams in this sprint, and 2 are allowed
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
  members = ["cindy", "petr"]
  product-manager = "evan"
- engineering-manager = "mandy"
+ engineering-manager = "will"
"#;

cases! { r#"
=== two roles on one team and two teams in all are not reported
#- in next-sprint
#~ records/people/mandy.toml
- roles = [{ role = "engineering-manager" }]
+ roles = [{ role = "engineering-manager" }, { role = "product-manager" }]
#~ records/sprints/2020-12-09.toml (copied from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-12-09
+ end = 2020-12-22
  members = ["bill", "tim"]
- product-manager = "evan"
+ product-manager = "mandy"
"# }
