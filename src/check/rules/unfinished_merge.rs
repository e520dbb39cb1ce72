use super::finding::Place;
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::{Fault, Record};
use crate::workspace::settings::Level;

pub(in crate::check) static RULE: Rule = Rule {
    name: "unfinished-merge",
    level: Level::Error,
    subject: Subject::Reading,
    summary: "a merge has left both versions in a file",
    why: "Two people wrote different things, and until somebody chooses, the record says neither.",
    help: "keep what is right, take out the lines with <<<<<<<, ======= and >>>>>>>, then `git add` the file",
    source: "git marks what it can't merge; a record has one text",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Record(check),
};

fn check(record: &Record, _: &View<'_>, findings: &mut Findings) {
    for fault in &record.faults {
        if let Fault::Conflict(span) = fault {
            let place = Place::new(record, *span);
            // git's index can hold both sides of a file of which the work tree shows neither.
            if span.is_empty() {
                findings
                    .report(place, "git holds two versions of this file from an unfinished merge")
                    .help("put the right text into the file, then `git add` it");
            } else {
                findings.report(place, "a merge of two versions was left unfinished here");
            }
        }
    }
}

const BAD: &str = r#"
#~ records/epics/shellbox-service.toml
  title = "A service for shell commands"
+ <<<<<<< HEAD
# ^^^^^^^^^^^^ a merge of two versions was left unfinished here
  initiative = "shellbox"
+ =======
+ initiative = "api-portal"
+ >>>>>>> move-shellbox
"#;

const MEND: &str = r#"
#~ records/epics/shellbox-service.toml
- <<<<<<< HEAD
- =======
- initiative = "api-portal"
- >>>>>>> move-shellbox
"#;

cases! { r"
=== each conflict is reported once
#- records/charter/team.md
+++
<<<<<<< a
^^^^^^^^^ a merge of two versions was left unfinished here
x
=======
y
>>>>>>> b
+++
<<<<<<< a
^^^^^^^^^ a merge of two versions was left unfinished here
x
=======
y
>>>>>>> b

=== an underlined heading is not reported
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- ## Context
+ Context
+ =======
" }
