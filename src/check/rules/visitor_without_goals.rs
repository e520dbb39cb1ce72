use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Sprint;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "visitor-without-goals",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a visit has its sprint and nobody says what it is for",
    why: "A visitor without a goal watches for two weeks and goes home; the team gave its time for nothing.",
    help: "write down in `goals` what the visit is to bring, for the visitor and for the team",
    source: "Taking part in Clinic Duty: the goals of visiting engineers",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, _: &View<'_>, findings: &mut Findings) {
    for visitor in sprint.teams.iter().flat_map(|team| &team.visiting) {
        let has_sprint = matches!(*visitor.state, Some("scheduled" | "active" | "done"));
        if has_sprint && visitor.at.list("goals").next().is_none() {
            findings.report(visitor.state, format!("the visit of `{}` has no goals", visitor.person.id()));
        }
    }
}

const BAD: &str = r#"
#- in visit
#~ records/sprints/2020-12-09.toml
  person = "kevin"
  state = "scheduled"
#         ^^^^^^^^^^^ the visit of `kevin` has no goals
- goals = ["Learn how tasks are triaged"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
+ goals = ["Learn how tasks are triaged"]
"#;

cases! { r#"
=== a visit that is not agreed on yet is not reported
#- bad
- state = "scheduled"
+ state = "approved"
- host = "mandy"
"# }
