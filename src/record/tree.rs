//! A record's values as one flat list of nodes. A table's or a list's children stand side by side, so a
//! record costs one allocation and a node is named by a number.

use jiff::civil::Date;

use crate::base::source::Span;

/// A piece of text: a range of the file, or of `Tree::unescaped` where the file spells it with escapes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TextRange {
    pub(crate) span: Span,
    pub(crate) unescaped: bool,
}

/// Children `first..first + len` of a table or a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Children {
    pub(crate) first: u32,
    pub(crate) len: u32,
}

impl Children {
    pub(crate) const fn range(self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.len) as usize
    }
}

/// What a node holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Data {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    String(TextRange),
    Date(Date),
    /// A time, or a date with a time: kept as written.
    Moment,
    List(Children),
    Table(Children),
}

/// A value, and its key where it stands in a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) key: TextRange,
    pub(crate) key_span: Span,
    pub(crate) span: Span,
    pub(crate) parent: u32,
    pub(crate) data: Data,
}

/// A record's values; node 0 is the table of the whole file.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(crate) nodes: Box<[Node]>,
    /// Strings that the file spells with escapes, as they are meant.
    pub(crate) unescaped: Box<str>,
}

impl Default for Tree {
    fn default() -> Self {
        let root = Node {
            key: TextRange::default(),
            key_span: Span::default(),
            span: Span::default(),
            parent: 0,
            data: Data::Table(Children { first: 1, len: 0 }),
        };
        Self { nodes: Box::new([root]), unescaped: Box::default() }
    }
}

impl Tree {
    /// `node` and all that it lies in, from the inside.
    pub fn around(&self, node: u32) -> impl Iterator<Item = u32> {
        let parent = |at: &u32| (*at != 0).then(|| self.nodes[*at as usize].parent);
        std::iter::successors(Some(node), parent)
    }

    /// The innermost table around `node`; a table's own number for a table.
    pub fn table_of(&self, node: u32) -> u32 {
        let mut at = node;
        while at != 0 && !matches!(self.nodes[at as usize].data, Data::Table(_)) {
            at = self.nodes[at as usize].parent;
        }
        at
    }
}
