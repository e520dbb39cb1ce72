use super::{Change, Check, Evidence, Findings, Rule, Subject};
use crate::change::sprint::told;
use crate::settings::Level;

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
    for (base, head, _) in change.changed("sprint") {
        if base.root().str("state") != Some("closed") || change.is_amended(base, head) {
            continue;
        }
        let differences = change.sprint_differences(base, head);
        let Some(first) = differences.first() else { continue };
        let message = format!("this sprint is closed, and {}", told(&differences));
        let finding = findings.report(first.at, message);
        finding.help("undo the edit, or add an `[[amendments]]` entry with `on` and `why`");
        for other in &differences[1..] {
            finding.also(other.at, other.words.as_str());
        }
    }
    for (base, gone) in change.removed() {
        if change.base.kind_name(base.number) == "sprint" && base.root().str("state") == Some("closed") {
            findings
                .report(gone.place(), "this sprint is closed, and its record is gone")
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

#[cfg(test)]
mod tests {
    use super::super::tests::{change, findings, raises, sprint};

    const GREEN: &str = r#"members = ["cindy", "petr"]
engineering-manager = "will"
work = ["api-portal"]
"#;
    const PURPLE: &str = r#"members = ["bill", "tim"]
engineering-manager = "mandy"
work = ["shellbox-service"]
"#;

    #[test]
    fn a_move_between_teams_is_told_as_one() {
        let green = r#"members = ["cindy", "bill"]
#                   ^^^^^^ this sprint is closed, and `bill` is on `green`, not `purple`; `petr` is on `purple`, not `green`
engineering-manager = "will"
work = ["api-portal"]
"#;
        let closed = "state = \"closed\"\n";
        let head = sprint(closed, green, &PURPLE.replace("bill", "petr"));
        raises(&super::RULE, &change(&sprint(closed, GREEN, PURPLE), &head));
    }

    #[test]
    fn it_is_not_removed() {
        let sprint = r#"
#- records/sprints/2020-11-11.toml
start = 2020-11-11
#       ^^^^^^^^^^ this sprint is closed, and its record is gone
end = 2020-11-24
state = "closed"
work-only = true
team = [{ team = "green", work = ["api-portal"] }]
"#;
        raises(&super::RULE, &change(sprint.trim_start(), ""));
    }

    #[test]
    fn it_is_not_opened_again() {
        let active = r#"state = "active"
#       ^^^^^^^^ this sprint is closed, and its state is `active`, not `closed`
"#;
        let base = sprint("state = \"closed\"\n", GREEN, PURPLE);
        raises(&super::RULE, &change(&base, &sprint(active, GREEN, PURPLE)));
    }

    #[test]
    fn order_goals_and_renamed_people_are_no_edits() {
        let base = sprint("state = \"closed\"\n", &GREEN.replace("will", "kim"), PURPLE);
        let base = format!(
            "{base}#- records/people/kim.toml\nname = \"Kim\"\nroles = [{{ role = \"engineering-manager\" }}]\n"
        );
        let green =
            GREEN.replace("will", "kim-lee").replace("[\"cindy\", \"petr\"]", "[\"petr\", \"cindy\"]");
        let head = sprint("goal = \"A first portal\"\nstate = \"closed\"\n", &green, PURPLE);
        let head = format!(
            "{head}#- records/people/kim-lee.toml\nname = \"Kim\"\nwas = [\"kim\"]\nroles = [{{ role = \"engineering-manager\" }}]\n"
        );
        assert_eq!(findings(&change(&base, &head)), []);
    }
    #[test]
    fn what_was_done_stays_as_it_was_written() {
        let with = |points: &str| GREEN.replace("members =", &format!("{points}members ="));
        let base = sprint("state = \"closed\"\n", &with("points-done = 9\n"), PURPLE);
        let mark = "points-done = 19\n#             ^^ this sprint is closed, and what was done by `green` differs\n";
        raises(&super::RULE, &change(&base, &sprint("state = \"closed\"\n", &with(mark), PURPLE)));
    }
}
