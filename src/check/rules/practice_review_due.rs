use jiff::civil::Date;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::workspace::model::Practice;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "practice-review-due",
    level: Level::Warning,
    subject: Subject::Goals,
    summary: "nobody has asked for long whether a practice still holds",
    why: "The page says how the team works; when nobody looks, the team goes on and the page stays.",
    help: "ask whether the team still works so; write the day in `reviewed`, or its last day in `retired`",
    source: "Core Platform Team, Development Practices: the pages say how the team works now",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Practice, check),
};

fn check(practice: &Practice<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if practice.retired.is_some() {
        return;
    }
    let id = &practice.record.id;
    let is_ahead = |day: Date| practice.reviewed.is_none_or(|reviewed| reviewed < day);
    if let Some(day) = practice.review_by.filter(|day| is_ahead(*day)) {
        if day < workspace.horizon() {
            findings
                .report(practice.review_by, format!("`{id}` was to be reviewed by {day}"))
                .help("ask whether the team still works so; write the day in `reviewed` and the next in `review-by`");
        }
        return;
    }
    let (place, day, did, so_far) = match (*practice.reviewed, *practice.adopted) {
        (Some(day), _) => (practice.reviewed, day, "was last reviewed", ""),
        (None, Some(day)) => (practice.adopted, day, "was adopted", ", and hasn't been reviewed since"),
        (None, None) => return,
    };
    let months = workspace.settings().whole("promises.practice-months").unwrap_or(12);
    if workspace.horizon() > dates::shift_months(day, months) {
        findings.report(place, format!("`{id}` {did} on {day}{so_far}"));
    }
}

const BAD: &str = r#"
#- records/practices/code-review.toml
title = "Code review"
owner = "petr"
adopted = 2018-07-02
reviewed = 2019-10-14
#          ^^^^^^^^^^ `code-review` was last reviewed on 2019-10-14
"#;

const MEND: &str = r"
#~ records/practices/code-review.toml
+ review-by = 2021-10-14
";

cases! { r#"
=== a practice is reviewed by the day that was set
#- records/practices/code-review.toml
title = "Code review"
review-by = 2020-11-30
#           ^^^^^^^^^^ `code-review` was to be reviewed by 2020-11-30

=== without a review the day counts on which the practice began
#- above
- review-by = 2020-11-30
+ adopted = 2019-10-14
#           ^^^^^^^^^^ `code-review` was adopted on 2019-10-14, and hasn't been reviewed since

=== practices that were given up, were reviewed since, or have no days are not reported
#- records/practices/pairing.toml
title = "Pairing"
reviewed = 2017-10-14
retired = 2018-01-01
#- records/practices/code-review.toml
title = "Code review"
reviewed = 2020-11-20
review-by = 2020-11-16
#- records/practices/small-changes.toml
title = "Small changes"
area = "Development"
"# }
