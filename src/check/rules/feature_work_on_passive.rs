use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::{Component, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "feature-work-on-passive",
    level: Level::Warning,
    subject: Subject::Stewardship,
    summary: "features are added to a component that nobody has set out to develop",
    why: "What is added must be looked after, and the level says that nobody will.",
    help: "raise the component's `level` first, with a steward who agrees, or leave the feature out",
    source: "Community Tech, Maintenance: under passive maintenance only what is unbreak-now is mended",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Component, check),
};

fn check(component: &Component<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let is_left_alone = |level: &&str| matches!(*level, "passive-maintenance" | "unmaintained");
    let level = component.level.filter(is_left_alone).filter(|_| component.retired.is_none());
    let Some(level) = level else { return };
    let (id, number) = (&component.record.id, component.record.number);
    for work in workspace.naming_of(number, &[kind::INITIATIVE, kind::TASK]) {
        let root = work.root();
        // An initiative without change for users may be there to mend it, or to switch it off.
        let names_it = if let Some(initiative) = workspace.initiative(work.number) {
            let is_feature =
                initiative.category == Some("product") && initiative.stage == Some(Stage::InProgress);
            is_feature.then(|| root.list("components").collect())
        } else {
            let is_feature = root.str("type") == Some("feature") && root.str("status") == Some("in-progress");
            is_feature.then(|| root.get("component").into_iter().collect::<Vec<_>>())
        };
        let links = names_it.into_iter().flatten().filter_map(|at| workspace.link(at));
        if let Some(link) = links.into_iter().find(|link| link.to == Some(number)) {
            let message = format!("`{}` adds features to `{id}`, which is at the level `{level}`", work.id);
            findings.report(link.at, message).also(component.level, "its level");
        }
    }
}

const BAD: &str = r#"
#- records/components/parser-cache.toml
name = "ParserCache"
level = "passive-maintenance"
stewards = ["purple"]
#~ records/initiatives/api-portal.toml
+ components = ["parser-cache"]
#               ^^^^^^^^^^^^^^ `api-portal` adds features to `parser-cache`, which is at the level `passive-maintenance`
"#;

const MEND: &str = r#"
#~ records/initiatives/shellbox.toml
+ components = ["parser-cache"]
#~ records/initiatives/api-portal.toml
- components = ["parser-cache"]
"#;

cases! { r#"
=== a task that adds a feature is reported
#- records/components/parser-cache.toml
name = "ParserCache"
level = "unmaintained"
#- records/requests/cache-by-language.toml
title = "Keep pages by language"
source = "volunteer"
received = 2020-11-20
triage = { on = 2020-11-26, outcome = "backlog" }
#- records/tasks/cache-by-language-key.toml
title = "A key for each language"
request = "cache-by-language"
status = "in-progress"
type = "feature"
component = "parser-cache"
#           ^^^^^^^^^^^^^^ `cache-by-language-key` adds features to `parser-cache`, which is at the level `unmaintained`

=== a task that mends a fault is not reported
#- above
#~ records/tasks/cache-by-language-key.toml
- type = "feature"
+ type = "bug"

=== work that is only planned is not reported
#- above
#~ records/tasks/cache-by-language-key.toml
- status = "in-progress"
+ status = "open"
"# }
