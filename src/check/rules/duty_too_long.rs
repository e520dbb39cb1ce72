use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::duty::Turn;
use crate::workspace::settings::Level;

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
        finding.also(excess.rotation.longest, "allowed here");
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

cases! { r#"
=== a run of turns is reported once, where it becomes too long
#- in next-sprint
#~ records/rotations/clinic-duty.toml
+ rest = 1
+ longest = 2
#~ records/sprints/2020-12-09.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara"]
- members = ["cindy", "petr"]
+ members = ["cindy", "petr", "holger"]
#~ records/sprints/2020-12-23.toml (copied from records/sprints/2020-12-09.toml)
- start = 2020-12-09
- end = 2020-12-22
+ start = 2020-12-23
+ end = 2021-01-05
- members = ["bill", "tim"]
+ members = ["cindy", "petr"]
- members = ["cindy", "petr", "holger"]
+ members = ["bill", "tim", "holger"]
#                           ^^^^^^^^ `holger` is on `clinic-duty` for 3 sprints running, and the rotation allows 2

=== an override with a reason is not reported
#- above
#~ records/rotations/clinic-duty.toml
+ overrides = [{ sprint = "2020-12-23", person = "holger", reason = "finishes a migration" }]
"# }
