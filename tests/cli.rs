//! The whole program on small workspaces: what it prints, and its exit codes.

mod answers;
mod bad_input;
mod baseline;
mod commands;
mod formats;
mod help;
mod history;
mod output;
mod own_rules;
mod query;
mod revisions;
mod scratch;
mod show;
mod strangers;
