//! Typed records: what rules ask of a record, read once. Reading is lenient: a field that isn't as its schema
//! wants it counts as absent, and the schema's finding reports it.

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
pub mod roster;
mod rotation;
mod sprint;
mod stewardship;
mod work;

use crate::base::dates::Period;
use crate::record::{Record, RecordId, Value};
use crate::workspace::links::Links;

pub use crate::workspace::at::At;
pub use away::{AbsencesByPerson, Away, Presence};
pub use decision::{Choice, Decision, HistoryEntry, Status};
pub use group::{Goal, Practice, WorkingGroup};
pub use inbound::{DutyReport, Request, Triage, TriageMeeting};
pub use initiative::{Deliverable, Dependency, Initiative, Program, Roadmap, Stage, StageEntry, ValueStream};
pub use person::{Absence, Calendar, Category, Holiday, Person, Role, Team};
pub use rotation::{Exemption, Override, Pooled, Rotation};
pub use sprint::{Ceremony, DayOff, Elsewhere, Member, Sprint, SprintTeam, Visitor};
pub use stewardship::{Component, Criterion, Steward, Stewardship};
pub use work::{Epic, Story, Task, WorkItem, is_closed, is_dropped};

/// A reference in a record: where it stands, and the record that it names.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    /// The string that names the record.
    pub at: Value<'a>,
    /// The record; none where it names nothing, or something of a wrong kind.
    pub to: Option<RecordId>,
}

/// For questions that are asked of a link as well as of a number.
impl From<Link<'_>> for Option<RecordId> {
    fn from(link: Link<'_>) -> Self {
        link.to
    }
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

impl<'a> At<'a, Vec<Link<'a>>> {
    /// The references in the list under `key`.
    pub fn links(links: &Links<'_>, table: Value<'a>, key: &str) -> Self {
        Self { value: Link::list(links, table, key), at: table.get(key).unwrap_or(table) }
    }
}

/// Something typed that was read from a record.
pub trait Typed<'a>: Sized {
    /// Reads `record`. None where what the type can't do without is missing.
    fn read(record: &'a Record, links: &Links<'_>) -> Option<Self>;
    /// The record it was read from.
    fn record(&self) -> &'a Record;
    /// Puts a list, which is in the order of paths, in the order in which it is asked for.
    fn sort(_: &mut [Self]) {}
}

/// A typed record by its fields, each with how it is read from the links and the root.
macro_rules! typed_record {
    ($(#[$doc:meta])* $name:ident $(by $order:ident)?, {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $read:expr,)*
    }) => {
        $(#[$doc])*
        #[allow(missing_docs, reason = "a field is documented by the kind's schema; here only what its name doesn't say")]
        pub struct $name<'a> {
            pub record: &'a Record,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl<'a> crate::workspace::model::Typed<'a> for $name<'a> {
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
                    list.sort_by_key(|item| (*item.$order, item.record.number));
                }
            )?
        }
    };
}
use typed_record;

/// The period of a table with `from` and `until`.
pub(crate) fn period(table: Value<'_>) -> Period {
    *At::days(table)
}

/// The `share` of a table, from 0 to 1.
pub(crate) fn share(table: Value<'_>) -> Option<f64> {
    table
        .get("share")
        .and_then(Value::as_number)
        .filter(|share| share.is_finite())
        .map(|share| share.clamp(0.0, 1.0))
}

/// The number of points under `key`.
pub(crate) fn points<'a>(table: Value<'a>, key: &str) -> At<'a, Option<f64>> {
    let is_one = |points: &f64| points.is_finite() && *points >= 0.0;
    At::field(table, key, |value| value.as_number().filter(is_one))
}

/// What a record is called under `key`; its id where it isn't said.
fn name<'a>(root: Value<'a>, key: &str) -> At<'a, &'a str> {
    At::text(root, key).or(&root.record.id)
}

/// An enum of the words that a field may hold.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word for it in records.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// What `name` stands for.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.name() == name)
            }

            /// What the text `value` stands for.
            pub fn read(value: Value<'_>) -> Option<Self> {
                value.as_str().and_then(Self::from_name)
            }
        }
    };
}
use words;
