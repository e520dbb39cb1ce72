use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::model::load::written;
use crate::model::{Category, Sprint, cadence};
use crate::settings::Level;

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
    check: Check::Sprint(check),
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
        let finding = findings.report(team.at.get("work").unwrap_or(team.at), message);
        if let Some(stated) = team.at.get("capacity") {
            finding.also(stated, "what it can do if nobody is away");
        }
    }
}

const BAD: &str = r#"
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
size = { least = 2, most = 3 }
pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
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
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22

[[team]]
team = "green"
members = ["cindy", "petr"]
product-manager = "evan"
engineering-manager = "will"
work = ["api-portal"]

[[team]]
team = "purple"
members = ["bill", "tim"]
product-manager = "evan"
engineering-manager = "mandy"
work = ["limits"]
#      ^^^^^^^^^^ `purple` takes on 8 points and can do 6.8: 3 of its 20 working days are lost
capacity = 8

[[team]]
team = "clinic-duty"
members = ["ariel", "clara", "holger"]
engineering-manager = "mandy"
"#;

const MEND: &str = r"
#- records/absences/tim.toml (removed)
";

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    #[test]
    fn without_a_capacity_nothing_is_reckoned_and_what_is_over_is_over() {
        let example: String = super::RULE
            .bad
            .lines()
            .filter(|line| !line.starts_with("#  "))
            .map(|line| format!("{line}\n"))
            .collect();
        assert_eq!(findings(&example.replace("capacity = 8\n", "")), []);
        let closed = "end = 2020-12-22\nstate = \"closed\"\n";
        assert_eq!(findings(&example.replace("end = 2020-12-22\n", closed)), []);
    }
}
