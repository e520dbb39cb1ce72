use super::{Check, Evidence, Findings, Rule, Subject, View, kind, roles};
use crate::workspace::model::Story;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "closed-by-wrong-role",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "a story was closed by somebody who is no product manager",
    why: "Closing says that users have what they asked for. Only who speaks for them can say so.",
    help: "let a product manager close it, or correct who did",
    source: "PET Task Types: a story can only be closed by product managers",
    evidence: Evidence::Absent(&[kind::PERSON]),
    bad: BAD,
    mend: MEND,
    check: each!(Story, check),
};

fn check<'a>(story: &Story<'a>, workspace: &View<'a>, findings: &mut Findings) {
    roles::without(story, workspace, "closed", "product-manager", findings);
}

const BAD: &str = r#"
#- records/stories/browse-apis.toml
title = "Browse all APIs"
epic = "shellbox-service"
as-a = "developer of bots"
i-want = "to see all APIs on one page"
so-that = "I find the one that I need"
closed-by = { person = "will", on = 2020-11-30 }
#                      ^^^^^^ `will` was no product manager on 2020-11-30, when `browse-apis` was closed
"#;

const MEND: &str = r#"
#~ records/stories/browse-apis.toml
- closed-by = { person = "will", on = 2020-11-30 }
+ closed-by = { person = "evan", on = 2020-11-30 }
"#;

cases! { r#"
=== somebody who was a product manager until that day may have closed it
#- bad
#~ records/people/will.toml
- roles = [{ role = "engineering-manager" }]
+ roles = [{ role = "engineering-manager" }, { role = "product-manager", until = 2020-11-30 }]

=== somebody who was one until the day before may not
#- above
#~ records/stories/browse-apis.toml
- closed-by = { person = "will", on = 2020-11-30 }
+ closed-by = { person = "will", on = 2020-12-01 }
#                        ^^^^^^ `will` was no product manager on 2020-12-01, when `browse-apis` was closed
"# }
