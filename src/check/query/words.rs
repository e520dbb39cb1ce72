//! A sentence with gaps: what stands between braces is an expression, and its value is written in its place.

use super::QueryFault;
use super::evaluation::Evaluation;
use super::expression::Expression;
use super::reading;
use crate::base::source::Span;
use crate::record::{KindId, Record};
use crate::workspace::View;
use crate::workspace::schema::Schemas;

/// A sentence about a record, such as "`{id}` has been waiting since {received}".
#[derive(Debug)]
pub struct Wording {
    parts: Vec<TextPart>,
}

#[derive(Debug)]
enum TextPart {
    Words(String),
    /// An expression, and where it begins in the sentence.
    Gap(Expression, u32),
}

impl Wording {
    /// Reads a sentence about records of `kinds`, or of any kind where none are given.
    pub fn parse(text: &str, schemas: &Schemas, kinds: Option<&[KindId]>) -> Result<Self, QueryFault> {
        let (mut parts, mut at) = (Vec::new(), 0);
        while let Some(open) = text[at..].find(['{', '}']).map(|found| at + found) {
            parts.push(TextPart::Words(text[at..open].to_owned()));
            let inner = open + 1;
            let close =
                text[inner..].find('}').filter(|_| text[open..].starts_with('{')).map(|found| inner + found);
            let Some(close) = close else {
                let message = "a brace stands alone";
                return Err(
                    QueryFault::new(Span::new(open, inner), message).with("a gap is written `{name}`")
                );
            };
            let read = reading::read(&text[inner..close], schemas, kinds)
                .map_err(|fault| QueryFault { span: fault.span.shifted(inner as u32), ..fault })?;
            parts.push(TextPart::Gap(read.root, inner as u32));
            at = close + 1;
        }
        parts.push(TextPart::Words(text[at..].to_owned()));
        Ok(Self { parts })
    }

    /// The sentence about `record`.
    pub fn about<'a>(&self, record: &'a Record, workspace: &View<'a>) -> Result<String, QueryFault> {
        let mut evaluation = Evaluation::new(workspace, record);
        let mut text = String::new();
        for part in &self.parts {
            match part {
                TextPart::Words(words) => text.push_str(words),
                TextPart::Gap(expression, at) => {
                    let term = evaluation
                        .of(expression)
                        .map_err(|fault| QueryFault { span: fault.span.shifted(*at), ..fault })?;
                    text.push_str(&evaluation.shown(&term));
                }
            }
        }
        if let Some((end, _)) = text.char_indices().nth(LONGEST) {
            text.truncate(end);
            text.push('…');
        }
        Ok(text)
    }
}

/// A sentence is cut off after this many characters.
const LONGEST: usize = 500;
