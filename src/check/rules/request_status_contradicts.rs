use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Request;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "request-status-contradicts",
    level: Level::Warning,
    subject: Subject::Inbound,
    summary: "a request's status says something else than its days",
    why: "Whoever looks for what is still open goes by the status, and the figures go by the days.",
    help: "write the status that it has by now, or take out the day",
    source: "PET Task Triage: a request is received, triaged, routed and done",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Request, check),
};

fn check(request: &Request<'_>, _: &View<'_>, findings: &mut Findings) {
    // Where no status is written, the days say how far it is.
    let Some(status) = *request.status else { return };
    let (id, place) = (&request.record.id, request.status);
    let finding = match (*request.resolved, request.triaged()) {
        (Some(day), _) if status != "done" => {
            findings.report(place, format!("`{id}` was resolved on {day}, and is `{status}`"))
        }
        (None, Some(day)) if status == "received" => {
            let message = format!("`{id}` went through triage on {day}, and is `received`");
            findings
                .report(place, message)
                .help("write `status = \"triaged\"`, or `routed` once it is with those who do it")
        }
        _ => return,
    };
    let since = request.resolved.known().or_else(|| request.triage?.on.known());
    finding.also(since.map_or(place.at, |since| since.at), "on this day");
}

const BAD: &str = r#"
#- records/requests/limits.toml
title = "Limits for commands"
source = "volunteer"
received = 2020-11-20
status = "routed"
#        ^^^^^^^^ `limits` was resolved on 2020-11-30, and is `routed`
acknowledged = 2020-11-23
resolved = 2020-11-30

[triage]
on = 2020-11-24
by = ["ariel", "evan"]
outcome = "clinic-ready"
route = "clinic-duty"
why = "It is small"
"#;

const MEND: &str = r#"
#~ records/requests/limits.toml
- status = "routed"
+ status = "done"
"#;

cases! { r#"
=== what went through triage is no longer only received
#- bad
- status = "routed"
+ status = "received"
#          ^^^^^^^^^^ `limits` went through triage on 2020-11-24, and is `received`
- resolved = 2020-11-30

=== what went through triage may be `triaged`
#- bad
- status = "routed"
+ status = "triaged"
- resolved = 2020-11-30
"# }
