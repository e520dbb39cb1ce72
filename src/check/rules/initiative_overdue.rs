use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, schema_mismatch};
use crate::workspace::model::{Initiative, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "initiative-overdue",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an initiative should have ended by its plan, and goes on",
    why: "What waits for it is planned by that day; the sooner others know, the less they lose.",
    help: "plan it anew in `planned`, cut what isn't needed, or close it",
    source: "Platform Evolution, Structure of the roadmap: a schedule of 6 to 12 months, which others plan by",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&schema_mismatch::RULE])];

fn check(initiative: &Initiative<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let Some(until) = initiative.planned.until else { return };
    // While it is closed out, the work itself has ended.
    let goes_on = matches!(*initiative.stage, Some(Stage::Scheduled | Stage::InProgress));
    if !goes_on || workspace.horizon() <= until {
        return;
    }
    let (id, stage) = (&initiative.record.id, initiative.stage.map_or("", Stage::name));
    findings.report(
        initiative.planned.last(),
        format!("`{id}` was to end on {until}, and is at the stage `{stage}`"),
    );
}

const BAD: &str = r#"
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+ planned = { from = 2020-08-31, until = 2020-11-20 }
#                                        ^^^^^^^^^^ `shellbox` was to end on 2020-11-20, and is at the stage `in-progress`
"#;

const MEND: &str = r"
#~ records/initiatives/shellbox.toml
- planned = { from = 2020-08-31, until = 2020-11-20 }
+ planned = { from = 2020-08-31, until = 2020-12-18 }
";

cases! { r#"
=== a last day before the first is reported as that -> schema-mismatch
#- bad
#~ records/initiatives/shellbox.toml
- planned = { from = 2020-08-31, until = 2020-11-20 }
+ planned = { from = 2020-08-31, until = 2020-08-20 }

=== an initiative is not overdue on its last day
#~ records/initiatives/shellbox.toml
+ planned = { from = 2020-08-31, until = 2020-12-01 }

=== closing out may take a while
#~ records/initiatives/shellbox.toml
- stage = "in-progress"
+ stage = "closing-out"
+ planned = { from = 2020-08-31, until = 2020-11-02 }
"# }
