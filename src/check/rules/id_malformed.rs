use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::id_collides::{collisions, is_stray, whole};
use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::id;
use crate::record::RecordId;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "id-malformed",
    level: Level::Error,
    subject: Subject::Reading,
    summary: "a file's name is no id: lower-case letters, digits and single hyphens",
    why: "The file's name is how other records name this one, and it has to be the same on every disk and in every link.",
    help: "rename the file",
    source: "the file is the address: its stem is the id",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let free = LazyCell::new(|| {
        let decisions = workspace.ids().filter(|id| workspace.kind_of(*id) == Some(kind::DECISION));
        decisions.filter_map(|id| id::leading_number(workspace.stem(id))).max().unwrap_or(0) + 1
    });
    // Of two files whose ids differ only by case, `id-collides` tells; renaming one settles both.
    let told = LazyCell::new(|| {
        let told = collisions(workspace).into_iter().flat_map(|(later, first)| {
            let is_first_told = id::is_well_formed(&workspace.record(later).id);
            [Some(later), Some(first).filter(|_| is_first_told)]
        });
        told.flatten().collect::<BTreeSet<RecordId>>()
    });
    let is_odd = |id: &RecordId| {
        let (kind, stem) = (workspace.kind_of(*id), workspace.stem(*id));
        let has_no_number = kind == Some(kind::DECISION) && id::leading_number(stem).is_none();
        kind.is_some() && (!id::is_well_formed(stem) || has_no_number) && !is_stray(workspace, *id)
    };
    for record in workspace.ids().filter(is_odd).map(|id| workspace.record(id)) {
        let ending = record.source.path.rsplit('.').next().unwrap_or_default();
        if id::is_well_formed(&record.id) {
            if record.kind == Some(kind::DECISION) && id::leading_number(&record.id).is_none() {
                let free = *free;
                findings
                    .report(
                        whole(record.number),
                        format!("`{}` doesn't begin with the decision's number", record.id),
                    )
                    .help(format!("rename the file to {free:04}-{}.{ending}", record.id));
            }
            continue;
        }
        if told.contains(&record.number) {
            continue;
        }
        let finding = findings.report(
            whole(record.number),
            format!("`{}` is no id: use lower-case letters, digits and single hyphens", record.id),
        );
        let better = id::from_text(&record.id);
        if !better.is_empty() {
            finding.help(format!("rename the file to {better}.{ending}"));
        }
    }
}

const BAD: &str = r#"
#- records/absences/Petr_2020-12.toml
^ `Petr_2020-12` is no id: use lower-case letters, digits and single hyphens
person = "petr"
from = 2020-12-14
until = 2020-12-18
"#;

const MEND: &str = r"
#~ records/absences/petr-2020-12.toml (moved from records/absences/Petr_2020-12.toml)
";

cases! { r#"
=== the id of a decision begins with its number
#- in decision
#~ records/decisions/use-kask.md (moved from records/decisions/0001-run-commands-in-shellbox.md)
^ `use-kask` doesn't begin with the decision's number

=== other letters and full stops are reported
#- records/teams/Ärger.v2.toml
^ `Ärger.v2` is no id: use lower-case letters, digits and single hyphens
name = "Ärger"
category = "external"
"# }
