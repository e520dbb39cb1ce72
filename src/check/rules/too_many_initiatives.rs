use std::collections::BTreeSet;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::record::RecordId;
use crate::workspace::model::{Category, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "too-many-initiatives",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a team works on more initiatives in a sprint than the workspace allows",
    why: "Everything that is begun waits for everything else that is begun; finishing one thing first brings all of them sooner.",
    help: "leave the least important one for a later sprint, or allow more under `[limits] initiatives-per-team`",
    source: "Platform Engineering Team page, Values: finish what we are working on before starting something new",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check(sprint: &Sprint<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let most = workspace.settings().whole("limits.initiatives-per-team");
    let Some(most) = most.and_then(|most| usize::try_from(most).ok()) else { return };
    for team in sprint.teams.iter().filter(|team| team.work.len() > most) {
        if workspace.category(team.team) != Some(Category::Product) {
            continue;
        }
        let mut seen: Vec<RecordId> = Vec::new();
        let mut known = BTreeSet::new();
        let mut first_too_many = None;
        for work in &team.work {
            let Some(initiative) = workspace.initiative_of(*work).map(|found| found.record.number) else {
                continue;
            };
            if known.insert(initiative) {
                seen.push(initiative);
                if seen.len() > most {
                    first_too_many.get_or_insert(work.at);
                }
            }
        }
        let Some(place) = first_too_many else { continue };
        let ids: Vec<&str> = seen.iter().map(|id| workspace.stem(*id)).collect();
        findings
            .report(
                place,
                format!(
                    "`{}` works on {} initiatives in this sprint, and {} allowed",
                    team.team.id(),
                    ids.len(),
                    words::are(most)
                ),
            )
            .help(format!(
                "leave the least important of {} for a later sprint, or allow more under `[limits] initiatives-per-team`",
                words::ids(&ids)
            ));
    }
}

const BAD: &str = r#"
#- in next-work
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "in-progress"
deliverables = ["evolutionary-architecture"]
#- records/initiatives/session-storage.toml
title = "Session storage"
category = "infrastructure"
stage = "in-progress"
deliverables = ["evolutionary-architecture"]
#~ records/sprints/2020-12-09.toml
- work = ["api-portal"]
+ work = ["api-portal", "shellbox-service", "parser-cache", "session-storage"]
#                                                           ^^^^^^^^^^^^^^^^^ `green` works on 4 initiatives in this sprint, and 3 are allowed
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- work = ["api-portal", "shellbox-service", "parser-cache", "session-storage"]
+ work = ["api-portal", "shellbox-service", "parser-cache"]
"#;

cases! { r#"
=== several parts of one initiative count once
#- in next-work
#- records/epics/shellbox-client.toml
title = "Calls to the service"
initiative = "shellbox"
tracker = "T260331"
#- records/epics/shellbox-limits.toml
title = "Limits for commands"
initiative = "shellbox"
tracker = "T260332"
#~ records/sprints/2020-12-09.toml
- work = ["shellbox"]
+ work = ["shellbox", "shellbox-service", "shellbox-client", "shellbox-limits"]
"# }
