use super::finding::Finding;
use super::prelude::*;
use super::yields::{LOSSES, Yields};
use crate::base::id;
use crate::record::Record;
use crate::workspace::schema::plan::To;
use crate::workspace::{Meant, Missing};

pub(super) static RULE: Rule = Rule {
    name: "unknown-reference",
    level: Level::Error,
    subject: Subject::References,
    summary: "a record names something that doesn't exist",
    why: "A reader who follows the name finds nothing, and whoever was meant isn't counted.",
    help: "write the id of a record, which is its file's name, or add the record",
    source: "every fact once: records name each other by id",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Links(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(LOSSES)];

fn check<'a>(record: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
    for missing in workspace.missing_since(record) {
        match &missing.target.to {
            To::Setting(setting) => look_in_settings(workspace, setting, missing, findings),
            // A file that can't be read, or is misnamed, is one fault already.
            _ if !workspace.is_broken(missing.text) => report_missing(workspace, missing, findings),
            _ => {}
        }
    }
}

/// Reports a word that should be one of those in the settings and isn't.
fn look_in_settings(workspace: &View<'_>, setting: &str, missing: &Missing<'_>, findings: &mut Findings) {
    let word = setting.strip_suffix('s').unwrap_or(setting);
    let Some(finding) = report(&format!("teambook.toml has no {word}"), missing, findings) else { return };
    let words = workspace.settings().words(setting);
    match missing.meant {
        Some(Meant::Word(near)) => suggest(near, "", finding),
        _ if words.is_empty() => finding.help(format!("add `{setting}` to teambook.toml")),
        _ => {
            let shown = if words.len() > MOST_WORDS { "those that it has".into() } else { words.join(", ") };
            finding.help(format!("use one of {shown}, or add it to `{setting}` in teambook.toml"))
        }
    };
}

/// More words than this aren't listed in a help.
const MOST_WORDS: usize = 50;

/// Reports that a record doesn't exist.
fn report_missing(workspace: &View<'_>, missing: &Missing<'_>, findings: &mut Findings) {
    let what = format!("there is no {}", missing.target.kinds_in_words());
    let Some(finding) = report(&what, missing, findings) else { return };
    if let Some(Meant::Record(near)) = missing.meant {
        let name = workspace.name(near);
        let says_more = id::from_text(name) != *near.id;
        suggest(&near.id, &if says_more { format!(" ({name})") } else { String::new() }, finding);
    } else if missing.places.len() > 1 {
        finding.help(
            "add the record, or bring it back from git if it was removed; else take it out of these places",
        );
    }
}

/// Reports what doesn't exist: once, however many places name it.
fn report<'f>(what: &str, missing: &Missing<'_>, findings: &'f mut Findings) -> Option<&'f mut Finding> {
    let (first, others) = missing.places.split_first()?;
    let how_many = match others.len() {
        0 => String::new(),
        more => format!(", and {} places name it", more + 1),
    };
    let finding = findings.report(*first, format!("{what} `{}`{how_many}", missing.text));
    for place in others {
        finding.also(*place, "named here, too");
    }
    Some(finding)
}

fn suggest<'f>(near: &str, name: &str, finding: &'f mut Finding) -> &'f mut Finding {
    finding.help(format!("did you mean `{near}`{name}?")).instead(format!("\"{near}\""), false)
}

const BAD: &str = r#"
#~ records/epics/shellbox-service.toml
- initiative = "shellbox"
+ initiative = "shelbox"
#              ^^^^^^^^^ there is no initiative `shelbox`
#~ records/sprints/2020-11-25.toml
- work = ["shellbox-service"]
+ work = ["shellbox"]
"#;

const MEND: &str = r#"
#~ records/epics/shellbox-service.toml
- initiative = "shelbox"
+ initiative = "shellbox"
#~ records/sprints/2020-11-25.toml
- work = ["shellbox"]
+ work = ["shellbox-service"]
"#;

cases! { r#"
=== a missing person is one finding however many records name them
#~ records/initiatives/shellbox.toml
  engineering-manager = "mandy"
#                       ^^^^^^^ there is no person `mandy`, and 3 places name it
#- records/people/mandy.toml (removed)

=== settings that can't be read are reported, and not the roles that they lack -> unreadable-record
#- teambook.toml
name =

=== a misspelt table of roles is reported, and not the roles that it lacks -> schema-mismatch
#- teambook.toml
name = "A team"
[role.engineer]

=== a role that is missing in the settings is one finding
#~ teambook.toml
- [roles.engineer]
- one-team-per-sprint = true
+ [roles.designer]
#~ records/people/ariel.toml
  roles = [{ role = "engineer" }]
#                   ^^^^^^^^^^ teambook.toml has no role `engineer`, and 7 places name it

=== a role in other letters is another role
#- records/people/zoe.toml
name = "Zoe"
roles = [{ role = "Engineer" }]
#                 ^^^^^^^^^^ teambook.toml has no role `Engineer`
#- records/working-groups/group.toml
name = "A group"
purpose = "To meet."
lead = "zoe"

=== an owner who may be a person or a team counts as the missing person
#- records/practices/sprints.toml
title = "Sprints"
owner = "mandy"
#~ records/initiatives/shellbox.toml
  engineering-manager = "mandy"
#                       ^^^^^^^ there is no person `mandy`, and 4 places name it
#- records/people/mandy.toml (removed)
"# }

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::base::nearest::MOST_SUGGESTIONS;
    use crate::check;
    use crate::workspace::files::Files;

    #[test]
    fn each_of_many_is_reported_and_the_first_few_hundred_get_a_suggestion() {
        let told = MOST_SUGGESTIONS + 50;
        let names: Vec<String> = (0..told).map(|number| format!("\"{number}-petrr\"")).collect();
        let people: Vec<(String, String)> = (0..told)
            .map(|number| (format!("records/people/{number}-petr.toml"), "name = \"Petr\"\n".to_owned()))
            .collect();
        let group = format!("name = \"A group\"\npurpose = \"To meet.\"\nmembers = [{}]\n", names.join(", "));
        let mut texts = vec![("teambook.toml".to_owned(), "name = \"A team\"\n".to_owned())];
        texts.push(("records/working-groups/group.toml".to_owned(), group));
        texts.extend(people);
        let files = Files::from_texts(&texts);
        let found =
            check::check(&crate::workspace::Workspace::new(&files, jiff::civil::date(2020, 12, 1))).findings;
        let found: Vec<_> = found.iter().filter(|finding| finding.rule.name() == RULE.name).collect();
        let (suggested, others) = found.split_at(MOST_SUGGESTIONS);
        assert_eq!(found.len(), told);
        assert!(suggested.iter().all(|finding| finding.suggestion.is_some()));
        assert!(others.iter().all(|finding| finding.suggestion.is_none()));
    }
}
