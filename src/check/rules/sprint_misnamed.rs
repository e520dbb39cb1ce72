use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, overlapping_sprints};
use crate::workspace::model::cadence;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "sprint-misnamed",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a sprint's file is named after another day than its first",
    why: "Whoever looks for the sprint of a day goes by the file's name, and ids are kept for ever.",
    help: "name the file after the first day, or put the first day right",
    source: "the file is the address: a sprint is known by its first day",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::about_records(&[&overlapping_sprints::RULE])];

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let sprints = workspace.sprint_days();
    for (days, id) in sprints {
        let (stem, start) = (workspace.stem(*id), days.start);
        let is_mistyped = cadence::is_start_mistyped(workspace.settings(), stem, *days);
        let is_day = stem.parse::<jiff::civil::Date>().is_ok();
        // A name that is no day says nothing false.
        if !is_day || *stem == start.to_string() {
            continue;
        }
        if let Some(sprint) = workspace.sprint(*id) {
            let message = format!("the sprint begins on {start}, and its file is named {stem}");
            let finding = findings.report(sprint.place(), message);
            if is_mistyped {
                // It would be wrong in many ways: too long, off the cadence, running into others.
                finding.level(Level::Error);
                finding.help(format!("write {stem}, which fits its last day")).instead(stem, false);
            } else {
                finding.help(format!(
                    "rename the file to {start}.toml and leave `was = [\"{stem}\"]` in it, or put `start` right"
                ));
            }
        }
    }
}

const BAD: &str = r"
#- in next-work
#~ records/sprints/2020-12-10.toml (moved from records/sprints/2020-12-09.toml)
  start = 2020-12-09
#         ^^^^^^^^^^ the sprint begins on 2020-12-09, and its file is named 2020-12-10
";

const MEND: &str = r"
#~ records/sprints/2020-12-09.toml (moved from records/sprints/2020-12-10.toml)
";

cases! { r#"
=== a name that is no day is not reported
#- records/sprints/second.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
[[team]]
team = "green"
work = ["api-portal"]
"# }
