//! Git: the only modules that know git2 and the `git` program. A snapshot is what the index or a commit holds
//! of a workspace; its files are read straight from the object database.

mod access;
mod child;
mod index;
mod library;
mod loose;
mod objects;
mod pack;
mod place;
mod program;
mod refusal;
mod scratch;
mod snapshot;
mod tree;
mod work_tree;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::check::change::commits;
use crate::workspace::files::{self, Content, ContentId, Files, SETTINGS_FILE};

pub use objects::Objects;
pub use snapshot::{Entry, Folder, Snapshot};

use access::{Access, Blob, PathScope};
use library::Library;
use program::Program;
use refusal::Refusal;
use work_tree::below;

/// Why git could not do what was asked, and what to do.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct GitError {
    /// What went wrong.
    pub message: String,
    /// What the user can do about it.
    pub help: String,
}

impl GitError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// The work tree of the repository that `folder` lies in, if it lies in one.
pub fn work_tree(folder: &Path) -> Option<PathBuf> {
    let around = work_tree::around(folder);
    around.or_else(|| library::work_tree(folder)).or_else(|| program::work_tree(folder))
}

/// `folder` from the root of the work tree that it lies in, with a `/` at its end; empty for the root itself
/// and where there is none.
pub fn prefix(folder: &Path) -> String {
    let inner = work_tree(folder).and_then(|work_tree| below(&work_tree, folder).ok().flatten());
    inner.unwrap_or_default()
}

/// The folder of the hooks that git runs for the work tree around `folder`: the common one of all its work
/// trees, or what `core.hooksPath` names.
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

