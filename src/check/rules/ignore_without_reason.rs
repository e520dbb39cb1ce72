use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::Value;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "ignore-without-reason",
    level: Level::Error,
    subject: Subject::Settings,
    summary: "a finding is to be ignored, and nobody says why",
    why: "In a year nobody will know whether the ignore is still right, so it accepts nothing until it says why.",
    help: "add `reason` with a sentence that somebody can check in a year",
    source: "teambook.toml: an ignore always has a reason, usually an end",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    for ignore in workspace.settings().ignores.iter().filter(|ignore| ignore.reason.is_none()) {
        let reason = ignore.at.get("reason");
        // `schema-mismatch` reports one that is no text; at the same place it also reports what else an ignore lacks.
        if reason.is_some_and(|reason| reason.as_str().is_none()) {
            continue;
        }
        let rule = ignore.rule.and_then(Value::as_str);
        let what = rule.map_or_else(String::new, |rule| format!(" of `{rule}`"));
        findings.report(reason.unwrap_or(ignore.at), format!("this ignore{what} says no reason"));
    }
}

const BAD: &str = r#"
#~ teambook.toml
+ [[ignore]]
# ^^^^^^^^^^ this ignore of `newer-toml` says no reason
+ rule = "newer-toml"
+ record = "person:petr"
"#;

const MEND: &str = r#"
#~ teambook.toml
+ reason = "the export that writes this record can't be changed before May"
+ until = 2021-05-31
#~ records/people/petr.toml
- roles = [{ role = "engineer" }]
+ roles = [{ role = "engineer", }]
"#;

cases! { r#"
=== an ignore that lacks its rule as well has two faults -> ignore-without-reason, schema-mismatch
#~ teambook.toml
+ [[ignore]]
+ record = "person:petr"

=== blanks are no reason
#- bad
+ reason = "  "
#          ^^^^ this ignore of `newer-toml` says no reason

=== an empty reason is reported once
#- bad
+ reason = ""
#          ^^ this ignore of `newer-toml` says no reason

=== a reason that is no text is reported only as that -> schema-mismatch
#- bad
+ reason = 3
"# }
