use super::yields::Yields;
use super::{Change, Check, Evidence, Findings, Rule, Subject, decision_deleted, kind};
use crate::base::words;
use crate::record::{KindId, RecordId};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "referenced-record-deleted",
    level: Level::Error,
    subject: Subject::Change,
    summary: "a record was removed that others still name",
    why: "What it was about is lost, and whoever follows the name from a sprint or a decision finds nothing.",
    help: "bring the record back, or take it out wherever it is named",
    source: "what records in git promise: a record that others name is not deleted",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&decision_deleted::RULE])];

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    let dangling = change.dangling();
    for (base, gone) in change.removed() {
        let references = dangling.to(change, base);
        let mut naming: Vec<RecordId> = references.iter().map(|reference| reference.number()).collect();
        naming.dedup();
        if naming.is_empty() {
            continue;
        }
        let verb = if naming.len() == 1 { "names" } else { "name" };
        let message = format!("`{}` is gone, and {} still {verb} it", base.id, in_words(change, &naming));
        let finding = findings.report(gone, message);
        if let Some(help) = base.kind.and_then(instead) {
            finding.help(format!("bring the record back; {help}"));
        }
        for reference in references {
            finding.also(reference, "named here");
        }
    }
}

/// `the sprint `2020-11-25` and the task `maps-bug-fix``; of many the first few.
fn in_words(change: &Change<'_, '_>, records: &[RecordId]) -> String {
    let shown = if records.len() > 4 { 3 } else { records.len() };
    let word = |id: &RecordId| {
        format!("the {} `{}`", change.head.kind_name(*id).replace('-', " "), change.head.record(*id).id)
    };
    let mut words: Vec<String> = records[..shown].iter().map(word).collect();
    if shown < records.len() {
        words.push(format!("{} more", records.len() - shown));
    }
    words::list(&words)
}

/// What to do rather than remove a record.
fn instead(kind: KindId) -> Option<&'static str> {
    Some(match kind {
        kind::PERSON => "somebody who leaves keeps it, with `active = { until = the last day }`",
        kind::TEAM => "a team that is dissolved keeps it, with `dissolved = the last day`",
        kind::DELIVERABLE => "a deliverable that is given up keeps it, with `status = \"dropped\"`",
        kind::INITIATIVE => {
            "an initiative that is given up keeps it, at the stage `set-down`, `rejected` or `handed-over`"
        }
        kind::EPIC | kind::STORY | kind::TASK => {
            "work that won't be done keeps it, with `status = \"declined\"`"
        }
        _ => return None,
    })
}

const BAD: &str = r#"
#- changed
#- records/people/petr.toml (removed)
  name = "Petr"
#        ^^^^^^ `petr` is gone, and the rotation `clinic-duty` and the sprint `2020-11-25` still name it
"#;

const MEND: &str = r"
#~ records/people/petr.toml (kept)
+ active = { until = 2021-01-29 }
";

cases! { r#"
=== a record that several others name is reported once
#- records/epics/parser-cache.toml
title = "Parser cache"
initiative = "shellbox"
tracker = "T246539"
#- records/stories/cache-parsed-pages.toml
title = "Cache parsed pages"
epic = "parser-cache"
#- records/stories/purge-parsed-pages.toml
title = "Purge parsed pages"
epic = "parser-cache"
#- records/epics/parser-cache.toml
title = "Parser cache"
#       ^^^^^^^^^^^^^^ `parser-cache` is gone, and the story `cache-parsed-pages` and the story `purge-parsed-pages` still name it
initiative = "shellbox"
tracker = "T246539"
#- changed
#- records/epics/parser-cache.toml (removed)

=== a record of another kind with the same id does not stand in for it
#- records/stewardships/parser-cache.toml
component = "parser-cache"
team = "purple"
requester = "architecture"
asked = 2020-11-02
#- records/components/parser-cache.toml
name = "ParserCache"
#      ^^^^^^^^^^^^^ `parser-cache` is gone, and the stewardship `parser-cache` still names it
#- changed
#- records/components/parser-cache.toml (removed)

=== a record that nobody names, and a file that is no record, are not reported
#- records/absences/petr-2019.toml
person = "petr"
from = 2019-07-01
until = 2019-07-12
#- changed
#- records/absences/petr-2019.toml (removed)
"# }
