//! Epics, stories and tasks.

use super::{Link, Typed};
use crate::links::Links;
use crate::record::Record;

/// Whether a record with this `status` is closed, for good or ill.
pub fn is_closed(status: Option<&str>) -> bool {
    matches!(status, Some("resolved" | "declined" | "invalid" | "duplicate"))
}

macro_rules! work {
    ($(#[$doc:meta])* $name:ident, $kind:literal, { $($(#[$field_doc:meta])* $field:ident: $type:ty = $read:expr),* $(,)? }) => {
        $(#[$doc])*
        pub struct $name<'a> {
            /// The record.
            pub record: &'a Record,
            /// Its title.
            pub title: &'a str,
            /// Its status; `open` where none is given.
            pub status: Option<&'a str>,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl<'a> Typed<'a> for $name<'a> {
            const KIND: &'static str = $kind;

            fn read(record: &'a Record, links: &Links<'_>) -> Option<Self> {
                let root = record.root();
                $(let read: fn(&Links<'_>, crate::record::Value<'a>) -> $type = $read; let $field = read(links, root);)*
                Some(Self { record, title: root.str("title").unwrap_or(&record.id), status: root.str("status"), $($field),* })
            }

            fn record(&self) -> &'a Record {
                self.record
            }
        }
    };
}

work!(
    /// A part of an initiative.
    Epic, "epic", {
        /// What it is part of.
        initiative: Option<Link<'a>> = |links, root| Link::get(links, root, "initiative"),
        /// Its id in the tracker.
        tracker: Option<&'a str> = |_, root| root.str("tracker"),
    }
);
work!(
    /// What a user wants.
    Story, "story", {
        /// What it is part of.
        epic: Option<Link<'a>> = |links, root| Link::get(links, root, "epic"),
    }
);
work!(
    /// Something to do.
    Task, "task", {
        /// What it is part of.
        story: Option<Link<'a>> = |links, root| Link::get(links, root, "story"),
        /// What must be done first.
        blocked_by: Vec<Link<'a>> = |links, root| Link::list(links, root, "blocked-by"),
    }
);
