//! The whole program on small workspaces: what it prints, and its exit codes.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

#[path = "cli/answers.rs"]
mod answers;
#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/baseline.rs"]
mod baseline;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/history.rs"]
mod history;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/own_rules.rs"]
mod own_rules;
#[path = "cli/query.rs"]
mod query;
#[path = "cli/revisions.rs"]
mod revisions;
#[path = "cli/scratch.rs"]
mod scratch;
#[path = "cli/show.rs"]
mod show;
#[path = "cli/strangers.rs"]
mod strangers;
