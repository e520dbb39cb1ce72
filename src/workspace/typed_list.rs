//! The typed records of one kind: each read when it is first asked for, or all of them at once.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::Model;
use crate::record::RecordId;
use crate::workspace::typed::OfKind;

/// The typed records of the kind that `T` is read from.
pub(super) struct TypedList<T> {
    all: OnceLock<All<T>>,
    /// One by one, as long as not all of them were asked for.
    single: OnceLock<Vec<OnceLock<Option<Box<T>>>>>,
}

struct All<T> {
    list: Vec<T>,
    /// For each record of the kind, where it is in the list.
    slots: Vec<u32>,
}

impl<T> Default for TypedList<T> {
    fn default() -> Self {
        Self { all: OnceLock::new(), single: OnceLock::new() }
    }
}

impl<'a, T: OfKind<'a>> TypedList<T> {
    /// The record with number `id`; none if it is of another kind, or can't be read.
    pub(super) fn get(&self, model: &Model<'a>, id: RecordId) -> Option<&T> {
        let ordinal =
            *model.ordinals.get(id.index()).filter(|_| model.files.kind(id) == Some(T::KIND))? as usize;
        if let Some(all) = self.all.get() {
            return all.list.get(*all.slots.get(ordinal)? as usize);
        }
        let members = || model.members[T::KIND.index()].iter().map(|_| OnceLock::new()).collect();
        let single = self.single.get_or_init(members).get(ordinal)?;
        single.get_or_init(|| read(model, id).map(Box::new)).as_deref()
    }

    /// All of them, in the order of `T`.
    pub(super) fn read_all(&self, model: &Model<'a>) -> &[T]
    where
        T: Send + Sync,
    {
        let read_all = || {
            let members = &model.members[T::KIND.index()];
            let mut list: Vec<T> =
                members.par_iter().with_min_len(64).filter_map(|id| read(model, *id)).collect();
            T::sort(&mut list);
            let mut slots = vec![u32::MAX; members.len()];
            for (slot, item) in list.iter().enumerate() {
                slots[model.ordinals[item.record().number.index()] as usize] = slot as u32;
            }
            All { list, slots }
        };
        &self.all.get_or_init(read_all).list
    }
}

fn read<'a, T: OfKind<'a>>(model: &Model<'a>, id: RecordId) -> Option<T> {
    let record = model.files.get(id);
    if record.is_readable() { T::read(record, &model.links) } else { None }
}
