use super::decision_superseded_in_use::superseded_by;
use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::workspace::model::{Decision, Status};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-revisit-due",
    level: Level::Warning,
    subject: Subject::Decisions,
    summary: "the day has passed on which to ask whether a decision still holds",
    why: "It was taken on what was known then; the day was set because that was expected to change.",
    help: "ask whether it still holds; write the answer under `audit`, supersede it, or set another day in `review-by`",
    source: "Technical decision making: a decision is raised, decided, published and revisited",
    evidence: Evidence::Absent(&[kind::DECISION]),
    bad: BAD,
    mend: MEND,
    check: each!(Decision, check),
};

fn check(decision: &Decision<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !matches!(*decision.status, Some(Status::Accepted | Status::Deferred)) {
        return;
    }
    let audited = decision.record.root().list("audit").filter_map(|audit| audit.date("on")).max();
    let (at, due, message) = if let Some(day) = *decision.review_by {
        if audited.is_some_and(|on| day <= on) {
            return;
        }
        (decision.review_by, day, format!("this decision was to be looked at again by {day}"))
    } else {
        let months = workspace.settings().whole("promises.decision-months");
        let (Some(months), Some(decided)) = (months, *decision.decided) else { return };
        let last = audited.map_or(decided, |on| on.max(decided));
        let message = if last == decided {
            format!("this decision was taken on {decided} and hasn't been looked at since")
        } else {
            format!("this decision was last looked at on {last}")
        };
        (decision.decided, dates::shift_months(last, months), message)
    };
    if due < workspace.horizon() && superseded_by(decision, workspace).is_none() {
        findings.report(at, message);
    }
}

const BAD: &str = r"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- decided = 2020-11-20
+ decided = 2020-02-17
+ review-by = 2020-11-16
#             ^^^^^^^^^^ this decision was to be looked at again by 2020-11-16
";

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
  review-by = 2020-11-16
+ audit = [{ on = 2020-11-18, result = "kept" }]
"#;

cases! { r"
=== a workspace may set a time after which every decision is to be looked at again
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- decided = 2020-11-20
+ decided = 2019-11-11
#           ^^^^^^^^^^ this decision was taken on 2019-11-11 and hasn't been looked at since
#~ teambook.toml
+ [promises]
+ decision-months = 12

=== without such a setting age alone is not reported
#- above
- decision-months = 12

=== a superseded decision need not be looked at again
#- in superseded-decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- decided = 2020-11-20
+ decided = 2020-02-17
+ review-by = 2020-11-16
" }
