use regex::Regex;

use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words::did_you_mean;
use crate::check::rules::finding::any_of;
use crate::record::{Record, Reference, Value};
use crate::workspace::schema::plan::To;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "tracker-id-malformed",
    level: Level::Error,
    subject: Subject::References,
    summary: "a tracker id doesn't look like one",
    why: "It becomes a link, and the link would lead nowhere.",
    help: "write the id as the tracker shows it",
    source: "`pattern` under `[tracker]` in teambook.toml",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Links(check),
};

fn check(record: &Record, workspace: &View<'_>, findings: &mut Findings) {
    let Some(tracker) = &workspace.settings().tracker else { return };
    let Some(pattern) = &tracker.pattern else { return };
    for value in trackers(workspace, record) {
        let text = value.as_str().unwrap_or_default();
        if pattern.is_match(text) {
            continue;
        }
        let finding = findings.report(value, format!("`{text}` isn't an id of the tracker"));
        let meant = meant(pattern, text);
        if let [meant] = &*meant {
            finding.help(did_you_mean(meant)).instead(format!("\"{meant}\""), false);
        } else if !meant.is_empty() {
            finding.help(format!("one id stands here: keep {}", any_of(meant.iter().map(String::as_str))));
        } else {
            let sound = record.kind.and_then(|kind| workspace.sound_tracker_id(kind));
            let such_as = sound.map(|id| format!(", such as `{id}`")).unwrap_or_default();
            finding.help(format!("write an id that matches `{}`{such_as}", tracker.written));
        }
    }
}

/// The tracker ids in `record`.
fn trackers<'r>(workspace: &View<'_>, record: &'r Record) -> impl Iterator<Item = Value<'r>> {
    let targets = workspace.kind(record).map_or(&[][..], |kind| &kind.plan.targets);
    let is_tracker = |reference: &&Reference| {
        targets.get(reference.target as usize).is_some_and(|target| target.to == To::Tracker)
    };
    record.references.iter().filter(is_tracker).map(|reference| Value::new(record, reference.node))
}

/// The ids that `text` may have been meant for: the end of an address, other letters than small ones, or several at once.
fn meant(pattern: &Regex, text: &str) -> Vec<String> {
    let is_plain = |id: &String| !id.contains(['"', '\\']) && !id.contains(char::is_control);
    let parts = text.split(['/', '=', ' ', '#', ',', ';']).map(str::trim);
    let spelt =
        |part: &str| [part.to_owned(), part.to_uppercase()].into_iter().find(|id| pattern.is_match(id));
    let mut ids: Vec<String> = parts.filter_map(spelt).filter(is_plain).collect();
    ids.dedup();
    ids
}

const BAD: &str = r#"
#~ records/epics/shellbox-service.toml
- tracker = "T260330"
+ tracker = "260330"
#           ^^^^^^^^ `260330` isn't an id of the tracker
"#;

const MEND: &str = r#"
#~ records/epics/shellbox-service.toml
- tracker = "260330"
+ tracker = "T260330"
"#;

cases! { r#"
=== without a tracker in the settings no id is reported
#~ teambook.toml
- [tracker]
- pattern = "^T[0-9]+$"
- url = "https://phabricator.wikimedia.org/{id}"
#- records/tasks/retry-commands.toml
title = "Retry commands that time out"
request = "slow-pages"
tracker = "4711"

=== an address is no id
#- records/tasks/retry-commands.toml
title = "Retry commands that time out"
request = "slow-pages"
tracker = "https://phabricator.wikimedia.org/T260331"
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `https://phabricator.wikimedia.org/T260331` isn't an id of the tracker
"# }

#[cfg(test)]
mod tests {
    use super::super::tests::rules;

    #[test]
    fn the_id_that_is_meant_is_read_from_addresses_lists_and_small_letters() {
        let pattern = regex::Regex::new("^T[0-9]+$").unwrap();
        let meant = |text| super::meant(&pattern, text);
        assert_eq!(meant("https://phabricator.wikimedia.org/T260331/"), ["T260331"]);
        assert_eq!(meant("t260331"), ["T260331"]);
        assert_eq!(meant("T260331, T260332"), ["T260331", "T260332"]);
        assert_eq!(meant("260331"), [""; 0]);
    }

    #[test]
    fn a_pattern_that_cannot_be_used_is_reported_only_as_that() {
        for pattern in ["^T(?=1)", "(", "(x{1000}){1000}", "a)|(b"] {
            let edit = format!("#~ teambook.toml\n- pattern = \"^T[0-9]+$\"\n+ pattern = '{pattern}'\n");
            assert_eq!(rules(&edit), ["schema-mismatch"]);
        }
    }
}
