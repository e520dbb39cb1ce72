use super::finding::Place;
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::{Fault, Record};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "unreadable-record",
    level: Level::Error,
    subject: Subject::Reading,
    summary: "a file isn't written as TOML wants it, so nothing in it can be read",
    why: "What can't be read can't be checked, and nobody who is named in it is counted.",
    help: "correct the line; https://toml.io shows how fields are written",
    source: "the form of records: TOML, alone or between `+++` lines above prose",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Record(check),
};

fn check(record: &Record, _: &View<'_>, findings: &mut Findings) {
    for fault in &record.faults {
        if let Fault::Syntax { span, message, help } = fault {
            findings.report(Place::new(record, *span), message).help(help);
        }
    }
}

const BAD: &str = r#"
#- records/epics/shellbox-service.toml
title = A service for shell commands
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `A service for shell commands` needs quotes
initiative = "shellbox"
tracker = "T260330"
"#;

const MEND: &str = r#"
#~ records/epics/shellbox-service.toml
- title = A service for shell commands
+ title = "A service for shell commands"
"#;

cases! { r"
=== every error of a file is told and the settings are read the same way
#- records/absences/petr-2020-12.toml
person = petr
#        ^^^^ `petr` needs quotes
from = 2020-12-40
#      ^^^^^^^^^^ `2020-12-40` is no date

=== every error of a file is told and the settings are read the same way, 2
#- teambook.toml
name =
^^^^^^ `name` has no value
" }

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    #[test]
    fn prose_is_no_toml() {
        let text = "#- records/people/petr.md\n+++\nname = \"Petr\"\nroles = [{ role = \"engineer\" }]\n+++\na = b = [\n";
        assert_eq!(findings(&format!("#- records/people/petr.toml (removed)\n{text}")), []);
    }
}
