//! Git: the only modules that know git2 and the `git` program. A snapshot is what the index or a commit holds
//! of a workspace; its files are read straight from the object database.

mod library;
mod program;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::files::{Content, Files, SETTINGS_FILE, is_passed_over};

/// Why git could not do what was asked, and what to do.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct GitError {
    /// What happened.
    pub message: String,
    /// What to do next.
    pub help: String,
}

impl GitError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// The work tree of the repository that `folder` lies in, if it lies in one.
pub fn work_tree(folder: &Path) -> Option<PathBuf> {
    library::work_tree(folder).or_else(|| program::work_tree(folder))
}

/// `folder` from the root of the work tree that it lies in, with a `/` at its end; empty for the root itself and
/// where there is none.
pub fn prefix(folder: &Path) -> String {
    work_tree(folder).and_then(|work_tree| below(&work_tree, folder)).unwrap_or_default()
}

/// The folder of the hooks that git runs for the work tree around `folder`: the common one of all its work trees, or
/// what `core.hooksPath` names.
pub fn hooks(folder: &Path) -> Result<PathBuf, GitError> {
    program::hooks(folder)
}

/// Makes `folder` a new repository.
pub fn init(folder: &Path) -> Result<(), GitError> {
    library::init(folder)
}

/// The id of an object: SHA-1 in the first 20 bytes, or SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub [u8; 32]);

/// What a path of a snapshot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file with this content.
    File(ObjectId),
    /// A symbolic link.
    Link,
    /// Two sides of a merge that isn't finished.
    Unmerged,
}

/// What the index or a commit holds of a workspace, by path from the workspace's root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The paths, in order.
    pub entries: BTreeMap<String, Entry>,
}

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id, whole.
    pub id: String,
    /// The id of its first parent; none for the first commit and where history is cut off.
    pub parent: Option<String>,
    /// Its author's name.
    pub author: String,
    /// The day on which it was written, where its author was.
    pub date: Date,
    /// The first line of its message.
    pub message: String,
}

impl Commit {
    /// Its id, short.
    pub fn short(&self) -> &str {
        self.id.get(..8).unwrap_or(&self.id)
    }
}

/// A repository, and where in it the workspace lies.
pub struct Repository {
    /// Where the objects come from.
    access: Access,
    /// The workspace's folder from the work tree's root, with a `/` at its end; empty for the root itself.
    prefix: String,
}

/// The library where it can, the program where only that can.
enum Access {
    Library(library::Library),
    Program(program::Program),
}

impl Repository {
    /// Opens the repository that `root`, a workspace's folder, lies in. `in_hook` if git has set the process's
    /// environment, as it does for hooks: then the index is the one that git names there.
    pub fn open(root: &Path, in_hook: bool) -> Result<Self, GitError> {
        match library::Library::open(root, in_hook) {
            Ok((library, prefix)) => Ok(Self { access: Access::Library(library), prefix }),
            Err(error) => match program::Program::open(root, in_hook) {
                Some((program, prefix)) if error.is_beyond_the_library => {
                    Ok(Self { access: Access::Program(program), prefix })
                }
                _ => Err(error.told),
            },
        }
    }

    /// The workspace's folder from the work tree's root, with a `/` at its end; empty for the root itself.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What the index holds: what the next commit will hold.
    pub fn index(&self) -> Result<Snapshot, GitError> {
        match &self.access {
            Access::Library(library) => library.index(&self.prefix),
            Access::Program(program) => program.index(&self.prefix),
        }
    }

    /// What the commit that `revision` names holds.
    pub fn revision(&self, revision: &str) -> Result<Snapshot, GitError> {
        match &self.access {
            Access::Library(library) => library.revision(&self.prefix, revision),
            Access::Program(program) => program.revision(&self.prefix, revision),
        }
    }

    /// What merging `theirs` into `ours` would give. Nothing is touched.
    pub fn merged(&self, ours: &str, theirs: &str) -> Result<Snapshot, GitError> {
        match &self.access {
            Access::Library(library) => library.merged(&self.prefix, ours, theirs),
            Access::Program(program) => program.merged(&self.prefix, ours, theirs),
        }
    }

    /// The newest commit that both have in common; none where history is cut off or they have none.
    pub fn merge_base(&self, ours: &str, theirs: &str) -> Option<String> {
        match &self.access {
            Access::Library(library) => library.merge_base(ours, theirs),
            Access::Program(program) => program.merge_base(ours, theirs),
        }
    }

    /// The commits that touch the file at `path`, a path from the workspace's root: from `revision` back along first
    /// parents, the newest first. A merge counts as a change of the branch that it was merged into.
    pub fn touching(&self, revision: &str, path: &str) -> Result<Vec<Commit>, GitError> {
        let path = format!("{}{path}", self.prefix);
        match &self.access {
            Access::Library(library) => library.touching(&path, revision),
            Access::Program(program) => program.touching(&path, revision),
        }
    }

