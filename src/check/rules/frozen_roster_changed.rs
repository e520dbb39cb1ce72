use super::{Change, Check, Evidence, Findings, Rule, Subject, kind};
use crate::check::change::sprint::summary;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "frozen-roster-changed",
    level: Level::Warning,
    subject: Subject::Change,
    summary: "who is on a team changed after the sprint was announced, and nothing says why",
    why: "People plan by the announcement; who is moved afterwards, and whoever has to step in, should be able to read the reason.",
    help: "add an `[[amendments]]` entry that says why",
    source: "Clinic Duty page: members are told at least a week in advance",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for (base, head, _) in change.changed(kind::SPRINT) {
        let Some(state @ ("frozen" | "active")) = base.root().str("state") else { continue };
        if change.is_amended(base, head) {
            continue;
        }
        let mut differences = change.sprint_differences(base, head);
        differences.retain(|difference| difference.is_roster);
        let Some(first) = differences.first() else { continue };
        let finding =
            findings.report(first.at, format!("this sprint is {state}, and {}", summary(&differences)));
        finding
            .help("add an `[[amendments]]` entry with `on` and `why`, for those who had planned otherwise");
        for other in &differences[1..] {
            finding.also(other.at, other.words.as_str());
        }
    }
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ state = "frozen"
#- changed
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "bill"]
#                     ^^^^^^ this sprint is frozen, and `bill` is on `green`, not `purple`; `petr` is on `purple`, not `green`
- members = ["bill", "tim"]
+ members = ["petr", "tim"]
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
+
+ [[amendments]]
+ on = 2020-11-20
+ by = "mandy"
+ why = "Bill knows the portal's API; Petr wanted to learn about Shellbox."
"#;

cases! { r#"
=== another manager is reported, too
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ state = "active"
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
#                       ^^^^^^^ this sprint is active, and the engineering manager of `green` is `mandy`, not `will`

=== other work is not reported
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ state = "active"
#- changed
#~ records/sprints/2020-11-25.toml
- work = ["api-portal"]
+ work = ["api-portal", "shellbox"]

=== a change of a planned roster is not reported
#~ records/sprints/2020-11-25.toml
  end = 2020-12-08
+ state = "planned"
#- changed
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "bill"]
- members = ["bill", "tim"]
+ members = ["petr", "tim"]
"# }
