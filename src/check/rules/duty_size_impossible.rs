use super::prelude::*;
use crate::workspace::model::Rotation;

pub(super) static RULE: Rule = Rule {
    name: "duty-size-impossible",
    level: Level::Error,
    subject: Subject::Rotations,
    summary: "the smallest size that a rotation asks for is larger than the largest it allows",
    why: "No team can be of such a size, so none can be checked against it.",
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
        findings.report(rotation.most, format!("`{id}` asks for at least {least} people and at most {most}"));
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
#                          ^ `clinic-duty` asks for at least 4 people and at most 3
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
