//! What differs between a value before and after, where a reference to a renamed record still says the same.

use super::{Change, says_the_same};
use crate::record::{Record, Value};

impl<'a> Change<'_, 'a> {
    /// Where `head` first says something else than `base`; nothing if it says the same.
    pub fn difference(&self, base: Value<'a>, head: Value<'a>) -> Option<Value<'a>> {
        if base.is_table() && head.is_table() {
            let differs = |entry: Value<'a>| match base.get(entry.key()) {
                Some(before) => self.difference(before, entry),
                None => Some(entry),
            };
            let lacks = |entry: Value<'a>| head.get(entry.key()).is_none();
            return head.entries().find_map(differs).or_else(|| base.entries().any(lacks).then_some(head));
        }
        if base.is_list() && head.is_list() {
            let differs = |(before, after)| self.difference(before, after);
            let more = || head.items().nth(base.items().len());
            let fewer = || (head.items().len() < base.items().len()).then_some(head);
            return base.items().zip(head.items()).find_map(differs).or_else(more).or_else(fewer);
        }
        (!says_the_same(base, head) && !self.name_the_same(base, head)).then_some(head)
    }

    /// Whether two values say the same.
    pub fn is_same(&self, base: Value<'a>, head: Value<'a>) -> bool {
        self.difference(base, head).is_none()
    }

    /// Whether two references lead to what is one record, perhaps under another id.
    fn name_the_same(&self, base: Value<'a>, head: Value<'a>) -> bool {
        match (self.base.resolution(base).record(), self.head.resolution(head).record()) {
            (Some(base), Some(head)) => self.before(head).is_some_and(|(before, _)| before.number == base),
            _ => false,
        }
    }

    /// The entries of the list under `key` in `head` that the list in `base` hasn't, one for one.
    pub fn new_entries(&self, base: &'a Record, head: &'a Record, key: &str) -> Vec<Value<'a>> {
        let mut before: Vec<Value<'a>> = base.root().list(key).collect();
        let mut entries: Vec<Value<'a>> = head.root().list(key).collect();
        entries.retain(|entry| take(&mut before, |before| self.is_same(*before, *entry)).is_none());
        entries
    }
}

/// Takes the first value out of `values` that is as asked for.
fn take<'a>(values: &mut Vec<Value<'a>>, is_it: impl FnMut(&Value<'a>) -> bool) -> Option<Value<'a>> {
    let at = values.iter().position(is_it)?;
    Some(values.remove(at))
}
