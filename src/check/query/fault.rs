//! What is wrong with an expression, and where in it.

use crate::base::source::Span;

/// Why an expression can't be read, or why it can't judge a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryFault {
    /// What is wrong.
    pub message: String,
    /// What to do, if anything helps.
    pub help: Option<String>,
    /// Where in the expression, in bytes.
    pub span: Span,
}

impl QueryFault {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, span }
    }

    pub(super) fn with(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The line of `text` with the fault, or the part of it that is near, and marks below.
    pub fn marked(&self, text: &str) -> String {
        let start = boundary(text, self.span.start as usize);
        let end = boundary(text, self.span.end as usize).max(start);
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let near = boundary(text, start.saturating_sub(REACH)).max(from);
        let far = boundary(text, start + REACH).min(to);
        let cut = |is_cut: bool| if is_cut { "…" } else { "" };
        let before = format!("{}{}", cut(near > from), &text[near..start]);
        let marked = &text[start..end.min(far).max(start)];
        let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
        let marks = format!("{}{}", " ".repeat(width(&before)), "^".repeat(width(marked).max(1)));
        format!("{before}{}{}\n{marks}", &text[start..far], cut(far < to))
    }
}

/// At most this many bytes of a long line are shown on either side of a fault.
const REACH: usize = 60;

/// Where the character begins in which byte `at` lies; the end where there is none.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}
