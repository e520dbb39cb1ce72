use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Decision, Status};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "wide-decision-unreviewed",
    level: Level::Warning,
    subject: Subject::Decisions,
    summary: "a decision that binds others was accepted without asking or telling them",
    why: "Those who must live with it learn of it when it is too late to say what it breaks.",
    help: "name in `consulted` who was asked, the forum among them, and in `informed` who was told",
    source: "Technical Decision Making Process: what goes beyond the team that decides is put before the forum",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Decision, check),
};

fn check(decision: &Decision<'_>, _: &View<'_>, findings: &mut Findings) {
    let root = decision.record.root();
    if decision.scope != Some("wide") || decision.status != Some(Status::Accepted) || decision.is_imported {
        return;
    }
    let is_empty = |key: &str| root.list(key).next().is_none();
    let fields = match (is_empty("consulted"), is_empty("informed")) {
        (true, true) => "`consulted` or `informed`",
        (true, false) => "`consulted`",
        (false, true) => "`informed`",
        (false, false) => return,
    };
    findings.report(
        decision.scope,
        format!("this decision binds others and was accepted, and nobody is named in {fields}"),
    );
}

const BAD: &str = r#"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  title = "Run commands in Shellbox"
+ scope = "wide"
#         ^^^^^^ this decision binds others and was accepted, and nobody is named in `consulted`
  decided = 2020-11-20
+ deciders = ["mandy"]
+ informed = ["green"]
"#;

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
  deciders = ["mandy"]
+ consulted = ["architecture"]
"#;

cases! { r#"
=== a decision that binds only its team is not reported
#- bad
- scope = "wide"
+ scope = "team"

=== a proposal is not reported
#- bad
- status = "accepted"
- decided = 2020-11-20
+ status = "proposed"

=== a decision that was taken over from elsewhere is not reported
#- bad
  decided = 2020-11-20
+ source = { format = "wiki" }
"# }
