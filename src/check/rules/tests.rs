//! Runs every rule's examples, and holds the rules to their conventions.

use jiff::civil::date;

use super::example::{self, Built, Example};
use super::{ALL, Rule};
use crate::check::testing::{Found, check};

/// The workspaces of `example`.
#[track_caller]
fn built(example: &str) -> Built {
    example::build(example).unwrap_or_else(|refused| panic!("{refused}, in\n{example}"))
}

/// What is found in `example`.
#[track_caller]
pub(crate) fn findings(example: &str) -> Vec<Found> {
    let built = built(example);
    check(&built, built.day.unwrap_or(date(2020, 12, 1)))
}

/// The names of the rules that find something in `example`.
#[track_caller]
pub(crate) fn rules(example: &str) -> Vec<&'static str> {
    findings(example).into_iter().map(|found| &*found.rule.leak()).collect()
}

/// The words of what is found in `example`.
#[track_caller]
pub(crate) fn words(example: &str) -> Vec<String> {
    findings(example).into_iter().map(|found| found.words).collect()
}

/// What `rule` finds in `example` and what is marked in it, unless that is the same and nothing else is found.
#[track_caller]
fn difference(rule: &str, example: &str) -> Option<String> {
    let (mut found, mut marks) = (findings(example), built(example).marks);
    found.sort();
    marks.sort();
    let is_met =
        found.len() == marks.len() && found.iter().zip(&marks).all(|(found, mark)| found.is(rule, mark));
    (!is_met).then(|| format!("{rule}:\n   found {found:#?}\n  marked {marks:#?}\nin\n{example}"))
}

/// Asserts that `example`, on its backdrop, raises `rule` where it is marked, and nothing else.
#[track_caller]
pub(crate) fn raises(rule: &Rule, example: &str) {
    if let Some(difference) = difference(rule.name, example) {
        panic!("{difference}");
    }
}

/// Asserts that each of `cases` raises `rule`, whose own example is `bad`, where it is marked, and nothing else; or that
/// the rules of its title find something.
pub(crate) fn cases(rule: &str, bad: &str, cases: &str) {
    for (title, example) in examples(bad, cases) {
        let (title, names) = title.split_once(" -> ").unwrap_or((title, ""));
        if names.is_empty() {
            let difference = difference(rule, &example);
            assert!(difference.is_none(), "{title}: {}", difference.unwrap_or_default());
        } else {
            let has_levels = names.contains(" (");
            let shown = |found: Found| {
                let level = if has_levels { format!(" ({})", found.level.name()) } else { String::new() };
                found.rule + &level
            };
            let found = findings(&example).into_iter().map(shown);
            assert_eq!(found.collect::<Vec<_>>().join(", "), names, "{title}");
        }
    }
}

/// The examples of `cases` of a rule whose own example is `bad`, each with its title.
pub(super) fn examples<'c>(bad: &str, cases: &'c str) -> Vec<(&'c str, String)> {
    let (mut above, mut examples) = (String::new(), Vec::new());
    for case in cases.split("\n=== ").skip(1) {
        let (title, example) = case.split_once('\n').expect(case);
        let example = match (example.strip_prefix("#- bad\n"), example.strip_prefix("#- above\n")) {
            (_, Some(rest)) => continued(&above, rest),
            (Some(rest), _) => continued(&without_marks(bad), rest),
            _ => example.to_owned(),
        };
        if !case.contains("\n#- above\n") {
            above = without_marks(&example);
        }
        examples.push((title, example));
    }
    examples
}

/// `example` and what goes on from it.
fn continued(example: &str, rest: &str) -> String {
    match Example::read(example).steps.last() {
        Some(last) if !rest.starts_with("#- ") && !rest.starts_with("#~ ") => {
            format!("{example}#~ {}\n{rest}", last.path)
        }
        _ => format!("{example}{rest}"),
    }
}

/// `example` without its lines of carets.
fn without_marks(example: &str) -> String {
    let is_mark = |line: &str| line.trim_start_matches('#').trim_start().starts_with('^');
    example.lines().filter(|line| !is_mark(line)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn each_backdrop_is_sound() {
    assert_eq!(findings(""), []);
    for (name, _) in &example::BACKDROPS[1..] {
        assert_eq!(findings(&format!("#- in {name}\n")), [], "{name}");
    }
}

#[test]
fn every_bad_example_raises_its_rule_and_no_other() {
    let is_unmarked = |rule: &&&Rule| built(rule.bad).marks.is_empty();
    let unmarked: Vec<_> = ALL.iter().filter(is_unmarked).map(|rule| rule.name).collect();
    assert_eq!(unmarked, [""; 0]);
    let faults: Vec<_> = ALL.iter().filter_map(|rule| difference(rule.name, rule.bad)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_bad_example_raises_nothing_once_it_is_mended() {
    let mended = |rule: &Rule| format!("{}{}", rule.bad, rule.mend.trim_start());
    let found = ALL.iter().map(|rule| (rule.name, findings(&mended(rule))));
    let faults: Vec<_> = found.filter(|(_, found)| !found.is_empty()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn rules_keep_their_conventions() {
    assert!(ALL.is_sorted_by_key(|rule| rule.name), "keep the list in the order of the alphabet");
    for rule in ALL {
        let name = rule.name;
        assert!(crate::base::id::is_well_formed(name), "{name}");
        let file = format!("{}/src/check/rules/{}.rs", env!("CARGO_MANIFEST_DIR"), name.replace('-', "_"));
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
        for words in words(rule.bad) {
            assert!(!words.ends_with('.') && !words.starts_with(char::is_uppercase), "{name}: {words}");
        }
    }
}
