use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::base::dates::Period;
use crate::workspace::model::Sprint;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "on-team-while-elsewhere",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "somebody is on a team and elsewhere on the same day",
    why: "The person is counted twice: the team plans with somebody whom another team has.",
    help: "take the person off the team or out of `elsewhere`, or give the days of each with `from` and `until`",
    source: "Platform Engineering Team page, Sprint Work: who works elsewhere stands apart from the teams",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, _: &View<'_>, findings: &mut Findings) {
    if !sprint.is_staffed() || sprint.elsewhere.is_empty() {
        return;
    }
    let mut on_teams: Vec<_> = sprint
        .teams
        .iter()
        .flat_map(|team| team.members.iter().map(move |member| (team, member)))
        .filter_map(|(team, member)| Some((member.person.to?, sprint.days_of(*member.period)?, team, member)))
        .collect();
    on_teams.sort_by_key(|(person, ..)| *person);
    // Who is elsewhere for a part of their time has the rest for a team.
    for elsewhere in
        sprint.elsewhere.iter().filter(|elsewhere| elsewhere.share.is_none_or(|share| share >= 1.0))
    {
        let (Some(person), Some((from, until))) = (elsewhere.person.to, sprint.days_of(*elsewhere.period))
        else {
            continue;
        };
        let first = on_teams.partition_point(|(other, ..)| *other < person);
        let of_person = on_teams[first..].iter().take_while(|(other, ..)| *other == person);
        let mut shared = of_person.filter_map(|(_, days, team, member)| {
            Some((Period::new(days.0, days.1).within(from, until)?, team, member))
        });
        if let Some((days, team, member)) = shared.next() {
            let (id, team) = (elsewhere.person.id(), team.team.id());
            let when = dates::when(days, (sprint.start, sprint.end));
            findings
                .report(elsewhere.person.at, format!("`{id}` is on `{team}` {when}, and elsewhere, too"))
                .also(member.person.at, format!("on `{team}` here"));
        }
    }
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
+
+ [[elsewhere]]
+ person = "petr"
#          ^^^^^^ `petr` is on `green` in this sprint, and elsewhere, too
+ with = "architecture"
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", { person = "petr", until = 2020-12-01 }]
  with = "architecture"
+ from = 2020-12-02
"#;

cases! { r#"
=== a single shared day is named
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ elsewhere = [{ person = "petr", purpose = "Vue.js", from = 2020-12-02 }]
#                         ^^^^^^ `petr` is on `green` on 2020-12-02, and elsewhere, too
- members = ["cindy", "petr"]
+ members = ["cindy", { person = "petr", until = 2020-12-02 }]

=== one half of the sprint on the team and the other elsewhere is not reported
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ elsewhere = [{ person = "petr", purpose = "Vue.js", share = 0.5 }]
- members = ["cindy", "petr"]
+ members = ["cindy", { person = "petr", share = 0.5 }]
"# }
