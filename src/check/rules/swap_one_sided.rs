use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::Value;
use crate::workspace::model::{Link, Rotation};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "swap-one-sided",
    level: Level::Error,
    subject: Subject::Rotations,
    summary: "a swap is declared, and one of the two turns in it wasn't taken over",
    why: "A swap is a turn for a turn; with one side missing somebody serves twice, and the record says that it was agreed.",
    help: "put each of the two on duty in the sprint that they took over, or take the swap out",
    source: "Platform Engineering Team page, Team Structure: who takes part is rotated, and turns may be swapped",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check<'a>(rotation: &Rotation<'a>, workspace: &View<'a>, findings: &mut Findings) {
    for swap in rotation.record.root().list("swaps") {
        let link = |key: &str| swap.get(key).and_then(|value| workspace.link(value));
        let (Some(person), Some(with)) = (link("person"), link("with")) else { continue };
        let (Some(sprint), Some(in_return)) = (link("sprint"), link("in-return")) else { continue };
        if person.to.is_some() && person.to == with.to {
            let finding = findings.report(with.at, format!("`{}` swaps with themselves", with.id()));
            finding.help("name in `with` whoever took the turn over");
        } else if sprint.to.is_some() && sprint.to == in_return.to {
            findings
                .report(in_return.at, "the turn in return is in the same sprint")
                .help("name in `in-return` the sprint in which the other one's turn was taken over");
        } else if is_missing(workspace, rotation, sprint, with) {
            told(findings, sprint.at, with, person, sprint);
        } else if is_missing(workspace, rotation, in_return, person) {
            told(findings, in_return.at, person, with, in_return);
        }
    }
}

/// Whether the people on duty in `sprint` are on record, and `person` isn't one of them.
fn is_missing(workspace: &View<'_>, rotation: &Rotation<'_>, sprint: Link<'_>, person: Link<'_>) -> bool {
    let team = workspace.sprint(sprint).zip(rotation.team.to).and_then(|(sprint, team)| sprint.team(team));
    let is_on = |team: &crate::workspace::model::SprintTeam<'_>| {
        team.working().any(|member| member.person.to == person.to)
    };
    person.to.is_some() && team.is_some_and(|team| !team.members.is_empty() && !is_on(team))
}

fn told(findings: &mut Findings, at: Value<'_>, who: Link<'_>, with: Link<'_>, sprint: Link<'_>) {
    let (who, with, sprint) = (who.id(), with.id(), sprint.id());
    findings.report(at, format!("`{who}` swapped with `{with}` and isn't on duty in the sprint of {sprint}"));
}

const BAD: &str = r#"
#- in next-sprint
#~ records/rotations/clinic-duty.toml
  from = 2020-11-25
+ until = 2020-12-22
  pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
+
+ [[swaps]]
+ sprint = "2020-11-25"
+ person = "tim"
+ with = "ariel"
+ in-return = "2020-12-09"
#             ^^^^^^^^^^^^ `tim` swapped with `ariel` and isn't on duty in the sprint of 2020-12-09
+ reason = "Tim moves house."
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- members = ["bill", "tim"]
+ members = ["bill", "petr"]
- members = ["cindy", "petr"]
+ members = ["cindy", "tim"]
"#;

cases! { r#"
=== a turn in return that isn't recorded yet is not reported
#- bad
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
team = [{ team = "green", work = ["api-portal"] }, { team = "purple", work = ["shellbox"] }]

=== a first turn that was not swapped is reported, too
#- above
#~ records/rotations/clinic-duty.toml
  sprint = "2020-11-25"
#          ^^^^^^^^^^^^ `bill` swapped with `tim` and isn't on duty in the sprint of 2020-11-25
- with = "ariel"
+ with = "bill"

=== a swap of somebody with themselves is reported
#- above
#~ records/rotations/clinic-duty.toml
- with = "ariel"
+ with = "tim"
#        ^^^^^ `tim` swaps with themselves
"# }
