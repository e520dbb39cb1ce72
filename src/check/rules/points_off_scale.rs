use super::yields::Yields;
use super::{Check, Evidence, Findings, Record, Rule, Subject, View, kind, points_too_large};
use crate::record::Value;
use crate::workspace::model::{At, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "points-off-scale",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "a story or a task has an estimate that isn't on the team's scale",
    why: "The steps of the scale say how unsure an estimate is; a number between them pretends to know more.",
    help: "take the nearest size of the scale, or change the scale under `[points]`",
    source: "CPT Task Criteria: an estimate on the Fibonacci scale",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::STORY, kind::TASK], check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&points_too_large::RULE])];

fn check(record: &Record, workspace: &View<'_>, findings: &mut Findings) {
    let written = At::field(record.root(), "points", Value::as_number);
    let Some(points) = written.filter(|_| !is_closed(record.root().str("status"))) else { return };
    let settings = workspace.settings();
    let mut scale = settings.numbers("points.scale");
    if scale.is_empty() || scale.contains(&points) {
        return;
    }
    scale.sort_by(f64::total_cmp);
    let nearest = scale.iter().copied().find(|size| *size > points).or_else(|| scale.last().copied());
    let scale: Vec<String> = scale.iter().map(ToString::to_string).collect();
    let finding =
        findings.report(written, format!("{points} isn't on the team's scale: {}", scale.join(", ")));
    if let Some(nearest) = nearest {
        finding.instead(nearest.to_string(), false);
    }
}

const BAD: &str = r#"
#- records/tasks/limits.toml
title = "Limits for commands"
request = "limits-asked"
points = 4
#        ^ 4 isn't on the team's scale: 1, 2, 3, 5, 8, 13, 21
#- records/requests/limits-asked.toml
title = "Limits"
source = "volunteer"
received = 2020-11-30
"#;

const MEND: &str = r"
#~ records/tasks/limits.toml
- points = 4
+ points = 5
";

cases! { r#"
=== what is too large is split, and sized anew -> points-too-large
#- bad
#~ records/tasks/limits.toml
- points = 4
+ points = 40

=== and it stays silent where the other rule is off
#- above
#~ teambook.toml
+ [rules]
+ points-too-large = "off"

=== sizes on a team's own scale, and those of closed work, are not reported
#~ teambook.toml
+ [points]
+ scale = [0.5, 1, 2, 4]
#- records/requests/limits-asked.toml
title = "Limits"
source = "volunteer"
received = 2020-11-30
#- records/tasks/limits.toml
title = "Limits for commands"
request = "limits-asked"
points = 0.5
#- records/tasks/older.toml
title = "Older"
request = "limits-asked"
points = 7
status = "resolved"
"# }
