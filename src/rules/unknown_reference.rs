use super::{Check, Evidence, Findings, Rule, Subject, Workspace};
use crate::id;
use crate::links::Lead;
use crate::nearest::nearest;
use crate::record::{Record, RecordId, Reference, Value};
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
    check: Check::Links(check),
};

fn check<'a>(record: &'a Record, workspace: &Workspace<'a>, findings: &mut Findings) {
    let Some(kind) = workspace.kind(record) else { return };
    let mut told: Vec<(String, &str)> = Vec::new();
    for (value, reference, lead) in workspace.references(record) {
        let target = &kind.plan.targets[reference.target as usize];
        let text = value.as_str().unwrap_or_default();
        match (&target.to, lead) {
            (To::Kinds(..), Lead::Nowhere) => {
                let kinds = target.kinds_in_words();
                if told.iter().any(|known| *known == (kinds.clone(), text)) {
                    continue;
                }
                // A file that can't be read, or is misnamed, is one fault already.
                let places = places(workspace, target, text);
                let is_first = places.first().is_some_and(|first| first.number() == record.number);
                if is_first && !is_broken(workspace, text) {
                    report_missing(workspace, target, &places, findings);
                }
                told.push((kinds, text));
            }
            (To::Setting(setting), _) if !is_in_doubt(workspace, setting) => {
                look_in_settings(workspace, setting, value, findings);
            }
            _ => {}
        }
    }
}

/// Where `text` is named in place of such a record, in the order of the records' paths.
fn places<'a>(workspace: &Workspace<'a>, target: &Target, text: &str) -> Vec<Value<'a>> {
    let kinds = target.kinds_in_words();
    let is_meant = |record: &Record, value: Value<'_>, reference: &Reference, lead: Lead| {
        let target = workspace.kind(record).map(|kind| &kind.plan.targets[reference.target as usize]);
        lead == Lead::Nowhere
            && value.as_str() == Some(text)
            && target
                .is_some_and(|target| matches!(target.to, To::Kinds(..)) && target.kinds_in_words() == kinds)
    };
    let of_record = |record: &'a Record| {
        let references = workspace.references(record);
        references.filter(|(value, reference, lead)| is_meant(record, *value, reference, *lead))
    };
    workspace.saying(text).flat_map(of_record).map(|(value, _, _)| value).collect()
}

/// Tells of a word that should be one of the settings' and isn't.
fn look_in_settings(workspace: &Workspace<'_>, setting: &str, value: Value<'_>, findings: &mut Findings) {
    let (words, text) = (workspace.settings().words(setting), value.as_str().unwrap_or_default());
    if words.contains(&text) {
        return;
    }
    let word = setting.strip_suffix('s').unwrap_or(setting);
    let finding = findings.report(value, format!("teambook.toml has no {word} `{text}`"));
    match nearest(text, words.iter().copied()) {
        Some(found) => {
            finding.help(format!("did you mean `{found}`?")).instead(format!("\"{found}\""), false)
        }
        None if words.is_empty() => finding.help(format!("add `{setting}` to teambook.toml")),
        None => finding
            .help(format!("use one of {}, or add it to `{setting}` in teambook.toml", words.join(", "))),
    };
}

/// Reports what doesn't exist: once, however many places name it.
fn report_missing(workspace: &Workspace<'_>, target: &Target, places: &[Value<'_>], findings: &mut Findings) {
    let Some((first, others)) = places.split_first() else { return };
    let (kinds, text) = (target.kinds_in_words(), first.as_str().unwrap_or_default());
    let message = match others.len() {
        0 => format!("there is no {kinds} `{text}`"),
        more => format!("there is no {kinds} `{text}`, and {} places name it", more + 1),
    };
    let finding = findings.report(*first, message);
    for place in others {
        finding.also(*place, "named here, too");
    }
    if let Some((found, name)) = near(workspace, target, text) {
        finding.help(format!("did you mean `{found}`{name}?")).instead(format!("\"{found}\""), false);
    } else if !others.is_empty() {
        finding.help(
            "add the record, or bring it back from git if it was removed; else take it out of these places",
        );
    }
}

/// Whether the setting may only seem to be missing, because teambook.toml isn't as it should be.
fn is_in_doubt(workspace: &Workspace<'_>, setting: &str) -> bool {
    let file = workspace.settings().record;
    !file.is_readable() || !file.faults.is_empty() && file.root().get(setting).is_none()
}

/// Whether `text` is the id, as it is or as it may have been meant, of a file that is no sound record.
fn is_broken(workspace: &Workspace<'_>, text: &str) -> bool {
    let folded = id::folded(text);
    let is_broken = |id: &RecordId| {
        let stem = workspace.stem(*id);
        let is_odd =
            !id::is_well_formed(stem) || workspace.is_doubtful(*id) && !workspace.record(*id).is_readable();
        is_odd && id::folded(stem) == folded
    };
    workspace.ids().any(|id| is_broken(&id))
}

/// The nearest id that may stand there, and its name where that says more.
fn near<'a>(workspace: &Workspace<'a>, target: &Target, text: &str) -> Option<(&'a str, String)> {
    let To::Kinds(_, kinds) = &target.to else { return None };
    let records = kinds.iter().flat_map(|kind| workspace.records_of(*kind));
    let by_id = nearest(text, kinds.iter().flat_map(|kind| workspace.stems_of(*kind)));
    let by_id = by_id.and_then(|id| kinds.iter().find_map(|kind| workspace.find_id(*kind, id)));
    let record = by_id.map(|id| workspace.record(id)).or_else(|| {
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
