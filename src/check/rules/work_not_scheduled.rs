use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Category, Sprint, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "work-not-scheduled",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a sprint has work of an initiative that isn't at a stage where work may start",
    why: "The stages before are there so that nobody builds what was never agreed; work that starts early can't be stopped any more.",
    help: "take the initiative through its stages first, or leave the work out of the sprint; a task of type `spike` may always start",
    source: "PET Initiative Check Process: an initiative is planned, cut into epics and scheduled before work starts",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !workspace.is_open(sprint) {
        return;
    }
    for team in &sprint.teams {
        if workspace.category(team.team) == Some(Category::Duty) {
            continue;
        }
        for work in &team.work {
            let Some(initiative) = workspace.initiative_of(*work) else { continue };
            let is_early = initiative.stage.is_some_and(|stage| stage < Stage::Scheduled);
            let is_spike =
                || workspace.task(*work).is_some_and(|task| task.record.root().str("type") == Some("spike"));
            if !is_early || is_spike() {
                continue;
            }
            let stage = initiative.stage.map_or("", Stage::name);
            findings
                .report(
                    work.at,
                    format!("work on `{}` can't start: its initiative is at the stage `{stage}`", work.id()),
                )
                .also(initiative.stage, format!("the stage of `{}`", initiative.record.id));
        }
    }
}

const BAD: &str = r#"
#- in next-work
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
stage = "planning"
deliverables = ["evolutionary-architecture"]
#~ records/sprints/2020-12-09.toml
- work = ["api-portal"]
+ work = ["api-portal", "parser-cache"]
#                       ^^^^^^^^^^^^^^ work on `parser-cache` can't start: its initiative is at the stage `planning`
"#;

const MEND: &str = r#"
#~ records/initiatives/parser-cache.toml
- okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
- stage = "planning"
+ stage = "scheduled"
+ summary = "A cache for what the parser makes."
+ outcomes = ["Pages are parsed once"]
+ baseline-metrics = ["3 parses a page"]
+ target-metrics = ["1 parse a page"]
+ vision = { vision = "Nothing is parsed twice." }
"#;

cases! { r#"
=== a spike is not reported
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "inception"
okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page"] }
#- records/epics/parser-cache-store.toml
title = "Where to keep it"
initiative = "parser-cache"
tracker = "T260340"
#- records/stories/fast-pages.toml
title = "Fast pages"
epic = "parser-cache-store"
as-a = "reader"
i-want = "pages at once"
so-that = "I read more"
#- records/tasks/try-stores.toml
title = "Try three stores"
story = "fast-pages"
type = "spike"
description = "Which of three stores is fast enough?"
acceptance = ["A page with figures"]
testing = ["None"]
points = 3
priority = "high"
#- in next-work
#~ records/sprints/2020-12-09.toml
- work = ["api-portal"]
+ work = ["api-portal", "try-stores"]
"# }
