use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{At, Request};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "request-days-out-of-order",
    level: Level::Error,
    subject: Subject::Inbound,
    summary: "something was done about a request before it came in",
    why: "How long requests wait is reckoned from these days; one that is out of order spoils the figure for all.",
    help: "correct the day; nothing happens to a request before it is `received`",
    source: "Clinic Duty Stats: waiting times",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Request, check),
};

fn check(request: &Request<'_>, _: &View<'_>, findings: &mut Findings) {
    let Some(received) = *request.received else { return };
    let waiting = request.record.root().get("waiting-for").map(|waiting| At::date(waiting, "since"));
    let days = [
        (Some(request.acknowledged), "was acknowledged"),
        (request.triage.map(|triage| triage.on), "went through triage"),
        (Some(request.resolved), "was resolved"),
        (waiting, "has waited for others since"),
    ];
    let days = days.into_iter().filter_map(|(day, words)| Some((day?.known()?, words)));
    // Where several are early it is the first day that is wrong, so one finding will do.
    let Some((at, words)) = { days }.find(|(day, _)| **day < received) else { return };
    let finding =
        findings.report(at, format!("`{}` {words} before it came in, on {received}", request.record.id));
    finding.also(request.received, "when it came in");
}

const BAD: &str = r#"
#- records/requests/limits.toml
title = "Limits for commands"
source = "volunteer"
received = 2020-11-30
acknowledged = 2020-11-03
#              ^^^^^^^^^^ `limits` was acknowledged before it came in, on 2020-11-30
"#;

const MEND: &str = r"
#~ records/requests/limits.toml
- acknowledged = 2020-11-03
+ acknowledged = 2020-11-30
";

cases! { r#"
=== of several days the first is reported
#- bad
- acknowledged = 2020-11-03
+ status = "done"
+ resolved = 2020-11-04
+
+ [triage]
+ on = 2020-11-03
#      ^^^^^^^^^^ `limits` went through triage before it came in, on 2020-11-30
+ by = ["ariel", "evan"]
+ outcome = "declined"
+ why = "no"

=== everything may happen on one day
#- bad
- acknowledged = 2020-11-03
+ acknowledged = 2020-11-30
+ resolved = 2020-11-30
+ status = "done"
+ triage = { on = 2020-11-30, by = ["ariel", "evan"], outcome = "declined", why = "no" }
"# }
