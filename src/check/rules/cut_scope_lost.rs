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

cases! { r#"
=== what a programme has cut is reported too
#- records/programs/two-centres.toml
title = "Two data centres"
status = "past"
from = 2018-07-01
until = 2019-06-30
[closeout]
cut-scope = [
{ what = "Dumps" },
#        ^^^^^^^ what was cut isn't filed anywhere
]

=== what is filed in the tracker is not lost
#- above
- { what = "Dumps" },
+ { what = "Dumps", tracker = "T229" },
"# }
