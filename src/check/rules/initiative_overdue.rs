use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, schema_mismatch};
use crate::workspace::model::{Initiative, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "initiative-overdue",
    level: Level::Warning,
    subject: Subject::Initiatives,
    summary: "an initiative should have ended by its plan, and goes on",
    why: "What waits for it is planned by that day; the sooner others know, the less they lose.",
    help: "plan it anew in `planned`, cut what isn't needed, or close it",
    source: "Platform Evolution, Structure of the roadmap: a schedule of 6 to 12 months, which others plan by",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Initiative(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&schema_mismatch::RULE])];

fn check(initiative: &Initiative<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let Some(until) = initiative.planned.until else { return };
    // While it is closed out, the work itself has ended.
    let goes_on = matches!(initiative.stage, Some(Stage::Scheduled | Stage::InProgress));
    if !goes_on || workspace.horizon() <= until {
        return;
    }
    let root = initiative.record.root();
    let place = root.get("planned").and_then(|planned| planned.get("until")).unwrap_or(root);
    let (id, stage) = (&initiative.record.id, root.str("stage").unwrap_or_default());
    findings.report(place, format!("`{id}` was to end on {until}, and is at the stage `{stage}`"));
}

const BAD: &str = r#"
#~ records/initiatives/shellbox.toml
  deliverables = ["evolutionary-architecture"]
+ planned = { from = 2020-08-31, until = 2020-11-20 }
#                                        ^^^^^^^^^^ `shellbox` was to end on 2020-11-20, and is at the stage `in-progress`
"#;

const MEND: &str = r"
#~ records/initiatives/shellbox.toml
- planned = { from = 2020-08-31, until = 2020-11-20 }
+ planned = { from = 2020-08-31, until = 2020-12-18 }
";

cases! { r"
=== a last day before the first is reported as that -> schema-mismatch
#- bad
#~ records/initiatives/shellbox.toml
- planned = { from = 2020-08-31, until = 2020-11-20 }
+ planned = { from = 2020-08-31, until = 2020-08-20 }
" }

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    #[test]
    fn its_last_day_is_its_own_and_closing_out_takes_a_while() {
        let initiative = |stage: &str, until: &str| {
            format!(
                "#- records/initiatives/shellbox.toml\ntitle = \"Shellbox\"\ncategory = \"infrastructure\"\nstage = \"{stage}\"\n\
                 deliverables = [\"evolutionary-architecture\"]\nplanned = {{ from = 2020-08-31, until = {until} }}\n"
            )
        };
        assert_eq!(findings(&initiative("in-progress", "2020-12-01")), []);
        assert_eq!(findings(&initiative("closing-out", "2020-11-02")), []);
    }
}
