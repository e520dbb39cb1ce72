use super::{Check, Evidence, Findings, Record, Rule, Subject, View, kind};
use crate::base::words;
use crate::record::RecordId;
use crate::workspace::model::{Link, is_closed};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "carried-too-often",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "a story or a task is carried from sprint to sprint",
    why: "What doesn't fit into a sprint time after time is too large, unclear or unwanted; carrying it on hides which.",
    help: "split it, take it out, or allow more under `[limits] sprints-carried`",
    source: "Phabricator project management guide: a task should fit one iteration",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    // Epics and initiatives take several sprints by their nature.
    check: Check::Of(&[kind::STORY, kind::TASK], check),
};

fn check<'a>(record: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
    if is_closed(record.root().str("status")) {
        return;
    }
    let Some(most) =
        workspace.settings().whole("limits.sprints-carried").and_then(|most| usize::try_from(most).ok())
    else {
        return;
    };
    let numbers: Vec<RecordId> = workspace.named_by(record.number, &[kind::SPRINT]).collect();
    if numbers.len() <= most {
        return;
    }
    let days = workspace.sprint_days();
    // Where each sprint stands among all, and where it names the work.
    let place = |id: RecordId| {
        let sprint = workspace.sprint(id)?;
        let mut work = sprint.teams.iter().flat_map(|team| &team.work);
        let work = *work.find(|work| work.to == Some(record.number))?;
        let found = days.binary_search_by_key(&(sprint.start, id), |(days, id)| (days.start, *id));
        Some((found.ok()?, work))
    };
    let mut places: Vec<(usize, Link<'_>)> = numbers.into_iter().filter_map(place).collect();
    places.sort_unstable_by_key(|(at, _)| *at);
    let mut runs = places.chunk_by(|a, b| a.0 + 1 == b.0);
    let running: Vec<Link<'_>> =
        runs.find(|run| run.len() > most).into_iter().flatten().map(|(_, work)| *work).collect();
    if let (Some(last), true) = (running.last(), running.len() > most) {
        let message = format!(
            "`{}` is in {} sprints running, and {} allowed",
            last.id(),
            running.len(),
            words::are(most)
        );
        findings.report(last.at, message).also(running[0].at, "in this sprint first");
    }
}

const BAD: &str = r#"
#- in next-sprints
#~ teambook.toml
+ [limits]
+ sprints-carried = 2
#- records/stories/limits.toml
title = "Limits for commands"
epic = "shellbox-service"
as-a = "developer"
i-want = "to run commands"
so-that = "pages can show what they print"
acceptance = ["A command that takes longer than ten seconds is stopped"]
testing = ["A test that sleeps"]
points = 3
priority = "high"
#~ records/sprints/2020-12-09.toml
- work = ["shellbox"]
+ work = ["limits"]
#~ records/sprints/2020-12-23.toml
- work = ["shellbox"]
+ work = ["limits"]
#~ records/sprints/2021-01-06.toml
- work = ["shellbox"]
+ work = ["limits"]
#         ^^^^^^^^ `limits` is in 3 sprints running, and 2 are allowed
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-23.toml
- work = ["limits"]
+ work = ["shellbox"]
"#;

cases! { r#"
=== an epic may be in as many sprints as an initiative
#- in next-sprints
#~ records/sprints/2020-12-09.toml
- work = ["shellbox"]
+ work = ["shellbox-service"]
#~ records/sprints/2020-12-23.toml
- work = ["shellbox"]
+ work = ["shellbox-service"]
#~ records/sprints/2021-01-06.toml
- work = ["shellbox"]
+ work = ["shellbox-service"]
"# }
