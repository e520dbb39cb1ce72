use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::base::dates::Period;
use crate::record::RecordId;
use crate::workspace::model::{Link, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "two-teams-in-one-sprint",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "somebody who can be on one team at a time is on two on the same day",
    why: "Clinic duty exists so that the others can work undisturbed; nobody can do both.",
    help: "take the person off one team, or give their days on each with `from` and `until`",
    source: "Platform Engineering Team page, Team Structure: each sprint people form three teams",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

/// Somebody's time on a team.
struct Stay<'a> {
    person: RecordId,
    days: (Date, Date),
    place: Link<'a>,
    team: Link<'a>,
}

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !sprint.is_staffed() {
        return;
    }
    let settings = &workspace.settings();
    let stays = stays(sprint);
    for of_one in stays.chunk_by(|a, b| a.person == b.person) {
        let Some((first, second, days)) = shared(of_one) else { continue };
        let is_bound = workspace
            .person(second.place)
            .is_some_and(|person| person.holds_any(days.0, |role| settings.is_one_team_role(role)));
        if is_bound {
            let (person, team) = (second.place.id(), first.team.id());
            let when = dates::when(days, (sprint.start, sprint.end));
            findings
                .report(second.place.at, format!("`{person}` is also on `{team}` {when}"))
                .also(first.place.at, format!("on `{team}` here"));
        }
    }
}

/// Who is on which team, by person and in the order of the file. Those who only look on aren't tied up.
fn stays<'a>(sprint: &Sprint<'a>) -> Vec<Stay<'a>> {
    let mut stays: Vec<_> = sprint
        .teams
        .iter()
        .flat_map(|team| team.working().map(move |member| (team, member)))
        .filter_map(|(team, member)| {
            let days = sprint.days_of(*member.period)?;
            Some(Stay { person: member.person.to?, days, place: member.person, team: team.team })
        })
        .collect();
    stays.sort_by_key(|stay| stay.person);
    stays
}

/// The first two of one person's stays that share days on different teams, with these days.
fn shared<'s, 'a>(stays: &'s [Stay<'a>]) -> Option<(&'s Stay<'a>, &'s Stay<'a>, (Date, Date))> {
    stays.iter().enumerate().skip(1).find_map(|(index, second)| {
        stays[..index].iter().filter(|first| first.team.id() != second.team.id()).find_map(|first| {
            let days = Period::new(first.days.0, first.days.1).within(second.days.0, second.days.1)?;
            Some((first, second, days))
        })
    })
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "petr"]
#                              ^^^^^^ `petr` is also on `green` in this sprint
  engineering-manager = "mandy"
+
+ [[elsewhere]]
+ person = "holger"
+ with = "architecture"
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", { person = "petr", until = 2020-11-30 }]
- members = ["ariel", "clara", "petr"]
+ members = ["ariel", "clara", { person = "petr", from = 2020-12-01 }]
"#;

cases! { r#"
=== where only a part of the days is shared, these are named
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", { person = "petr", until = 2020-12-02 }]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "holger", { person = "petr", from = 2020-12-01 }]
#                                                   ^^^^^^ `petr` is also on `green` from 2020-12-01 to 2020-12-02
#- records/rotations/clinic-duty.toml (removed)

=== somebody who looks on, or has a role without the limit, is not reported
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "holger", { person = "petr", shadow = true }]
"# }
