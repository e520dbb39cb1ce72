use std::borrow::Cow;
use std::collections::BTreeSet;

use super::finding::Place;
use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::id;
use crate::base::source::Span;
use crate::base::words::with_article;
use crate::record::{Fault, FileId, RecordId, Value};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "id-collides",
    level: Level::Error,
    subject: Subject::Reading,
    summary: "two records have one id, or ids that some disks can't tell apart",
    why: "Whoever names the id means one of the two, and nobody can say which.",
    help: "rename one of the two, and put what names it right",
    source: "the file is the address; work of all kinds shares one space of ids; a decision's number is its own",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let collisions = collisions(workspace);
    for &(later, first) in &collisions {
        let (record, other) = (workspace.record(later), workspace.record(first));
        let (message, help) = if record.id == other.id {
            let kind = workspace.kind_name(first);
            let same = record.kind == other.kind;
            let who = if same { format!("another {}", kind.replace('-', " ")) } else { with_article(kind) };
            let help = if same { "keep one of the two files, or rename one" } else { RULE.help };
            (format!("{who} has the id `{}` already", record.id), help)
        } else {
            let differ =
                if record.id.is_ascii() { "only in capitals" } else { "only in how letters are encoded" };
            (
                format!("the ids `{}` and `{}` differ {differ}", record.id, other.id),
                "some disks hold only one of two such files: rename one, in lower-case ASCII letters",
            )
        };
        findings.report(whole(later), message).help(help).also(whole(first), "the other one is this");
    }
    numbers(workspace, &collisions, findings);
    former(workspace, findings);
}

/// Records whose folded ids are equal: each after the first, with the first, in the order of their paths.
pub(super) fn collisions(workspace: &View<'_>) -> Vec<(RecordId, RecordId)> {
    // Nearly always each record has an id of its own, and there is nothing to sort.
    if workspace.are_ids_distinct() && workspace.ids().all(|id| id::is_well_formed(workspace.stem(id))) {
        return Vec::new();
    }
    let mut ids: Vec<(&str, Cow<'_, str>, RecordId)> = workspace
        .ids()
        .filter(|id| !is_stray(workspace, *id))
        .filter_map(|id| {
            let kind = workspace.schemas().kind(workspace.kind_of(id)?);
            Some((&*kind.ids, folded(workspace.stem(id)), id))
        })
        .collect();
    ids.sort_unstable();
    let mut found = Vec::new();
    for group in ids.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)) {
        found.extend(group[1..].iter().map(|(_, _, later)| (*later, group[0].2)));
    }
    found.sort_unstable();
    found
}

/// A file that is no record has no id.
pub(super) fn is_stray(workspace: &View<'_>, id: RecordId) -> bool {
    workspace.is_doubtful(id)
        && workspace.record(id).faults.iter().any(|fault| matches!(fault, Fault::Stray { .. }))
}

fn folded(id: &str) -> Cow<'_, str> {
    if id::is_well_formed(id) { Cow::Borrowed(id) } else { Cow::Owned(id::folded(id)) }
}

/// Decisions that two branches have given the same number.
fn numbers(workspace: &View<'_>, told: &[(RecordId, RecordId)], findings: &mut Findings) {
    let is_decision =
        |id: &RecordId| workspace.kind_of(*id) == Some(kind::DECISION) && !is_stray(workspace, *id);
    let mut numbers: Vec<(u64, RecordId)> = workspace
        .ids()
        .filter(is_decision)
        .filter_map(|id| Some((id::leading_number(workspace.stem(id))?, id)))
        .collect();
    numbers.sort_unstable();
    let told: BTreeSet<RecordId> = told.iter().map(|(later, _)| *later).collect();
    let mut free = numbers.last().map_or(1, |(last, _)| last.saturating_add(1));
    for group in numbers.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        let other = workspace.record(group[0].1);
        for (_, later) in &group[1..] {
            if told.contains(later) {
                continue;
            }
            let record = workspace.record(*later);
            let digits = record.id.bytes().take_while(u8::is_ascii_digit).count();
            let (number, words) = record.id.split_at(digits);
            findings
                .report(whole(*later), format!("`{}` has the number {number} already", other.id))
                .help(format!("rename one of the two: {free:0digits$}{words} is free"))
                .also(whole(other.number), "the other one is this");
            free = free.saturating_add(1);
        }
    }
}

