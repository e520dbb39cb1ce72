use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::workspace::facts::SprintDays;
use crate::workspace::model::cadence;
use crate::workspace::settings::{Level, Settings};

pub(super) static RULE: Rule = Rule {
    name: "gap-between-sprints",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "between two sprints there are days of no sprint, and no break is declared",
    why: "What the teams worked on in those days, and who was on duty, is lost unless somebody remembers it now.",
    help: "add the sprint that is missing, or declare a `[[break]]` for these days in teambook.toml",
    source: "Platform Engineering Team page, Sprint Work: one sprint follows the other",
    evidence: Evidence::Absent(&[kind::SPRINT]),
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let settings = &workspace.settings();
    // A break that can't be read may be the one that is meant.
    if !settings.is_sound() {
        return;
    }
    let sprints = workspace.sprint_days();
    // A sprint that ends too early is told of there, and reaches as far as it should.
    let reach =
        |sprint: SprintDays| cadence::due_end(settings, sprint).map_or(sprint.end, |due| due.max(sprint.end));
    let Some((&(mut last, mut last_id), others)) = sprints.split_first() else { return };
    for &(sprint, id) in others {
        let (from, until) = (dates::shift(reach(last), 1), dates::shift(sprint.start, -1));
        // Where people begin to be recorded the source is another one, and neither tells of the time between.
        let is_one_source = last.is_work_only == sprint.is_work_only;
        if from <= until && is_one_source && has_room(settings, from, sprint.start) {
            for (from, until) in dates::runs_outside(from, until, settings.breaks.iter().copied()) {
                if !dates::has_working_day(from, until) {
                    continue;
                }
                if let Some((sprint, last)) = workspace.sprint(id).zip(workspace.sprint(last_id)) {
                    let days = dates::in_words(from, until);
                    findings
                        .report(sprint.place(), format!("there is no sprint {days}"))
                        .also(last.end_place(), "the sprint before ends here");
                }
            }
        }
        if reach(last) < reach(sprint) {
            (last, last_id) = (sprint, id);
        }
    }
}

/// Whether a sprint by the cadence fits in front of `next`. A shorter gap comes of a first or last day that
/// is off the cadence, which is a fault of its own, or of a change of the cadence.
fn has_room(settings: &Settings<'_>, from: Date, next: Date) -> bool {
    let Some(cadence) = settings.cadence_on(from) else { return true };
    let first = if settings.is_on_grid(from) {
        from
    } else {
        settings.grid_day(from).map_or(from, |day| dates::shift(day, cadence.days))
    };
    dates::shift(first, cadence.days) <= next
}

const BAD: &str = r#"
#~ records/rotations/clinic-duty.toml
- until = 2020-12-08
- rest = 1
- longest = 1
- window = 6
#~ records/sprints/2020-12-23.toml (copied from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-12-23
#         ^^^^^^^^^^ there is no sprint from 2020-12-09 to 2020-12-22
+ end = 2021-01-05
- members = ["cindy", "petr"]
+ members = ["ariel", "clara", "holger"]
  work = ["shellbox-service"]
- members = ["ariel", "clara", "holger"]
+ members = ["cindy", "petr"]
"#;

const MEND: &str = r#"
#~ teambook.toml
+
+ [[break]]
+ from = 2020-12-09
+ until = 2020-12-22
+ reason = "nobody is at work"
"#;

cases! { r#"
=== the part of a gap that no break covers is reported
#- in next-sprints
#~ teambook.toml
+ [[break]]
+ from = 2020-12-30
+ until = 2021-01-05
+ reason = "the end of the year"
#- records/sprints/2020-12-23.toml (removed)
#~ records/sprints/2021-01-06.toml
  start = 2021-01-06
#         ^^^^^^^^^^ there is no sprint from 2020-12-23 to 2020-12-29

=== a weekend, and the time between two sources, are not reported
#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
#- records/sprints/2019-07-22.toml
start = 2019-07-22
end = 2019-08-02
work-only = true
team = [{ team = "green", work = ["api-portal"] }]
#- records/sprints/2019-08-05.toml
start = 2019-08-05
end = 2019-08-16
work-only = true
team = [{ team = "green", work = ["api-portal"] }]
"# }
