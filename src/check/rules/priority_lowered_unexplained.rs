use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{At, Request};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "priority-lowered-unexplained",
    level: Level::Warning,
    subject: Subject::Inbound,
    summary: "a request was given a lower priority, and nothing says why",
    why: "Whoever waits for it reads that it matters less now, and can only guess what has changed.",
    help: "say why in `priority-log`, in words that the requester can read",
    source: "PET Task Process: product managers own the priority, and whoever asked can read how it came about",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Request, check),
};

fn check(request: &Request<'_>, _: &View<'_>, findings: &mut Findings) {
    let (id, root) = (&request.record.id, request.record.root());
    let mut before: Option<&str> = None;
    // The last step is the one to the priority that it has now, if the log doesn't end there.
    let steps = root.list("priority-log").map(|entry| (At::text(entry, "to"), entry.str("why")));
    for (to, why) in steps.chain([(request.priority, None)]) {
        let Some(name) = *to else { continue };
        let Some(urgency) = urgency(name) else { continue };
        let is_explained = why.is_some_and(|why| !why.trim().is_empty());
        if let Some(higher) = before.filter(|before| self::urgency(before) > Some(urgency) && !is_explained) {
            let message =
                format!("the priority of `{id}` went from `{higher}` to `{name}`, and nothing says why");
            findings.report(to, message);
        }
        before = Some(name);
    }
}

/// How urgent a priority is; none for one that nobody has judged.
fn urgency(priority: &str) -> Option<usize> {
    ["lowest", "low", "medium", "high", "unbreak-now"].iter().position(|name| *name == priority)
}

const BAD: &str = r#"
#- records/requests/dark-pages.toml
title = "Pages for dark rooms"
source = "third-party"
received = 2020-11-24
priority = "low"
priority-log = [
    { to = "high", on = 2020-11-25, by = "evan" },
    { to = "low", on = 2020-11-30, by = "evan" },
#          ^^^^^ the priority of `dark-pages` went from `high` to `low`, and nothing says why
]
"#;

const MEND: &str = r#"
#~ records/requests/dark-pages.toml
-     { to = "low", on = 2020-11-30, by = "evan" },
+     { to = "low", on = 2020-11-30, by = "evan", why = "The next browsers bring it by themselves." },
"#;

cases! { r#"
=== a step that the log leaves out is reported
#- records/requests/dark-pages.toml
title = "Pages for dark rooms"
source = "third-party"
received = 2020-11-24
priority = "lowest"
#          ^^^^^^^^ the priority of `dark-pages` went from `medium` to `lowest`, and nothing says why
priority-log = [{ to = "medium", on = 2020-11-25 }]

=== a raised or first priority is not reported
#- records/requests/dark-pages.toml
title = "Pages for dark rooms"
source = "third-party"
received = 2020-11-24
priority = "high"
priority-log = [
    { to = "needs-triage", on = 2020-11-24 },
    { to = "low", on = 2020-11-25 },
    { to = "high", on = 2020-11-26 },
]
"# }
