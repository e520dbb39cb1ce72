//! What is asked of git, whichever way it is asked.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use super::refusal::Refusal;
use super::snapshot::belongs;
use super::{GitError, LogCommit, ObjectId, Snapshot};
use crate::base::source::spelled;
use crate::check::change::commits;
use crate::workspace::files::{Content, ContentId, SETTINGS_FILE};

/// A way to ask git: the library, or the program. Each refuses what it can't read.
pub(super) trait Access {
    /// The workspace's folder from the work tree's root, with a `/` at its end; empty for the root itself.
    fn prefix(&self) -> &str;
    /// The folder of git's own files for this work tree.
    fn git_folder(&self) -> Option<PathBuf>;
    /// The folder of git's own files that all work trees share.
    fn common_folder(&self) -> Option<PathBuf>;
    /// What the index holds, within `scope`.
    fn index(&self, scope: PathScope<'_>) -> Result<Snapshot, Refusal>;
    /// What the commit that `revision` names holds of the workspace at `prefix`. Folders that are the same in
    /// `known` aren't read.
    fn revision(&self, prefix: &str, revision: &str, known: Option<&Snapshot>) -> Result<Snapshot, Refusal>;
    /// The settings of all workspaces in the commit that `revision` names, by path from the work tree's root.
    fn settings(&self, revision: &str) -> Result<Snapshot, Refusal>;
    /// What merging `theirs` into `ours` would give of the workspace at `prefix`.
    fn merged(&self, prefix: &str, ours: &str, theirs: &str) -> Result<Merged, Refusal>;
    /// The newest commit that both have in common; of several the one with the least id, whatever their dates
    /// are.
    fn merge_base(&self, ours: &str, theirs: &str) -> Result<Option<String>, Refusal>;
    /// The commits along first parents that touch the file at `path`, from the work tree's root.
    fn touching(&self, path: &str, revision: &str) -> Result<Vec<LogCommit>, Refusal>;
    /// The commits that `head` has and `base` hasn't, the newest first.
    fn between(&self, base: &str, head: &str) -> Result<Vec<commits::Commit>, Refusal>;
    /// The files that differ from every parent of `commit`.
    fn touched_by(&self, commit: &str) -> Result<Vec<String>, Refusal>;
    /// The id of the commit that `revision` names.
    fn commit(&self, revision: &str) -> Result<String, Refusal>;
    /// Whether there is no commit yet.
    fn is_unborn(&self) -> Result<bool, Refusal>;
    /// Whether history is cut off.
    fn is_shallow(&self) -> Result<bool, Refusal>;
    /// Those of `ids` that aren't in the repository, sorted.
    fn absent(&self, ids: Vec<ObjectId>) -> Result<Vec<ObjectId>, Refusal>;
    /// Where contents come from, of which `wanted` gives those that are sure to be asked for.
    fn contents(&self, wanted: &dyn Fn() -> Vec<ObjectId>) -> Result<Box<dyn Contents>, Refusal>;
    /// What gives the id under which git would keep a text.
    fn identification(&self) -> Option<fn(&str) -> Option<ContentId>>;
}

/// A file's content in the object database.
#[derive(Clone)]
pub(super) enum Blob {
    Bytes(Vec<u8>),
    TooLong(u64),
}

impl Blob {
    pub(super) fn into_content(self) -> Content {
        match self {
            Self::Bytes(bytes) => Content::Bytes(bytes),
            Self::TooLong(bytes) => Content::TooLong(bytes),
        }
    }
}

/// Where contents come from, one at a time and on any number of threads.
pub(super) trait Contents: Send + Sync {
    /// The content `id`; none if it isn't there, or is no file's.
    fn blob(&self, id: ObjectId) -> Result<Option<Blob>, GitError>;
}

/// What merging two commits gives. It was made in a folder of its own: the repository doesn't hold it.
pub(super) struct Merged {
    pub(super) snapshot: Snapshot,
    /// The contents that neither side has.
    pub(super) made: BTreeMap<ObjectId, Blob>,
}

/// Which paths of a repository are meant.
#[derive(Clone, Copy)]
pub(super) enum PathScope<'p> {
    /// What belongs to the workspace at this prefix.
    Workspace(&'p str),
    /// The settings of any workspace.
    Settings,
}

impl PathScope<'_> {
    /// `path`, from the work tree's root, relative to the workspace's folder; and whether all of it is text.
    pub(super) fn inner<'b>(&self, path: &'b [u8]) -> Option<(Cow<'b, str>, bool)> {
        let prefix = match self {
            Self::Workspace(prefix) => prefix.as_bytes(),
            Self::Settings => &[],
        };
        let path = spelled(path.strip_prefix(prefix)?);
        let is_meant = match self {
            Self::Workspace(_) => belongs(&path),
            Self::Settings => path.rsplit('/').next() == Some(SETTINGS_FILE),
        };
        let is_text = matches!(path, Cow::Borrowed(_));
        is_meant.then_some((path, is_text))
    }
}
