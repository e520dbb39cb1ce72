//! A workspace's files in memory, as an immutable state that edits lead on from. States share what they have
//! in common, so an edit costs the same however large the workspace is.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use foldhash::quality::FixedState;

use super::{Content, ContentId, Files, SETTINGS_FILE, is_adjacent};

/// Files by path from the workspace's root: the settings, and what is below `records/`, `schemas/` and
/// `rules/`.
#[derive(Clone, Debug, Default)]
pub struct State {
    files: Arc<BTreeMap<Arc<str>, StoredFile>>,
    /// Edits since, by path; none where a file is gone.
    edits: BTreeMap<Arc<str>, Option<StoredFile>>,
}

#[derive(Clone, Debug)]
struct StoredFile {
    id: ContentId,
    content: Arc<Content>,
}

impl StoredFile {
    fn new(content: Content) -> Self {
        Self { id: id(&content), content: Arc::new(content) }
    }
}

/// At most this many edits are kept apart from the state that they were made on.
const MOST_EDITS: usize = 256;

impl State {
    /// The state of these files.
    pub fn new(files: impl IntoIterator<Item = (String, Content)>) -> Self {
        let held = files.into_iter().map(|(path, content)| (Arc::from(path), StoredFile::new(content)));
        Self { files: Arc::new(held.collect()), edits: BTreeMap::new() }
    }

    /// What stands at `path`.
    pub fn get(&self, path: &str) -> Option<&Content> {
        let held = match self.edits.get(path) {
            Some(edited) => edited.as_ref(),
            None => self.files.get(path),
        };
        held.map(|held| &*held.content)
    }

    /// All paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.held().into_keys()
    }

    /// Puts `content` at `path`; takes away what stands there where it is none.
    pub fn edit(&mut self, path: &str, content: Option<Content>) {
        self.edits.insert(Arc::from(path), content.map(StoredFile::new));
        if self.edits.len() > MOST_EDITS {
            let files = Arc::make_mut(&mut self.files);
            for (path, held) in std::mem::take(&mut self.edits) {
                match held {
                    Some(held) => files.insert(path, held),
                    None => files.remove(&path),
                };
            }
        }
    }

    fn held(&self) -> BTreeMap<&str, &StoredFile> {
        let mut held: BTreeMap<&str, &StoredFile> =
            self.files.iter().map(|(path, held)| (&**path, held)).collect();
        for (path, edited) in &self.edits {
            match edited {
                Some(edited) => held.insert(path, edited),
                None => held.remove(&**path),
            };
        }
        held
    }

    /// The files of this state; a record is read when it is asked for.
    pub fn files(&self) -> Files {
        let settings = self.get(SETTINGS_FILE).cloned();
        let settings = settings.unwrap_or_else(|| Content::Unreadable("it isn't there".to_owned()));
        let held = self.held();
        let adjacent = held.iter().filter(|(path, _)| is_adjacent(path));
        let adjacent: Vec<(String, Content)> =
            adjacent.map(|(path, held)| ((*path).to_owned(), (*held.content).clone())).collect();
        let is_record = |path: &str| path.starts_with("records/") || path == "records";
        let records = held.iter().filter(|(path, _)| is_record(path)).map(|(path, held)| (*path, held.id));
        let state = self.clone();
        let fetch = move |path: &str| match state.get(path) {
            Some(content) => content.clone(),
            None => Content::Unreadable("it isn't there".to_owned()),
        };
        Files::on_demand(settings, &adjacent, records, fetch)
    }
}

/// Two contents with one id are the same to a reader: 256 bits of a hash don't meet
/// by chance.
fn id(content: &Content) -> ContentId {
    let mut id = [0; 32];
    for (salt, part) in id.chunks_exact_mut(8).enumerate() {
        let mut hasher = FixedState::with_seed(salt as u64).build_hasher();
        match content {
            Content::Bytes(bytes) => hasher.write(bytes),
            other => hasher.write(format!("{other:?}").as_bytes()),
        }
        hasher.write_u8(u8::from(matches!(content, Content::Bytes(_))));
        part.copy_from_slice(&hasher.finish().to_le_bytes());
    }
    ContentId(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Content {
        Content::Bytes(text.as_bytes().to_vec())
    }

    #[test]
    fn an_edit_leaves_the_state_that_it_was_made_of() {
        let paths = ["records/people/ada.toml", "records/people/ben.toml", "teambook.toml"];
        let before = State::new(paths.map(|path| (path.to_owned(), text("name = \"A\""))));
        let mut after = before.clone();
        after.edit(paths[0], None);
        after.edit("records/people/chi.toml", Some(text("name = \"C\"")));
        after.edit(paths[1], Some(text("name = \"B\"")));
        let listed = |state: &State| state.paths().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(listed(&before), paths);
        assert_eq!(listed(&after), ["records/people/ben.toml", "records/people/chi.toml", "teambook.toml"]);
        assert_eq!(after.get(paths[1]).map(Content::bytes), Some(&b"name = \"B\""[..]));
        let (old, new) = (before.files(), after.files());
        let id = |files: &Files, path: &str| files.at(path).and_then(|record| files.content(record));
        assert_ne!(id(&old, paths[1]), id(&new, paths[1]));
        assert_eq!(id(&new, paths[0]), None);
        after.edit(paths[1], Some(text("name = \"A\"")));
        assert_eq!(id(&old, paths[1]), id(&after.files(), paths[1]), "the same text is the same content");
    }

    #[test]
    fn many_edits_are_as_good_as_few() {
        let mut state = State::default();
        for number in 0..MOST_EDITS * 3 {
            state.edit(&format!("records/people/p{}.toml", number % 400), Some(text(&number.to_string())));
            state.edit(&format!("records/people/p{}.toml", number / 2), None);
        }
        assert!(state.edits.len() <= MOST_EDITS);
        for path in state.paths() {
            assert!(state.get(path).is_some());
        }
        assert_eq!(state.files().len(), state.paths().count());
    }
}
