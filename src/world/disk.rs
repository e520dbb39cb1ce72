//! Reads a workspace from the disk. The only module that walks folders and reads files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::WalkBuilder;

use crate::base::source::spelled;
use crate::workspace::files::{self, Content, Files, LONGEST_RECORD, SETTINGS_FILE};
use crate::workspace::schema::Schemas;

/// The folder of the records, below the workspace's root.
pub const RECORDS: &str = "records";

/// The folder of the schemas, below the workspace's root.
pub const SCHEMAS: &str = "schemas";

/// The folder of the workspace's own rules, below its root.
pub const RULES: &str = "rules";

/// A workspace on the disk.
#[derive(Clone, Debug)]
pub struct Disk {
    /// The folder that holds `teambook.toml`.
    pub root: PathBuf,
}

impl Disk {
    /// The workspace that `from` lies in: the nearest folder upwards that holds `teambook.toml`.
    pub fn find(from: &Path) -> Option<Self> {
        let root =
            from.ancestors().find(|folder| fs::symlink_metadata(folder.join(SETTINGS_FILE)).is_ok())?;
        Some(Self { root: root.to_owned() })
    }

    /// Reads all files of the workspace. A file that can't be read is part of what is returned; a folder that
    /// can't be is an error: what it holds is unknown.
    pub fn load(&self) -> Result<Files, Unlistable> {
        let (mut paths, others) = self.list()?;
        paths.extend(others.keys().cloned());
        Ok(Files::load(self.fetch(SETTINGS_FILE), &self.adjacent()?, paths, |path| match others.get(path) {
            None => self.fetch_file(path),
            Some(content) => content.clone(),
        }))
    }

    /// The files adjacent to the records, as if there were no records.
    pub fn without_records(&self) -> Result<Files, Unlistable> {
        let adjacent = self.adjacent()?;
        Ok(Files::load(self.fetch(SETTINGS_FILE), &adjacent, Vec::new(), |path| self.fetch_file(path)))
    }

    /// What stands at `path`, counted from the root, if anything does.
    pub fn file(&self, path: &str) -> Option<Content> {
        match fs::symlink_metadata(self.root.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            _ => Some(self.fetch(path)),
        }
    }

    /// The workspace's kinds alone.
    pub fn kinds(&self) -> Result<Schemas, Unlistable> {
        Ok(Schemas::with(self.adjacent()?.iter().map(|(path, content)| (path.as_str(), content.bytes()))))
    }

