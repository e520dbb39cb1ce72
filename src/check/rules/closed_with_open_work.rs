use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::words;
use crate::record::Record;
use crate::workspace::model::{Stage, WorkItem};
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
    let item = workspace.work_item(parent.number);
    let initiative = workspace.initiative(parent.number);
    let child = match parent.kind {
        Some(kind::INITIATIVE) => kind::EPIC,
        Some(kind::EPIC) => kind::STORY,
        _ => kind::TASK,
    };
    let (state, word) = match (item, initiative.and_then(|initiative| initiative.stage.known())) {
        (Some(item), _) if item.is_closed() => (item.status.at, item.status.unwrap_or_default()),
        // One that is set down is to be picked up with its open epics.
        (_, Some(stage)) if stage.is_over() && stage != Stage::SetDown => (stage.at, stage.name()),
        _ => return,
    };
    let is_open = |item: &WorkItem<'_>| {
        item.parent.and_then(|link| link.to) == Some(parent.number) && !item.is_closed()
    };
    let children = [child];
    let items = workspace.named_by(parent.number, &children).filter_map(|id| workspace.work_item(id));
    let open: Vec<WorkItem<'_>> = items.filter(is_open).collect();
    if open.is_empty() {
        return;
    }
    let (id, word) = (&parent.id, word.replace('-', " "));
    let ids: Vec<&str> = open.iter().map(|child| &*child.record.id).collect();
    let child_name = &workspace.schemas().kind(child).name;
    let are = match (&*ids, child) {
        ([only], _) => format!("its {child_name} `{only}` is"),
        (many, kind::STORY) => format!("{} of its stories are", many.len()),
        (many, _) => format!("{} of its {child_name}s are", many.len()),
    };
    let names = if ids.len() > 1 { format!(": {}", words::ids(&ids)) } else { String::new() };
    let finding = findings.report(state, format!("`{id}` is {word}, and {are} still open{names}"));
    for child in open.iter().take(3) {
        finding.also(child.status.known().map_or(child.title.at, |status| status.at), "still open");
    }
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
