use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-while-away",
    level: Level::Error,
    subject: Subject::Rotations,
    summary: "somebody is on duty and away for half of the turn or more",
    why: "Those who are there carry the duty alone, and the turn counts as served although it wasn't.",
    help: "let somebody else take the turn, or give the days on duty with `from` and `until`",
    source: "PET Work Processes, Clinic Duty: a daily check-in of those on duty",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    if workspace.absences().is_empty() {
        return;
    }
    let away = workspace.away();
    for turn in workspace.turns() {
        let Some(person) = workspace.person(turn.member.person) else { continue };
        let (from, until) = turn.days;
        let presence = away.presence(person, from, until, &turn.sprint.days_off_of(turn.person));
        if !presence.is_half_or_less() {
            continue;
        }
        let (id, team) = (turn.member.person.id(), turn.rotation.team.id());
        let message = if presence.is_none() {
            format!("`{id}` is away for the whole time on `{team}`")
        } else {
            let (gone, days) = (presence.days_away(), presence.days);
            format!("`{id}` is away for {gone} of the {days} working days on `{team}`")
        };
        let finding = findings.report(turn.member.person.at, message);
        for absence in away.of(turn.person, from, until) {
            finding.also(absence.person.at, format!("away {}", dates::in_words(absence.from, absence.until)));
        }
    }
}

const BAD: &str = r#"
#- records/absences/clara-2020-12.toml
person = "clara"
from = 2020-12-02
until = 2020-12-18
#~ records/sprints/2020-11-25.toml
  members = ["ariel", "clara", "holger"]
#                     ^^^^^^^ `clara` is away for 5 of the 10 working days on `clinic-duty`
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", { person = "clara", until = 2020-12-01 }, "holger"]
"#;

cases! { r#"
=== an absence over a whole turn is reported once
#- records/absences/holger-2020-11.toml
person = "holger"
from = 2020-11-20
until = 2020-12-31
#~ records/sprints/2020-11-25.toml
  members = ["ariel", "clara", "holger"]
#                              ^^^^^^^^ `holger` is away for the whole time on `clinic-duty`

=== some days of leave are not reported
#- records/absences/clara-2020-11.toml
person = "clara"
from = 2020-11-26
until = 2020-11-30
"# }
