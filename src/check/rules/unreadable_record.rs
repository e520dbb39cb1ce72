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
#~ records/epics/shellbox-service.toml
- title = "A service for shell commands"
+ title = A service for shell commands
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `A service for shell commands` needs quotes
"#;

const MEND: &str = r#"
#~ records/epics/shellbox-service.toml
- title = A service for shell commands
+ title = "A service for shell commands"
"#;

cases! { r#"
=== every error of a file is reported
#- records/absences/petr-2020-12.toml
person = petr
#        ^^^^ `petr` needs quotes
from = 2020-12-40
#      ^^^^^^^^^^ `2020-12-40` is no date

=== the settings are read in the same way
#- teambook.toml
name =
^^^^^^ `name` has no value

=== prose is not read as TOML
#- records/people/petr.toml (removed)
#- records/people/petr.md
+++
name = "Petr"
roles = [{ role = "engineer" }]
+++
a = b = [
"# }
