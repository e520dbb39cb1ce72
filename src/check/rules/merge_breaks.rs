use super::{Check, Evidence, Rule, Subject};
use crate::workspace::settings::Level;

pub(in crate::check) static RULE: Rule = Rule {
    name: "merge-breaks",
    level: Level::Error,
    subject: Subject::Change,
    summary: "each side is in order by itself, and what merging them gives isn't",
    why: "Git puts two changes together line by line; that one takes away what the other has just begun to rely on, \
          it doesn't see. Each of the two was checked, and neither of those who made them could know.",
    help: "settle on one side what the other relies on, before they are merged",
    source: "a merge is checked as it will be, with `teambook check --merge-with REVISION`",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Merge,
};

const BAD: &str = r#"
#- records/epics/parser-cache.toml
title = "Parser cache"
initiative = "shellbox"
tracker = "T246539"
#- ours
#- records/epics/parser-cache.toml (removed)
#- theirs
#- records/stories/cache-parsed-pages.toml
title = "Cache parsed pages"
epic = "parser-cache"
#      ^^^^^^^^^^^^^^ each side is in order, and together they aren't: there is no epic `parser-cache`
"#;

const MEND: &str = r#"
#- ours
#~ records/epics/parser-cache.toml (kept)
+ status = "declined"
#- theirs
#~ records/stories/cache-parsed-pages.toml
+ status = "declined"
"#;

cases! { r#"
=== duty for somebody who will be away
#- ours
#- records/absences/cindy-2020-12.toml
person = "cindy"
from = 2020-12-02
until = 2020-12-18
#- theirs
#- records/sprints/2020-11-25.toml
start = 2020-11-25
end = 2020-12-08

[[team]]
team = "green"
members = ["clara", "petr"]
product-manager = "evan"
engineering-manager = "will"
work = ["api-portal"]

[[team]]
team = "purple"
members = ["bill", "tim"]
product-manager = "evan"
engineering-manager = "mandy"
work = ["shellbox-service"]

[[team]]
team = "clinic-duty"
members = ["ariel", "holger", "cindy"]
#                             ^^^^^^^ each side is in order, and together they aren't: `cindy` is away for 5 of the 10 working days on `clinic-duty`
engineering-manager = "mandy"
"# }

#[cfg(test)]
mod tests {
    use super::super::tests::rules;

    #[test]
    fn what_a_side_has_already_keeps_its_name() {
        let story = r#"
#- ours
#- records/tasks/rotate-keys.toml
title = "Rotate the keys"
request = "slow-pages"
#- theirs
#- records/stories/cache-parsed-pages.toml
title = "Cache parsed pages"
epic = "parser-cash"
"#;
        let names: Vec<_> = rules(story);
        assert_eq!(names, ["unknown-reference"]);
    }
}
