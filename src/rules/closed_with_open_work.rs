use super::{Check, Evidence, Findings, Rule, Subject, Workspace, words};
use crate::model::{Link, Stage, is_closed};
use crate::record::{Record, RecordId, Value};
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "closed-with-open-work",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "an initiative, epic or story is closed, and work in it is still open",
    why: "The open work drops out of sight: nobody looks for it in what counts as done.",
    help: "close what is done, move what isn't to where it belongs now, or open this again",
    source: "FY1819 Closeout: scope that was cut is filed again",
    evidence: Evidence::Present,
    bad: r#"
#- records/stories/run-commands.toml
title = "Run a command safely"
epic = "shellbox-service"
status = "resolved"
#        ^^^^^^^^^^ `run-commands` is resolved, and its task `retry-commands` is still open
#- records/tasks/retry-commands.toml
title = "Retry commands that time out"
story = "run-commands"
"#,
    good: r#"
#- records/stories/run-commands.toml
title = "Run a command safely"
epic = "shellbox-service"
status = "resolved"
#- records/tasks/retry-commands.toml
title = "Retry commands that time out"
story = "run-commands"
status = "declined"
"#,
    check: Check::Workspace(check),
};

fn check(workspace: &Workspace<'_>, findings: &mut Findings) {
    // What is open with the parent that is closed.
    let mut open: Vec<(RecordId, &Record)> = Vec::new();
    let mut look = |record, status, parent: Option<Link<'_>>, is_over: bool| {
        if let (false, true, Some(parent)) = (is_closed(status), is_over, parent.and_then(|link| link.to)) {
            open.push((parent, record));
        }
    };
    for epic in workspace.epics() {
        let initiative = epic.initiative.and_then(|link| workspace.initiative(link));
        // One that is set down is to be picked up with its open epics.
        let is_over = initiative
            .and_then(|initiative| initiative.stage)
            .is_some_and(|stage| stage.is_over() && stage != Stage::SetDown);
        look(epic.record, epic.status, epic.initiative, is_over);
    }
    for story in workspace.stories() {
        let epic = story.epic.and_then(|link| workspace.epic(link));
        look(story.record, story.status, story.epic, epic.is_some_and(|epic| is_closed(epic.status)));
    }
    for task in workspace.tasks() {
        let story = task.story.and_then(|link| workspace.story(link));
        look(task.record, task.status, task.story, story.is_some_and(|story| is_closed(story.status)));
    }
    open.sort_by_key(|(parent, child)| (*parent, child.number));
    for open in open.chunk_by(|a, b| a.0 == b.0) {
        let parent = workspace.record(open[0].0);
        let state = state(parent);
        let (id, word) = (&parent.id, state.as_str().unwrap_or_default().replace('-', " "));
        let ids: Vec<&str> = open.iter().map(|(_, child)| &*child.id).collect();
        let are = match (&*ids, workspace.kind_name(open[0].1.number)) {
            ([only], kind) => format!("its {kind} `{only}` is"),
            (many, "story") => format!("{} of its stories are", many.len()),
            (many, kind) => format!("{} of its {kind}s are", many.len()),
        };
        let names = if ids.len() > 1 { format!(": {}", words::ids(&ids)) } else { String::new() };
        let finding = findings.report(state, format!("`{id}` is {word}, and {are} still open{names}"));
        for (_, child) in open.iter().take(3) {
            finding.also(self::state(child), "still open");
        }
    }
}

/// Where a record says how it stands; its title where it doesn't.
fn state(record: &Record) -> Value<'_> {
    let root = record.root();
    ["stage", "status", "title"].iter().find_map(|key| root.get(key)).unwrap_or(root)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises};

    #[test]
    fn one_finding_for_a_parent_however_many_are_open() {
        raises(
            &super::RULE,
            r#"
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
"#,
        );
    }

    #[test]
    fn what_is_set_down_keeps_its_open_epics() {
        let example = r#"
#- records/initiatives/storage.toml
title = "Storage"
category = "infrastructure"
stage = "set-down"
#- records/epics/reads.toml
title = "Read from the new store"
initiative = "storage"
tracker = "T1"
"#;
        assert_eq!(findings(example), []);
    }
}
