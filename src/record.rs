//! One file under `records/`: its text, the values in it with their places, and what was wrong in reading it.
//! Reading never fails: it returns a record, and the faults met on the way are part of it.

pub mod tree;

mod front_matter;
mod markdown;
mod parse;
mod place;
mod quick;
mod syntax;
mod value;

use std::sync::Arc;

use bitcode::{Decode, Encode};

use crate::base::source::{Source, Span};
pub use markdown::{Section, sections};
pub use parse::parse;
pub use place::{FileId, Place};
pub use tree::Tree;
pub use value::Value;

/// A record's place in the workspace's list of records, which is in the order of their paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct RecordId(pub u32);

impl RecordId {
    /// The number of what is no record: nothing is found by it.
    pub const NONE: Self = Self(u32::MAX);

    /// As an index into the list of records.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A kind's place in the workspace's list of kinds. The built-in ones, which come first, are constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct KindId(pub u16);

impl KindId {
    /// As an index into the list of kinds.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What is wrong with one file by itself, found by parsing it or by its schema. Each is reported by the rule
/// named.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// `unreadable-record`: not TOML, or front matter that never closes.
    Syntax {
        /// The bytes to point at.
        span: Span,
        /// What is wrong, as the finding's message.
        message: String,
        /// How to fix it, as the finding's advice.
        help: String,
    },
    /// `unfinished-merge`: the line with a conflict mark.
    Conflict(Span),
    /// `not-a-record`: a file that isn't a record.
    Stray {
        /// What is wrong, as the finding's message.
        message: String,
        /// How to fix it, as the finding's advice.
        help: String,
    },
    /// `newer-toml`: legal only in TOML 1.1.
    Newer {
        /// The bytes that TOML 1.0 doesn't allow.
        span: Span,
        /// The construct, in words.
        what: &'static str,
    },
    /// `schema-mismatch`: the record and its kind's schema disagree.
    Schema {
        /// The value that the schema rejects, or the key.
        span: Span,
        /// The table that holds the fault: what it lacks can't be trusted.
        table: u32,
        /// What is wrong, as the finding's message.
        message: String,
        /// How to fix it, if that is known.
        help: Option<String>,
        /// The text that would be right, if there is one.
        instead: Option<String>,
    },
}

impl Fault {
    /// Whether nothing at all can be concluded from the record.
    pub const fn is_fatal(&self) -> bool {
        matches!(self, Self::Syntax { .. } | Self::Conflict(_) | Self::Stray { .. })
    }
}

/// A string in a record that names another record, or a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The string's node in the tree.
    pub node: u32,
    /// What it may name: an index into the kind's list of targets.
    pub target: u16,
}

/// One file under `records/`.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its place among the records; [`RecordId::NONE`] of another file.
    pub number: RecordId,
    /// What findings call it.
    pub file: FileId,
    /// The path and the text as read.
    pub source: Source,
    /// Its kind; none for a stray file and for the settings.
    pub kind: Option<KindId>,
    /// The file's stem, which is its id.
    pub id: Box<str>,
    /// The values and their places.
    pub tree: Tree,
    /// Where the prose below the front matter is.
    pub prose: Option<Span>,
    /// The faults found while it was read, in the order of the file.
    pub faults: Vec<Fault>,
    /// The strings that name another record or a setting.
    pub references: Box<[Reference]>,
}

impl Record {
    /// A file without values: its path, id and faults.
    pub fn empty(path: impl Into<Arc<str>>, text: &str, faults: Vec<Fault>) -> Self {
        let path = path.into();
        Self {
            number: RecordId::NONE,
            file: FileId::Record(RecordId::NONE),
            id: Box::from(stem(&path)),
            source: Source::new(path, Box::from(text)),
            kind: None,
            tree: Tree::default(),
            prose: None,
            faults,
            references: Box::default(),
        }
    }

    /// The same, known as `file`.
    pub(crate) fn known_as(self, file: FileId) -> Self {
        let number = if let FileId::Record(id) = file { id } else { RecordId::NONE };
        Self { number, file, ..self }
    }

    /// The table of the whole file.
    pub const fn root(&self) -> Value<'_> {
        Value::new(self, 0)
    }

    /// Where to point for the record as a whole: its first field, which is its name where it has one.
    pub fn place(&self) -> Value<'_> {
        let root = self.root();
        root.entries().find(|value| !value.is_table() && !value.is_list()).unwrap_or(root)
    }

    /// All values in it, at every depth.
    pub fn values(&self) -> impl Iterator<Item = Value<'_>> {
        (0..self.tree.nodes.len() as u32).map(|node| Value::new(self, node))
    }

    /// Whether it could be read, so that something can be concluded from it.
    pub fn is_readable(&self) -> bool {
        !self.faults.iter().any(Fault::is_fatal)
    }

    /// The text at `span`.
    pub fn slice(&self, span: Span) -> &str {
        self.source.text.get(span.range()).unwrap_or_default()
    }

    /// The prose below the front matter; empty where there is none.
    pub fn prose_text(&self) -> &str {
        self.prose.map_or("", |span| self.slice(span))
    }
}

/// The name of the file at `path` without its ending.
pub fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
