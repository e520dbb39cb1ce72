//! What is known of how records hang together without reading them again.

use bitcode::{Decode, Encode};
use rayon::prelude::*;

use super::Links;
use crate::base::jagged::Jagged;
use crate::record::{Fault, Record, RecordId};

/// Facts of the links of the records of one state, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct LinkFacts {
    /// The records that it names.
    pub targets: Jagged<RecordId>,
    /// Tables in which something is wrong already, or a name leads nowhere: nothing can be concluded from
    /// what they lack. The root, 0, for a record that can't be read.
    pub unreliable: Jagged<u32>,
}

/// Records that one thread follows before it asks for more.
const CHUNK: usize = 256;

impl LinkFacts {
    /// Follows the references of all records.
    pub(super) fn of(links: &Links<'_>) -> Self {
        let ids: Vec<RecordId> = links.files.ids().collect();
        let follow = |ids: &[RecordId]| {
            let mut facts = Self::default();
            for id in ids {
                facts.push(links, links.files.get(*id));
            }
            facts
        };
        let chunks: Vec<Self> = ids.par_chunks(CHUNK).map(follow).collect();
        let mut facts = Self::default();
        for chunk in &chunks {
            facts.extend(chunk, 0, chunk.targets.len());
        }
        facts
    }

    /// Adds where the references of `record` lead.
    pub fn push(&mut self, links: &Links<'_>, record: &Record) {
        self.targets.push(links.resolutions(record).iter().filter_map(|resolution| resolution.record()));
        let of_fault = |fault: &Fault| match fault {
            Fault::Schema { table, .. } => Some(*table),
            Fault::Newer { .. } => None,
            _ => Some(0),
        };
        let lost = links.of(record).filter(|(_, _, resolution)| resolution.is_lost());
        let lost = lost.map(|(value, _, _)| record.tree.table_of(value.parent().node));
        self.unreliable.push(record.faults.iter().filter_map(of_fault).chain(lost));
    }

    /// Adds the facts of `count` records of `other`, from the one with number `first` on.
    pub fn extend(&mut self, other: &Self, first: usize, count: usize) {
        self.targets.extend(&other.targets, first, count);
        self.unreliable.extend(&other.unreliable, first, count);
    }

    /// For each record who names it, each once.
    pub(super) fn back(&self) -> Jagged<RecordId> {
        let mut starts = vec![0u32; self.targets.len() + 1];
        for to in self.targets.values() {
            starts[to.index() + 1] += 1;
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        let mut next = starts.clone();
        let mut from = vec![RecordId::NONE; self.targets.values().len()];
        for (number, targets) in self.targets.iter().enumerate() {
            for to in targets {
                let (at, first) = (next[to.index()] as usize, starts[to.index()] as usize);
                let is_known = at > first && from[at - 1].index() == number;
                if !is_known {
                    from[at] = RecordId(number as u32);
                    next[to.index()] += 1;
                }
            }
        }
        let mut back = Jagged::default();
        for (start, end) in starts.iter().zip(&next).take(self.targets.len()) {
            back.push(from[*start as usize..*end as usize].iter().copied());
        }
        back
    }
}
