//! From a file's bytes to a record: text, TOML, front matter. What is wrong on the way becomes a fault.

use std::sync::Arc;

use jiff::civil::Date;
use toml::de::{DeString, DeTable, DeValue};
use toml::{Spanned, de::DeInteger};

use super::front_matter::{self, NotSplit};
use super::tree::{Children, Data, Node, TextRange, Tree};
use super::{Fault, Record, quick, syntax};
use crate::base::source::Span;

/// Reads `bytes` as the record at `path`, a path from the workspace's root.
pub fn parse(path: impl Into<Arc<str>>, bytes: Vec<u8>) -> Record {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return not_utf8(path.into(), &error),
    };
    let mut record = Record::empty(path, "", Vec::new());
    fill(&mut record, &text);
    record.source.text = text.into_boxed_str();
    record
}

/// Reads `text`, which is all of `record`'s file.
fn fill(record: &mut Record, text: &str) {
    if text.starts_with("version https://git-lfs.github.com/spec/") {
        record.faults.push(Fault::Stray {
            message: "this is a pointer to a file that Git LFS keeps elsewhere, not the record itself".into(),
            help: "keep records out of LFS: remove the pattern from .gitattributes, then `git add --renormalize .`"
                .into(),
        });
        return;
    }
    let conflicts = conflicts(text);
    if !conflicts.is_empty() {
        record.faults.extend(conflicts.into_iter().map(Fault::Conflict));
        return;
    }
    let mut toml = Span::new(0, text.len());
    if record.source.path.ends_with(".md") {
        match front_matter::split(text) {
            Ok(parts) => {
                record.prose = Some(parts.prose);
                toml = parts.toml;
            }
            Err(problem) => {
                record.faults.push(unsplit(text, &problem));
                return;
            }
        }
    }
    parse_toml(record, text, toml);
}

fn not_utf8(path: Arc<str>, error: &std::string::FromUtf8Error) -> Record {
    let good = error.utf8_error().valid_up_to();
    let line = error.as_bytes()[..good].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let fault = Fault::Stray {
        message: format!(
            "the file isn't UTF-8 text: byte {} on line {line} belongs to no character",
            good + 1
        ),
        help: "save it as UTF-8".into(),
    };
    Record::empty(path, "", vec![fault])
}

fn unsplit(text: &str, problem: &NotSplit) -> Fault {
    let fault =
        |span, message: &str, help: &str| Fault::Syntax { span, message: message.into(), help: help.into() };
    match *problem {
        NotSplit::NotOpened(span) => {
            let help = match text[span.range()].trim() {
                "---" => "write `+++` in place of `---`, and the fields between as TOML: name = \"Petr\"",
                first if first.len() > 1 && first.bytes().all(|byte| byte == b'+') => {
                    "write just three `+`, at the beginning of the line"
                }
                _ => {
                    "add the fields between two `+++` lines above the prose; a page that is no record is named README.md"
                }
            };
            fault(
                span,
                "a record in Markdown begins with a line `+++`, its fields, and a second line `+++`",
                help,
            )
        }
        NotSplit::NotClosed(span) => match nearly_closed(text, span.end as usize) {
            Some(line) => {
                fault(line, "the fields end with a line of just `+++`", "write three `+`, and nothing else")
            }
            None => fault(
                span,
                "the fields that begin at this `+++` never end",
                "add a line `+++` below the last field",
            ),
        },
    }
}

/// A line behind `from` that was meant to close the fields.
fn nearly_closed(text: &str, from: usize) -> Option<Span> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let meant = line.trim();
        if meant == "---" || meant.starts_with('+') && meant.bytes().all(|byte| byte == b'+') {
            let start = at + line.len() - line.trim_start().len();
            return Some(Span::new(start, start + meant.len()));
        }
        at += line.len();
    }
    None
}

/// The first line of each conflict that git left in `text`.
fn conflicts(text: &str) -> Vec<Span> {
    if !text.contains("<<<<<<< ") || !text.contains(">>>>>>> ") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut open = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") {
            open = Some(Span::new(at, at + line.trim_end().len()));
        } else if line.starts_with(">>>>>>> ") {
            found.extend(open.take());
        }
        at += line.len();
    }
    found
}

/// Parses `text[part]` into `record`'s tree.
fn parse_toml(record: &mut Record, text: &str, part: Span) {
    let input = &text[part.range()];
    if let Some(tree) = quick::parse(input, part.start) {
        record.tree = tree;
        return;
    }
    parse_thoroughly(record, input, part);
}

