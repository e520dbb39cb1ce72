//! A cursor on one value of a record: what it is, where it stands, what is in it.

use jiff::civil::Date;

use super::tree::{Data, Node, TextRange};
use super::{Record, RecordId};
use crate::base::source::Span;

/// A value of a record. Cheap to copy; knows its place.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    /// The record it stands in.
    pub record: &'a Record,
    /// Its node in the record's tree.
    pub node: u32,
}

impl<'a> Value<'a> {
    /// Node `node` of `record`.
    pub const fn new(record: &'a Record, node: u32) -> Self {
        Self { record, node }
    }

    pub(crate) fn raw(self) -> &'a Node {
        &self.record.tree.nodes[self.node as usize]
    }

    fn text(self, text: TextRange) -> &'a str {
        let whole = if text.unescaped { &*self.record.tree.unescaped } else { &*self.record.source.text };
        whole.get(text.span.range()).unwrap_or_default()
    }

    /// The record's number.
    pub const fn number(self) -> RecordId {
        self.record.number
    }

    /// Where the value stands. For a table written under a header this is the header.
    pub fn span(self) -> Span {
        self.raw().span
    }

    /// Where its key stands; for an item of a list the item itself.
    pub fn key_span(self) -> Span {
        let node = self.raw();
        if node.key_span.is_empty() { node.span } else { node.key_span }
    }

    /// Its key in the table around it; empty in a list.
    pub fn key(self) -> &'a str {
        self.text(self.raw().key)
    }

    /// The table or list around it; the root is its own parent.
    pub fn parent(self) -> Self {
        Self::new(self.record, self.raw().parent)
    }

    /// The names on the way from the root to here, without list indices.
    pub fn path(self) -> Vec<&'a str> {
        let (mut names, mut at) = (Vec::new(), self);
        while at.node != 0 {
            if !at.key().is_empty() {
                names.push(at.key());
            }
            at = at.parent();
        }
        names.reverse();
        names
    }

    /// The string, if it is one.
    pub fn as_str(self) -> Option<&'a str> {
        match self.raw().data {
            Data::String(text) => Some(self.text(text)),
            _ => None,
        }
    }

    /// The date, if it is one.
    pub fn as_date(self) -> Option<Date> {
        match self.raw().data {
            Data::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The whole number, if it is one.
    pub fn as_integer(self) -> Option<i64> {
        match self.raw().data {
            Data::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// The number, whole or not, if it is one.
    pub fn as_number(self) -> Option<f64> {
        match self.raw().data {
            #[expect(clippy::cast_precision_loss, reason = "points and shares are small")]
            Data::Integer(number) => Some(number as f64),
            Data::Float(number) => Some(number),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        match self.raw().data {
            Data::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is a table.
    pub fn is_table(self) -> bool {
        matches!(self.raw().data, Data::Table(_))
    }

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        matches!(self.raw().data, Data::List(_))
    }

    /// The items of a list, in order; nothing for anything else.
    pub fn items(self) -> impl ExactSizeIterator<Item = Self> + use<'a> {
        let range = match self.raw().data {
            Data::List(children) => children.range(),
            _ => 0..0,
        };
        range.map(move |node| Self::new(self.record, node as u32))
    }

    /// The item of a list with number `index`, from 0.
    pub fn item(self, index: usize) -> Option<Self> {
        let Data::List(children) = self.raw().data else { return None };
        children.range().nth(index).map(|node| Self::new(self.record, node as u32))
    }

    /// The values of a table, in the order of the file; nothing for anything else.
    pub fn entries(self) -> impl ExactSizeIterator<Item = Self> + use<'a> {
        let range = match self.raw().data {
            Data::Table(children) => children.range(),
            _ => 0..0,
        };
        range.map(move |node| Self::new(self.record, node as u32))
    }

    /// The value under `key`, if it is a table that has one.
    pub fn get(self, key: &str) -> Option<Self> {
        // Compared as bytes: whether a key begins and ends between two characters needs no asking. This is
        // asked more often than anything else, and most keys differ in length or in the first letter.
        let (record, key) = (self.record, key.as_bytes());
        self.entries().find(|value| {
            let text = value.raw().key;
            let whole = if text.unescaped { &*record.tree.unescaped } else { &*record.source.text };
            text.span.len() == key.len()
                && whole
                    .as_bytes()
                    .get(text.span.range())
                    .is_some_and(|own| own.first() == key.first() && own == key)
        })
    }

    /// The string under `key`.
    pub fn str(self, key: &str) -> Option<&'a str> {
        self.get(key)?.as_str()
    }

    /// The date under `key`.
    pub fn date(self, key: &str) -> Option<Date> {
        self.get(key)?.as_date()
    }

    /// The whole number under `key`.
    pub fn integer(self, key: &str) -> Option<i64> {
        self.get(key)?.as_integer()
    }

    /// The boolean under `key`; false where there is none.
    pub fn flag(self, key: &str) -> bool {
        self.get(key).and_then(Self::as_bool).unwrap_or(false)
    }

    /// The items of the list under `key`.
    pub fn list(self, key: &str) -> impl Iterator<Item = Self> + use<'a> {
        self.get(key).into_iter().flat_map(Self::items)
    }

    /// Itself if it is a string, else the value under `key`: for items such as `"petr"` or `{ person = "petr"
    /// }`.
    pub fn itself_or(self, key: &str) -> Option<Self> {
        if self.is_table() { self.get(key) } else { Some(self) }
    }

    /// What it is, in a word that people use.
    pub fn type_name(self) -> &'static str {
        match self.raw().data {
            Data::Boolean(_) => "true or false",
            Data::Integer(_) => "a whole number",
            Data::Float(_) => "a number",
            Data::String(_) => "text",
            Data::Date(_) => "a date",
            Data::Moment => "a time",
            Data::List(_) => "a list",
            Data::Table(_) => "a table",
        }
    }
}