    /// The files below `records/`, by path from the root, and what else there is. Hidden files and what
    /// `.gitignore` names are left out; a machine's own ignore files don't count, so that each machine sees
    /// the same.
    fn list(&self) -> Result<(Vec<String>, BTreeMap<String, Content>), Unlistable> {
        let (mut files, mut others) = (Vec::new(), BTreeMap::new());
        let top = self.root.join(RECORDS);
        match fs::symlink_metadata(&top) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((files, others)),
            Err(error) => return Err(Unlistable { folder: RECORDS.to_owned(), why: in_words(&error) }),
            Ok(metadata) if !metadata.is_dir() => {
                others.insert(RECORDS.to_owned(), instead_of_file(metadata.file_type()));
                return Ok((files, others));
            }
            Ok(_) if is_repository(&top) => {
                others.insert(RECORDS.to_owned(), Content::Repository);
                return Ok((files, others));
            }
            Ok(_) => {}
        }
        let repositories = Arc::new(Mutex::new(Vec::new()));
        let found = Arc::clone(&repositories);
        let walk = WalkBuilder::new(&top)
            .require_git(false)
            .git_global(false)
            .git_exclude(false)
            .filter_entry(move |entry| {
                let is_repository =
                    entry.file_type().is_some_and(|kind| kind.is_dir()) && is_repository(entry.path());
                if is_repository {
                    found.lock().unwrap_or_else(PoisonError::into_inner).push(entry.path().to_owned());
                }
                !is_repository
            })
            .build();
        for entry in walk {
            let entry = entry.map_err(|error| self.walk_error(&error))?;
            let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) else { continue };
            let (path, is_text) = self.relative(entry.path());
            if !is_text {
                others.insert(path, Content::NotText);
            } else if kind.is_file() {
                files.push(path);
            } else {
                others.insert(path, instead_of_file(kind));
            }
        }
        for repository in &*repositories.lock().unwrap_or_else(PoisonError::into_inner) {
            let (path, is_text) = self.relative(repository);
            others.insert(path, if is_text { Content::Repository } else { Content::NotText });
        }
        Ok((files, others))
    }

    fn walk_error(&self, error: &ignore::Error) -> Unlistable {
        let mut folder = RECORDS.to_owned();
        let mut at = error;
        loop {
            match at {
                ignore::Error::WithPath { path, err } => {
                    folder = self.relative(path).0;
                    at = err;
                }
                ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => at = err,
                ignore::Error::Io(error) => return Unlistable { folder, why: in_words(error) },
                other => return Unlistable { folder, why: other.to_string() },
            }
        }
    }

    /// A path from the root, with `/`; and whether it is text.
    fn relative(&self, path: &Path) -> (String, bool) {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        if let (Some(text), '/') = (path.to_str(), std::path::MAIN_SEPARATOR) {
            return (text.to_owned(), true);
        }
        let mut is_text = true;
        let parts: Vec<String> = path
            .components()
            .map(|part| {
                let part = part.as_os_str();
                is_text &= part.to_str().is_some();
                spelled(part.as_encoded_bytes()).into_owned()
            })
            .collect();
        (parts.join("/"), is_text)
    }

    /// What stands at `path`, whatever it is.
    fn fetch(&self, path: &str) -> Content {
        match fs::symlink_metadata(self.root.join(path)) {
            Ok(metadata) if !metadata.is_file() => instead_of_file(metadata.file_type()),
            Ok(_) => self.fetch_file(path),
            Err(error) => Content::Unreadable(in_words(&error)),
        }
    }

    /// The content of `path`, which is known to be a file.
    fn fetch_file(&self, path: &str) -> Content {
        read(&self.root.join(path)).unwrap_or_else(|error| Content::Unreadable(in_words(&error)))
    }

    /// The schemas and the own rules, including those in folders within `rules/`, so that they are reported.
    fn adjacent(&self) -> Result<Vec<(String, Content)>, Unlistable> {
        let mut found = BTreeMap::new();
        for folder in [SCHEMAS, RULES] {
            match fs::symlink_metadata(self.root.join(folder)) {
                Ok(metadata) if metadata.is_dir() => self.look_into(folder, &mut found)?,
                Ok(metadata) => drop(found.insert(folder.to_owned(), instead_of_file(metadata.file_type()))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(Unlistable { folder: folder.to_owned(), why: in_words(&error) }),
            }
        }
        Ok(found.into_iter().collect())
    }

    /// Adds to `found` what there is in `folder`.
    fn look_into(&self, folder: &str, found: &mut BTreeMap<String, Content>) -> Result<(), Unlistable> {
        let unlistable = |error: io::Error| Unlistable { folder: folder.to_owned(), why: in_words(&error) };
        for entry in fs::read_dir(self.root.join(folder)).map_err(unlistable)? {
            let entry = entry.map_err(unlistable)?;
            let name = entry.file_name();
            let path = format!("{folder}/{}", spelled(name.as_encoded_bytes()));
            let is_text = name.to_str().is_some();
            if is_text && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !path.contains("/.") {
                    self.look_into(&path, found)?;
                }
            } else if files::is_adjacent(&path) {
                let content = if is_text { self.fetch(&path) } else { Content::NotText };
                found.insert(path, content);
            }
        }
        Ok(())
    }
}

/// A folder that can't be listed: what it holds is unknown, and not absent.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{folder} can't be opened: {why}")]
pub struct Unlistable {
    folder: String,
    why: String,
}

impl Unlistable {
    /// What to do about it.
    pub fn help(&self) -> String {
        let folder = &self.folder;
        format!(
            "make it readable, as by `chmod u+rx {folder}`; nothing was checked, since its content is unknown"
        )
    }
}

/// What stands where a file should.
fn instead_of_file(kind: fs::FileType) -> Content {
    if kind.is_symlink() { Content::Link } else { Content::Special }
}

/// Whether the folder is the work tree of another repository.
fn is_repository(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(".git")).is_ok()
}

fn read(path: &Path) -> io::Result<Content> {
    let mut file = fs::File::open(path)?;
    let length = file.metadata()?.len();
    if length > LONGEST_RECORD {
        return Ok(Content::TooLong(length));
    }
    let mut bytes = Vec::with_capacity(length as usize + 1);
    file.by_ref().take(LONGEST_RECORD + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > LONGEST_RECORD {
        Content::TooLong(bytes.len() as u64)
    } else {
        Content::Bytes(bytes)
    })
}

/// An error of the system without its number.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotFound => "it isn't there".to_owned(),
        _ => error.to_string(),
    }
}
