use std::collections::BTreeMap;

use super::finding::Place;
use super::{Change, Check, Evidence, Findings, Rule, Subject};
use crate::record::KindId;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "too-much-removed",
    level: Level::Warning,
    subject: Subject::Change,
    summary: "more than a fifth of the records of a kind are removed in one change",
    why: "It is rarely meant: a folder was left out of a commit, a script went astray; in a long list of removed files nobody sees it.",
    help: "if it is meant, accept it in teambook.toml with a reason; if not, bring the files back",
    source: "what records in git promise: nothing is skipped in silence",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

/// Fewer than so many are never too many.
const FEW: usize = 5;

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    let mut removed: BTreeMap<KindId, Vec<Place>> = BTreeMap::new();
    for (base, gone) in change.removed() {
        if let Some(kind) = base.kind {
            removed.entry(kind).or_default().push(gone);
        }
    }
    for (kind, gone) in removed.iter().filter(|(_, gone)| gone.len() >= FEW) {
        let there = change.base.stems_of(*kind).len();
        if gone.len() * 5 > there {
            let folder = &change.base.schemas().kind(*kind).folder;
            let count = gone.len();
            let all = if count == there { "all".to_owned() } else { format!("{count} of the") };
            findings.report(
                gone[0],
                format!("{all} {there} records in records/{folder}/ are removed in one change"),
            );
        }
    }
}

const BAD: &str = r#"
#- records/absences/petr-2019-1.toml
person = "petr"
from = 2019-01-04
until = 2019-01-05
#- records/absences/petr-2019-2.toml
person = "petr"
from = 2019-02-04
until = 2019-02-05
#- records/absences/petr-2019-3.toml
person = "petr"
from = 2019-03-04
until = 2019-03-05
#- records/absences/petr-2019-4.toml
person = "petr"
from = 2019-04-04
until = 2019-04-05
#- records/absences/petr-2019-5.toml
person = "petr"
from = 2019-05-04
until = 2019-05-05
#- changed
#- records/absences/petr-2019-1.toml (removed)
  person = "petr"
#          ^^^^^^ all 5 records in records/absences/ are removed in one change
#- records/absences/petr-2019-2.toml (removed)
#- records/absences/petr-2019-3.toml (removed)
#- records/absences/petr-2019-4.toml (removed)
#- records/absences/petr-2019-5.toml (removed)
"#;

const MEND: &str = r"
#~ records/absences/petr-2019-2.toml (kept)
#~ records/absences/petr-2019-3.toml (kept)
#~ records/absences/petr-2019-4.toml (kept)
#~ records/absences/petr-2019-5.toml (kept)
";

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises};
    use std::ops::Range;

    /// Eight tasks, the first with `mark` below its first line, and what becomes of some of them.
    fn change(mark: &str, numbers: Range<usize>, then: impl Fn(usize) -> String) -> String {
        let task = |number| {
            format!(
                "#- records/tasks/task-{number}.toml\ntitle = \"Maps {number}\"\nrequest = \"slow-pages\"\n"
            )
        };
        let tasks = (1..9).map(task).collect::<String>().replace("1\"\n", &format!("1\"\n{mark}"));
        format!("{tasks}#- changed\n{}", numbers.map(then).collect::<String>())
    }

    fn removed(number: usize) -> String {
        format!("#- records/tasks/task-{number}.toml (removed)\n")
    }

    #[test]
    fn a_part_of_a_folder() {
        let mark = "#       ^^^^^^^^ 5 of the 8 records in records/tasks/ are removed in one change\n";
        raises(&super::RULE, &change(mark, 1..6, removed));
    }

    #[test]
    fn a_few_may_go_and_files_may_move() {
        assert_eq!(findings(&change("", 1..5, removed)), []);
        let moved = |number| {
            let path = format!("task-{number}.toml");
            format!("#~ records/tasks/maps/{path} (moved from records/tasks/{path})\n")
        };
        assert_eq!(findings(&change("", 1..9, moved)), []);
    }
}
