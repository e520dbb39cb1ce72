//! Runs every rule's examples, and holds the rules to their conventions.

use super::example::{self, File};
use super::{ALL, Rule};
use crate::change::Pairs;
use crate::change::commits::{Commit, Commits};
use crate::check::merge::Sides;
use crate::check::{self, Found};
use crate::files::Files;
use crate::workspace::Workspace;
use jiff::civil::date;

/// The findings in `example` as path, marked text and words.
pub(crate) fn findings(example: &str) -> Vec<(String, String, String, &'static str)> {
    let as_of = date(2020, 12, 1);
    let mut files = Files::from_texts(&example::workspace(example));
    let base = example::base(example).map(|texts| Files::from_texts(&texts));
    let pairs = base.as_ref().map(|base| Pairs::remembering(base, &mut files));
    let commit = |message| Commit { message, ..Commit::default() };
    let commits = Commits::new(example::messages(example).into_iter().map(commit).collect(), &mut files);
    let workspace = Workspace::new(&files, as_of);
    let outcome = match (&base, &pairs) {
        (Some(base), Some(pairs)) => {
            let base = Workspace::new(base, as_of);
            check::check_change(&base, &workspace, pairs, &commits)
        }
        _ => check::check(&workspace),
    };
    let mut outcome = outcome;
    if let Some(texts) = example::sides(example) {
        let mut sides = Sides::default();
        for files in texts.map(|texts| Files::from_texts(&texts)) {
            let side = Workspace::new(&files, as_of);
            let alone = check::check(&side);
            sides.add(&side.view(), &alone);
        }
        sides.mark(&workspace.view(), &mut outcome);
    }
    let Found { findings, .. } = outcome;
    findings
        .iter()
        .map(|finding| {
            let file = files.get(finding.at.record);
            let span = finding.at.span;
            (
                file.source.path.to_string(),
                format!("{}..{}", span.start, span.end),
                finding.message.clone(),
                &*String::leak(finding.rule.name().to_owned()),
            )
        })
        .collect()
}

/// What the marks in `example` expect.
fn expected(rule: &Rule<'static>, example: &str) -> Vec<(String, String, String, &'static str)> {
    let mut expected = Vec::new();
    for File { path, marks, .. } in example::files(example) {
        for mark in marks {
            let span = format!("{}..{}", mark.span.start, mark.span.end);
            expected.push((path.clone(), span, mark.words, rule.name));
        }
    }
    expected.sort();
    expected
}

/// Asserts that `example`, on the backdrop, raises `rule` where it is marked, and nothing else.
#[track_caller]
pub(crate) fn raises(rule: &Rule<'static>, example: &str) {
    let mut found = findings(example);
    found.sort();
    assert_eq!(found, expected(rule, example), "\nleft: found, right: marked in\n{example}");
}

/// A decision for an example: `fields`, and the options and prose that any has.
pub(crate) fn decision(fields: &str) -> String {
    let options = r#"options = [
    { id = "shellbox", title = "A service of its own", outcome = "chosen" },
    { id = "as-before", title = "The application servers, as before", outcome = "rejected" },
]
"#;
    let options = if fields.contains("options = ") { "" } else { options };
    format!(
        "#- records/decisions/0001-run-commands-in-shellbox.md\n+++\n{fields}{options}+++\n## Context\nCommands run on \
         the application servers.\n## Decision\nThey run in Shellbox.\n## Consequences\nOne more service to run.\n"
    )
}

/// An example of a change from `base` to `head`.
pub(crate) fn change(base: &str, head: &str) -> String {
    format!("#- base\n{base}#- head\n{head}")
}

/// A sprint for an example: what the records say of two teams where the rest isn't recorded.
pub(crate) fn sprint(state: &str, green: &str, purple: &str) -> String {
    format!(
        "#- records/sprints/2020-11-25.toml\nstart = 2020-11-25\nend = 2020-12-08\n{state}work-only = true\n\n[[team]]\nteam = \
         \"green\"\n{green}\n[[team]]\nteam = \"purple\"\n{purple}"
    )
}

#[test]
fn the_backdrop_is_sound() {
    assert_eq!(findings(""), []);
}

#[test]
fn every_bad_example_raises_its_rule_and_no_other() {
    let mut faults = Vec::new();
    for rule in ALL {
        let mut found = findings(rule.bad);
        found.sort();
        let expected = expected(rule, rule.bad);
        if found != expected || expected.is_empty() {
            faults.push(format!("{}:\n   found {found:#?}\n  marked {expected:#?}", rule.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_good_example_raises_nothing() {
    let found = ALL.iter().map(|rule| (rule.name, findings(rule.good)));
    let faults: Vec<_> = found.filter(|(_, found)| !found.is_empty()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn rules_keep_their_conventions() {
    assert!(ALL.is_sorted_by_key(|rule| rule.name), "keep the list in the order of the alphabet");
    for rule in ALL {
        let name = rule.name;
        assert!(crate::id::is_well_formed(name), "{name}");
        let file = format!("{}/src/rules/{}.rs", env!("CARGO_MANIFEST_DIR"), name.replace('-', "_"));
        assert!(std::path::Path::new(&file).exists(), "{name}: its file is named otherwise");
        for (field, text) in [("summary", rule.summary), ("help", rule.help)] {
            assert!(!text.ends_with('.'), "{name}: {field} ends with a full stop");
            assert!(
                text.chars().next().is_some_and(|c| !c.is_uppercase()),
                "{name}: {field} begins with a capital"
            );
        }
        assert!(rule.why.ends_with('.'), "{name}: `why` is a sentence");
        assert!(!rule.source.is_empty(), "{name}: say where the rule comes from");
        for (_, _, words, _) in findings(rule.bad) {
            assert!(!words.ends_with('.') && !words.starts_with(char::is_uppercase), "{name}: {words}");
        }
    }
}
