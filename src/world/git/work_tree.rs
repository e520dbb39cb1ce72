//! Where a work tree begins, and where in it a workspace lies.

use std::fs;
use std::path::{Path, PathBuf};

use super::GitError;
use super::refusal::not_text;

/// The nearest folder at or above `folder` that has a `.git` of its own: a folder, a file that names one, or
/// a link. The work tree begins there, wherever git's own files lie.
pub(super) fn around(folder: &Path) -> Option<PathBuf> {
    let folder = whole(folder);
    folder.ancestors().find(|folder| fs::symlink_metadata(folder.join(".git")).is_ok()).map(Path::to_owned)
}

/// `root` from `top`, with a `/` at its end; empty for `top` itself, none where it lies elsewhere. `root`
/// needn't be there: a sparse work tree leaves folders out.
pub(super) fn below(top: &Path, root: &Path) -> Result<Option<String>, GitError> {
    let (top, root) = (whole(top), whole(root));
    let Ok(inner) = root.strip_prefix(&top) else { return Ok(None) };
    let mut prefix = String::new();
    for part in inner {
        prefix.push_str(part.to_str().ok_or_else(|| not_text(&root))?);
        prefix.push('/');
    }
    Ok(Some(prefix))
}

/// `path` without symbolic links, as far as it is there.
pub(super) fn whole(path: &Path) -> PathBuf {
    let there = nearest(path);
    let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
    let there = there.canonicalize().unwrap_or_else(|_| there.to_owned());
    if rest.as_os_str().is_empty() { there } else { there.join(rest) }
}

/// The folder at or above `path` that is there.
pub(super) fn nearest(path: &Path) -> &Path {
    path.ancestors().find(|folder| folder.is_dir()).unwrap_or(path)
}
