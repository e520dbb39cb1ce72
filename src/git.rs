//! Git: the only module that knows git2.

use std::path::{Path, PathBuf};

/// Why git could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[error("git: {0}")]
pub struct GitError(String);

/// The work tree of the repository that `folder` lies in, if it lies in one.
pub fn work_tree(folder: &Path) -> Option<PathBuf> {
    let repository = git2::Repository::discover(folder).ok()?;
    repository.workdir().map(Path::to_owned)
}

/// Makes `folder` a new repository.
pub fn init(folder: &Path) -> Result<(), GitError> {
    let mut options = git2::RepositoryInitOptions::new();
    options.initial_head("main").no_reinit(true);
    git2::Repository::init_opts(folder, &options).map(drop).map_err(|error| GitError(error.message().to_owned()))
}
