//! A rule's page: what it is, why, what to do, the examples. The command line, README.md and reports show it.

use std::collections::BTreeMap;

use super::example::{Example, How};
use super::finding::any_of;
use super::yields::Scope;
use super::{ALL, Check, Rule, Subject, forbidden_transition};
use crate::base::words::{self, capital, with_article};
use crate::workspace::model::arrows::{self, Arrows};

/// The page of one rule in Markdown, with a heading of `depth`.
pub fn rule(rule: &Rule, depth: usize) -> String {
    let heading = "#".repeat(depth);
    if let Check::Own(condition) = rule.check {
        let why = if rule.why.is_empty() { String::new() } else { format!("{}\n\n", prose(rule.why)) };
        return format!(
            "{heading} {}\n\n{} ({}).\n\n{why}What to do: {}.\n\n{}Where it comes from: {}.\n\nA record has the fault where:\n\n```cel\n{}\n```\n\n{}",
            rule.name,
            capital(&sentence(rule.summary)),
            rule.level.name(),
            sentence(rule.help),
            yields(rule),
            rule.source,
            condition.written.trim(),
            acceptance(rule),
        );
    }
    format!(
        "{heading} {}\n\n{} ({}).\n\n{}{}\n\nWhat to do: {}.\n\n{}Where it comes from: {}.\n\nWrong:\n\n{}\nWhat mends it:\n\n{}{}",
        rule.name,
        capital(rule.summary),
        rule.level.name(),
        rule.why,
        if rule.name == forbidden_transition::RULE.name { arrows() } else { String::new() },
        rule.help,
        yields(rule),
        rule.source,
        block(rule.bad),
        block(rule.mend),
        if depth == 1 { format!("\n{}", acceptance(rule)) } else { String::new() },
    )
}

/// All arrows: a paragraph for each field that moves along them.
fn arrows() -> String {
    let paragraph = |arrows: &Arrows| {
        let movers: Vec<String> = arrows.kinds.iter().map(|kind| with_article(arrows.name(*kind))).collect();
        let steps = arrows.steps.iter().filter(|(_, to)| !to.is_empty());
        let steps: Vec<String> =
            steps.map(|(from, to)| format!("from `{from}` to {}", any_of(to.iter().copied()))).collect();
        let movers = words::list(&movers).replace(" and ", " or ");
        format!("\n\nThe `{}` of {movers}: {}.", arrows.field, steps.join("; "))
    };
    arrows::ALL.iter().map(paragraph).collect()
}

/// Where the rule says nothing because another one has found something, as a paragraph.
fn yields(rule: &Rule) -> String {
    let mut names: BTreeMap<Scope, Vec<&str>> = BTreeMap::new();
    rule.yields_to().for_each(|(scope, name)| names.entry(scope).or_default().push(name));
    let sentence = |(scope, names): (Scope, Vec<&str>)| {
        format!("Says nothing where {} has found something {}.", any_of(names), scope.words())
    };
    let sentences: Vec<String> = names.into_iter().map(sentence).collect();
    if sentences.is_empty() { String::new() } else { format!("{}\n\n", sentences.join(" ")) }
}

/// `text` of a workspace's rule as a sentence to which the full stop is added.
fn sentence(text: &str) -> String {
    prose(text.trim_end().trim_end_matches('.'))
}

/// `text` of a workspace's rule as running text: no line of it begins a heading or a block of code.
fn prose(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_start_matches(['#', '`', '~', '>', ' ', '\t']));
    lines.collect::<Vec<_>>().join("\n")
}

/// How a finding is accepted.
fn acceptance(rule: &Rule) -> String {
    if let Check::Merge = rule.check {
        return "It can be neither accepted nor turned off by itself: it tells what another rule has found, and names it. \
                What is accepted of that rule, or turned off, isn't told.\n"
            .to_owned();
    }
    if rule.is_firm() {
        return "It can be neither accepted nor turned off: the file isn't checked until it is mended.\n"
            .to_owned();
    }
    format!(
        "To accept it in one record, with a reason, add to `teambook.toml`:\n\n```toml\n[[ignore]]\nrule = \"{}\"\nrecord = \"kind:id\"\nreason = \"\"\n```\n",
        rule.name
    )
}

