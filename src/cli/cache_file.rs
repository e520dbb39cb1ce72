//! The file of the cache: it lies in git's folder and may be deleted at any time. Whatever is wrong with it,
//! or in writing it, costs time and nothing else. What it holds, and for how long, stands in
//! [`crate::check::cache`].

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use super::{atomic, terminal};
use crate::check::cache::Cache;
use crate::world::git::Repository;

/// The cache of one workspace, which is being read.
pub(super) struct CacheFile {
    path: PathBuf,
    reading: Option<JoinHandle<Option<Cache>>>,
}

impl CacheFile {
    /// Reads the cache of the workspace of `repository` on another thread, while the records are listed. Each
    /// workspace of a repository has its own.
    pub(super) fn open(repository: &Repository) -> Option<Self> {
        let mut hasher = DefaultHasher::new();
        repository.prefix().hash(&mut hasher);
        let path = repository.git_folder()?.join("teambook").join(format!("{:016x}", hasher.finish()));
        let file = path.clone();
        let reading = thread::spawn(move || Cache::from_bytes(&read(&file)?));
        Some(Self { path, reading: Some(reading) })
    }

    /// The cache, if there is one; once.
    pub(super) fn read(&mut self) -> Option<Cache> {
        self.reading.take()?.join().ok().flatten()
    }

    /// Replaces the file by `cache`, if that can be done.
    pub(super) fn write(&self, cache: &Cache) {
        let folder = self.path.parent().map(fs::create_dir_all);
        if let Some(Ok(())) = folder {
            let _ = atomic::replace(&self.path, &cache.to_bytes());
        }
    }
}

/// A cache is at most this long, in bytes: far longer than that of a million records.
const LONGEST: u64 = 2 << 30;

/// The bytes of a cache; none where there is no file, or where it is something else.
fn read(file: &Path) -> Option<Vec<u8>> {
    let found = fs::symlink_metadata(file).ok()?;
    if found.is_file() && found.len() <= LONGEST { fs::read(file).ok() } else { None }
}

/// Which program this is, for [`crate::check::cache::stamp`]: another one may give other answers.
pub(super) fn program() -> String {
    let file = terminal::program().ok().and_then(|program| fs::metadata(program).ok());
    let mut hasher = DefaultHasher::new();
    file.map(|file| (file.len(), file.modified().ok())).hash(&mut hasher);
    format!("{} {:016x}", env!("CARGO_PKG_VERSION"), hasher.finish())
}
