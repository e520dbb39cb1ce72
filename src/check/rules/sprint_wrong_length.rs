use std::collections::BTreeMap;

use super::overlapping_sprints;
use super::prelude::*;
use super::yields::Yields;
use crate::base::dates;
use crate::workspace::facts::SprintDays;
use crate::workspace::model::Sprint;
use crate::workspace::model::cadence::{self, BrokenCadence};
use crate::workspace::settings::Settings;

pub(super) static RULE: Rule = Rule {
    name: "sprint-wrong-length",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "a sprint has more or fewer days than the cadence gives it",
    why: "What a sprint holds is planned for its length, and a last day that is wrong moves every sprint after it.",
    help: "correct the last day, which still belongs to the sprint, or add a `[[cadence]]` to teambook.toml",
    source: "Core Platform Team page, Team Structure: sprints of two weeks",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::in_record(&[&overlapping_sprints::RULE])];

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let (settings, sprints) = (workspace.settings(), workspace.sprint_days());
    let unkept = cadence::unkept(settings, sprints);
    let mut entries = BTreeMap::new();
    for entry in settings.record.root().list("cadence") {
        entries.entry(entry.date("from")).or_insert(entry);
    }
    for BrokenCadence { cadence, days, count } in &unkept {
        let (since, says) = (cadence.from, cadence.days);
        if let Some(place) = entries.get(&Some(since)).and_then(|entry| entry.get("days")) {
            findings
                .report(
                    place,
                    format!("all {count} sprints since {since} have {days} days, and this says {says}"),
                )
                .help(format!("write {days}, or correct the sprints"))
                .instead(days.to_string(), false);
        }
    }
    for &(sprint, id) in sprints {
        let due = cadence::due_end(settings, sprint);
        let days = sprint.length();
        // Nearly all are as long as they should be, and needn't be looked at.
        if due.map_or((1..=cadence::LONGEST).contains(&days), |due| due == sprint.end) {
            continue;
        }
        if cadence::is_start_mistyped(settings, workspace.stem(id), sprint) {
            continue;
        }
        let Some(place) = workspace.sprint(id).map(Sprint::end_place) else { continue };
        if days <= 0 {
            let (start, end) = (sprint.start, sprint.end);
            let finding =
                findings.report(place, format!("this sprint ends on {end}, before it starts on {start}"));
            if let Some(due) = due {
                finding.help(format!("by the cadence it ends on {due}")).instead(due.to_string(), false);
            }
            continue;
        }
        let Some((due, cadence)) = due.zip(settings.cadence_on(sprint.start)) else {
            if days > cadence::LONGEST {
                findings.report(place, format!("this sprint has {days} days, more than a year"));
            }
            continue;
        };
        if !settings.is_sound() || cadence::is_among(&unkept, cadence) {
            continue;
        }
        if is_otherwise_wrong(settings, sprint) {
            continue;
        }
        findings
            .report(
                place,
                format!("this sprint has {days} {}, and by the cadence it has {}", plural(days), cadence.days),
            )
            .help(format!(
                "end it on {due}, which is its last day by the cadence, or add a `[[cadence]]` to teambook.toml"
            ))
            .instead(due.to_string(), false);
    }
}

/// Whether the length is as it must be before a new cadence, or only the first day is wrong.
fn is_otherwise_wrong(settings: &Settings<'_>, sprint: SprintDays) -> bool {
    let next = dates::shift(sprint.end, 1);
    let is_before_change = settings.has_cadence_from(next);
    let is_start_alone = !settings.is_on_grid(sprint.start) && settings.is_on_grid(next);
    (is_before_change || is_start_alone) && cadence::is_about_right(settings, sprint)
}

const fn plural(days: i64) -> &'static str {
    if days == 1 { "day" } else { "days" }
}

const BAD: &str = r"
#- in next-work
#~ records/sprints/2020-12-09.toml
- end = 2020-12-22
+ end = 2020-12-23
#       ^^^^^^^^^^ this sprint has 15 days, and by the cadence it has 14
";

const MEND: &str = r"
#~ records/sprints/2020-12-09.toml
- end = 2020-12-23
+ end = 2020-12-22
";

cases! { r#"
=== a length is wrong by itself where the next sprint begins too early -> sprint-wrong-length, overlapping-sprints
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-20
work-only = true
team = [{ team = "green", work = ["api-portal"] }]
#- records/sprints/2020-12-18.toml
start = 2020-12-18
end = 2021-01-05
work-only = true
team = [{ team = "green", work = ["api-portal"] }]

=== where sprints overlap, the first day may be what is wrong -> overlapping-sprints
#- records/sprints/2020-12-07.toml
start = 2020-12-07
end = 2020-12-21
work-only = true
team = [{ team = "green", work = ["api-portal"] }]

=== a sprint that runs backwards or into the next year is reported once
#- in next-sprints
#~ records/sprints/2020-12-09.toml
- end = 2020-12-22
+ end = 2020-11-22
#       ^^^^^^^^^^ this sprint ends on 2020-11-22, before it starts on 2020-12-09
#~ records/sprints/2020-12-23.toml
- end = 2021-01-05
+ end = 2022-01-05
#       ^^^^^^^^^^ this sprint has 379 days, and by the cadence it has 14

=== what is measured by a wrong last day is not reported as well
#- in next-sprint
#- records/calendars/poland.toml
name = "Poland"
holidays = [{ date = 2020-12-25, name = "Christmas Day" }]
#~ records/people/tim.toml
  name = "Tim"
+ calendar = "poland"
#~ records/sprints/2020-12-09.toml
- end = 2020-12-22
+ end = 2020-12-27
#       ^^^^^^^^^^ this sprint has 19 days, and by the cadence it has 14
+ ceremonies = [{ kind = "check-in", on = 2020-12-14 }]
- members = ["ariel", "clara", "holger"]
+ members = ["cindy", "petr"]
- members = ["cindy", "petr"]
+ members = ["ariel", "clara", "holger"]

=== a sprint that a new cadence cuts short is not reported
#- in next-work
#~ teambook.toml
+ [[cadence]]
+ from = 2020-12-14
+ days = 14
#~ records/sprints/2020-12-09.toml
- end = 2020-12-22
+ end = 2020-12-13

=== a cadence that no sprint keeps is reported itself
#- in next-sprints
#~ teambook.toml
- days = 14
+ days = 13
#        ^^ all 4 sprints since 2020-11-25 have 14 days, and this says 13
"# }

#[cfg(test)]
mod tests {
    use super::super::tests::rules;

    #[test]
    fn a_first_day_that_the_name_contradicts_is_reported_only_as_that() {
        for start in ["2019-12-09", "2020-12-19", "2020-12-07", "2020-11-09"] {
            let edit =
                format!("#~ records/sprints/2020-12-09.toml\n- start = 2020-12-09\n+ start = {start}\n");
            assert_eq!(rules(&format!("#- in next-work\n{edit}")), ["sprint-misnamed"], "{start}");
        }
    }
}
