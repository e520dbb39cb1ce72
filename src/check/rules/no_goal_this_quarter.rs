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

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    fn found(rest: &str) -> Vec<String> {
        let example = super::RULE.bad.replace("#      ^^^^^^ `bill` has no goal for 2020-21 Q2\n", "");
        findings(&format!("{example}{rest}")).into_iter().map(|found| found.path).collect()
    }

    #[test]
    fn guests_and_those_who_came_later_or_are_away_are_not_asked() {
        assert_eq!(found(""), ["records/people/bill.toml"]);
        for rest in [
            "#- records/people/bill.toml\nname = \"Bill\"\nroles = [{ role = \"engineer\", from = 2020-10-19 }]\n",
            "#- records/absences/bill.toml\nperson = \"bill\"\nfrom = 2020-08-01\nuntil = 2020-11-22\n",
        ] {
            assert_eq!(found(rest), [""; 0], "{rest}");
        }
    }

    #[test]
    fn a_goal_of_a_quarter_that_does_not_exist_may_be_the_one() {
        let goal = "#- records/goals/bill.toml\nperson = \"bill\"\nquarter = \"2020-22 Q2\"\nstatement = \"Give a talk\"\n";
        assert_eq!(found(goal), ["records/goals/bill.toml"]);
    }

    #[test]
    fn what_most_did_in_the_last_quarter_is_asked_for_and_what_a_few_do_is_not() {
        let earlier = super::RULE
            .bad
            .replace("2020-21 Q2\"", "2020-21 Q1\"")
            .replace("statement", "status = \"done\"\nstatement");
        assert_eq!(findings(&earlier.replace("status = \"dropped\"\n", "")).len(), 10);
        let long_ago = earlier.replace("2020-21 Q1\"", "2019-20 Q4\"");
        assert_eq!(findings(&long_ago.replace("status = \"dropped\"\n", "")), []);
        let one =
            "#- records/goals/tim.toml\nperson = \"tim\"\nquarter = \"2020-21 Q2\"\nstatement = \"Pair\"\n";
        assert_eq!(findings(&format!("{one}status = \"done\"\n")), []);
    }
}
