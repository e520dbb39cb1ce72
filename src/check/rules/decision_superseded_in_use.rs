use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::record::{Record, RecordId};
use crate::workspace::model::{Decision, Initiative, Link, Status};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "decision-superseded-in-use",
    level: Level::Warning,
    subject: Subject::Decisions,
    summary: "work that goes on, or a practice that holds, rests on a decision that is no longer in force",
    why: "The work follows what was decided once, and what was decided since says otherwise.",
    help: "name the decision that is in force now, and see whether the work still fits it",
    source: "Documentation/Decision records: an accepted decision holds until another supersedes it",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::INITIATIVE, kind::PRACTICE], check),
};

fn check<'a>(record: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
    let root = record.root();
    let Some(decisions) = root.get("decisions") else { return };
    let is_in_force = match record.kind {
        Some(kind::INITIATIVE) => workspace.initiative(record.number).is_some_and(Initiative::is_taken_on),
        Some(kind::PRACTICE) => root.get("retired").is_none(),
        _ => false,
    };
    if !is_in_force {
        return;
    }
    let links: Vec<Link<'a>> = decisions.items().filter_map(|at| workspace.link(at)).collect();
    for link in &links {
        let Some(decision) = workspace.decision(*link) else { continue };
        let heir = superseded_by(decision, workspace);
        let (what, place) = match (*decision.status, heir) {
            // Whoever names both knows of the change.
            (_, Some(heir)) if links.iter().any(|other| other.to == Some(heir)) => continue,
            (_, Some(heir)) => (format!("was superseded by `{}`", workspace.stem(heir)), Some(heir)),
            (Some(Status::Rejected), _) => ("was rejected".to_owned(), None),
            (Some(Status::Withdrawn), _) => ("was withdrawn".to_owned(), None),
            (Some(Status::Retired), _) => ("was retired".to_owned(), None),
            _ => continue,
        };
        let message = format!("`{}` rests on `{}`, which {what}", record.id, link.id());
        let finding = findings.report(link.at, message);
        match place {
            Some(heir) => {
                let heir = workspace.stem(heir);
                finding.instead(format!("\"{heir}\""), false);
                finding.help(format!("see whether the work still fits `{heir}`, and name that one"));
            }
            None => {
                finding.also(decision.status, "said here");
            }
        }
    }
}

/// The accepted decision that supersedes `decision`, if there is one. A proposed one retires nothing yet.
pub(super) fn superseded_by(decision: &Decision<'_>, workspace: &View<'_>) -> Option<RecordId> {
    let number = decision.record.number;
    workspace.naming_of(number, &[kind::DECISION]).map(|record| record.number).find(|heir| {
        workspace.decision(*heir).is_some_and(|heir| {
            heir.status == Some(Status::Accepted)
                && heir.supersedes.iter().any(|link| link.to == Some(number))
        })
    })
}

const BAD: &str = r#"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "accepted"
+ status = "rejected"
#~ records/initiatives/shellbox.toml
+ decisions = ["0001-run-commands-in-shellbox"]
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `shellbox` rests on `0001-run-commands-in-shellbox`, which was rejected
"#;

const MEND: &str = r#"
#~ records/decisions/0001-run-commands-in-shellbox.md
- status = "rejected"
- decided = 2020-11-20
+ status = "proposed"
"#;

cases! { r#"
=== a practice that rests on a superseded decision is reported
#- in superseded-decision
#- records/practices/commands.toml
title = "Commands"
decisions = ["0001-run-commands-in-shellbox"]
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `commands` rests on `0001-run-commands-in-shellbox`, which was superseded by `0002-run-commands-apart`

=== a proposal supersedes nothing yet
#- above
#~ records/decisions/0002-run-commands-apart.md
- status = "accepted"
- decided = 2020-11-23
+ status = "proposed"

=== a record that names both decisions is not reported
#- above
- decisions = ["0001-run-commands-in-shellbox"]
+ decisions = ["0001-run-commands-in-shellbox", "0002-run-commands-apart"]
"# }
