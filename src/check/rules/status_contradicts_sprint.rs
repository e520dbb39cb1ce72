use super::{Check, Evidence, Findings, Record, Rule, Subject, View, kind};
use crate::record::RecordId;
use crate::workspace::model::{At, Link, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "status-contradicts-sprint",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "a story or a task is in progress, and its last sprint is over",
    why: "Either it was done and nobody said so, or it was left lying while everybody believes that somebody is on it.",
    help: "close it, plan it in the next sprint, or set its status back to `open` or `stalled`",
    source: "Phabricator, High-level concepts: where status and board disagree, somebody has lost track",
    evidence: Evidence::Absent(&[kind::SPRINT]),
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::STORY, kind::TASK], check),
};

fn check<'a>(record: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
    let status = At::text(record.root(), "status");
    if status != Some("in-progress") {
        return;
    }
    let named = workspace.named_by(record.number, &[kind::SPRINT]).filter_map(|id| workspace.sprint(id));
    let Some(last) = named.max_by_key(|sprint| (sprint.start, sprint.record.number)) else { return };
    let horizon = workspace.horizon();
    let Some(next) = workspace.sprint_after(last).filter(|next| next.start <= horizon) else { return };
    if !has(workspace, next, record) {
        let (id, start) = (&record.id, last.start);
        findings
            .report(status, format!("`{id}` is in progress, and no team has it since the sprint of {start}"))
            .also(next.place(), "it isn't in this sprint");
    }
}

/// Whether a team works in `sprint` on something that `record` is part of, or on a part of it.
fn has<'a>(workspace: &View<'a>, sprint: &Sprint<'_>, record: &'a Record) -> bool {
    let own = Link { at: record.root(), to: Some(record.number) };
    let above: Vec<RecordId> = workspace.path_of(own);
    let mut work = sprint.teams.iter().flat_map(|team| &team.work);
    work.any(|work| {
        work.to.is_some_and(|to| above.contains(&to)) || workspace.path_of(*work).contains(&record.number)
    })
}

const BAD: &str = r#"
#- records/stories/browse-apis.toml
title = "Browse all APIs"
epic = "portal-pages"
as-a = "developer of bots"
i-want = "to see all APIs on one page"
so-that = "I find the one that I need"
status = "in-progress"
#        ^^^^^^^^^^^^^ `browse-apis` is in progress, and no team has it since the sprint of 2020-11-11
#- records/epics/portal-pages.toml
title = "The pages of the portal"
initiative = "bot-guide"
tracker = "T260334"
team = "green"
#- records/initiatives/bot-guide.toml
title = "A guide for bots"
category = "product"
stage = "in-progress"
product-manager = "evan"
deliverables = ["evolutionary-architecture"]
#- records/sprints/2020-11-11.toml
start = 2020-11-11
end = 2020-11-24
work-only = true
team = [{ team = "green", work = ["browse-apis"] }, { team = "purple", work = ["shellbox-service"] }]
"#;

const MEND: &str = r#"
#~ records/stories/browse-apis.toml
- status = "in-progress"
+ status = "stalled"
"#;

cases! { r#"
=== a story whose epic is in the sprint is not reported
#- records/stories/limits.toml
title = "Limits"
epic = "shellbox-service"
as-a = "reader"
i-want = "pages that come"
so-that = "I needn't wait"
status = "in-progress"
#- records/sprints/2020-11-11.toml
start = 2020-11-11
end = 2020-11-24
state = "closed"
work-only = true
team = [{ team = "green", work = ["api-portal"] }, { team = "purple", work = ["limits"] }]
"# }