/// Former ids that are somebody's now, or that two records claim.
fn former(workspace: &View<'_>, findings: &mut Findings) {
    let mut claims: Vec<(&str, &str, Value<'_>)> = Vec::new();
    let has_former = |id: &RecordId| !workspace.record_facts().former_ids.get(id.index()).is_empty();
    for record in workspace.ids().filter(has_former).map(|id| workspace.record(id)) {
        let Some(kind) = workspace.kind(record) else { continue };
        let former = record.root().list("was");
        claims.extend(former.filter_map(|value| Some((&*kind.ids, value.as_str()?, value))));
    }
    claims.sort_by_key(|(ids, text, value)| (*ids, *text, value.number(), value.node));
    for group in claims.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let mut first = None;
        for &(_, text, value) in group {
            let now = value.record.kind.and_then(|kind| workspace.find_id(kind, text));
            if let Some(now) = now.filter(|now| *now != value.number()) {
                let kind = workspace.kind_name(now);
                findings
                    .report(
                        value,
                        format!("`{text}` can't be a former id: {} has it now", with_article(kind)),
                    )
                    .help("take it out of `was`, or rename the record that has the id now")
                    .also(whole(now), "it has the id now");
            } else if let Some(first) = first.filter(|first: &Value<'_>| first.number() != value.number()) {
                findings
                    .report(value, format!("`{text}` is a former id of `{}` as well", first.record.id))
                    .help("leave it with the record that old links should lead to")
                    .also(first, "claimed here, too");
            }
            first = first.or(Some(value));
        }
    }
}

/// The file as a whole.
pub(super) fn whole(record: RecordId) -> Place {
    Place { file: FileId::Record(record), span: Span::default(), table: 0 }
}

const BAD: &str = r#"
#- records/stories/api-portal.toml
^ an initiative has the id `api-portal` already
title = "Pages of the portal"
as-a = "reader"
i-want = "to read on"
so-that = "I know more"
epic = "shellbox-service"
"#;

const MEND: &str = r"
#~ records/stories/api-portal-pages.toml (moved from records/stories/api-portal.toml)
";

cases! { r#"
=== two people have one id in different folders
#- records/people/staff/petr.toml
^ another person has the id `petr` already
name = "Petr"
roles = [{ role = "engineer" }]

=== two ids differ only in capitals
#~ records/people/Petr.toml (copied from records/people/petr.toml)
#~ records/people/petr.toml
^ the ids `petr` and `Petr` differ only in capitals

=== two decisions have one number
#- in decision
#~ records/decisions/1-apart.md (copied from records/decisions/0001-run-commands-in-shellbox.md)
^ `0001-run-commands-in-shellbox` has the number 1 already
- title = "Run commands in Shellbox"
+ title = "Run commands apart"

=== a former id is in use, or another's former id too
#~ records/teams/green.toml
+ was = ["purple", "blue"]
#        ^^^^^^^^ `purple` can't be a former id: a team has it now
#~ records/teams/purple.toml
+ was = ["blue"]
#        ^^^^^^ `blue` is a former id of `green` as well

=== kinds whose ids are their own may share them
#- records/teams/shellbox.toml
name = "Shellbox"
category = "external"

=== a file that is no record has no id -> not-a-record
#- records/people/petr.yaml
"# }

#[cfg(test)]
mod tests {
    use super::super::tests::raises;

    #[test]
    fn the_second_of_two_records_of_one_person_needs_no_guide_where_everybody_has_one() {
        let people = ["ariel", "bill", "cindy", "clara", "evan", "holger", "mandy", "petr", "tim", "will"];
        let guide = |id| format!("#~ records/people/{id}.toml\n+ guide = {{ page = \"x\" }}\n");
        let guides: String = people.into_iter().map(guide).collect();
        let second = "#- records/people/staff/petr.toml\n^ another person has the id `petr` already\nname = \"Petr\"\n\
             roles = [{ role = \"engineer\" }]\n";
        raises(&super::RULE, &format!("{guides}{second}"));
    }
}
