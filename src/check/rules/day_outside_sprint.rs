use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::workspace::model::{At, Sprint, cadence};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "day-outside-sprint",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a member's day, a day off or a meeting of a sprint lies outside of it",
    why: "Most sprints begin as a copy of the last one; a day that stayed behind counts for nothing, and nobody sees it.",
    help: "write the day of this sprint, or take it out",
    source: "Platform Engineering Team page, Sprint Work: members, days off and meetings are those of the sprint",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if sprint.length() < 1 || !cadence::is_as_long_as_due(workspace.settings(), sprint) {
        return;
    }
    let (start, end) = (sprint.start, sprint.end);
    for day in &sprint.days_off {
        look(findings, day.date, "this day off", (start, end), sprint);
    }
    for ceremony in &sprint.ceremonies {
        let (name, days) = match ceremony.kind {
            // It is held before, to choose what goes in.
            "pre-sprint" => ("the pre-sprint planning", (dates::shift(start, -sprint.length()), start)),
            "kick-off" => ("the kick-off", (start, end)),
            "check-in" => ("the check-in", (start, end)),
            // It looks back, and may wait for a weekend.
            "retro" => ("the retro", (start, dates::shift(end, 7))),
            _ => continue,
        };
        if let Some(on) = ceremony.on.known() {
            look(findings, on, name, days, sprint);
        }
    }
    let members = sprint.teams.iter().flat_map(|team| &team.members);
    let stays = members.map(|member| (member.person, member.period));
    // Who is elsewhere may have been before and stay after; but some of it is in the sprint.
    let elsewhere = sprint.elsewhere.iter().filter(|entry| sprint.days_of(*entry.period).is_none());
    for (person, period) in stays.chain(elsewhere.map(|entry| (entry.person, entry.period))) {
        let days = [period.first(), period.last()].into_iter().filter_map(At::known);
        let is_outside = |day: &At<'_, Date>| !(start..=end).contains(&**day);
        if let Some(day) = { days }.find(is_outside) {
            look(findings, day, &format!("this day of `{}`", person.id()), (start, end), sprint);
        }
    }
}

/// Reports `day` if it lies outside of `days`.
fn look(findings: &mut Findings, day: At<'_, Date>, what: &str, days: (Date, Date), sprint: &Sprint<'_>) {
    if *day < days.0 {
        findings.report(day, format!("{what} lies before the sprint, which begins on {}", sprint.start));
    } else if days.1 < *day && *day <= sprint.end {
        findings.report(day, format!("{what} lies in the sprint, which begins on {}", sprint.start));
    } else if days.1 < *day {
        findings.report(day, format!("{what} lies after the sprint, which ends on {}", sprint.end));
    }
}

const BAD: &str = r#"
#- in next-work
#~ records/sprints/2020-12-09.toml
+
+ [[days-off]]
+ date = 2020-11-26
#        ^^^^^^^^^^ this day off lies before the sprint, which begins on 2020-12-09
+ why = "Thanksgiving Day"
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- date = 2020-11-26
+ date = 2020-12-11
- why = "Thanksgiving Day"
+ why = "All-hands"
"#;

cases! { r#"
=== stays and meetings that were copied from another sprint are reported
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ ceremonies = [
+     { kind = "pre-sprint", on = 2020-11-23 },
+     { kind = "kick-off", on = 2020-11-11 },
#                               ^^^^^^^^^^ the kick-off lies before the sprint, which begins on 2020-11-25
+     { kind = "retro", on = 2020-12-09 },
+ ]
- members = ["cindy", "petr"]
  work = ["api-portal"]
+ members = [
+     "cindy", "ariel",
+     { person = "petr", from = 2020-12-11 },
#                               ^^^^^^^^^^ this day of `petr` lies after the sprint, which ends on 2020-12-08
+ ]
- members = ["ariel", "clara", "holger"]
+ members = ["clara", "holger"]
#- records/rotations/clinic-duty.toml (removed)

=== where the sprint's own days are wrong, days outside it are not reported -> sprint-wrong-length
#~ records/sprints/2020-11-25.toml
- end = 2020-12-08
+ end = 2020-12-01
+ days-off = [{ date = 2020-12-20, why = "later" }]
"# }
