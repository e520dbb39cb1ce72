use super::finding::any_of;
use super::{Change, Check, Evidence, Findings, Record, Rule, Subject};
use crate::base::words;
use crate::check::change::transition::Transition;
use crate::workspace::model::arrows::{self, Arrows};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "forbidden-transition",
    level: Level::Error,
    subject: Subject::Change,
    summary: "a stage or a status moves where no arrow leads",
    why: "Others rely on what each step stands for; a step that is left out was never agreed, and what has ended \
          is taken up again by a record of its own.",
    help: "go along the arrows, and log each step where one change takes several",
    source: "PET Initiative Check Process and Task Process for work; the life of a decision record for decisions",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for transition in change.transitions(None) {
        if let Some((from, to)) = transition.missing() {
            let mover = words::with_article(transition.mover);
            let message = format!("{mover} doesn't go from `{from}` to `{to}`");
            findings.report(transition.at, message).help(help(&transition, from));
        }
    }
    for arrows in arrows::ALL.iter().filter(|arrows| !arrows.begins.is_empty()) {
        for record in change.added() {
            let kind = change.head.kind_name(record.number);
            let Some(at) = record
                .root()
                .get(arrows.field)
                .filter(|_| record.kind.is_some_and(|kind| arrows.kinds.contains(&kind)))
            else {
                continue;
            };
            // What was taken over from elsewhere has lived before.
            if record.root().get("source").is_some()
                || arrives(arrows, record, at.as_str().unwrap_or_default())
            {
                continue;
            }
            let status = at.as_str().unwrap_or_default();
            let begins = any_of(arrows.begins.iter().copied());
            findings.report(at, format!("a new {kind} doesn't begin as `{status}`")).help(format!(
                "begin with {begins}; if it has lived elsewhere, say in `history` how, or in `source` where"
            ));
        }
    }
}

/// Whether a new record may say `status`: as a beginning, or because its log leads there from one.
fn arrives(arrows: &Arrows, record: &Record, status: &str) -> bool {
    let steps = arrows
        .log
        .into_iter()
        .flat_map(|(log, entry)| record.root().list(log).filter_map(move |at| at.str(entry)));
    let mut steps: Vec<&str> = steps.collect();
    steps.push(status);
    let begins =
        steps.first().is_some_and(|first| arrows.begins.contains(first) || arrows.after(first).is_none());
    begins && arrows.missing(&steps).is_none()
}

fn help(transition: &Transition<'_>, from: &str) -> String {
    let following = transition.arrows.after(from).unwrap_or_default();
    match transition.arrows.log {
        _ if following.is_empty() => {
            format!("`{from}` is an end: leave it so, and take the matter up again in a new record")
        }
        Some((log, _)) => format!(
            "from `{from}` it goes to {}; where it took several steps, give each its entry in `{log}`",
            any_of(following.iter().copied())
        ),
        None => format!("from `{from}` it goes to {}", any_of(following.iter().copied())),
    }
}

const BAD: &str = r#"
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "proposed"
deliverables = ["evolutionary-architecture"]
#- changed
#~ records/initiatives/parser-cache.toml
- stage = "proposed"
+ okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
+ stage = "planning"
#         ^^^^^^^^^^ an initiative doesn't go from `proposed` to `planning`
"#;

const MEND: &str = r#"
#~ records/initiatives/parser-cache.toml
+
+ [[stage-log]]
+ to = "inception"
+ on = 2020-10-05
+
+ [[stage-log]]
+ to = "planning"
+ on = 2020-11-09
"#;

cases! { r#"
=== a rejected decision that becomes a proposal again is reported
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "accepted"
+ status = "rejected"
- options = [
-     { id = "shellbox", title = "A service of its own", outcome = "chosen" },
-     { id = "as-before", title = "The application servers, as before", outcome = "rejected" },
- ]
#- changed
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "rejected"
+ status = "proposed"
#          ^^^^^^^^^^ a decision doesn't go from `rejected` to `proposed`

=== of several steps in the log the one that is not allowed is named
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix"
request = "slow-pages"
status = "resolved"
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "rejected"
#- changed
#~ records/tasks/maps-bug-fix.toml
- status = "resolved"
+ status = "declined"
#          ^^^^^^^^^^ a task doesn't go from `resolved` to `declined`
#~ records/initiatives/parser-cache.toml
- stage = "rejected"
+ okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
+ stage = "inception"
#         ^^^^^^^^^^^ an initiative doesn't go from `rejected` to `queued`
+ stage-log = [{ to = "queued", on = 2020-10-05 }, { to = "inception", on = 2020-11-09 }]

=== a new decision that is withdrawn without having been proposed is reported
#- in decision
#- changed
#~ records/decisions/0002-run-commands-apart.md (copied from records/decisions/0001-run-commands-in-shellbox.md)
- title = "Run commands in Shellbox"
- status = "accepted"
- decided = 2020-11-20
+ title = "Run commands apart"
+ status = "withdrawn"
#          ^^^^^^^^^^^ a new decision doesn't begin as `withdrawn`

=== work may be taken up again, and old decisions may be entered with the status that they have
#- in decision
#- records/tasks/maps-bug-fix.toml
title = "Maps - bug fix"
request = "slow-pages"
status = "resolved"
#- changed
#~ records/tasks/maps-bug-fix.toml
- status = "resolved"
#~ records/decisions/0002-run-commands-apart.md (copied from records/decisions/0001-run-commands-in-shellbox.md)
- title = "Run commands in Shellbox"
- status = "accepted"
- decided = 2020-11-20
+ title = "Run commands apart"
+ status = "retired"
+ decided = 2020-01-20
+ source = { format = "wiki" }
#~ records/decisions/0003-run-no-commands.md (copied from records/decisions/0001-run-commands-in-shellbox.md)
- title = "Run commands in Shellbox"
- status = "accepted"
- decided = 2020-11-20
+ title = "Run no commands"
+ status = "withdrawn"
+ history = [{ status = "proposed", on = 2020-01-20 }, { status = "withdrawn", on = 2020-02-03 }]

=== a visit that was approved is not done without having begun; one without a state may get any
#- in next-work
#~ records/sprints/2020-12-09.toml
+
+ [[team]]
+ team = "clinic-duty"
+
+ [[team.visiting]]
+ person = "will"
+ approved = 2020-11-27
+ host = "mandy"
+ goals = ["Learn"]
+ state = "approved"
+
+ [[team.visiting]]
+ person = "evan"
+ approved = 2020-11-27
+ host = "mandy"
+ goals = ["Help"]
#- changed
#~ records/sprints/2020-12-09.toml
- state = "approved"
+ state = "done"
#         ^^^^^^ a visit doesn't go from `approved` to `done`
  goals = ["Help"]
+ state = "done"

=== a visit that was approved may be scheduled
#- above
  goals = ["Learn"]
- state = "done"
+ state = "scheduled"

=== a visit that was approved may begin
#- above
  goals = ["Learn"]
- state = "done"
+ state = "active"
"# }
