use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::workspace::model::{Decision, Status};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-pending-long",
    level: Level::Warning,
    subject: Subject::Decisions,
    summary: "a decision is proposed and should have been taken by now",
    why: "While it is open, work either waits for it or goes ahead without it.",
    help: "take the decision; or agree on another day in `decide-by`, or give it the status `deferred` or `withdrawn`",
    source: "Technical Decision Making Process: a week for the problem, a week for the forum's answer, then the decision",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Decision, check),
};

fn check(decision: &Decision<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if decision.status != Some(Status::Proposed) {
        return;
    }
    if let Some(day) = *decision.decide_by {
        if day < workspace.horizon() {
            let message = format!("this decision was to be taken by {day} and is still `proposed`");
            findings.report(decision.decide_by, message);
        }
        return;
    }
    let days = workspace.settings().whole("promises.decision-days").unwrap_or(60);
    let mut history = decision.history.iter();
    let Some(entry) = history.rfind(|entry| entry.status == Some(Status::Proposed)) else { return };
    let since = *entry.on;
    // Those who were asked for comments have their time.
    let until = dates::shift(since, days).max(decision.record.root().date("comments-by").unwrap_or(since));
    if until < workspace.horizon() {
        let message = format!("this decision has been `proposed` since {since}");
        findings.report(entry.on, message);
    }
}

const BAD: &str = r#"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "accepted"
- decided = 2020-11-20
+ status = "proposed"
+ decide-by = 2020-11-27
#             ^^^^^^^^^^ this decision was to be taken by 2020-11-27 and is still `proposed`
+ driver = "tim"
"#;

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "proposed"
+ status = "deferred"
"#;

cases! { r#"
=== without a day for it, a decision that has been proposed for months is reported
#- bad
- decide-by = 2020-11-27
- driver = "tim"
+ history = [{ status = "draft", on = 2020-05-04 }, { status = "proposed", on = 2020-09-21 }]
#                                                                               ^^^^^^^^^^ this decision has been `proposed` since 2020-09-21

=== a decision is not reported while comments are welcome
#- above
  status = "proposed"
+ comments-by = 2020-12-04

=== a proposal of unknown age is not reported
#- bad
- decide-by = 2020-11-27
"# }
