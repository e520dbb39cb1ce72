use std::collections::BTreeSet;

use super::{Check, Evidence, Findings, Rule, Subject, Workspace};
use crate::id;
use crate::links::Lead;
use crate::nearest::nearest;
use crate::record::{Record, RecordId, Value};
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
    let mut told: BTreeSet<(String, &str)> = BTreeSet::new();
    for (value, reference, lead) in workspace.references(record) {
        let target = &kind.plan.targets[reference.target as usize];
        let text = value.as_str().unwrap_or_default();
        if !is_missing(workspace, target, lead, text) {
            continue;
        }
        let all = missing(workspace, text);
        let meant = meant(&all, target);
        if !told.insert((wanted(meant), text)) {
            continue;
        }
        let is_one = |target: &Target| wanted(self::meant(&all, target)) == wanted(meant);
        let places: Vec<_> =
            all.iter().filter(|(_, target)| is_one(target)).map(|(place, _)| *place).collect();
        if places.first().is_some_and(|first| first.number() == record.number) {
            match &meant.to {
                To::Setting(setting) => look_in_settings(workspace, setting, &places, findings),
                // A file that can't be read, or is misnamed, is one fault already.
                _ if !is_broken(workspace, text) => report_missing(workspace, meant, &places, findings),
                _ => {}
            }
        }
    }
}

/// Whether `text`, which stands where `target` is named, names nothing.
fn is_missing(workspace: &Workspace<'_>, target: &Target, lead: Lead, text: &str) -> bool {
    match &target.to {
        To::Kinds(..) => lead == Lead::Nowhere,
        To::Setting(setting) => {
            !workspace.settings().words(setting).contains(&text) && !is_in_doubt(workspace, setting)
        }
        To::Tracker => false,
    }
}

/// Where `text` names nothing, in the order of the records' paths.
fn missing<'a>(workspace: &Workspace<'a>, text: &str) -> Vec<(Value<'a>, &'a Target)> {
    let of_record = |record: &'a Record| {
        let targets = workspace.kind(record).map_or(&[][..], |kind| &kind.plan.targets);
        let references = workspace.references(record).filter(|(value, ..)| value.as_str() == Some(text));
        references.filter_map(|(value, reference, lead)| {
            let target = targets.get(reference.target as usize)?;
            is_missing(workspace, target, lead, text).then_some((value, target))
        })
    };
    workspace.saying(text).flat_map(of_record).collect()
}

/// What is missing where `target` is named: what may be a person or a team is a person where another place says so.
fn meant<'t>(all: &[(Value<'_>, &'t Target)], target: &'t Target) -> &'t Target {
    let To::Kinds(kinds, _) = &target.to else { return target };
    let narrower = all.iter().map(|(_, other)| *other).filter(|other| match &other.to {
        To::Kinds(others, _) => others.len() < kinds.len() && others.iter().all(|kind| kinds.contains(kind)),
        _ => false,
    });
    narrower.min_by_key(|other| wanted(other)).unwrap_or(target)
}

/// What is named at `target`, in words.
fn wanted(target: &Target) -> String {
    match &target.to {
        To::Setting(setting) => setting.strip_suffix('s').unwrap_or(setting).to_owned(),
        _ => target.kinds_in_words(),
    }
}

/// Tells of a word that should be one of the settings' and isn't.
fn look_in_settings(workspace: &Workspace<'_>, setting: &str, places: &[Value<'_>], findings: &mut Findings) {
    let Some((first, others)) = places.split_first() else { return };
    let (words, text) = (workspace.settings().words(setting), first.as_str().unwrap_or_default());
    let word = setting.strip_suffix('s').unwrap_or(setting);
    let message = format!("teambook.toml has no {word} `{text}`{}", in_how_many(others));
    let finding = findings.report(*first, message);
    for place in others {
        finding.also(*place, "named here, too");
    }
    match nearest(text, words.iter().copied()) {
        Some(found) => {
            finding.help(format!("did you mean `{found}`?")).instead(format!("\"{found}\""), false)
        }
        None if words.is_empty() => finding.help(format!("add `{setting}` to teambook.toml")),
        None => finding
            .help(format!("use one of {}, or add it to `{setting}` in teambook.toml", words.join(", "))),
    };
}

/// What follows where the first place isn't the only one.
fn in_how_many(others: &[Value<'_>]) -> String {
    match others.len() {
        0 => String::new(),
        more => format!(", and {} places name it", more + 1),
    }
}

/// Reports what doesn't exist: once, however many places name it.
fn report_missing(workspace: &Workspace<'_>, target: &Target, places: &[Value<'_>], findings: &mut Findings) {
    let Some((first, others)) = places.split_first() else { return };
    let (kinds, text) = (target.kinds_in_words(), first.as_str().unwrap_or_default());
    let finding = findings.report(*first, format!("there is no {kinds} `{text}`{}", in_how_many(others)));
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

    #[test]
    fn a_role_that_is_gone_from_the_settings_is_told_once() {
        let found = findings(
            "#- teambook.toml\nname = \"A team\"\ncadence = [{ from = 2020-11-25, days = 14 }]\n\
             roles = { product-manager = {}, engineering-manager = {}, designer = {} }\n",
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].2.ends_with("has no role `engineer`, and 7 places name it"), "{found:?}");
    }

    #[test]
    fn what_may_be_a_team_too_is_the_person_that_is_missing() {
        let practice = "#- records/practices/sprints.toml\ntitle = \"Sprints\"\nowner = \"mandy\"\n";
        let found = findings(&format!("#- records/people/mandy.toml (removed)\n{practice}"));
        let words: Vec<_> = found.iter().map(|(_, _, words, _)| words.as_str()).collect();
        assert_eq!(words, ["there is no person `mandy`, and 4 places name it"]);
    }
}
