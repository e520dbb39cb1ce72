use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::workspace::model::{Category, Request};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "unbreak-now-not-on-duty",
    level: Level::Error,
    subject: Subject::Inbound,
    summary: "an `unbreak-now` request wasn't sent to clinic duty at once",
    why: "Something is broken for everybody, and only clinic duty keeps itself free to mend it today.",
    help: "send it there: `outcome = \"clinic-ready\"` in its `triage`, or give it a lower priority and say why",
    source: "PET Task Triage: what is unbreak-now goes to the clinic duty board immediately",
    evidence: Evidence::Absent(&[kind::TEAM]),
    bad: BAD,
    mend: MEND,
    check: each!(Request, check),
};

fn check<'a>(request: &Request<'a>, workspace: &View<'a>, findings: &mut Findings) {
    if !request.is_unbreak_now() || request.is_turned_away() {
        return;
    }
    let Some(since) = since(request) else { return };
    let due = due(since, workspace.settings().whole("promises.unbreak-now-days").unwrap_or(1));
    // What was mended at once needed to go nowhere.
    if request.resolved.is_some_and(|day| day <= due) {
        return;
    }
    let id = &request.record.id;
    let Some(triage) = request.triage else {
        let place = request.priority;
        match *request.resolved {
            Some(day) => {
                let message =
                    format!("`{id}` was `unbreak-now` from {since} to {day} and never with clinic duty");
                findings.report(place, message);
            }
            None if !request.is_triaged() && workspace.horizon() > due => {
                let message =
                    format!("`{id}` has been `unbreak-now` since {since} and isn't with clinic duty");
                findings.report(place, message).level(Level::Warning);
            }
            _ => {}
        }
        return;
    };
    let Some(outcome) = *triage.outcome else { return };
    let is_with_duty = outcome == "clinic-ready"
        || triage.route.is_some_and(|route| workspace.category(route) == Some(Category::Duty));
    if !is_with_duty {
        let message = format!("`{id}` is `unbreak-now`, and triage sent it to `{outcome}`");
        findings.report(triage.outcome, message);
    } else if let Some(on) = triage.on.filter(|on| *on > due) {
        let message =
            format!("`{id}` has been `unbreak-now` since {since} and reached clinic duty only on {on}");
        findings.report(triage.on, message).help(
            "correct the date if it is wrong; otherwise find out why nobody saw it, and accept it with an ignore that \
             says so",
        );
    }
}

/// The day from which it can't wait: when it came in, or when it got that priority.
fn since(request: &Request<'_>) -> Option<Date> {
    let entries = request.record.root().list("priority-log");
    let raised = entries.filter(|entry| entry.str("to") == Some("unbreak-now")).filter_map(|e| e.date("on"));
    raised.last().max(*request.received)
}

/// The last day on which it is in time: `days` working days after `since`.
fn due(since: Date, days: i64) -> Date {
    let days = usize::try_from(days.clamp(0, 366)).unwrap_or_default();
    let mut working = dates::working_days(since, dates::shift(since, 800));
    working.nth(days).unwrap_or(Date::MAX)
}

const BAD: &str = r#"
#- records/requests/uploads-stop.toml
title = "Uploads stop halfway"
source = "volunteer"
received = 2020-11-23
priority = "unbreak-now"
status = "routed"
assignee = "petr"

[triage]
on = 2020-11-23
outcome = "backlog"
#         ^^^^^^^^^ `uploads-stop` is `unbreak-now`, and triage sent it to `backlog`
"#;

const MEND: &str = r#"
#~ records/requests/uploads-stop.toml
- assignee = "petr"
+ assignee = "ariel"
- on = 2020-11-23
+ on = 2020-11-24
- outcome = "backlog"
+ outcome = "clinic-ready"
"#;

cases! { r#"
=== a request that lies in the inbox is a warning, since it depends on the day
#- records/requests/uploads-stop.toml
title = "Uploads stop"
source = "volunteer"
received = 2020-11-25
priority = "unbreak-now"
#          ^^^^^^^^^^^^^ warning: `uploads-stop` has been `unbreak-now` since 2020-11-25 and isn't with clinic duty

=== a request that reached clinic duty late is reported
#- records/requests/uploads-stop.toml
title = "Uploads stop"
source = "volunteer"
received = 2020-11-13
priority = "unbreak-now"
assignee = "petr"
priority-log = [{ to = "high", on = 2020-11-13 }, { to = "unbreak-now", on = 2020-11-18 }]
triage = { on = 2020-11-23, outcome = "external-review", route = "clinic-duty" }
#               ^^^^^^^^^^ `uploads-stop` has been `unbreak-now` since 2020-11-18 and reached clinic duty only on 2020-11-23

=== a weekend does not count, and what was mended at once or turned away is not reported
#- records/requests/uploads-stop.toml
title = "Uploads stop"
source = "volunteer"
received = 2020-11-27
priority = "unbreak-now"
assignee = "petr"
triage = { on = 2020-11-30, outcome = "clinic-ready" }
#- records/requests/no-pages.toml
title = "No pages"
source = "volunteer"
received = 2020-11-20
priority = "unbreak-now"
status = "done"
resolved = 2020-11-20
#- records/requests/no-images.toml
title = "No images"
source = "volunteer"
received = 2020-11-20
priority = "unbreak-now"
triage = { on = 2020-11-20, outcome = "out-of-scope", why = "It is the browser's." }
#- records/requests/no-search.toml
title = "No search"
source = "volunteer"
received = 2020-11-20
priority = "unbreak-now"
resolved = 2020-11-20
triage = { on = 2020-11-20, outcome = "team-inbox", route = "green" }
"# }
