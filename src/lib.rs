//! Teambook
pub mod id;
pub mod nearest;
pub mod record;
pub mod schema;
pub mod source;
