use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::workspace::model::Stewardship;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "accepted-with-unmet-criterion",
    level: Level::Error,
    subject: Subject::Stewardship,
    summary: "a component was accepted without conditions although it doesn't meet a criterion",
    why: "The criterion was agreed so that the team can look after what it takes on; without a condition nobody will ever see to it.",
    help: "accept it as `conditional` with what must happen under `conditions`, or correct `met`",
    source: "Platform Engineering Team page, Stewardship Acceptance Criteria Form",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Stewardship, check),
};

fn check(form: &Stewardship<'_>, _: &View<'_>, findings: &mut Findings) {
    if form.outcome != Some("accepted") {
        return;
    }
    let id = form.component.map_or(&*form.record.id, |component| component.id());
    for criterion in &form.criteria {
        let (how, level) = match *criterion.met {
            Some("no") => ("isn't met", Level::Error),
            Some("partly") => ("is only partly met", Level::Warning),
            _ => continue,
        };
        let what = words::gist(criterion.text);
        findings.report(criterion.met, format!("`{id}` was accepted, and this {how}: {what}")).level(level);
    }
}

const BAD: &str = r#"
#- records/components/parser-cache.toml
name = "ParserCache"
#- records/stewardships/parser-cache.toml
component = "parser-cache"
team = "purple"
requester = "architecture"
asked = 2020-11-02
outcome = "accepted"
decided = 2020-11-20
decided-by = ["mandy"]
criteria = [{ criterion = "Two of us can mend it", met = "no", evidence = "Only Tim can" }]
#                                                        ^^^^ `parser-cache` was accepted, and this isn't met: Two of us can mend it
"#;

const MEND: &str = r#"
#~ records/stewardships/parser-cache.toml
- outcome = "accepted"
+ outcome = "conditional"
  criteria = [{ criterion = "Two of us can mend it", met = "no", evidence = "Only Tim can" }]
+ conditions = [{ text = "Bill has mended a fault in it", owner = "bill", due = 2021-01-15 }]
"#;

cases! { r#"
=== a criterion that is met in part is reported
#- bad
#~ records/stewardships/parser-cache.toml
- criteria = [{ criterion = "Two of us can mend it", met = "no", evidence = "Only Tim can" }]
+ criteria = [{ criterion = "Two of us can mend it", met = "partly", evidence = "Only Tim can" }]
#                                                          ^^^^^^^^ `parser-cache` was accepted, and this is only partly met: Two of us can mend it

=== a criterion that does not apply is not reported
#- bad
#~ records/stewardships/parser-cache.toml
- criteria = [{ criterion = "Two of us can mend it", met = "no", evidence = "Only Tim can" }]
+ criteria = [{ criterion = "Two of us can mend it", met = "not-applicable", evidence = "Only Tim can" }]
"# }
