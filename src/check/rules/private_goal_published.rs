use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, schema_mismatch};
use crate::check::rules::finding::any_of;
use crate::workspace::model::{At, Goal};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "private-goal-published",
    level: Level::Error,
    subject: Subject::Goals,
    summary: "a goal stands in these records that not everybody who reads them may read",
    why: "Git keeps it for good, and everybody with a copy can read what was meant for one other person.",
    help: "take the file out before it is committed; git keeps what has been, so then ask whoever looks after the repository",
    source: "what has been committed can't be taken back: anything private stays out of the records",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Goal, check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&schema_mismatch::RULE])];

fn check(goal: &Goal<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let visibility = At::text(goal.record.root(), "visibility");
    let Some(name) = *visibility else { return };
    let allowed = workspace.settings().list("goals.visible");
    if allowed.contains(&name) {
        return;
    }
    let message = if allowed.is_empty() {
        format!("this goal is `{name}`, and these records hold none")
    } else {
        format!("this goal is `{name}`, and these records hold only what is {}", any_of(allowed))
    };
    findings.report(visibility, message).conceal();
}

const BAD: &str = r#"
#- records/goals/2017-18-q2-petr.toml
person = "petr"
quarter = "2017-18 Q2"
statement = "Learn to say no"
status = "done"
visibility = "private"
#            ^^^^^^^^^ this goal is `private`, and these records hold only what is `public` or `team`
"#;

const MEND: &str = r#"
#~ records/goals/2017-18-q2-petr.toml
- statement = "Learn to say no"
+ statement = "Give a talk"
- visibility = "private"
+ visibility = "public"
"#;

cases! { r#"
=== a word that the schema doesn't have is reported as that -> schema-mismatch
#- bad
#~ records/goals/2017-18-q2-petr.toml
- visibility = "private"
+ visibility = "secret"

=== private goals in a workspace that only managers read are not reported
#- bad
#~ teambook.toml
+ [goals]
+ visible = ["private", "team"]

=== private goals in a workspace that everybody reads are reported -> private-goal-published
#- bad
#~ teambook.toml
+ [goals]
+ visible = ["public"]
"# }
