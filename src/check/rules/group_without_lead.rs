use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::WorkingGroup;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "group-without-lead",
    level: Level::Warning,
    subject: Subject::Goals,
    summary: "a working group has nobody who leads it",
    why: "Nobody calls it together, so it stops meeting without anybody having said so.",
    help: "name in `lead` who calls the group together; if it has ended, give it its last day in `until`",
    source: "Core Platform Team, Team Improvement Working Groups: a few people take on a problem together",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(WorkingGroup, check),
};

fn check(group: &WorkingGroup<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let has_ended = || group.period.until.is_some_and(|last| last < workspace.horizon());
    if group.lead.is_none() && !has_ended() {
        findings.report(group.name, format!("nobody leads the group `{}`", group.record.id));
    }
}

const BAD: &str = r#"
#- records/working-groups/workboards.toml
name = "Workboards"
#      ^^^^^^^^^^^^ nobody leads the group `workboards`
purpose = "Everybody sees on one board what is outstanding."
from = 2020-09-07
"#;

const MEND: &str = r#"
#~ records/working-groups/workboards.toml
  purpose = "Everybody sees on one board what is outstanding."
+ lead = "will"
"#;

cases! { r"
=== a group that has ended is not reported
#- bad
#~ records/working-groups/workboards.toml
+ until = 2020-11-27

=== a group that is still to end is reported -> group-without-lead
#- bad
#~ records/working-groups/workboards.toml
+ until = 2020-12-27
" }
