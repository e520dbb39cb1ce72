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
#- records/decisions/0001-sessions-in-redis.md
+++
title = "Keep sessions in Redis"
status = "proposed"
supersedes = ["0002-sessions-in-kask"]
#             ^^^^^^^^^^^^^^^^^^^^^^^ `0001-sessions-in-redis` supersedes itself: `0001-sessions-in-redis` → `0002-sessions-in-kask` → `0001-sessions-in-redis`
+++
## Context
Sessions must outlive a restart.
## Decision
They are kept in Redis.
## Consequences
There is one more service to run.
#- records/decisions/0002-sessions-in-kask.md
+++
title = "Keep sessions in Kask"
status = "proposed"
supersedes = ["0001-sessions-in-redis"]
+++
## Context
Two data centres must see the same sessions.
## Decision
They are kept in Kask.
## Consequences
Redis can go.
"#;

const MEND: &str = r#"
#~ records/decisions/0001-sessions-in-redis.md
- supersedes = ["0002-sessions-in-kask"]
"#;

cases! { r#"
=== teams that succeed each other
#~ records/teams/green.toml
+ successor = "purple"
#             ^^^^^^^^ `green` is succeeded by itself: `green` → `purple` → `green`
#~ records/teams/purple.toml
+ successor = "green"

=== two teams may have one successor
#- records/teams/services.toml
name = "Services"
category = "external"
successor = "architecture"
#- records/teams/mediawiki-platform.toml
name = "MediaWiki Platform"
category = "external"
successor = "architecture"
"# }
