//! Where something is: a file and a span of it.

use bitcode::{Decode, Encode};

use super::{Record, RecordId, Value};
use crate::base::source::Span;

/// A file that a finding can stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum FileId {
    /// A file under `records/`.
    Record(RecordId),
    /// `teambook.toml`.
    Settings,
    /// A schema of the workspace: its index among those that need a word.
    Schema(u32),
    /// The file of an own rule, by its index.
    OwnRule(u32),
    /// A record of the base of a change that the head no longer has: its number in the base.
    Removed(RecordId),
    /// The message of a commit of a change, by its index.
    Message(u32),
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file that `span` is a part of.
    pub file: FileId,
    /// The bytes in the file.
    pub span: Span,
    /// The table around the place, a node of the record's tree.
    pub table: u32,
}

// There may be hundreds of thousands.
const _: () = assert!(size_of::<Place>() == 20);

impl Place {
    /// A place of `record` that no value stands at.
    pub const fn new(record: &Record, span: Span) -> Self {
        Self { file: record.file, span, table: 0 }
    }
}

impl From<Value<'_>> for Place {
    fn from(value: Value<'_>) -> Self {
        let table =
            value.record.tree.table_of(if value.is_table() { value.node } else { value.parent().node });
        Self { file: value.record.file, span: value.span(), table }
    }
}
