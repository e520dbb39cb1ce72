use std::slice;

use jiff::civil::Date;

use super::yields::Yields;
use super::{
    Change, Check, Evidence, Findings, Rule, Subject, closed_sprint_edited, frozen_roster_changed, kind,
};
use crate::base::dates;
use crate::base::words;
use crate::record::RecordId;
use crate::workspace::model::duty::{self, Turn};
use crate::workspace::model::{Rotation, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-short-notice",
    level: Level::Warning,
    subject: Subject::Change,
    summary: "somebody is put on duty later than the rotation promises to tell them",
    why: "Whoever is on duty drops other work for it; the notice is what lets them and their team plan.",
    help: "put somebody on duty who knows already, or say why in the rotation's `overrides`",
    source: "Clinic Duty page: members are told at least a week in advance",
    evidence: Evidence::Absent(&[kind::ROTATION]),
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

pub(super) static YIELDS_TO: &[Yields] =
    &[Yields::in_record(&[&closed_sprint_edited::RULE, &frozen_roster_changed::RULE])];

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    let added =
        change.added().filter(|record| record.kind == Some(kind::SPRINT)).map(|record| (None, record));
    let changed = change.changed(kind::SPRINT).map(|(base, head, _)| (Some(base), head));
    for (base, head) in added.chain(changed) {
        // What changes for a reason may come late.
        if base.is_some_and(|base| change.is_amended(base, head)) {
            continue;
        }
        let before = base.map(|base| change.base.sprint(base.number));
        let (Some(sprint), false) = (change.head.sprint(head.number), matches!(before, Some(None))) else {
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
    let known = change.before(rotation.record.number).and_then(|(base, _)| change.base.rotation(base.number));
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
#- in next-sprint
#~ records/rotations/clinic-duty.toml
  from = 2020-11-25
+ until = 2020-12-22
  size = { least = 2, most = 3 }
+ notice-days = 14
#~ records/sprints/2020-12-09.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "petr"]
- members = ["bill", "tim"]
+ members = ["clara", "holger", "tim"]
- members = ["cindy", "petr"]
+ members = ["bill", "cindy"]
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

cases! { r#"
=== a closed sprint isn't announced late -> closed-sprint-edited
#- bad
#- before
#~ records/sprints/2020-12-09.toml
  end = 2020-12-22
+ state = "closed"

=== an even shorter notice is reported -> duty-short-notice
#- bad
#- before
#~ records/rotations/clinic-duty.toml
- notice-days = 14
+ notice-days = 9

=== a change with enough notice is not reported
#- bad
#- before
#~ records/rotations/clinic-duty.toml
- notice-days = 14
+ notice-days = 8

=== where the rotation sets no notice, nothing is reported
#- bad
#- before
#~ records/rotations/clinic-duty.toml
- notice-days = 14

=== a change of an announced roster is reported by the other rule -> frozen-roster-changed
#- bad
#- before
#~ records/sprints/2020-12-09.toml
  end = 2020-12-22
+ state = "frozen"

=== a change of a planned sprint is reported by this rule -> duty-short-notice
#- bad
#- before
#~ records/sprints/2020-12-09.toml
  end = 2020-12-22
+ state = "planned"

=== turns that are entered with their sprint are reported
#~ records/rotations/clinic-duty.toml
- until = 2020-12-08
+ until = 2020-12-22
+ notice-days = 14
- rest = 1
- longest = 1
- window = 6
#- changed
#~ records/sprints/2020-12-09.toml (copied from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-12-09
+ end = 2020-12-22
- members = ["cindy", "petr"]
+ members = ["ariel", "clara", "holger"]
- members = ["bill", "tim"]
+ members = ["cindy", "tim"]
  team = "clinic-duty"
- members = ["ariel", "clara", "holger"]
+ members = ["bill", "petr"]
#            ^^^^^^ the turn of `bill` and `petr` on `clinic-duty` is entered 8 days before it begins, and notice is 14 days

=== turns of a rotation that comes with the change are not reported
#- bad
#- before
#- records/rotations/clinic-duty.toml (removed)
#- changed
#- records/rotations/clinic-duty.toml
name = "Clinic Duty"
team = "clinic-duty"
from = 2020-11-25
until = 2020-12-22
size = { least = 2, most = 3 }
notice-days = 14
pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]

=== a change of a turn that has begun is reported
#~ records/rotations/clinic-duty.toml
+ notice-days = 7
#- changed
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["holger", "petr"]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "cindy"]
#                              ^^^^^^^ the turn of `cindy` on `clinic-duty` is entered 6 days after it began, and notice is 7 days

=== a change of a turn that is over is not reported
#~ records/rotations/clinic-duty.toml
+ notice-days = 7
#~ records/sprints/2020-11-25.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", { person = "holger", until = 2020-11-30 }]
#- changed
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["holger", "petr"]
- members = ["ariel", "clara", { person = "holger", until = 2020-11-30 }]
+ members = ["ariel", "clara", { person = "cindy", until = 2020-11-30 }]
"# }
