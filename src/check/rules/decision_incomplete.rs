use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::record::sections;
use crate::workspace::model::{Decision, Status};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-incomplete",
    level: Level::Error,
    subject: Subject::Decisions,
    summary: "a decision is accepted and doesn't say what was decided, when, why, or what else was considered",
    why: "Once accepted it is history and isn't rewritten; whoever asks later finds only what stands here.",
    help: "add what it lacks, or leave it `proposed` until that is known",
    source: "Documentation/Decision records: context, options considered, decision, consequences",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Decision, check),
};

fn check(decision: &Decision<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !(decision.status == Some(Status::Accepted)) {
        return;
    }
    let lacks = lacks(workspace, decision);
    if !lacks.is_empty() {
        findings
            .report(decision.status, format!("this decision is accepted and lacks {}", words::list(&lacks)));
    }
}

/// What an accepted decision lacks, in words.
fn lacks(workspace: &View<'_>, decision: &Decision<'_>) -> Vec<String> {
    let mut lacks = Vec::new();
    if decision.decided.is_none() {
        lacks.push("the day it was decided".to_owned());
    }
    match decision.options.len() {
        0 => lacks.push("its options".to_owned()),
        1 => lacks.push("a second option".to_owned()),
        _ => {}
    }
    let is_chosen = decision.options.iter().any(|option| option.outcome == Some("chosen"));
    if !decision.options.is_empty() && !is_chosen {
        lacks.push("a chosen option".to_owned());
    }
    let sections = sections(decision.record);
    let headings = workspace.kind(decision.record).map_or(&[][..], |kind| &kind.headings);
    let is_written = |heading: &str| {
        let is = |title: &str| title.trim().trim_end_matches(':').eq_ignore_ascii_case(heading);
        sections.iter().any(|section| is(&section.title) && !section.is_empty)
    };
    let unwritten = headings.iter().filter(|heading| !is_written(heading));
    lacks.extend(unwritten.map(|heading| format!("its section {heading}")));
    lacks
}

const BAD: &str = r#"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  status = "accepted"
#          ^^^^^^^^^^ this decision is accepted and lacks the day it was decided and a second option
- decided = 2020-11-20
- options = [
-     { id = "shellbox", title = "A service of its own", outcome = "chosen" },
-     { id = "as-before", title = "The application servers, as before", outcome = "rejected" },
- ]
+ options = [{ id = "shellbox", title = "A service of its own", outcome = "chosen" }]
"#;

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
- options = [{ id = "shellbox", title = "A service of its own", outcome = "chosen" }]
+ decided = 2020-11-20
+ options = [
+     { id = "shellbox", title = "A service of its own", outcome = "chosen" },
+     { id = "as-before", title = "The application servers, as before", outcome = "rejected" },
+ ]
"#;

cases! { r#"
=== options of which none is chosen, and a section without words, are reported
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  status = "accepted"
#          ^^^^^^^^^^ this decision is accepted and lacks a chosen option and its section Consequences
- options = [
-     { id = "shellbox", title = "A service of its own", outcome = "chosen" },
-     { id = "as-before", title = "The application servers, as before", outcome = "rejected" },
- ]
+ options = [{ id = "shellbox", title = "A service" }, { id = "as-before", title = "As before" }]
- There is one more service to run.

=== an unfinished proposal is not reported
#- in proposal
"# }
