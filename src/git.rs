//! Git: the only modules that know git2 and the `git` program. A snapshot is what the index or a commit holds
//! of a workspace; its files are read straight from the object database.

mod index;
mod library;
mod objects;
mod program;
mod snapshot;
mod tree;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::change::commits;
use crate::files::{Content, ContentId, Files, SETTINGS_FILE};

pub use objects::Objects;
pub use snapshot::{Entry, Folder, Snapshot};

use library::{Library, Refusal};
use objects::Source;
use program::Program;

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
    /// What it was opened with.
    root: PathBuf,
    in_hook: bool,
}

/// The library where it can, the program where only that can.
enum Access {
    Library(Library),
    Program(Program),
}

impl Repository {
    /// Opens the repository that `root`, a workspace's folder, lies in. `in_hook` if git has set the process's
    /// environment, as it does for hooks: then the index is the one that git names there.
    pub fn open(root: &Path, in_hook: bool) -> Result<Self, GitError> {
        let (access, prefix) = match Library::open(root, in_hook) {
            Ok((library, prefix)) => (Access::Library(library), prefix),
            Err(refusal) => {
                let (program, prefix) = by_the_program(refusal, root, in_hook)?;
                (Access::Program(program), prefix)
            }
        };
        Ok(Self { access, prefix, root: root.to_owned(), in_hook })
    }

    /// The workspace's folder from the work tree's root, with a `/` at its end; empty for the root itself.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What the index holds: what the next commit will hold.
    pub fn index(&self) -> Result<Snapshot, GitError> {
        match &self.access {
            Access::Library(library) => {
                let tried = library.index(&self.prefix, &self.root);
                self.or_by_the_program(tried, Program::index)
            }
            Access::Program(program) => program.index(&self.prefix),
        }
    }

    /// What the commit that `revision` names holds.
    pub fn revision(&self, revision: &str) -> Result<Snapshot, GitError> {
        self.revision_like(revision, None)
    }

    /// What the commit that `revision` names holds. Folders that are the same in `known`, an earlier snapshot of a
    /// commit, aren't read.
    pub fn revision_like(&self, revision: &str, known: Option<&Snapshot>) -> Result<Snapshot, GitError> {
        match &self.access {
            Access::Library(library) => library.revision(&self.prefix, revision, known),
            Access::Program(program) => program.revision(&self.prefix, revision),
        }
    }

    /// What merging `theirs` into `ours` would give. Nothing is touched.
    pub fn merged(&self, ours: &str, theirs: &str) -> Result<Snapshot, GitError> {
        match &self.access {
            Access::Library(library) => {
                let tried = library.merged(&self.prefix, &self.root, ours, theirs);
                self.or_by_the_program(tried, |program, prefix| program.merged(prefix, ours, theirs))
            }
            Access::Program(program) => program.merged(&self.prefix, ours, theirs),
        }
    }

