use super::finding::Place;
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::source::Span;
use crate::record::{Fault, Record};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "not-a-record",
    level: Level::Error,
    subject: Subject::Reading,
    summary: "a file among the records is none",
    why: "Whoever put it there thinks that it counts, and it would be passed over in silence.",
    help: "move it to the folder of its kind, name it .toml or .md, or keep it outside records/",
    source: "one file, one record: the folder says the kind",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Record(check),
};

fn check(record: &Record, _: &View<'_>, findings: &mut Findings) {
    for fault in &record.faults {
        if let Fault::Stray { message, help } = fault {
            findings.report(Place::new(record, Span::default()), message).help(help);
        }
    }
}

const BAD: &str = r"
#- records/people/nikki.yaml
^ `nikki.yaml` is no record: records end in .toml or .md
";

const MEND: &str = r#"
#~ records/people/nikki.toml (moved from records/people/nikki.yaml)
+ name = "Nikki"
+ roles = [{ role = "engineer" }]
#~ records/sprints/2020-11-25.toml
+
+ [[elsewhere]]
+ person = "nikki"
+ purpose = "Vue.js"
"#;

cases! { r"
=== files outside the folder of a kind are reported
#- records/petr.txt
^ a record stands in its kind's folder, and this file stands in none
#- records/person/nikki.toml
^ there is no kind of record whose folder is `person`
#- records/sprints/2020-12-09
^ `2020-12-09` is no record: records end in .toml or .md

=== hidden files are not reported
#- records/people/.nikki.toml.swp
#- records/README.md
Hello
" }
