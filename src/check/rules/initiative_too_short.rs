use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::workspace::model::Initiative;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "initiative-too-short",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an initiative takes fewer sprints than one should",
    why: "An initiative spans several sprints and is planned as such; for less the planning costs more than the work.",
    help: "make it an epic of another initiative, or ask for fewer under `[initiative] shortest-sprints`",
    source: "PET Initiative Check Process: an initiative spans multiple sprints",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let settings = workspace.settings();
    let Some(least) = settings.whole("initiative.shortest-sprints").filter(|_| !initiative.is_over()) else {
        return;
    };
    let id = &initiative.record.id;
    let estimate = initiative.record.root().get("estimate").and_then(|estimate| estimate.get("sprints"));
    if let Some((at, sprints)) = estimate.and_then(|at| Some((at, at.as_number()?))) {
        if sprints < whole(least) {
            let sprints =
                if at.as_integer() == Some(1) { "1 sprint".to_owned() } else { format!("{sprints} sprints") };
            findings.report(at, format!("`{id}` takes {sprints}, and an initiative takes {least} or more"));
        }
        return;
    }
    let (Some(from), Some(until)) = (initiative.planned.from, initiative.planned.until) else { return };
    let Some(cadence) = settings.cadence_on(from) else { return };
    let days = dates::days_between(from, until) + 1;
    // Planned from a Monday to a Friday is planned to the end of that week.
    if days > 0 && days + 2 < least.saturating_mul(cadence.days) {
        let message =
            format!("`{id}` is planned for {days} days, and an initiative takes {least} sprints or more");
        findings.report(initiative.planned.last(), message);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of sprints is small")]
fn whole(sprints: i64) -> f64 {
    sprints as f64
}

const BAD: &str = r#"
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+
+ [estimate]
+ sprints = 1
#           ^ `shellbox` takes 1 sprint, and an initiative takes 2 or more
"#;

const MEND: &str = r"
#~ records/initiatives/shellbox.toml
- sprints = 1
+ sprints = 2
";

cases! { r"
=== without an estimate the plan counts
#~ records/initiatives/shellbox.toml
+ planned.from = 2020-11-25
+ planned.until = 2020-12-08
#                 ^^^^^^^^^^ `shellbox` is planned for 14 days, and an initiative takes 2 sprints or more

=== two sprints are enough
#- above
- planned.until = 2020-12-08
+ planned.until = 2020-12-22

=== two sprints may end on their last working day
#- above
- planned.until = 2020-12-08
+ planned.until = 2020-12-20
" }
