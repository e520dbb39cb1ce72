//! Finds what is wrong with records: the rules, the language of queries and own rules, the changes between
//! two states, and the pipeline that runs them. Begin at [`run`] for a check from request to outcome, and at
//! [`rules`] for what is checked.

pub mod query;

pub mod change;

pub mod rules;

pub mod sources;

pub mod fingerprint;

pub mod baseline;

pub mod units;

pub mod yielding;

pub mod conclude;

pub mod merge;

pub mod cache;

pub mod run;

pub mod testing;

pub use conclude::{Found, check, check_change, conclude};
pub use run::{Compared, Judged, Outcome, Request, Verdict, run, run_merge};
