//! One cause, one finding: where a rule says nothing because another one has found something.

use super::{
    Rule, decision_deleted, not_a_record, referenced_record_deleted, renamed_without_trace, schema_mismatch,
    unfinished_merge, unreadable_record,
};

/// What another rule must have found, and where, for a rule to say nothing. It counts whatever becomes of it: whether that
/// rule is on, whether the finding is ignored, and whether its rule yields in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Yields<'t> {
    /// Where the two findings meet.
    pub scope: Scope,
    /// The other rule's name.
    pub to: &'t str,
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

impl Yields<'static> {
    /// To what `rule` finds at the same value.
    pub const fn at_value(rule: &'static Rule<'static>) -> Self {
        Self { scope: Scope::Value, to: rule.name }
    }

    /// To what `rule` finds in the same record.
    pub const fn in_record(rule: &'static Rule<'static>) -> Self {
        Self { scope: Scope::Record, to: rule.name }
    }

    /// To what `rule` finds about the record that the value names.
    pub const fn about_subject(rule: &'static Rule<'static>) -> Self {
        Self { scope: Scope::Subject, to: rule.name }
    }
}

/// A record has lost its id, and each place that still uses it is shown with that.
pub(super) static TO_LOSSES: &[Yields<'static>] = &[
    Yields::at_value(&decision_deleted::RULE),
    Yields::at_value(&referenced_record_deleted::RULE),
    Yields::at_value(&renamed_without_trace::RULE),
];

/// The record that is named has a fault of its own, and what it doesn't say may be for that.
pub(super) static TO_FAULTS_OF_SUBJECT: &[Yields<'static>] = &[
    Yields::about_subject(&not_a_record::RULE),
    Yields::about_subject(&schema_mismatch::RULE),
    Yields::about_subject(&unfinished_merge::RULE),
    Yields::about_subject(&unreadable_record::RULE),
];
