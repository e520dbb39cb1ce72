use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;

use super::prelude::*;
use super::reference_to_retired;
use super::yields::Yields;
use crate::base::dates::Period;
use crate::base::words::with_article;
use crate::check::rules::finding::any_of;
use crate::record::RecordId;
use crate::workspace::model::{Link, Person, Sprint};

pub(super) static RULE: Rule = Rule {
    name: "role-not-held",
    level: Level::Error,
    subject: Subject::Sprints,
    summary: "somebody is listed on a team in a role that they don't hold in that sprint",
    why: "The role decides who may accept or close the team's work, who can review it, and who can take duty.",
    help: "name somebody who holds the role, or add the role with its days to the person's record",
    source: "Platform Engineering Team page, Sprint Work: each team has its people, its PM and its EM",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Sprint, check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::about_subject(&[&reference_to_retired::RULE])];

fn check<'a>(sprint: &Sprint<'a>, workspace: &View<'a>, findings: &mut Findings) {
    if !sprint.is_staffed() {
        return;
    }
    let settings = &workspace.settings();
    let whole = (sprint.start, sprint.end);
    let mut reported = BTreeMap::new();
    for team in &sprint.teams {
        for (role, link) in team.offices().into_iter().filter(|(role, _)| settings.has_role(role)) {
            let Some(link) = link else { continue };
            look(workspace, findings, &mut reported, (link, whole, Seat::Of(role)));
        }
        for member in team.members.iter().filter(|_| settings.has_role("engineer")) {
            let Some(days) = sprint.days_of(*member.period) else { continue };
            look(workspace, findings, &mut reported, (member.person, days, Seat::Member));
        }
    }
}

/// What somebody does in a sprint.
#[derive(Clone, Copy)]
enum Seat {
    /// The work of one role.
    Of(&'static str),
    /// The team's work, which may be done in several roles.
    Member,
}

/// Reports `link` if the person holds no role of their `part` on any of the days: once in a sprint, however
/// many tables name them. `reported` has the findings of this sprint.
fn look<'a>(
    workspace: &View<'a>,
    findings: &mut Findings,
    reported: &mut BTreeMap<(RecordId, String), usize>,
    (link, (from, until), part): (Link<'a>, (Date, Date), Seat),
) {
    let Some(person) = workspace.person(link) else { return };
    if let Some(joins) = person.active.from.filter(|joins| until < *joins) {
        if let Entry::Vacant(entry) = reported.entry((person.record.number, String::new())) {
            entry.insert(findings.found.len());
            findings
                .report(link.at, format!("`{}` joins on {joins}, after these days", link.id()))
                .help("name somebody else, or correct `active` in their record")
                .also(person.active.first(), "joins here");
        }
        return;
    }
    let days = Period::new(from, until);
    let fits = |name: &str| match part {
        Seat::Of(role) => name == role,
        Seat::Member => workspace.is_member_role(name) && workspace.settings().has_role(name),
    };
    let is_held = person.roles.iter().any(|held| fits(*held.name) && held.period.overlaps(days));
    if is_held || !are_roles_known(workspace, person) {
        return;
    }
    let role = match part {
        Seat::Of(role) => role,
        Seat::Member => "engineer",
    };
    let id = link.id();
    let words = with_article(role);
    match reported.entry((person.record.number, words.clone())) {
        Entry::Occupied(entry) => {
            findings.found[*entry.get()].also(link.at, "and here");
            return;
        }
        Entry::Vacant(entry) => entry.insert(findings.found.len()),
    };
    let others: Vec<String> = person
        .roles
        .iter()
        .filter(|held| held.period.overlaps(days))
        .map(|held| with_article(*held.name))
        .collect();
    let message = if others.is_empty() {
        format!("`{id}` isn't {words} in this sprint")
    } else {
        format!("`{id}` is {} in this sprint, not {words}", others.join(" and "))
    };
    let finding = findings.report(link.at, message);
    if let Some(once) = person.roles.iter().find(|held| fits(*held.name)) {
        finding.also(once.name, "held only on other days");
    }
    if let Seat::Of(_) = part {
        let holders = any_of(workspace.holders(role, from));
        if !holders.is_empty() {
            finding.help(format!("name {holders}, or add the role with its days to `{id}`"));
        }
    } else if others.iter().any(|other| other.starts_with("a visiting")) {
        finding.help(format!("list `{id}` under `visiting`"));
    } else {
        finding.help(format!("take `{id}` out of `members`, or add the role with its days to `{id}`"));
    }
}

/// Whether the person's record says their roles, and in words that the settings have.
fn are_roles_known(workspace: &View<'_>, person: &Person<'_>) -> bool {
    person.record.faults.is_empty()
        && person.roles.iter().all(|held| workspace.settings().has_role(*held.name))
}

const BAD: &str = r#"
#~ records/sprints/2020-11-25.toml
- engineering-manager = "will"
+ engineering-manager = "evan"
#                       ^^^^^^ `evan` is a product manager in this sprint, not an engineering manager
"#;

const MEND: &str = r#"
#~ records/sprints/2020-11-25.toml
- engineering-manager = "evan"
+ engineering-manager = "will"
"#;

cases! { r#"
=== who has left holds no role -> reference-to-retired
#~ records/people/petr.toml
- roles = [{ role = "engineer" }]
+ active = { until = 2020-11-20 }
+ roles = [{ role = "engineer", until = 2020-11-20 }]

=== a member who has another role in these days is reported with it
#~ records/people/petr.toml
- roles = [{ role = "engineer" }]
+ roles = [{ role = "engineer", from = 2020-12-09 }, { role = "product-manager", until = 2020-12-08 }]
#~ records/sprints/2020-11-25.toml
  members = ["cindy", "petr"]
#                     ^^^^^^ `petr` is a product manager in this sprint, not an engineer
- product-manager = "evan"
+ product-manager = "petr"

=== somebody who lacks a role on two teams is reported once
#~ records/people/mandy.toml
- roles = [{ role = "engineering-manager" }]
+ roles = [{ role = "product-manager" }]
#~ records/sprints/2020-11-25.toml
  members = ["bill", "tim"]
  product-manager = "evan"
  engineering-manager = "mandy"
#                       ^^^^^^^ `mandy` is a product manager in this sprint, not an engineering manager

=== a role that the settings don't have is not expected
#~ records/sprints/2020-11-25.toml
  engineering-manager = "will"
+ tech-lead = "petr"

=== somebody who only joins later is reported with the day
#~ records/people/petr.toml
  name = "Petr"
+ active = { from = 2020-12-09 }
#~ records/sprints/2020-11-25.toml
  members = ["cindy", "petr"]
#                     ^^^^^^ `petr` joins on 2020-12-09, after these days

=== somebody who is on the team from that day is not reported
#~ records/people/petr.toml
  name = "Petr"
+ active = { from = 2020-12-02 }
"# }
