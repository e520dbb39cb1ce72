//! A record with every field of its kind fits; one that lacks what its other fields ask for doesn't.

use serde_json::Value as Json;

use super::{Kind, Schemas};
use crate::record::parse;
use crate::record::{Fault, Record, Value};

const SAMPLES: &str = include_str!("samples.txt");

fn samples() -> impl Iterator<Item = (&'static str, &'static str)> {
    SAMPLES.split("#- ").skip(1).map(|sample| sample.split_once('\n').unwrap())
}

fn faults(kind: &Kind, record: &Record) -> Vec<String> {
    let (_, mut faults) = kind.check(record);
    faults.extend(record.faults.iter().cloned());
    faults
        .into_iter()
        .map(|fault| match fault {
            Fault::Schema { message, .. } | Fault::Syntax { message, .. } => message,
            _ => panic!("another fault"),
        })
        .collect()
}

/// The faults of the sample of `kind` with its lines changed.
fn changed(kind: &str, change: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let (_, sample) = samples().find(|(name, _)| *name == kind).unwrap();
    let text: String = sample.lines().filter_map(|line| change(line).map(|line| line + "\n")).collect();
    assert_ne!(text, sample);
    let schemas = Schemas::built_in();
    faults(schemas.named(kind).unwrap().1, &parse("a.toml", text.into_bytes()))
}

/// The faults of the sample of `kind` without the lines that begin with `fields`.
fn without(kind: &str, fields: &[&str]) -> Vec<String> {
    changed(kind, |line| (!fields.iter().any(|field| line.starts_with(field))).then(|| line.to_owned()))
}

/// Paths of properties that no value among `values` has.
fn unused(at: &str, root: &Json, schema: &Json, values: &[Value<'_>], found: &mut Vec<String>) {
    let pointer = schema.get("$ref").and_then(Json::as_str);
    let schema = pointer.map_or(schema, |pointer| root.pointer(&pointer[1..]).unwrap());
    if let Some(items) = schema.get("items") {
        let values: Vec<_> = values.iter().flat_map(|value| value.items()).collect();
        unused(at, root, items, &values, found);
    }
    for (name, property) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
        let values: Vec<_> = values.iter().filter_map(|value| value.get(name)).collect();
        let at = format!("{at}.{name}");
        if values.is_empty() {
            found.push(at);
        } else {
            unused(&at, root, property, &values, found);
        }
    }
}

#[test]
fn a_record_with_every_field_fits() {
    let schemas = Schemas::built_in();
    for (name, text) in samples() {
        let (_, kind) = schemas.named(name).unwrap_or_else(|| panic!("no kind {name}"));
        let record = parse("a.toml", text.as_bytes().to_vec());
        assert_eq!(faults(kind, &record), Vec::<String>::new(), "{name}");
        let mut found = Vec::new();
        unused(name, &kind.schema, &kind.schema, &[record.root()], &mut found);
        assert_eq!(found, Vec::<String>::new(), "the sample doesn't use every field");
    }
}

#[test]
fn a_stewardship_that_was_decided_says_by_whom_and_on_which_grounds() {
    assert_eq!(without("stewardship", &["decided =", "decided-by"]).len(), 2);
    assert_eq!(without("stewardship", &["criteria"]), ["a stewardship needs `criteria`"]);
    assert_eq!(without("stewardship", &["conditions"]), ["a stewardship needs `conditions`"]);
    let undecided = ["outcome", "decided", "criteria", "conditions"];
    assert_eq!(without("stewardship", &undecided), Vec::<String>::new());
    let accepted = changed("stewardship", |line| match line {
        r#"outcome = "conditional""# => Some(r#"outcome = "accepted""#.to_owned()),
        _ => (!line.starts_with("conditions")).then(|| line.to_owned()),
    });
    assert_eq!(accepted, Vec::<String>::new());
}

#[test]
fn a_duplicate_names_what_is_kept_instead() {
    assert_eq!(without("request", &["duplicate-of"]), ["a request needs `duplicate-of`"]);
    assert_eq!(without("request", &["duplicate-of", "triage"]), Vec::<String>::new());
}

#[test]
fn a_meeting_that_was_held_was_led_and_attended() {
    assert_eq!(without("triage-meeting", &["facilitator", "attended"]), Vec::<String>::new());
    assert_eq!(without("triage-meeting", &["not-held", "attended"]), ["a triage-meeting needs `attended`"]);
    assert_eq!(without("triage-meeting", &["not-held"]), Vec::<String>::new());
}

#[test]
fn a_swap_has_two_sides_and_a_reason() {
    assert_eq!(without("rotation", &["in-return"]), ["this entry of `swaps` needs `in-return`"]);
    assert_eq!(without("rotation", &["reason"]), ["this entry of `swaps` needs `reason`"]);
}

#[test]
fn a_quarter_is_one_of_four() {
    let found = changed("goal", |line| Some(line.replace("2020-21 Q2", "2020-21 Q5")));
    assert_eq!(found, [r#"`quarter` can't be written "2020-21 Q5""#]);
}
