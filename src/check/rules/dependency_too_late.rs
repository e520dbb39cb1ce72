use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::dates;
use crate::workspace::model::Initiative;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "dependency-too-late",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "what an initiative depends on can't come in time",
    why: "Other teams need to be asked ahead. Whoever finds out on the day waits for weeks with everything else done.",
    help: "ask now and move what waits for it, or find a way without it",
    source: "Initiative pages: “Security review (Security - 30 day lead time)”",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if initiative.is_over() {
        return;
    }
    for dependency in initiative.open_dependencies() {
        let Some(needed) = *dependency.needed_by else { continue };
        let lead = dependency.lead_days.or_else(|| workspace.settings().whole("initiative.lead-days"));
        let lead = lead.unwrap_or(0);
        let comes = dates::shift(dependency.asked.unwrap_or_else(|| workspace.horizon()), lead);
        if comes <= needed {
            continue;
        }
        let takes = if lead == 1 { "a day".to_owned() } else { format!("{lead} days") };
        let message = match dependency.asked {
            Some(asked) => format!("this was asked for on {asked} and takes {takes}, so it comes on {comes}"),
            None if lead == 0 => "this was needed by now, and nobody has asked for it".to_owned(),
            None => {
                format!("nobody has asked for this yet, and it takes {takes}: it can't come before {comes}")
            }
        };
        let finding = findings.report(dependency.needed_by, message);
        if dependency.what.is_some() {
            finding.also(dependency.what, format!("what `{}` depends on", initiative.record.id));
        }
    }
}

const BAD: &str = r#"
#~ records/initiatives/shellbox.toml
+
+ [[dependencies]]
+ what = "Security review"
+ owner = "mandy"
+ lead-time-days = 30
+ asked = 2020-11-16
+ needed-by = 2020-12-07
#             ^^^^^^^^^^ this was asked for on 2020-11-16 and takes 30 days, so it comes on 2020-12-16
"#;

const MEND: &str = r"
#~ records/initiatives/shellbox.toml
- asked = 2020-11-16
+ asked = 2020-11-02
";

cases! { r#"
=== where nobody has asked, the lead time runs from the day of the check
#- bad
- asked = 2020-11-16
- needed-by = 2020-12-07
+ needed-by = 2020-12-30
#             ^^^^^^^^^^ nobody has asked for this yet, and it takes 30 days: it can't come before 2020-12-31

=== what can still come on its day is not reported
#- above
- lead-time-days = 30
+ lead-time-days = 29

=== what has come is not reported, however late it was
#- bad
+ state = "met"
"# }
