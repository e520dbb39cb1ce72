//! Records come from strangers: nothing of them may move a cursor, turn text round or hide it.

use std::borrow::Cow;

pub use crate::source::{is_suspicious, joins};

/// `text` on one line, with each suspicious character spelled out as `<U+202E>`.
pub fn line(text: &str) -> Cow<'_, str> {
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

/// `text` with each suspicious character replaced by one that takes as many bytes, so that places still hold.
/// A carriage return before a line's end stays.
pub fn excerpt(text: &str) -> String {
    text.chars()
        .map(|c| match (is_suspicious(c), c.len_utf8()) {
            (false, _) => c,
            (true, _) if c == '\r' => ' ',
            (true, 1) => '?',
            (true, 2) => '·',
            (true, 3) => '\u{fffd}',
            (true, _) => '\u{1f6ab}',
        })
        .collect()
}

/// JSON text with each suspicious character written as an escape.
pub fn json(text: &str) -> Cow<'_, str> {
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

    #[test]
    fn nothing_acts_on_the_terminal() {
        let text = "a\u{1b}[31m\u{202e}b\u{7}\u{9b}\n\u{e0001}";
        assert_eq!(line(text), "a<U+001B>[31m<U+202E>b<U+0007><U+009B> <U+E0001>");
        let drawn = excerpt(text);
        assert_eq!(drawn.len(), text.len());
        assert!(!drawn.contains(|c| is_suspicious(c) && c != '\n'));
        assert_eq!(json("\"\u{202e}é\u{e0001}\""), "\"\\u202eé\\udb40\\udc01\"");
        assert_eq!(json("[\n\"\u{7f}\"\n]"), "[\n\"\\u007f\"\n]");
        assert_eq!(line("plain é"), "plain é");
        // What Persian and an emoji of two parts need; between other letters it only hides.
        assert_eq!(line("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(line("a\u{200c}b"), "a<U+200C>b");
    }
}
