//! Why git could not do what was asked, in words.

use super::child::NoAnswer;
use super::{GitError, ObjectId};

/// Why one way of asking git gave no answer.
#[derive(Debug)]
pub(super) struct Refusal {
    /// Whether the `git` program may still be able to where the library isn't.
    pub(super) is_beyond_the_library: bool,
    /// What to say if it isn't.
    pub(super) error: GitError,
}

impl From<GitError> for Refusal {
    fn from(error: GitError) -> Self {
        Self { is_beyond_the_library: false, error }
    }
}

impl From<NoAnswer> for Refusal {
    fn from(silence: NoAnswer) -> Self {
        GitError::from(silence).into()
    }
}

impl Refusal {
    /// The program may be able to.
    pub(super) fn beyond_the_library(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { is_beyond_the_library: true, error: GitError::new(message, help) }
    }
}

const FSCK: &str = "see whether `git fsck` finds the repository sound; a fresh clone has what the remote has";

/// Something in the repository isn't as git writes it.
pub(super) fn damaged(message: impl Into<String>) -> GitError {
    GitError::new(message, FSCK)
}

/// The content of the file at `path` isn't there.
pub(super) fn absent(path: &str, id: ObjectId) -> GitError {
    GitError::new(
        format!("{path}: its content isn't in the repository (git object {id})"),
        format!("stage the file once more: `git add {path}`; else {FSCK}"),
    )
}

/// How many files and folders a commit may have: far more than any workspace needs. A tree can name one and
/// the same folder over and over, and be larger than all disks.
pub(super) const MOST_FILES: usize = 1_000_000;

/// The commit has more files than anybody needs, of which this is one.
pub(super) fn too_many(path: &str) -> GitError {
    GitError::new(
        format!("the commit has more than {MOST_FILES} files and folders, one of them at {path}"),
        "no workspace needs that: take the folder out of the commit",
    )
}

/// What a partial clone lacks.
pub(super) fn left_out() -> GitError {
    GitError::new(
        "some records aren't in this clone: it was made with `--filter`",
        "run `git fetch --refetch --no-filter`, or clone without `--filter`",
    )
}

/// What a shallow clone lacks to merge.
pub(super) fn cut_off() -> GitError {
    GitError::new(
        "these can't be merged here: the history of this clone is cut off before they have a commit in common",
        "fetch more of it: in GitHub Actions `fetch-depth: 0` for actions/checkout, elsewhere `git fetch --unshallow`",
    )
}

pub(super) fn no_revision(revision: &str, is_shallow: bool, why: &str) -> GitError {
    let help = "name a branch, a tag or a commit that `git log` shows; a remote one after `git fetch`";
    if revision.is_empty() {
        return GitError::new("the name of the commit is empty", help);
    }
    if is_shallow {
        return GitError::new(
            format!("`{revision}` isn't in this clone, whose history is cut off"),
            "fetch more of it: in GitHub Actions `fetch-depth: 2` for actions/checkout, or `0` for all of it; elsewhere `git fetch --unshallow`",
        );
    }
    GitError::new(format!("git knows no commit `{revision}`{why}"), help)
}

/// The folder's name can't be part of a path of text.
pub(super) fn not_text(folder: &std::path::Path) -> GitError {
    GitError::new(
        format!("the name of the workspace's folder isn't UTF-8: {}", folder.display()),
        "rename the folder: git's listings and the reports name it as text",
    )
}
