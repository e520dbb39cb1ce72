use super::{Change, Check, Evidence, Findings, Rule, Subject, kind};
use crate::check::change::sprint::summary;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "closed-sprint-edited",
    level: Level::Error,
    subject: Subject::Change,
    summary: "a closed sprint was edited without an amendment that says why",
    why: "Who did what in a closed sprint is what fairness and the history of the work are reckoned from; a correction is welcome, but must say that it is one.",
    help: "undo the edit, or add an `[[amendments]]` entry that says why",
    source: "what records in git promise: a closed sprint isn't rewritten without an amendment",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for (base, head, _) in change.changed(kind::SPRINT) {
        if base.root().str("state") != Some("closed") || change.is_amended(base, head) {
            continue;
        }
        let differences = change.sprint_differences(base, head);
        let Some(first) = differences.first() else { continue };
        let message = format!("this sprint is closed, and {}", summary(&differences));
        let finding = findings.report(first.at, message);
        finding.help("undo the edit, or add an `[[amendments]]` entry with `on` and `why`");
        for other in &differences[1..] {
            finding.also(other.at, other.words.as_str());
        }
    }
    for (base, gone) in change.removed() {
        if base.kind == Some(kind::SPRINT) && base.root().str("state") == Some("closed") {
            findings
                .report(gone, "this sprint is closed, and its record is gone")
                .help(format!("bring {} back", base.source.path));
        }
    }
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ state = "closed"
  members = ["bill", "tim"]
  product-manager = "evan"
- engineering-manager = "mandy"
+ engineering-manager = "will"
#- changed
#~ records/sprints/2020-11-25.toml
  members = ["cindy", "petr"]
  product-manager = "evan"
- engineering-manager = "will"
+ engineering-manager = "mandy"
#                       ^^^^^^^ this sprint is closed, and the engineering manager of `green` is `mandy`, not `will`
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
+
+ [[amendments]]
+ on = 2020-12-14
+ by = "mandy"
+ why = "Will was away; Mandy accepted the stories of green."
"#;

cases! { r#"
=== a move from one team to another is reported once
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ state = "closed"
#- changed
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "bill"]
#                     ^^^^^^ this sprint is closed, and `bill` is on `green`, not `purple`; `petr` is on `purple`, not `green`
- members = ["bill", "tim"]
+ members = ["petr", "tim"]

=== removing a closed sprint is reported
#- records/sprints/2020-11-11.toml
start = 2020-11-11
end = 2020-11-24
state = "closed"
work-only = true
team = [{ team = "green", work = ["api-portal"] }]
#- changed
#- records/sprints/2020-11-11.toml (removed)
  start = 2020-11-11
#         ^^^^^^^^^^ this sprint is closed, and its record is gone

=== opening a closed sprint again is reported
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ state = "closed"
#- changed
#~ records/sprints/2020-11-25.toml
- state = "closed"
+ state = "active"
#         ^^^^^^^^ this sprint is closed, and its state is `active`, not `closed`

=== another order, an added goal and a renamed person are not reported
#- records/people/kim.toml
name = "Kim"
roles = [{ role = "engineering-manager" }]
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ state = "closed"
- engineering-manager = "will"
+ engineering-manager = "kim"
#- changed
#~ records/people/kim-lee.toml (moved from records/people/kim.toml)
  name = "Kim"
+ was = ["kim"]
#~ records/sprints/2020-11-25.toml
  state = "closed"
+ goal = "A first portal"
- members = ["cindy", "petr"]
+ members = ["petr", "cindy"]
- engineering-manager = "kim"
+ engineering-manager = "kim-lee"

=== an edit of what was done is reported
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ state = "closed"
  members = ["cindy", "petr"]
+ points-done = 9
#- changed
#~ records/sprints/2020-11-25.toml
- points-done = 9
+ points-done = 19
#               ^^ this sprint is closed, and what was done by `green` differs
"# }
