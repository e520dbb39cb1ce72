use std::collections::BTreeMap;

use super::finding::{Edit, Place, Suggestion};
use super::prelude::*;
use crate::base::source::{Span, is_suspicious, joins};
use crate::record::{Fault, Record, Value};

pub(super) static RULE: Rule = Rule {
    name: "suspicious-characters",
    level: Level::Error,
    subject: Subject::Reading,
    summary: "a record holds a character that can't be seen, or that changes how the text is shown",
    why: "Such a character can hide words, show them in another order or act on a terminal, so that a reviewer approves what isn't there.",
    help: "take it out, or retype the word",
    source: "records come from strangers: a pull request can hold anything",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Record(check),
};

/// Where one character stands: the first place, and how often in all.
struct Suspicion {
    first: Span,
    raw: Vec<Span>,
    times: usize,
}

fn check(record: &Record, _: &View<'_>, findings: &mut Findings) {
    let mut found: BTreeMap<char, Suspicion> = BTreeMap::new();
    in_text(record, &mut found);
    let mut spelt: BTreeMap<char, Suspicion> = BTreeMap::new();
    if record.tree.unescaped.contains(is_suspicious) {
        in_escapes(record, record.root(), &mut spelt);
    }
    for (c, found, is_spelt) in found
        .iter()
        .map(|(c, found)| (*c, found, false))
        .chain(spelt.iter().map(|(c, found)| (*c, found, true)))
    {
        let place = Place::new(record, found.first);
        if c == '\u{feff}' && found.first.start == 0 {
            let finding = findings.report(place, "the file begins with a byte-order mark");
            finding.help("save it as UTF-8 without a byte-order mark");
            finding.suggestion = Some(removal(record, &found.raw[..1], true));
            continue;
        }
        let name = format!("a character that {} (U+{:04X})", effect(c), c as u32);
        let times = match found.times {
            1 => String::new(),
            times => format!(", {times} times in all"),
        };
        if is_spelt {
            findings
                .report(place, format!("{name} is written here as an escape{times}"))
                .help("take the escape out, or write the character that is meant");
        } else {
            let finding = findings.report(place, format!("{name} is here{times}"));
            finding.suggestion = Some(removal(record, &found.raw, false));
        }
    }
}

fn removal(record: &Record, spans: &[Span], is_safe: bool) -> Suggestion {
    let edit = |span: &Span| Edit { place: Place::new(record, *span), text: String::new() };
    Suggestion { title: "take it out".into(), edits: spans.iter().map(edit).collect(), is_safe }
}

fn in_text(record: &Record, found: &mut BTreeMap<char, Suspicion>) {
    let text = &*record.source.text;
    // Most files are plain ASCII with line ends: one quick look is enough.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    // Without a way out in between, so that many bytes are looked at together.
    if text.bytes().fold(true, |all, byte| all & is_plain(byte)) {
        return;
    }
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let is_line_end = c == '\r' && after == Some('\n');
        if is_suspicious(c) && !is_line_end && !joins(c, before, after) {
            let span = Span::new(at, at + c.len_utf8());
            if !is_reported(record, span) {
                add(found, c, span, true);
            }
        }
        before = Some(c);
    }
}

/// Whether `unreadable-record` points at this very character already.
fn is_reported(record: &Record, at: Span) -> bool {
    record.faults.iter().any(|fault| matches!(fault, Fault::Syntax { span, .. } if *span == at))
}

/// Characters that strings spell with escapes.
fn in_escapes(record: &Record, value: Value<'_>, found: &mut BTreeMap<char, Suspicion>) {
    if let Some(text) = value.as_str() {
        look(record, text, value.span(), found);
    }
    for child in value.entries().chain(value.items()) {
        look(record, child.key(), child.key_span(), found);
        in_escapes(record, child, found);
    }
}

fn look(record: &Record, text: &str, span: Span, found: &mut BTreeMap<char, Suspicion>) {
    for c in text.chars().filter(|c| is_suspicious(*c) && *c != '\r') {
        if !record.slice(span).contains(c) {
            add(found, c, span, false);
        }
    }
}

fn add(found: &mut BTreeMap<char, Suspicion>, c: char, span: Span, is_raw: bool) {
    let entry = found.entry(c).or_insert_with(|| Suspicion { first: span, raw: Vec::new(), times: 0 });
    entry.times += 1;
    if is_raw {
        entry.raw.push(span);
    }
}

const fn effect(c: char) -> &'static str {
    match c {
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "turns the direction of text"
        }
        '\u{2028}' | '\u{2029}' => "breaks the line only for some programs",
        '\r' => "takes the cursor back to the line's beginning",
        '\0'..='\u{9f}' => "is a command to a terminal",
        _ => "can't be seen",
    }
}

const BAD: &str = r#"
#- records/people/petr.toml
name = "Petr\u202e"
#      ^^^^^^^^^^^^ a character that turns the direction of text (U+202E) is written here as an escape
roles = [{ role = "engineer" }]
"#;

const MEND: &str = r#"
#~ records/people/petr.toml
- name = "Petr\u202e"
+ name = "Petr\u00e9"
"#;

cases! { r#"
=== a control character that TOML refuses is reported only as that -> unreadable-record
#- records/teams/green.toml
name = "Gr{U+0007}een"
category = "product"

=== each character is reported once in prose
#- records/people/petr.toml (removed)
#- records/people/petr.md
+++
name = "Petr"
roles = [{ role = "engineer" }]
+++
a{U+200B}b{U+200B}
 ^ a character that can't be seen (U+200B) is here, 2 times in all
{U+001B}[2J
^ a character that is a command to a terminal (U+001B) is here

=== a byte-order mark is reported
#- records/teams/green.toml
{U+FEFF}#
^ the file begins with a byte-order mark
name = "Green"
category = "product"

=== letters, emoji, tabs and line ends are not reported
#- records/people/petr.toml (removed)
#- records/people/petr.md
+++
name = "Petr"
roles = [{ role = "engineer" }]
+++
Zoë — “hi”{U+000D}
👩{U+200D}🔬 ❤{U+FE0F}{U+200D}🔥 می{U+200C}خواهم{U+0009}x{U+000D}
"# }
