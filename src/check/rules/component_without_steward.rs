use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Component;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "component-without-steward",
    level: Level::Error,
    subject: Subject::Stewardship,
    summary: "a component that is cared for has no team as its steward",
    why: "Whoever finds a fault in it has nobody to ask, and nobody answers for its health.",
    help: "name its steward, as in `stewards = [\"green\"]`, or give it the level `unmaintained`",
    source: "Code Stewardship: each component in use has a steward who answers for its policies, support and health",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Component, check),
};

fn check(component: &Component<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let is_cared_for = |level: &str| workspace.settings().list("stewardship.levels").contains(&level);
    let Some(level) = component.level.filter(|level| component.retired.is_none() && is_cared_for(level))
    else {
        return;
    };
    let id = &component.record.id;
    // The last day of the last steward; the greatest there is where one has no last day.
    let last = component.stewards.iter().max_by_key(|steward| steward.period.until.unwrap_or(Date::MAX));
    match last {
        None => {
            findings.report(component.level, format!("`{id}` is at the level `{level}` and has no steward"));
        }
        Some(steward) => {
            if let Some(until) = steward.period.until.filter(|until| *until < workspace.horizon()) {
                findings
                    .report(steward.team.at, format!("`{id}` has had no steward since {until}"))
                    .level(Level::Warning)
                    .help("add the team that took over, with its first day, or take `until` out");
            }
        }
    }
}

const BAD: &str = r#"
#- records/components/parser-cache.toml
name = "ParserCache"
level = "active-maintenance"
#       ^^^^^^^^^^^^^^^^^^^^ `parser-cache` is at the level `active-maintenance` and has no steward
"#;

const MEND: &str = r#"
#~ records/components/parser-cache.toml
+ stewards = ["purple"]
"#;

cases! { r#"
=== a component whose last steward has gone is reported
#- records/components/parser-cache.toml
name = "ParserCache"
level = "passive-maintenance"
stewards = [{ team = "green", until = 2019-12-31 }, { team = "purple", from = 2020-01-01, until = 2020-11-24 }]
#                                                            ^^^^^^^^ `parser-cache` has had no steward since 2020-11-24

=== what is unmaintained, retired or handed over within days needs no steward
#- records/components/parser-cache.toml
name = "ParserCache"
level = "unmaintained"
#- records/components/parsoid.toml
name = "Parsoid"
level = "active-development"
retired = 2019-01-01
#- records/components/kask.toml
name = "Kask"
level = "active-maintenance"
stewards = [{ team = "green", until = 2020-12-04 }]
#- records/components/restbase.toml
name = "RESTBase"
level = "active-maintenance"
stewards = [{ team = "green", until = 2020-11-20 }, { team = "purple", from = 2020-12-02 }]
"# }
