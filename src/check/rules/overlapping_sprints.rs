use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, id_collides};
use crate::workspace::model::cadence;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "overlapping-sprints",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "two sprints share a day",
    why: "On a day of two sprints nobody can say which team somebody is on, and it is counted twice.",
    help: "change the first day of the later sprint, or the last day of the earlier",
    source: "Platform Engineering Team page, Sprint Work: one sprint ends before the next begins",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::about_records(&[&id_collides::RULE])];

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let sprints = workspace.sprint_days();
    for (earlier, later) in cadence::overlaps(workspace.settings(), sprints) {
        let is_mistyped = |index: usize| {
            let (days, id) = sprints[index];
            cadence::is_start_mistyped(workspace.settings(), workspace.stem(id), days)
        };
        if is_mistyped(earlier) || is_mistyped(later) {
            continue;
        }
        let at = |index: usize| workspace.sprint_at(sprints[index].1);
        let Some((earlier, later)) = at(earlier).zip(at(later)) else { continue };
        let id = &earlier.record.id;
        let message = format!("this sprint starts on {}, when `{id}` is still running", later.start);
        findings.report(later.place(), message).also(earlier.end_place(), format!("`{id}` ends here"));
    }
}

const BAD: &str = r#"
#- records/sprints/2020-12-08.toml
start = 2020-12-08
#       ^^^^^^^^^^ this sprint starts on 2020-12-08, when `2020-11-25` is still running
end = 2020-12-22
work-only = true

[[team]]
team = "green"
work = ["api-portal"]
"#;

const MEND: &str = r"
#~ records/sprints/2020-12-09.toml (moved from records/sprints/2020-12-08.toml)
- start = 2020-12-08
+ start = 2020-12-09
";

cases! { r#"
=== two files of one id are one sprint -> id-collides
#- records/sprints/old/2020-11-25.toml
start = 2020-11-25
end = 2020-12-08
work-only = true
team = [{ team = "green", work = ["api-portal"] }]

=== people in a copied sprint serve no second turn -> overlapping-sprints
#- records/sprints/2020-11-26.toml
start = 2020-11-25
end = 2020-12-08
team = [
  { team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] },
  { team = "purple", members = ["bill", "tim"], product-manager = "evan", engineering-manager = "mandy", work = ["shellbox"] },
  { team = "clinic-duty", members = ["ariel", "clara", "holger"], engineering-manager = "mandy" },
]

=== sprints that meet are sound without a cadence too
#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-14
work-only = true
team = [{ team = "green", work = ["api-portal"] }]

=== a copied sprint is told once by its first day where the rest was changed
#- records/sprints/2020-12-09.toml
start = 2020-11-25
#       ^^^^^^^^^^ this sprint starts on 2020-11-25, when `2020-11-25` is still running
end = 2020-12-08
work-only = true
team = [{ team = "green", work = ["api-portal"] }]

=== a copied sprint is told once by its first day where the rest was changed, 2 -> sprint-misnamed
#- records/sprints/2020-12-09.toml
start = 2020-11-25
end = 2020-12-22
work-only = true
team = [{ team = "green", work = ["api-portal"] }]
"# }
