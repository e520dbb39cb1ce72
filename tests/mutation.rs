//! Random edits of the real records: whatever the reader meets, it panics never, its places lie in the text,
//! and it says the same thing twice. So are the schemas, which come from anybody, too: none leads into a
//! circle or takes more than its share. `SEED` and `TRIALS` try others and more.

use std::fs;
use std::path::Path;

use crate::trials::{Random, trials};
use serde_json::{Value as Json, json};
use teambook::check;
use teambook::record::{Fault, Record, Value, parse};
use teambook::workspace::Workspace;
use teambook::workspace::files::Files;
use teambook::workspace::kind::BUILT_IN;
use teambook::workspace::schema::Kind;

/// Pieces that have broken readers before.
const PIECES: &[&str] = &[
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "=",
    ".",
    ",",
    "#",
    "+++\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[2J",
    "é",
    "😀",
    "0000-01-01",
    "9999-12-31",
    "2020-02-30",
    "2020-13-01T25:00",
    "-",
    "\\",
    "\\u0000",
    "\\ud800",
    "1e999",
    "nan",
    "inf",
    "99999999999999999999",
    "0x",
    "true",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "was = [\"\"]\n",
    "[a]\n[a]\n",
    "a.b.c = 1\n",
    "\"\" = 1\n",
    "[[team]]\n",
    "~0/~1",
    "{}",
    "[[[[[[[[",
    "}}}}}",
];

