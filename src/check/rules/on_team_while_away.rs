use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::workspace::model::{Sprint, SprintTeam};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "on-team-while-away",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "somebody is on a team in a sprint and away for more than half of it",
    why: "The team plans with somebody who isn't there. Who is away for all of it is no member: that is an error.",
    help: "take the person off the team, or give the days on it with `from` and `until`",
    source: "Platform Engineering Team page, Sprint Work: its note counts the days off in the sprint",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    if workspace.absences().is_empty() {
        return;
    }
    let away = workspace.away();
    for sprint in workspace.staffed_sprints() {
        for team in sprint.teams.iter().filter(|team| !is_on_duty(workspace, sprint, team)) {
            for member in &team.members {
                let (Some(person), Some((from, until))) =
                    (workspace.person(member.person), sprint.days_of(*member.period))
                else {
                    continue;
                };
                let presence = away.presence(person, from, until, &sprint.days_off_of(person.record.number));
                if !presence.is_less_than_half() {
                    continue;
                }
                let (id, team) = (member.person.id(), team.team.id());
                let (days, gone) = (presence.days, presence.days_away());
                let finding = if presence.is_none() {
                    let message = format!("`{id}` is away for the whole time on `{team}`");
                    findings.report(member.person.at, message).level(Level::Error)
                } else {
                    let message = format!("`{id}` is away for {gone} of the {days} working days on `{team}`");
                    findings.report(member.person.at, message)
                };
                for absence in away.of(person.record.number, from, until) {
                    let days = dates::in_words(absence.from, absence.until);
                    finding.also(absence.person.at, format!("away {days}"));
                }
            }
        }
    }
}

/// Whether the team is a rotation's: there, being away has a rule of its own.
fn is_on_duty(workspace: &View<'_>, sprint: &Sprint<'_>, team: &SprintTeam<'_>) -> bool {
    let mut of_team = team.team.to.into_iter().flat_map(|team| workspace.rotations_of(team));
    of_team.any(|rotation| rotation.period.overlaps(sprint.period()))
}

const BAD: &str = r#"
#- records/absences/petr-2020-11.toml
person = "petr"
from = 2020-11-27
until = 2020-12-04
#~ records/sprints/2020-11-25.toml
  members = ["cindy", "petr"]
#                     ^^^^^^ `petr` is away for 6 of the 10 working days on `green`
"#;

const MEND: &str = r"
#~ records/absences/petr-2020-11.toml
- until = 2020-12-04
+ until = 2020-12-02
";

cases! { r#"
=== only the days on the team count, and half days count half
#- records/absences/tim-2020-12.toml
person = "tim"
from = 2020-12-01
until = 2020-12-31
#- records/absences/petr-2020-11.toml
person = "petr"
from = 2020-11-01
until = 2020-12-07
half-day = true
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ days-off = [{ date = 2020-11-26, why = "holiday" }]
- members = ["bill", "tim"]
+ members = ["bill", { person = "tim", from = 2020-12-03 }]
#                               ^^^^^ `tim` is away for the whole time on `purple`

=== somebody who is away for half of the days is not reported
#- records/absences/petr-2020-11.toml
person = "petr"
from = 2020-11-25
until = 2020-12-01

=== being away for the whole time is an error
#- records/absences/tim.toml
person = "tim"
from = 2020-11-25
until = 2020-12-08
#~ records/sprints/2020-11-25.toml
  members = ["bill", "tim"]
#                    ^^^^^ error: `tim` is away for the whole time on `purple`

=== the level that the workspace sets stands
#- above
#~ teambook.toml
+ [rules]
+ on-team-while-away = "note"
#~ records/sprints/2020-11-25.toml
  members = ["bill", "tim"]
#                    ^^^^^ note: `tim` is away for the whole time on `purple`
"# }