/// Parses `input`, which is `part` of the file, whatever it holds.
pub(super) fn parse_thoroughly(record: &mut Record, input: &str, part: Span) {
    let (table, errors) = DeTable::parse_recoverable(input);
    if !errors.is_empty() {
        record.faults = syntax::faults(input, part.start);
    }
    let mut lowering = Lowering {
        input,
        offset: part.start,
        nodes: Vec::new(),
        unescaped: String::new(),
        faults: Vec::new(),
    };
    lowering.nodes.push(Tree::default().nodes[0]);
    lowering.table(0, table.into_inner());
    if errors.is_empty() {
        record.faults.append(&mut lowering.faults);
    }
    record.tree =
        Tree { nodes: lowering.nodes.into_boxed_slice(), unescaped: lowering.unescaped.into_boxed_str() };
}

/// Turns the parser's tables into a [`Tree`].
struct Lowering<'i> {
    input: &'i str,
    offset: u32,
    nodes: Vec<Node>,
    unescaped: String,
    faults: Vec<Fault>,
}

impl<'i> Lowering<'i> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(range.start, range.end).shifted(self.offset)
    }

    /// Where `string` stands: in the input if it was borrowed from it, else in `unescaped`.
    fn text(&mut self, string: &DeString<'i>) -> TextRange {
        if let std::borrow::Cow::Borrowed(part) = string {
            let start = (part.as_ptr() as usize).wrapping_sub(self.input.as_ptr() as usize);
            if start <= self.input.len() && self.input.get(start..start + part.len()) == Some(*part) {
                return TextRange { span: self.span(start..start + part.len()), unescaped: false };
            }
        }
        let start = self.unescaped.len();
        self.unescaped.push_str(string);
        TextRange { span: Span::new(start, self.unescaped.len()), unescaped: true }
    }

    /// Reserves `len` nodes below `parent`.
    fn reserve(&mut self, parent: u32, len: usize) -> Children {
        let first = self.nodes.len() as u32;
        let blank = Node {
            key: TextRange::default(),
            key_span: Span::default(),
            span: Span::default(),
            parent,
            data: Data::Moment,
        };
        self.nodes.resize(self.nodes.len() + len, blank);
        Children { first, len: len as u32 }
    }

    fn table(&mut self, parent: u32, table: DeTable<'i>) {
        let mut entries: Vec<_> = table.into_iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let children = self.reserve(parent, entries.len());
        self.nodes[parent as usize].data = Data::Table(children);
        for (node, (key, value)) in children.range().zip(entries) {
            let text = self.text(key.get_ref());
            self.nodes[node].key = text;
            self.nodes[node].key_span = self.span(key.span());
            self.value(node as u32, value);
        }
    }

    fn value(&mut self, node: u32, value: Spanned<DeValue<'i>>) {
        let range = value.span();
        let span = self.span(range.clone());
        self.nodes[node as usize].span = span;
        let data = match value.into_inner() {
            DeValue::Boolean(value) => Data::Boolean(value),
            DeValue::Integer(number) => Data::Integer(self.integer(&number, span)),
            DeValue::Float(number) => Data::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::String(string) => {
                if matches!(string, std::borrow::Cow::Owned(_)) && has_newer_escape(&self.input[range]) {
                    self.faults.push(Fault::Newer { span, what: r"the escape `\e` or `\x`" });
                }
                Data::String(self.text(&string))
            }
            DeValue::Datetime(moment) => {
                if moment.time.is_some_and(|time| time.second.is_none()) {
                    self.faults.push(Fault::Newer { span, what: "a time without seconds" });
                }
                match (moment.date, moment.time) {
                    (Some(date), None) => self::date(date).map_or(Data::Moment, Data::Date),
                    _ => Data::Moment,
                }
            }
            DeValue::Array(items) => {
                let children = self.reserve(node, items.len());
                self.nodes[node as usize].data = Data::List(children);
                for (child, item) in children.range().zip(items) {
                    self.value(child as u32, item);
                }
                return;
            }
            DeValue::Table(table) => {
                self.table(node, table);
                self.check_inline(node, range);
                return;
            }
        };
        self.nodes[node as usize].data = data;
    }

    fn integer(&mut self, number: &DeInteger<'i>, span: Span) -> i64 {
        i64::from_str_radix(number.as_str(), number.radix()).unwrap_or_else(|_| {
            self.faults.push(Fault::Syntax {
                span,
                message: "the number is too large".into(),
                help: "write a smaller one".into(),
            });
            0
        })
    }

    /// TOML 1.0 wants an inline table on one line, without a comma after its last value.
    fn check_inline(&mut self, node: u32, range: std::ops::Range<usize>) {
        let span = self.span(range.clone());
        if !self.input[range.clone()].starts_with('{') {
            return;
        }
        let Data::Table(children) = self.nodes[node as usize].data else { return };
        let mut at = range.start + 1;
        for child in children.range() {
            let start = (self.nodes[child].key_span.start - self.offset) as usize;
            let newline = self.input.get(at..start).is_some_and(|gap| gap.contains('\n'));
            if newline {
                self.faults.push(Fault::Newer { span, what: "a `{ … }` over several lines" });
                return;
            }
            at = (self.nodes[child].span.end - self.offset) as usize;
        }
        if self.input.get(at..range.end).is_some_and(|tail| tail.contains([',', '\n'])) {
            self.faults
                .push(Fault::Newer {
                    span, what: "a `{ … }` that ends in a comma or on a line of its own"
                });
        }
    }
}

