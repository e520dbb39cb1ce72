use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::Person;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "orphan-person",
    level: Level::Warning,
    subject: Subject::References,
    summary: "no other record names this person",
    why: "Either somebody was forgotten where they belong, or their record is left over.",
    help: "name them in the sprint, rotation or other record where they belong, or remove the file",
    source: "records name each other: who is on a team is read from the sprints",
    evidence: Evidence::Absent(&[
        kind::ABSENCE,
        kind::DECISION,
        kind::DELIVERABLE,
        kind::INITIATIVE,
        kind::ROTATION,
        kind::SPRINT,
        kind::STORY,
        kind::TASK,
    ]),
    bad: BAD,
    mend: MEND,
    check: each!(Person, check),
};

fn check(person: &Person<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if workspace.is_named(person.record.number) {
        return;
    }
    let is_yet_to_come = person.active.from.is_some_and(|from| workspace.as_of() < from);
    if !is_yet_to_come && !is_missed_in_a_sprint(workspace, person) {
        findings.report(person.name, format!("no other record names `{}`", person.record.id));
    }
}

/// Whether a sprint should have the person on a team: then that they were left out of it is the fault.
fn is_missed_in_a_sprint(workspace: &View<'_>, person: &Person<'_>) -> bool {
    let is_one_team_role = |role: &str| workspace.settings().is_one_team_role(role);
    let is_bound = |day: Date| person.active.contains(day) && person.holds_any(day, is_one_team_role);
    let held = person.roles.iter().filter(|held| is_one_team_role(*held.name));
    let mut times = held.filter_map(|held| held.period.shared(*person.active)).peekable();
    if times.peek().is_none() {
        return false;
    }
    let sprints = workspace.sprint_days();
    times.any(|time| {
        let first = sprints.partition_point(|(days, _)| time.from.is_some_and(|from| days.start < from));
        let begun = sprints[first..].iter().take_while(|(days, _)| time.contains(days.start));
        let mut missed = begun.filter(|(days, _)| !days.is_work_only && is_bound(days.end));
        missed.any(|(_, id)| workspace.sprint(*id).is_some())
    })
}

const BAD: &str = r#"
#- records/people/nikki.toml
name = "Nikki"
#      ^^^^^^^ no other record names `nikki`
roles = [{ role = "product-manager" }]
"#;

const MEND: &str = r#"
#~ records/deliverables/evolutionary-architecture.toml
- managers = ["evan"]
+ managers = ["nikki"]
"#;

cases! { r#"
=== somebody who begins later is not reported
#- records/people/nikki.toml
name = "Nikki"
roles = [{ role = "engineer" }]
active = { from = 2021-01-11 }
"# }
