use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::workspace::model::Sprint;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "too-many-visitors",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a team has more visitors in a sprint than it can look after",
    why: "Each visitor needs somebody's time every day; with too many the team does little else, and no visitor gets enough.",
    help: "let one of them come in a later sprint, or allow more under `[limits] visitors-per-team`",
    source: "Taking part in Clinic Duty: visitors wait in a queue and join a future sprint",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let most = workspace.settings().whole("limits.visitors-per-team");
    let Some(most) = most.and_then(|most| usize::try_from(most).ok()) else { return };
    for team in &sprint.teams {
        // Who has asked and isn't coming yet, or isn't coming at all, takes nobody's time.
        let comes = |state: Option<&str>| !matches!(state, Some("requested" | "declined"));
        let visitors: Vec<_> = team.visiting.iter().filter(|visitor| comes(*visitor.state)).collect();
        let Some(excess) = visitors.get(most) else { continue };
        let (id, count) = (team.team.id(), visitors.len());
        let (visitors, allowed) = (if count == 1 { "visitor" } else { "visitors" }, words::are(most));
        findings.report(
            excess.person.at,
            format!("`{id}` has {count} {visitors} in this sprint, and {allowed} allowed"),
        );
    }
}

const BAD: &str = r#"
#- in visit
#~ teambook.toml
+ [limits]
+ visitors-per-team = 1
#- records/people/lena.toml
name = "Lena"
roles = [{ role = "engineer", until = 2019-12-31 }]
#~ records/sprints/2020-12-09.toml
+
+ [[team.visiting]]
+ person = "lena"
#          ^^^^^^ `clinic-duty` has 2 visitors in this sprint, and 1 is allowed
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
  goals = ["Learn how tasks are triaged"]
-
- [[team.visiting]]
- person = "lena"
#- records/people/lena.toml (removed)
"#;

cases! { r#"
=== visits that were declined do not count
#- bad
+ state = "declined"
"# }
