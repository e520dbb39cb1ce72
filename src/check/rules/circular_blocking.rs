use super::circles::{self, Step};
use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "circular-blocking",
    level: Level::Error,
    subject: Subject::References,
    summary: "tasks wait for each other in a circle",
    why: "None of them can be begun, since each waits for another to be done first.",
    help: "take out the `blocked-by` that doesn't hold, or split a task so that its first part waits for nothing",
    source: "a blocked task waits until what blocks it is done",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    if !circles::may_be_there(workspace, |from, to| (from, to) == (kind::TASK, kind::TASK)) {
        return;
    }
    let steps = workspace.tasks().iter().flat_map(|task| {
        let from = task.record.number;
        task.blocked_by.iter().filter_map(move |link| Some(Step { from, to: link.to?, at: link.at }))
    });
    circles::report(workspace, steps.collect(), "waits for", findings);
}

const BAD: &str = r#"
#- records/tasks/move-sessions.toml
title = "Move the sessions to the new store"
request = "slow-pages"
blocked-by = ["switch-reads"]
#             ^^^^^^^^^^^^^^ `move-sessions` waits for itself: `move-sessions` → `switch-reads` → `move-sessions`
#- records/tasks/switch-reads.toml
title = "Read sessions from the new store"
request = "slow-pages"
blocked-by = ["move-sessions"]
"#;

const MEND: &str = r#"
#~ records/tasks/move-sessions.toml
- blocked-by = ["switch-reads"]
"#;

cases! { r#"
=== a task that waits for itself is reported
#- records/tasks/retry.toml
title = "Retry failed writes"
request = "slow-pages"
blocked-by = ["retry"]
#             ^^^^^^^ `retry` waits for itself: `retry` → `retry`

=== two tasks that wait for one are not reported
#- records/tasks/a.toml
title = "Agree on a format"
request = "slow-pages"
#- records/tasks/b.toml
title = "Write it"
request = "slow-pages"
blocked-by = ["a"]
#- records/tasks/c.toml
title = "Read it"
request = "slow-pages"
blocked-by = ["a", "b"]
"# }
