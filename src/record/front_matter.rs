//! Splits a Markdown file into the TOML between its `+++` lines and the prose below.

use crate::base::source::Span;

/// The two parts of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) toml: Span,
    pub(super) prose: Span,
}

/// Why a file has no two parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NotSplit {
    /// The first line isn't `+++`; where it is.
    NotOpened(Span),
    /// No second `+++` follows; where the first one is.
    NotClosed(Span),
}

/// Splits `text` at its `+++` lines. A byte-order mark before the first one is passed over.
pub(super) fn split(text: &str) -> Result<Parts, NotSplit> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let opening = Span::new(start, start + first.trim_end().len());
    if first.trim_end() != "+++" {
        return Err(NotSplit::NotOpened(opening));
    }
    let toml_start = start + first.len();
    let mut at = toml_start;
    for line in lines {
        if line.trim_end() == "+++" {
            return Ok(Parts {
                toml: Span::new(toml_start, at),
                prose: Span::new(at + line.len(), text.len()),
            });
        }
        at += line.len();
    }
    Err(NotSplit::NotClosed(opening))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_with_either_line_ending_and_a_byte_order_mark() {
        let text = "\u{feff}+++\r\na = 1\r\n+++\r\nHello";
        let parts = split(text).expect("two parts");
        assert_eq!(&text[parts.toml.range()], "a = 1\r\n");
        assert_eq!(&text[parts.prose.range()], "Hello");
        assert_eq!(split("+++\n+++").map(|parts| parts.prose.len()), Ok(0));
    }

    #[test]
    fn says_which_line_is_missing() {
        assert_eq!(split("# Hello\n"), Err(NotSplit::NotOpened(Span::new(0, 7))));
        assert_eq!(split("+++\na = 1\n"), Err(NotSplit::NotClosed(Span::new(0, 3))));
        assert_eq!(split(""), Err(NotSplit::NotOpened(Span::empty(0))));
    }
}
