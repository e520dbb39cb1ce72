use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::record::{KindId, Record, Value};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "day-in-future",
    level: Level::Warning,
    subject: Subject::Reading,
    summary: "something is said to have happened on a day that is still to come",
    why: "It is a slip in the month or the year, and figures that reckon with the day are wrong from now on.",
    help: "correct the day; what is only planned is written elsewhere",
    source: "Clinic Duty Stats and PET Initiative Check Process: what has happened, and when",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Record(check),
};

/// Of each kind the fields that say when something has happened; of a list those of its items.
const HAPPENED: &[(KindId, &[(&str, &str)])] = &[
    (
        kind::REQUEST,
        &[
            ("received", ""),
            ("acknowledged", ""),
            ("resolved", ""),
            ("triage", "on"),
            ("priority-log", "on"),
            ("waiting-for", "since"),
        ],
    ),
    (kind::INITIATIVE, &[("stage-log", "on"), ("actual", "from"), ("actual", "until"), ("closeout", "on")]),
    (kind::STORY, &[("accepted-by", "on"), ("closed-by", "on")]),
    (kind::ROADMAP, &[("as-of", "")]),
    (kind::STEWARDSHIP, &[("asked", ""), ("decided", "")]),
];

fn check(record: &Record, workspace: &View<'_>, findings: &mut Findings) {
    let Some((_, fields)) = HAPPENED.iter().find(|(kind, _)| Some(*kind) == record.kind) else { return };
    let days = fields.iter().flat_map(|(field, key)| {
        let value = record.root().get(field);
        let items: Vec<Value<'_>> = match value {
            Some(list) if list.is_list() => list.items().collect(),
            other => other.into_iter().collect(),
        };
        items.into_iter().filter_map(move |item| if key.is_empty() { Some(item) } else { item.get(key) })
    });
    // East of Greenwich tomorrow comes earlier.
    let latest = dates::shift(workspace.as_of(), 1);
    for (day, on) in days.filter_map(|day| Some((day, day.as_date()?))) {
        if on > latest {
            let message = format!("this is said to have happened, and {on} is still to come");
            findings.report(day, message);
        }
    }
}

const BAD: &str = r#"
#- records/requests/limits.toml
title = "Limits for commands"
source = "volunteer"
received = 2020-11-30
acknowledged = 2021-11-30
#              ^^^^^^^^^^ this is said to have happened, and 2021-11-30 is still to come
"#;

const MEND: &str = r"
#~ records/requests/limits.toml
- acknowledged = 2021-11-30
+ acknowledged = 2020-12-01
";

cases! { r#"
=== the day after the check has begun somewhere and is not reported
#~ records/initiatives/shellbox.toml
+ stage-log = [{ to = "in-progress", on = 2020-12-02 }]

=== the day after that is reported
#~ records/initiatives/shellbox.toml
+ stage-log = [{ to = "in-progress", on = 2020-12-03 }]
#                                         ^^^^^^^^^^ this is said to have happened, and 2020-12-03 is still to come

=== a plan may lie in the future
#~ records/initiatives/shellbox.toml
+ planned = { from = 2020-12-09, until = 2021-03-01 }
"# }
