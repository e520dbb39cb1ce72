use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, day_outside_sprint};
use crate::base::dates;
use crate::workspace::model::{Sprint, cadence};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "check-in-off-midpoint",
    level: Level::Note,
    subject: Subject::Sprints,
    summary: "the check-in of a sprint isn't near its middle",
    why: "Too early, nobody knows yet whether the sprint is on course; too late, nothing can be done about it.",
    help: "hold it about the middle of the sprint, or allow more days under `[sprint] check-in-days`",
    source: "PET Work Process: the check-in is in the week after the kick-off, at the sprint's midpoint",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&day_outside_sprint::RULE])];

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let Some(most) = workspace.settings().whole("sprint.check-in-days") else { return };
    if sprint.length() < 1 || !cadence::is_as_long_as_due(workspace.settings(), sprint) {
        return;
    }
    let middle = dates::shift(sprint.start, sprint.length() / 2);
    for ceremony in sprint.ceremonies.iter().filter(|ceremony| ceremony.kind == "check-in") {
        let Some(on) = ceremony.on.known() else { continue };
        let off = dates::days_between(middle, *on).abs();
        if off > most {
            let days = if off == 1 { "a day".to_owned() } else { format!("{off} days") };
            findings.report(on, format!("the check-in is {days} from the middle of the sprint, {middle}"));
        }
    }
}

const BAD: &str = r#"
#- in next-work
#~ records/sprints/2020-12-09.toml
+
+ [[ceremonies]]
+ kind = "check-in"
+ on = 2020-12-21
#      ^^^^^^^^^^ the check-in is 5 days from the middle of the sprint, 2020-12-16
"#;

const MEND: &str = r"
#~ records/sprints/2020-12-09.toml
- on = 2020-12-21
+ on = 2020-12-17
";

cases! { r#"
=== one that lies outside of the sprint is reported as that -> day-outside-sprint
#- bad
#~ records/sprints/2020-12-09.toml
- on = 2020-12-21
+ on = 2020-12-24

=== a check-in a day or two before a weekend is not reported
#- in next-work
#~ records/sprints/2020-12-09.toml
  work-only = true
+ ceremonies = [{ kind = "check-in", on = 2020-12-14, team = "green" }, { kind = "kick-off", on = 2020-12-09 }]
"# }
