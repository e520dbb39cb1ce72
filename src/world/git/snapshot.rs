//! What the index or a commit holds of a workspace: a flat list of paths in order, and of a commit its
//! folders, so that what two commits share is read once.

use std::collections::BTreeMap;

use super::ObjectId;
use crate::workspace::files::ContentId;

/// What a path of a snapshot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file with this content.
    File(ObjectId),
    /// A symbolic link.
    Link,
    /// Two sides of a merge that isn't finished.
    Unmerged,
    /// Another repository: a submodule.
    Repository,
    /// Something whose name isn't UTF-8; the path says what of it is.
    NotText,
}

const TYPE: u32 = 0o170_000;
const LINK: u32 = 0o120_000;
const FOLDER: u32 = 0o040_000;
const REPOSITORY: u32 = 0o160_000;

impl Entry {
    /// An id of what it holds: two entries with one id are the same to a reader.
    pub(super) const fn content(self) -> ContentId {
        match self {
            Self::File(id) => ContentId(id.0),
            Self::Link => ContentId([1; 32]),
            Self::Unmerged => ContentId([2; 32]),
            Self::Repository => ContentId([3; 32]),
            Self::NotText => ContentId([4; 32]),
        }
    }

    /// What git says by `mode` and `stage`, at a path of which all `is_text`; none of a folder.
    pub(super) fn of(mode: u32, id: ObjectId, stage: u16, is_text: bool) -> Option<Self> {
        match mode & TYPE {
            FOLDER => None,
            _ if !is_text => Some(Self::NotText),
            _ if stage != 0 => Some(Self::Unmerged),
            LINK => Some(Self::Link),
            REPOSITORY => Some(Self::Repository),
            // Git knows no other types: anything else is damage, which shows when the content is read.
            _ => Some(Self::File(id)),
        }
    }
}

/// Whether git says by `mode` that it is a folder.
pub(super) fn is_folder(mode: u32) -> bool {
    mode & TYPE == FOLDER
}

/// Whether `path`, from the workspace's root, belongs to the workspace. A folder's path ends with `/`.
pub(super) fn belongs(path: &str) -> bool {
    ["records/", "schemas/", "rules/"].iter().any(|folder| path.starts_with(folder)) || !path.contains('/')
}

/// A folder of a commit. Two folders with the same id hold the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its path from the workspace's root, with a `/` at its end; empty for the root itself.
    pub path: Box<str>,
    /// The id of its tree.
    pub id: ObjectId,
    /// The number of the first entry below it.
    pub first: usize,
    /// How many entries are below it.
    pub len: usize,
}

/// What the index or a commit holds of a workspace, by path from the workspace's root: the files beside the
/// settings and all that is below `records/`, `schemas/` and `rules/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// All paths, one after another.
    paths: String,
    /// In the order of their paths' bytes.
    slots: Vec<Slot>,
    /// In the order of their paths; of an index those in which nothing was staged, none of a merge.
    folders: Vec<Folder>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot {
    /// Where its path ends; it begins where the one before ends.
    end: usize,
    entry: Entry,
}

impl Snapshot {
    /// Puts together what [`Self::iter`] and [`Self::folders`] gave. Of entries at the same path the last one
    /// counts; folders that don't fit to the entries are left out, all of them: they only save work.
    pub fn new<P: AsRef<str>>(entries: impl IntoIterator<Item = (P, Entry)>, folders: Vec<Folder>) -> Self {
        let mut made = Self { folders, ..Self::default() };
        for (path, entry) in entries {
            made.push(path.as_ref(), entry);
        }
        made.settled()
    }

    /// An empty snapshot with the given capacity.
    pub(super) fn with_room(entries: usize) -> Self {
        // Few paths are longer.
        let paths = String::with_capacity(entries.saturating_mul(40));
        Self { paths, slots: Vec::with_capacity(entries), folders: Vec::new() }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The entry with this number, and its path.
    pub fn at(&self, number: usize) -> Option<(&str, Entry)> {
        let slot = self.slots.get(number)?;
        Some((self.paths.get(self.begin(number)..slot.end)?, slot.entry))
    }

    /// What `path` holds.
    pub fn get(&self, path: &str) -> Option<Entry> {
        self.at(self.place(path)).filter(|(found, _)| *found == path).map(|(_, entry)| entry)
    }

    /// All entries, in the order of their paths' bytes.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, Entry)> {
        (0..self.len()).filter_map(|number| self.at(number))
    }

