use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates::Period;
use crate::base::id;
use crate::record::{Record, RecordId};
use crate::workspace::model::{Person, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "person-left-out",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "somebody of the team is on no team in a sprint, nor elsewhere, nor away",
    why: "Somebody was forgotten, and will hear on the first day that nobody planned with them.",
    help: "put the person on a team, list them under `elsewhere` with the purpose, or record the absence",
    source: "Platform Engineering Team page, Sprint Work: it names those who work elsewhere, too",
    evidence: Evidence::Absent(&[kind::ABSENCE, kind::PERSON, kind::TEAM, kind::SPRINT]),
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::SPRINT, kind::PERSON], check),
};

fn check<'a>(record: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
    match record.kind {
        Some(kind::SPRINT) => {
            if let Some(sprint) = workspace.sprint(record.number) {
                look_at_sprint(sprint, workspace, findings);
            }
        }
        Some(kind::PERSON) => {
            if let Some(person) = workspace.person(record.number) {
                look_at_person(person, workspace, findings);
            }
        }
        _ => {}
    }
}

/// Looks for those who are in other sprints, and not in this one.
fn look_at_sprint(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !sprint.is_staffed() || !workspace.has_all_teams(sprint) {
        return;
    }
    let named = named(sprint);
    let crew = workspace.crew(sprint.start, sprint.end);
    for id in crew.into_iter().filter(|id| named.binary_search(id).is_err()) {
        let person = workspace.person(id).filter(|person| can_be_named(workspace, person.record));
        if let Some(person) = person.filter(|person| is_bound(workspace, person, sprint)) {
            told(person, sprint, workspace, findings);
        }
    }
}

/// Looks at one who is in no sprint. Where it is more than one that they should be in, that is one fault of their record,
/// which doesn't say since when they are with the team, and not one of each sprint.
fn look_at_person(person: &Person<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let is_in_one = workspace.is_named_by(person.record.number, &[kind::SPRINT]);
    if is_in_one || !can_be_named(workspace, person.record) {
        return;
    }
    let is_one_team_role = |name: &str| workspace.settings().is_one_team_role(name);
    let bound = person.roles.iter().filter(|held| is_one_team_role(*held.name));
    let bound: Vec<Period> = bound.filter_map(|held| held.period.shared(*person.active)).collect();
    if bound.is_empty() {
        return;
    }
    match workspace.complete_sprints().within(&bound) {
        (0, _) | (_, None) => {}
        (1, Some(only)) => {
            if let Some(sprint) = workspace.sprint(only) {
                told(person, sprint, workspace, findings);
            }
        }
        (missed, _) => {
            findings
                .report(
                    person.name,
                    format!("`{}` is on no team in any of {missed} sprints", person.record.id),
                )
                .help("if they came later, say since when: `active = { from = 2020-12-09 }`; else put them on a team");
        }
    }
}

/// Reports that the sprint doesn't name the person, unless they are away in all of it.
fn told(person: &Person<'_>, sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let days_off = sprint.days_off_of(person.record.number);
    if workspace.away().presence(person, sprint.start, sprint.end, &days_off).is_none() {
        return;
    }
    let id = &person.record.id;
    findings
        .report(sprint.place(), format!("`{id}` is on no team in this sprint, and not elsewhere or away"))
        .help(format!(
            "put `{id}` on a team, list them under `elsewhere` with the purpose, or record the absence"
        ));
}

/// Whether the person is with the team in the whole sprint, and on one team at a time.
fn is_bound(workspace: &View<'_>, person: &Person<'_>, sprint: &Sprint<'_>) -> bool {
    let covers = |period: &Period| period.contains(sprint.start) && period.contains(sprint.end);
    let is_one_team_role = |name: &str| workspace.settings().is_one_team_role(name);
    covers(&person.active)
        && person.roles.iter().any(|held| covers(&held.period) && is_one_team_role(*held.name))
}

/// Whether an id leads to the record: not where another one has its id already, or where it is no id.
fn can_be_named(workspace: &View<'_>, person: &Record) -> bool {
    let found = person.kind.and_then(|kind| workspace.find_id(kind, &person.id));
    found == Some(person.number) && id::is_well_formed(&person.id)
}

/// Whom the sprint names in whatever part.
fn named(sprint: &Sprint<'_>) -> Vec<RecordId> {
    let of_team = sprint.teams.iter().flat_map(|team| {
        let managers = team.offices().into_iter().filter_map(|(_, manager)| manager);
        let guests = team.visiting.iter().map(|visitor| visitor.person);
        let members = team.members.iter().map(|member| member.person);
        managers.chain(guests).chain(members)
    });
    let elsewhere = sprint.elsewhere.iter().map(|elsewhere| elsewhere.person);
    let mut named: Vec<_> = of_team.chain(elsewhere).filter_map(|link| link.to).collect();
    named.sort_unstable();
    named
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
  start = 2020-11-25
#         ^^^^^^^^^^ `holger` is on no team in this sprint, and not elsewhere or away
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
+
+ [[elsewhere]]
+ person = "holger"
+ purpose = "Vue.js"
"#;

cases! { r#"
=== somebody who is away, comes later or visits is not reported
#- records/people/hugh.toml
name = "Hugh"
roles = [{ role = "engineer", from = 2020-12-01 }]
#- records/people/daniel.toml
name = "Daniel"
roles = [{ role = "engineer" }]
working-days = ["mon", "tue", "wed"]
#- records/absences/daniel-2020-11.toml
person = "daniel"
from = 2020-11-25
until = 2020-12-02
#- records/absences/daniel-2020-12.toml
person = "daniel"
from = 2020-12-07
until = 2020-12-20
#- records/people/nikki.toml
name = "Nikki"
roles = [{ role = "engineer" }]
active = { until = 2020-11-30 }
#~ records/deliverables/evolutionary-architecture.toml
- managers = ["evan"]
+ managers = ["hugh", "nikki"]

=== an absence of nobody known may be theirs -> unknown-reference
#- records/people/hugh.toml
name = "Hugh"
roles = [{ role = "engineer" }]
#- records/absences/hugh.toml
person = "huge"
from = 2020-11-25
until = 2020-12-08

=== the second of two records of one person is not reported -> id-collides
#- records/people/more/holger.toml
name = "Holger"
roles = [{ role = "engineer" }]
"# }
