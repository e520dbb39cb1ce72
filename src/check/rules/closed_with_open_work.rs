use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::record::{Record, Value};
use crate::workspace::kind;
use crate::workspace::model::{Link, Stage, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "closed-with-open-work",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "an initiative, epic or story is closed, and work in it is still open",
    why: "The open work drops out of sight: nobody looks for it in what counts as done.",
    help: "close what is done, move what isn't to where it belongs now, or open this again",
    source: "FY1819 Closeout: scope that was cut is filed again",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::INITIATIVE, kind::EPIC, kind::STORY], check),
};

fn check<'a>(parent: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
    let link = Link { at: parent.root(), to: Some(parent.number) };
    let (is_over, field, child) = match parent.kind {
        // One that is set down is to be picked up with its open epics.
        Some(kind::INITIATIVE) => {
            let stage = workspace.initiative(link).and_then(|initiative| *initiative.stage);
            (stage.is_some_and(is_closed_stage), "initiative", kind::EPIC)
        }
        Some(kind::EPIC) => {
            (workspace.epic(link).is_some_and(|epic| is_closed(*epic.status)), "epic", kind::STORY)
        }
        Some(kind::STORY) => {
            (workspace.story(link).is_some_and(|story| is_closed(*story.status)), "story", kind::TASK)
        }
        _ => return,
    };
    if !is_over {
        return;
    }
    let is_open = |record: &&'a Record| {
        let named = record.root().get(field).and_then(|value| workspace.link(value)).and_then(|link| link.to);
        named == Some(parent.number) && record.is_readable() && !is_closed(record.root().str("status"))
    };
    let open: Vec<&Record> = workspace.naming_of(parent.number, &[child]).filter(is_open).collect();
    if open.is_empty() {
        return;
    }
    let state = state(parent);
    let (id, word) = (&parent.id, state.as_str().unwrap_or_default().replace('-', " "));
    let ids: Vec<&str> = open.iter().map(|child| &*child.id).collect();
    let child_name = &workspace.schemas().kind(child).name;
    let are = match (&*ids, child) {
        ([only], _) => format!("its {child_name} `{only}` is"),
        (many, kind::STORY) => format!("{} of its stories are", many.len()),
        (many, _) => format!("{} of its {child_name}s are", many.len()),
    };
    let names = if ids.len() > 1 { format!(": {}", words::ids(&ids)) } else { String::new() };
    let finding = findings.report(state, format!("`{id}` is {word}, and {are} still open{names}"));
    for child in open.iter().take(3) {
        finding.also(self::state(child), "still open");
    }
}

fn is_closed_stage(stage: Stage) -> bool {
    stage.is_over() && stage != Stage::SetDown
}

/// Where a record says how it stands; its title where it doesn't.
fn state(record: &Record) -> Value<'_> {
    let root = record.root();
    ["stage", "status", "title"].iter().find_map(|key| root.get(key)).unwrap_or(root)
}

const BAD: &str = r#"
#- records/stories/run-commands.toml
title = "Run a command safely"
epic = "shellbox-service"
status = "resolved"
#        ^^^^^^^^^^ `run-commands` is resolved, and its task `retry-commands` is still open
#- records/tasks/retry-commands.toml
title = "Retry commands that time out"
story = "run-commands"
"#;

const MEND: &str = r#"
#~ records/tasks/retry-commands.toml
+ status = "declined"
"#;

cases! { r#"
=== one finding for a parent however many are open
#- records/initiatives/storage.toml
title = "Storage"
category = "infrastructure"
stage = "handed-over"
#       ^^^^^^^^^^^^^ `storage` is handed over, and 2 of its epics are still open: `reads` and `writes`
#- records/epics/reads.toml
title = "Read from the new store"
initiative = "storage"
tracker = "T1"
#- records/epics/writes.toml
title = "Write to the new store"
initiative = "storage"
tracker = "T2"
status = "stalled"

=== what is set down keeps its open epics
#- records/initiatives/storage.toml
title = "Storage"
category = "infrastructure"
stage = "set-down"
closeout = { set-down-state = "Begin with the plan." }
#- records/epics/reads.toml
title = "Read from the new store"
initiative = "storage"
tracker = "T1"
"# }
