//! The trees of a commit, walked by hand: a folder that an earlier snapshot has with the same id isn't read.

use super::snapshot::{belongs, is_folder};
use super::{Entry, GitError, ObjectId, Snapshot};

/// How deep folders may be nested: far deeper than any work tree, and not so deep that walking them is a danger.
const DEEPEST: usize = 512;
const ID: usize = 20;

/// Reads the content of a tree.
pub(super) trait Read {
    /// The bytes of the tree `id`.
    fn tree(&self, id: ObjectId) -> Result<Vec<u8>, GitError>;
}

/// The tree of `folder`, a path below the tree `root` with a `/` at its end or empty; none if no folder is there.
pub(super) fn find(trees: &impl Read, root: ObjectId, folder: &str) -> Result<Option<ObjectId>, GitError> {
    let mut id = root;
    for part in folder.split_terminator('/') {
        let bytes = trees.tree(id)?;
        let mut found = None;
        for entry in Entries(&bytes) {
            let (mode, name, inner) = entry?;
            if name == part.as_bytes() && is_folder(mode) {
                found = Some(inner);
            }
        }
        match found {
            Some(inner) => id = inner,
            None => return Ok(None),
        }
    }
    Ok(Some(id))
}

/// What the tree `root`, the workspace's folder, holds of the workspace. What `known` has already isn't read.
pub(super) fn walk(
    trees: &impl Read,
    root: ObjectId,
    known: Option<&Snapshot>,
) -> Result<Snapshot, GitError> {
    let mut walk = Walk { trees, known, made: Snapshot::default(), path: String::new() };
    walk.folder(root, 0)?;
    Ok(walk.made.settled())
}

struct Walk<'w, T> {
    trees: &'w T,
    known: Option<&'w Snapshot>,
    made: Snapshot,
    /// Where it is, with a `/` at its end; empty for the root.
    path: String,
}

impl<T: Read> Walk<'_, T> {
    fn folder(&mut self, id: ObjectId, depth: usize) -> Result<(), GitError> {
        if self.known.is_some_and(|known| self.made.take_over(known, &self.path, id)) {
            return Ok(());
        }
        if depth > DEEPEST {
            return Err(GitError::new(
                format!("the commit has more than {DEEPEST} folders one in another"),
                "no record needs that: take them out of the commit",
            ));
        }
        let bytes = self.trees.tree(id)?;
        let number = self.made.open(&self.path, id);
        for entry in Entries(&bytes) {
            let (mode, name, inner) = entry?;
            let Ok(name) = std::str::from_utf8(name) else { continue };
            let length = self.path.len();
            self.path.push_str(name);
            if is_folder(mode) {
                self.path.push('/');
                if belongs(&self.path) {
                    self.folder(inner, depth + 1)?;
                }
            } else if let Some(entry) = Entry::of(mode, inner) {
                self.made.push(&self.path, entry);
            }
            self.path.truncate(length);
        }
        self.made.close(number);
        Ok(())
    }
}

/// Mode, name and id of what stands in a tree.
type Named<'b> = (u32, &'b [u8], ObjectId);

/// The entries of a tree.
struct Entries<'b>(&'b [u8]);

impl<'b> Iterator for Entries<'b> {
    type Item = Result<Named<'b>, GitError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let found = first(self.0);
        self.0 = found.map_or(&[], |(_, rest)| rest);
        Some(found.map(|(entry, _)| entry).ok_or_else(|| {
            GitError::new("git: a tree is damaged", "see whether `git fsck` finds the repository sound")
        }))
    }
}

/// The first entry, `MODE NAME NUL ID`, and what follows it.
fn first(bytes: &[u8]) -> Option<(Named<'_>, &[u8])> {
    let space = bytes.iter().take(8).position(|byte| *byte == b' ')?;
    let mode = u32::from_str_radix(std::str::from_utf8(&bytes[..space]).ok()?, 8).ok()?;
    let bytes = &bytes[space + 1..];
    let end = bytes.iter().position(|byte| *byte == 0)?;
    let (name, rest) = (&bytes[..end], &bytes[end + 1..]);
    let (id, rest) = rest.split_at_checked(ID)?;
    let mut whole = ObjectId([0; 32]);
    whole.0[..ID].copy_from_slice(id);
    Some(((mode, name, whole), rest))
}