    /// What stands in place of `folder`, which should be one, and the entries below it.
    pub fn of_folder(&self, folder: &'static str) -> impl Iterator<Item = (&str, Entry)> {
        let instead = self.get(folder).map(|entry| (folder, entry));
        let inner = self.range(&format!("{folder}/"));
        instead.into_iter().chain(inner.filter_map(|number| self.at(number)))
    }

    /// The entries below `folder`, a path with a `/` at its end.
    pub fn below(&self, folder: &str) -> impl DoubleEndedIterator<Item = (&str, Entry)> {
        self.range(folder).filter_map(|number| self.at(number))
    }

    /// The folders of a commit, in the order of their paths; none of an index or a merge.
    pub fn folders(&self) -> &[Folder] {
        &self.folders
    }

    /// The number of the first entry that doesn't stand before `path`.
    fn place(&self, path: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.at(middle).is_some_and(|(found, _)| found < path) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The numbers of the entries whose paths begin with `folder`.
    fn range(&self, folder: &str) -> std::ops::Range<usize> {
        match folder.strip_suffix('/') {
            // `0` is the character after `/`.
            Some(name) => self.place(folder)..self.place(&format!("{name}0")),
            None if folder.is_empty() => 0..self.len(),
            None => 0..0,
        }
    }

    fn begin(&self, number: usize) -> usize {
        number.checked_sub(1).and_then(|before| self.slots.get(before)).map_or(0, |slot| slot.end)
    }

    /// Adds an entry at the end.
    pub(super) fn push(&mut self, path: &str, entry: Entry) {
        self.paths.push_str(path);
        self.slots.push(Slot { end: self.paths.len(), entry });
    }

    /// The path that was added last.
    pub(super) fn last(&self) -> Option<&str> {
        self.at(self.len().checked_sub(1)?).map(|(path, _)| path)
    }

    /// Adds a folder whose entries come next, and gives its number for [`Self::close`].
    pub(super) fn open(&mut self, path: &str, id: ObjectId) -> usize {
        self.folders.push(Folder { path: path.into(), id, first: self.len(), len: 0 });
        self.folders.len() - 1
    }

    /// All entries of the folder with this number have been added.
    pub(super) fn close(&mut self, number: usize) {
        let len = self.len();
        if let Some(folder) = self.folders.get_mut(number) {
            folder.len = len - folder.first;
        }
    }

    /// With these folders, of which all entries are there.
    pub(super) fn knowing(mut self, mut folders: Vec<(String, ObjectId)>) -> Self {
        folders.sort();
        let mut at = 0;
        let made = folders.into_iter().map(|(path, id)| {
            // The folders come in the order of the entries.
            while self.at(at).is_some_and(|(found, _)| found < path.as_str()) {
                at += 1;
            }
            let inner = (at..self.len()).take_while(|number| {
                self.at(*number).is_some_and(|(found, _)| found.starts_with(path.as_str()))
            });
            Folder { len: inner.count(), path: path.into(), id, first: at }
        });
        self.folders = made.collect();
        self
    }

    /// Adds at the end the folder at `path` with all that is below it, as `known` has it, if it has it with
    /// this id.
    pub(super) fn take_over(&mut self, known: &Self, path: &str, id: ObjectId) -> bool {
        let Ok(number) = known.folders.binary_search_by(|folder| (*folder.path).cmp(path)) else {
            return false;
        };
        let folder = &known.folders[number];
        if folder.id != id {
            return false;
        }
        let (text, entries) = (self.paths.len(), self.len());
        let range = folder.first..folder.first + folder.len;
        let begin = known.begin(range.start);
        let end = known.begin(range.end);
        self.paths.push_str(&known.paths[begin..end]);
        let slots = known.slots[range].iter();
        self.slots.extend(slots.map(|slot| Slot { end: slot.end - begin + text, entry: slot.entry }));
        let inner = known.folders[number..].iter().take_while(|inner| inner.path.starts_with(path));
        self.folders.extend(
            inner.map(|inner| Folder { first: inner.first - folder.first + entries, ..inner.clone() }),
        );
        true
    }

    /// With its entries in order, each path once, and with folders that fit to them.
    pub(super) fn settled(self) -> Self {
        let is_ordered = self.iter().is_sorted_by(|(one, _), (next, _)| one < next);
        if !is_ordered {
            let ordered: BTreeMap<&str, Entry> = self.iter().collect();
            return Self::new(ordered, Vec::new());
        }
        let is_sound = self.folders.is_sorted_by(|one, next| one.path < next.path)
            && self.folders.iter().all(|folder| {
                folder
                    .first
                    .checked_add(folder.len)
                    .is_some_and(|end| self.range(&folder.path) == (folder.first..end))
            });
        if is_sound { self } else { Self { folders: Vec::new(), ..self } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> ObjectId {
        ObjectId([number; 32])
    }

    fn file(number: u8) -> Entry {
        Entry::File(id(number))
    }

    fn snapshot() -> Snapshot {
        let paths = ["records.toml", "records/a.toml", "records/a/b.toml", "records0", "teambook.toml"];
        Snapshot::new(paths.into_iter().zip((1..).map(file)), Vec::new())
    }

    #[test]
    fn entries_are_found_by_path_and_by_folder() {
        let snapshot = snapshot();
        let numbers: Vec<_> = snapshot.iter().map(|(path, _)| snapshot.get(path)).collect();
        assert_eq!(numbers, (1..=5).map(|number| Some(file(number))).collect::<Vec<_>>());
        let absent = ["", "records", "records/", "records/a", "records/a/", "records/b.toml", "zoo"];
        assert_eq!(absent.map(|path| snapshot.get(path)), [None; 7]);
        let below = |folder: &str| snapshot.below(folder).map(|(path, _)| path).collect::<Vec<_>>();
        assert_eq!(below("records/"), ["records/a.toml", "records/a/b.toml"]);
        assert_eq!(below("records/a/"), ["records/a/b.toml"]);
        assert!(
            below("schemas/").is_empty() && below("zoo/").is_empty() && below("records/a.toml").is_empty()
        );
        assert_eq!(snapshot.at(3), Some(("records0", file(4))));
        assert_eq!(snapshot.at(5), None);
        let nothing = Snapshot::default();
        assert!(nothing.is_empty() && nothing.get("a").is_none() && nothing.below("a/").next().is_none());
    }

    #[test]
    fn entries_in_any_order_make_the_same() {
        let shuffled = [
            ("teambook.toml", file(5)),
            ("records/a/b.toml", Entry::Link),
            ("records0", file(4)),
            ("records/a/b.toml", file(3)),
            ("records.toml", file(1)),
            ("records/a.toml", file(2)),
        ];
        assert_eq!(Snapshot::new(shuffled, Vec::new()), snapshot(), "the last of a path counts");
    }

    #[test]
    fn folders_that_do_not_fit_are_left_out() {
        let plain = snapshot();
        let with = |folders: &[(&str, usize, usize)]| {
            let folder = |(path, first, len): &(&str, usize, usize)| Folder {
                path: (*path).into(),
                id: id(9),
                first: *first,
                len: *len,
            };
            Snapshot::new(plain.iter(), folders.iter().map(folder).collect()).folders().len()
        };
        assert_eq!(with(&[("", 0, 5), ("records/", 1, 2), ("records/a/", 2, 1), ("schemas/", 4, 0)]), 4);
        assert_eq!(with(&[("records/", 1, 2), ("", 0, 5)]), 0, "out of order");
        assert_eq!(with(&[("records/", 1, 2), ("records/", 1, 2)]), 0, "twice");
        for (first, len) in [(0, 2), (0, 3), (1, 1), (1, 3), (2, 1), (9, 1), (1, usize::MAX)] {
            assert_eq!(with(&[("records/", first, len)]), 0, "{first} {len}");
        }
        assert_eq!(with(&[("records", 1, 2)]), 0, "no folder");
    }
}
