use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Sprint;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "team-twice-in-sprint",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "a sprint has two tables for one team",
    why: "Each of them says who is on the team and what it does, and nobody knows which one holds.",
    help: "put both into one `[[team]]`, or name the other team that was meant",
    source: "Platform Engineering Team page, Sprint Work: each team stands in a sprint once",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, _: &View<'_>, findings: &mut Findings) {
    let mut seen = BTreeMap::new();
    for entry in &sprint.teams {
        let id = entry.team.id();
        match seen.entry(id) {
            Entry::Vacant(first) => {
                first.insert(entry.team.at);
            }
            Entry::Occupied(first) => {
                findings
                    .report(entry.team.at, format!("`{id}` stands in this sprint twice"))
                    .also(*first.get(), "here it stands first");
            }
        }
    }
}

const BAD: &str = r#"
#- in next-work
#~ records/sprints/2020-12-09.toml
- team = "purple"
+ team = "green"
#        ^^^^^^^ `green` stands in this sprint twice
- work = ["shellbox"]
+ work = ["shellbox-service"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
  work = ["api-portal"]
- team = "green"
+ team = "purple"
"#;

cases! { r#"
=== a team in two sprints is not reported
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
[[team]]
team = "green"
work = ["api-portal"]
"# }
