//! A setting that its schema rejects is reported once, and counts as if it weren't there: no rule judges records by it.

use std::collections::BTreeSet;

use jiff::civil::date;
use serde_json::Value as Json;
use teambook::check::rules::example::{self, Texts};
use teambook::check::testing::check_texts;
use teambook::workspace::schema::SETTINGS;

/// Each setting with values that its schema rejects: below the least one, not among the words, an empty list.
fn rejected(path: &str, schema: &Json, found: &mut Vec<(String, &'static str)>) {
    for (name, property) in schema["properties"].as_object().unwrap() {
        let path = format!("{path}{name}");
        if property["properties"].is_object() {
            rejected(&format!("{path}."), property, found);
        } else if property["items"]["enum"].is_array() || property["items"]["pattern"].is_string() {
            found.push((path.clone(), "[\"none-such\"]"));
        } else if property["minimum"].is_number() || property["exclusiveMinimum"].is_number() {
            found.push((path.clone(), "-1"));
        }
        if property["minimum"] == 1 {
            found.push((path.clone(), "0"));
        }
        if property["minItems"] == 1 {
            found.push((path, "[]"));
        }
    }
}

/// `settings` with `value` at `path`, or without anything there.
fn with(settings: &str, path: &str, value: Option<&str>) -> String {
    let (table, key) = path.split_once('.').map_or(("", path), |(table, key)| (table, key));
    let header = format!("[{table}]");
    let is_it = |line: &str| line.split_once('=').is_some_and(|(name, _)| name.trim() == key);
    let (mut here, mut lines) = ("", Vec::new());
    let line = value.map(|value| format!("{key} = {value}"));
    if table.is_empty() {
        lines.extend(line.clone());
    }
    for old in settings.lines() {
        if old.starts_with('[') {
            here = old.trim_matches(['[', ']']);
        }
        if here == table && is_it(old) {
            continue;
        }
        lines.push(old.to_owned());
        if old == header {
            lines.extend(line.clone());
        }
    }
    if !table.is_empty() && !settings.contains(&header) {
        lines.push(header);
        lines.extend(line);
    }
    lines.join("\n") + "\n"
}

#[test]
fn a_setting_that_is_rejected_counts_as_missing() {
    let demo = example::files(include_str!("../src/cli/init/demo.txt"));
    let found = |path: &str, value: Option<&str>| -> BTreeSet<(String, String, String)> {
        let edited = |(file, text): &(String, String)| match &**file {
            "teambook.toml" => (file.clone(), with(text, path, value)),
            _ => (file.clone(), text.clone()),
        };
        let texts: Texts = demo.iter().map(edited).collect();
        let found = check_texts(&texts, date(2025, 12, 20));
        found.into_iter().map(|found| (found.rule, found.path, found.words)).collect()
    };
    let mut settings = Vec::new();
    rejected("", &serde_json::from_str(SETTINGS).unwrap(), &mut settings);
    assert!(settings.len() > 40, "{settings:?}");
    for (path, value) in settings {
        let (without, with) = (found(&path, None), found(&path, Some(value)));
        let more: Vec<_> = with.difference(&without).collect();
        let is_reported_once =
            matches!(&more[..], [(rule, file, _)] if rule == "schema-mismatch" && file == "teambook.toml");
        assert!(is_reported_once && without.is_subset(&with), "{path} = {value}: {more:#?}");
    }
}
