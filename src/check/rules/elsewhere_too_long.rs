use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::workspace::model::Elsewhere;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "elsewhere-too-long",
    level: Level::Warning,
    subject: Subject::Sprints,
    summary: "somebody has been elsewhere for so many sprints that it may be for good",
    why: "Who has left in all but name is still counted in plans, and nobody looks for somebody else.",
    help: "ask whether they come back; if not, end their `active` time",
    source: "Platform Engineering Team page, Sprint Work: people are lent for a sprint",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let most = workspace.settings().whole("limits.sprints-elsewhere");
    let Some(most) = most.and_then(|most| usize::try_from(most).ok()) else { return };
    // Only who is elsewhere up to the last sprint is asked about; the others are back.
    let days = workspace.sprint_days().iter().rev();
    let mut sprints = days.filter_map(|(_, id)| workspace.sprint(*id)).filter(|sprint| sprint.is_staffed());
    let mut running: Vec<(usize, &Elsewhere<'_>, &Elsewhere<'_>)> = Vec::new();
    let mut over: Vec<(usize, &Elsewhere<'_>, &Elsewhere<'_>)> = Vec::new();
    if let Some(last) = sprints.next() {
        running.extend(
            last.elsewhere.iter().filter(|entry| entry.person.to.is_some()).map(|entry| (1, entry, entry)),
        );
    }
    while !running.is_empty() {
        let before = sprints.next();
        running.retain_mut(|(count, first, last)| {
            let entries = before.into_iter().flat_map(|sprint| &sprint.elsewhere);
            let entry = { entries }.find(|entry| entry.person.to == last.person.to);
            match entry {
                Some(entry) => (*count, *first) = (*count + 1, entry),
                None if *count > most => over.push((*count, first, last)),
                None => {}
            }
            entry.is_some()
        });
    }
    for (count, first, last) in over {
        let id = last.person.id();
        findings
            .report(last.person.at, format!("`{id}` is elsewhere for {count} sprints running; {} usual", words::are(most)))
            .help(format!(
                "ask whether `{id}` comes back; if not, end their `active` time; if so, allow more under `[limits] sprints-elsewhere`"
            ))
            .also(first.person.at, "elsewhere since here");
    }
}

const BAD: &str = r#"
#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
cadence = [{ from = 2020-11-25, days = 14 }]

[limits]
sprints-elsewhere = 2
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
team = [{ team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }]
elsewhere = [{ person = "ariel", with = "architecture" }]
#- records/sprints/2020-12-23.toml
start = 2020-12-23
end = 2021-01-05
team = [{ team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }]
elsewhere = [{ person = "ariel", with = "architecture" }]
#- records/sprints/2021-01-06.toml
start = 2021-01-06
end = 2021-01-19
team = [{ team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }]

[[elsewhere]]
person = "ariel"
#        ^^^^^^^ `ariel` is elsewhere for 3 sprints running; 2 are usual
with = "architecture"
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- team = [{ team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }]
- elsewhere = [{ person = "ariel", with = "architecture" }]
+ team = [{ team = "green", members = ["ariel", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }]
"#;

cases! { r#"
=== somebody who is back on a team is not reported
#- bad
#~ teambook.toml
- sprints-elsewhere = 2
+ sprints-elsewhere = 1
#~ records/sprints/2021-01-06.toml
- team = [{ team = "green", members = ["cindy", "petr"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }]
+ team = [{ team = "green", members = ["cindy", "ariel"], product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }]
- [[elsewhere]]
- person = "ariel"
- with = "architecture"
"# }
