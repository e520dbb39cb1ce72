use super::finding::Place;
use super::{ALL, Check, Evidence, Findings, Rule, Subject, Workspace};
use crate::nearest::nearest;
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "unknown-rule",
    level: Level::Error,
    subject: Subject::Settings,
    summary: "the settings name a rule that doesn't exist",
    why: "Somebody believes that a rule is off, or on, and it isn't.",
    help: "`teambook explain` lists the rules",
    source: "nothing is skipped in silence: an unknown rule name is an error",
    evidence: Evidence::Present,
    bad: r#"
#- teambook.toml
name = "Platform Engineering Team"

[roles.engineer]
[roles.product-manager]
[roles.engineering-manager]

[rules]
newer-tmol = "off"
^^^^^^^^^^ there is no rule `newer-tmol`
"#,
    good: r#"
#- teambook.toml
name = "Platform Engineering Team"

[roles.engineer]
[roles.product-manager]
[roles.engineering-manager]

[rules]
newer-toml = "off"
"#,
    check: Check::Workspace(check),
};

fn check(workspace: &Workspace<'_>, findings: &mut Findings) {
    let settings = &workspace.settings();
    for entry in settings.rules() {
        let place = Place { span: entry.key_span(), ..Place::from(entry) };
        look(entry.key(), place, str::to_owned, workspace, findings);
    }
    for rule in settings.ignores.iter().filter_map(|ignore| ignore.rule) {
        if let Some(name) = rule.as_str() {
            look(name, Place::from(rule), |rule| format!("\"{rule}\""), workspace, findings);
        }
    }
}

fn look(
    name: &str,
    place: Place,
    written: impl Fn(&str) -> String,
    workspace: &Workspace<'_>,
    findings: &mut Findings,
) {
    // A rule of the workspace's own that can't be used is told by itself.
    let known = || ALL.iter().map(|rule| rule.name).chain(workspace.own_rules().iter().map(|file| &*file.id));
    if known().any(|known| known == name) {
        return;
    }
    let finding = findings.report(place, format!("there is no rule `{name}`"));
    if let Some(near) = nearest(name, known()) {
        finding.help(format!("did you mean `{near}`?")).instead(written(near), false);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises};
    use super::RULE;

    const SETTINGS: &str = "#- teambook.toml\nname = \"A team\"\n[roles.engineer]\n[roles.product-manager]\n[roles.engineering-manager]\n";

    #[test]
    fn an_ignore_of_an_unknown_rule_is_told_once_and_only_here() {
        let ignore = r#"
[[ignore]]
rule = "no-such-thing"
#      ^^^^^^^^^^^^^^^ there is no rule `no-such-thing`
record = "person:petr"
until = 2019-01-01
reason = "it is known"
"#;
        raises(&RULE, &format!("{SETTINGS}{ignore}"));
        assert_eq!(findings(&format!("{SETTINGS}[rules]\nunknown-rule = \"warning\"\n")), []);
    }
}
