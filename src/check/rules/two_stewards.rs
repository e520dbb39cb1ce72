use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::workspace::model::{Component, Link, Steward};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "two-stewards",
    level: Level::Error,
    subject: Subject::Stewardship,
    summary: "a component has two stewards on the same day",
    why: "Where two teams answer for something, each may leave it to the other.",
    help: "give the earlier one its last day in `until`, and the later one its first day in `from`",
    source: "Code Stewardship: one steward answers for a component, and draws in others to help",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Component, check),
};

fn check(component: &Component<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if component.stewards.len() < 2 {
        return;
    }
    let mut stewards: Vec<(Date, Date, Link<'_>)> = component
        .stewards
        .iter()
        .map(|Steward { team, period: days }| {
            // A team that is gone looks after nothing; that it is still named is told as such.
            let gone = workspace.team(*team).and_then(|team| *team.dissolved).unwrap_or(Date::MAX);
            let until = days.until.unwrap_or(Date::MAX).min(gone);
            (days.from.unwrap_or(Date::MIN), until, *team)
        })
        .collect();
    stewards.sort_by_key(|(from, _, _)| *from);
    let mut stewards = stewards.into_iter();
    let Some((_, mut last_day, mut holder)) = stewards.next() else { return };
    for (from, until, team) in stewards {
        if from <= last_day && from <= until && team.id() != holder.id() {
            let both_until = last_day.min(until);
            let days = match (from == Date::MIN, both_until == Date::MAX) {
                (true, true) => "all the time".to_owned(),
                (true, false) => format!("until {both_until}"),
                (false, true) => format!("from {from} on"),
                (false, false) => dates::in_words(from, both_until),
            };
            let (id, other) = (team.id(), holder.id());
            let component = &component.record.id;
            let message = format!("`{id}` is steward of `{component}` {days}, and so is `{other}`");
            findings.report(team.at, message).also(holder.at, "the other one");
        }
        if until >= last_day {
            (last_day, holder) = (until, team);
        }
    }
}

const BAD: &str = r#"
#- records/components/parser-cache.toml
name = "ParserCache"
level = "active-maintenance"
stewards = ["green", { team = "purple", from = 2020-11-02 }]
#                             ^^^^^^^^ `purple` is steward of `parser-cache` from 2020-11-02 on, and so is `green`
"#;

const MEND: &str = r#"
#~ records/components/parser-cache.toml
- stewards = ["green", { team = "purple", from = 2020-11-02 }]
+ stewards = [{ team = "green", until = 2020-11-01 }, { team = "purple", from = 2020-11-02 }]
"#;

cases! { r#"
=== a team that has it again is not reported
#- records/components/parser-cache.toml
name = "ParserCache"
stewards = [{ team = "green", until = 2019-11-02 }, { team = "green", from = 2019-11-02, until = 2020-01-01 }, { team = "purple", from = 2020-01-02 }]

=== a single day with two stewards is reported
#- records/components/parser-cache.toml
name = "ParserCache"
stewards = [{ team = "green", until = 2020-11-02 }, { team = "purple", from = 2020-11-02 }]
#                                                            ^^^^^^^^ `purple` is steward of `parser-cache` on 2020-11-02, and so is `green`

=== two stewards without days are reported
#- records/components/parser-cache.toml
name = "ParserCache"
stewards = ["green", "purple"]
#                    ^^^^^^^^ `purple` is steward of `parser-cache` all the time, and so is `green`
"# }
