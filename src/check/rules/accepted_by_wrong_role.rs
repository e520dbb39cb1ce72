use super::{Check, Evidence, Findings, Rule, Subject, View, kind, roles};
use crate::workspace::model::Story;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "accepted-by-wrong-role",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "a story was accepted by somebody who is no engineering manager",
    why: "Accepting says that the work is sound. Whoever built it or wants it to be done can't say that of it.",
    help: "let an engineering manager accept it, or correct who did",
    source: "PET Task Types: a story can only be accepted by engineering managers",
    evidence: Evidence::Absent(&[kind::PERSON]),
    bad: BAD,
    mend: MEND,
    check: each!(Story, check),
};

fn check<'a>(story: &Story<'a>, workspace: &View<'a>, findings: &mut Findings) {
    roles::without(story, workspace, "accepted", "engineering-manager", findings);
}

const BAD: &str = r#"
#- records/stories/browse-apis.toml
title = "Browse all APIs"
epic = "shellbox-service"
as-a = "developer of bots"
i-want = "to see all APIs on one page"
so-that = "I find the one that I need"
accepted-by = { person = "evan", on = 2020-11-30 }
#                        ^^^^^^ `evan` was no engineering manager on 2020-11-30, when `browse-apis` was accepted
"#;

const MEND: &str = r#"
#~ records/stories/browse-apis.toml
- accepted-by = { person = "evan", on = 2020-11-30 }
+ accepted-by = { person = "will", on = 2020-11-30 }
"#;

cases! { r#"
=== somebody who was an engineering manager until that day may have accepted it
#- bad
#~ records/people/evan.toml
- roles = [{ role = "product-manager" }]
+ roles = [{ role = "product-manager" }, { role = "engineering-manager", until = 2020-11-30 }]

=== somebody who was one until the day before may not
#- above
#~ records/stories/browse-apis.toml
- accepted-by = { person = "evan", on = 2020-11-30 }
+ accepted-by = { person = "evan", on = 2020-12-01 }
#                          ^^^^^^ `evan` was no engineering manager on 2020-12-01, when `browse-apis` was accepted
"# }
