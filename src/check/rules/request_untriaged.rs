use super::yields::Yields;
use super::{
    Check, Evidence, Findings, Rule, Subject, View, in_sprint_untriaged, kind, triage_without_outcome,
};
use crate::base::dates;
use crate::workspace::model::Request;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "request-untriaged",
    level: Level::Warning,
    subject: Subject::Inbound,
    summary: "a request has waited for triage longer than the team promises",
    why: "Whoever asked was told that somebody would look at it, and doesn't know whether anybody has.",
    help: "go through it in the next meeting, and say under `triage` what was decided",
    source: "PET Task Triage: every week the meeting empties the inbox",
    evidence: Evidence::Absent(&[kind::TRIAGE_MEETING]),
    bad: BAD,
    mend: MEND,
    check: each!(Request, check),
};

pub(super) static YIELDS_TO: &[Yields] =
    &[Yields::at_value(&[&in_sprint_untriaged::RULE]), Yields::in_record(&[&triage_without_outcome::RULE])];

fn check(request: &Request<'_>, workspace: &View<'_>, findings: &mut Findings) {
    // What can't wait has a rule of its own.
    if request.is_triaged() || request.is_unbreak_now() {
        return;
    }
    let (record, root) = (request.record, request.record.root());
    let Some(received) = *request.received else { return };
    let due = dates::shift(received, workspace.settings().whole("promises.triage-days").unwrap_or(7));
    if workspace.horizon() <= due || root.get("duplicate-of").is_some() || root.get("initiative").is_some() {
        return;
    }
    findings.report(
        request.received,
        format!("`{}` came in on {received} and hasn't been through triage", record.id),
    );
}

const BAD: &str = r#"
#- records/requests/dark-pages.toml
title = "Pages for dark rooms"
source = "third-party"
received = 2020-11-20
#          ^^^^^^^^^^ `dark-pages` came in on 2020-11-20 and hasn't been through triage
"#;

const MEND: &str = r#"
#~ records/requests/dark-pages.toml
+
+ [triage]
+ on = 2020-11-26
+ outcome = "backlog"
"#;

cases! { r#"
=== one that a meeting went through lacks what it decided -> triage-without-outcome
#- bad
#- records/triage-meetings/2020-11-26.toml
on = 2020-11-26
facilitator = "evan"
attended = ["ariel", "will"]
reviewed = ["dark-pages"]

=== one that a sprint works on is reported there -> in-sprint-untriaged
#- bad
#- records/tasks/dark-colours.toml
title = "Choose dark colours"
request = "dark-pages"
#~ records/sprints/2020-11-25.toml
  members = ["ariel", "clara", "holger"]
+ work = ["dark-colours"]

=== a request that came in a week ago is not reported
#- bad
#~ records/requests/dark-pages.toml
- received = 2020-11-20
+ received = 2020-11-24

=== a request that came in a week and a day ago is reported -> request-untriaged
#- bad
#~ records/requests/dark-pages.toml
- received = 2020-11-20
+ received = 2020-11-23

=== a request that was answered is not reported
#- bad
#~ records/requests/dark-pages.toml
+ status = "done"

=== a request that is kept elsewhere is not reported
#- bad
#~ records/requests/dark-pages.toml
+ initiative = "api-portal"
"# }
