use super::{Check, Evidence, Findings, IgnoresUsed, Rule, Subject, Workspace, own};
use crate::nearest::nearest;
use crate::record::{Fault, Value};
use crate::settings::{Ignore, Level};

pub(super) static RULE: Rule = Rule {
    name: "unused-ignore",
    level: Level::Warning,
    subject: Subject::Settings,
    summary: "an ignore accepts nothing",
    why: "What it was about has been mended, or it never named it; left in place, it will hide the next fault there.",
    help: "remove the ignore",
    source: "teambook.toml: an ignore is about one finding of one record",
    evidence: Evidence::Present,
    bad: r#"
#- teambook.toml
name = "Platform Engineering Team"

[roles.engineer]
[roles.product-manager]
[roles.engineering-manager]

[[ignore]]
^^^^^^^^^^ `newer-toml` finds nothing in `person:petr`
rule = "newer-toml"
record = "person:petr"
reason = "the export that writes this record can't be changed before May"
"#,
    good: r#"
#- teambook.toml
name = "Platform Engineering Team"

[roles.engineer]
[roles.product-manager]
[roles.engineering-manager]

[[ignore]]
rule = "newer-toml"
record = "person:petr"
reason = "the export that writes this record can't be changed before May"
#- records/people/petr.toml
name = "Petr"
roles = [{ role = "engineer", }]
"#,
    check: Check::Ignores(check),
};

fn check(ignores: &IgnoresUsed<'_>, workspace: &Workspace<'_>, findings: &mut Findings) {
    let mut in_doubt: Option<bool> = None;
    for ignore in &workspace.settings().ignores {
        let is_used = ignores.used.iter().any(|used| used.node == ignore.at.node);
        let Some(rule) = in_force(ignore, workspace).filter(|_| !is_used) else { continue };
        let (Some(value), Some(address)) = (ignore.record, ignore.record.and_then(Value::as_str)) else {
            continue;
        };
        // Where records are in doubt, what was to be ignored may only be held back.
        if *in_doubt.get_or_insert_with(|| is_in_doubt(workspace)) {
            return;
        }
        let addresses = || workspace.ids().map(|id| workspace.address(id));
        let paths = || workspace.ids().map(|id| workspace.path(id));
        if address == &*workspace.settings().record.source.path
            || workspace.own_rules().iter().any(|file| address == &*file.source.path)
            || workspace.schema_problems().any(|(file, _)| address == &*file.source.path)
            || paths().any(|path| path == address)
            || addresses().any(|known| known == address)
        {
            findings.report(ignore.at, format!("`{}` finds nothing in `{address}`", rule.name));
            continue;
        }
        let finding =
            findings.report(value, format!("there is no record `{address}`, so this ignore accepts nothing"));
        let known: Vec<String> = addresses().collect();
        let by_id = known.iter().find(|known| known.split_once(':').is_some_and(|(_, id)| id == address));
        let near = by_id.map(String::as_str).or_else(|| nearest(address, known.iter().map(String::as_str)));
        match near {
            Some(near) => {
                finding.help(format!("did you mean `{near}`?")).instead(format!("\"{near}\""), false)
            }
            None => {
                finding.help("write a record as `kind:id`, such as `sprint:2020-11-25`, or remove the ignore")
            }
        };
    }
}

/// The rule of an ignore that would accept its findings.
fn in_force(ignore: &Ignore<'_>, workspace: &Workspace<'_>) -> Option<&'static Rule> {
    let name = ignore.rule?.as_str()?;
    let rule = own::with(workspace.files()).into_iter().find(|rule| rule.name == name)?;
    let is_on = workspace.settings().level(rule.name, rule.level).is_some();
    let has_begun_and_not_ended = ignore.until.is_none_or(|until| workspace.as_of() <= until);
    (is_on && ignore.reason.is_some() && has_begun_and_not_ended).then_some(rule)
}

fn is_in_doubt(workspace: &Workspace<'_>) -> bool {
    let is_sound = |fault: &Fault| matches!(fault, Fault::Newer { .. });
    !workspace.settings().record.faults.iter().all(is_sound) || workspace.doubtful().next().is_some()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises};
    use super::RULE;

    const SETTINGS: &str = "#- teambook.toml\nname = \"A team\"\n[roles.engineer]\n[roles.product-manager]\n[roles.engineering-manager]\n";

    #[test]
    fn an_ignore_of_no_record_says_so() {
        let ignore = |record: &str, mark: &str| {
            format!("{SETTINGS}[[ignore]]\nrule = \"newer-toml\"\nrecord = {record}\n{mark}reason = \"x\"\n")
        };
        let mark =
            "#        ^^^^^^^^^^^^^ there is no record `person:pter`, so this ignore accepts nothing\n";
        raises(&RULE, &ignore("\"person:pter\"", mark));
        let mark = "#        ^^^^^^ there is no record `petr`, so this ignore accepts nothing\n";
        raises(&RULE, &ignore("\"petr\"", mark));
    }

    #[test]
    fn nothing_is_said_of_an_ignore_whose_finding_may_be_held_back_or_is_off() {
        let ignore = format!(
            "{SETTINGS}[[ignore]]\nrule = \"newer-toml\"\nrecord = \"person:petr\"\nreason = \"x\"\n"
        );
        let found = findings(&format!("{ignore}#- records/people/petr.toml\nname = Petr\n"));
        assert!(matches!(&found[..], [(_, _, _, "unreadable-record")]), "{found:?}");
        assert_eq!(findings(&format!("{ignore}[rules]\nnewer-toml = \"off\"\n")), []);
    }
}
