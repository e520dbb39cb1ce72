//! A jagged array: a list for each number, without an allocation for each.

use bitcode::{Decode, Encode};

/// Lists of values, by number.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Jagged<T> {
    /// Where each list ends.
    ends: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for Jagged<T> {
    fn default() -> Self {
        Self { ends: Vec::new(), values: Vec::new() }
    }
}

impl<T: Copy> Jagged<T> {
    /// The list with number `index`; empty where there is none.
    pub fn get(&self, index: usize) -> &[T] {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.values.get(start as usize..end as usize).unwrap_or_default()
    }

    /// How many lists there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no list.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All lists in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.ends.len()).map(|index| self.get(index))
    }

    /// The values of all lists.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// Appends one list.
    pub fn push(&mut self, values: impl IntoIterator<Item = T>) {
        self.values.extend(values);
        self.ends.push(self.values.len() as u32);
    }

    /// Adds `count` lists of `other`, from the one with number `first` on.
    pub fn extend(&mut self, other: &Self, first: usize, count: usize) {
        let start = first.checked_sub(1).and_then(|before| other.ends.get(before)).copied().unwrap_or(0);
        let ends = other.ends.get(first..first + count).unwrap_or_default();
        let end = ends.last().copied().unwrap_or(start);
        let here = self.values.len() as u32;
        self.ends.extend(ends.iter().map(|end| end - start + here));
        self.values.extend_from_slice(other.values.get(start as usize..end as usize).unwrap_or_default());
    }

    /// Whether there are `len` lists that end where they say, each after the one before: what comes from a
    /// file may not.
    pub fn is_sound(&self, len: usize) -> bool {
        self.ends.len() == len
            && self.ends.is_sorted()
            && self.ends.last().copied().unwrap_or(0) as usize == self.values.len()
    }
}
