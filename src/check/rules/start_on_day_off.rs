use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{DayOff, Sprint, cadence};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "start-on-day-off",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a sprint starts on a day on which nobody works",
    why: "The kick-off falls out, and people begin on different days with different ideas of the plan.",
    help: "move the kick-off to the first working day, or let the sprint start there",
    source: "PET Work Process: the kick-off presents the sprint's work to everybody",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let settings = workspace.settings();
    // A start off the grid is most likely another day, and told of as that.
    if !settings.is_on_grid(sprint.start) || sprint.length() > cadence::LONGEST {
        return;
    }
    let weekday = usize::from(sprint.start.weekday().to_monday_zero_offset().unsigned_abs());
    let (short, long) = [
        ("mon", "Monday"),
        ("tue", "Tuesday"),
        ("wed", "Wednesday"),
        ("thu", "Thursday"),
        ("fri", "Friday"),
        ("sat", "Saturday"),
        ("sun", "Sunday"),
    ][weekday];
    let is_meant = |day: &&DayOff<'_>| day.date == sprint.start && day.who.is_empty();
    if let Some(day) = sprint.days_off.iter().find(is_meant) {
        let finding = findings.report(sprint.place(), format!("the sprint starts on a day off: {}", day.why));
        finding.also(day.at, "the day off");
    } else if !settings.list("working-days").contains(&short) {
        let message = format!("the sprint starts on a {long}, on which nobody works");
        findings.report(sprint.place(), message).help(
            "let the sprints start on a working day, in `[[cadence]]` too, or add the day to `working-days`",
        );
    }
}

const BAD: &str = r#"
#- in next-work
#~ records/sprints/2020-12-09.toml
  start = 2020-12-09
#         ^^^^^^^^^^ the sprint starts on a day off: All-hands
  work = ["shellbox"]
+
+ [[days-off]]
+ date = 2020-12-09
+ why = "All-hands"
"#;

const MEND: &str = r"
#~ records/sprints/2020-12-09.toml
- date = 2020-12-09
+ date = 2020-12-10
";

cases! { r#"
=== a start on a weekend is reported
#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
cadence = [{ from = 2020-11-25, days = 14 }, { from = 2020-12-12, days = 14 }]
break = [{ from = 2020-12-09, until = 2020-12-11, reason = "offsite" }]
#- in next-work
#~ records/sprints/2020-12-12.toml (moved from records/sprints/2020-12-09.toml)
- start = 2020-12-09
- end = 2020-12-22
+ start = 2020-12-12
#         ^^^^^^^^^^ the sprint starts on a Saturday, on which nobody works
+ end = 2020-12-25

=== a day off for some is not reported
#- in next-work
#~ records/sprints/2020-12-09.toml
  work-only = true
+ days-off = [{ date = 2020-12-09, why = "a holiday in one country", who = ["ariel"] }]
"# }
