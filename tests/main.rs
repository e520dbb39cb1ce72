//! Everything that is tried from outside the library, in one program: it is linked once.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, unreachable_pub)]

mod again;
mod cache;
mod cli;
mod corpus;
mod edits;
mod faults;
#[path = "../benches/records/generator.rs"]
mod generator;
mod git;
mod mutation;
mod tidy;
mod trials;
