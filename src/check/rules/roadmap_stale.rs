use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::workspace::model::Roadmap;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "roadmap-stale",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "the newest roadmap is older than a quarter",
    why: "An old roadmap is worse than none: people plan by it, and it is wrong.",
    help: "go through it and write the roadmap of this quarter, or allow more under `[promises] roadmap-days`",
    source: "Platform Evolution, Structure of the roadmap: updated at least quarterly",
    evidence: Evidence::Absent(&[kind::ROADMAP]),
    bad: BAD,
    mend: MEND,
    check: each!(Roadmap, check),
};

fn check(roadmap: &Roadmap<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let (Some(most), Some(as_of)) = (workspace.settings().whole("promises.roadmap-days"), *roadmap.as_of)
    else {
        return;
    };
    let age = dates::days_between(as_of, workspace.horizon());
    if age <= most || !workspace.is_newest(roadmap) {
        return;
    }
    findings.report(
        roadmap.as_of,
        format!("this roadmap is {age} days old, and one is written every {most} days"),
    );
}

const BAD: &str = r#"
#- records/roadmaps/2020-21-q1.toml
title = "Roadmap for the first quarter"
as-of = 2020-07-06
#       ^^^^^^^^^^ this roadmap is 148 days old, and one is written every 92 days
goals = ["Two data centres"]
"#;

const MEND: &str = r#"
#- records/roadmaps/2020-21-q2.toml
title = "Roadmap for the second quarter"
as-of = 2020-10-05
goals = ["Two data centres"]
"#;

cases! { r#"
=== a roadmap of a quarter ago is not reported
#- records/roadmaps/2020-21-q1.toml
title = "Roadmap"
as-of = 2020-08-31
goals = ["Two data centres"]
"# }
