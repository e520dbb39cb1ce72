use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::record::Record;
use crate::workspace::model::{At, Request, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "blocked-and-forgotten",
    level: Level::Warning,
    subject: Subject::Inbound,
    summary: "something waits for others, and nobody has asked about it for long",
    why: "What is blocked from outside moves only if somebody asks; the others may not know that we wait.",
    help: "ask, and write the day in `asked`; take `waiting-for` out if the wait is over",
    source: "PET Task Triage: the meeting goes through what is externally blocked",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::REQUEST, kind::TASK], check),
};

fn check<'a>(record: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
    let root = record.root();
    let Some(wait) = root.get("waiting-for") else { return };
    let is_over = match record.kind {
        Some(kind::TASK) => is_closed(root.str("status")),
        _ => workspace.request(record.number).is_none_or(Request::is_over),
    };
    let Some(since) = At::date(wait, "since").known().filter(|_| !is_over) else { return };
    let asked = At::date(wait, "asked").known().filter(|asked| **asked > *since);
    let last = asked.unwrap_or(since);
    let days = workspace.settings().whole("promises.blocked-days").unwrap_or(30);
    if workspace.horizon() <= dates::shift(*last, days) {
        return;
    }
    let id = &record.id;
    let mut message = format!("`{id}` has waited since {}, and nobody has asked about it", *since);
    if asked.is_some() {
        message += &format!(" since {}", *last);
    }
    let finding = findings.report(last, message);
    if let Some(team) = wait.str("team") {
        finding.help(format!(
            "ask `{team}`, and write the day in `asked`; take `waiting-for` out if the wait is over"
        ));
    }
}

const BAD: &str = r#"
#- records/requests/map-licence.toml
title = "May we show these maps"
source = "other-team"
received = 2020-10-05
triage = { on = 2020-10-08, outcome = "externally-blocked" }
waiting-for = { what = "An answer about the licence", since = 2020-10-08 }
#                                                             ^^^^^^^^^^ `map-licence` has waited since 2020-10-08, and nobody has asked about it
"#;

const MEND: &str = r#"
#~ records/requests/map-licence.toml
- waiting-for = { what = "An answer about the licence", since = 2020-10-08 }
+ waiting-for = { what = "An answer about the licence", since = 2020-10-08, asked = 2020-11-12 }
"#;

cases! { r#"
=== a task that is done is not reported
#- bad
#~ records/requests/map-licence.toml
+ status = "done"

=== a task that somebody last asked about long ago is reported
#- records/requests/map-licence.toml
title = "May we show these maps"
source = "other-team"
received = 2020-09-01
triage = { on = 2020-09-02, outcome = "backlog" }
#- records/tasks/ask-for-the-licence.toml
title = "Ask for the licence"
request = "map-licence"
status = "stalled"
waiting-for = { what = "An answer", team = "architecture", since = 2020-09-08, asked = 2020-10-12 }
#                                                                                      ^^^^^^^^^^ `ask-for-the-licence` has waited since 2020-09-08, and nobody has asked about it since 2020-10-12
"# }
