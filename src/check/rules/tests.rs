//! Runs every rule's examples, and holds the rules to their conventions.

use super::example::{self, Built, Mark};
use super::{ALL, Rule};
use crate::base::source::Span;
use crate::check;
use crate::check::change::Pairs;
use crate::check::change::commits::{Commit, Commits};
use crate::check::merge::Sides;
use crate::workspace::Workspace;
use crate::workspace::files::Files;
use jiff::civil::date;

/// What is found in an example.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    pub(crate) path: String,
    pub(crate) span: Span,
    pub(crate) words: String,
    pub(crate) advice: String,
    pub(crate) rule: &'static str,
    pub(crate) level: &'static str,
}

impl Found {
    /// Whether it is what `mark` in an example of `rule` expects.
    fn is(&self, rule: &Rule, mark: &Mark) -> bool {
        self.rule == rule.name
            && (&self.path, self.span, &self.words) == (&mark.path, mark.span, &mark.words)
            && (mark.advice.is_empty() || mark.advice == self.advice)
    }
}

/// The workspaces of `example`.
#[track_caller]
fn built(example: &str) -> Built {
    example::build(example).unwrap_or_else(|refused| panic!("{refused}, in\n{example}"))
}

/// What is found in `example`.
#[track_caller]
pub(crate) fn findings(example: &str) -> Vec<Found> {
    let built = built(example);
    let as_of = built.day.unwrap_or(date(2020, 12, 1));
    let files = Files::from_texts(&built.head);
    let base = built.base.map(|texts| Files::from_texts(&texts));
    let pairs = base.as_ref().map(|base| Pairs::new(base, &files));
    let commit = |message| Commit { message, ..Commit::default() };
    let commits = Commits::new(built.messages.into_iter().map(commit).collect());
    let workspace = Workspace::new(&files, as_of);
    let mut outcome = match (&base, &pairs) {
        (Some(base), Some(pairs)) => {
            let base = Workspace::new(base, as_of);
            check::check_change(&base, &workspace, pairs, &commits)
        }
        _ => check::check(&workspace),
    };
    if let Some(texts) = built.sides {
        let mut sides = Sides::default();
        for files in texts.map(|texts| Files::from_texts(&texts)) {
            let side = Workspace::new(&files, as_of);
            let alone = check::check(&side);
            sides.add(&alone);
        }
        sides.mark(&mut outcome);
    }
    let found = outcome.findings.iter().map(|finding| Found {
        path: outcome.sources.path(finding.at.file).to_owned(),
        span: finding.at.span,
        words: finding.message.clone(),
        advice: finding.advice().to_owned(),
        rule: String::leak(finding.rule.name().to_owned()),
        level: finding.level.name(),
    });
    found.collect()
}

/// The names of the rules that find something in `example`.
#[track_caller]
pub(crate) fn rules(example: &str) -> Vec<&'static str> {
    findings(example).into_iter().map(|found| found.rule).collect()
}

/// The words of what is found in `example`.
#[track_caller]
pub(crate) fn words(example: &str) -> Vec<String> {
    findings(example).into_iter().map(|found| found.words).collect()
}

/// The levels of what is found in `example`.
#[track_caller]
pub(crate) fn levels(example: &str) -> Vec<&'static str> {
    findings(example).into_iter().map(|found| found.level).collect()
}

/// What is found in `example` and what is marked in it, unless that is the same.
#[track_caller]
fn difference(rule: &Rule, example: &str) -> Option<String> {
    let (mut found, mut marks) = (findings(example), built(example).marks);
    found.sort();
    marks.sort();
    let is_met =
        found.len() == marks.len() && found.iter().zip(&marks).all(|(found, mark)| found.is(rule, mark));
    (!is_met).then(|| format!("{}:\n   found {found:#?}\n  marked {marks:#?}", rule.name))
}

/// Asserts that `example`, on its backdrop, raises `rule` where it is marked, and nothing else.
#[track_caller]
pub(crate) fn raises(rule: &Rule, example: &str) {
    if let Some(difference) = difference(rule, example) {
        panic!("{difference}\nin\n{example}");
    }
}

/// Asserts that each of `cases` raises `rule` where it is marked, and nothing else. A case is `=== ` and its title, then
/// an example; or what goes on from the rule's own below `#- bad`, or below `#- above` from the last case that doesn't
/// do so. A title that ends with ` -> ` and names of rules is of a case in which these find something, wherever that is.
pub(crate) fn cases(rule: &Rule, cases: &str) {
    let bad = without_marks(rule.bad);
    let mut above = String::new();
    for case in cases.split("\n=== ").skip(1) {
        let (title, example) = case.split_once('\n').expect(case);
        let (title, names) = title.split_once(" -> ").unwrap_or((title, ""));
        let example = match (example.strip_prefix("#- bad\n"), example.strip_prefix("#- above\n")) {
            (_, Some(rest)) => format!("{above}{rest}"),
            (Some(rest), _) => format!("{bad}{rest}"),
            _ => example.to_owned(),
        };
        if !case.contains("\n#- above\n") {
            above = without_marks(&example);
        }
        if names.is_empty() {
            let difference = difference(rule, &example);
            assert!(difference.is_none(), "{title}: {}\nin\n{example}", difference.unwrap_or_default());
        } else {
            assert_eq!(rules(&example).join(", "), names, "{title}");
        }
    }
}

/// `example` without its lines of carets.
fn without_marks(example: &str) -> String {
    let is_mark = |line: &str| line.trim_start_matches('#').trim_start().starts_with('^');
    example.lines().filter(|line| !is_mark(line)).map(|line| format!("{line}\n")).collect()
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
         the application servers.\n## Decision\nThey run in Shellbox.\n## Consequences\nThere is one more service to run.\n"
    )
}

/// An example of a change from `base` to `head`: a file that only `base` has is removed.
pub(crate) fn change(base: &str, head: &str) -> String {
    let kept = example::files(head);
    let mut gone = example::files(base);
    gone.retain(|(path, _)| kept.iter().all(|(other, _)| other != path));
    let gone: String = gone.iter().map(|(path, _)| format!("#- {path} (removed)\n")).collect();
    format!("{base}#- changed\n{gone}{head}")
}

/// A sprint for an example: what the records say of two teams where the rest isn't recorded.
pub(crate) fn sprint(state: &str, green: &str, purple: &str) -> String {
    format!(
        "#- records/sprints/2020-11-25.toml\nstart = 2020-11-25\nend = 2020-12-08\n{state}work-only = true\n\n[[team]]\nteam = \
         \"green\"\n{green}\n[[team]]\nteam = \"purple\"\n{purple}"
    )
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
    let faults: Vec<_> = ALL.iter().filter_map(|rule| difference(rule, rule.bad)).collect();
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
