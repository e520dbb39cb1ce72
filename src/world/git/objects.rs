//! The contents of files in the object database, one at a time and from any number of threads.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::access::{Blob, Contents};
use super::refusal::absent;
use super::{Entry, GitError, ObjectId};
use crate::workspace::files::Content;

/// Reads contents. Ask [`Self::failure`] when all is read: a content that git could not give is no fault of a
/// record.
pub struct Objects {
    contents: Box<dyn Contents>,
    /// What a merge has made, and the repository doesn't hold.
    made: BTreeMap<ObjectId, Blob>,
    /// The first of the paths that couldn't be read, so that any number of threads report the same.
    failure: Mutex<Option<(String, GitError)>>,
}

impl Objects {
    pub(super) fn new(contents: Box<dyn Contents>, made: BTreeMap<ObjectId, Blob>) -> Self {
        Self { contents, made, failure: Mutex::new(None) }
    }

    /// What stands at `path`, which holds `entry`.
    pub fn of(&self, path: &str, entry: Entry) -> Content {
        match entry {
            Entry::File(id) => self.content(path, id),
            Entry::Link => Content::Link,
            Entry::Unmerged => Content::Unmerged,
            Entry::Repository => Content::Repository,
            Entry::NotText => Content::NotText,
        }
    }

    /// The content of the file at `path`.
    fn content(&self, path: &str, id: ObjectId) -> Content {
        let found = match self.made.get(&id) {
            Some(blob) => Ok(Some(blob.clone())),
            None => self.contents.blob(id),
        };
        let error = match found {
            Ok(Some(blob)) => return blob.into_content(),
            Ok(None) => absent(path, id),
            Err(error) => GitError::new(format!("{path}: {}", error.message), error.help),
        };
        let content = Content::Unreadable(error.message.clone());
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        if failure.as_ref().is_none_or(|(first, _)| path < first.as_str()) {
            *failure = Some((path.to_owned(), error));
        }
        content
    }

    /// Why a content could not be read, if one could not.
    pub fn failure(&self) -> Result<(), GitError> {
        match &*self.failure.lock().unwrap_or_else(PoisonError::into_inner) {
            Some((_, error)) => Err(error.clone()),
            None => Ok(()),
        }
    }
}
