use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::check::rules::finding::any_of;
use crate::workspace::model::{Story, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "story-not-a-story",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "a story doesn't say who wants what, and what for",
    why: "The sentence says when the story is done and what can be left out; without it engineers build what they imagine.",
    help: "complete it: `as-a`, `i-want` and `so-that`; what nobody outside wants is a task",
    source: "Core Platform Team tasks: “As a <Persona>, I want to <Action>, so that <Result>.”",
    evidence: Evidence::Absent(&[kind::EPIC]),
    bad: BAD,
    mend: MEND,
    check: each!(Story, check),
};

fn check(story: &Story<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let root = story.record.root();
    let is_missing = |field: &&str| root.str(field).is_none_or(|text| text.trim().is_empty());
    let mut missing: Vec<&str> = ["as-a", "i-want", "so-that"].into_iter().filter(is_missing).collect();
    if missing.is_empty() || is_closed(*story.status) {
        return;
    }
    let sentence = story.title.to_lowercase();
    if sentence.starts_with("as a") && sentence.contains("i want") && sentence.contains("so that") {
        return;
    }
    let personas = || {
        let epic = story.epic.and_then(|epic| workspace.epic(epic));
        epic.is_some_and(|epic| epic.record.root().list("personas").next().is_some())
    };
    // For whom the stories of an epic are may stand in the epic.
    if missing == ["as-a"] && personas() {
        return;
    }
    if missing.len() > 1 && missing[0] == "as-a" && personas() {
        missing.remove(0);
    }
    let id = &story.record.id;
    findings.report(story.title, format!("`{id}` doesn't say {}", any_of(missing)));
}

const BAD: &str = r#"
#- records/stories/browse-apis.toml
title = "Browse all APIs"
#       ^^^^^^^^^^^^^^^^^ `browse-apis` doesn't say `as-a` or `so-that`
epic = "shellbox-service"
i-want = "to see all APIs on one page"
"#;

const MEND: &str = r#"
#~ records/stories/browse-apis.toml
  epic = "shellbox-service"
+ as-a = "developer of bots"
  i-want = "to see all APIs on one page"
+ so-that = "I find the one that I need"
"#;

cases! { r#"
=== a sentence in the title, and a persona in the epic, are enough
#- records/stories/browse-apis.toml
title = "As a developer of bots, I want to see all APIs on one page, so that I find the one that I need"
epic = "shellbox-service"
#- records/epics/bots.toml
title = "What bots need"
initiative = "shellbox"
tracker = "T260333"
team = "purple"
personas = ["developer of bots"]
#- records/stories/log-in.toml
title = "Log in"
epic = "bots"
i-want = "to log in by key"
so-that = "nobody types a password"
"# }