    /// The text of a file in `snapshot`; none where that holds no file there.
    pub fn text(&self, snapshot: &Snapshot, path: &str) -> Result<Option<String>, GitError> {
        Ok(match self.file(snapshot, path)? {
            Some(Content::Bytes(bytes)) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            _ => None,
        })
    }

    /// The id of the commit that `revision` names.
    pub fn commit(&self, revision: &str) -> Result<String, GitError> {
        match &self.access {
            Access::Library(library) => library.commit_id(revision),
            Access::Program(program) => program.commit(revision),
        }
    }

    /// Whether there is no commit yet.
    pub fn is_unborn(&self) -> bool {
        match &self.access {
            Access::Library(library) => library.has_no_commit(),
            Access::Program(program) => program.has_no_commit(),
        }
    }

    /// Whether history is cut off.
    pub fn is_shallow(&self) -> bool {
        match &self.access {
            Access::Library(library) => library.is_shallow(),
            Access::Program(program) => program.is_shallow(),
        }
    }

    /// What the file at `path` of `snapshot` holds, if it is there.
    pub fn file(&self, snapshot: &Snapshot, path: &str) -> Result<Option<Content>, GitError> {
        let id = match snapshot.entries.get(path) {
            None => return Ok(None),
            Some(Entry::Link) => return Ok(Some(Content::Link)),
            Some(Entry::Unmerged) => return Ok(Some(Content::Unmerged)),
            Some(Entry::File(id)) => *id,
        };
        Ok(self.blobs(&[id])?.remove(&id).map(Blob::into_content))
    }

    fn blobs(&self, ids: &[ObjectId]) -> Result<BTreeMap<ObjectId, Blob>, GitError> {
        match &self.access {
            Access::Library(library) => library.blobs(ids),
            Access::Program(program) => program.blobs(ids),
        }
    }

    /// Reads the files of `snapshot`.
    pub fn load(&self, snapshot: &Snapshot) -> Result<Files, GitError> {
        let wanted = |path: &str| {
            path == SETTINGS_FILE
                || (path.starts_with("records/") && !is_passed_over(path))
                || path
                    .strip_prefix("schemas/")
                    .is_some_and(|name| name.ends_with(".schema.json") && !name.contains('/'))
        };
        let ids: Vec<ObjectId> = snapshot
            .entries
            .iter()
            .filter(|(path, _)| wanted(path))
            .filter_map(|(_, entry)| if let Entry::File(id) = entry { Some(*id) } else { None })
            .collect();
        let blobs = self.blobs(&ids)?;
        let fetch = |path: &str| match snapshot.entries.get(path) {
            Some(Entry::File(id)) => match blobs.get(id) {
                Some(blob) => blob.clone().into_content(),
                None => Content::Unreadable("its content isn't in the repository".to_owned()),
            },
            Some(Entry::Link) => Content::Link,
            Some(Entry::Unmerged) => Content::Unmerged,
            None => Content::Unreadable("it isn't there".to_owned()),
        };
        let paths = |folder: &'static str| {
            snapshot.entries.keys().filter(move |path| path.starts_with(folder) && wanted(path))
        };
        let schemas: Vec<(String, Vec<u8>)> = paths("schemas/")
            .map(|path| match fetch(path) {
                Content::Bytes(bytes) => (path.clone(), bytes),
                _ => (path.clone(), Vec::new()),
            })
            .collect();
        Ok(Files::load(fetch(SETTINGS_FILE), &schemas, paths("records/").cloned().collect(), fetch))
    }
}

/// A file's content in the object database.
#[derive(Clone)]
enum Blob {
    Bytes(Vec<u8>),
    TooLong(u64),
}

impl Blob {
    fn into_content(self) -> Content {
        match self {
            Self::Bytes(bytes) => Content::Bytes(bytes),
            Self::TooLong(bytes) => Content::TooLong(bytes),
        }
    }
}

/// `root` from `top`, with a `/` at its end. `root` needn't be there: a sparse work tree leaves folders out.
fn below(top: &Path, root: &Path) -> Option<String> {
    let (top, root) = (whole(top), whole(root));
    let inner = root.strip_prefix(&top).ok()?.to_string_lossy().replace('\\', "/");
    Some(if inner.is_empty() { inner } else { format!("{inner}/") })
}

/// `path` without symbolic links, as far as it is there.
fn whole(path: &Path) -> PathBuf {
    let there = nearest(path);
    let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
    let there = there.canonicalize().unwrap_or_else(|_| there.to_owned());
    if rest.as_os_str().is_empty() { there } else { there.join(rest) }
}

/// The folder at or above `path` that is there.
fn nearest(path: &Path) -> &Path {
    path.ancestors().find(|folder| folder.is_dir()).unwrap_or(path)
}
