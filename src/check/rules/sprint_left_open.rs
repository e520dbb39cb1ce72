use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Sprint;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "sprint-left-open",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a sprint isn't closed, and a later one runs already",
    why: "What was done stays open, may still be edited, and is counted as work in hand.",
    help: "write what was done, and `state = \"closed\"`",
    source: "Platform Engineering Team page, Sprint Work: one sprint follows the other",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let Some(state) = sprint.state.filter(|_| !sprint.is_closed() && sprint.length() > 0) else { return };
    let days = workspace.sprint_days();
    let next = days.partition_point(|(days, _)| days.start <= sprint.end);
    let Some(later) = days.get(next).and_then(|(_, id)| workspace.sprint(*id)) else { return };
    if let Some(begun @ ("active" | "closed")) = *later.state {
        let message =
            format!("this sprint is `{state}`, and the one of {} is `{begun}` already", later.start);
        findings.report(sprint.state, message).also(later.state, "the later one");
    }
}

const BAD: &str = r#"
#- in next-sprints
#~ records/sprints/2020-12-09.toml
  work-only = true
+ state = "active"
#         ^^^^^^^^ this sprint is `active`, and the one of 2020-12-23 is `active` already
#~ records/sprints/2020-12-23.toml
  work-only = true
+ state = "active"
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- state = "active"
+ state = "closed"
"#;

cases! { r#"
=== a sprint that still runs is not reported where the next is planned
#- bad
#~ records/sprints/2020-12-09.toml
- state = "active"
+ state = "planned"
#~ records/sprints/2020-12-23.toml
- state = "active"
+ state = "planned"
"# }
