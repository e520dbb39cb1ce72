use super::finding::Place;
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::Link;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "part-without-role",
    level: Level::Warning,
    subject: Subject::Settings,
    summary: "people stand in a part of a sprint, and teambook.toml has no role of that name",
    why: "Who may be a member, manage, accept or close is asked of the role; without it nobody is asked, and nothing is told.",
    help: "name the role as the part is named; its `summary` can have the team's own word for it",
    source: "nothing is skipped in silence: a rule that can't look is an error of the settings",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let settings = &workspace.settings();
    let Some(last_role) = settings.record.root().get("roles").and_then(|roles| roles.entries().last()) else {
        return;
    };
    // The last sprint shows who plays which part now.
    let mut days = workspace.sprint_days().iter().rev();
    let last = days.find_map(|(_, id)| workspace.sprint(*id).filter(|sprint| sprint.is_staffed()));
    let Some(sprint) = last else { return };
    let teams = || sprint.teams.iter();
    let parts = [
        ("engineer", teams().flat_map(|team| &team.members).map(|member| member.person).next()),
        ("product-manager", teams().find_map(|team| team.product_manager)),
        ("engineering-manager", teams().find_map(|team| team.engineering_manager)),
    ];
    for (role, person) in parts {
        // Where the person's own record names the role, that is where its absence is told.
        let says_so = |person: &Link<'_>| {
            let roles = workspace.person(*person).map(|person| &person.roles);
            roles.is_some_and(|roles| roles.iter().any(|held| held.name == role))
        };
        let Some(person) = person.filter(|person| !settings.has_role(role) && !says_so(person)) else {
            continue;
        };
        let message = format!(
            "nobody can be `{role}`, as `{}` is in the sprint of {}: there is no such role",
            person.id(),
            sprint.start
        );
        // What the person is called instead is the likeliest name to change.
        let held = workspace.person(person).into_iter().flat_map(|person| &person.roles);
        let instead = { held }.find_map(|held| settings.record.root().get("roles")?.get(*held.name));
        let place = instead.unwrap_or(last_role);
        let finding = findings.report(Place { span: place.key_span(), ..place.into() }, message);
        finding.also(person.at, "in this sprint");
    }
}

const BAD: &str = r#"
#~ teambook.toml
- [roles.product-manager]
  [roles.engineering-manager]
+
+ [roles.product-owner]
#        ^^^^^^^^^^^^^ nobody can be `product-manager`, as `evan` is in the sprint of 2020-11-25: there is no such role
#~ records/people/evan.toml
- roles = [{ role = "product-manager" }]
+ roles = [{ role = "product-owner" }]
"#;

const MEND: &str = r#"
#~ teambook.toml
- [roles.product-owner]
+ [roles.product-manager]
+ summary = "Our product owner."
#~ records/people/evan.toml
- roles = [{ role = "product-owner" }]
+ roles = [{ role = "product-manager" }]
"#;

cases! { r#"
=== in a workspace without roles nobody needs one -> unknown-reference, unknown-reference, unknown-reference
#- teambook.toml
name = "Platform"
"# }
