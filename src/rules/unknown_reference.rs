use std::collections::BTreeMap;

use super::{Check, Evidence, Findings, Rule, Subject, Workspace};
use crate::id;
use crate::links::Lead;
use crate::nearest::nearest;
use crate::record::Value;
use crate::schema::plan::{Target, To};
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "unknown-reference",
    level: Level::Error,
    subject: Subject::References,
    summary: "a record names something that doesn't exist",
    why: "A reader who follows the name finds nothing, and whoever was meant isn't counted.",
    help: "write the id of a record, which is its file's name, or add the record",
    source: "every fact once: records name each other by id",
    evidence: Evidence::Present,
    bad: r#"
#- records/epics/shellbox-service.toml
title = "A service for shell commands"
initiative = "shelbox"
#            ^^^^^^^^^ there is no initiative `shelbox`
tracker = "T260330"
#- records/sprints/2020-11-25.toml
start = 2020-11-25
end = 2020-12-08

[[team]]
team = "green"
members = ["cindy", "petr"]
product-manager = "evan"
engineering-manager = "will"
work = ["api-portal"]

[[team]]
team = "purple"
members = ["bill", "tim"]
product-manager = "evan"
engineering-manager = "mandy"
work = ["shellbox"]

[[team]]
team = "clinic-duty"
members = ["ariel", "clara", "holger"]
engineering-manager = "mandy"
"#,
    good: r#"
#- records/epics/shellbox-service.toml
title = "A service for shell commands"
initiative = "shellbox"
tracker = "T260330"
"#,
    check: Check::Workspace(check),
};

fn check(workspace: &Workspace<'_>, findings: &mut Findings) {
    let broken = broken_ids(workspace);
    let mut nowhere: BTreeMap<(String, &str), Vec<(Value<'_>, &Target)>> = BTreeMap::new();
    for record in workspace.records() {
        let Some(kind) = workspace.kind(record) else { continue };
        for (value, reference, lead) in workspace.references(record) {
            let target = &kind.plan.targets[reference.target as usize];
            if lead != Lead::Nowhere && !matches!(target.to, To::Setting(_)) {
                continue;
            }
            let text = value.as_str().unwrap_or_default();
            match (&target.to, lead) {
                // A file that can't be read, or is misnamed, is one fault already.
                (To::Kinds(..), Lead::Nowhere) if !broken.contains(&id::folded(text)) => {
                    nowhere.entry((target.kinds_in_words(), text)).or_default().push((value, target));
                }
                (To::Setting(setting), _) if !is_in_doubt(workspace, setting) => {
                    let words = workspace.settings().words(setting);
                    if !words.contains(&text) {
                        let word = setting.strip_suffix('s').unwrap_or(setting);
                        let finding = findings.report(value, format!("teambook.toml has no {word} `{text}`"));
                        match nearest(text, words.iter().copied()) {
                            Some(found) => finding
                                .help(format!("did you mean `{found}`?"))
                                .instead(format!("\"{found}\""), false),
                            None if words.is_empty() => {
                                finding.help(format!("add `{setting}` to teambook.toml"))
                            }
                            None => finding.help(format!(
                                "use one of {}, or add it to `{setting}` in teambook.toml",
                                words.join(", ")
                            )),
                        };
                    }
                }
                _ => {}
            }
        }
    }
    for ((kinds, text), places) in &nowhere {
        report_missing(workspace, (kinds, text), places, findings);
    }
}

/// Reports what doesn't exist: once, however many places name it.
fn report_missing(
    workspace: &Workspace<'_>,
    (kinds, text): (&str, &str),
    places: &[(Value<'_>, &Target)],
    findings: &mut Findings,
) {
    let Some(((first, target), others)) = places.split_first() else { return };
    let message = match others.len() {
        0 => format!("there is no {kinds} `{text}`"),
        more => format!("there is no {kinds} `{text}`, and {} places name it", more + 1),
    };
    let finding = findings.report(*first, message);
    for (place, _) in others {
        finding.also(*place, "named here, too");
    }
    if let Some((found, name)) = near(workspace, target, text) {
        finding.help(format!("did you mean `{found}`{name}?")).instead(format!("\"{found}\""), false);
    } else if !others.is_empty() {
        finding.help("add the record, or bring it back from git if it was removed; else take it out of these places");
    }
}

/// Whether the setting may only seem to be missing, because teambook.toml isn't as it should be.
fn is_in_doubt(workspace: &Workspace<'_>, setting: &str) -> bool {
    let file = workspace.settings().record;
    !file.is_readable() || !file.faults.is_empty() && file.root().get(setting).is_none()
}

/// The ids of files that are no sound records, as they are or as they may have been meant.
fn broken_ids(workspace: &Workspace<'_>) -> std::collections::BTreeSet<String> {
    let is_broken =
        |record: &&crate::record::Record| !record.is_readable() || !id::is_well_formed(&record.id);
    workspace.records().filter(is_broken).map(|record| id::folded(&record.id)).collect()
}

/// The nearest id that may stand there, and its name where that says more.
fn near<'a>(workspace: &Workspace<'a>, target: &Target, text: &str) -> Option<(&'a str, String)> {
    let To::Kinds(_, kinds) = &target.to else { return None };
    let records =
        workspace.records().filter(|record| record.kind.is_some_and(|kind| kinds.contains(&kind)));
    let by_id = nearest(text, records.clone().map(|record| &*record.id));
    let record = records.clone().find(|record| Some(&*record.id) == by_id).or_else(|| {
        let name = nearest(text, records.clone().map(|record| workspace.name(record)))?;
        records.clone().find(|record| workspace.name(record) == name)
    })?;
    let name = workspace.name(record);
    let says_more = id::from_text(name) != *record.id;
    Some((&record.id, if says_more { format!(" ({name})") } else { String::new() }))
}

#[cfg(test)]
mod tests {
    use super::super::tests::findings;

    #[test]
    fn one_cause_is_one_finding_however_many_places_name_it() {
        super::super::tests::raises(
            &super::RULE,
            r#"
#- records/people/mandy.toml (removed)
#- records/initiatives/shellbox.toml
title = "Shellbox"
category = "infrastructure"
stage = "in-progress"
engineering-manager = "mandy"
#                     ^^^^^^^ there is no person `mandy`, and 3 places name it
deliverables = ["evolutionary-architecture"]
"#,
        );
    }

    #[test]
    fn roles_that_only_seem_to_be_missing_are_one_fault_of_the_settings() {
        for settings in ["name =\n", "name = \"A team\"\n[role.engineer]\n"] {
            let found = findings(&format!("#- teambook.toml\n{settings}"));
            assert_eq!(found.len(), 1, "{found:?}");
        }
    }
}
