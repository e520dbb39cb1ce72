use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::workspace::model::{At, Stewardship};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "condition-overdue",
    level: Level::Warning,
    subject: Subject::Stewardship,
    summary: "a component was accepted on a condition, and the day for it has passed",
    why: "The team looks after the component already, and what was promised in return hasn't come.",
    help: "ask who sees to it; write the day in `done`, or agree on another day in `due`",
    source: "Platform Engineering Team page, Stewardship Acceptance Criteria Form",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Stewardship, check),
};

fn check(form: &Stewardship<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !matches!(form.outcome, Some("accepted" | "conditional")) {
        return;
    }
    for condition in form.record.root().list("conditions").filter(|condition| condition.get("done").is_none())
    {
        let due = At::date(condition, "due").known().filter(|due| **due < workspace.horizon());
        let Some(At { value: due, at }) = due else { continue };
        let what = words::gist(condition.str("text").unwrap_or_default());
        let message = match condition.str("owner") {
            Some(owner) => format!("`{owner}` was to see to this by {due}: {what}"),
            None => format!("this was to happen by {due}, and nobody is named for it: {what}"),
        };
        findings.report(at, message);
    }
}

const BAD: &str = r#"
#- records/components/parser-cache.toml
name = "ParserCache"
#- records/stewardships/parser-cache.toml
component = "parser-cache"
team = "purple"
requester = "architecture"
asked = 2020-10-05
outcome = "conditional"
decided = 2020-10-19
decided-by = ["mandy"]
criteria = [{ criterion = "There is a runbook", met = "no", evidence = "There is none" }]
conditions = [
    { text = "There is a runbook for an outage", owner = "bill", due = 2020-11-27 },
#                                                                      ^^^^^^^^^^ `bill` was to see to this by 2020-11-27: There is a runbook for an outage
]
"#;

const MEND: &str = r#"
#~ records/stewardships/parser-cache.toml
-     { text = "There is a runbook for an outage", owner = "bill", due = 2020-11-27 },
+     { text = "There is a runbook for an outage", owner = "bill", due = 2020-11-27, done = 2020-11-30 },
"#;

cases! { r#"
=== a condition is not overdue on its day
#- bad
#~ records/stewardships/parser-cache.toml
-     { text = "There is a runbook for an outage", owner = "bill", due = 2020-11-27 },
+     { text = "There is a runbook for an outage", owner = "bill", due = 2020-12-01 },

=== a condition that is nobody's is reported, too
#- bad
#~ records/stewardships/parser-cache.toml
-     { text = "There is a runbook for an outage", owner = "bill", due = 2020-11-27 },
+     { text = "There is a runbook for an outage", due = 2020-11-27 },
#                                                        ^^^^^^^^^^ this was to happen by 2020-11-27, and nobody is named for it: There is a runbook for an outage
"# }
