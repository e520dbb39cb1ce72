use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::workspace::model::{Decision, Status};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "not-one-accountable",
    level: Level::Error,
    subject: Subject::Decisions,
    summary: "a decision that binds others doesn't have exactly one decider",
    why: "Others must know whose word it was; where several are accountable, or nobody is, nobody answers for it.",
    help: "name the one who is accountable in `deciders`, and the others in `consulted`",
    source: "Technical Decision Making Process: in the RACI of a decision exactly one is accountable",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Decision, check),
};

fn check(decision: &Decision<'_>, _: &View<'_>, findings: &mut Findings) {
    if decision.scope != Some("wide") || decision.is_imported {
        return;
    }
    let ids: Vec<&str> = decision.deciders.iter().map(|link| link.id()).collect();
    match (*decision.status, ids.len()) {
        (Some(Status::Accepted), 0) => {
            let message = "this decision binds others, is accepted, and has no decider";
            findings.report(decision.scope, message).help("name the one who is accountable in `deciders`");
        }
        (Some(Status::Accepted | Status::Proposed), 2..) => {
            let (count, ids) = (ids.len(), words::ids(&ids));
            findings.report(
                decision.deciders.at,
                format!("this decision binds others and has {count} deciders, {ids}"),
            );
        }
        _ => {}
    }
}

const BAD: &str = r#"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  title = "Run commands in Shellbox"
+ scope = "wide"
  decided = 2020-11-20
+ driver = "tim"
+ deciders = ["mandy", "will"]
#            ^^^^^^^^^^^^^^^^^ this decision binds others and has 2 deciders, `mandy` and `will`
+ consulted = ["architecture"]
+ informed = ["green"]
"#;

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
- deciders = ["mandy", "will"]
+ deciders = ["mandy"]
- consulted = ["architecture"]
+ consulted = ["architecture", "will"]
"#;

cases! { r#"
=== an accepted decision that nobody has decided is reported
#- bad
  scope = "wide"
#         ^^^^^^ this decision binds others, is accepted, and has no decider
- deciders = ["mandy", "will"]

=== a proposal has no decider yet
#- bad
- status = "accepted"
- decided = 2020-11-20
+ status = "proposed"
- deciders = ["mandy", "will"]

=== a team may decide together for itself
#- bad
- scope = "wide"
"# }
