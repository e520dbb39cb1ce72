//! What people ask of records, answered as data and drawn as pages: one answer a module, and [`page`] from each answer to a
//! page. Begin at [`card`] for an answer and at [`page::Page`] for what it is drawn with.

pub mod diff;

pub mod card;

pub mod outline;

pub mod board;
pub mod stats;

pub mod page;
