use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, tracker_id_malformed};
use crate::record::{Record, Value};
use crate::workspace::schema::plan::To;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "tracker-id-shared",
    level: Level::Warning,
    subject: Subject::References,
    summary: "two records have one tracker id",
    why: "Either they are one piece of work that is counted twice, or a link leads to the wrong place.",
    help: "correct the id of one of them, or merge them if they are the same work",
    source: "every fact once: one item in the tracker is one record",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&tracker_id_malformed::RULE])];

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let mut uses: Vec<(u64, &str, Value<'_>)> = Vec::new();
    for record in candidates(workspace) {
        let Some(kind) = workspace.kind(record) else { continue };
        for (value, reference, _) in workspace.references(record) {
            if kind.plan.targets[reference.target as usize].to == To::Tracker {
                let text = value.as_str().unwrap_or_default();
                uses.push((head(text), text, value));
            }
        }
    }
    uses.sort_unstable_by_key(|(head, text, value)| (*head, *text, value.number(), value.node));
    for same in uses.chunk_by(|a, b| a.1 == b.1).filter(|same| same.len() > 1) {
        let (_, text, first) = same[0];
        let others: Vec<Value<'_>> = same
            .iter()
            .map(|(_, _, value)| *value)
            .filter(|value| value.number() != first.number())
            .collect();
        if let [second, rest @ ..] = &*others {
            let message = format!("`{text}` is the tracker id of `{}` too", first.record.id);
            let finding = findings.report(*second, message);
            finding.also(first, "also here");
            for other in rest.iter().take(3) {
                finding.also(*other, "also here");
            }
        }
    }
}

/// The records whose tracker id another one may have, too.
fn candidates<'a>(workspace: &View<'a>) -> Vec<&'a Record> {
    let trackers = &workspace.record_facts().tracker_ids;
    let ids = workspace.ids();
    let mut uses: Vec<_> =
        ids.flat_map(|id| trackers.get(id.index()).iter().map(move |tracker| (*tracker, id))).collect();
    uses.sort_unstable();
    let mut shared: Vec<_> = uses
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
        .flat_map(|group| group.iter().map(|(_, id)| *id))
        .collect();
    shared.sort_unstable();
    shared.dedup();
    shared.into_iter().map(|id| workspace.record(id)).collect()
}

/// The first letters as a number: ids are short, so that hardly ever the text itself must be compared.
fn head(text: &str) -> u64 {
    let mut bytes = [0; 8];
    for (place, byte) in bytes.iter_mut().zip(text.bytes()) {
        *place = byte;
    }
    u64::from_be_bytes(bytes)
}

const BAD: &str = r#"
#~ records/epics/shellbox-service.toml
  tracker = "T260330"
#- records/tasks/retry-commands.toml
title = "Retry commands that time out"
request = "slow-pages"
tracker = "T260330"
#         ^^^^^^^^^ `T260330` is the tracker id of `shellbox-service` too
"#;

const MEND: &str = r#"
#~ records/tasks/retry-commands.toml
- tracker = "T260330"
+ tracker = "T260331"
"#;

cases! { r#"
=== what is no id is not reported as shared -> tracker-id-malformed, tracker-id-malformed
#- records/tasks/a.toml
title = "Retry commands"
request = "slow-pages"
tracker = "none"
#- records/tasks/b.toml
title = "Log commands"
request = "slow-pages"
tracker = "none"
"# }