impl ObjectId {
    /// The id that git writes as `hex`.
    fn from_hex(hex: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if !matches!(hex.len(), 40 | 64) {
            return None;
        }
        for (index, byte) in bytes.iter_mut().enumerate().take(hex.len() / 2) {
            *byte = u8::from_str_radix(hex.get(index * 2..index * 2 + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sha_1, rest) = self.0.split_at(20);
        let bytes = if rest.iter().all(|byte| *byte == 0) { sha_1 } else { &self.0 };
        bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// One commit of a record's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogCommit {
    /// The full id, in hexadecimal.
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

impl LogCommit {
    /// The first eight digits of the id.
    pub fn short(&self) -> &str {
        self.id.get(..8).unwrap_or(&self.id)
    }
}

/// A repository, and where in it the workspace lies: read by the library where that can, by the program where
/// only that can.
pub struct Repository {
    library: Option<Library>,
    program: OnceLock<Option<Program>>,
    /// What it was opened with.
    root: PathBuf,
    in_hook: bool,
    /// The contents that a merge has made.
    made: BTreeMap<ObjectId, Blob>,
}

impl Repository {
    /// Opens the repository that `root`, a workspace's folder, lies in. `in_hook` if git has set the
    /// process's environment, as it does for hooks: then the index is the one that git names there.
    pub fn open(root: &Path, in_hook: bool) -> Result<Self, GitError> {
        let mut opened = Self {
            library: None,
            program: OnceLock::new(),
            root: root.to_owned(),
            in_hook,
            made: BTreeMap::new(),
        };
        if let Some(top) = work_tree::around(root) {
            place::verify(&top)?;
        }
        match Library::open(root, in_hook) {
            Ok(library) => opened.library = Some(library),
            Err(refusal) => drop(opened.by_the_program(refusal)?),
        }
        Ok(opened)
    }

    /// The program in place of the library, which refused: if that is what the program can help with.
    fn by_the_program(&self, refusal: Refusal) -> Result<&Program, GitError> {
        if !refusal.is_beyond_the_library {
            return Err(refusal.error);
        }
        if let Some(known) = self.program.get() {
            return known.as_ref().ok_or(refusal.error);
        }
        let program = Program::open(&self.root, self.in_hook)?;
        self.program.get_or_init(|| program).as_ref().ok_or(refusal.error)
    }

    /// What the library answers, or the program where the library refuses what only that can read.
    fn ask<T>(&self, ask: impl Fn(&dyn Access) -> Result<T, Refusal>) -> Result<T, GitError> {
        let refusal = match (&self.library, self.program.get()) {
            (_, Some(Some(program))) => return ask(program).map_err(|refusal| refusal.error),
            (Some(library), _) => match ask(library) {
                Err(refusal) => refusal,
                Ok(answer) => return Ok(answer),
            },
            (None, _) => Refusal::beyond_the_library("git can't be asked", "put `git` on the path"),
        };
        ask(self.by_the_program(refusal)?).map_err(|refusal| refusal.error)
    }

    /// Who answers at the moment.
    fn access(&self) -> Option<&dyn Access> {
        match (self.program.get(), &self.library) {
            (Some(Some(program)), _) => Some(program),
            (_, Some(library)) => Some(library),
            _ => None,
        }
    }

    /// The workspace's folder from the work tree's root, with a `/` at its end; empty for the root itself.
    pub fn prefix(&self) -> &str {
        self.access().map_or("", Access::prefix)
    }

    /// What the index holds: what the next commit will hold.
    pub fn index(&self) -> Result<Snapshot, GitError> {
        self.ask(|git| git.index(PathScope::Workspace(git.prefix())))
    }

    /// The settings of all workspaces in the index, by path from the work tree's root.
    pub fn settings_staged(&self) -> Result<Snapshot, GitError> {
        self.ask(|git| git.index(PathScope::Settings))
    }

    /// What the commit that `revision` names holds.
    pub fn revision(&self, revision: &str) -> Result<Snapshot, GitError> {
        self.revision_like(revision, None)
    }

    /// What the commit that `revision` names holds. Folders that are the same in `known`, an earlier snapshot
    /// of a commit, aren't read.
    pub fn revision_like(&self, revision: &str, known: Option<&Snapshot>) -> Result<Snapshot, GitError> {
        self.ask(|git| git.revision(git.prefix(), revision, known))
    }

    /// The settings of all workspaces in the commit that `revision` names, by path from the work tree's root.
    pub fn settings(&self, revision: &str) -> Result<Snapshot, GitError> {
        self.ask(|git| git.settings(revision))
    }

    /// What the commit that `revision` names holds of the workspace at `prefix`.
    pub fn revision_of(&self, prefix: &str, revision: &str) -> Result<Snapshot, GitError> {
        self.ask(|git| git.revision(prefix, revision, None))
    }

    /// What merging `theirs` into `ours` would give. Nothing in the repository is touched; its contents are
    /// read from here.
    pub fn merged(&mut self, ours: &str, theirs: &str) -> Result<Snapshot, GitError> {
        let merged = self.ask(|git| git.merged(git.prefix(), ours, theirs))?;
        self.made.extend(merged.made);
        Ok(merged.snapshot)
    }

    /// The newest commit that both have in common; none where history is cut off or they have none.
    pub fn merge_base(&self, ours: &str, theirs: &str) -> Result<Option<String>, GitError> {
        self.ask(|git| git.merge_base(ours, theirs))
    }

    /// The commits that touch the file at `path`, a path from the workspace's root: from `revision` back
    /// along first parents, the newest first. A merge counts as a change of the branch that it was merged
    /// into.
    pub fn touching(&self, revision: &str, path: &str) -> Result<Vec<LogCommit>, GitError> {
        self.ask(|git| git.touching(&format!("{}{path}", git.prefix()), revision))
    }

    /// The commits that `head` has and `base` hasn't, the newest first, but for those that touch other
    /// folders than the workspace's only. The files that each touches are listed only if `with_files`: that
    /// takes time.
    pub fn commits_between(
        &self,
        base: &str,
        head: &str,
        with_files: bool,
    ) -> Result<Vec<commits::Commit>, GitError> {
        let commits = self.ask(|git| git.between(base, head))?;
        if !with_files && self.prefix().is_empty() {
            return Ok(commits);
        }
        let mut ours = Vec::new();
        for mut commit in commits {
            let touched = self.ask(|git| git.touched_by(&commit.id))?;
            let inner = touched.iter().filter_map(|path| path.strip_prefix(self.prefix()));
            commit.touched = inner.map(str::to_owned).collect();
            if touched.is_empty() || !commit.touched.is_empty() {
                ours.push(commit);
            }
        }
        Ok(ours)
    }

    /// The commits that the commit being made merges into the current one: those that `git merge` has left to
    /// be merged, and `named`. What the current commit holds already is merged.
    pub fn merged_in(&self, named: &[String]) -> Result<Vec<String>, GitError> {
        let left = self.access().and_then(Access::git_folder).map(|folder| lines(&folder.join("MERGE_HEAD")));
        let left = left.unwrap_or_default();
        let mut merged: Vec<String> = Vec::new();
        for theirs in left.iter().chain(named) {
            if !merged.contains(theirs) && self.merge_base("HEAD", theirs)?.as_ref() != Some(theirs) {
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
        self.ask(|git| git.commit(revision))
    }

    /// Whether there is no commit yet.
    pub fn is_unborn(&self) -> Result<bool, GitError> {
        self.ask(|git| git.is_unborn())
    }

    /// Whether history is cut off.
    pub fn is_shallow(&self) -> Result<bool, GitError> {
        self.ask(|git| git.is_shallow())
    }

    /// What the file at `path` of `snapshot` holds, if it is there.
    pub fn file(&self, snapshot: &Snapshot, path: &str) -> Result<Option<Content>, GitError> {
        let Some(entry) = snapshot.get(path) else { return Ok(None) };
        let objects = self.objects(Vec::new)?;
        let content = objects.of(path, entry);
        objects.failure()?;
        Ok(Some(content))
    }

    /// Refuses where the repository lacks the content of a file of `snapshot` that a check would read. None
    /// is read.
    pub fn verify(&self, snapshot: &Snapshot) -> Result<(), GitError> {
        let file = |(path, entry)| match entry {
            Entry::File(id) => Some((path, id)),
            _ => None,
        };
        let files = || snapshot.iter().filter_map(file);
        let absent = self.ask(|git| git.absent(files().map(|(_, id)| id).collect()))?;
        let is_missed = |(path, id): &(&str, ObjectId)| {
            !self.made.contains_key(id) && absent.binary_search(id).is_ok() && is_read(path)
        };
        if absent.is_empty() {
            return Ok(());
        }
        match files().find(is_missed) {
            Some((path, id)) => Err(refusal::absent(path, id)),
            None => Ok(()),
        }
    }

    /// Reads contents, of which `wanted` gives those that are sure to be asked for: the library reads each
    /// when it is asked for, the program all of them now.
    pub fn objects(&self, wanted: impl Fn() -> Vec<ObjectId>) -> Result<Objects, GitError> {
        let unmade = || {
            let mut wanted = wanted();
            wanted.retain(|id| !self.made.contains_key(id));
            wanted
        };
        Ok(Objects::new(self.ask(|git| git.contents(&unmade))?, self.made.clone()))
    }

    /// The folder of git's own files, where a cache may lie, too: the common one of all work trees.
    pub fn git_folder(&self) -> Option<PathBuf> {
        self.access()?.common_folder()
    }

    /// What gives the id under which git would keep a text; none where the library doesn't know how ids are
    /// made.
    pub fn identification(&self) -> Option<fn(&str) -> Option<ContentId>> {
        self.access()?.identification()
    }

    /// Reads the files of `snapshot`.
    pub fn load(&self, snapshot: &Snapshot) -> Result<Files, GitError> {
        let (files, objects) = self.list(&Arc::new(snapshot.clone()))?;
        files.read_all();
        objects.failure()?;
        Ok(files)
    }

    /// Lists the files of `snapshot`; a record is read when it is asked for. Ask [`Objects::failure`] when
    /// all is done.
    pub fn list(&self, snapshot: &Arc<Snapshot>) -> Result<(Files, Arc<Objects>), GitError> {
        let file = |(path, entry)| match entry {
            Entry::File(id) if is_read(path) => Some(id),
            _ => None,
        };
        let objects = self.objects(|| snapshot.iter().filter_map(file).collect())?;
        let adjacent: Vec<(String, Content)> = snapshot
            .of_folder("schemas")
            .chain(snapshot.of_folder("rules"))
            .filter(|(path, _)| files::is_adjacent(path))
            .map(|(path, entry)| (path.to_owned(), content_of(&objects, path, entry)))
            .collect();
        let settings = match snapshot.get(SETTINGS_FILE) {
            Some(entry) => objects.of(SETTINGS_FILE, entry),
            None => Content::Unreadable("it isn't there".to_owned()),
        };
        objects.failure()?;
        let records = snapshot.of_folder("records").map(|(path, entry)| (path, entry.content()));
        let objects = Arc::new(objects);
        let (known, source) = (Arc::clone(snapshot), Arc::clone(&objects));
        let fetch = move |path: &str| match known.get(path) {
            Some(entry) => content_of(&source, path, entry),
            None => Content::Unreadable("it isn't there".to_owned()),
        };
        Ok((Files::on_demand(settings, &adjacent, records, fetch), objects))
    }
}

/// What stands at `path`, which is below one of the workspace's folders, or in place of one.
fn content_of(objects: &Objects, path: &str, entry: Entry) -> Content {
    match entry {
        Entry::File(_) if !path.contains('/') => Content::Special,
        _ => objects.of(path, entry),
    }
}

/// Whether a check reads the file at `path`.
fn is_read(path: &str) -> bool {
    let is_record = path.starts_with("records/") && !files::is_passed_over(path);
    path == SETTINGS_FILE || is_record || files::is_adjacent(path)
}

/// The lines of a file of git's own; none where it isn't there, or is no file.
fn lines(file: &Path) -> Vec<String> {
    if !fs::metadata(file).is_ok_and(|found| found.is_file()) {
        return Vec::new();
    }
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}
