//! The JSON Schema library's errors in the words of records.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value as Json;

use super::plan::Plan;
use crate::base::nearest::nearest;
use crate::base::source::Span;
use crate::record::{Fault, Record, Value};

/// The schema of the field `name` in `schema`, with `$ref` and the items of a list passed through.
pub(super) fn property<'s>(root: &'s Json, schema: &'s Json, name: &str) -> Option<&'s Json> {
    let mut schema = schema;
    for _ in 0..16 {
        if let Some(found) = schema.get("properties").and_then(|properties| properties.get(name)) {
            return resolve(root, found);
        }
        schema = match schema.get("$ref").and_then(Json::as_str) {
            Some(pointer) => root.pointer(pointer.strip_prefix('#')?)?,
            None => schema.get("items").or_else(|| schema.get("additionalProperties"))?,
        };
    }
    None
}

fn resolve<'s>(root: &'s Json, schema: &'s Json) -> Option<&'s Json> {
    match schema.get("$ref").and_then(Json::as_str) {
        Some(pointer) if schema.get("description").is_none() => root.pointer(pointer.strip_prefix('#')?),
        _ => Some(schema),
    }
}

/// An error with the value it is about.
struct Mismatch<'a, 'e> {
    value: Value<'a>,
    error: &'e ValidationError<'e>,
}

/// At most this many faults of one record, or of one table in it, are reported.
pub(super) const MOST: usize = 1_000;

/// At most this many bytes of a value or a schema are quoted: either may be megabytes long.
const LONGEST_WORDS: usize = 2_000;

/// The faults that `errors` stand for: one for each cause.
pub(super) fn faults(
    schema: &Json,
    plan: &Plan,
    record: &Record,
    errors: &[ValidationError<'_>],
    kind: &str,
) -> Vec<Fault> {
    let mismatches: Vec<Mismatch<'_, '_>> = errors
        .iter()
        .map(|error| Mismatch { value: find(record, error.instance_path().as_str()), error })
        .collect();
    let mut faults = Vec::new();
    let mut of_tables: BTreeMap<u32, Vec<&Mismatch<'_, '_>>> = BTreeMap::new();
    for mismatch in mismatches.iter().filter(|mismatch| is_about_keys(mismatch.error)) {
        of_tables.entry(mismatch.value.node).or_default().push(mismatch);
    }
    for mismatch in &mismatches {
        if is_about_keys(mismatch.error) {
            if let Some(of_table) = of_tables.remove(&mismatch.value.node) {
                keys(schema, plan, &of_table, mismatch.value, kind, &mut faults);
            }
        } else {
            faults.push(value_fault(schema, mismatch));
        }
    }
    faults.dedup_by(|a, b| a == b);
    if errors.len() >= MOST || faults.len() >= MOST {
        faults.truncate(MOST);
        faults.push(Fault::Schema {
            span: place_of(record.root()),
            table: 0,
            message: format!("at most {MOST} faults of a file are reported"),
            help: Some("fix those first; the next check reports the rest".to_owned()),
            instead: None,
        });
    }
    for fault in &mut faults {
        if let Fault::Schema { message, help, .. } = fault {
            [Some(message), help.as_mut()].into_iter().flatten().for_each(cut);
        }
    }
    faults
}

fn cut(words: &mut String) {
    if words.len() > LONGEST_WORDS {
        let end = (0..=LONGEST_WORDS).rev().find(|end| words.is_char_boundary(*end));
        words.truncate(end.unwrap_or_default());
        words.push_str(" …");
    }
}

fn is_about_keys(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), Kind::Required { .. } | Kind::AdditionalProperties { .. })
}

/// The value at a JSON pointer.
fn find<'a>(record: &'a Record, pointer: &str) -> Value<'a> {
    let mut value = record.root();
    for segment in pointer.split('/').skip(1) {
        let segment = segment.replace("~1", "/").replace("~0", "~");
        let next = if value.is_list() {
            segment.parse().ok().and_then(|index| value.item(index))
        } else {
            value.get(&segment)
        };
        match next {
            Some(next) => value = next,
            None => break,
        }
    }
    value
}

