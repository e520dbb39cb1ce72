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

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises};
    use super::RULE;

    #[test]
    fn values_of_a_wrong_form_are_told_also_in_the_settings() {
        raises(
            &RULE,
            r#"
#- records/absences/petr-2020-12.toml
person = "petr"
from = "2020-12-14"
#      ^^^^^^^^^^^^ the date of `from` stands in quotes
until = 2020-12-18
kind = "vacatoin"
#      ^^^^^^^^^^ `kind` can't be "vacatoin"
"#,
        );
        let settings =
            "name = \"A team\"\n[roles.engineer]\n[roles.product-manager]\n[roles.engineering-manager]\n";
        let wrong = "[sprints]\n^^^^ teambook.toml has no field `sprints`\nduty-teams = 1\n";
        let wrong = wrong.replace("^^^^ ", "#^^^^^^^ ");
        raises(&RULE, &format!("#- teambook.toml\n{settings}{wrong}"));
    }

    #[test]
    fn what_cannot_be_read_lacks_nothing() {
        let found = findings("#- records/people/petr.toml\nname = \n");
        assert!(found.iter().all(|found| found.rule == "unreadable-record"), "{found:?}");
    }
}
