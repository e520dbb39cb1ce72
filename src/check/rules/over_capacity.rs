use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::load::written;
use crate::workspace::model::{Category, Sprint, cadence};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "over-capacity",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a team takes on more points in a sprint than it can do",
    why: "Holidays and absences are known beforehand. A plan that leaves them out is broken before the sprint begins.",
    help: "leave the least important work for the next sprint",
    source: "Platform Engineering Team page, Sprint Work: days off are noted, and pre-sprint planning picks what fits",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check<'a>(sprint: &Sprint<'a>, workspace: &View<'a>, findings: &mut Findings) {
    // By days that are told as wrong nothing can be counted.
    if !sprint.is_staffed()
        || !workspace.is_open(sprint)
        || !cadence::is_as_long_as_due(workspace.settings(), sprint)
    {
        return;
    }
    for team in &sprint.teams {
        // A duty team takes what comes in.
        if team.work.is_empty() || workspace.category(team.team) == Some(Category::Duty) {
            continue;
        }
        let Some(points) = workspace.taken_on(team).known() else { continue };
        let away = workspace.away();
        let days = workspace.team_days(sprint, team, &away);
        let Some(capacity) = workspace.capacity(team, days) else { continue };
        if workspace.taken_on(team).beyond(capacity).is_none() {
            continue;
        }
        let (id, lost) = (team.team.id(), days.full - days.left);
        let (points, capacity) = (written(points), written(capacity));
        let mut message = format!("`{id}` takes on {points} points and can do {capacity}");
        if lost > 0.0 {
            let are = if written(lost) == "1" { "is" } else { "are" };
            message += &format!(": {} of its {} working days {are} lost", written(lost), written(days.full));
        }
        let finding = findings.report(team.work.at, message);
        if team.capacity.is_some() {
            finding.also(team.capacity, "what it can do if nobody is away");
        }
    }
}

const BAD: &str = r#"
#- in next-sprint
#- records/stories/limits.toml
title = "Limits for commands"
epic = "shellbox-service"
as-a = "reader"
i-want = "a page, even if a command takes long"
so-that = "I needn't wait"
acceptance = ["A longer one is stopped"]
testing = ["A test that sleeps"]
points = 8
priority = "high"
#- records/absences/tim.toml
person = "tim"
from = 2020-12-09
until = 2020-12-11
#~ records/sprints/2020-12-09.toml
- members = ["ariel", "clara", "holger"]
+ members = ["cindy", "petr"]
- work = ["shellbox-service"]
+ work = ["limits"]
#        ^^^^^^^^^^ `purple` takes on 8 points and can do 6.8: 3 of its 20 working days are lost
+ capacity = 8
- members = ["cindy", "petr"]
+ members = ["ariel", "clara", "holger"]
"#;

const MEND: &str = r"
#- records/absences/tim.toml (removed)
";

cases! { r#"
=== a team without a capacity is not reported
#- bad
#~ records/sprints/2020-12-09.toml
- capacity = 8

=== a sprint that is over is not reported
#- bad
#~ records/sprints/2020-12-09.toml
  end = 2020-12-22
+ state = "closed"
"# }