/// Missing and unknown fields of one table. A missing `starts` and an unknown `start` are one fault.
fn keys(
    schema: &Json,
    plan: &Plan,
    mismatches: &[&Mismatch<'_, '_>],
    table: Value<'_>,
    kind: &str,
    faults: &mut Vec<Fault>,
) {
    let mut missing: Vec<&str> = Vec::new();
    let mut unknown: BTreeSet<&str> = BTreeSet::new();
    for mismatch in mismatches {
        match mismatch.error.kind() {
            Kind::Required { property } => missing.extend(property.as_str()),
            Kind::AdditionalProperties { unexpected } => {
                unknown.extend(unexpected.iter().map(String::as_str));
            }
            _ => {}
        }
    }
    missing.dedup();
    let path = table.path();
    let known = plan.properties_at(path.iter().copied());
    let free: Vec<&str> = known.iter().copied().filter(|name| table.get(name).is_none()).collect();
    for entry in table.entries().filter(|entry| unknown.contains(entry.key())).take(MOST) {
        let name = entry.key();
        let found = nearest(name, missing.iter().copied()).or_else(|| nearest(name, free.iter().copied()));
        if let Some(found) = found {
            missing.retain(|name| *name != found);
        }
        let of_record = table.node != 0 && plan.properties_at([].into_iter()).contains(&name);
        let help = match found {
            _ if of_record => {
                let header = table.record.slice(table.span()).lines().next().unwrap_or_default().to_owned();
                format!(
                    "`{name}` belongs to the whole {kind}: move it up, above the first `[`; here it is part of `{header}`"
                )
            }
            Some(found) => format!("did you mean `{found}`? {}", describe(schema, &path, found)),
            None if known.is_empty() => "remove it".to_owned(),
            None => format!("remove it, or use one of: {}", known.join(", ")),
        };
        faults.push(Fault::Schema {
            span: entry.key_span(),
            table: table.node,
            message: format!("{} has no field `{name}`", owner(table, kind)),
            help: Some(help.trim_end().to_owned()),
            instead: found.map(str::to_owned),
        });
    }
    for name in missing {
        let description = describe(schema, &path, name);
        faults.push(Fault::Schema {
            span: place_of(table),
            table: table.node,
            message: format!("{} needs `{name}`", owner(table, kind)),
            help: Some(if description.is_empty() {
                format!("add `{name}`")
            } else {
                format!("add it: {description}")
            }),
            instead: None,
        });
    }
}

fn describe(schema: &Json, path: &[&str], name: &str) -> String {
    let mut at = schema;
    for step in path {
        match property(schema, at, step) {
            Some(next) => at = next,
            None => return String::new(),
        }
    }
    let found = property(schema, at, name).and_then(|found| found.get("description")).and_then(Json::as_str);
    found.map_or_else(String::new, |text| format!("`{name}` is: {text}"))
}

/// What a table is called: the record's kind, or the key that it stands under.
fn owner(table: Value<'_>, kind: &str) -> String {
    if table.node == 0 {
        return match kind {
            "settings" => "teambook.toml".to_owned(),
            _ => format!("{} {kind}", if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }),
        };
    }
    match (table.key(), table.parent().key()) {
        ("", list) => format!("this entry of `{list}`"),
        (key, _) => format!("`{key}`"),
    }
}

/// Where to point for a table as a whole: at its header or braces; for the whole file at its first field.
fn place_of(table: Value<'_>) -> Span {
    if table.node != 0 {
        return table.span();
    }
    table.entries().next().map_or(Span::empty(0), Value::key_span)
}

fn value_fault(schema: &Json, mismatch: &Mismatch<'_, '_>) -> Fault {
    let value = mismatch.value;
    let name = match value.key() {
        "" => format!("an item of `{}`", value.parent().key()),
        key => format!("`{key}`"),
    };
    let written = value.record.slice(value.span());
    let names = value.path();
    let about = || match names.split_last() {
        Some((last, path)) => describe(schema, path, last),
        None => String::new(),
    };
    let mut instead = None;
    let (message, help) = match mismatch.error.kind() {
        Kind::Type { kind } => {
            let expected = expected(schema, &names, kind);
            (format!("{name} is {} and must be {expected}", value.type_name()), about())
        }
        Kind::Enum { options } => {
            let options: Vec<&str> =
                options.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
            let found = value.as_str().and_then(|text| nearest(text, options.iter().copied()));
            instead = found.map(|found| format!("\"{found}\""));
            let guess = found.map_or_else(String::new, |found| format!("did you mean \"{found}\"? "));
            (format!("{name} can't be {written}"), format!("{guess}it is one of: {}", options.join(", ")))
        }
        Kind::Format { format } if format == "date" => {
            (format!("{name} is {written}, which is no date"), "a date is written 2020-11-25".to_owned())
        }
        Kind::Format { format } if format == "regex" => (
            format!("{name} is {written}, which can't be used as a regular expression"),
            "write one that isn't too large and looks neither ahead nor behind nor back: without `(?=`, `(?!`, `(?<` and `\\1`"
                .to_owned(),
        ),
        Kind::Pattern { .. } | Kind::Format { .. } => (format!("{name} can't be written {written}"), about()),
        Kind::MinLength { .. } => (format!("{name} is empty"), about()),
        Kind::MinItems { limit } => {
            (format!("{name} is a list of {} and needs at least {limit}", value.items().len()), about())
        }
        Kind::MaxItems { limit } => {
            (format!("{name} is a list of {} and can hold at most {limit}", value.items().len()), about())
        }
        Kind::UniqueItems => (format!("{name} says the same thing twice"), "keep one of the two".to_owned()),
        Kind::Minimum { limit } => (format!("{name} is {written} and must be at least {limit}"), about()),
        Kind::Maximum { limit } => (format!("{name} is {written} and can be at most {limit}"), about()),
        Kind::ExclusiveMinimum { limit } => {
            (format!("{name} is {written} and must be more than {limit}"), about())
        }
        Kind::ExclusiveMaximum { limit } => {
            (format!("{name} is {written} and must be less than {limit}"), about())
        }
        Kind::Constant { expected_value } => (format!("{name} must be {expected_value}"), about()),
        Kind::PropertyNames { .. } => (format!("a name in {name} isn't allowed"), about()),
        _ => (format!("{name} isn't as the schema wants it: {}", mismatch.error.masked()), about()),
    };
    let span =
        if matches!(mismatch.error.kind(), Kind::UniqueItems) { repeated(value) } else { value.span() };
    let span = if value.node == 0 { place_of(value) } else { span };
    Fault::Schema {
        span,
        table: value.record.tree.table_of(value.parent().node),
        message,
        help: Some(help).filter(|help| !help.is_empty()),
        instead,
    }
}

