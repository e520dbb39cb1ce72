use super::finding::Place;
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::{Fault, Record};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
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

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    #[test]
    fn each_conflict_is_one_finding_and_an_underlined_heading_is_none() {
        let conflict = "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n";
        let found = findings(&format!("#- records/charter/team.md\n+++\n{conflict}+++\n{conflict}"));
        assert_eq!(found.len(), 2, "{found:?}");
        let prose = "#- records/charter/team.md\n+++\nname = \"Team\"\n+++\nMission\n=======\nTo serve.\n";
        assert!(findings(prose).iter().all(|found| found.rule != "unfinished-merge"));
    }
}
