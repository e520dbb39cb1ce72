use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::workspace::model::{At, WorkingGroup};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "group-action-overdue",
    level: Level::Warning,
    subject: Subject::Goals,
    summary: "something that a working group agreed to do is overdue",
    why: "A group lives from what its people do between the meetings; what slips unseen isn't done at all.",
    help: "write the day in `done`, agree on another day in `due`, or take the action out if nobody means to do it",
    source: "every fact once: the record of the group is where its people look for what they agreed",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(WorkingGroup, check),
};

fn check(group: &WorkingGroup<'_>, workspace: &View<'_>, findings: &mut Findings) {
    for action in group.record.root().list("actions").filter(|action| action.get("done").is_none()) {
        let due = At::date(action, "due").known().filter(|due| **due < workspace.horizon());
        let Some(At { value: due, at }) = due else {
            continue;
        };
        let what = words::gist(action.str("what").unwrap_or_default());
        let message = match action.str("who") {
            Some(who) => format!("`{who}` was to do this by {due}: {what}"),
            None => format!("this was to be done by {due}, and nobody is named for it: {what}"),
        };
        findings.report(at, message);
    }
}

const BAD: &str = r#"
#- records/working-groups/workboards.toml
name = "Workboards"
purpose = "Everybody sees on one board what is outstanding."
lead = "will"
actions = [
    { what = "Count the boards", who = "petr", due = 2020-11-13, done = 2020-11-16 },
    { what = "Draw one board for both teams", who = "cindy", due = 2020-11-27 },
#                                                                  ^^^^^^^^^^ `cindy` was to do this by 2020-11-27: Draw one board for both teams
    { what = "Try it out", due = 2020-12-04 },
]
"#;

const MEND: &str = r#"
#~ records/working-groups/workboards.toml
-     { what = "Draw one board for both teams", who = "cindy", due = 2020-11-27 },
+     { what = "Draw one board for both teams", who = "cindy", due = 2020-12-01 },
"#;

cases! { r#"
=== an action that nobody has taken on is reported
#- records/working-groups/workboards.toml
name = "Workboards"
purpose = "Everybody sees on one board what is outstanding."
lead = "will"
actions = [{ what = "Try it out", due = 2020-11-30 }, { what = "Ask around" }]
#                                       ^^^^^^^^^^ this was to be done by 2020-11-30, and nobody is named for it: Try it out
"# }
