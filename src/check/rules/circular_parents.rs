use super::circles::{self, Step};
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::KindId;
use crate::workspace::schema::plan::To;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "circular-parents",
    level: Level::Error,
    subject: Subject::References,
    summary: "records are part of each other in a circle",
    why: "Work counts towards what it is part of; in a circle it counts towards nothing that anybody planned.",
    help: "find the record that stands highest, and take out what it is part of",
    source: "PET Task Types: each piece of work has one parent, up to the initiative",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let may_be_circular = kinds_below_themselves(workspace);
    let share = |from: KindId, to: KindId| {
        may_be_circular[from.index()] && may_be_circular[to.index()] && workspace.share_ids(from, to)
    };
    if !circles::may_be_there(workspace, share) {
        return;
    }
    let mut steps = Vec::new();
    for record in workspace.records() {
        let Some(kind) = record.kind.filter(|kind| may_be_circular[kind.index()]) else { continue };
        let targets = &workspace.schemas().kind(kind).plan.targets;
        for (at, reference, resolution) in workspace.references(record) {
            if let (true, Some(to)) = (targets[reference.target as usize].is_parent, resolution.record()) {
                steps.push(Step { from: record.number, to, at });
            }
        }
    }
    circles::report(workspace, steps, "is part of", findings);
}

/// Whether a record of each kind may be part, at some remove, of another of its kind. None of the built-in ones may.
fn kinds_below_themselves(workspace: &View<'_>) -> Vec<bool> {
    let kinds = workspace.schemas().kinds();
    let above = |kind: KindId| {
        let parents = kinds[kind.index()].plan.targets.iter().filter(|target| target.is_parent);
        parents.flat_map(|target| match &target.to {
            To::Kinds(_, kinds) => kinds.as_slice(),
            _ => &[],
        })
    };
    let is_below_itself = |start: KindId| {
        let mut seen = vec![false; kinds.len()];
        let mut open = vec![start];
        while let Some(kind) = open.pop() {
            for parent in above(kind) {
                if *parent == start {
                    return true;
                }
                if !std::mem::replace(&mut seen[parent.index()], true) {
                    open.push(*parent);
                }
            }
        }
        false
    };
    workspace.schemas().ids().map(is_below_itself).collect()
}

const BAD: &str = r#"
#- schemas/theme.schema.json
{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "description": "A theme of work, which may be part of a larger one.",
  "x-kind": "theme",
  "x-folder": "themes",
  "type": "object",
  "properties": {
    "part-of": {"description": "The larger one.", "type": "string", "x-ref": "theme", "x-parent": true}
  }
}
#- records/themes/platform-evolution.toml
part-of = "storage"
#         ^^^^^^^^^ `platform-evolution` is part of itself: `platform-evolution` → `storage` → `platform-evolution`
#- records/themes/storage.toml
part-of = "platform-evolution"
"#;

const MEND: &str = r#"
#~ records/themes/platform-evolution.toml
- part-of = "storage"
"#;

cases! { r#"
=== a long chain of parents is not reported
#- records/stories/read-history.toml
title = "Read a page's history"
as-a = "reader"
i-want = "to read on"
so-that = "I know more"
epic = "shellbox-service"
#- records/tasks/paging.toml
title = "Page through it"
story = "read-history"
"# }