/// `rules` in Markdown, by subject.
pub fn all(rules: &[&Rule]) -> String {
    let mut page = String::from(
        "# The rules\n\nEvery finding has a rule. Its level can be changed in `teambook.toml` under `[rules]`, and one record's \
         finding can be accepted there with an `[[ignore]]` and a reason; `teambook explain RULE` shows how. An \
         example is what matters of a small workspace; what mends it is the lines that go (`-`) and those that come (`+`).\n\n",
    );
    for (subject, rules) in by_subject(rules) {
        let anchor = subject.title().to_lowercase().replace([',', '\''], "").replace(' ', "-");
        let names: Vec<String> = rules.iter().map(|rule| format!("[{0}](#{0})", rule.name)).collect();
        page.push_str(&format!("- [{}](#{anchor}): {}\n", subject.title(), names.join(", ")));
    }
    for (subject, rules) in by_subject(rules) {
        page.push_str(&format!("\n## {}\n", subject.title()));
        for found in rules {
            page.push('\n');
            page.push_str(&rule(found, 3));
        }
    }
    page
}

/// `rules`, a line each, by subject.
pub fn list(rules: &[&Rule]) -> String {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (subject, rules) in by_subject(rules) {
        text.push_str(&format!("{}\n", subject.title()));
        for rule in rules {
            text.push_str(&format!("  {:width$}  {:7}  {}\n", rule.name, rule.level.name(), rule.summary));
        }
    }
    text
}

/// The table of rules in README.md.
pub fn table() -> String {
    let mut table = String::new();
    for (subject, rules) in by_subject(ALL) {
        table.push_str(&format!(
            "\n**{}**\n\n| rule | level | what is wrong |\n|---|---|---|\n",
            subject.title()
        ));
        for rule in rules {
            table.push_str(&format!("| `{}` | {} | {} |\n", rule.name, rule.level.name(), rule.summary));
        }
    }
    table
}

/// `rules` below their headings; a subject of none is left out.
fn by_subject<'r, 't>(rules: &[&'r Rule<'t>]) -> Vec<(Subject, Vec<&'r Rule<'t>>)> {
    let of = |subject: Subject| rules.iter().copied().filter(|rule| rule.subject == subject).collect();
    let with = Subject::ALL.map(|subject| (subject, of(subject)));
    with.into_iter().filter(|(_, rules): &(Subject, Vec<&Rule<'_>>)| !rules.is_empty()).collect()
}

/// `example` as a block: a diff where it says what is put in and taken out.
fn block(example: &str) -> String {
    let steps = Example::read(example).steps;
    let is_diff = steps.iter().any(|step| matches!(step.how, How::Edited | How::Moved(_) | How::Copied(_)));
    let mut block = String::from(if is_diff { "```diff\n" } else { "```toml\n" });
    for line in example.trim_start_matches('\n').lines() {
        let line = match line.strip_prefix("#- ").or_else(|| line.strip_prefix("#~ ")) {
            Some(header) if header.starts_with("in ") => continue,
            Some("before") => "# before the change",
            Some("changed") => "# after the change",
            Some("ours") => "# on our side",
            Some("theirs") => "# on their side",
            Some(path) => {
                block.push_str("# ");
                path
            }
            None => line,
        };
        block.push_str(line);
        block.push('\n');
    }
    block + "```\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_whom_a_rule_yields_is_on_its_page() {
        let page = |name: &str| rule(super::super::find(name).unwrap(), 1);
        let expected = "\n\nSays nothing where `points-too-large` has found something at the same value.\n\n";
        assert!(page("points-off-scale").contains(expected));
        let page = page("request-untriaged");
        let expected = "Says nothing where `in-sprint-untriaged` has found something at the same value. Says nothing where \
                        `triage-without-outcome` has found something in the same record.\n\n";
        assert!(page.contains(expected), "{page}");
    }

    #[test]
    fn what_changes_is_a_diff_and_a_new_file_is_not() {
        let edit = "#~ records/a.toml\n  a = 1\n+ b = 2\n#   ^ here\n";
        assert_eq!(block(edit), "```diff\n# records/a.toml\n  a = 1\n+ b = 2\n#   ^ here\n```\n");
        let file = "#- in next-sprint\n#- changed\n#- records/a.toml (removed)\n";
        assert_eq!(block(file), "```toml\n# after the change\n# records/a.toml (removed)\n```\n");
    }
}
