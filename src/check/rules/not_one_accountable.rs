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

#[cfg(test)]
mod tests {
    use super::super::tests::{decision, findings, raises};

    const WIDE: &str = "title = \"Run commands in Shellbox\"\nscope = \"wide\"\nconsulted = [\"architecture\"]\ninformed = [\"green\"]\n";

    #[test]
    fn an_accepted_one_that_nobody_has_decided() {
        let marked = WIDE.replace(
            "\"wide\"\n",
            "\"wide\"\n#       ^^^^^^ this decision binds others, is accepted, and has no decider\n",
        );
        raises(&super::RULE, &decision(&format!("{marked}status = \"accepted\"\ndecided = 2020-11-20\n")));
        assert_eq!(findings(&decision(&format!("{WIDE}status = \"proposed\"\n"))), []);
    }

    #[test]
    fn a_team_may_decide_together_for_itself() {
        let team = "title = \"Run commands in Shellbox\"\nstatus = \"accepted\"\ndecided = 2020-11-20\ndeciders = [\"mandy\", \"will\"]\n";
        assert_eq!(findings(&decision(team)), []);
    }
}
