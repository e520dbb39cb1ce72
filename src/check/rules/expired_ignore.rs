use std::collections::BTreeSet;

use super::finding::Place;
use super::{ALL, Check, Evidence, Findings, Rule, Subject, View};
use crate::record::Value;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "expired-ignore",
    level: Level::Warning,
    subject: Subject::Settings,
    summary: "an ignore has run out",
    why: "What it accepted was to be mended by then. It is told again, as a warning where it is an error: a date alone makes \
          no check fail.",
    help: "mend what it was about and remove the ignore, or give it a later `until`",
    source: "teambook.toml: an ignore holds until the day that it names",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let own = workspace.own_rules().iter().map(|file| &*file.id);
    let rules: BTreeSet<&str> = ALL.iter().map(|rule| rule.name).chain(own).collect();
    for ignore in &workspace.settings().ignores {
        let Some(until) = ignore.until.filter(|until| *until < workspace.as_of()) else { continue };
        // Without a reason, or of a rule that doesn't exist, it never held.
        let rule = ignore.rule.and_then(Value::as_str).unwrap_or_default();
        if ignore.reason.is_none() || !rules.contains(rule) {
            continue;
        }
        let place = ignore.at.get("until").map_or_else(|| Place::from(ignore.at), Place::from);
        findings.report(place, format!("this ignore of `{rule}` ran out on {until}"));
    }
}

const BAD: &str = r#"
#~ teambook.toml
+ [[ignore]]
+ rule = "newer-toml"
+ record = "person:petr"
+ reason = "the export that writes this record can't be changed before November"
+ until = 2020-11-30
#         ^^^^^^^^^^ this ignore of `newer-toml` ran out on 2020-11-30
"#;

const MEND: &str = r#"
#~ teambook.toml
  [roles.engineering-manager]
-
- [[ignore]]
- rule = "newer-toml"
- record = "person:petr"
- reason = "the export that writes this record can't be changed before November"
- until = 2020-11-30
"#;

cases! { r#"
=== an ignore still counts on its last day
#- bad
- until = 2020-11-30
+ until = 2020-12-01
#~ records/people/petr.toml
- roles = [{ role = "engineer" }]
+ roles = [{ role = "engineer", }]

=== the day after, the finding is reported again -> newer-toml, expired-ignore
#- bad
#~ records/people/petr.toml
- roles = [{ role = "engineer" }]
+ roles = [{ role = "engineer", }]

=== an ignore without an end accepts an error
#~ teambook.toml
+ [[ignore]]
+ rule = "unknown-reference"
+ record = "person:petr"
+ reason = "x"
#~ records/people/petr.toml
+ functional-team = "gren"

=== an error that was accepted for a while comes back as a warning -> unknown-reference (warning), expired-ignore (warning)
#- above
#~ teambook.toml
+ until = 2020-11-30

=== the level that the workspace sets for this rule stands -> unknown-reference (warning), expired-ignore (error)
#- above
#~ teambook.toml
+ until = 2020-11-30
+ [rules]
+ expired-ignore = "error"
"# }
