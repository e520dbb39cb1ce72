use super::{Check, Evidence, Findings, Record, Rule, Subject, View, kind};
use crate::record::Value;
use crate::workspace::model::{At, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "points-too-large",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "a story or a task is too large for a sprint",
    why: "What is this large hides work that nobody has thought of yet, and is still unfinished when the sprint ends.",
    help: "split it; a task that can't be split is an epic",
    source: "CPT Task Criteria: above the threshold a task is decomposed or becomes an epic",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::STORY, kind::TASK], check),
};

fn check(record: &Record, workspace: &View<'_>, findings: &mut Findings) {
    let written = At::field(record.root(), "points", Value::as_number);
    let Some(points) = written.filter(|_| !is_closed(record.root().str("status"))) else { return };
    let largest = workspace.settings().number("points.largest");
    if let Some(largest) = largest.filter(|largest| points > *largest) {
        findings
            .report(written, format!("{points} points are too many for a sprint; {largest} are the most"));
    }
}

const BAD: &str = r#"
#- records/tasks/limits.toml
title = "Limits for commands"
request = "limits-asked"
points = 21
#        ^^ 21 points are too many for a sprint; 13 are the most
#- records/requests/limits-asked.toml
title = "Limits"
source = "volunteer"
received = 2020-11-30
"#;

const MEND: &str = r"
#~ records/tasks/limits.toml
- points = 21
+ points = 13
";

cases! { r#"
=== a size that is on no scale is reported only as too large
#- bad
#~ records/tasks/limits.toml
- points = 21
+ points = 40
#          ^^ 40 points are too many for a sprint; 13 are the most

=== what is done was small enough
#- bad
#~ records/tasks/limits.toml
+ status = "resolved"
"# }
