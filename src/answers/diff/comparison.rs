//! Both states of the workspace, as far as sentences need them: what a reference names in either, and whether
//! that is the same.

use std::collections::BTreeMap;

use super::shown::{called, resolve, shown};
use crate::check::change::{Change, reads_the_same};
use crate::record::{RecordId, Value};
use crate::workspace::View;

/// One of the two states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Base,
    Head,
}

/// What a reference names, the same in both states.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ReferentKey {
    /// A record of the head, under whatever id in the base.
    Record(RecordId),
    /// A record that only the base has.
    Gone(RecordId),
    /// Nothing that there is, by what is written.
    Text(String),
}

/// What a reference names: who or what it is, and its name.
#[derive(Clone, Debug)]
pub(super) struct Referent {
    pub(super) key: ReferentKey,
    pub(super) name: String,
}

pub(super) struct Comparison<'c, 'a> {
    pub(super) base: &'c View<'a>,
    pub(super) head: &'c View<'a>,
    /// The record of the head that a record of the base is.
    heads: BTreeMap<RecordId, RecordId>,
}

/// What is said of one record: the sentences, and the fields that they cover.
#[derive(Debug, Default)]
pub(super) struct Description {
    pub(super) said: Vec<String>,
    pub(super) fields: Vec<&'static str>,
}

impl Description {
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.said.push(text.into());
    }

    /// Marks fields as covered: they get no general sentence.
    pub(super) fn done(&mut self, fields: &[&'static str]) {
        self.fields.extend(fields);
    }
}

impl<'c, 'a> Comparison<'c, 'a> {
    pub(super) fn new(change: &Change<'c, 'a>) -> Self {
        let heads = change.pairs.kept.iter().map(|pair| (pair.base, pair.head)).collect();
        Self { base: change.base, head: change.head, heads }
    }

    pub(super) const fn workspace(&self, side: Side) -> &'c View<'a> {
        match side {
            Side::Base => self.base,
            Side::Head => self.head,
        }
    }

    /// Which record a record of `side` is.
    pub(super) fn key(&self, side: Side, id: RecordId) -> ReferentKey {
        match side {
            Side::Head => ReferentKey::Record(id),
            Side::Base => {
                self.heads.get(&id).map_or(ReferentKey::Gone(id), |head| ReferentKey::Record(*head))
            }
        }
    }

    /// Which record the reference at `value` names.
    pub(super) fn key_of(&self, side: Side, value: Value<'_>) -> ReferentKey {
        let id = resolve(self.workspace(side), value);
        id.map_or_else(
            || ReferentKey::Text(value.as_str().unwrap_or_default().to_owned()),
            |id| self.key(side, id),
        )
    }

    /// What the reference at `value` names. A name is that of the head where there is one.
    pub(super) fn named(&self, side: Side, value: Value<'_>) -> Referent {
        let Some(id) = resolve(self.workspace(side), value) else {
            let written = value.as_str().unwrap_or_default().to_owned();
            return Referent { key: ReferentKey::Text(written.clone()), name: written };
        };
        let key = self.key(side, id);
        let name = match &key {
            ReferentKey::Record(id) => called(self.head, self.head.record(*id)),
            _ => called(self.workspace(side), self.workspace(side).record(id)),
        };
        Referent { key, name }
    }

    /// What the references in `list` name.
    pub(super) fn all_named(&self, side: Side, list: Option<Value<'_>>) -> Vec<Referent> {
        let items = list.into_iter().flat_map(Value::items);
        items.filter(|item| item.as_str().is_some()).map(|item| self.named(side, item)).collect()
    }

    /// `value` in words.
    pub(super) fn shown(&self, side: Side, value: Value<'_>) -> String {
        if value.as_str().is_some() && resolve(self.workspace(side), value).is_some() {
            return self.named(side, value).name;
        }
        shown(self.workspace(side), value)
    }

    /// Whether a value of the base and one of the head say the same to a reader: a reference to the same
    /// record does, whatever its id.
    pub(super) fn same(&self, base: Value<'_>, head: Value<'_>) -> bool {
        if base.is_table() && head.is_table() {
            let is_kept = |entry: Value<'_>| head.get(entry.key()).is_some_and(|now| self.same(entry, now));
            return base.entries().len() == head.entries().len() && base.entries().all(is_kept);
        }
        if base.is_list() && head.is_list() {
            return base.items().len() == head.items().len()
                && base.items().zip(head.items()).all(|(base, head)| self.same(base, head));
        }
        if let (Some(before), Some(after)) = (base.as_str(), head.as_str()) {
            return match (resolve(self.base, base), resolve(self.head, head)) {
                (Some(base), Some(head)) => self.key(Side::Base, base) == ReferentKey::Record(head),
                _ => reads_the_same(before, after),
            };
        }
        let written = |value: Value<'_>| value.record.slice(value.span()).to_owned();
        base.type_name() == head.type_name() && written(base) == written(head)
    }
}

/// Those of `after` that aren't in `before`.
pub(super) fn new_ones(before: &[Referent], after: &[Referent]) -> Vec<String> {
    let is_new = |named: &&Referent| !before.iter().any(|known| known.key == named.key);
    after.iter().filter(is_new).map(|named| named.name.clone()).collect()
}
