use std::slice;

use jiff::civil::Date;

use super::{Change, Check, Evidence, Findings, Rule, Subject, words};
use crate::dates;
use crate::model::duty::{self, Turn};
use crate::model::{Rotation, Sprint};
use crate::record::{Record, RecordId};
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-short-notice",
    level: Level::Warning,
    subject: Subject::Change,
    summary: "somebody is put on duty later than the rotation promises to tell them",
    why: "Whoever is on duty drops other work for it; the notice is what lets them and their team plan.",
    help: "put somebody on duty who knows already, or say why in the rotation's `overrides`",
    source: "Clinic Duty page: members are told at least a week in advance",
    evidence: Evidence::Absent(&["rotation"]),
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    let is_sprint = |record: &Record| change.head.kind_name(record.number) == "sprint";
    let added = change.added().filter(|record| is_sprint(record)).map(|record| (None, record));
    let changed = change.changed("sprint").map(|(base, head, _)| (Some(base), head));
    for (base, head) in added.chain(changed) {
        // What was announced already, and changes for a reason, are told by other rules.
        let is_announced = |base: &Record| base.root().str("state").is_some_and(|state| state != "planned");
        if base.is_some_and(|base| is_announced(base) || change.is_amended(base, head)) {
            continue;
        }
        let before = base.map(|base| change.base.sprint_at(base.number));
        let (Some(sprint), false) = (change.head.sprint_at(head.number), matches!(before, Some(None))) else {
            continue;
        };
        for rotation in change.head.rotations() {
            one_rotation(change, rotation, sprint, before.flatten(), findings);
        }
    }
}

/// Looks at the turns that `rotation` has in `sprint`, which was `before`.
fn one_rotation(
    change: &Change<'_, '_>,
    rotation: &Rotation<'_>,
    sprint: &Sprint<'_>,
    before: Option<&Sprint<'_>>,
    findings: &mut Findings,
) {
    // A rotation that is entered with its turns has promised nothing yet.
    let known =
        change.before(rotation.record.number).and_then(|(base, _)| change.base.rotation_at(base.number));
    let (Some(notice), Some(known)) = (rotation.notice, known) else { return };
    let before = before.map(|before| duty::turns(slice::from_ref(known), slice::from_ref(before)));
    let knew_of_it = |person: RecordId| {
        let then = change.before(person).map(|(base, _)| base.number);
        before.iter().flatten().any(|turn| Some(turn.person) == then)
    };
    let today = change.head.as_of();
    let mut late: Vec<Turn<'_, '_>> = duty::turns(slice::from_ref(rotation), slice::from_ref(sprint));
    // A turn that is over is entered for the record.
    late.retain(|turn| {
        let (from, until) = turn.days;
        dates::days_between(today, from) < notice
            && today <= until
            && !turn.is_chosen()
            && !knew_of_it(turn.person)
    });
    late.sort_by_key(|turn| (turn.days.0, turn.member.person.at.node));
    for turns in late.chunk_by(|a, b| a.days.0 == b.days.0) {
        let [first, others @ ..] = turns else { continue };
        let ids: Vec<&str> = turns.iter().map(|turn| turn.member.person.id()).collect();
        let message = format!(
            "the turn of {} on `{}` is entered {}, and notice is {}",
            words::ids(&ids),
            rotation.team.id(),
            distance(today, first.days.0),
            days(notice)
        );
        let finding = findings.report(first.member.person.at, message);
        for turn in others {
            finding.also(turn.member.person.at, "on duty, too");
        }
    }
}

/// How far `today` is from the `first` day of a turn.
fn distance(today: Date, first: Date) -> String {
    match dates::days_between(today, first) {
        0 => "on the day on which it begins".to_owned(),
        ahead @ 1.. => format!("{} before it begins", days(ahead)),
        behind => format!("{} after it began", days(-behind)),
    }
}

fn days(number: i64) -> String {
    format!("{number} day{}", if number == 1 { "" } else { "s" })
}

const BAD: &str = r#"
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
until = 2020-12-22
size = { least = 2, most = 3 }
notice-days = 14
pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22

[[team]]
team = "green"
members = ["ariel", "petr"]
product-manager = "evan"
engineering-manager = "will"
work = ["api-portal"]

[[team]]
team = "purple"
members = ["clara", "holger", "tim"]
product-manager = "evan"
engineering-manager = "mandy"
work = ["shellbox-service"]

