use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::workspace::model::{Goal, Person};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "no-goal-this-quarter",
    level: Level::Warning,
    subject: Subject::Goals,
    summary: "somebody on the team has no goal for the current quarter",
    why: "Goals are how people agree with their managers on what to grow in and whom to support; without one that talk hasn't happened.",
    help: "add their goal for the quarter; one that won't be reached can be `postponed` or `dropped`",
    source: "Platform Engineering Team page, Individual Goals: everybody sets goals each quarter",
    evidence: Evidence::Absent(&[kind::GOAL, kind::PERSON, kind::ABSENCE]),
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let (goals, settings) = (workspace.goals(), workspace.settings());
    if goals.is_empty() {
        return;
    }
    let horizon = workspace.horizon();
    let Some((name, days)) = settings.quarter_on(horizon) else { return };
    let (Some(from), Some(until)) = (days.from, days.until) else { return };
    if horizon < dates::shift(from, Goal::DAYS_OF_TALKS) {
        return;
    }
    // A goal of a quarter that doesn't exist may be meant for this one.
    let is_impossible = |goal: &Goal<'_>| goal.quarter.is_none_or(|name| settings.quarter(name).is_none());
    let with_goal = |name: &str| -> BTreeSet<_> {
        let of_quarter = goals.iter().filter(|goal| goal.is_of(name) || is_impossible(goal));
        of_quarter.filter_map(|goal| goal.person?.to).collect()
    };
    let now = with_goal(&name);
    let before = settings.quarter_on(dates::shift(from, -1)).map(|(name, _)| with_goal(&name));
    let is_asked =
        |person: &&Person<'_>| workspace.belongs(person, from) && workspace.belongs(person, horizon);
    let people: Vec<_> = workspace.people().iter().filter(is_asked).collect();
    let is_used_to_it = |person: &&&Person<'_>| {
        let number = &person.record.number;
        now.contains(number) || before.as_ref().is_some_and(|before| before.contains(number))
    };
    // Where only a few set goals, or nobody has for half a year, the others lack nothing.
    if people.iter().filter(is_used_to_it).count() * 2 < people.len() {
        return;
    }
    let away = LazyCell::new(|| workspace.away());
    for person in people.iter().filter(|person| !now.contains(&person.record.number)) {
        if !away.presence(person, from, until, &[]).is_half_or_less() {
            let message = format!("`{}` has no goal for {name}", person.record.id);
            findings.report(person.name, message);
        }
    }
}

const BAD: &str = r#"
#~ records/people/bill.toml
  name = "Bill"
#        ^^^^^^ `bill` has no goal for 2020-21 Q2
#- records/goals/2020-21-q2-ariel.toml
person = "ariel"
quarter = "2020-21 Q2"
statement = "Clara answers questions on storage alone"
#- records/goals/2020-21-q2-cindy.toml
person = "cindy"
quarter = "2020-21 Q2"
statement = "Finish the course on networks"
#- records/goals/2020-21-q2-clara.toml
person = "clara"
quarter = "2020-21 Q2"
statement = "Finish the course on storage"
#- records/goals/2020-21-q2-evan.toml
person = "evan"
quarter = "2020-21 Q2"
statement = "Say at each kick-off why the first thing comes first"
#- records/goals/2020-21-q2-holger.toml
person = "holger"
quarter = "2020-21 Q2"
statement = "Review with a newcomer once a week"
#- records/goals/2020-21-q2-mandy.toml
person = "mandy"
quarter = "2020-21 Q2"
statement = "Read a book on teams"
#- records/goals/2020-21-q2-petr.toml
person = "petr"
quarter = "2020-21 Q2"
statement = "Give a talk"
status = "dropped"
#- records/goals/2020-21-q2-tim.toml
person = "tim"
quarter = "2020-21 Q2"
statement = "Pair with Bill once a week"
#- records/goals/2020-21-q2-will.toml
person = "will"
quarter = "2020-21 Q2"
statement = "Talk with everybody once a week"
"#;

const MEND: &str = r#"
#- records/goals/2020-21-q2-bill.toml
person = "bill"
quarter = "2020-21 Q2"
statement = "Give a talk"
"#;

cases! { r#"
=== somebody who came during the quarter is not reported
#- bad
#~ records/people/bill.toml
- roles = [{ role = "engineer" }]
+ roles = [{ role = "engineer", from = 2020-10-19 }]

=== somebody who was away for most of the quarter is not reported
#- bad
#- records/absences/bill.toml
person = "bill"
from = 2020-08-01
until = 2020-11-22

=== a goal for a quarter that does not exist may be the one -> quarter-impossible
#- bad
#- records/goals/bill.toml
person = "bill"
quarter = "2020-22 Q2"
statement = "Give a talk"

=== where only a few people have goals, nobody is asked for one
#- records/goals/tim.toml
person = "tim"
quarter = "2020-21 Q2"
statement = "Pair"
status = "done"
"# }

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    #[test]
    fn what_most_people_had_in_the_last_quarter_is_expected_in_this_one() {
        let earlier = super::RULE
            .bad
            .replace("2020-21 Q2\"", "2020-21 Q1\"")
            .replace("statement", "status = \"done\"\nstatement")
            .replace("status = \"dropped\"\n", "");
        assert_eq!(findings(&earlier).len(), 10);
        assert_eq!(findings(&earlier.replace("2020-21 Q1\"", "2019-20 Q4\"")), []);
    }
}
