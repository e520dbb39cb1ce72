//! Contents of files, read one at a time and from any number of threads.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use git2::{ErrorCode, ObjectType};

use super::{Library, missing, oid, to_git_error};
use crate::workspace::files::LONGEST_RECORD;
use crate::world::git::access::{Blob, Contents};
use crate::world::git::loose::{Folders, Object, Sort};
use crate::world::git::{GitError, ObjectId};

/// Repositories to read from, one a thread.
pub(super) struct Pool {
    folder: PathBuf,
    folders: Folders,
    is_of_hook: bool,
    /// Repositories that no thread reads from at the moment.
    idle: Mutex<Vec<git2::Repository>>,
    is_partial: bool,
}

impl Pool {
    /// Those of `library`.
    pub(super) fn new(library: &Library) -> Self {
        let facts = &library.facts;
        Self {
            folder: facts.git_folder.clone(),
            folders: library.folders.clone(),
            is_of_hook: facts.is_of_hook,
            idle: Mutex::new(Vec::new()),
            is_partial: facts.is_partial,
        }
    }

    fn open(&self) -> Result<git2::Repository, git2::Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(repository) => Ok(repository),
            None if self.is_of_hook => git2::Repository::open_from_env(),
            None => git2::Repository::open(&self.folder),
        }
    }
}

impl Contents for Pool {
    fn blob(&self, id: ObjectId) -> Result<Option<Blob>, GitError> {
        match self.folders.read(id, LONGEST_RECORD)? {
            Some(Object::Whole(Sort::Blob, bytes)) => return Ok(Some(Blob::Bytes(bytes))),
            Some(Object::TooLong(Sort::Blob, size)) => return Ok(Some(Blob::TooLong(size))),
            Some(_) => return Ok(None),
            None => {}
        }
        let oid = oid(id)?;
        let repository = self.open().map_err(|error| to_git_error(&error))?;
        let read = match read(&repository, oid) {
            Err(error) if error.code() == ErrorCode::NotFound && !self.is_partial => Ok(None),
            read => read.map_err(|error| missing(&error, self.is_partial)),
        };
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(repository);
        read
    }
}

fn read(repository: &git2::Repository, oid: git2::Oid) -> Result<Option<Blob>, git2::Error> {
    let objects = repository.odb()?;
    // Without asking for its header first: of one whose header is damaged the crate panics, and reading it is
    // refused.
    let object = objects.read(oid)?;
    if object.kind() != ObjectType::Blob {
        return Ok(None);
    }
    let length = object.len() as u64;
    Ok(Some(if length > LONGEST_RECORD {
        Blob::TooLong(length)
    } else {
        Blob::Bytes(object.data().to_vec())
    }))
}
