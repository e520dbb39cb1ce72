use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::duty::Turn;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-without-rest",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "somebody is on duty again after fewer sprints off than the rotation asks for",
    why: "Whoever comes from one duty to the next, of the same or another rotation, gets nothing of their own done.",
    help: "let somebody else take this turn, or say why under `overrides` in the rotation",
    source: "Release Engineering's clinic duty: ideally a month between a turn on the train and one on the clinic",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let turns = workspace.turns();
    for (before, turn) in turns.iter().zip(turns.iter().skip(1)) {
        let Some(rest) = turn.rotation.rest else { continue };
        // Sprints that overlap are a fault of their own, and so is being on two teams in one.
        let is_later = before.sprint.end < turn.sprint.start;
        if before.person != turn.person || !is_later || turn.is_chosen() {
            continue;
        }
        // Sprints running are one turn where the rotation says how long one may be.
        if turn.rotation.longest.is_some() && Turn::is_followed_by(before, turn) {
            continue;
        }
        let off = before.sprints_until(turn);
        if off >= rest {
            continue;
        }
        let (id, team) = (turn.member.person.id(), turn.rotation.team.id());
        let off = match off {
            0 => "without a sprint off".to_owned(),
            1 => "after 1 sprint off".to_owned(),
            _ => format!("after {off} sprints off"),
        };
        findings
            .report(
                turn.member.person.at,
                format!("`{id}` is on duty again {off}, and `{team}` asks for {rest}"),
            )
            .also(before.member.person.at, format!("the turn before, on `{}`", before.rotation.team.id()));
    }
}

const BAD: &str = r#"
#- in next-sprint
#~ records/rotations/clinic-duty.toml
  from = 2020-11-25
+ rest = 2
+ longest = 1
#~ records/sprints/2020-12-23.toml (copied from records/sprints/2020-12-09.toml)
- start = 2020-12-09
- end = 2020-12-22
+ start = 2020-12-23
+ end = 2021-01-05
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "cindy"]
- members = ["bill", "tim"]
+ members = ["bill", "petr"]
- members = ["cindy", "petr"]
+ members = ["tim", "holger"]
#                   ^^^^^^^^ `holger` is on duty again after 1 sprint off, and `clinic-duty` asks for 2
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-23.toml
- members = ["bill", "petr"]
+ members = ["holger", "petr"]
- members = ["tim", "holger"]
+ members = ["tim", "bill"]
"#;

cases! { r#"
=== a turn of another duty is no rest either
#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
#- records/teams/train.toml
name = "Train"
category = "duty"
#- records/rotations/train.toml
name = "Train"
team = "train"
from = 2020-12-09
pool = ["ariel", "holger"]
size = { least = 1, most = 1 }
rest = 1
longest = 3

#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
team = [{ team = "train", members = ["ariel"], engineering-manager = "mandy" }]
#                                    ^^^^^^^ `ariel` is on duty again without a sprint off, and `train` asks for 1

=== a time without a recorded sprint is rest -> gap-between-sprints
#- above
#~ records/sprints/2020-12-23.toml (moved from records/sprints/2020-12-09.toml)
- start = 2020-12-09
- end = 2020-12-22
+ start = 2020-12-23
+ end = 2021-01-05
"# }
