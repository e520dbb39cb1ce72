//! Text that strangers wrote: records, file names, commits. It reaches a terminal, a log, XML, Markdown or
//! JSON only in the way in which that medium shows it as it is, and acts on nothing: there is no other way
//! out of [`Text`].
//!
//! ```
//! use teambook::base::text::{Terminal, Text};
//! let title = Text::from("\u{1b}[2Jred");
//! assert_eq!(format!("{}", title.on::<Terminal>()), "<U+001B>[2Jred");
//! ```
//!
//! Without a medium it can't be written:
//!
//! ```compile_fail
//! use teambook::base::text::{Terminal, Text};
//! let title = Text::from("\u{1b}[2Jred");
//! assert_eq!(format!("{}", title), "<U+001B>[2Jred");
//! ```
//!
//! Nor by what writes for another medium:
//!
//! ```
//! use teambook::base::text::{Text, Xml};
//! let write = |title: &Text<'_, Xml>| format!("<title>{title}</title>");
//! assert_eq!(write(&Text::from("a & b").on::<Xml>()), "<title>a &amp; b</title>");
//! ```
//!
//! ```compile_fail
//! use teambook::base::text::{Terminal, Text, Xml};
//! let write = |title: &Text<'_, Xml>| format!("<title>{title}</title>");
//! assert_eq!(write(&Text::from("a & b").on::<Terminal>()), "<title>a & b</title>");
//! ```
//!
//! To add a medium: a type here that implements [`Medium`].

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::marker::PhantomData;

use serde::{Serialize, Serializer};

use crate::base::source::{is_suspicious, joins};

/// Text that may come from a stranger, for the medium `M`.
pub struct Text<'a, M = Anywhere> {
    raw: Cow<'a, str>,
    medium: PhantomData<fn() -> M>,
}

/// The medium isn't chosen yet: such text can't be written.
#[derive(Clone, Copy, Debug)]
pub enum Anywhere {}

/// What text is written for.
pub trait Medium {
    /// What paths and names of rules are written for, where the medium has a place of its own for them.
    type Name: Medium;

    /// Writes `text` so that the medium shows it as it is.
    fn write(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// A terminal, or a log: text on one line that moves no cursor, turns nothing round and hides nothing.
#[derive(Clone, Copy, Debug)]
pub enum Terminal {}

/// The message of a workflow command of GitHub Actions:
/// <https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>.
#[derive(Clone, Copy, Debug)]
pub enum WorkflowCommand {}

/// A property of a workflow command.
#[derive(Clone, Copy, Debug)]
pub enum WorkflowProperty {}

/// An element or an attribute.
#[derive(Clone, Copy, Debug)]
pub enum Xml {}

/// Markdown: no markup, no HTML, no mention, no reference to an issue.
#[derive(Clone, Copy, Debug)]
pub enum Markdown {}

/// JSON: serialized it is exact, to the character; as part of other words it is on one line, for people.
#[derive(Clone, Copy, Debug)]
pub enum Json {}

/// A cell of comma-separated values.
#[derive(Clone, Copy, Debug)]
pub enum Csv {}

impl<'a, M> Text<'a, M> {
    /// `text`, for whatever `M` is.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { raw: text.into(), medium: PhantomData }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }
}

impl<'a> Text<'a> {
    /// The same for a medium.
    pub fn on<M: Medium>(&self) -> Text<'_, M> {
        Text::new(&*self.raw)
    }
}

impl<M> Clone for Text<'_, M> {
    fn clone(&self) -> Self {
        Self { raw: self.raw.clone(), medium: PhantomData }
    }
}

impl<M> PartialEq for Text<'_, M> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl<M> Eq for Text<'_, M> {}

impl<M> Default for Text<'_, M> {
    fn default() -> Self {
        Self::new("")
    }
}

/// For a failed test: in a panic it must act on nothing, either.
impl<M> fmt::Debug for Text<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text of {} bytes", self.raw.len())
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl<M: Medium> fmt::Display for Text<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        M::write(&self.raw, f)
    }
}

impl Medium for Terminal {
    type Name = Self;

    fn write(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&line(text))
    }
}

impl Text<'_, Terminal> {
    /// Lines of a file as they are, but that each suspicious character has given way to one that takes as
    /// many bytes, so that places still hold. A carriage return before a line's end is a blank.
    pub fn in_place(&self) -> String {
        let shown = |c: char| match (is_suspicious(c), c.len_utf8()) {
            (false, _) => c,
            (true, _) if c == '\r' => ' ',
            (true, 1) => '?',
            (true, 2) => '·',
            (true, 3) => '\u{fffd}',
            (true, _) => '\u{1f6ab}',
        };
        self.raw.chars().map(shown).collect()
    }
}

impl Medium for WorkflowCommand {
    type Name = WorkflowProperty;

    fn write(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(text, out, |c| Some("%25").filter(|_| c == '%'))
    }
}

impl Medium for WorkflowProperty {
    type Name = Self;

    fn write(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(text, out, |c| match c {
            '%' => Some("%25"),
            ':' => Some("%3A"),
            ',' => Some("%2C"),
            _ => None,
        })
    }
}

impl Medium for Xml {
    type Name = Self;

    fn write(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(text, out, |c| match c {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            '"' => Some("&quot;"),
            '\'' => Some("&apos;"),
            // In XML these two are no characters, not even escaped: <https://www.w3.org/TR/xml/#charsets>.
            '\u{fffe}' => Some("&lt;U+FFFE&gt;"),
            '\u{ffff}' => Some("&lt;U+FFFF&gt;"),
            _ => None,
        })
    }
}

impl Medium for Markdown {
    type Name = Self;

