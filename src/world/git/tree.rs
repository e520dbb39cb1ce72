//! The trees of a commit, walked by hand: a folder that an earlier snapshot has with the same id isn't read.

use std::borrow::Cow;

use super::refusal::{MOST_FILES, damaged, too_many};
use super::snapshot::{belongs, is_folder};
use super::{Entry, GitError, ObjectId, Snapshot};
use crate::base::source::spelled;

/// How deep folders may be nested: far deeper than any work tree, and not so deep that walking them is a
/// danger.
const DEEPEST: usize = 512;
const ID: usize = 20;

/// Reads the content of a tree.
pub(super) trait ReadTree {
    /// The bytes of the tree `id`.
    fn tree(&self, id: ObjectId) -> Result<Vec<u8>, GitError>;
}

/// The tree of `folder`, a path below the tree `root` with a `/` at its end or empty; none if no folder is
/// there.
fn find(trees: &impl ReadTree, root: ObjectId, folder: &str) -> Result<Option<ObjectId>, GitError> {
    let mut id = root;
    for part in folder.split_terminator('/') {
        let bytes = trees.tree(id)?;
        let mut found = None;
        for entry in TreeEntries(&bytes) {
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

/// What the tree `root` holds of the workspace at `prefix`, where it may not have been yet. What `known` has
/// already isn't read.
pub(super) fn snapshot(
    trees: &impl ReadTree,
    root: ObjectId,
    prefix: &str,
    known: Option<&Snapshot>,
) -> Result<Snapshot, GitError> {
    match find(trees, root, prefix)? {
        Some(folder) => walk(trees, folder, known),
        None => Ok(Snapshot::default()),
    }
}

/// What the tree `root`, the workspace's folder, holds of the workspace.
fn walk(trees: &impl ReadTree, root: ObjectId, known: Option<&Snapshot>) -> Result<Snapshot, GitError> {
    let mut walk =
        Walk { trees, known, made: Snapshot::default(), path: String::new(), is_text: true, seen: 0 };
    walk.folder(root, 0)?;
    Ok(walk.made.settled())
}

struct Walk<'w, T> {
    trees: &'w T,
    known: Option<&'w Snapshot>,
    made: Snapshot,
    /// Where it is, with a `/` at its end; empty for the root.
    path: String,
    /// Whether all of that is text.
    is_text: bool,
    /// How many files and folders it has met.
    seen: usize,
}

impl<T: ReadTree> Walk<'_, T> {
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
        for entry in TreeEntries(&bytes) {
            let (mode, name, inner) = entry?;
            if matches!(name, b"" | b"." | b"..") || name.contains(&b'/') {
                return Err(damaged(format!(
                    "a folder in the commit holds what can't be in one: `{}`, in {}",
                    spelled(name).escape_debug(),
                    if self.path.is_empty() { "the workspace's own" } else { &self.path },
                )));
            }
            let name = spelled(name);
            let (length, was_text) = (self.path.len(), self.is_text);
            self.path.push_str(&name);
            self.is_text &= matches!(name, Cow::Borrowed(_));
            self.seen += 1;
            if self.seen > MOST_FILES {
                return Err(too_many(&self.path));
            }
            if is_folder(mode) {
                self.path.push('/');
                if belongs(&self.path) {
                    self.folder(inner, depth + 1)?;
                }
            } else if let Some(entry) = Entry::of(mode, inner, 0, self.is_text) {
                self.made.push(&self.path, entry);
            }
            self.path.truncate(length);
            self.is_text = was_text;
        }
        self.made.close(number);
        Ok(())
    }
}

/// Mode, name and id of what stands in a tree.
type TreeEntry<'b> = (u32, &'b [u8], ObjectId);

/// The entries of a tree.
struct TreeEntries<'b>(&'b [u8]);

