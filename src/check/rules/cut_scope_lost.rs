use super::{Check, Evidence, Findings, Record, Rule, Subject, View, kind};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "cut-scope-lost",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "something was cut from an initiative or a programme and isn't filed anywhere",
    why: "What was cut was wanted once. If nobody files it, it is neither done nor given up, and turns up as a surprise.",
    help: "file it again and name the record in `filed-as`, or the task in `tracker`",
    source: "Core Platform Team, FY1819 Closeout: cut scope is filed as a new project",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::INITIATIVE, kind::PROGRAM], check),
};

fn check(record: &Record, _: &View<'_>, findings: &mut Findings) {
    let Some(closeout) = record.root().get("closeout") else { return };
    for cut in closeout.list("cut-scope") {
        if let (Some(what), None, None) = (cut.get("what"), cut.get("filed-as"), cut.get("tracker")) {
            findings.report(what, "what was cut isn't filed anywhere");
        }
    }
}

const BAD: &str = r#"
#- records/initiatives/session-storage.toml
title = "Session storage"
category = "infrastructure"
stage = "done"

[closeout]
signed-by-lead = "will"
signed-by-product = "evan"

[[closeout.cut-scope]]
what = "Sessions of mobile apps"
#      ^^^^^^^^^^^^^^^^^^^^^^^^^ what was cut isn't filed anywhere
"#;

const MEND: &str = r#"
#~ records/initiatives/session-storage.toml
+ filed-as = "shellbox"
"#;

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises};

    #[test]
    fn a_programme_files_it_too_and_the_tracker_will_do() {
        let program = |filed: &str| {
            format!(
                "#- records/programs/two-centres.toml\ntitle = \"Two data centres\"\nstatus = \"past\"\nfrom = 2018-07-01\nuntil = 2019-06-30\n\
                 [closeout]\ncut-scope = [\n{{ what = \"Dumps\"{filed} }},\n"
            )
        };
        raises(
            &super::RULE,
            &format!("{}#        ^^^^^^^ what was cut isn't filed anywhere\n]\n", program("")),
        );
        assert_eq!(findings(&format!("{}]\n", program(", tracker = \"T229\""))), []);
    }
}
