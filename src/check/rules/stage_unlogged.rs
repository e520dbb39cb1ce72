use super::yields::Yields;
use super::{Change, Check, Evidence, Findings, Rule, Subject, forbidden_transition, kind};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "stage-unlogged",
    level: Level::Warning,
    subject: Subject::Change,
    summary: "an initiative's stage changed and its log has no entry for it",
    why: "The log answers how long an initiative waited and who let it go on; once forgotten, the day is hard to find again.",
    help: "add the new stage with its day at the end of `stage-log`",
    source: "PET Initiative Check Process: an initiative goes from phase to phase, and each is declared",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&forbidden_transition::RULE])];

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for transition in change.transitions(Some(kind::INITIATIVE)) {
        if transition.logged.contains(&transition.to) {
            continue;
        }
        let (id, from, to) = (&transition.head.id, transition.from, transition.to);
        findings
            .report(
                transition.at,
                format!("`{id}` goes from `{from}` to `{to}`, and its log doesn't say when"),
            )
            .help(format!("add a `[[stage-log]]` entry with `to = \"{to}\"` and `on`, the day"));
    }
}

const BAD: &str = r#"
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "proposed"
#- changed
#~ records/initiatives/parser-cache.toml
- stage = "proposed"
+ okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
+ stage = "inception"
#         ^^^^^^^^^^^ `parser-cache` goes from `proposed` to `inception`, and its log doesn't say when
"#;

const MEND: &str = r#"
#~ records/initiatives/parser-cache.toml
+
+ [[stage-log]]
+ to = "inception"
+ on = 2020-11-09
"#;

cases! { r#"
=== where the log has only an older entry for the stage, it is reported
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
stage = "inception"
stage-log = [{ to = "queued", on = 2020-08-10 }, { to = "inception", on = 2020-09-07 }]
#- changed
#~ records/initiatives/parser-cache.toml
- stage = "inception"
+ stage = "queued"
#         ^^^^^^^^ `parser-cache` goes from `inception` to `queued`, and its log doesn't say when

=== a new initiative is not reported
#- changed
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
stage = "inception"

=== a step that is taken twice on one day is logged twice
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page"] }
stage = "queued"
stage-log = [{ to = "inception", on = 2020-11-09 }, { to = "queued", on = 2020-11-09 }]
#- changed
#~ records/initiatives/parser-cache.toml
- stage = "queued"
+ stage = "inception"
- stage-log = [{ to = "inception", on = 2020-11-09 }, { to = "queued", on = 2020-11-09 }]
+ stage-log = [{ to = "inception", on = 2020-11-09 }, { to = "queued", on = 2020-11-09 }, { to = "inception", on = 2020-11-09 }]
"# }
