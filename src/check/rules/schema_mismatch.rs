use super::finding::Place;
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::{Fault, Record};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "schema-mismatch",
    level: Level::Error,
    subject: Subject::Reading,
    summary: "a record has a field that its kind doesn't know, lacks one that it needs, or has one of a wrong form",
    why: "What stands in an unknown field is read by nobody, and what is missing can't be worked out.",
    help: "`teambook schema KIND` shows a kind's fields and what each may hold",
    source: "schemas/: what one record of a kind can say",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Record(check),
};

fn check(record: &Record, _: &View<'_>, findings: &mut Findings) {
    for fault in &record.faults {
        if let Fault::Schema { span, table, message, help, instead } = fault {
            let place = Place { file: record.file, span: *span, table: *table };
            let finding = findings.report(place, message);
            if let Some(help) = help {
                finding.help(help);
            }
            if let Some(text) = instead {
                // A date without its quotes says what it said with them; another name may not.
                let is_safe = record.slice(*span).trim_matches(['"', '\'']) == text;
                finding.instead(text, is_safe);
            }
        }
    }
}

const BAD: &str = r#"
#- records/people/petr.toml
name = "Petr"
role = [{ role = "engineer" }]
^^^^ a person has no field `role`
"#;

const MEND: &str = r#"
#~ records/people/petr.toml
- role = [{ role = "engineer" }]
+ roles = [{ role = "engineer", from = 2018-07-01 }]
"#;

cases! { r#"
=== each value of a wrong form is reported
#- records/absences/petr-2020-12.toml
person = "petr"
from = "2020-12-14"
#      ^^^^^^^^^^^^ the date of `from` stands in quotes
until = 2020-12-18
kind = "vacatoin"
#      ^^^^^^^^^^ `kind` can't be "vacatoin"

=== the settings are held against their schema, too
#~ teambook.toml
+
+ [sprints]
#  ^^^^^^^ teambook.toml has no field `sprints`
+ duty-teams = 1

=== what can't be read lacks nothing -> unreadable-record
#- records/people/petr.toml
name =
"# }
