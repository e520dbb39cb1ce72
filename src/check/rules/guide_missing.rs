use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::dates;
use crate::workspace::model::Person;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "guide-missing",
    level: Level::Warning,
    subject: Subject::Goals,
    summary: "somebody on the team has no guide to how they work, while most others have",
    why: "The guides spare everybody from finding out the hard way when and how to ask; one that is missing leaves a gap just where somebody is new.",
    help: "ask them for a few sentences below the front matter, or name its page in `guide`",
    source: "Platform Engineering Team page, User Guide to Me: each member of the team writes one",
    evidence: Evidence::Absent(&[kind::PERSON]),
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

/// How many days somebody who is new has for writing one.
const DAYS_TO_WRITE: i64 = 28;

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let today = workspace.horizon();
    let before = dates::shift(today, -DAYS_TO_WRITE);
    let is_asked =
        |person: &&Person<'_>| workspace.belongs(person, today) && workspace.belongs(person, before);
    let (having, lacking): (Vec<_>, Vec<_>) =
        workspace.people().iter().filter(is_asked).partition(|person| has_guide(person));
    // Where only a few have begun, the others don't lack anything yet.
    if having.len() < lacking.len() {
        return;
    }
    for person in lacking {
        findings.report(person.name, format!("`{}` has no guide to how they work", person.record.id));
    }
}

/// Whether the record has a guide, or says where it is.
fn has_guide(person: &Person<'_>) -> bool {
    person.record.root().get("guide").is_some() || !person.record.prose_text().trim().is_empty()
}

const BAD: &str = r#"
#~ records/people/ariel.toml
+ guide = { page = "https://www.mediawiki.org/wiki/User:Ariel/Guide" }
#~ records/people/bill.toml
+ guide = { page = "https://www.mediawiki.org/wiki/User:Bill/Guide" }
#~ records/people/cindy.toml
+ guide = { page = "https://www.mediawiki.org/wiki/User:Cindy/Guide" }
#~ records/people/clara.toml
+ guide = { page = "https://www.mediawiki.org/wiki/User:Clara/Guide" }
#~ records/people/holger.toml
+ guide = { page = "https://www.mediawiki.org/wiki/User:Holger/Guide" }
#~ records/people/petr.toml
+ guide = { page = "https://www.mediawiki.org/wiki/User:Petr/Guide" }
#~ records/people/tim.toml
+ guide = { page = "https://www.mediawiki.org/wiki/User:Tim/Guide" }
#~ records/people/evan.toml
+ guide = { page = "https://www.mediawiki.org/wiki/User:Evan/Guide" }
#~ records/people/mandy.toml
+ guide = { page = "https://www.mediawiki.org/wiki/User:Mandy/Guide" }
#~ records/people/will.toml
  name = "Will"
#        ^^^^^^ `will` has no guide to how they work
"#;

const MEND: &str = r#"
#~ records/people/will.toml
+ guide = { page = "https://www.mediawiki.org/wiki/User:Will/Guide" }
"#;

cases! { r#"
=== guests and newcomers are not reported
#- bad
#~ records/people/will.toml
- roles = [{ role = "engineering-manager" }]
+ roles = [{ role = "engineering-manager", from = 2020-11-09 }]

=== where only a few have a guide, nobody is reported
#- records/people/ariel.md
+++
name = "Ariel"
roles = [{ role = "engineer" }]
+++
Write, don't call.
#- records/people/ariel.toml (removed)
"# }
