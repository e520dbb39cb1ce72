use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::words;
use crate::workspace::model::TriageMeeting;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "triage-quorum",
    level: Level::Error,
    subject: Subject::Inbound,
    summary: "a triage meeting was held without somebody in each of the roles that it needs",
    why: "An engineer judges what something takes and a product manager what it is worth; one alone can't decide.",
    help: "name under `attended` everybody who was there; if nobody in the role was, ask again in the next meeting",
    source: "PET Task Triage: at least one engineer and one product manager",
    evidence: Evidence::Absent(&[kind::PERSON]),
    bad: BAD,
    mend: MEND,
    check: each!(TriageMeeting, check),
};

fn check<'a>(meeting: &TriageMeeting<'a>, workspace: &View<'a>, findings: &mut Findings) {
    let is_of_tasks = matches!(meeting.kind, None | Some("tasks")) && meeting.not_held.is_none();
    let root = meeting.record.root();
    let (Some(on), Some(_), true) = (*meeting.on, root.get("attended"), is_of_tasks) else { return };
    let facilitator = root.get("facilitator").and_then(|facilitator| workspace.link(facilitator));
    let mut present = Vec::new();
    for link in meeting.attended.iter().copied().chain(facilitator) {
        // Whoever has no record may be the one.
        let Some(person) = workspace.person(link) else { return };
        present.push(person);
    }
    let settings = workspace.settings();
    let quorum = settings.list("triage.quorum").into_iter().filter(|role| settings.has_role(role));
    let is_missing = |wanted: &&str| {
        let counts = |role: &str| {
            role.strip_suffix(wanted).is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
                || *wanted == "engineer" && workspace.is_member_role(role)
        };
        !present.iter().any(|person| person.holds_any(on, counts))
    };
    let missing: Vec<String> =
        quorum.filter(is_missing).map(|role| words::with_article(&role.replace('-', " "))).collect();
    if !missing.is_empty() {
        let roles = words::list(&missing).replace(" and ", " or ");
        findings.report(meeting.attended.at, format!("nobody at this meeting was {roles}"));
    }
}

const BAD: &str = r#"
#- records/triage-meetings/2020-11-27.toml
on = 2020-11-27
facilitator = "ariel"
attended = ["ariel", "clara", "mandy"]
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ nobody at this meeting was a product manager
"#;

const MEND: &str = r#"
#~ records/triage-meetings/2020-11-27.toml
- attended = ["ariel", "clara", "mandy"]
+ attended = ["ariel", "evan", "mandy"]
"#;

cases! { r#"
=== a role that somebody had on other days does not count
#- records/people/ariel.toml
name = "Ariel"
roles = [{ role = "engineer" }, { role = "product-manager", until = 2020-06-30 }]
#- records/triage-meetings/2020-11-27.toml
on = 2020-11-27
facilitator = "ariel"
attended = ["ariel"]
#          ^^^^^^^^^ nobody at this meeting was a product manager

=== a train log, a meeting that was not held, and one with the facilitator's role need no more people
#- records/triage-meetings/2020-11-13.toml
on = 2020-11-13
kind = "train-log"
facilitator = "ariel"
attended = ["ariel"]
#- records/triage-meetings/2020-11-20.toml
on = 2020-11-20
not-held = "A holiday"
#- records/triage-meetings/2020-11-27.toml
on = 2020-11-27
facilitator = "evan"
attended = ["ariel"]
"# }
