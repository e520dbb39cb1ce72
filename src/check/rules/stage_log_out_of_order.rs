use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Initiative;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "stage-log-out-of-order",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "an initiative's log of stages runs backwards",
    why: "How long initiatives wait and take is reckoned from their logs.",
    help: "correct the day, or move the entry; the oldest comes first",
    source: "PET Initiative Check Process: an initiative goes from phase to phase, and each is declared",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, _: &View<'_>, findings: &mut Findings) {
    let mut before = None;
    for on in initiative.stage_log.iter().filter_map(|entry| entry.on.known()) {
        let day = *on;
        if let Some(before) = before.filter(|before| day < *before) {
            findings.report(on, format!("this day lies before that of the entry above, {before}"));
            return;
        }
        before = Some(day);
    }
}

const BAD: &str = r#"
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+ stage-log = [{ to = "queued", on = 2020-08-31 }, { to = "in-progress", on = 2020-03-31 }]
#                                                                             ^^^^^^^^^^ this day lies before that of the entry above, 2020-08-31
"#;

const MEND: &str = r#"
#~ records/initiatives/shellbox.toml
- stage-log = [{ to = "queued", on = 2020-08-31 }, { to = "in-progress", on = 2020-03-31 }]
+ stage-log = [{ to = "queued", on = 2020-08-31 }, { to = "in-progress", on = 2020-08-31 }]
"#;

cases! { r#"
=== two stages may begin on one day
#~ records/initiatives/shellbox.toml
+ stage-log = [{ to = "queued", on = 2020-08-31 }, { to = "inception", on = 2020-08-31 }, { to = "in-progress", on = 2020-09-01 }]
"# }