    fn write(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = String::with_capacity(text.len() + 16);
        for c in line(text).chars() {
            match c {
                '&' => shown.push_str("&amp;"),
                '<' => shown.push_str("&lt;"),
                '>' => shown.push_str("&gt;"),
                '@' => shown.push_str("&#64;"),
                '#' => shown.push_str("&#35;"),
                // Between two of them GitHub and GitLab set a formula.
                '$' => shown.push_str("&#36;"),
                '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '!' | '|' | '~' => {
                    shown.extend(['\\', c]);
                }
                c => shown.push(c),
            }
        }
        // A bare address would become a link.
        out.write_str(&shown.replace("://", ":&#47;&#47;").replace("www.", "www&#46;"))
    }
}

impl Medium for Json {
    type Name = Self;

    fn write(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&line(text))
    }
}

impl Serialize for Text<'_, Json> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.raw)
    }
}

impl Text<'_, Json> {
    /// A path as a relative URI.
    pub fn uri(&self) -> String {
        let mut uri = String::new();
        for byte in self.raw.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                    uri.push(byte as char);
                }
                _ => uri.push_str(&format!("%{byte:02X}")),
            }
        }
        uri
    }

    /// This, `words` and `other`, still exact.
    pub fn and(&self, words: &'static str, other: &Self) -> Text<'static, Json> {
        Text::new(format!("{}{words}{}", self.raw, other.raw))
    }
}

/// Where JSON goes: as a whole, since what acts on a reader is escaped in the end.
pub struct JsonWriter<'w>(&'w mut dyn io::Write);

impl<'w> JsonWriter<'w> {
    /// To `out`.
    pub fn new(out: &'w mut dyn io::Write) -> Self {
        Self(out)
    }

    /// Writes `value` with an end of line.
    pub fn write(self, value: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
        writeln!(self.0, "{}", json(&text))
    }

    /// Copies JSON that is `written` already.
    pub fn copy(self, written: &str) -> io::Result<()> {
        // A carriage return is no part of a text.
        written.split_inclusive('\n').try_for_each(|line| {
            let (line, end) = line.strip_suffix("\r\n").map_or((line, ""), |line| (line, "\r\n"));
            write!(self.0, "{}{end}", json(line))
        })
    }
}

impl Medium for Csv {
    type Name = Self;

    fn write(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cell = line(text);
        // A spreadsheet would take it for a formula.
        let cell = if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}").into() } else { cell };
        if cell.contains([',', '"']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))
        } else {
            out.write_str(&cell)
        }
    }
}

/// Writes `text` on one line, with what `instead` has for a character in its place.
fn escaped(
    text: &str,
    out: &mut fmt::Formatter<'_>,
    instead: impl Fn(char) -> Option<&'static str>,
) -> fmt::Result {
    let text = line(text);
    let mut written = 0;
    for (at, c) in text.char_indices() {
        if let Some(other) = instead(c) {
            out.write_str(&text[written..at])?;
            out.write_str(other)?;
            written = at + c.len_utf8();
        }
    }
    out.write_str(&text[written..])
}

/// `text` on one line, with each suspicious character spelled out as `<U+202E>`.
fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| is_suspicious(c) || c == '\n' || c == '\t') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let (mut before, mut chars) = (None, text.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\t' => out.push(' '),
            c if is_suspicious(c) && !joins(c, before, chars.peek().copied()) => {
                out.push_str(&format!("<U+{:04X}>", c as u32));
            }
            c => out.push(c),
        }
        before = Some(c);
    }
    Cow::Owned(out)
}

/// JSON text with each suspicious character written as an escape.
fn json(text: &str) -> Cow<'_, str> {
    if !text.contains(is_suspicious) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_suspicious(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn nothing_acts_on_the_terminal() {
        let text = Text::from("a\u{1b}[31m\u{202e}b\u{7}\u{9b}\n\u{e0001}");
        let on_terminal = text.on::<Terminal>();
        assert_eq!(on_terminal.to_string(), "a<U+001B>[31m<U+202E>b<U+0007><U+009B> <U+E0001>");
        let drawn = on_terminal.in_place();
        assert_eq!(drawn.len(), text.raw.len());
        assert!(!drawn.contains(|c| is_suspicious(c) && c != '\n'));
        assert_eq!(json("\"\u{202e}é\u{e0001}\""), "\"\\u202eé\\udb40\\udc01\"");
        assert_eq!(json("[\n\"\u{7f}\"\n]"), "[\n\"\\u007f\"\n]");
        assert_eq!(line("plain é"), "plain é");
        // What Persian and an emoji of two parts need; between other letters it only hides.
        assert_eq!(line("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(line("a\u{200c}b"), "a<U+200C>b");
    }

    #[test]
    fn a_record_cannot_write_markup() {
        for text in [
            "<script>alert(1)</script>",
            "a | b",
            "`x` **y** [z](http://a.b) ![i](j)",
            "# h",
            "@team #12",
            "a\n\n# b",
            "~~~",
            "$a$ $$b$$",
        ] {
            let mut shown = String::new();
            let page = format!("- {}", Text::from(text).on::<Markdown>());
            for event in Parser::new_ext(&page, Options::all()) {
                match event {
                    Event::Text(text) => shown.push_str(&text),
                    Event::Start(Tag::List(_) | Tag::Item) | Event::End(_) => {}
                    other => panic!("{text}: {other:?}"),
                }
            }
            assert_eq!(shown, text.replace('\n', " "), "{text}");
        }
    }

    #[test]
    fn a_cell_is_no_formula_and_one_cell() {
        let cell = |text| Text::from(text).on::<Csv>().to_string();
        assert_eq!(["=1+1", "a,b", "a\"\nb", "a-b"].map(cell), ["'=1+1", "\"a,b\"", "\"a\"\" b\"", "a-b"]);
    }
}
