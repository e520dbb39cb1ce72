//! Git's own files, looked at before anybody reads them: a pipe in the place of one keeps its reader waiting
//! for ever.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::GitError;
use super::refusal::damaged;

/// Files that git reads, from its folder.
const FILES: [&str; 12] = [
    "HEAD",
    "config",
    "config.worktree",
    "commondir",
    "gitdir",
    "index",
    "packed-refs",
    "shallow",
    "info/grafts",
    "objects/info/alternates",
    "objects/info/commit-graph",
    "objects/info/commit-graphs/commit-graph-chain",
];

/// Refuses where one of git's files in the work tree at `top` is something else, or can't be opened.
pub(super) fn verify(top: &Path) -> Result<(), GitError> {
    let Some(folder) = folder_of(top)? else { return Ok(()) };
    look_at(&folder)?;
    match fs::read_to_string(folder.join("commondir")) {
        Ok(common) => look_at(&folder.join(common.trim_end())),
        Err(_) => Ok(()),
    }
}

/// Where git's files of the work tree at `top` lie: `.git` itself, or what it names.
fn folder_of(top: &Path) -> Result<Option<PathBuf>, GitError> {
    let git = top.join(".git");
    let Ok(found) = fs::metadata(&git) else { return Ok(None) };
    if found.is_dir() {
        return Ok(Some(git));
    }
    if !found.is_file() {
        return Err(no_file(&git));
    }
    let text = fs::read_to_string(&git).map_err(|error| unreadable(&git, &error))?;
    Ok(text.trim_end().strip_prefix("gitdir: ").map(|named| top.join(named)))
}

fn look_at(folder: &Path) -> Result<(), GitError> {
    for inner in ["", "objects", "refs"] {
        let inner = folder.join(inner);
        match fs::read_dir(&inner) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(unreadable(&inner, &error));
            }
            _ => {}
        }
    }
    for file in FILES {
        let file = folder.join(file);
        match fs::metadata(&file) {
            Ok(found) if found.is_dir() || found.is_file() => {}
            Ok(_) => return Err(no_file(&file)),
            Err(_) => continue,
        }
        match File::open(&file) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(unreadable(&file, &error));
            }
            _ => {}
        }
    }
    look_at_refs(&folder.join("refs"))
}

fn look_at_refs(folder: &Path) -> Result<(), GitError> {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => look_at_refs(&entry.path())?,
            Ok(kind) if !kind.is_file() && !kind.is_symlink() => return Err(no_file(&entry.path())),
            _ => {}
        }
    }
    Ok(())
}

fn no_file(path: &Path) -> GitError {
    damaged(format!("{} should be a file of git's own, and is none", path.display()))
}

/// A file or folder of git's own can't be opened.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> GitError {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    GitError::new(
        format!("{} can't be opened: {why}", path.display()),
        "see to its owner and its permissions",
    )
}
