//! Random edits of the real records: whatever the reader meets, it panics never, its places lie in the text,
//! and it says the same thing twice. The edits follow from a fixed seed;
//! `MUTATIONS=100000 cargo test --test mutation` tries more of them.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use std::fs;
use std::path::Path;

use teambook::check;
use teambook::files::Files;
use teambook::record::{Fault, Value, parse};
use teambook::workspace::Workspace;

/// A small generator of numbers that are random enough.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

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

fn mutations() -> usize {
    std::env::var("MUTATIONS").ok().and_then(|number| number.parse().ok()).unwrap_or(4_000)
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
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for round in 0..mutations() {
        let (path, text) = &records[random.next(records.len())];
        let bytes = mutate(text, &mut random);
        let record = parse::parse(&**path, bytes.clone());
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
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..mutations() / 40 {
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
                let source = &files.get(finding.at.record).source;
                assert!(source.text.get(finding.at.span.range()).is_some(), "round {round}: {finding:?}");
                told.push((
                    source.path.to_string(),
                    finding.at.span,
                    finding.rule.name,
                    finding.message.clone(),
                ));
            }
            told
        };
        assert_eq!(told(), told(), "round {round}");
    }
}
