//! The value of a part of an expression.

use std::sync::Arc;

use jiff::civil::Date;

use super::fault::QueryFault;
use crate::base::source::Span;
use crate::record::{RecordId, Value};
use crate::workspace::View;

/// A value in an evaluation. Cheap to copy: what a record holds stays there.
#[derive(Clone, Debug)]
pub(super) enum Term<'a> {
    Null,
    Truth(bool),
    Integer(i64),
    Number(f64),
    Date(Date),
    /// A text, a list or a table in a record.
    Value(Value<'a>),
    /// A text that a record or its place holds outside its fields.
    Text(&'a str),
    /// A text that the expression has made.
    Made(Arc<str>),
    List(Arc<[Self]>),
    Record(RecordId),
}

impl<'a> Term<'a> {
    /// What `value` holds.
    pub(super) fn of(value: Value<'a>) -> Self {
        if let Some(truth) = value.as_bool() {
            Self::Truth(truth)
        } else if let Some(number) = value.as_integer() {
            Self::Integer(number)
        } else if let Some(number) = value.as_number() {
            Self::Number(number)
        } else if let Some(date) = value.as_date() {
            Self::Date(date)
        } else if value.as_str().is_some() || value.is_list() || value.is_table() {
            Self::Value(value)
        } else {
            // A time, as it is written.
            Self::Text(value.record.slice(value.span()))
        }
    }

    /// What a field holds, or null where it is left out.
    pub(super) fn maybe(value: Option<Value<'a>>) -> Self {
        value.map_or(Self::Null, Self::of)
    }

    /// The text, if it is one. A record is its id.
    pub(super) fn text<'t>(&'t self, workspace: &View<'a>) -> Option<&'t str>
    where
        'a: 't,
    {
        match self {
            Self::Text(text) => Some(text),
            Self::Made(text) => Some(text),
            Self::Value(value) => value.as_str(),
            Self::Record(id) => Some(workspace.stem(*id)),
            _ => None,
        }
    }

    /// The date, if it is one or a text that is one.
    pub(super) fn date(&self, workspace: &View<'a>) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => dated(self.text(workspace)?),
        }
    }

    /// The person that a table is about, if it names one.
    pub(super) fn person(&self) -> Option<Self> {
        match self {
            Self::Value(table) if table.is_table() => table.get("person").map(Self::of),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[expect(clippy::cast_precision_loss, reason = "whole numbers are compared as such first")]
    pub(super) const fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether the value, of the part at `span`, counts as true.
    pub(super) fn truth(&self, span: Span) -> Result<bool, QueryFault> {
        match self {
            Self::Truth(truth) => Ok(*truth),
            Self::Null => Ok(false),
            other => {
                let message = format!("this is {}, where true or false is needed", other.type_name());
                let help = "compare it with something: `stage == \"done\"`, `points > 5`, `tracker != null`";
                Err(QueryFault::new(span, message).with(help))
            }
        }
    }

    /// Whether it is a list.
    pub(super) fn is_list(&self) -> bool {
        match self {
            Self::List(_) => true,
            Self::Value(value) => value.is_list(),
            _ => false,
        }
    }

    /// What it is, in a word that people use.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Truth(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Date(_) => "a date",
            Self::Value(value) => value.type_name(),
            Self::Text(_) | Self::Made(_) => "text",
            Self::List(_) => "a list",
            Self::Record(_) => "a record",
        }
    }

    /// As people read it; nothing for null.
    pub(super) fn shown(&self, workspace: &View<'a>) -> String {
        let mut out = String::new();
        self.show(workspace, &mut out);
        out
    }

    fn show(&self, workspace: &View<'a>, out: &mut String) {
        let mut joined = |terms: &mut dyn Iterator<Item = Self>| {
            for (number, term) in terms.enumerate() {
                // The same list may be in a list many times over.
                if out.len() > LONGEST_LIST {
                    return out.push('…');
                }
                if number > 0 {
                    out.push_str(", ");
                }
                term.show(workspace, out);
            }
        };
        match self {
            Self::Null => {}
            Self::Truth(truth) => out.push_str(&truth.to_string()),
            Self::Integer(number) => out.push_str(&number.to_string()),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Date(date) => out.push_str(&date.to_string()),
            Self::List(items) => joined(&mut items.iter().cloned()),
            Self::Value(value) if value.is_list() => joined(&mut value.items().map(Self::of)),
            Self::Value(value) if value.is_table() => joined(&mut value.entries().map(Self::of)),
            _ => out.push_str(self.text(workspace).unwrap_or_default()),
        }
    }
}

/// A list is cut off after this many bytes.
const LONGEST_LIST: usize = 500;

/// The date that `text` is: nothing else, though `jiff` would take a time, too.
pub(super) fn dated(text: &str) -> Option<Date> {
    text.parse().ok().filter(|_| text.len() == 10)
}
