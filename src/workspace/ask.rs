//! What an answer rests on: each thing that was asked of a workspace, in few bits.

use bitcode::{Decode, Encode};

use jiff::civil::Date;

use crate::dates;
use crate::links::known::TextKey;
use crate::record::RecordId;

/// Something that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Ask(u64);

const RECORD: u64 = 0 << 32;
const KIND: u64 = 1 << 32;
const NAMING: u64 = 2 << 32;
const TEXT: u64 = 3 << 32;
const AS_OF: u64 = 4 << 32;
const EVERYTHING: u64 = 5 << 32;
const SAYING: u64 = 6 << 32;
const SPRINTS: u64 = 7 << 32;
const CREW: u64 = 8 << 32;
const NAMES: u64 = 9 << 32;
const SORT: u64 = !0 << 32;

impl Ask {
    /// What record `id` holds.
    pub const fn record(id: RecordId) -> Self {
        Self(RECORD | id.0 as u64)
    }

    /// Which records of `kind` there are and what they hold.
    pub const fn kind(kind: u16) -> Self {
        Self(KIND | kind as u64)
    }

    /// Who names record `id`.
    pub const fn naming(id: RecordId) -> Self {
        Self(NAMING | id.0 as u64)
    }

    /// Which record is known by a text.
    pub const fn text(key: TextKey) -> Self {
        Self(TEXT | key.0 as u64)
    }

    /// Which records say a text where a record or a setting is named, and what they hold.
    pub const fn saying(key: TextKey) -> Self {
        Self(SAYING | key.0 as u64)
    }

    /// What the records of `kind` are called.
    pub const fn names(kind: u16) -> Self {
        Self(NAMES | kind as u64)
    }

    /// On which days sprints are.
    pub const fn sprints() -> Self {
        Self(SPRINTS)
    }

    /// Who is with the team in the time that begins on `day`.
    pub fn crew(day: Date) -> Self {
        Self(CREW | (dates::days_between(Date::MIN, day).cast_unsigned() & !SORT))
    }

    /// Which day it is.
    pub const fn as_of() -> Self {
        Self(AS_OF)
    }

    /// Something about all records.
    pub const fn everything() -> Self {
        Self(EVERYTHING)
    }

    /// The same where records have other numbers. None if it is about a record that is gone.
    pub fn renumbered(self, now: impl Fn(RecordId) -> Option<RecordId>) -> Option<Self> {
        let id = RecordId(self.0 as u32);
        match self.0 & SORT {
            RECORD => now(id).map(Self::record),
            NAMING => now(id).map(Self::naming),
            _ => Some(self),
        }
    }
}
