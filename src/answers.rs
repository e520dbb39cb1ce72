//! What people ask of records, answered as data and drawn as pages: one answer a module, and [`page`] from
//! each answer to a page. Begin at [`card`] for an answer and at [`page::Page`] for what it is drawn with.

pub(crate) mod diff;

pub(crate) mod card;

pub(crate) mod outline;

pub(crate) mod board;
pub(crate) mod stats;

pub(crate) mod page;
