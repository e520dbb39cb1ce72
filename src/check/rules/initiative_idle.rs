use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::workspace::model::{Initiative, Sprint, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "initiative-idle",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an initiative is in progress, and no team has worked on it for some sprints",
    why: "It looks as if it went on, so nobody asks; meanwhile what was learnt is forgotten and what waits for it waits on.",
    help: "plan work on it, or set it down and say how it can be picked up again",
    source: "Platform Engineering Team page, Values: finish what we are working on before starting something new",
    evidence: Evidence::Absent(&[kind::SPRINT, kind::EPIC, kind::STORY, kind::TASK]),
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let idle =
        workspace.settings().whole("initiative.idle-sprints").and_then(|idle| usize::try_from(idle).ok());
    let Some(idle) = idle.filter(|idle| *idle > 0 && initiative.stage == Some(Stage::InProgress)) else {
        return;
    };
    let horizon = workspace.horizon();
    let days = workspace.sprint_days();
    let begun = days.partition_point(|(days, _)| days.start <= horizon);
    let Some(first) = begun.checked_sub(idle) else { return };
    let recent = &days[first..begun];
    // Where sprints are missing from the record, so may be the work.
    let is_whole = recent
        .windows(2)
        .all(|pair| dates::days_between(pair[0].0.end, pair[1].0.start) <= pair[0].0.length());
    let since = recent[0].0.start;
    if !is_whole || begins(initiative).is_some_and(|begins| since < begins) {
        return;
    }
    let works_on = |sprint: &Sprint<'_>| {
        let mut work = sprint.teams.iter().flat_map(|team| &team.work);
        work.any(|work| {
            workspace
                .initiative_of(*work)
                .is_some_and(|found| found.record.number == initiative.record.number)
        })
    };
    if recent.iter().filter_map(|(_, id)| workspace.sprint(*id)).any(works_on) {
        return;
    }
    let id = &initiative.record.id;
    findings.report(
        initiative.stage,
        format!("`{id}` is in progress, and no team has worked on it in the last {idle} sprints"),
    );
}

/// When work on it began, as far as it says so.
fn begins(initiative: &Initiative<'_>) -> Option<jiff::civil::Date> {
    let begun = initiative.stage_log.iter().filter(|entry| entry.to == Some(Stage::InProgress));
    begun.filter_map(|entry| *entry.on).next_back().or(initiative.actual.from).or(initiative.planned.from)
}

const BAD: &str = r#"
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "in-progress"
#       ^^^^^^^^^^^^^ `parser-cache` is in progress, and no team has worked on it in the last 2 sprints
deliverables = ["evolutionary-architecture"]
#- records/sprints/2020-11-11.toml
start = 2020-11-11
end = 2020-11-24
work-only = true
team = [{ team = "green", work = ["api-portal"] }, { team = "purple", work = ["shellbox-service"] }]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-11.toml
- team = [{ team = "green", work = ["api-portal"] }, { team = "purple", work = ["shellbox-service"] }]
+ team = [{ team = "green", work = ["api-portal", "parser-cache"] }, { team = "purple", work = ["shellbox-service"] }]
"#;

cases! { r#"
=== what has just begun is not idle
#- bad
#~ records/initiatives/parser-cache.toml
+ stage-log = [{ to = "in-progress", on = 2020-11-25 }]

=== work on a part is work on the whole
#- bad
#- records/epics/store.toml
title = "Where to keep it"
initiative = "parser-cache"
tracker = "T260340"
#~ records/sprints/2020-11-11.toml
- team = [{ team = "green", work = ["api-portal"] }, { team = "purple", work = ["shellbox-service"] }]
+ team = [{ team = "green", work = ["api-portal", "store"] }, { team = "purple", work = ["shellbox-service"] }]
"# }
