//! One cause, one finding: where a rule says nothing because another one has found something.

use super::{
    Rule, decision_deleted, not_a_record, referenced_record_deleted, renamed_without_trace, schema_mismatch,
    unfinished_merge, unreadable_record,
};

/// What other rules must have found, and where, for a rule to say nothing. It counts whatever becomes of it: whether the
/// other rule is on, whether its finding is ignored, and whether it yields in turn.
#[derive(Clone, Copy, Debug)]
pub struct Yields {
    /// Where the two findings meet.
    pub scope: Scope,
    /// The other rules, any of which will do.
    pub to: &'static [&'static Rule<'static>],
}

/// Where two findings meet. The other one counts with its place and with all that it points at beside that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// At the same value.
    Value,
    /// In the same record; where a finding points at several, in each of them.
    Record,
    /// At the record that the value names: the other finding stands in it, or at another value of the same file that names it.
    Subject,
}

impl Scope {
    /// Where the other rule has found something, as its words on a rule's page.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Value => "at the same value",
            Self::Record => "in the same record",
            Self::Subject => "about the record that is named",
        }
    }
}

impl Yields {
    /// To what one of these finds at the same value.
    pub const fn at_value(to: &'static [&'static Rule<'static>]) -> Self {
        Self { scope: Scope::Value, to }
    }

    /// To what one of these finds in the same record.
    pub const fn in_record(to: &'static [&'static Rule<'static>]) -> Self {
        Self { scope: Scope::Record, to }
    }

    /// To what one of these finds about the record that the value names.
    pub const fn about_subject(to: &'static [&'static Rule<'static>]) -> Self {
        Self { scope: Scope::Subject, to }
    }
}

/// A record has lost its id: what they find is shown with each place that still uses it.
pub(super) static LOSSES: &[&Rule<'static>] =
    &[&decision_deleted::RULE, &referenced_record_deleted::RULE, &renamed_without_trace::RULE];

/// A record isn't as its kind has it, so that it may not say all that is meant.
pub(super) static FAULTS: &[&Rule<'static>] =
    &[&not_a_record::RULE, &schema_mismatch::RULE, &unfinished_merge::RULE, &unreadable_record::RULE];
