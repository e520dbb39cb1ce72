use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::Task;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "in-sprint-untriaged",
    level: Level::Warning,
    subject: Subject::Inbound,
    summary: "a sprint works on a request that hasn't been through triage",
    why: "Nobody has weighed it against what else waits, and it takes the place of something that was.",
    help: "go through the request first, and say under its `triage` what was decided",
    source: "PET Task Process: a request from outside is accepted in triage before it is scheduled",
    evidence: Evidence::Absent(&[kind::REQUEST]),
    bad: BAD,
    mend: MEND,
    check: each!(Task, check),
};

fn check(task: &Task<'_>, workspace: &View<'_>, findings: &mut Findings) {
    // What can't wait is worked on before anybody meets.
    let request = task.request.and_then(|link| workspace.request(link));
    let Some(request) = request.filter(|request| !request.is_triaged() && !request.is_unbreak_now()) else {
        return;
    };
    let places = workspace.naming_of(task.record.number, &[kind::SPRINT]).filter_map(|sprint| {
        let sprint = workspace.sprint(sprint.number)?;
        let work = sprint.teams.iter().flat_map(|team| &team.work);
        let work = work.copied().find(|work| work.to == Some(task.record.number))?;
        Some((sprint.start, work.at))
    });
    // Carried from sprint to sprint it is one fault, told where it is worked on last.
    if let Some((_, at)) = places.max_by_key(|(start, at)| (*start, at.number())) {
        let (id, request_id) = (&task.record.id, &request.record.id);
        findings
            .report(
                at,
                format!("`{id}` came of the request `{request_id}`, which hasn't been through triage"),
            )
            .also(request.received, "it came in then");
    }
}

const BAD: &str = r#"
#- records/requests/dark-pages.toml
title = "Pages for dark rooms"
source = "third-party"
received = 2020-11-20
#- records/tasks/dark-colours.toml
title = "Colours for dark rooms"
request = "dark-pages"
description = "Colours that don't dazzle."
acceptance = ["Nothing on the page is brighter than its text"]
testing = ["Look at ten pages in a dark room"]
points = 3
priority = "medium"
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
team = [{ team = "clinic-duty", work = ["dark-colours"] }]
#                                       ^^^^^^^^^^^^^^ `dark-colours` came of the request `dark-pages`, which hasn't been through triage
"#;

const MEND: &str = r#"
#~ records/requests/dark-pages.toml
+ triage = { on = 2020-11-26, outcome = "clinic-ready" }
"#;

cases! { r#"
=== a request that can't wait is not reported
#- bad
#~ records/requests/dark-pages.toml
- received = 2020-11-20
+ received = 2020-12-01
+ priority = "unbreak-now"

=== a task in no sprint is not reported
#- bad
#~ records/requests/dark-pages.toml
- received = 2020-11-20
+ received = 2020-11-30
#- records/sprints/2020-12-09.toml (removed)
"# }
