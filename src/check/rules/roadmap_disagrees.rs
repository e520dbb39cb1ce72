use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Roadmap, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "roadmap-disagrees",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "the roadmap says that an initiative waits, and it has begun or is over",
    why: "The roadmap is what others see of the plan. If it says something else than the initiatives, neither is believed.",
    help: "take it out of the `backlog`, or correct the stage of the initiative",
    source: "Platform Evolution, Structure of the roadmap: a prioritised backlog of what is to come",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Roadmap, check),
};

fn check(roadmap: &Roadmap<'_>, workspace: &View<'_>, findings: &mut Findings) {
    // Older roadmaps say what was so then.
    if roadmap.backlog.is_empty() || !workspace.is_newest(roadmap) {
        return;
    }
    for link in &roadmap.backlog {
        let Some(initiative) = workspace.initiative(*link) else { continue };
        let waits = |stage: Stage| stage < Stage::InProgress || stage == Stage::SetDown;
        // Where it came to its stage after the roadmap was written, the roadmap was right.
        let has_moved = initiative.moved().zip(*roadmap.as_of).is_some_and(|(moved, as_of)| as_of < moved);
        if initiative.stage.is_none_or(waits) || has_moved {
            continue;
        }
        let (id, stage) = (link.id(), initiative.stage.map_or("", Stage::name));
        findings
            .report(link.at, format!("the roadmap says that `{id}` waits, and it is at the stage `{stage}`"))
            .also(initiative.stage, "the stage");
    }
}

const BAD: &str = r#"
#- records/roadmaps/2020-21-q2.toml
title = "Roadmap for the second quarter"
as-of = 2020-11-30
goals = ["Two data centres"]
backlog = ["shellbox"]
#          ^^^^^^^^^^ the roadmap says that `shellbox` waits, and it is at the stage `in-progress`
"#;

const MEND: &str = r#"
#~ records/roadmaps/2020-21-q2.toml
- backlog = ["shellbox"]
+ backlog = []
"#;

cases! { r#"
=== a roadmap that was right on its own day is not reported
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "in-progress"
deliverables = ["evolutionary-architecture"]
stage-log = [{ to = "in-progress", on = 2020-11-30 }]
#- records/roadmaps/2020-21-q2.toml
title = "Roadmap for the second quarter"
as-of = 2020-10-05
goals = ["Two data centres"]
backlog = ["parser-cache"]
"# }
