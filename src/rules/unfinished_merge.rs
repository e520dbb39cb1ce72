use super::finding::Place;
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::{Fault, Record};
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "unfinished-merge",
    level: Level::Error,
    subject: Subject::Reading,
    summary: "a merge has left both versions in a file",
    why: "Two people wrote different things, and until somebody chooses, the record says neither.",
    help: "keep what is right, take out the lines with <<<<<<<, ======= and >>>>>>>, then `git add` the file",
    source: "git marks what it can't merge; a record has one text",
    evidence: Evidence::Present,
    // Not in one raw string: other tools look for these marks at the beginning of a line.
    bad: "\
        #- records/epics/shellbox-service.toml\n\
        title = \"A service for shell commands\"\n\
        <<<<<<< HEAD\n\
        ^^^^^^^^^^^^ a merge of two versions was left unfinished here\n\
        initiative = \"shellbox\"\n\
        =======\n\
        initiative = \"api-portal\"\n\
        >>>>>>> move-shellbox\n\
        tracker = \"T260330\"\n",
    good: r#"
#- records/epics/shellbox-service.toml
title = "A service for shell commands"
initiative = "shellbox"
tracker = "T260330"
"#,
    check: Check::Record(check),
};

fn check(record: &Record, _: &View<'_>, findings: &mut Findings) {
    for fault in &record.faults {
        if let Fault::Conflict(span) = fault {
            let place = Place::new(record.number, *span);
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

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    #[test]
    fn each_conflict_is_one_finding_and_an_underlined_heading_is_none() {
        let conflict = "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n";
        let found = findings(&format!("#- records/charter/team.md\n+++\n{conflict}+++\n{conflict}"));
        assert_eq!(found.len(), 2, "{found:?}");
        let prose = "#- records/charter/team.md\n+++\nname = \"Team\"\n+++\nMission\n=======\nTo serve.\n";
        assert!(findings(prose).iter().all(|(_, _, _, rule)| *rule != "unfinished-merge"));
    }
}
