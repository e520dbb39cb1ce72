use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::workspace::model::Goal;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "goal-open-after-quarter",
    level: Level::Warning,
    subject: Subject::Goals,
    summary: "a goal's quarter is over, and nothing says what came of it",
    why: "A goal that is never looked back on teaches nothing, and the next one is set without it.",
    help: "give it its last word: `done`, `partly-done`, `postponed` or `dropped`, and say in `review` how it went",
    source: "Platform Engineering Team page, Individual Goals: goals are set each quarter, and looked back on at its end",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Goal, check),
};

fn check(goal: &Goal<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let Some(name) = goal.quarter.filter(|_| goal.is_open()) else { return };
    let Some(end) = workspace.settings().quarter(name).and_then(|days| days.until) else { return };
    if workspace.horizon() <= dates::shift(end, Goal::DAYS_OF_TALKS) {
        return;
    }
    // Whoever left in the meantime can't look back on it here.
    let owner = goal.person.and_then(|link| workspace.person(link));
    if owner.is_some_and(|person| person.active.until.is_some_and(|last| last < workspace.horizon())) {
        return;
    }
    let place = goal.status.known().map_or(goal.quarter.at, |status| status.at);
    findings.report(place, format!("this goal was for {name}, which ended on {end}, and is still open"));
}

const BAD: &str = r#"
#- records/goals/2019-20-q4-petr.toml
person = "petr"
quarter = "2019-20 Q4"
statement = "Give a talk"
status = "in-progress"
#        ^^^^^^^^^^^^^ this goal was for 2019-20 Q4, which ended on 2020-06-30, and is still open
"#;

const MEND: &str = r#"
#~ records/goals/2019-20-q4-petr.toml
- status = "in-progress"
+ status = "postponed"
"#;

cases! { r#"
=== an open goal of somebody who has left is not reported
#- bad
#~ records/people/petr.toml
+ active = { until = 2020-07-31 }
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "holger"]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara"]
#- records/rotations/clinic-duty.toml (removed)
"# }
