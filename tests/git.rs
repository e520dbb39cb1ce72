//! The program in repositories of every kind, made by the real `git`.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, unreachable_pub)]

#[path = "git/damage.rs"]
mod damage;
#[path = "git/events.rs"]
mod events;
#[path = "git/harmless.rs"]
mod harmless;
#[path = "git/hooks.rs"]
mod hooks;
#[path = "git/index.rs"]
mod index;
#[path = "git/kinds.rs"]
mod kinds;
#[path = "git/memory.rs"]
mod memory;
#[path = "git/merges.rs"]
mod merges;
#[path = "git/places.rs"]
mod places;
#[path = "git/replay.rs"]
mod replay;
#[path = "git/repository.rs"]
mod repository;
#[path = "git/shapes.rs"]
mod shapes;
#[path = "git/snapshots.rs"]
mod snapshots;
#[path = "git/trailers.rs"]
mod trailers;
