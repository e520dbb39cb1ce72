use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Component;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "single-maintainer",
    level: Level::Warning,
    subject: Subject::Stewardship,
    summary: "only one person knows a component well enough to review any change",
    why: "What one person knows is out of reach when they are away, and gone when they leave.",
    help: "have somebody mend the next faults together with them, and add them to `maintainers`",
    source: "Platform Engineering Team page, Values: share knowledge, even if the most skilled person isn't the one who does the work",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Component, check),
};

fn check(component: &Component<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let levels = workspace.settings().list("stewardship.levels");
    let is_cared_for = component.level.is_none_or(|level| levels.contains(&level));
    if component.retired.is_some() || !is_cared_for || component.maintainers.is_empty() {
        return;
    }
    let today = workspace.horizon();
    let is_here = |last: Option<Date>| last.is_none_or(|last| today <= last);
    let left: Vec<_> = component
        .maintainers
        .iter()
        .filter(|link| workspace.person(**link).is_none_or(|person| is_here(person.active.until)))
        .take(2)
        .collect();
    let id = &component.record.id;
    let message = match (&*left, component.maintainers.len()) {
        ([], _) => format!("nobody who knows `{id}` is still there"),
        ([only], 1) => format!("`{}` alone knows `{id}`", only.id()),
        ([only], _) => format!("of those who know `{id}` only `{}` is still there", only.id()),
        _ => return,
    };
    let finding = findings.report(component.maintainers.at, message);
    if left.is_empty() {
        finding.help("name in `maintainers` two who learn it, or give it the level `unmaintained`");
    }
}

const BAD: &str = r#"
#- records/components/parser-cache.toml
name = "ParserCache"
level = "active-maintenance"
stewards = ["purple"]
maintainers = ["tim"]
#             ^^^^^^^ `tim` alone knows `parser-cache`
"#;

const MEND: &str = r#"
#~ records/components/parser-cache.toml
- maintainers = ["tim"]
+ maintainers = ["bill", "tim"]
"#;

cases! { r#"
=== a component that is unmaintained is not reported
#- bad
#~ records/components/parser-cache.toml
- level = "active-maintenance"
+ level = "unmaintained"

=== somebody who has left does not count
#- records/people/nikki.toml
name = "Nikki"
roles = [{ role = "engineer" }]
active = { until = 2020-10-30 }
#- records/components/parser-cache.toml
name = "ParserCache"
maintainers = ["nikki", "tim"]
#             ^^^^^^^^^^^^^^^^ of those who know `parser-cache` only `tim` is still there
"# }
