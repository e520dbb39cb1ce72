use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::workspace::model::{Sprint, cadence};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "holiday-not-noted",
    level: Level::Note,
    subject: Subject::Sprints,
    summary: "a member has a public holiday in a sprint, and the sprint doesn't note it",
    why: "Whoever plans with ten days and gets nine takes on too much, and on the day itself nobody answers.",
    help: "add a `[[days-off]]` with `date`, `why` and, if it is for some only, `who`",
    source: "Platform Engineering Team page: “This sprint includes 2 days off for US Holiday”",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !sprint.is_staffed() || !cadence::is_as_long_as_due(workspace.settings(), sprint) {
        return;
    }
    let mut told = BTreeSet::new();
    let mut missed: BTreeMap<Date, (&str, Vec<&str>)> = BTreeMap::new();
    for member in sprint.teams.iter().flat_map(|team| &team.members) {
        let Some(person) = workspace.person(member.person) else { continue };
        let Some(calendar) = person.calendar.and_then(|calendar| workspace.calendar(calendar)) else {
            continue;
        };
        let Some((from, until)) = sprint.days_of(*member.period) else { continue };
        let noted = sprint.days_off_of(person.record.number);
        for holiday in &calendar.holidays {
            let day = holiday.date;
            if from <= day && day <= until && person.works_on(day) && !noted.contains(&day) {
                let ids = &mut missed.entry(day).or_insert((holiday.name, Vec::new())).1;
                if told.insert((day, member.person.id())) {
                    ids.push(member.person.id());
                }
            }
        }
    }
    for (day, (name, ids)) in missed {
        let have = if ids.len() == 1 { "has" } else { "have" };
        findings
            .report(
                sprint.place(),
                format!("{} {have} {day} off for {name}, and the sprint doesn't note it", words::ids(&ids)),
            )
            .help(format!(
                "add a `[[days-off]]` with `date = {day}`, `why = \"{name}\"` and `who = [\"{}\"]`",
                ids.join("\", \"")
            ));
    }
}

const BAD: &str = r#"
#- records/calendars/united-states.toml
name = "Holidays in the United States"

[[holidays]]
date = 2020-11-26
name = "Thanksgiving Day"
#~ records/people/cindy.toml
  name = "Cindy"
+ calendar = "united-states"
#~ records/sprints/2020-11-25.toml
  start = 2020-11-25
#         ^^^^^^^^^^ `cindy` has 2020-11-26 off for Thanksgiving Day, and the sprint doesn't note it
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
+
+ [[days-off]]
+ date = 2020-11-26
+ why = "Thanksgiving Day in the United States"
+ who = ["cindy"]
"#;

cases! { r#"
=== a holiday on a free day, or before somebody joins, is not reported
#- records/calendars/united-states.toml
name = "Holidays in the United States"
holidays = [{ date = 2020-11-26, name = "Thanksgiving Day" }, { date = 2020-11-29, name = "A Sunday" }]
#~ records/people/cindy.toml
  name = "Cindy"
+ calendar = "united-states"
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ elsewhere = [{ person = "cindy", with = "architecture", until = 2020-11-26 }]
- members = ["cindy", "petr"]
+ members = [{ person = "cindy", from = 2020-11-27 }, "petr"]
"# }
