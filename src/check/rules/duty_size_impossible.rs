use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Rotation;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-size-impossible",
    level: Level::Error,
    subject: Subject::Rotations,
    summary: "a rotation asks for more people at least than it allows at most",
    why: "No team can be of such a size, so nothing can be told of any of them.",
    help: "write the smaller number in `least` and the larger one in `most`",
    source: "Clinic Duty page: 2 to 3 team members",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check(rotation: &Rotation<'_>, _: &View<'_>, findings: &mut Findings) {
    if let (Some(least), Some(most), true) = (*rotation.least, *rotation.most, rotation.is_size_impossible())
    {
        let id = &rotation.record.id;
        findings.report(rotation.most, format!("`{id}` asks for {least} people at least and {most} at most"));
    }
}

const BAD: &str = r#"
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
until = 2020-12-08
pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
size = { least = 4, most = 3 }
#                          ^ `clinic-duty` asks for 4 people at least and 3 at most
"#;

const MEND: &str = r"
#~ records/rotations/clinic-duty.toml
- size = { least = 4, most = 3 }
+ size = { least = 3, most = 3 }
";

cases! { r"
=== a size without a least or a most is reported only as that -> schema-mismatch
#- bad
#~ records/rotations/clinic-duty.toml
- size = { least = 4, most = 3 }
+ size = { most = 3 }
" }
