use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::words;
use crate::record::Value;
use crate::workspace::model::{At, Decision, Link, Roadmap, Status};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "question-without-decision",
    level: Level::Warning,
    subject: Subject::Decisions,
    summary: "a technical question that blocks work has nobody who sees to it, or no answer in time",
    why: "The initiatives wait for it, or go ahead and find out later that they went the wrong way.",
    help: "name an `owner`, and the `decision` once one is being written",
    source: "Platform Evolution, Roadmap: major technical questions that can block the work are listed and answered",
    evidence: Evidence::Absent(&[kind::ROADMAP]),
    bad: BAD,
    mend: MEND,
    check: each!(Roadmap, check),
};

fn check<'a>(roadmap: &Roadmap<'a>, workspace: &View<'a>, findings: &mut Findings) {
    for question in &roadmap.questions {
        let waiting = waiting(*question, workspace);
        if waiting.is_empty() {
            continue;
        }
        let decision = match question.get("decision") {
            None => None,
            // What names no decision is told of as that.
            Some(at) => match workspace.link(at).and_then(|link| workspace.decision(link)) {
                Some(decision) => Some(decision),
                None => continue,
            },
        };
        let Some((at, what, help)) = fault(*question, decision, workspace) else { continue };
        // What an earlier roadmap left open is the latest one's to answer.
        let latest = workspace.roadmaps().last().map(|latest| latest.record.number);
        if latest != Some(roadmap.record.number) {
            return;
        }
        let verb = if waiting.len() == 1 { "waits" } else { "wait" };
        let message = format!("{} {verb} for an answer to this, and {what}", words::ids(&waiting));
        findings.report(at, message).help(help);
    }
}

/// The initiatives that the question blocks and that aren't over.
fn waiting<'a>(question: Value<'a>, workspace: &View<'a>) -> Vec<&'a str> {
    let is_waiting =
        |link: &Link<'a>| workspace.initiative(*link).is_some_and(|initiative| !initiative.is_over());
    let blocked = question.list("blocks").filter_map(|at| workspace.link(at));
    blocked.filter(is_waiting).map(Link::id).collect()
}

/// What is wrong with how the question is seen to, where, and what to do.
fn fault<'a>(
    question: Value<'a>,
    decision: Option<&Decision<'_>>,
    workspace: &View<'_>,
) -> Option<(Value<'a>, String, &'static str)> {
    let needed = At::date(question, "needed-by").known();
    let overdue = || needed.filter(|day| **day < workspace.horizon());
    let place = question.get("question").unwrap_or(question);
    let name = decision.map(|decision| &decision.record.id);
    match (decision.and_then(|decision| *decision.status), name) {
        (Some(Status::Accepted), _) => None,
        (Some(status @ (Status::Rejected | Status::Withdrawn | Status::Retired)), Some(name)) => {
            let how = match status {
                Status::Rejected => "rejected",
                Status::Withdrawn => "withdrawn",
                _ => "retired",
            };
            Some((
                question.get("decision").unwrap_or(place),
                format!("`{name}` was {how}"),
                "name the decision that answers it instead",
            ))
        }
        (_, Some(name)) => {
            // Where the decision has a day of its own, that one is told of there.
            let has_day = decision.is_some_and(|decision| decision.decide_by.is_some());
            let At { value: day, at } = overdue().filter(|_| !has_day)?;
            let help = "take the decision, or agree on another day in `needed-by`";
            Some((at, format!("`{name}` hasn't given one by {day}"), help))
        }
        (_, None) => match overdue() {
            Some(At { value: day, at }) => {
                let help = "name the decision in `decision` once one is being written, or another day in `needed-by`";
                Some((at, format!("there is no decision by {day}"), help))
            }
            None => {
                (question.get("owner").is_none()).then(|| (place, "nobody sees to it".to_owned(), RULE.help))
            }
        },
    }
}

const BAD: &str = r#"
#- records/roadmaps/2020-21-q2.toml
title = "Roadmap for the second quarter of 2020-21"
as-of = 2020-11-16
goals = ["Four new services"]

[[questions]]
question = "Who may start a process?"
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^ `shellbox` waits for an answer to this, and nobody sees to it
blocks = ["shellbox"]
"#;

const MEND: &str = r#"
#~ records/roadmaps/2020-21-q2.toml
+ owner = "tim"
+ needed-by = 2020-12-14
"#;

cases! { r#"
=== a question without a decision by its day is reported
#- bad
+ owner = "tim"
+ needed-by = 2020-11-27
#             ^^^^^^^^^^ `shellbox` waits for an answer to this, and there is no decision by 2020-11-27

=== a decision that is accepted answers
#- bad
#- in decision
#~ records/roadmaps/2020-21-q2.toml
+ owner = "tim"
+ decision = "0001-run-commands-in-shellbox"
+ needed-by = 2020-11-27

=== a decision that is still proposed on that day is no answer
#- above
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "accepted"
- decided = 2020-11-20
+ status = "proposed"
#~ records/roadmaps/2020-21-q2.toml
  needed-by = 2020-11-27
#             ^^^^^^^^^^ `shellbox` waits for an answer to this, and `0001-run-commands-in-shellbox` hasn't given one by 2020-11-27

=== a decision that was rejected is no answer
#- above
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "accepted"
+ status = "rejected"
#~ records/roadmaps/2020-21-q2.toml
  decision = "0001-run-commands-in-shellbox"
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `shellbox` waits for an answer to this, and `0001-run-commands-in-shellbox` was rejected

=== a question that blocks nothing is not reported
#- bad
- blocks = ["shellbox"]
+ blocks = []

=== a question of an earlier roadmap is not reported
#- bad
#- records/roadmaps/2020-11-23.toml
title = "Roadmap"
as-of = 2020-11-23
goals = ["Four new services"]
"# }
