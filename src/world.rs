//! All that touches the machine: the disk and git. Begin at [`disk`] for the work tree and at
//! [`git::Repository`] for any other state of the records.

pub mod git;

pub mod disk;
