//! The delta between two states of the records: which record of the one is which of the other, by path and
//! content.

use crate::record::RecordId;
use crate::workspace::ask::Ask;
use crate::workspace::files::{ContentId, Files};

/// What a record was in the former state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Its content is unchanged, and it had this number.
    Same(RecordId),
    /// Its content has changed, and it had this number.
    Edited(RecordId),
    Absent,
}

/// What has become of the records of a former state.
pub(super) struct Delta {
    /// What each record was.
    before: Vec<Before>,
    /// The number that each record of the former state has now.
    now: Vec<Option<RecordId>>,
}

impl Delta {
    /// From a state whose records `former` lists, in the order of their paths, to `files`.
    pub(super) fn new<'p>(
        files: &Files,
        former: impl ExactSizeIterator<Item = (&'p str, Option<ContentId>)>,
    ) -> Self {
        let mut now = vec![None; former.len()];
        let mut former = former.zip(0..).peekable();
        let before = |id: RecordId| {
            let path = files.path(id);
            while former.next_if(|((other, _), _)| *other < path).is_some() {}
            let Some(((_, content), number)) = former.next_if(|((other, _), _)| *other == path) else {
                return Before::Absent;
            };
            let number = RecordId(number);
            now[number.index()] = Some(id);
            let is_same = content.is_some() && content == files.content(id);
            if is_same { Before::Same(number) } else { Before::Edited(number) }
        };
        let before = files.ids().map(before).collect();
        Self { before, now }
    }

    /// Whether enough records are unchanged for an incremental check to pay off.
    pub(super) fn is_small(&self) -> bool {
        let same = self.before.iter().filter(|before| matches!(before, Before::Same(_))).count();
        (self.before.len() - same) * 8 <= self.before.len().max(64)
    }

    /// What each record was.
    pub(super) fn before(&self) -> &[Before] {
        &self.before
    }

    /// The number that the record `id` had, whatever it held.
    pub(super) fn former(&self, id: RecordId) -> Option<RecordId> {
        match self.before.get(id.index())? {
            Before::Same(former) | Before::Edited(former) => Some(*former),
            Before::Absent => None,
        }
    }

    /// The number that the record `former` of the former state has now.
    pub(super) fn now(&self, former: RecordId) -> Option<RecordId> {
        *self.now.get(former.index())?
    }

    /// The records that are no longer there, by their former numbers.
    pub(super) fn gone(&self) -> impl Iterator<Item = RecordId> {
        (0..).map(RecordId).zip(&self.now).filter(|(_, now)| now.is_none()).map(|(former, _)| former)
    }

    /// Whether every record has the number that it had.
    pub(super) fn keeps_numbers(&self) -> bool {
        self.gone().next().is_none() && !self.before.contains(&Before::Absent)
    }

    /// The question with the numbers that records have now; none if it is about a record that is gone.
    pub(super) fn ask(&self, ask: Ask) -> Option<Ask> {
        Some(match ask {
            Ask::Record(id) => Ask::Record(self.now(id)?),
            Ask::Naming(id) => Ask::Naming(self.now(id)?),
            other => other,
        })
    }
}