impl<'b> Iterator for TreeEntries<'b> {
    type Item = Result<TreeEntry<'b>, GitError>;

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
fn first(bytes: &[u8]) -> Option<(TreeEntry<'_>, &[u8])> {
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

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use super::*;

    /// Trees by their ids, and which were read.
    #[derive(Default)]
    struct Trees {
        known: BTreeMap<ObjectId, Vec<u8>>,
        read: RefCell<Vec<u8>>,
    }

    impl ReadTree for Trees {
        fn tree(&self, id: ObjectId) -> Result<Vec<u8>, GitError> {
            self.read.borrow_mut().push(id.0[0]);
            self.known.get(&id).cloned().ok_or_else(|| GitError::new("it isn't there", ""))
        }
    }

    fn id(number: u8) -> ObjectId {
        let mut bytes = [0; 32];
        bytes[0] = number;
        ObjectId(bytes)
    }

    impl Trees {
        /// Makes the tree `number` of entries `MODE NAME NUMBER`.
        fn add(&mut self, number: u8, entries: &[(&str, &str, u8)]) {
            let mut bytes = Vec::new();
            for (mode, name, inner) in entries {
                bytes.extend_from_slice(format!("{mode} {name}\0").as_bytes());
                bytes.extend_from_slice(&id(*inner).0[..ID]);
            }
            self.known.insert(id(number), bytes);
        }

        /// What was read since this was asked last, in order.
        fn read(&self) -> Vec<u8> {
            std::mem::take(&mut self.read.borrow_mut())
        }
    }

    /// A workspace: in git's order of trees, where `a.toml` stands before the folder `a`.
    fn workspace() -> Trees {
        let mut trees = Trees::default();
        trees.add(
            1,
            &[
                ("40000", "other", 99),
                ("40000", "records", 2),
                ("40000", "schemas", 5),
                ("100644", "teambook.toml", 50),
            ],
        );
        trees.add(2, &[("40000", "epics", 3), ("40000", "people", 4), ("160000", "team", 60)]);
        trees.add(3, &[("100644", "a.toml", 51), ("40000", "a", 6), ("120000", "link.toml", 52)]);
        trees.add(4, &[("100644", "ada.toml", 53), ("100755", "ben.toml", 54)]);
        trees.add(5, &[("100644", "vendor.schema.json", 55)]);
        trees.add(6, &[("100644", "b.toml", 56)]);
        trees
    }

    fn paths(snapshot: &Snapshot) -> Vec<&str> {
        snapshot.iter().map(|(path, _)| path).collect()
    }

    #[test]
    fn what_belongs_to_the_workspace_is_walked_and_nothing_else() {
        let trees = workspace();
        let snapshot = walk(&trees, id(1), None).unwrap();
        let expected = [
            "records/epics/a.toml",
            "records/epics/a/b.toml",
            "records/epics/link.toml",
            "records/people/ada.toml",
            "records/people/ben.toml",
            "records/team",
            "schemas/vendor.schema.json",
            "teambook.toml",
        ];
        assert_eq!(paths(&snapshot), expected);
        assert_eq!(snapshot.get("records/epics/a/b.toml"), Some(Entry::File(id(56))));
        assert_eq!(snapshot.get("records/epics/link.toml"), Some(Entry::Link));
        let folders: Vec<_> =
            snapshot.folders().iter().map(|folder| (&*folder.path, folder.first, folder.len)).collect();
        let expected = [
            ("", 0, 8),
            ("records/", 0, 6),
            ("records/epics/", 0, 3),
            ("records/epics/a/", 1, 1),
            ("records/people/", 3, 2),
            ("schemas/", 6, 1),
        ];
        assert_eq!(folders, expected);
        assert_eq!(trees.read(), [1, 2, 3, 6, 4, 5]);
    }

    #[test]
    fn a_folder_that_is_known_is_not_read() {
        let mut trees = workspace();
        let known = walk(&trees, id(1), None).unwrap();
        // Ada is gone, and there is a new folder before the others.
        trees.add(11, &[("40000", "records", 12), ("40000", "schemas", 5), ("100644", "teambook.toml", 50)]);
        trees.add(
            12,
            &[
                ("40000", "charter", 13),
                ("40000", "epics", 3),
                ("40000", "people", 14),
                ("40000", "sprints", 4),
            ],
        );
        trees.add(13, &[("100644", "charter.md", 57)]);
        trees.add(14, &[("100755", "ben.toml", 54)]);
        let whole = walk(&trees, id(11), None).unwrap();
        trees.read();
        assert_eq!(walk(&trees, id(11), Some(&known)).unwrap(), whole);
        assert_eq!(trees.read(), [11, 12, 13, 14, 4], "what stands elsewhere now is read again");
        assert_eq!(walk(&trees, id(11), Some(&whole)).unwrap(), whole);
        assert_eq!(walk(&trees, id(1), Some(&whole)).unwrap(), known);
        // From the parts that a snapshot can be kept as.
        let kept = Snapshot::new(whole.iter(), whole.folders().to_vec());
        trees.read();
        assert_eq!(walk(&trees, id(11), Some(&kept)).unwrap(), whole);
        assert!(trees.read().is_empty());
        // An index has no folders.
        let index = Snapshot::new(known.iter(), Vec::new());
        assert_eq!(walk(&trees, id(11), Some(&index)).unwrap(), whole);
    }

    #[test]
    fn the_workspace_is_found_in_its_folder() {
        let mut trees = workspace();
        trees.add(20, &[("100644", "file", 50), ("40000", "team", 21)]);
        trees.add(21, &[("40000", "book", 1)]);
        let found = |folder| find(&trees, id(20), folder).unwrap();
        assert_eq!(found(""), Some(id(20)));
        assert_eq!(found("team/book/"), Some(id(1)));
        assert_eq!([found("file/"), found("tea/"), found("team/file/")], [None; 3]);
    }

    #[test]
    fn trees_that_git_would_not_write_are_read_or_refused_but_never_kept() {
        let mut trees = Trees::default();
        // Out of order and twice: the last of a path counts.
        trees.add(1, &[("100644", "teambook.toml", 50), ("40000", "records", 2), ("40000", "records", 3)]);
        trees.add(2, &[("100644", "b.toml", 51), ("100644", "a.toml", 52)]);
        trees.add(3, &[("100644", "a.toml", 54), ("40000", "x", 4)]);
        trees.add(4, &[("100644", "z.toml", 55)]);
        let snapshot = walk(&trees, id(1), None).unwrap();
        let expected = ["records/a.toml", "records/b.toml", "records/x/z.toml", "teambook.toml"];
        assert_eq!(paths(&snapshot), expected);
        assert_eq!(snapshot.get("records/a.toml"), Some(Entry::File(id(54))));
        assert_eq!(snapshot.folders(), []);
        // What can't be a name in a folder.
        trees.add(1, &[("40000", "records", 2)]);
        for name in ["x/a.toml", ".", "..", ""] {
            trees.add(2, &[("100644", name, 53), ("40000", "y", 4)]);
            assert!(walk(&trees, id(1), None).is_err(), "{name}");
        }
        let mut bytes = b"100644 \xff.toml\0".to_vec();
        bytes.extend_from_slice(&[7; ID]);
        trees.known.insert(id(1), bytes.clone());
        let walked = walk(&trees, id(1), None).unwrap();
        assert_eq!(walked.iter().collect::<Vec<_>>(), [("\\xff.toml", Entry::NotText)]);
        for length in 1..bytes.len() {
            trees.known.insert(id(1), bytes[..length].to_vec());
            assert!(walk(&trees, id(1), None).is_err(), "{length}");
        }
        for mode in ["", "x", "8", "77777777777", "1006440000000"] {
            trees.add(1, &[(mode, "a", 50)]);
            assert!(walk(&trees, id(1), None).is_err(), "{mode}");
        }
        trees.add(1, &[("40000", "records", 1)]);
        assert!(walk(&trees, id(1), None).unwrap_err().message.contains("folders one in another"));
        trees.add(1, &[("40000", "records", 99)]);
        assert_eq!(walk(&trees, id(1), None).unwrap_err().message, "it isn't there");
    }
}
