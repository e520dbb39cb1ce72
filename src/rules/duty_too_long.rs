use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::model::duty::Turn;
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-too-long",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "somebody is on duty for more sprints running than the rotation allows",
    why: "Duty is work that others interrupt; whoever stays on it loses the thread of everything else.",
    help: "let somebody else take the turn, or say why under `overrides` in the rotation",
    source: "Platform Engineering Team page, Team Structure: people rotate sprint by sprint",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let mut turns = workspace.turns();
    turns.sort_by_key(|turn| (turn.person, turn.rotation.record.number, turn.number));
    for running in turns.chunk_by(Turn::is_followed_by) {
        let Some(longest) = running[0].rotation.longest.and_then(|most| usize::try_from(most).ok()) else {
            continue;
        };
        // The first turn too many that nobody chose.
        let Some(excess) = running.iter().skip(longest).find(|turn| !turn.is_chosen()) else { continue };
        let (id, team) = (excess.member.person.id(), excess.rotation.team.id());
        let finding = findings.report(
            excess.member.person.at,
            format!(
                "`{id}` is on `{team}` for {} sprints running, and the rotation allows {longest}",
                running.len()
            ),
        );
        finding.also(running[0].member.person.at, "on duty since here");
        if let Some(place) = excess.rotation.record.root().get("longest") {
            finding.also(place, "allowed here");
        }
    }
}

const BAD: &str = r#"
#- in next-sprint
#~ records/rotations/clinic-duty.toml
  from = 2020-11-25
+ rest = 1
+ longest = 1
#~ records/sprints/2020-12-09.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara"]
- members = ["cindy", "petr"]
+ members = ["cindy", "holger", "petr"]
#                     ^^^^^^^^ `holger` is on `clinic-duty` for 2 sprints running, and the rotation allows 1
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- members = ["ariel", "clara"]
+ members = ["ariel", "clara", "holger"]
- members = ["cindy", "holger", "petr"]
+ members = ["cindy", "petr"]
"#;

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises};

    fn sprints(third: &str, rotation: &str) -> String {
        format!(
            r#"
#- teambook.toml
name = "Platform Engineering Team"
cadence = [{{ from = 2020-11-25, days = 14 }}]
roles = {{ engineer = {{}}, product-manager = {{}}, engineering-manager = {{}} }}
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
size = {{ least = 2, most = 3 }}
rest = 1
longest = 2
{rotation}
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
team = [{{ team = "clinic-duty", members = ["ariel", "holger"], engineering-manager = "mandy" }}]
#- records/sprints/{third}.toml
start = {third}
end = 2021-01-05
team = [{{ team = "clinic-duty", members = ["petr", "holger"], engineering-manager = "mandy" }}]
"#
        )
    }

    #[test]
    fn a_run_is_told_once_where_it_becomes_too_long() {
        let mark = "#                                                  ^^^^^^^^ `holger` is on `clinic-duty` for 3 sprints running, and the rotation allows 2\n";
        raises(&super::RULE, &format!("{}{mark}", sprints("2020-12-23", "")));
    }

    #[test]
    fn a_choice_with_a_reason_is_innocent() {
        let choice =
            r#"overrides = [{ sprint = "2020-12-23", person = "holger", reason = "finishes a migration" }]"#;
        assert_eq!(findings(&sprints("2020-12-23", choice)), []);
    }
}
