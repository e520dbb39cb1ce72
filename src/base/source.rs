//! A file's text and places in it. Places are byte ranges from the parse; a line and a column are
//! worked out only for what is shown.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// A byte range in one file's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte, from 0.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// The empty span at `at`.
    pub const fn empty(at: usize) -> Self {
        Self::new(at, at)
    }

    /// The length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether it covers no byte.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Moved right by `by` bytes.
    pub const fn shifted(self, by: u32) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// As an index into the text.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Where a byte is, for people: both count from one, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Whether `c` acts on what shows it instead of being shown: it moves a cursor, turns text round or hides it.
/// Line ends and tabs are none.
pub const fn is_suspicious(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether `c` is a joiner between two letters of a script that needs it, or between the parts of one emoji.
pub fn joins(c: char, before: Option<char>, after: Option<char>) -> bool {
    let is_far = |c: Option<char>| {
        c.is_some_and(|c| c >= '\u{600}' && !matches!(c, '\u{1e00}'..='\u{206f}') && !is_suspicious(c))
    };
    matches!(c, '\u{200c}' | '\u{200d}') && is_far(before) && is_far(after)
}

/// One file: its path from the workspace's root, with `/`, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Relative to the workspace's root.
    pub path: Arc<str>,
    /// The text, with its byte-order mark if it has one.
    pub text: Box<str>,
    /// Where is what, once somebody asks.
    index: OnceLock<LineIndex>,
}

/// Where lines begin and characters are, so that no place has to be counted from the beginning.
#[derive(Clone, Debug)]
struct LineIndex {
    /// The first byte of each line.
    lines: Vec<u32>,
    /// How many characters begin before each block of bytes, and in all.
    characters: Vec<u32>,
}

/// Bytes of a block of which the characters are counted together.
const BLOCK: usize = 512;

impl LineIndex {
    fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        let mut characters = vec![0];
        let mut before = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before += characters_in(block);
            characters.push(before);
        }
        Self { lines, characters }
    }
}

/// How many characters begin in `bytes`.
fn characters_in(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count() as u32
}

impl Source {
    /// The file at `path` with `text`.
    pub fn new(path: Arc<str>, text: Box<str>) -> Self {
        Self { path, text, index: OnceLock::new() }
    }

    /// The line and column of `byte`, which may be one past the end.
    pub fn position(&self, byte: u32) -> Position {
        let mut byte = (byte as usize).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.line_number(byte);
        let start = self.index().lines[line] as usize;
        let column = self.characters_before(byte) - self.characters_before(start) + 1;
        Position { line: line + 1, column: column as usize }
    }

    /// The number, from 0, of the line that `byte` is in.
    pub fn line_number(&self, byte: usize) -> usize {
        self.index().lines.partition_point(|start| *start as usize <= byte) - 1
    }

    /// How many lines there are; a last one that is empty is one, too.
    pub fn line_count(&self) -> usize {
        self.index().lines.len()
    }

    /// The span of line `number`, from 0, without its line ending; none where there is no such line.
    pub fn line_at(&self, number: usize) -> Option<Span> {
        let lines = &self.index().lines;
        let start = *lines.get(number)? as usize;
        let end = lines.get(number + 1).map_or(self.text.len(), |next| *next as usize - 1);
        let is_return = end > start && self.text.as_bytes()[end - 1] == b'\r';
        Some(Span::new(start, if is_return { end - 1 } else { end }))
    }

    /// The span of the line that `byte` is in, without its line ending.
    pub fn line(&self, byte: u32) -> Span {
        let byte = (byte as usize).min(self.text.len());
        self.line_at(self.line_number(byte)).unwrap_or(Span::empty(byte))
    }

    fn index(&self) -> &LineIndex {
        self.index.get_or_init(|| LineIndex::new(&self.text))
    }

    fn characters_before(&self, byte: usize) -> u32 {
        let block = byte / BLOCK;
        self.index().characters[block] + characters_in(&self.text.as_bytes()[block * BLOCK..byte])
    }
}

/// `bytes` as text. Those that are no UTF-8 are spelled out, as `\xff`, so that two names never look the
/// same; then it is owned.
pub fn spelled(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let source = Source::new("a".into(), "é = 1\r\n😀b = 2\n".into());
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(2), Position { line: 1, column: 2 });
        assert_eq!(source.position(12), Position { line: 2, column: 2 });
        assert_eq!(source.position(11), Position { line: 2, column: 1 }, "inside a character");
        assert_eq!(source.position(999), Position { line: 3, column: 1 });
        assert_eq!(source.line(3), Span::new(0, 6));
    }

    #[test]
    fn places_in_long_lines_are_those_that_counting_gives() {
        for text in [
            "é😀x\n".repeat(700),
            "é".repeat(3_000),
            "a".repeat(2 * BLOCK),
            format!("{}\r\n", "b".repeat(BLOCK - 1)),
        ] {
            let source = Source::new("a".into(), text.as_str().into());
            for byte in (0..=text.len()).filter(|byte| text.is_char_boundary(*byte)) {
                let before = &text[..byte];
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let line = before.matches('\n').count() + 1;
                let column = before[start..].chars().count() + 1;
                assert_eq!(source.position(byte as u32), Position { line, column }, "{byte}");
                let end = text[byte..].find('\n').map_or(text.len(), |at| byte + at);
                let shown = text[start..end].trim_end_matches('\r');
                assert_eq!(source.line(byte as u32), Span::new(start, start + shown.len()), "{byte}");
            }
        }
    }
}
