use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::workspace::model::Stewardship;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "criterion-without-evidence",
    level: Level::Warning,
    subject: Subject::Stewardship,
    summary: "an acceptance form says that a criterion is met, and not what shows it",
    why: "The team takes on what it can't see; a year later nobody knows whether it was ever true.",
    help: "say in `evidence` what shows it: an address, a commit, a measurement",
    source: "Platform Engineering Team page, Stewardship Acceptance Criteria Form",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Stewardship, check),
};

fn check(form: &Stewardship<'_>, _: &View<'_>, findings: &mut Findings) {
    if matches!(form.outcome, Some("declined" | "sunset")) {
        return;
    }
    for criterion in form.criteria.iter().filter(|criterion| !criterion.is_shown) {
        let how = match *criterion.met {
            Some("yes") => "is met",
            Some("partly") => "is partly met",
            _ => continue,
        };
        let what = words::gist(criterion.text);
        findings.report(criterion.met, format!("nothing shows that this {how}: {what}"));
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
outcome = "pending"
criteria = [
    { criterion = "There is a runbook for an outage", met = "yes" },
#                                                           ^^^^^ nothing shows that this is met: There is a runbook for an outage
    { criterion = "It stores nothing about people", met = "not-applicable" },
]
"#;

const MEND: &str = r#"
#~ records/stewardships/parser-cache.toml
-     { criterion = "There is a runbook for an outage", met = "yes" },
+     { criterion = "There is a runbook for an outage", met = "yes", evidence = "wikitech, ParserCache" },
"#;

cases! { r#"
=== a form that was declined is not reported
#- bad
#~ records/stewardships/parser-cache.toml
- outcome = "pending"
+ outcome = "declined"
+ decided = 2020-11-20
+ decided-by = ["mandy"]

=== a criterion that is met in part needs evidence, too -> criterion-without-evidence
#- bad
#~ records/stewardships/parser-cache.toml
-     { criterion = "There is a runbook for an outage", met = "yes" },
+     { criterion = "There is a runbook for an outage", met = "partly" },
"# }