    /// What the library gave, or what the program gives where the index turns out to be one that only it can read.
    fn or_by_the_program(
        &self,
        tried: Result<Snapshot, Refusal>,
        ask: impl FnOnce(&Program, &str) -> Result<Snapshot, GitError>,
    ) -> Result<Snapshot, GitError> {
        tried.or_else(|refusal| {
            let (program, prefix) = by_the_program(refusal, &self.root, self.in_hook)?;
            ask(&program, &prefix)
        })
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

    /// The commits that `head` has and `base` hasn't, the newest first, but for those that touch other folders than the
    /// workspace's only. The files that each touches are told only if `with_files`, for that takes time.
    pub fn commits_between(
        &self,
        base: &str,
        head: &str,
        with_files: bool,
    ) -> Result<Vec<commits::Commit>, GitError> {
        let commits = match &self.access {
            Access::Library(library) => library.between(base, head)?,
            Access::Program(program) => program.between(base, head)?,
        };
        if !with_files && self.prefix.is_empty() {
            return Ok(commits);
        }
        let mut ours = Vec::new();
        for mut commit in commits {
            let touched = match &self.access {
                Access::Library(library) => library.touched_by(&commit.id)?,
                Access::Program(program) => program.touched_by(&commit.id)?,
            };
            let inner = touched.iter().filter_map(|path| path.strip_prefix(&*self.prefix));
            commit.touched = inner.map(str::to_owned).collect();
            if touched.is_empty() || !commit.touched.is_empty() {
                ours.push(commit);
            }
        }
        Ok(ours)
    }

    /// The commits that the commit being made merges into the current one: those that the repository says, and `named`.
    /// What the current commit holds already is merged.
    pub fn merged_in(&self, named: &[String]) -> Result<Vec<String>, GitError> {
        let said = match &self.access {
            Access::Library(library) => library.merge_heads(),
            Access::Program(program) => program.merge_heads(),
        };
        let mut merged: Vec<String> = Vec::new();
        for theirs in said.iter().chain(named) {
            if !merged.contains(theirs) && self.merge_base("HEAD", theirs).as_ref() != Some(theirs) {
                merged.push(self.commit(theirs)?);
            }
        }
        Ok(merged)
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
        let Some(entry) = snapshot.get(path) else { return Ok(None) };
        let objects = self.objects(None)?;
        let content = objects.of(entry);
        objects.failure()?;
        Ok(Some(content))
    }

    /// Reads contents, of which `wanted` are sure to be asked for: the library reads each when it is asked for, the
    /// program all of them now.
    pub fn objects(&self, wanted: impl IntoIterator<Item = ObjectId>) -> Result<Objects, GitError> {
        Ok(Objects::new(match &self.access {
            Access::Library(library) => Source::Library(library.contents()),
            Access::Program(program) => {
                let ids: Vec<ObjectId> = wanted.into_iter().collect();
                Source::Program(program.clone(), program.blobs(&ids)?)
            }
        }))
    }

    /// The folder of git's own files, where a cache may lie, too: the common one of all work trees.
    pub fn git_folder(&self) -> Option<PathBuf> {
        match &self.access {
            Access::Library(library) => Some(library.git_folder()),
            Access::Program(program) => program.git_folder(),
        }
    }

    /// What gives the id under which git would keep a text; none where the library doesn't know how ids are made.
    pub fn identification(&self) -> Option<fn(&str) -> Option<ContentId>> {
        match &self.access {
            Access::Library(_) => Some(library::content_id),
            Access::Program(_) => None,
        }
    }

    /// Reads the files of `snapshot`.
    pub fn load(&self, snapshot: &Snapshot) -> Result<Files, GitError> {
        let (files, objects) = self.list(&Arc::new(snapshot.clone()))?;
        files.read_all();
        objects.failure()?;
        Ok(files)
    }

    /// Lists the files of `snapshot`; a record is read when it is asked for. Ask [`Objects::failure`] when all is done.
    pub fn list(&self, snapshot: &Arc<Snapshot>) -> Result<(Files, Arc<Objects>), GitError> {
        let wanted = |path: &str| path == SETTINGS_FILE || path.starts_with("records/") || is_beside(path);
        let objects = self.objects(snapshot.iter().filter(|(path, _)| wanted(path)).filter_map(
            |(_, entry)| match entry {
                Entry::File(id) => Some(id),
                _ => None,
            },
        ))?;
        let beside: Vec<(String, Content)> = snapshot
            .below("schemas/")
            .chain(snapshot.below("rules/"))
            .filter(|(path, _)| is_beside(path))
            .map(|(path, entry)| (path.to_owned(), objects.of(entry)))
            .collect();
        let settings = match snapshot.get(SETTINGS_FILE) {
            Some(entry) => objects.of(entry),
            None => Content::Unreadable("it isn't there".to_owned()),
        };
        objects.failure()?;
        let records = snapshot.below("records/").map(|(path, entry)| (path, entry.content()));
        let objects = Arc::new(objects);
        let (known, source) = (Arc::clone(snapshot), Arc::clone(&objects));
        let fetch = move |path: &str| match known.get(path) {
            Some(entry) => source.of(entry),
            None => Content::Unreadable("it isn't there".to_owned()),
        };
        Ok((Files::on_demand(settings, &beside, records, fetch), objects))
    }
}

/// Whether the file at `path` is a schema or an own rule. A rule in a folder of its own is read, and told.
fn is_beside(path: &str) -> bool {
    let name = |folder: &str| path.strip_prefix(folder).filter(|name| !name.starts_with('.'));
    name("schemas/").is_some_and(|name| name.ends_with(".schema.json") && !name.contains('/'))
        || name("rules/").is_some_and(|name| name.ends_with(".toml") && !name.contains("/."))
}

/// The program in place of the library, which refused: if that is what the program can help with.
fn by_the_program(refusal: Refusal, root: &Path, in_hook: bool) -> Result<(Program, String), GitError> {
    let opened = if refusal.is_beyond_the_library { Program::open(root, in_hook) } else { None };
    opened.ok_or(refusal.told)
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
