//! An expression that was read and checked: every name in it means something.

use std::sync::Arc;

use regex::Regex;

use crate::base::source::Span;
use crate::record::KindId;

/// A part of an expression, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Expression {
    pub(super) span: Span,
    pub(super) node: ExpressionNode,
}

/// What a part is.
#[derive(Clone, Debug)]
pub(super) enum ExpressionNode {
    Null,
    Truth(bool),
    Integer(i64),
    Number(f64),
    Text(Arc<str>),
    List(Vec<Expression>),
    /// A field of the record at hand.
    Field(Box<str>),
    /// Something that every record has.
    Trait(Trait),
    /// The record at hand.
    Record,
    /// The day for what depends on the date.
    Today,
    /// The item at hand of the list that is gone through, counted from the outermost.
    Item(usize),
    /// A key of a table, or a field of a record.
    Select(Box<Expression>, Box<str>, Option<Trait>),
    /// `list[0]`, `table["key"]`.
    Index(Box<[Expression; 2]>),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    And(Box<[Expression; 2]>),
    Or(Box<[Expression; 2]>),
    /// `condition ? this : that`.
    Choice(Box<[Expression; 3]>),
    /// Whether both are the same.
    Same(bool, Box<[Expression; 2]>),
    Order(Order, Box<[Expression; 2]>),
    Reckon(Reckon, Box<[Expression; 2]>),
    In(Box<[Expression; 2]>),
    /// Goes through a list, the first, with the second.
    Each(Each, Box<[Expression; 2]>),
    Has(Box<Expression>),
    Size(Box<Expression>),
    /// Whether the first contains, or begins or ends with, the second.
    Affix(Affix, Box<[Expression; 2]>),
    Matches(Regex, Box<Expression>),
    /// As text.
    Written(Box<Expression>),
    /// As a date.
    Date(Box<Expression>),
    /// The records of these kinds that name one; of any kind where none are given.
    NamedBy(Box<Expression>, Vec<KindId>),
    /// Whether a record names the one with an id.
    Names(Box<Expression>, Box<Expression>),
}

/// What every record has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    Kind,
    Id,
    Path,
    Name,
    Prose,
}

impl Trait {
    pub(super) const ALL: [(&'static str, Self); 5] = [
        ("kind", Self::Kind),
        ("id", Self::Id),
        ("path", Self::Path),
        ("name", Self::Name),
        ("prose", Self::Prose),
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, found)| *found)
    }
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Less,
    LessOrSame,
    Greater,
    GreaterOrSame,
}

/// An operation on two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reckon {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// What going through a list gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Each {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
}

/// Where a text is looked for in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Affix {
    Anywhere,
    AtStart,
    AtEnd,
}