/// The second of two equal items.
fn repeated(list: Value<'_>) -> Span {
    let mut known = BTreeSet::new();
    let second = list.items().find(|item| !known.insert(list.record.slice(item.span())));
    second.map_or(list.span(), Value::span)
}

/// The types that a schema allows, in words; a date where its text must be one.
fn expected(schema: &Json, names: &[&str], kind: &TypeKind) -> String {
    let mut at = Some(schema);
    for name in names {
        at = at.and_then(|found| property(schema, found, name));
    }
    if at.and_then(|found| found.get("format")).and_then(Json::as_str) == Some("date") {
        return "a date such as 2020-11-25".to_owned();
    }
    let words = |name: String| match name.as_str() {
        "string" => "text".to_owned(),
        "integer" => "a whole number".to_owned(),
        "number" => "a number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "array" => "a list".to_owned(),
        "object" => "a table".to_owned(),
        other => other.to_owned(),
    };
    match kind {
        TypeKind::Single(one) => words(one.to_string()),
        TypeKind::Multiple(many) => {
            many.iter().map(|one| words(one.to_string())).collect::<Vec<_>>().join(" or ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::{Fault, MOST};
    use crate::record::parse;

    /// What a record `text` has that `schema` doesn't want, as the marked text and the words.
    fn told(schema: &str, text: &str) -> Vec<(String, String)> {
        let schema = format!(r#"{{"x-kind": "vendor", "x-folder": "vendors", {schema}}}"#);
        let record = parse("records/vendors/acme.toml", text.as_bytes().to_vec());
        let faults = Kind::new(&schema, false).unwrap().check(&record).1;
        let words = |fault| match fault {
            Fault::Schema { span, message, .. } => (record.slice(span).to_owned(), message),
            other => panic!("{other:?}"),
        };
        faults.into_iter().map(words).collect()
    }

    #[test]
    fn of_many_faults_at_most_the_limit_is_reported_and_that_there_are_more() {
        let items = r#""properties": {"x": {"items": {"type": "string"}}}"#;
        let list = |number: usize| format!("x = [{}]", "1, ".repeat(number));
        assert_eq!(told(items, &list(7)).len(), 7);
        // One reported fault may stand for many, including some that weren't looked at.
        let string = r#"{"type": "string"}"#;
        let twice = items.replace(string, &format!(r#"{{"allOf": [{string}, {string}]}}"#));
        let repeated = told(&twice, &list(600));
        assert!(repeated.last().unwrap().1.starts_with("at most"), "{}", repeated.len());
        let keys = r#""properties": {"x": {}}, "additionalProperties": false"#;
        let table: String = (0..200_000).map(|number| format!("y{number} = 1\n")).collect();
        // Nothing here may take the square of the time that a tenth of it takes.
        for (schema, text) in [(items, list(1_000_000)), (keys, table)] {
            let told = told(schema, &text);
            assert_eq!(told.len(), MOST + 1);
            assert_eq!(told[MOST].1, "at most 1000 faults of a file are reported");
        }
    }

    #[test]
    fn the_second_of_two_equal_items_is_found_in_a_long_list() {
        let items: String = (0..200_000).map(|number| format!("{number}, ")).collect();
        let told = told(r#""properties": {"x": {"uniqueItems": true}}"#, &format!("x = [{items}199_999, 7]"));
        assert_eq!(told, [("7".to_owned(), "`x` says the same thing twice".to_owned())]);
    }

    #[test]
    fn words_about_a_long_value_are_cut() {
        let told = told(
            r#""properties": {"x": {"maxLength": 9, "enum": ["a"]}}"#,
            &format!("x = '{}'", "é".repeat(9_000)),
        );
        assert!(told.iter().all(|(_, words)| words.len() < 2_100), "{told:?}");
        assert!(told.iter().any(|(_, words)| words.ends_with(" …")), "{told:?}");
    }
}
