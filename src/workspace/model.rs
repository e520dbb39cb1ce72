//! Typed records: what rules ask of a record, read once. Reading is lenient: a field that isn't as its schema
//! wants it counts as absent, and the schema's finding tells of it.

pub mod arrows;
mod away;
pub mod cadence;
mod decision;
pub mod duty;
mod group;
mod inbound;
mod initiative;
pub mod load;
mod person;
mod rotation;
mod sprint;
mod stewardship;
mod work;

use jiff::civil::Date;

use crate::record::{Record, RecordId, Value};
pub(crate) use crate::workspace::facts::period;
use crate::workspace::links::Links;

pub use away::{AbsencesByPerson, Away, Presence};
pub use decision::{Decision, Status};
pub use group::{Goal, Practice, WorkingGroup};
pub use inbound::{DutyReport, Request, TriageMeeting};
pub use initiative::{Deliverable, Initiative, Program, Roadmap, Stage, ValueStream};
pub use person::{Absence, Calendar, Category, Holiday, Person, Role, Team};
pub use rotation::{Exemption, Override, Rotation};
pub use sprint::{Ceremony, DayOff, Elsewhere, Member, Sprint, SprintTeam, Visitor};
pub use stewardship::{Component, Stewardship};
pub use work::{Epic, Story, Task, is_closed, is_dropped};

/// A reference in a record: where it stands, and the record that it names.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    /// The string.
    pub at: Value<'a>,
    /// The record; none where it names nothing, or something of a wrong kind.
    pub to: Option<RecordId>,
}

impl<'a> Link<'a> {
    /// The reference at `value`, which is a string.
    pub fn new(links: &Links<'_>, value: Value<'a>) -> Option<Self> {
        value.as_str()?;
        Some(Self { at: value, to: links.at(value).record() })
    }

    /// The reference under `key`.
    pub fn get(links: &Links<'_>, table: Value<'a>, key: &str) -> Option<Self> {
        Self::new(links, table.get(key)?)
    }

    /// The references in the list under `key`.
    pub fn list(links: &Links<'_>, table: Value<'a>, key: &str) -> Vec<Self> {
        table.list(key).filter_map(|value| Self::new(links, value)).collect()
    }

    /// The id as written.
    pub fn id(self) -> &'a str {
        self.at.as_str().unwrap_or_default()
    }
}

/// Something typed that was read from a record.
pub trait Typed<'a>: Sized {
    /// The kind's name.
    const KIND: &'static str;
    /// Reads `record`. None where what the type can't do without is missing.
    fn read(record: &'a Record, links: &Links<'_>) -> Option<Self>;
    /// The record it was read from.
    fn record(&self) -> &'a Record;
    /// Puts a list, which is in the order of paths, in the order in which it is asked for.
    fn sort(_: &mut [Self]) {}
}

/// A typed record by its fields, each with how it is read from the links and the root.
macro_rules! typed_record {
    ($(#[$doc:meta])* $name:ident, $kind:literal $(by $order:ident)?, {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $read:expr,)*
    }) => {
        $(#[$doc])*
        pub struct $name<'a> {
            /// The record.
            pub record: &'a Record,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl<'a> crate::workspace::model::Typed<'a> for $name<'a> {
            const KIND: &'static str = $kind;

            fn read(record: &'a Record, links: &Links<'_>) -> Option<Self> {
                let root = record.root();
                $(
                    let read: fn(&Links<'_>, Value<'a>) -> $type = $read;
                    let $field = read(links, root);
                )*
                Some(Self { record, $($field),* })
            }

            fn record(&self) -> &'a Record {
                self.record
            }

            $(
                fn sort(list: &mut [Self]) {
                    list.sort_by_key(|item| (item.$order, item.record.number));
                }
            )?
        }
    };
}
use typed_record;

/// The `share` of a table, from 0 to 1.
pub(crate) fn share(table: Value<'_>) -> Option<f64> {
    table
        .get("share")
        .and_then(Value::as_number)
        .filter(|share| share.is_finite())
        .map(|share| share.clamp(0.0, 1.0))
}

/// The number of points under `key`.
pub(crate) fn points(table: Value<'_>, key: &str) -> Option<f64> {
    table.get(key).and_then(Value::as_number).filter(|points| points.is_finite() && *points >= 0.0)
}

/// The date under `key` with its place.
pub(crate) fn dated<'a>(table: Value<'a>, key: &str) -> Option<(Value<'a>, Date)> {
    let value = table.get(key)?;
    Some((value, value.as_date()?))
}
