//! A repository for a moment, in which two commits of another one are merged. It borrows that one's objects
//! and keeps what merging writes to itself; it has no configuration, and so names no program to merge with.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::access::Blob;
use super::loose::{Folders, Object, Sort};
use super::{GitError, ObjectId};
use crate::workspace::files::LONGEST_RECORD;

/// The longest file that merging may write, in bytes: an index of half a million entries. A program that goes
/// beyond a limit is ended, without a word.
const ROOM: u64 = 64 << 20;

/// How long a file may be, if there is a limit.
#[cfg(unix)]
fn limit() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Fsize).current
}

#[cfg(not(unix))]
fn limit() -> Option<u64> {
    None
}

/// The repository. It goes when this is dropped.
pub(super) struct Scratch {
    folder: TempDir,
}

impl Scratch {
    /// One that borrows from `objects`, folders of objects whose ids are made by `format`. Its history is cut
    /// off where the file `shallow` of the other one says so, if it is there.
    pub(super) fn new(objects: &[PathBuf], format: &str, shallow: &Path) -> Result<Self, GitError> {
        if limit().is_some_and(|limit| limit < ROOM) {
            return Err(GitError::new(
                format!(
                    "there is no room to merge in: files may have less than {} MiB (`ulimit -f`)",
                    ROOM >> 20
                ),
                "raise the limit for this command: `ulimit -f unlimited`",
            ));
        }
        Self::make(objects, format, shallow).map_err(|error| {
            GitError::new(
                format!("no folder can be made to merge in: {error}"),
                "see whether the disk is full; `TMPDIR` names another place",
            )
        })
    }

    fn make(objects: &[PathBuf], format: &str, shallow: &Path) -> io::Result<Self> {
        let scratch = Self { folder: tempfile::Builder::new().prefix("teambook-merge-").tempdir()? };
        let git = scratch.git_folder();
        for folder in ["objects/info", "objects/pack", "refs/heads"] {
            fs::create_dir_all(git.join(folder))?;
        }
        fs::write(git.join("HEAD"), "ref: refs/heads/none\n")?;
        let mut config =
            "[core]\n\trepositoryformatversion = 1\n\tbare = false\n\thooksPath = /dev/null\n".to_owned();
        if format != "sha1" {
            config.push_str(&format!("[extensions]\n\tobjectFormat = {format}\n"));
        }
        fs::write(git.join("config"), config)?;
        let mut alternates = Vec::new();
        for folder in objects {
            alternates.extend_from_slice(folder.canonicalize()?.as_os_str().as_encoded_bytes());
            alternates.push(b'\n');
        }
        fs::write(git.join("objects/info/alternates"), alternates)?;
        match fs::copy(shallow, git.join("shallow")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Ok(scratch)
    }

    /// Its work tree, which is empty.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn git_folder(&self) -> PathBuf {
        self.folder().join(".git")
    }

    /// The contents that merging has made.
    pub(super) fn made(&self) -> Result<BTreeMap<ObjectId, Blob>, GitError> {
        let own = Folders::own(&self.git_folder().join("objects"));
        let mut made = BTreeMap::new();
        for id in own.loose() {
            match own.read(id, LONGEST_RECORD)? {
                Some(Object::Whole(Sort::Blob, bytes)) => made.insert(id, Blob::Bytes(bytes)),
                Some(Object::TooLong(Sort::Blob, size)) => made.insert(id, Blob::TooLong(size)),
                _ => None,
            };
        }
        Ok(made)
    }
}
