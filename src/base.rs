//! What everything else is written with: texts and their places, days, ids, nearest names, words and the
//! types that make text safe for where it goes. Nothing here knows what a record is.

pub mod dates;
pub mod id;
pub mod jagged;
pub mod nearest;
pub mod source;
pub mod style;
pub mod text;
pub mod words;
