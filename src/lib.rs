//! Teambook
pub mod check;
pub mod dates;
pub mod files;
pub mod finding;
pub mod id;
pub mod links;
pub mod model;
pub mod nearest;
pub mod record;
pub mod rules;
pub mod schema;
pub mod settings;
pub mod source;
pub mod workspace;
