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
=== duty on one side for somebody who is away on the other is reported
#- ours
#- records/absences/cindy-2020-12.toml
person = "cindy"
from = 2020-12-02
until = 2020-12-18
#- theirs
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["clara", "petr"]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "holger", "cindy"]
#                               ^^^^^^^ each side is in order, and together they aren't: `cindy` is away for 5 of the 10 working days on `clinic-duty`

=== what one side has already keeps its rule -> unknown-reference
#- ours
#- records/tasks/rotate-keys.toml
title = "Rotate the keys"
request = "slow-pages"
#- theirs
#- records/stories/cache-parsed-pages.toml
title = "Cache parsed pages"
epic = "parser-cash"
"# }
