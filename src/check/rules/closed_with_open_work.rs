use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::record::{Record, Value};
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
    check: Check::Of(&["initiative", "epic", "story"], check),
};

fn check<'a>(parent: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
    let link = Link { at: parent.root(), to: Some(parent.number) };
    let Some(kind) = parent.kind.map(|kind| &*workspace.schemas().kind(kind).name) else { return };
    let (is_over, child) = match kind {
        // One that is set down is to be picked up with its open epics.
        "initiative" => {
            (workspace.initiative(link).and_then(|it| it.stage).is_some_and(is_closed_stage), "epic")
        }
        "epic" => (workspace.epic(link).is_some_and(|epic| is_closed(epic.status)), "story"),
        "story" => (workspace.story(link).is_some_and(|story| is_closed(story.status)), "task"),
        _ => return,
    };
    let Some((number, _)) = workspace.schemas().named(child).filter(|_| is_over) else { return };
    let is_open = |record: &&'a Record| {
        let named = record.root().get(kind).and_then(|value| workspace.link(value)).and_then(|link| link.to);
        named == Some(parent.number) && record.is_readable() && !is_closed(record.root().str("status"))
    };
    let open: Vec<&Record> =
        workspace.naming_of(parent.number, |kind| kind == number).filter(is_open).collect();
    if open.is_empty() {
        return;
    }
    let state = state(parent);
    let (id, word) = (&parent.id, state.as_str().unwrap_or_default().replace('-', " "));
    let ids: Vec<&str> = open.iter().map(|child| &*child.id).collect();
    let are = match (&*ids, child) {
        ([only], child) => format!("its {child} `{only}` is"),
        (many, "story") => format!("{} of its stories are", many.len()),
        (many, child) => format!("{} of its {child}s are", many.len()),
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
=== a parent with several open parts is reported once
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

=== open epics of an initiative that was set down are not reported
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
