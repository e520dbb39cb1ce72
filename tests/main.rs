//! Everything that is tried from outside the library, in one program: it is linked once.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to be seen at once")]
#![allow(clippy::print_stdout, reason = "a trial says which seed it had")]
#![allow(missing_docs, unreachable_pub, reason = "nobody builds on a test")]

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
mod settings;
mod tidy;
mod trials;
