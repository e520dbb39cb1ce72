use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::{Rotation, Sprint};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "duty-unfair",
    level: Level::Warning,
    subject: Subject::Rotations,
    summary: "somebody has served more than one turn above their share",
    why: "Who notices that the turns fall on the same few stops believing in the rotation. A share counts only \
          the sprints in which the person could have served.",
    help: "let those who have served less take the next turns",
    source: "the team's own rule of taking turns, counted over `window` sprints",
    evidence: Evidence::Absent(&[kind::SPRINT, kind::ROTATION, kind::ABSENCE, kind::PERSON]),
    bad: BAD,
    mend: MEND,
    check: each!(Rotation, check),
};

fn check<'a>(rotation: &Rotation<'a>, workspace: &View<'a>, findings: &mut Findings) {
    let Some(window) = rotation.window.and_then(|window| usize::try_from(window).ok()) else { return };
    let sprints = workspace.duty_sprints(rotation);
    // Fewer sprints than that prove nothing.
    let Some(first) = sprints.len().checked_sub(window) else { return };
    // Nor do those between which one is missing, because its days are mistyped.
    let since = sprints.get(first).map(|(sprint, _)| sprint.start);
    let is_mistyped = |sprint: &Sprint<'_>| !sprint.is_staffed() && !sprint.is_work_only;
    if workspace.sprints().iter().any(|sprint| Some(sprint.start) >= since && is_mistyped(sprint)) {
        return;
    }
    let shares = workspace.duty_shares(rotation, &sprints[first..]);
    for share in shares.iter().filter(|share| share.debt() > 1.0 + 1e-9) {
        let Some(place) = share.last else { continue };
        let (id, served, fair) = (share.person.id(), share.served, share.fair);
        let finding = findings.report(
            place,
            format!(
                "`{id}` has {served} of the turns of the last {window} sprints, and a fair share is {fair:.1}"
            ),
        );
        if let Some(next) = shares.first() {
            finding.help(format!(
                "let others take the next turns: first `{}`, who has {} and whose share is {:.1}",
                next.person.id(),
                next.served,
                next.fair
            ));
        }
    }
}

const BAD: &str = r#"
#- in next-sprint
#~ records/rotations/clinic-duty.toml
  from = 2020-11-25
+ window = 3
#~ records/sprints/2020-12-09.toml
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara"]
- members = ["bill", "tim"]
+ members = ["petr", "tim"]
- members = ["cindy", "petr"]
+ members = ["bill", "cindy", "holger"]
#~ records/sprints/2020-12-23.toml (copied from records/sprints/2020-12-09.toml)
- start = 2020-12-09
- end = 2020-12-22
+ start = 2020-12-23
+ end = 2021-01-05
- members = ["petr", "tim"]
+ members = ["bill", "cindy"]
- members = ["bill", "cindy", "holger"]
+ members = ["petr", "tim", "holger"]
#                           ^^^^^^^^ `holger` has 3 of the turns of the last 3 sprints, and a fair share is 1.3
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
- members = ["ariel", "clara"]
+ members = ["ariel", "clara", "holger"]
- members = ["bill", "cindy", "holger"]
+ members = ["bill", "cindy"]
"#;

cases! { r#"
=== a share that others can't make smaller is not reported
#- bad
#~ records/rotations/clinic-duty.toml
+ exempt = [
+   { person = "bill", until = 2020-12-08, reason = "new" },
+   { person = "cindy", until = 2020-12-08, reason = "new" },
+   { person = "petr", until = 2020-12-08, reason = "new" },
+   { person = "tim", until = 2020-12-08, reason = "new" },
+   { person = "ariel", from = 2020-12-09, reason = "leads an initiative" },
+   { person = "clara", from = 2020-12-09, reason = "leads an initiative" },
+ ]

=== fewer sprints than the window are not judged
#- bad
#~ records/rotations/clinic-duty.toml
- window = 3
+ window = 4
"# }