fn mutate(text: &str, random: &mut Random) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.next(3) {
        let at = random.next(bytes.len() + 1);
        match random.next(5) {
            0 => {
                let end = (at + random.next(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            1 => {
                let piece = PIECES[random.next(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
            2 if at < bytes.len() => bytes[at] = random.next(256) as u8,
            3 => {
                let end = (at + random.next(60)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => bytes.truncate(at),
        }
    }
    bytes
}

fn records() -> Vec<(String, String)> {
    fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
        let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(root, &root.join("records"), &mut found);
    found.push(("teambook.toml".to_owned(), fs::read_to_string(root.join("teambook.toml")).unwrap()));
    found
}

/// Looks at each value, and at the text at its place.
fn walk(value: Value<'_>) {
    for part in [value.span(), value.key_span()] {
        assert!(
            value.record.source.text.get(part.range()).is_some(),
            "{part:?} of {:?}",
            value.record.source.text
        );
    }
    value.entries().chain(value.items()).for_each(walk);
}

#[test]
fn the_reader_takes_anything() {
    let records = records();
    let mut random = Random::new(0x2545_F491_4F6C_DD1D);
    for round in 0..trials(4_000) {
        let (path, text) = random.of(&records);
        let bytes = mutate(text, &mut random);
        let record = parse(&**path, bytes.clone());
        for fault in &record.faults {
            if let Fault::Syntax { span, .. } | Fault::Conflict(span) | Fault::Newer { span, .. } = fault {
                let is_text = record.source.text.get(span.range()).is_some();
                assert!(is_text, "round {round}: {fault:?} in {:?}", record.source.text);
            }
        }
        walk(record.root());
    }
}

#[test]
fn the_check_takes_anything_and_says_the_same_twice() {
    let records = records();
    let mut random = Random::new(0x9E37_79B9_7F4A_7C15);
    for round in 0..trials(4_000) / 40 {
        let mut mutated = records.clone();
        for _ in 0..=random.next(4) {
            let index = random.next(mutated.len());
            let bytes = mutate(&mutated[index].1, &mut random);
            mutated[index].1 = String::from_utf8_lossy(&bytes).into_owned();
        }
        let told = || {
            let files = Files::from_texts(&mutated);
            let workspace = Workspace::new(&files, jiff::civil::date(2026, 11, 21));
            let outcome = check::check(&workspace);
            let mut told = Vec::new();
            for finding in &outcome.findings {
                let source = &outcome.sources.get(finding.at.file).source;
                assert!(source.text.get(finding.at.span.range()).is_some(), "round {round}: {finding:?}");
                told.push((
                    source.path.to_string(),
                    finding.at.span,
                    finding.rule.name().to_owned(),
                    finding.message.clone(),
                ));
            }
            told
        };
        assert_eq!(told(), told(), "round {round}");
    }
}

/// The addresses of all values in `schema`, as JSON pointers.
fn pointers(schema: &Json, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match schema {
        Json::Object(entries) => {
            for (key, value) in entries {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, &format!("{at}/{key}"), found);
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Puts something else in place of a part of `schema`: a `$ref`, several of it, another part, what is no
/// schema.
fn mutate_schema(schema: &mut Json, random: &mut Random) {
    let mut all = Vec::new();
    pointers(schema, "", &mut all);
    let any = |random: &mut Random| all[random.next(all.len())].clone();
    // Twice as often where a schema stands, so that most are still ones.
    let is_schema = |at: &&String| schema.pointer(at).is_some_and(|part| part.get("type").is_some());
    let schemas: Vec<String> = all.iter().filter(is_schema).cloned().collect();
    let at = if schemas.is_empty() || random.next(3) == 0 {
        any(random)
    } else {
        schemas[random.next(schemas.len())].clone()
    };
    let to = if schemas.is_empty() || random.next(3) == 0 {
        any(random)
    } else {
        schemas[random.next(schemas.len())].clone()
    };
    let (part, other) = (schema.pointer(&at).cloned().unwrap(), schema.pointer(&to).cloned().unwrap());
    let led = json!({ "$ref": format!("#{to}") });
    let key = ["allOf", "anyOf", "oneOf", "items"][random.next(4)];
    let pattern = ["(?<=a.*)b", "(.*a){30}b", "(", "^(a|aa)+$", r"^\p{L}+$"][random.next(5)];
    let new = match random.next(12) {
        0 | 1 => led,
        2 | 3 => json!({ key: [part, led] }),
        4 => json!({ key: [led, led], "x-ref": "person" }),
        5 => json!({ "not": part, "if": led, "then": other, "else": led }),
        6 => json!({ "properties": { "a": led, "name": part }, "patternProperties": { ".": led } }),
        7 => json!({ "type": "array", "items": led, "contains": part, "uniqueItems": true }),
        8 => json!({ "type": "string", "pattern": pattern, "format": "regex" }),
        9 => {
            json!({ "type": "object", "additionalProperties": part, "propertyNames": led, "dependencies": { "name": led } })
        }
        10 => other,
        _ => [json!(null), json!([]), json!(1e300), json!(-1), json!("a"), json!(false)][random.next(6)]
            .clone(),
    };
    *schema.pointer_mut(&at).unwrap() = new;
}

#[test]
fn a_schema_may_say_anything() {
    let mut random = Random::new(0xD1B5_4A32_D192_ED03);
    let records = records();
    let nested = format!("{} = 1\n", vec!["a"; 79].join("."));
    let (mut usable, mut refused) = (0, 0);
    for round in 0..trials(4_000) / 4 {
        let (name, text) = BUILT_IN[random.next(BUILT_IN.len())];
        let mut schema: Json = serde_json::from_str(text).unwrap();
        let folder = schema["x-folder"].as_str().unwrap().to_owned();
        for _ in 0..=random.next(12) {
            mutate_schema(&mut schema, &mut random);
        }
        if let (Some(schema), true) = (schema.as_object_mut(), random.next(20) > 0) {
            schema.insert("x-kind".to_owned(), json!(name));
            schema.insert("x-folder".to_owned(), json!(folder));
        }
        match Kind::new(&schema.to_string(), false) {
            Ok(kind) => {
                usable += 1;
                let of_kind =
                    records.iter().filter(|(path, _)| path.starts_with(&format!("records/{folder}/")));
                let texts =
                    of_kind.take(2).map(|(_, text)| text.as_str()).chain([&*nested, "a = [[[[[1]]]]]\n"]);
                for text in texts {
                    let record: Record = parse("record", text.as_bytes().to_vec());
                    let (references, faults) = kind.check(&record);
                    let places = references.len() + faults.len();
                    assert!(places <= 20_000, "round {round}: {places} places");
                }
            }
            Err(message) => {
                refused += 1;
                assert!(!message.is_empty(), "round {round}");
            }
        }
    }
    assert!(usable > 0 && refused > 0, "{usable} schemas could be used, {refused} couldn't");
}