[[team]]
team = "clinic-duty"
members = ["bill", "cindy"]
engineering-manager = "mandy"
#- changed
#~ records/sprints/2020-12-09.toml
- members = ["ariel", "petr"]
+ members = ["ariel", "cindy"]
- members = ["bill", "cindy"]
+ members = ["bill", "petr"]
#                    ^^^^^^ the turn of `petr` on `clinic-duty` is entered 8 days before it begins, and notice is 14 days
"#;

const MEND: &str = r#"
#~ records/rotations/clinic-duty.toml
+ overrides = [{ sprint = "2020-12-09", person = "petr", reason = "Cindy broke her arm on 30 November" }]
"#;

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises, rules};
    use super::RULE;

    /// The names of the rules that find something in the rule's own example, where `from` reads `to`.
    fn found(from: &str, to: &str) -> Vec<&'static str> {
        assert!(RULE.bad.contains(from), "{from}");
        rules(&RULE.bad.replace(from, to))
    }

    #[test]
    fn notice_that_is_kept_isnt_told() {
        assert_eq!(found("notice-days = 14", "notice-days = 9"), [RULE.name]);
        assert_eq!(found("notice-days = 14", "notice-days = 8"), [""; 0]);
        assert_eq!(found("notice-days = 14\n", ""), [""; 0]);
    }

    #[test]
    fn what_was_announced_is_told_by_another_rule() {
        assert_eq!(found("12-22\n\n", "12-22\nstate = \"frozen\"\n\n"), ["frozen-roster-changed"]);
        assert_eq!(found("12-22\n\n", "12-22\nstate = \"planned\"\n\n"), [RULE.name]);
    }

    #[test]
    fn a_sprint_and_its_turns_are_entered_together() {
        let (rotation, rest) = RULE.bad.split_once("#- records/sprints").unwrap();
        let (sprint, edit) = rest.split_once("#- changed\n").unwrap();
        let entered = format!("#- changed\n#- records/sprints{sprint}{edit}");
        let petr = "                    ^^^^^^ the turn of `petr`";
        let both = entered.replace(petr, "            ^^^^^^ the turn of `bill` and `petr`");
        raises(&RULE, &format!("{rotation}{both}"));
        // A rotation that comes with them has promised nothing.
        let without = "#- records/rotations/clinic-duty.toml (removed)\n#- changed\n";
        assert_eq!(findings(&format!("{without}{rotation}{entered}")), []);
    }

    #[test]
    fn a_turn_that_runs_is_told_and_one_that_is_over_isnt() {
        let sprint = |person: &str, other: &str, until: &str| {
            format!(
                "#- records/sprints/2020-11-25.toml\nstart = 2020-11-25\nend = 2020-12-08\nteam = [\n{{ team = \"green\", members = \
                 [\"{other}\", \"petr\"], product-manager = \"evan\", engineering-manager = \"will\", work = [\"api-portal\"] }},\n{{ \
                 team = \"purple\", members = [\"bill\", \"tim\"], product-manager = \"evan\", engineering-manager = \"mandy\", work = \
                 [\"shellbox\"] }},\n{{ team = \"clinic-duty\", members = [\"ariel\", \"clara\", {{ person = \"{person}\"{until} \
                 }}], engineering-manager = \"mandy\" }},\n]\n"
            )
        };
        let both = "#- records/rotations/clinic-duty.toml\nname = \"Clinic Duty\"\nteam = \"clinic-duty\"\nfrom = 2020-11-25\nuntil = \
                    2020-12-08\nsize = { least = 2, most = 3 }\nnotice-days = 7\npool = [\"ariel\", \"bill\", \"cindy\", \"clara\", \"holger\", \
                    \"petr\", \"tim\"]\n";
        let told = |until: &str| {
            let (base, head) = (sprint("holger", "cindy", until), sprint("cindy", "holger", until));
            let found = findings(&format!("{both}#- before\n{base}#- changed\n{head}"));
            found
                .into_iter()
                .filter(|found| found.rule == RULE.name)
                .map(|found| found.words)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told(""),
            ["the turn of `cindy` on `clinic-duty` is entered 6 days after it began, and notice is 7 days"]
        );
        assert_eq!(told(", until = 2020-11-30"), [""; 0]);
    }
}
