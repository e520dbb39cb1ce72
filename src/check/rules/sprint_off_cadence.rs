use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, overlapping_sprints};
use crate::base::dates;
use crate::workspace::model::cadence;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "sprint-off-cadence",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a sprint doesn't start on a day on which sprints start",
    why: "People plan leave, meetings and turns on duty by the cadence; a sprint beside it catches them out.",
    help: "start it on a day of the cadence, or add a `[[cadence]]` that begins on this day to teambook.toml",
    source: "Core Platform Team page, Sprint Work: every sprint starts two weeks after the one before",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::about_records(&[&overlapping_sprints::RULE])];

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let (settings, sprints) = (workspace.settings(), workspace.sprint_days());
    if !settings.is_sound() {
        return;
    }
    let unkept = cadence::unkept(settings, sprints);
    let mut shifted = None;
    for &(sprint, id) in sprints {
        let (Some(cadence), Some(day)) = (settings.cadence_on(sprint.start), settings.grid_day(sprint.start))
        else {
            continue;
        };
        // Where none of the sprints keeps it, the cadence is what is wrong; a mistyped first day says nothing of it.
        if cadence::is_among(&unkept, cadence)
            || cadence::is_start_mistyped(settings, workspace.stem(id), sprint)
        {
            continue;
        }
        let next = dates::shift(day, cadence.days);
        // Once the sprints have moved, those after them move along: that is one fault.
        let shift = (cadence.from, dates::days_between(day, sprint.start));
        let is_told = shifted.replace(shift) == Some(shift) || !cadence::is_about_right(settings, sprint);
        if day == sprint.start || is_told {
            continue;
        }
        if let Some(sprint) = workspace.sprint(id) {
            let start = sprint.start;
            let is_near = dates::days_between(day, start) * 2 <= cadence.days;
            findings
                .report(
                    sprint.place(),
                    format!("by the cadence sprints start on {day} and on {next}, not on {start}"),
                )
                .instead(if is_near { day } else { next }.to_string(), false);
        }
    }
}

const BAD: &str = r"
#- in next-work
#~ records/sprints/2020-12-10.toml (moved from records/sprints/2020-12-09.toml)
- start = 2020-12-09
+ start = 2020-12-10
#         ^^^^^^^^^^ by the cadence sprints start on 2020-12-09 and on 2020-12-23, not on 2020-12-10
";

const MEND: &str = r"
#~ records/sprints/2020-12-09.toml (moved from records/sprints/2020-12-10.toml)
- start = 2020-12-10
+ start = 2020-12-09
";

cases! { r#"
=== sprints that all moved are reported once
#- records/sprints/2020-12-11.toml
start = 2020-12-11
#       ^^^^^^^^^^ by the cadence sprints start on 2020-12-09 and on 2020-12-23, not on 2020-12-11
end = 2020-12-24
work-only = true
team = [{ team = "green", work = ["api-portal"] }]
#- records/sprints/2020-12-25.toml
start = 2020-12-25
end = 2021-01-07
work-only = true
team = [{ team = "green", work = ["api-portal"] }]

=== a new cadence that begins on another day is not reported
#- teambook.toml
name = "Platform Engineering Team"
cadence = [{ from = 2020-11-25, days = 14 }, { from = 2020-12-14, days = 7 }]
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
#- records/sprints/2020-12-14.toml
start = 2020-12-14
end = 2020-12-20
team = [{ team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }]
"# }
