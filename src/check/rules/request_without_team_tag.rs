use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::check::rules::finding::any_of;
use crate::record::Value;
use crate::workspace::model::Request;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "request-without-team-tag",
    level: Level::Warning,
    subject: Subject::Inbound,
    summary: "a request is in the tracker without the tag that the team had on that day",
    why: "The tag is what brings a request to the team's inbox; without it triage never sees it.",
    help: "add the team's tag in the tracker, and to `tags`",
    source: "Platform Engineering Team page: add the tag #platform-engineering; its predecessor says #core-platform-team",
    evidence: Evidence::Absent(&[kind::TEAM]),
    bad: BAD,
    mend: MEND,
    check: each!(Request, check),
};

fn check(request: &Request<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let (Some(list), Some(day)) = (request.record.root().get("tags"), *request.received) else { return };
    if !list.is_list() || request.is_over() {
        return;
    }
    let tags = workspace.team_tags();
    let mut of_another_day = None;
    for like in tags.like(list.items().filter_map(Value::as_str)) {
        // One that a team of ours has for its own board brings it to us as well.
        if like.period.contains(day) {
            return;
        }
        if like.is_whole {
            of_another_day = Some(like);
        }
    }
    let of_the_day: Vec<&str> =
        tags.whole().filter(|tag| tag.period.contains(day)).map(|tag| tag.tag).collect();
    if of_the_day.is_empty() {
        return;
    }
    let id = &request.record.id;
    let finding = match of_another_day {
        Some(other) => {
            let message = format!("`{id}` has the tag `{}`, which wasn't the team's on {day}", other.tag);
            let finding = findings.report(list, message);
            finding.also(other.at, "its days");
            finding
        }
        None => findings.report(list, format!("`{id}` came in without the team's tag")),
    };
    finding.help(format!("add {} in the tracker, and to `tags`", any_of(of_the_day)));
}

const BAD: &str = r#"
#- records/teams/platform.toml
name = "Platform Engineering"
category = "whole"
tracker-tags = [
    { tag = "core-platform-team", until = 2020-06-30 },
    { tag = "platform-engineering", from = 2020-07-01 },
]
#- records/requests/dark-pages.toml
title = "Pages for dark rooms"
source = "third-party"
received = 2020-11-24
tracker = "T268001"
tags = ["skins", "core-platform-team"]
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `dark-pages` has the tag `core-platform-team`, which wasn't the team's on 2020-11-24
"#;

const MEND: &str = r#"
#~ records/requests/dark-pages.toml
- tags = ["skins", "core-platform-team"]
+ tags = ["skins", "Platform_Engineering"]
"#;

cases! { r#"
=== a request that only has the tags of others is reported
#- bad
- tags = ["skins", "core-platform-team"]
+ tags = ["skins"]
#        ^^^^^^^^^ `dark-pages` came in without the team's tag

=== the tag of the team's clinic is one of the team's
#- bad
- tags = ["skins", "core-platform-team"]
+ tags = ["clinic"]
#~ records/teams/clinic-duty.toml
+ tracker-tags = [{ tag = "clinic" }]

=== a team without a tag expects none
#- bad
- tags = ["skins", "core-platform-team"]
+ tags = ["clinic"]
#- records/teams/platform.toml (removed)
"# }
