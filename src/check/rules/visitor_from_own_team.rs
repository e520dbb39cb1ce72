use std::collections::BTreeMap;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Category, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "visitor-from-own-team",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "a visitor comes from the team itself",
    why: "Visitors don't count towards the size of a team, nor towards anybody's turns on duty; a member who is listed as one is lost from both.",
    help: "list them under `members`; who is there to learn has `shadow = true`",
    source: "Taking part in Clinic Duty: visiting engineers come from other teams",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let mut members = BTreeMap::new();
    for member in sprint.teams.iter().flat_map(|team| &team.members) {
        if let Some(person) = member.person.to {
            members.entry(person).or_insert(member);
        }
    }
    for visitor in sprint.teams.iter().flat_map(|team| &team.visiting) {
        let id = visitor.person.id();
        let own = visitor
            .from_team
            .filter(|team| workspace.category(*team).is_some_and(|category| category != Category::External));
        if let Some(team) = own {
            let message = format!("`{id}` visits from `{}`, which is one of the team's own", team.id());
            findings.report(team.at, message);
            continue;
        }
        if let Some(member) = visitor.person.to.and_then(|person| members.get(&person)) {
            findings
                .report(visitor.person.at, format!("`{id}` is a visitor and a member in the same sprint"))
                .help(format!("take `{id}` out of `visiting` or out of `members`"))
                .also(member.person.at, "a member here");
        }
    }
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
- work = ["shellbox-service"]
+ work = ["shellbox"]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara"]
  engineering-manager = "mandy"
+
+ [[team.visiting]]
+ person = "holger"
+ from-team = "purple"
#             ^^^^^^^^ `holger` visits from `purple`, which is one of the team's own
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara"]
+ members = ["ariel", "clara", { person = "holger", shadow = true }]
-
- [[team.visiting]]
- person = "holger"
- from-team = "purple"
"#;

cases! { r#"
=== a member who also visits the team is reported
#- records/rotations/clinic-duty.toml (removed)
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "petr", "ariel"]
- members = ["ariel", "clara", "holger"]
+ members = ["clara", "holger"]
  engineering-manager = "mandy"
+ visiting = [{ person = "ariel" }]
#                        ^^^^^^^ `ariel` is a visitor and a member in the same sprint

=== a visitor from another team is not reported
#- records/rotations/clinic-duty.toml (removed)
#~ records/people/ariel.toml
- roles = [{ role = "engineer" }]
+ roles = [{ role = "engineer", until = 2019-12-31 }]
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara", "holger"]
+ members = ["clara", "holger"]
  engineering-manager = "mandy"
+ visiting = [{ person = "ariel", from-team = "architecture" }]
"# }
