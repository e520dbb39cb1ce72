use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::workspace::model::TriageMeeting;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "triage-missed",
    level: Level::Warning,
    subject: Subject::Inbound,
    summary: "a triage meeting wasn't held when it was due, and nothing says why",
    why: "What comes in lies unseen until the next one, and nobody knows whether that was meant.",
    help: "add the meeting; if there was none, add its record with `not-held` and the reason",
    source: "PET Task Triage: the meeting is held weekly",
    evidence: Evidence::Absent(&[kind::TRIAGE_MEETING]),
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let of_tasks =
        |meeting: &&TriageMeeting<'_>| matches!(meeting.kind, None | Some("tasks")) && meeting.on.is_some();
    let meetings: Vec<_> = workspace.triage_meetings().iter().filter(of_tasks).collect();
    let every = workspace.settings().whole("triage.every-days").unwrap_or(7);
    let breaks = &workspace.settings().breaks;
    let is_missed = |last: Date, next: Date| {
        // A break puts the next meeting off by as many days.
        let paused = breaks.iter().filter_map(|pause| pause.within(last, next));
        let paused: i64 = paused.map(|(from, until)| dates::days_between(from, until) + 1).sum();
        next > dates::shift(due(last, every), paused)
    };
    for pair in meetings.windows(2) {
        if let (Some(last), Some(next)) = (*pair[0].on, *pair[1].on)
            && is_missed(last, next)
        {
            let message = format!("there was no triage meeting between {last} and {next}");
            findings.report(pair[1].on, message);
        }
    }
    if let Some(meeting) = meetings.last()
        && let Some(last) = *meeting.on
        && is_missed(last, workspace.horizon())
    {
        findings.report(meeting.on, format!("there has been no triage meeting since {last}"));
    }
}

/// The last day on which the meeting after `last` is in time: it may be moved within its week.
fn due(last: Date, every: i64) -> Date {
    let day = dates::shift(last, every);
    let to_sunday = if every < 7 { 0 } else { 6 - i64::from(day.weekday().to_monday_zero_offset()) };
    dates::shift(day, to_sunday)
}

const BAD: &str = r#"
#- records/triage-meetings/2020-11-11.toml
on = 2020-11-11
facilitator = "ariel"
attended = ["ariel", "evan"]
#- records/triage-meetings/2020-11-25.toml
on = 2020-11-25
#    ^^^^^^^^^^ there was no triage meeting between 2020-11-11 and 2020-11-25
facilitator = "ariel"
attended = ["ariel", "evan"]
"#;

const MEND: &str = r#"
#- records/triage-meetings/2020-11-18.toml
on = 2020-11-18
not-held = "Everybody is at the conference."
"#;

cases! { r#"
=== a week without a meeting since the last one is reported
#- records/triage-meetings/2020-11-18.toml
on = 2020-11-18
#    ^^^^^^^^^^ there has been no triage meeting since 2020-11-18
facilitator = "evan"
attended = ["ariel", "evan"]

=== a meeting that is moved within its week is not missed
#- records/triage-meetings/2020-11-16.toml
on = 2020-11-16
facilitator = "evan"
attended = ["ariel", "evan"]
#- records/triage-meetings/2020-11-27.toml
on = 2020-11-27
facilitator = "evan"
attended = ["ariel", "evan"]

=== as many days with a week between them are reported
#- records/triage-meetings/2020-11-13.toml
on = 2020-11-13
facilitator = "evan"
attended = ["ariel", "evan"]
#- records/triage-meetings/2020-11-23.toml
on = 2020-11-23
#    ^^^^^^^^^^ there was no triage meeting between 2020-11-13 and 2020-11-23
facilitator = "evan"
attended = ["ariel", "evan"]
"# }
