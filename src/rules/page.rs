//! A rule's page: what it is, why, what to do, the examples. The command line, README.md and reports show it.

use super::{ALL, Check, Rule, Subject, example};

/// The page of one rule in Markdown, with a heading of `depth`.
pub fn rule(rule: &Rule, depth: usize) -> String {
    let heading = "#".repeat(depth);
    if let Check::Own(condition) = rule.check {
        let why = if rule.why.is_empty() { String::new() } else { format!("{}\n\n", prose(rule.why)) };
        return format!(
            "{heading} {}\n\n{} ({}).\n\n{why}What to do: {}.\n\nWhere it comes from: {}.\n\nA record has the fault where:\n\n```cel\n{}\n```\n\n{}",
            rule.name,
            capital(&sentence(rule.summary)),
            rule.level.name(),
            sentence(rule.help),
            rule.source,
            condition.written.trim(),
            acceptance(rule),
        );
    }
    format!(
        "{heading} {}\n\n{} ({}).\n\n{}\n\nWhat to do: {}.\n\nWhere it comes from: {}.\n\nWrong:\n\n```toml\n{}```\n\nRight:\n\n```toml\n{}```\n{}",
        rule.name,
        capital(rule.summary),
        rule.level.name(),
        rule.why,
        rule.help,
        rule.source,
        marked(rule.bad),
        right(rule),
        if depth == 1 { format!("\n{}", acceptance(rule)) } else { String::new() },
    )
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

/// The good example, as far as it isn't the bad one: what is the same is left out.
fn right(rule: &Rule) -> String {
    if example::base(rule.good).is_some() || example::sides(rule.good).is_some() {
        return example::plain(rule.good);
    }
    let bad = example::files(rule.bad);
    let mut page = String::new();
    for file in example::files(rule.good) {
        let before = bad.iter().find(|before| before.path == file.path).map(|before| before.text.as_deref());
        match (file.text.as_deref(), before) {
            (text, Some(before)) if text == before => {}
            (Some(text), Some(Some(before))) => {
                page.push_str(&format!("# {}\n{}", file.path, excerpt(text, before)));
            }
            (text, _) => {
                let text = text.unwrap_or("(removed)").trim_end();
                page.push_str(&format!("# {}\n{text}\n", file.path));
            }
        }
    }
    if page.is_empty() {
        let is_gone = |file: &&example::File| file.text.is_some() && !rule.good.contains(&file.path);
        bad.iter().filter(is_gone).for_each(|file| page.push_str(&format!("# {}\n(removed)\n", file.path)));
    }
    page
}

/// The paragraphs of `text` that `before` doesn't have, and `# …` for the others.
fn excerpt(text: &str, before: &str) -> String {
    let known: Vec<&str> = before.split("\n\n").map(str::trim).collect();
    let mut shown: Vec<&str> = Vec::new();
    for paragraph in text.split("\n\n").map(str::trim) {
        match known.contains(&paragraph) {
            false => shown.push(paragraph),
            true if shown.last() == Some(&"# …") => {}
            true => shown.push("# …"),
        }
    }
    format!("{}\n", shown.join("\n"))
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
         finding can be accepted there with an `[[ignore]]` and a reason; `teambook explain RULE` shows how. Below `Right` \
         stands what is other than in the wrong example.\n\n",
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

/// `example` with its marks, which are comments in TOML.
fn marked(text: &str) -> String {
    let mut page = String::new();
    for line in text.trim_start_matches('\n').lines() {
        match line.strip_prefix("#- ") {
            Some(path) => page.push_str(&format!("# {path}\n")),
            None => page.push_str(&format!("{line}\n")),
        }
    }
    page
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_example_shows_what_is_other_than_in_the_wrong_one() {
        for rule in ALL {
            let right = right(rule);
            assert!(right.starts_with("# ") && right.lines().count() > 1, "{}: {right:?}", rule.name);
        }
        assert_eq!(excerpt("a\n\nb\n\nc\n", "a\n\nb\n\nd\n"), "# …\nc\n");
    }
}
