use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::base::words;
use crate::workspace::model::Goal;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "goal-kind-missing",
    level: Level::Warning,
    subject: Subject::Goals,
    summary: "somebody's goals for the quarter leave out a kind that everybody has",
    why: "Goals are there both to support others and to grow oneself; one of the two is easily forgotten.",
    help: "add a goal of that kind, or say under `kind` which of the goals it is",
    source: "Platform Engineering Team page, Individual Goals: to support other team members and their own professional development",
    evidence: Evidence::Absent(&[kind::GOAL]),
    bad: BAD,
    mend: MEND,
    check: each!(Goal, check),
};

fn check(goal: &Goal<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let wanted = workspace.settings().list("goals.each-quarter");
    let (Some(name), Some(person), false) = (*goal.quarter, goal.person, wanted.is_empty()) else { return };
    let Some(owner) = person.to else { return };
    // What was left out in an earlier quarter can't be made up for.
    let horizon = workspace.horizon();
    let from =
        workspace.settings().quarter(name).filter(|days| days.contains(horizon)).and_then(|days| days.from);
    if from.is_none_or(|from| horizon < dates::shift(from, Goal::DAYS_OF_TALKS)) {
        return;
    }
    let is_beside =
        |other: &&Goal<'_>| other.is_of(name) && other.person.and_then(|link| link.to) == Some(owner);
    let mut set = workspace
        .naming_of(owner, &[kind::GOAL])
        .filter_map(|record| workspace.goal(record.number))
        .filter(is_beside)
        .peekable();
    // It is told once, at the first of them.
    if set.peek().is_none_or(|first| first.record.number != goal.record.number) {
        return;
    }
    let set: Vec<&Goal<'_>> = set.collect();
    let lacks = |kind: &&str| !set.iter().any(|goal| goal.kind == Some(*kind));
    let missing: Vec<_> = wanted.into_iter().filter(lacks).collect();
    if missing.is_empty() {
        return;
    }
    let kinds = words::ids(&missing);
    let finding = findings
        .report(goal.quarter, format!("`{}` has no goal of the kind {kinds} for {name}", person.id()));
    for unsaid in set.iter().filter(|goal| goal.kind.is_none()) {
        let root = unsaid.record.root();
        finding.also(root.get("statement").unwrap_or(root), "this one doesn't say its kind");
    }
}

const BAD: &str = r#"
#~ teambook.toml
+ [goals]
+ each-quarter = ["support-others", "professional-development"]
#- records/goals/2020-21-q2-petr.toml
person = "petr"
quarter = "2020-21 Q2"
#         ^^^^^^^^^^^^ `petr` has no goal of the kind `professional-development` for 2020-21 Q2
statement = "Two colleagues can build pages alone"
kind = "support-others"
"#;

const MEND: &str = r#"
#- records/goals/2020-21-q2-petr-2.toml
person = "petr"
quarter = "2020-21 Q2"
statement = "Speak at a conference"
kind = "professional-development"
"#;

cases! { r#"
=== an earlier quarter is not reported
#- bad
#~ records/goals/2020-21-q2-petr.toml
- quarter = "2020-21 Q2"
+ quarter = "2021-22 Q1"

=== where the settings expect no kinds, nothing is reported
#- bad
#~ teambook.toml
- [goals]
- each-quarter = ["support-others", "professional-development"]
"# }
