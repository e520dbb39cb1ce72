//! What a check has learnt, between two runs: a file in git's folder, which may be deleted at any time. Whatever is wrong
//! with it, or in writing it, costs time and nothing else.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use super::{atomic, terminal};
use crate::check::cache::Cache;
use crate::world::git::Repository;

/// Where the cache of one workspace lies.
pub(super) struct Place {
    file: PathBuf,
}

impl Place {
    /// The place for the workspace of `repository`; each workspace of a repository has its own.
    pub(super) fn of(repository: &Repository) -> Option<Self> {
        let mut hasher = DefaultHasher::new();
        repository.prefix().hash(&mut hasher);
        let file = repository.git_folder()?.join("teambook").join(format!("{:016x}", hasher.finish()));
        Some(Self { file })
    }

    /// Reads the cache on another thread, while the records are listed.
    pub(super) fn open(self) -> Open {
        let file = self.file.clone();
        let reading = thread::spawn(move || Cache::from_bytes(&read(&file)?));
        Open { place: self, reading: Some(reading) }
    }

    /// Keeps `cache`, if that can be done.
    pub(super) fn write(&self, cache: &Cache) {
        let folder = self.file.parent().map(fs::create_dir_all);
        if let Some(Ok(())) = folder {
            let _ = atomic::replace(&self.file, &cache.to_bytes());
        }
    }
}

/// A cache that is being read.
pub(super) struct Open {
    pub(super) place: Place,
    reading: Option<JoinHandle<Option<Cache>>>,
}

impl Open {
    /// What was kept, if anything was; once.
    pub(super) fn read(&mut self) -> Option<Cache> {
        self.reading.take()?.join().ok().flatten()
    }
}

/// A cache is at most this long, in bytes: far longer than that of a million records.
const LONGEST: u64 = 2 << 30;

/// The bytes of a cache; none where there is no file, or where it is something else.
fn read(file: &Path) -> Option<Vec<u8>> {
    let found = fs::symlink_metadata(file).ok()?;
    if found.is_file() && found.len() <= LONGEST { fs::read(file).ok() } else { None }
}

/// This very program, in few bits: another one may judge otherwise.
pub(super) fn program() -> String {
    let file = terminal::program().ok().and_then(|program| fs::metadata(program).ok());
    let mut hasher = DefaultHasher::new();
    file.map(|file| (file.len(), file.modified().ok())).hash(&mut hasher);
    format!("{} {:016x}", env!("CARGO_PKG_VERSION"), hasher.finish())
}
