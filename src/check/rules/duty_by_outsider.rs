use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, kind, role_not_held};
use crate::base::dates;
use crate::record::Value;
use crate::workspace::model::duty::Turn;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-by-outsider",
    level: Level::Error,
    subject: Subject::Rotations,
    summary: "somebody is on duty who isn't in the rotation's pool, or is exempt at the time",
    why: "The turns are shared fairly among the pool, and who is exempt was promised to be spared.",
    help: "put somebody of the pool on duty, add the person to the pool, or say why under `overrides`",
    source: "every fact once: the rotation says who takes turns, the sprint whose turn it is",
    evidence: Evidence::Absent(&[kind::ROTATION]),
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&role_not_held::RULE])];

fn check(workspace: &View<'_>, findings: &mut Findings) {
    for turn in workspace.turns() {
        // A rotation without a pool is told as such.
        let Some((words, place)) = objection(&turn).filter(|_| !turn.rotation.pool.is_empty()) else {
            continue;
        };
        let (id, rotation) = (turn.member.person.id(), turn.rotation.team.id());
        let finding =
            findings.report(turn.member.person.at, format!("`{id}` is on `{rotation}` and {words}"));
        if let Some((place, words, help)) = place {
            finding.also(place, words).help(help);
        }
        let choice = turn.rotation.override_for(turn.sprint.record.number, turn.person);
        if let Some((choice, reason)) = choice.and_then(|choice| Some((choice, choice.reason?))) {
            finding
                .level(Level::Warning)
                .also(choice.person.at, format!("an override says why: {reason}"))
                .help("nothing, if the override still holds; otherwise put somebody of the pool on duty");
        }
    }
}

/// Where it is said that the person shouldn't be on duty, what is said there, and what to do about it.
type Said<'a> = (Value<'a>, &'static str, &'static str);

/// Why the person shouldn't be on duty.
fn objection<'a>(turn: &Turn<'_, 'a>) -> Option<(String, Option<Said<'a>>)> {
    let (from, until) = turn.days;
    let rotation = turn.rotation;
    let exemption = rotation.exempt_of(turn.person).find_map(|exemption| {
        let days = exemption.period.within(from, until)?;
        dates::has_working_day(days.0, days.1).then_some((exemption, days))
    });
    if let Some((exemption, (from, until))) = exemption {
        let words = format!("is exempt from it {}", dates::in_words(from, until));
        let help = "put somebody else on duty, end the exemption, or say why under `overrides`";
        return Some((words, Some((exemption.person.at, "exempt here", help))));
    }
    let entries: Vec<_> = rotation.pool_of(turn.person).collect();
    let Some(first) = entries.first() else { return Some(("isn't in its pool".to_owned(), None)) };
    let periods = entries.iter().map(|pooled| pooled.period);
    let outside = dates::runs_outside(from, until, periods);
    let (from, until) = outside.into_iter().find(|(from, until)| dates::has_working_day(*from, *until))?;
    let words = format!("isn't in its pool {}", dates::in_words(from, until));
    let help = "put somebody else on duty, correct their days in the pool, or say why under `overrides`";
    Some((words, Some((first.person.at, "in the pool on other days", help))))
}

const BAD: &str = r#"
#~ records/rotations/clinic-duty.toml
- pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
+ pool = ["ariel", "bill", "cindy", "clara", "petr", "tim"]
#~ records/sprints/2020-11-25.toml
  members = ["ariel", "clara", "holger"]
#                              ^^^^^^^^ `holger` is on `clinic-duty` and isn't in its pool
"#;

const MEND: &str = r#"
#~ records/rotations/clinic-duty.toml
- pool = ["ariel", "bill", "cindy", "clara", "petr", "tim"]
+ pool = ["ariel", "bill", "cindy", "clara", { person = "holger", from = 2020-11-25 }, "petr", "tim"]
"#;

cases! { r#"
=== who can't be a member is reported as that -> role-not-held
#- bad
#~ records/people/holger.toml
- roles = [{ role = "engineer" }]
+ roles = [{ role = "product-manager" }]

=== exemptions and days in the pool are compared with the days of the turn
#~ records/rotations/clinic-duty.toml
- pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
+ pool = ["ariel", "bill", "cindy", { person = "clara", until = 2020-12-01 }, "holger", "petr", "tim"]
+ exempt = [{ person = "ariel", from = 2020-12-05, until = 2020-12-06, reason = "away over the weekend" }, { person = "holger", until = 2020-11-27, reason = "ill" }]
#~ records/sprints/2020-11-25.toml
  members = ["ariel", "clara", "holger"]
#                     ^^^^^^^ `clara` is on `clinic-duty` and isn't in its pool from 2020-12-02 to 2020-12-08
#                              ^^^^^^^^ `holger` is on `clinic-duty` and is exempt from it from 2020-11-25 to 2020-11-27

=== a misspelt name in the pool is reported only there -> unknown-reference
#~ records/rotations/clinic-duty.toml
- pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
+ pool = ["ariel", "bill", "cindy", "clara", "holgr", "petr", "tim"]

=== an override makes it a warning
#- bad
#~ records/rotations/clinic-duty.toml
+ overrides = [{ sprint = "2020-11-25", person = "holger", reason = "wants to" }]
#~ records/sprints/2020-11-25.toml
  members = ["ariel", "clara", "holger"]
#                              ^^^^^^^^ warning: `holger` is on `clinic-duty` and isn't in its pool
"# }
