//! What the library says of commits.

use std::collections::BTreeSet;
use std::path::Path;

use git2::{ErrorCode, Oid, Repository};

use super::to_git_error;
use crate::base::dates;
use crate::check::change::commits;
use crate::world::git::refusal::no_revision;
use crate::world::git::{GitError, LogCommit};

/// What `revision` names, where that can be said without reading an object: a branch, a tag, a whole id.
pub(super) fn tip(repository: &Repository, revision: &str) -> Option<Oid> {
    match repository.resolve_reference_from_short_name(revision) {
        Ok(reference) => reference.resolve().ok()?.target(),
        Err(_) => Oid::from_str(revision).ok().filter(|_| revision.len() == 40),
    }
}

/// The commit that `revision` names.
pub(super) fn commit<'r>(
    repository: &'r Repository,
    revision: &str,
    is_shallow: bool,
) -> Result<git2::Commit<'r>, GitError> {
    let found = repository.revparse_single(revision).and_then(|object| object.peel_to_commit());
    found.map_err(|error| {
        let why = match error.code() {
            ErrorCode::Ambiguous => ": more than one id begins so",
            ErrorCode::Peel | ErrorCode::InvalidSpec => ": that names something else",
            _ => "",
        };
        no_revision(revision, is_shallow, why)
    })
}

/// The commits along first parents from `commit` on that touch `path`, the newest first.
pub(super) fn touching(repository: &Repository, path: &str, commit: Oid) -> Result<Vec<LogCommit>, GitError> {
    let held = |commit: &git2::Commit<'_>| {
        let entry = commit.tree().and_then(|tree| tree.get_path(Path::new(path)));
        entry.ok().map(|entry| (entry.id(), entry.filemode()))
    };
    let mut touching = Vec::new();
    let mut commit = repository.find_commit(commit).map_err(|error| to_git_error(&error))?;
    let mut now = held(&commit);
    loop {
        // Where history is cut off the parent has an id, and isn't there.
        let parent = commit.parent(0).ok();
        let before = parent.as_ref().and_then(held);
        if now != before {
            touching.push(plain(&commit, parent.as_ref()));
        }
        match parent {
            Some(parent) => (commit, now) = (parent, before),
            None => return Ok(touching),
        }
    }
}

/// The commits that `head` has and `base` hasn't, the newest first.
pub(super) fn between(
    repository: &Repository,
    base: Oid,
    head: Oid,
) -> Result<Vec<commits::Commit>, GitError> {
    let walked = repository.revwalk().and_then(|mut walk| {
        walk.set_sorting(git2::Sort::TOPOLOGICAL)?;
        walk.push(head)?;
        walk.hide(base)?;
        walk.map(|oid| {
            let commit = repository.find_commit(oid?)?;
            let message = String::from_utf8_lossy(commit.message_bytes()).into_owned();
            Ok(commits::Commit { id: commit.id().to_string(), message, touched: Vec::new() })
        })
        .collect()
    });
    walked.map_err(|error| to_git_error(&error))
}

/// The files that differ from every parent of `commit`.
pub(super) fn touched_by(repository: &Repository, commit: Oid) -> Result<Vec<String>, GitError> {
    let commit = repository.find_commit(commit).map_err(|error| to_git_error(&error))?;
    // Where history is cut off a parent has an id, and isn't there: then the commit touches all that it
    // holds.
    let mut parents: Vec<_> = (0..commit.parent_count()).map(|number| commit.parent(number).ok()).collect();
    if parents.is_empty() {
        parents.push(None);
    }
    let differing = |parent: Option<git2::Commit<'_>>| -> Result<BTreeSet<String>, git2::Error> {
        let before = parent.map(|parent| parent.tree()).transpose()?;
        let diff = repository.diff_tree_to_tree(before.as_ref(), Some(&commit.tree()?), None)?;
        let files = diff.deltas().flat_map(|delta| {
            let path =
                |file: git2::DiffFile<'_>| Some(String::from_utf8_lossy(file.path_bytes()?).into_owned());
            [path(delta.old_file()), path(delta.new_file())]
        });
        Ok(files.flatten().collect())
    };
    let sets: Result<Vec<_>, _> = parents.into_iter().map(differing).collect();
    let common = sets.map_err(|error| to_git_error(&error))?.into_iter().reduce(|known, more| &known & &more);
    Ok(common.unwrap_or_default().into_iter().collect())
}

/// A commit without the library's ties.
fn plain(commit: &git2::Commit<'_>, parent: Option<&git2::Commit<'_>>) -> LogCommit {
    let author = commit.author();
    let when = author.when();
    let seconds = when.seconds().saturating_add(i64::from(when.offset_minutes()) * 60);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    LogCommit {
        id: commit.id().to_string(),
        parent: parent.map(|parent| parent.id().to_string()),
        author: text(author.name_bytes()),
        date: dates::shift(jiff::civil::date(1970, 1, 1), seconds.div_euclid(86_400)),
        message: text(commit.message_bytes()).lines().next().unwrap_or_default().to_owned(),
    }
}
