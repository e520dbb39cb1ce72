use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::{Sprint, Visitor};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "visitor-without-host",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "a visit is agreed on and lacks the agreement of the visitor's manager, or a host",
    why: "Without their own manager's word the visitor is called back in the middle of the sprint; without a host nobody has time for them.",
    help: "say who agreed (`approved-by`) or when (`approved`), and which engineering manager is the `host`",
    source: "Taking part in Clinic Duty: ask your own manager, then the engineering manager who hosts you",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

fn check<'a>(sprint: &Sprint<'a>, workspace: &View<'a>, findings: &mut Findings) {
    for visitor in sprint.teams.iter().flat_map(|team| &team.visiting) {
        look(sprint, visitor, workspace, findings);
    }
}

fn look<'a>(sprint: &Sprint<'a>, visitor: &Visitor<'a>, workspace: &View<'a>, findings: &mut Findings) {
    let id = visitor.person.id();
    if let Some(host) = visitor.host
        && workspace.settings().has_role("engineering-manager")
        && workspace.person(host).is_some_and(|person| {
            !person
                .roles
                .iter()
                .any(|role| role.name == "engineering-manager" && role.period.overlaps(sprint.period()))
        })
    {
        findings
            .report(host.at, format!("`{}` hosts `{id}` and is no engineering manager", host.id()))
            .help("name the engineering manager who looks after the visit");
        return;
    }
    // Where the state isn't recorded, the record tells who came and no more.
    let Some(state) = *visitor.state else { return };
    let has = |field: &str| visitor.at.get(field).is_some();
    let is_agreed = matches!(state, "approved" | "scheduled" | "active" | "done");
    let missing = if is_agreed && !has("approved") && !has("approved-by") {
        "nobody of the visitor's own team has agreed"
    } else if is_agreed && state != "approved" && !has("host") {
        "nobody is the `host`"
    } else {
        return;
    };
    findings.report(visitor.state, format!("the visit of `{id}` is at `{state}`, and {missing}"));
}

const BAD: &str = r#"
#- in visit
#~ records/sprints/2020-12-09.toml
  person = "kevin"
  state = "scheduled"
#         ^^^^^^^^^^^ the visit of `kevin` is at `scheduled`, and nobody is the `host`
- host = "mandy"
"#;

const MEND: &str = r#"
#~ records/sprints/2020-12-09.toml
  approved = 2020-11-27
+ host = "mandy"
"#;

cases! { r#"
=== a visit that the visitor's manager has not approved is reported
#- bad
- state = "scheduled"
+ state = "approved"
#         ^^^^^^^^^^ the visit of `kevin` is at `approved`, and nobody of the visitor's own team has agreed
- approved = 2020-11-27

=== a host who is no engineering manager is reported
#- bad
+ host = "ariel"
#        ^^^^^^^ `ariel` hosts `kevin` and is no engineering manager

=== a visit that was only asked for is not reported
#- bad
- state = "scheduled"
+ state = "requested"
- approved = 2020-11-27

=== a visit that was declined is not reported
#- above
- state = "requested"
+ state = "declined"

=== a visit without a state is not reported
#- above
- state = "requested"
"# }
