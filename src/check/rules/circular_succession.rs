use super::circles::{self, Step};
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "circular-succession",
    level: Level::Error,
    subject: Subject::References,
    summary: "teams or decisions replace each other in a circle",
    why: "Whoever follows them to the one in force never arrives: each was replaced by another.",
    help: "keep the step that really happened, and take out the one that leads back",
    source: "that a record is replaced is read from the one that replaces it",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let number = |name| workspace.schemas().named(name).map(|(number, _)| number);
    let kinds = [number("team"), number("decision")];
    if !circles::may_be_there(workspace, |from, to| from == to && kinds.contains(&Some(from))) {
        return;
    }
    let teams = workspace.teams().iter().filter_map(|team| {
        let link = team.successor?;
        Some(Step { from: team.record.number, to: link.to?, at: link.at })
    });
    circles::report(workspace, teams.collect(), "is succeeded by", findings);
    let decisions = workspace.decisions().iter().flat_map(|decision| {
        let from = decision.record.number;
        decision.supersedes.iter().filter_map(move |link| Some(Step { from, to: link.to?, at: link.at }))
    });
    circles::report(workspace, decisions.collect(), "supersedes", findings);
}

const BAD: &str = r#"
#- in superseded-decision
#~ records/decisions/0001-run-commands-in-shellbox.md
  decided = 2020-11-20
+ supersedes = ["0002-run-commands-apart"]
#               ^^^^^^^^^^^^^^^^^^^^^^^^^ `0001-run-commands-in-shellbox` supersedes itself: `0001-run-commands-in-shellbox` → `0002-run-commands-apart` → `0001-run-commands-in-shellbox`
"#;

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
- supersedes = ["0002-run-commands-apart"]
"#;

cases! { r#"
=== teams that succeed each other are reported
#~ records/teams/green.toml
+ successor = "purple"
#             ^^^^^^^^ `green` is succeeded by itself: `green` → `purple` → `green`
#~ records/teams/purple.toml
+ successor = "green"

=== two teams with one successor are not reported
#- records/teams/services.toml
name = "Services"
category = "external"
successor = "architecture"
#- records/teams/mediawiki-platform.toml
name = "MediaWiki Platform"
category = "external"
successor = "architecture"
"# }
