//! The dependencies of an answer: each question that was asked of a workspace.

use bitcode::{Decode, Encode};

use jiff::civil::Date;

use crate::base::dates;
use crate::record::{KindId, RecordId};
use crate::workspace::facts::TextKey;

/// A question that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum Ask {
    /// What a record holds.
    Record(RecordId),
    /// Which records of a kind there are and what they hold.
    Kind(KindId),
    /// What the records of a kind are called.
    Names(KindId),
    /// Who names a record.
    Naming(RecordId),
    /// Which record is known by a text.
    Text(TextKey),
    /// Which records say a text where a record or a setting is named, and what they hold.
    Saying(TextKey),
    /// On which days sprints are.
    Sprints,
    /// Who is with the team in the time that begins on a day, counted from the first one there is.
    Crew(u32),
    /// The day as of which the records are read.
    AsOf,
    /// Something about all records.
    Everything,
}

// There are several for each record.
const _: () = assert!(size_of::<Ask>() == 8);

impl Ask {
    /// Who is with the team in the time that begins on `day`.
    pub fn crew(day: Date) -> Self {
        Self::Crew(u32::try_from(dates::days_between(Date::MIN, day)).unwrap_or_default())
    }
}