/// The date, if the calendar has it.
pub(super) fn date(date: toml::value::Date) -> Option<Date> {
    let year = i16::try_from(date.year).ok()?;
    #[expect(clippy::cast_possible_wrap, reason = "months and days are below 32")]
    Date::new(year, date.month as i8, date.day as i8).ok()
}

/// Whether `raw`, a string with its quotes, has an escape that TOML 1.0 doesn't know.
fn has_newer_escape(raw: &str) -> bool {
    let mut escaped = false;
    raw.bytes().any(|byte| {
        let newer = escaped && matches!(byte, b'e' | b'x');
        escaped = !escaped && byte == b'\\';
        newer
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(path: &str, text: &str) -> Record {
        parse(path, text.as_bytes().to_vec())
    }

    #[test]
    fn values_keep_their_places_also_below_front_matter() {
        let record = record(
            "records/people/a.md",
            "+++\nname = \"Zo\\u00eb\"\n[[roles]]\nrole = \"engineer\"\n+++\nHi\n",
        );
        assert_eq!(record.faults, []);
        assert_eq!(record.id.as_ref(), "a");
        let name = record.root().get("name").expect("name");
        assert_eq!((name.as_str(), record.slice(name.span())), (Some("Zoë"), "\"Zo\\u00eb\""));
        let role = record.root().list("roles").next().expect("a role");
        assert_eq!(role.str("role"), Some("engineer"));
        assert_eq!(record.slice(role.span()), "[[roles]]");
        assert_eq!(record.prose_text(), "Hi\n");
    }

    #[test]
    fn what_needs_toml_1_1_is_seen_and_what_does_not_is_not() {
        let newer = |text: &str| record("a.toml", text).faults;
        assert_eq!(newer("a = { b = [1,\n2], c = \"{\\n,}\" }\nt = 07:32:00\ns = \"\\\\e\"\n"), []);
        for text in [
            "a = { b = 1,\nc = 2 }",
            "a = { b = 1, }",
            "a = { b = 1\n}",
            "t = 07:32",
            "s = \"\\e\"",
            "s = \"\\x41\"",
        ] {
            assert!(matches!(newer(text)[..], [Fault::Newer { .. }]), "{text}: {:?}", newer(text));
        }
    }

    #[test]
    fn conflict_marks_are_one_fault_each_and_a_setext_heading_is_none() {
        let text = "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n";
        assert_eq!(record("a.toml", text).faults, [Fault::Conflict(Span::new(0, 12))]);
        assert_eq!(record("a.md", "+++\n+++\nTitle\n=======\n").faults, []);
    }

    #[test]
    fn the_line_that_was_meant_to_close_the_fields_is_pointed_at() {
        for (text, expected) in [
            ("+++\na = 1\n+\nHello\n", "+"),
            ("+++\na = 1\n +++\nHello\n", "+++"),
            ("+++\na = 1\n---\nHello\n", "---"),
            ("+++\na = 1\n# Hello\n", "+++"),
            ("---\na: 1\n---\nHello\n", "---"),
            ("\n+++\na = 1\n+++\n", ""),
        ] {
            let record = record("a.md", text);
            let [Fault::Syntax { span, .. }] = record.faults[..] else { panic!("{:?}", record.faults) };
            assert_eq!(record.slice(span), expected, "{text}");
        }
    }

    #[test]
    fn the_strangest_input_is_only_a_fault() {
        for text in [
            "",
            "\u{feff}",
            "[".repeat(100_000).as_str(),
            &format!("a = {}", "{a=".repeat(100_000)),
            "\0",
            "a=99999999999999999999",
        ] {
            let _ = record("a.toml", text);
            let _ = record("a.md", text);
        }
        assert!(!parse("a.toml", vec![0xff]).is_readable());
        assert!(!record("a.toml", "a = 99999999999999999999").is_readable());
    }
}
