use super::{Check, Evidence, Findings, Rule, Subject, Workspace};
use crate::dates::Period;
use crate::id;
use crate::links::Lead;
use crate::model::{Away, Category, Person, Sprint};
use crate::record::{Record, RecordId};
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "person-left-out",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "somebody of the team is on no team in a sprint, nor elsewhere, nor away",
    why: "Somebody was forgotten, and will hear on the first day that nobody planned with them.",
    help: "put the person on a team, list them under `elsewhere` with the purpose, or record the absence",
    source: "Platform Engineering Team page, Sprint Work: it names those who work elsewhere, too",
    evidence: Evidence::Absent(&["absence", "person", "team"]),
    bad: r#"
#- records/sprints/2020-11-25.toml
start = 2020-11-25
#       ^^^^^^^^^^ `holger` is on no team in this sprint, and not elsewhere or away
end = 2020-12-08

[[team]]
team = "green"
members = ["cindy", "petr"]
product-manager = "evan"
engineering-manager = "will"
work = ["api-portal"]

[[team]]
team = "purple"
members = ["bill", "tim"]
product-manager = "evan"
engineering-manager = "mandy"
work = ["shellbox-service"]

[[team]]
team = "clinic-duty"
members = ["ariel", "clara"]
engineering-manager = "mandy"
"#,
    good: r#"
#- records/sprints/2020-11-25.toml
start = 2020-11-25
end = 2020-12-08

[[team]]
team = "green"
members = ["cindy", "petr"]
product-manager = "evan"
engineering-manager = "will"
work = ["api-portal"]

[[team]]
team = "purple"
members = ["bill", "tim"]
product-manager = "evan"
engineering-manager = "mandy"
work = ["shellbox-service"]

[[team]]
team = "clinic-duty"
members = ["ariel", "clara"]
engineering-manager = "mandy"

[[elsewhere]]
person = "holger"
purpose = "Vue.js"
"#,
    check: Check::Workspace(check),
};

fn check(workspace: &Workspace<'_>, findings: &mut Findings) {
    let settings = &workspace.settings();
    let roles: Vec<&str> = settings.roles().filter(|role| settings.is_one_team_role(role)).collect();
    let bound: Vec<(&Person<'_>, Vec<Period>)> = workspace
        .people()
        .iter()
        .filter(|person| can_be_named(workspace, person.record))
        .filter_map(|person| {
            let is_bound = |name: Option<&str>| name.is_some_and(|name| roles.contains(&name));
            let held = person.roles.iter().filter(|held| is_bound(held.name.as_str()));
            let periods: Vec<_> = held.map(|held| held.period).collect();
            (!periods.is_empty()).then_some((person, periods))
        })
        .collect();
    let away = Away::new(workspace.absences());
    let bound = told_apart(workspace, bound, findings);
    for sprint in workspace.staffed_sprints().filter(|sprint| has_all_teams(workspace, sprint)) {
        let named = named(workspace, sprint);
        let covers = |period: &Period| period.contains(sprint.start) && period.contains(sprint.end);
        for (person, _) in bound.iter().filter(|(person, periods)| {
            covers(&person.active)
                && periods.iter().any(covers)
                && named.binary_search(&person.record.number).is_err()
        }) {
            if !away.presence(person, sprint.start, sprint.end, &sprint.days_off).is_none() {
                let id = &person.record.id;
                findings
                    .report(
                        sprint.place(),
                        format!("`{id}` is on no team in this sprint, and not elsewhere or away"),
                    )
                    .help(format!(
                        "put `{id}` on a team, list them under `elsewhere` with the purpose, or record the absence"
                    ));
            }
        }
    }
}

/// Takes out those whom no sprint names though several should: that their record doesn't say since when they are
/// with the team is one fault, not one of each sprint.
fn told_apart<'p, 'a>(
    workspace: &Workspace<'a>,
    bound: Vec<(&'p Person<'a>, Vec<Period>)>,
    findings: &mut Findings,
) -> Vec<(&'p Person<'a>, Vec<Period>)> {
    let sprints: Vec<_> =
        workspace.staffed_sprints().filter(|sprint| has_all_teams(workspace, sprint)).collect();
    let mut in_sprints: Vec<RecordId> = sprints.iter().flat_map(|sprint| named(workspace, sprint)).collect();
    in_sprints.sort_unstable();
    bound
        .into_iter()
        .filter(|(person, periods)| {
            let covers = |period: &Period, sprint: &Sprint<'_>| {
                period.contains(sprint.start) && period.contains(sprint.end)
            };
            let missed = sprints.iter().filter(|sprint| {
                covers(&person.active, sprint) && periods.iter().any(|period| covers(period, sprint))
            });
            let missed = missed.count();
            let is_new = missed > 1 && in_sprints.binary_search(&person.record.number).is_err();
            if is_new {
                let root = person.record.root();
                findings
                    .report(
                        root.get("name").unwrap_or(root),
                        format!("`{}` is on no team in any of {missed} sprints", person.record.id),
                    )
                    .help("if they came later, say since when: `active = { from = 2020-12-09 }`; else put them on a team");
            }
            !is_new
        })
        .collect()
}

/// Whether the sprint has its teams. Where one is missing, that is the fault, and its people lack with it.
fn has_all_teams(workspace: &Workspace<'_>, sprint: &Sprint<'_>) -> bool {
    [Category::Duty, Category::Product].into_iter().all(|category| {
        let (count, wanted) = workspace.teams_in(sprint, category);
        wanted.is_none_or(|wanted| wanted <= count)
    })
}

/// Whether an id leads to the record: not where another one has its id already, or where it is no id.
fn can_be_named(workspace: &Workspace<'_>, person: &Record) -> bool {
    let found = person.kind.and_then(|kind| workspace.find_id(kind, &person.id));
    found == Some(person.number) && id::is_well_formed(&person.id)
}

/// Whom the sprint names in whatever part.
fn named(workspace: &Workspace<'_>, sprint: &Sprint<'_>) -> Vec<RecordId> {
    let of_sprint = workspace.references(sprint.record);
    let mut named: Vec<_> = of_sprint
        .filter_map(|(_, _, lead)| match lead {
            Lead::To(id) | Lead::OldName(id) => Some(id),
            _ => None,
        })
        .collect();
    named.sort_unstable();
    named
}

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    #[test]
    fn whoever_is_away_or_comes_later_or_visits_is_innocent() {
        let found = findings(
            r#"
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
#- records/deliverables/evolutionary-architecture.toml
title = "Evolutionary architecture"
plan = "Medium-term plan"
fiscal-year = "2020-21"
priority = "Platform Evolution"
managers = ["hugh", "nikki"]
"#,
        );
        assert_eq!(found, []);
    }

    #[test]
    fn a_second_record_of_one_person_is_not_left_out() {
        let found = findings(
            "#- records/people/more/holger.toml\nname = \"Holger\"\nroles = [{ role = \"engineer\" }]\n",
        );
        assert!(found.iter().all(|(_, _, _, rule)| *rule != "person-left-out"), "{found:#?}");
    }

    #[test]
    fn an_absence_that_cannot_be_read_may_be_theirs() {
        let found = findings(
            r#"
#- records/people/hugh.toml
name = "Hugh"
roles = [{ role = "engineer" }]
#- records/absences/hugh.toml
person = "huge"
from = 2020-11-25
until = 2020-12-08
"#,
        );
        let rules: Vec<_> = found.iter().map(|(_, _, _, rule)| *rule).collect();
        assert_eq!(rules, ["unknown-reference"]);
    }
}
