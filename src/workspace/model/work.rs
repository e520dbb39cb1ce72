//! Epics, stories and tasks.

use super::{At, Link, name, points, typed_record};
use crate::record::{Record, Value};
use crate::workspace::links::Links;

/// Whether a record with this `status` is closed, for good or ill.
pub fn is_closed(status: Option<&str>) -> bool {
    matches!(status, Some("resolved" | "declined" | "invalid" | "duplicate"))
}

/// Whether a record with this `status` was given up, so that it is neither done nor still to do.
pub fn is_dropped(status: Option<&str>) -> bool {
    is_closed(status) && status != Some("resolved")
}

typed_record!(
    /// A part of an initiative.
    Epic, {
        title: At<'a, &'a str> = |_, root| name(root, "title"),
        /// Its status; `open` where none is given.
        status: At<'a, Option<&'a str>> = |_, root| At::text(root, "status"),
        /// What it is part of.
        initiative: Option<Link<'a>> = |links, root| Link::get(links, root, "initiative"),
        /// Its id in the tracker.
        tracker: Option<&'a str> = |_, root| root.str("tracker"),
        /// The team that it is assigned to.
        team: Option<Link<'a>> = |links, root| Link::get(links, root, "team"),
    }
);
typed_record!(
    /// What a user wants.
    Story, {
        title: At<'a, &'a str> = |_, root| name(root, "title"),
        /// Its status; `open` where none is given.
        status: At<'a, Option<&'a str>> = |_, root| At::text(root, "status"),
        /// What it is part of.
        epic: Option<Link<'a>> = |links, root| Link::get(links, root, "epic"),
        points: At<'a, Option<f64>> = |_, root| points(root, "points"),
    }
);
typed_record!(
    Task, {
        title: At<'a, &'a str> = |_, root| name(root, "title"),
        /// Its status; `open` where none is given.
        status: At<'a, Option<&'a str>> = |_, root| At::text(root, "status"),
        /// What it is part of.
        story: Option<Link<'a>> = |links, root| Link::get(links, root, "story"),
        /// The request that it came of.
        request: Option<Link<'a>> = |links, root| Link::get(links, root, "request"),
        /// What must be done first.
        blocked_by: Vec<Link<'a>> = |links, root| Link::list(links, root, "blocked-by"),
        points: At<'a, Option<f64>> = |_, root| points(root, "points"),
    }
);

/// A piece of work, whether an epic, a story or a task: what these have in common.
#[derive(Clone, Copy)]
pub struct WorkItem<'a> {
    /// The epic's, story's or task's record.
    pub record: &'a Record,
    /// Its title, at the field.
    pub title: At<'a, &'a str>,
    /// Its status; `open` where none is given.
    pub status: At<'a, Option<&'a str>>,
    /// What it is part of.
    pub parent: Option<Link<'a>>,
}

impl WorkItem<'_> {
    /// Whether it is closed, for good or ill.
    pub fn is_closed(&self) -> bool {
        is_closed(*self.status)
    }
}

macro_rules! work_item {
    ($($type:ident $parent:ident,)*) => {
        $(
            impl<'a> From<&$type<'a>> for WorkItem<'a> {
                fn from(item: &$type<'a>) -> Self {
                    Self { record: item.record, title: item.title, status: item.status, parent: item.$parent }
                }
            }
        )*
    };
}
work_item!(Epic initiative, Story epic, Task story,);
