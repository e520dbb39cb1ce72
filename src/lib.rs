//! Teambook keeps a team's records as files in git and checks them. This page is the map: eight rooms in the
//! order in which data flows through them, which is also the order to read them in.
//!
//! ```text
//!  world  ──bytes──►  record ──► workspace ──► check ──► report ──► cli
//!  disk, git          parse      schema        rules     ten formats
//!                                files         query       ▲
//!  text in memory ──►            links         change      │ pages
//!                                model         cache    answers
//! ```
//!
//! What always holds, and is tested:
//!
//! - A room, and a module inside a room, uses only those above it in the list (`tests/tidy.rs`).
//! - Reading never fails: a record comes with its faults. An `Err` means that the tool couldn't do its job.
//! - A record is parsed once; schema, links, model and rules look at the same tree.
//! - From [`base`] to [`report`] nothing touches disk, clock, environment or network: only [`world`] and
//!   [`cli`] do.
//! - A rule names a value of a record, never an offset; places come from the parse.
//! - The same files give the same findings in the same order, with any number of threads.
//! - What a rule asks of the [`workspace::View`] is noted with what it found, so that a later check knows
//!   whether the answer still holds: a rule knows nothing but what it asked.
//! - A string of a record is [`base::text::Text`] where it is written, and acts on no terminal, no page and
//!   no log.
//!
//! To add a rule: a file in `src/check/rules/`, which ends with an [example](check::rules::example) of its
//! fault and how to fix it, and its name in `rules!`; or in a workspace a file in `rules/` with a condition
//! in the language of [`check::query`]. To add a kind: a schema in `schemas/` and a line in
//! [`workspace::kind`], or just a schema in a workspace. To add an output format: a file in `src/report/` and
//! its name in `formats!`. To have a command draw something else: a function in `src/answers/page/` from its
//! answer to a page; a new kind of block there makes each writer of pages fail to compile until it says what
//! becomes of it.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "what fails in a test is to be seen at once"))]

/// What everything else is written with. Knows no records. Begin at [`base::source`] for places in a text.
pub mod base;

/// Bytes to a record with the place of every value; never fails. Begin at [`record::Record::parse`].
pub mod record;

/// The records as they are, joined and typed; immutable. Begin at [`workspace::Workspace`].
pub mod workspace;

/// What is wrong with them, in a pipeline that can be called again and again. Begin at [`check::run`].
pub mod check;

/// What people ask, answered as data, then as pages. Begin at [`answers::card`].
pub(crate) mod answers;

/// Findings for people and machines, one file a format. Begin at [`report::Format`].
pub mod report;

/// Disk and git: all that touches the machine. Begin at [`world::disk`].
pub mod world;

/// Arguments to question to answer, one file a command. Begin at [`cli::run`].
pub mod cli;
