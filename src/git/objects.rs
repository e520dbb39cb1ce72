//! The contents of files in the object database, one at a time and from any number of threads.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::{Entry, GitError, ObjectId, library, program};
use crate::files::Content;

/// A file's content in the object database.
#[derive(Clone)]
pub(super) enum Blob {
    Bytes(Vec<u8>),
    TooLong(u64),
}

impl Blob {
    fn into_content(self) -> Content {
        match self {
            Self::Bytes(bytes) => Content::Bytes(bytes),
            Self::TooLong(bytes) => Content::TooLong(bytes),
        }
    }
}

/// Reads contents. Ask [`Self::failure`] when all is read: a content that git could not give is no fault of a record.
pub struct Objects {
    source: Source,
    /// Of what failed the object with the smallest id, so that any number of threads tell the same.
    failure: Mutex<Option<(ObjectId, GitError)>>,
}

pub(super) enum Source {
    Library(library::Contents),
    /// With what was read at once.
    Program(program::Program, BTreeMap<ObjectId, Blob>),
}

impl Objects {
    pub(super) fn new(source: Source) -> Self {
        Self { source, failure: Mutex::new(None) }
    }

    /// What stands at a path that holds `entry`.
    pub fn of(&self, entry: Entry) -> Content {
        match entry {
            Entry::File(id) => self.content(id),
            Entry::Link => Content::Link,
            Entry::Unmerged => Content::Unmerged,
        }
    }

    /// The content of a file.
    pub fn content(&self, id: ObjectId) -> Content {
        let found = match &self.source {
            Source::Library(contents) => contents.blob(id),
            Source::Program(program, read) => match read.get(&id) {
                Some(blob) => Ok(Some(blob.clone())),
                None => program.blobs(&[id]).map(|mut blobs| blobs.remove(&id)),
            },
        };
        match found {
            Ok(Some(blob)) => blob.into_content(),
            Ok(None) => Content::Unreadable("its content isn't in the repository".to_owned()),
            Err(error) => {
                let content = Content::Unreadable(error.message.clone());
                let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                if failure.as_ref().is_none_or(|(first, _)| id < *first) {
                    *failure = Some((id, error));
                }
                content
            }
        }
    }

    /// Why a content could not be read, if one could not.
    pub fn failure(&self) -> Result<(), GitError> {
        match &*self.failure.lock().unwrap_or_else(PoisonError::into_inner) {
            Some((_, error)) => Err(error.clone()),
            None => Ok(()),
        }
    }
}
