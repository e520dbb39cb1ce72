//! Teambook keeps a team's records as files in git and checks them. This page is the map: the modules in the
//! order in which data flows through them, which is also the order to read them in.
//!
//! ```text
//!  disk git ─► read git ─┐
//!                        ├─► files ─► links ─► workspace ─► rules ─► check ─► report
//!  text in memory ───────┘   record   model       │ query   finding  cache    ten formats
//!                            schema   settings    ├─► change ─► story ─┐
//!                                                 └─► card tree board stats ─► drawn
//! ```
//!
//! What always holds:
//!
//! - A module uses only those above it in the list below. `tests/tidy.rs` sees to it.
//! - Reading never fails: a record comes with its faults. An `Err` means that the tool couldn't do its job.
//! - A record is parsed once; schema, links, model and rules look at the same tree.
//! - From [`source`] to [`drawn`] nothing touches disk, clock, environment or network: only [`read`], [`git`]
//!   and [`cli`] do.
//! - A rule names a value of a record, never an offset; places come from the parse.
//! - The same files give the same findings in the same order, with any number of threads.
//! - What a rule asks of the workspace is written down with what it found, so that a later check knows whether the
//!   answer still holds: a rule knows nothing but what it asked.
//! - A string of a record is [`text::Text`] where it is written, and acts on no terminal, no page and no log.
//!
//! To add a rule: a file in `src/rules/`, which ends with an [example](rules::example) of its fault and what mends it, and
//! its name in `rules!`; or in a workspace a file in `rules/` with a condition in the language of [`query`]. To add a kind: a schema in `schemas/` and its name
//! in [`schema::BUILT_IN`], or just a schema in a workspace. To add an output format: a file in `report/` and its
//! name in `formats!`. To have a command draw something else: a function in `drawn/` from its answer to a page; a new kind of block
//! there makes each writer of pages fail to compile until it says what becomes of it.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod source;
pub mod text;

pub mod dates;
pub mod id;
pub mod nearest;

pub mod record;

pub mod schema;

pub mod files;

pub mod settings;

pub mod links;

pub mod model;

pub mod workspace;

pub mod query;

pub mod change;

pub mod rules;

pub mod check;

pub mod story;

pub mod card;

pub mod tree;

pub mod board;

pub mod stats;

pub mod report;

pub mod drawn;

pub mod git;
pub mod read;

pub mod cli;
