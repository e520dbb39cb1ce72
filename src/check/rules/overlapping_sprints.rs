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
        let at = |index: usize| workspace.sprint(sprints[index].1);
        let Some((earlier, later)) = at(earlier).zip(at(later)) else { continue };
        let id = &earlier.record.id;
        let message = format!("this sprint starts on {}, when `{id}` is still running", later.start);
        findings.report(later.place(), message).also(earlier.end_place(), format!("`{id}` ends here"));
    }
}

const BAD: &str = r"
#- in next-work
#~ records/sprints/2020-12-08.toml (moved from records/sprints/2020-12-09.toml)
- start = 2020-12-09
+ start = 2020-12-08
#         ^^^^^^^^^^ this sprint starts on 2020-12-08, when `2020-11-25` is still running
";

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

=== the people of a copied sprint are not reported for a second turn -> overlapping-sprints
#~ records/sprints/2020-11-26.toml (copied from records/sprints/2020-11-25.toml)

=== sprints that follow each other are not reported without a cadence either
#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-14
work-only = true
team = [{ team = "green", work = ["api-portal"] }]

=== a copied sprint with other work and its old days is reported once
#- in next-work
#~ records/sprints/2020-12-09.toml
- start = 2020-12-09
- end = 2020-12-22
+ start = 2020-11-25
#         ^^^^^^^^^^ this sprint starts on 2020-11-25, when `2020-11-25` is still running
+ end = 2020-12-08

=== a copied sprint that keeps its first day is reported only by its name -> sprint-misnamed
#- in next-work
#~ records/sprints/2020-12-09.toml
- start = 2020-12-09
+ start = 2020-11-25
"# }
