use jiff::civil::Date;

use super::reference_to_retired::successor;
use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, reference_to_retired};
use crate::base::dates;
use crate::workspace::model::{At, Component, Steward};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "steward-dissolved",
    level: Level::Error,
    subject: Subject::Stewardship,
    summary: "a team that no longer exists is still named as the steward of a component",
    why: "The component looks as if it were in somebody's hands, and nobody has it.",
    help: "give that steward its last day in `until`, and add the team that took over",
    source: "Phabricator T301618: after the team was renamed, pages still named the old one as the steward",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Component, check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::about_subject(&[&reference_to_retired::RULE])];

fn check<'a>(component: &Component<'a>, workspace: &View<'a>, findings: &mut Findings) {
    for Steward { team: link, period: days } in &component.stewards {
        let dissolved = workspace.team(*link).and_then(|team| team.dissolved.known());
        let Some(At { value: last, at }) = dissolved else { continue };
        let is_over = |day: Option<Date>| day.is_some_and(|day| day <= last);
        if is_over(days.until) || is_over(component.retired) {
            continue;
        }
        let (id, component) = (link.id(), &component.record.id);
        let message = format!("`{id}` was dissolved on {last} and is still the steward of `{component}`");
        let next = dates::shift(last, 1);
        let finding = findings.report(link.at, message);
        finding.also(at, "the last day");
        if let Some(heir) = successor(workspace, *link, next) {
            let heir = &heir.id;
            finding.help(format!(
                "end it with `until = {last}`, and add `{{ team = \"{heir}\", from = {next} }}` if `{heir}` took it over"
            ));
        }
    }
}

const BAD: &str = r#"
#~ records/teams/architecture.toml
+ dissolved = 2020-10-30
+ successor = "green"
#- records/components/parser-cache.toml
name = "ParserCache"
level = "active-maintenance"
stewards = ["architecture"]
#           ^^^^^^^^^^^^^^ `architecture` was dissolved on 2020-10-30 and is still the steward of `parser-cache`
"#;

const MEND: &str = r#"
#~ records/components/parser-cache.toml
- stewards = ["architecture"]
+ stewards = [{ team = "architecture", until = 2020-10-30 }, { team = "green", from = 2020-10-31 }]
"#;

cases! { r#"
=== a successor is not reported as a second steward -> steward-dissolved
#- bad
#~ records/components/parser-cache.toml
- stewards = ["architecture"]
+ stewards = ["architecture", { team = "green", from = 2020-10-31 }]

=== a team that is named after its end is reported as any reference -> reference-to-retired
#- bad
#~ records/components/parser-cache.toml
- stewards = ["architecture"]
+ stewards = [{ team = "architecture", from = 2020-11-02 }]
"# }
