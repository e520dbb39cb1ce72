//! `show --format json`: all that a record says, in the form in which `list` and `query` say it.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::scratch::Scratch;

/// `table` as JSON, dates and times as text: read without anything of this program.
fn plain(value: toml::Value) -> Json {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(yes) => json!(yes),
        toml::Value::Datetime(moment) => json!(moment.to_string()),
        toml::Value::Array(items) => items.into_iter().map(plain).collect(),
        toml::Value::Table(table) => {
            Json::Object(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
    }
}

fn json_of(scratch: &Scratch, arguments: &[&str]) -> Json {
    let run = scratch.run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// The fields and the prose in the file at `path`.
fn written(scratch: &Scratch, path: &str) -> (Json, String) {
    let text = scratch.read(path);
    let (front, prose) = match text.strip_prefix("+++\n") {
        Some(rest) => rest.split_once("\n+++\n").unwrap(),
        None => (&*text, ""),
    };
    (plain(toml::Value::Table(front.parse().unwrap())), prose.to_owned())
}

#[test]
fn a_record_of_each_kind_is_shown_whole_as_a_list_has_it() {
    let scratch = Scratch::demo();
    // The longest of each kind, which has the most to lose.
    let all = json_of(&scratch, &["query", "true"]);
    let mut longest: BTreeMap<&str, &Json> = BTreeMap::new();
    for record in all["records"].as_array().unwrap() {
        let best = longest.entry(record["kind"].as_str().unwrap()).or_insert(record);
        if record["fields"].to_string().len() > best["fields"].to_string().len() {
            *best = record;
        }
    }
    assert!(longest.len() > 20, "{} kinds", longest.len());
    for (kind, queried) in longest {
        let record = queried["record"].as_str().unwrap();
        let shown = json_of(&scratch, &["show", record]);
        assert_eq!(shown["version"], 2, "{record}");
        assert_eq!((&shown["record"], &shown["kind"]), (&queried["record"], &json!(kind)));
        assert_eq!(shown["fields"], queried["fields"], "{record}");
        let (fields, prose) = written(&scratch, shown["path"].as_str().unwrap());
        assert_eq!((&shown["fields"], shown["prose"].as_str()), (&fields, Some(&*prose)), "{record}");
    }
    let listed = json_of(&scratch, &["list", "sprint"]);
    let first = &listed["records"][0];
    let shown = json_of(&scratch, &["show", &format!("sprint:{}", first["id"].as_str().unwrap())]);
    assert_eq!(shown["fields"], first["fields"]);
}

#[test]
fn long_nested_values_are_not_cut() {
    let scratch = Scratch::workspace();
    let long = "word ".repeat(2_000);
    scratch.write(
        "schemas/vendor.schema.json",
        r#"{"x-kind": "vendor", "x-folder": "vendors", "x-name": "name"}"#,
    );
    let deep = format!("{}\"{long}\"{}", "[{ a = ".repeat(20), " }]".repeat(20));
    let text = format!(
        "+++\nname = \"Acme\"\nlong = \"{long}\"\nlist = [{}]\ndeep = {deep}\nhigh = inf\nat = 2020-11-25T10:00:00Z\n+++\n\n  # Prose\n\n{long}  \n\n",
        format!("{{ a = \"{long}\", b = [1, 2.5, true] }}, ").repeat(30)
    );
    scratch.write("records/vendors/acme.md", &text);
    let shown = json_of(&scratch, &["show", "acme"]);
    let (mut fields, prose) = written(&scratch, "records/vendors/acme.md");
    // JSON has no such number.
    fields["high"] = json!("inf");
    assert_eq!(shown["fields"], fields);
    assert_eq!(shown["prose"].as_str(), Some(&*prose));
    assert_eq!(shown["fields"], json_of(&scratch, &["query", "name == \"Acme\""])["records"][0]["fields"]);
}
