//! A file's text and places in it. Places are byte ranges from the parse; a line and a column are
//! worked out only for what is shown.

use std::sync::{Arc, OnceLock};

/// A byte range in one file's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
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

    /// Length in bytes.
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
    /// Line, from 1.
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
    /// Where its lines begin, once somebody asks.
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    /// The file at `path` with `text`.
    pub fn new(path: Arc<str>, text: Box<str>) -> Self {
        Self { path, text, lines: OnceLock::new() }
    }

    /// The line and column of `byte`, which may be one past the end.
    pub fn position(&self, byte: u32) -> Position {
        let mut byte = (byte as usize).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let lines = self.lines.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect()
        });
        let line = lines.partition_point(|start| *start as usize <= byte);
        let start = lines[line - 1] as usize;
        Position { line, column: self.text[start..byte].chars().count() + 1 }
    }

    /// The span of the line that `byte` is in, without its line ending.
    pub fn line(&self, byte: u32) -> Span {
        let byte = (byte as usize).min(self.text.len());
        let start = self.text.as_bytes()[..byte].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let rest = &self.text.as_bytes()[byte..];
        let end = byte + rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
        let end = if end > start && self.text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end };
        Span::new(start, end.max(start))
    }
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
}
