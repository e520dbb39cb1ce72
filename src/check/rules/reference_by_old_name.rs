use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, renamed_without_trace};
use crate::base::id;
use crate::record::Record;
use crate::workspace::links::Resolution;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "reference-by-old-name",
    level: Level::Warning,
    subject: Subject::References,
    summary: "a record is named by an id that it had before, or by its display name",
    why: "It still leads to the record, but a search for the record's id doesn't find the place, and the name may go to somebody else.",
    help: "write the record's id, which is its file's name",
    source: "every fact once: records name each other by id",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Links(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&renamed_without_trace::RULE])];

fn check(record: &Record, workspace: &View<'_>, findings: &mut Findings) {
    for (value, _, resolution) in workspace.references(record) {
        let Resolution::OldName(id) = resolution else { continue };
        let (meant, text) = (workspace.record(id), value.as_str().unwrap_or_default());
        let was = meant.root().list("was").find(|former| former.as_str() == Some(text));
        let (message, is_certain) = if was.is_some() {
            (format!("`{text}` is called `{}` now", meant.id), true)
        } else {
            let is_certain = meant.kind.is_none_or(|kind| !workspace.is_name_of_several(kind, text));
            (format!("`{text}` is the name of `{}`, and an id belongs here", meant.id), is_certain)
        };
        let finding = findings.report(value, message);
        if !is_certain {
            finding.help("several records have this name: write the id of the one that is meant");
        } else if id::is_well_formed(&meant.id) {
            finding.help(format!("write `{}`", meant.id)).instead(format!("\"{}\"", meant.id), true);
        }
        if let Some(was) = was {
            finding.also(was, "renamed here");
        }
    }
}

const BAD: &str = r#"
#- records/epics/shellbox-service.toml
title = "A service for shell commands"
initiative = "Shellbox"
#            ^^^^^^^^^^ `Shellbox` is the name of `shellbox`, and an id belongs here
tracker = "T260330"
"#;

const MEND: &str = r#"
#~ records/epics/shellbox-service.toml
- initiative = "Shellbox"
+ initiative = "shellbox"
"#;

cases! { r#"
=== an id from before a rename is reported
#~ records/initiatives/shellbox.toml
- engineering-manager = "mandy"
+ was = ["command-runner"]
#- records/epics/shellbox-service.toml
title = "A service for shell commands"
initiative = "command-runner"
#            ^^^^^^^^^^^^^^^^ `command-runner` is called `shellbox` now
tracker = "T260330"

=== a former id that another record has now is not reported
#~ records/initiatives/shellbox.toml
- engineering-manager = "mandy"
+ was = ["command-runner"]
#~ records/epics/shellbox-service.toml
- team = "purple"
+ was = ["shellbox-1"]
"# }
