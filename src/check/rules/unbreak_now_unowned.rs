use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::Request;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "unbreak-now-unowned",
    level: Level::Warning,
    subject: Subject::Inbound,
    summary: "an `unbreak-now` request is with the team, and nobody looks after it",
    why: "What everybody on duty could take, each may think another has taken.",
    help: "name in `assignee` who looks after it until it is done",
    source: "PET Clinic Duty: unbreak-now tasks are the first duty of those on it",
    evidence: Evidence::Absent(&[kind::TASK]),
    bad: BAD,
    mend: MEND,
    check: each!(Request, check),
};

fn check(request: &Request<'_>, workspace: &View<'_>, findings: &mut Findings) {
    // Before triage it is nobody's yet; that triage is late is told as such.
    let is_waited_for = request.triage.is_some() && !request.is_over() && !request.is_turned_away();
    let (id, root) = (&request.record.id, request.record.root());
    if !request.is_unbreak_now() || !is_waited_for || root.get("assignee").is_some() {
        return;
    }
    let mut tasks = workspace.naming_of(request.record.number, &[kind::TASK]);
    if !tasks.any(|task| task.root().get("assignee").is_some()) {
        let place = root.get("priority").unwrap_or(root);
        findings.report(place, format!("`{id}` is `unbreak-now`, and nobody looks after it"));
    }
}

const BAD: &str = r#"
#- records/requests/uploads-stop.toml
title = "Uploads stop halfway"
source = "volunteer"
received = 2020-11-30
priority = "unbreak-now"
#          ^^^^^^^^^^^^^ `uploads-stop` is `unbreak-now`, and nobody looks after it

[triage]
on = 2020-11-30
outcome = "clinic-ready"
"#;

const MEND: &str = r#"
#~ records/requests/uploads-stop.toml
  priority = "unbreak-now"
+ assignee = "ariel"
"#;

cases! { r#"
=== a request whose task has an assignee is not reported
#- bad
#- records/tasks/mend-uploads.toml
title = "Mend uploads"
request = "uploads-stop"
assignee = "ariel"

=== a request that is done is not reported
#- bad
#~ records/requests/uploads-stop.toml
  received = 2020-11-30
+ resolved = 2020-11-30
"# }
