//! The program in repositories of every kind, made by the real `git`.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, unreachable_pub)]

#[path = "git/events.rs"]
mod events;
#[path = "git/hooks.rs"]
mod hooks;
#[path = "git/index.rs"]
mod index;
#[path = "git/kinds.rs"]
mod kinds;
#[path = "git/merges.rs"]
mod merges;
#[path = "git/replay.rs"]
mod replay;
#[path = "git/repository.rs"]
mod repository;
#[path = "git/snapshots.rs"]
mod snapshots;
#[path = "git/trailers.rs"]
mod trailers;
