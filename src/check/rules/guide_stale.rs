use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::workspace::model::{At, Person};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "guide-stale",
    level: Level::Note,
    subject: Subject::Goals,
    summary: "somebody hasn't read their own guide for longer than the workspace allows",
    why: "People change how they work; a guide that is out of date misleads whoever trusts it.",
    help: "read it again, mend what has changed, and write the day in `reviewed`",
    source: "Platform Engineering Team page, User Guide to Me: the guide says how to work with somebody now",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Person, check),
};

fn check(person: &Person<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let guide = person.record.root().get("guide");
    let Some(reviewed) = guide.and_then(|guide| At::date(guide, "reviewed").known()) else { return };
    let months = workspace.settings().whole("promises.guide-months").unwrap_or(12);
    let today = workspace.horizon();
    if today > dates::shift_months(*reviewed, months) && workspace.belongs(person, today) {
        findings.report(reviewed, format!("`{}` last read their guide on {}", person.record.id, *reviewed));
    }
}

const BAD: &str = r#"
#~ records/people/will.toml
+
+ [guide]
+ page = "https://www.mediawiki.org/wiki/User:Will/Guide"
+ reviewed = 2019-09-02
#            ^^^^^^^^^^ `will` last read their guide on 2019-09-02
"#;

const MEND: &str = r#"
#~ records/people/will.toml
-
- [guide]
- page = "https://www.mediawiki.org/wiki/User:Will/Guide"
- reviewed = 2019-09-02
"#;

cases! { r#"
=== the guide of somebody who has left is not reported, though their place on a team is -> role-not-held
#- bad
#~ records/people/will.toml
- roles = [{ role = "engineering-manager" }]
+ roles = [{ role = "engineering-manager", until = 2020-06-30 }]
"# }
