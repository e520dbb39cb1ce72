use std::collections::BTreeSet;

use super::finding::Place;
use super::{ALL, Check, Evidence, Findings, Rule, Subject, View};
use crate::record::Value;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "expired-ignore",
    level: Level::Warning,
    subject: Subject::Settings,
    summary: "an ignore has run out",
    why: "What it accepted was to be mended by then. It is told again, as a warning where it is an error: a date alone makes \
          no check fail.",
    help: "mend what it was about and remove the ignore, or give it a later `until`",
    source: "teambook.toml: an ignore holds until the day that it names",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let own = workspace.own_rules().iter().map(|file| &*file.id);
    let rules: BTreeSet<&str> = ALL.iter().map(|rule| rule.name).chain(own).collect();
    for ignore in &workspace.settings().ignores {
        let Some(until) = ignore.until.filter(|until| *until < workspace.as_of()) else { continue };
        // Without a reason, or of a rule that doesn't exist, it never held.
        let rule = ignore.rule.and_then(Value::as_str).unwrap_or_default();
        if ignore.reason.is_none() || !rules.contains(rule) {
            continue;
        }
        let place = ignore.at.get("until").map_or_else(|| Place::from(ignore.at), Place::from);
        findings.report(place, format!("this ignore of `{rule}` ran out on {until}"));
    }
}

const BAD: &str = r#"
#~ teambook.toml
+ [[ignore]]
+ rule = "newer-toml"
+ record = "person:petr"
+ reason = "the export that writes this record can't be changed before November"
+ until = 2020-11-30
#         ^^^^^^^^^^ this ignore of `newer-toml` ran out on 2020-11-30
"#;

const MEND: &str = r#"
#~ teambook.toml
  [roles.engineering-manager]
-
- [[ignore]]
- rule = "newer-toml"
- record = "person:petr"
- reason = "the export that writes this record can't be changed before November"
- until = 2020-11-30
"#;

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, rules};

    #[test]
    fn the_last_day_still_counts_and_afterwards_the_finding_is_told_again() {
        let settings = "#- teambook.toml\nname = \"A team\"\n[roles.engineer]\n[roles.product-manager]\n[roles.engineering-manager]\n";
        let record = "#- records/people/petr.toml\nname = \"Petr\"\nroles = [{ role = \"engineer\", }]\n";
        let until = |day: &str| {
            let ignore = format!(
                "[[ignore]]\nrule = \"newer-toml\"\nrecord = \"person:petr\"\nreason = \"x\"\nuntil = {day}\n"
            );
            rules(&format!("{settings}{ignore}{record}"))
        };
        assert_eq!(until("2020-12-01"), [""; 0]);
        assert_eq!(until("2020-11-30"), ["newer-toml", "expired-ignore"]);
    }

    #[test]
    fn an_accepted_error_comes_back_as_a_warning() {
        let person = "#- records/people/petr.toml\nname = \"Petr\"\nroles = [{ role = \"engineer\" }]\nfunctional-team = \"gren\"\n";
        let levels = |until: &str| {
            let example = format!(
                "#- teambook.toml\nname = \"A team\"\n[roles.engineer]\n[roles.product-manager]\n[roles.engineering-manager]\n\
                 [[ignore]]\nrule = \"unknown-reference\"\nrecord = \"person:petr\"\nreason = \"x\"\n{until}{person}"
            );
            findings(&example).into_iter().map(|found| (found.rule, found.level)).collect::<Vec<_>>()
        };
        assert_eq!(levels(""), []);
        assert_eq!(
            levels("until = 2020-11-30\n"),
            [("unknown-reference", "warning"), ("expired-ignore", "warning")]
        );
        assert_eq!(levels("until = 2020-11-30\n[rules]\nexpired-ignore = \"error\"\n")[1].1, "error");
    }
}
