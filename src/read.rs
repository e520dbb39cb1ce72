//! Reads a workspace from the disk. The only module that walks folders and reads files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::files::{Content, Files, LONGEST_RECORD, SETTINGS_FILE};
use crate::schema::Schemas;

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

    /// Reads all files of the workspace. What can't be read is part of what is returned.
    pub fn load(&self) -> Files {
        let (mut paths, others) = self.list();
        paths.extend(others.keys().cloned());
        Files::load(self.fetch(SETTINGS_FILE), &self.beside(), paths, |path| match others.get(path) {
            None => self.fetch_file(path),
            Some(Entry::Link) => Content::Link,
            Some(Entry::Special) => Content::Special,
            Some(Entry::Unreadable(why)) => Content::Unreadable(why.clone()),
        })
    }

    /// What stands beside the records, as if there were none.
    pub fn without_records(&self) -> Files {
        Files::load(self.fetch(SETTINGS_FILE), &self.beside(), Vec::new(), |path| self.fetch_file(path))
    }

    /// What the file at `path`, counted from the root, holds, if it is there.
    pub fn file(&self, path: &str) -> Option<Content> {
        match read(&self.root.join(path)) {
            Ok(content) => Some(content),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => Some(Content::Unreadable(in_words(&error))),
        }
    }

    /// The workspace's kinds alone.
    pub fn kinds(&self) -> Schemas {
        Schemas::with(self.beside().iter().map(|(path, content)| (path.as_str(), content.bytes())))
    }

    /// The files below `records/`, by path from the root, and what else there is. Hidden files and what `.gitignore` names are left out;
    /// a machine's own ignore files don't count, so that each machine sees the same.
    fn list(&self) -> (Vec<String>, BTreeMap<String, Entry>) {
        let (mut files, mut others) = (Vec::new(), BTreeMap::new());
        let top = self.root.join(RECORDS);
        match fs::symlink_metadata(&top) {
            Err(_) => return (files, others),
            Ok(metadata) if !metadata.is_dir() => {
                let entry = if metadata.is_symlink() { Entry::Link } else { Entry::Special };
                others.insert(RECORDS.to_owned(), entry);
                return (files, others);
            }
            Ok(_) => {}
        }
        let walk = WalkBuilder::new(&top).require_git(false).git_global(false).git_exclude(false).build();
        for entry in walk {
            match entry {
                Ok(entry) => {
                    let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) else { continue };
                    let (path, is_text) = self.relative(entry.path());
                    if !is_text {
                        others.insert(path, Entry::Unreadable("its name isn't UTF-8".to_owned()));
                    } else if kind.is_file() {
                        files.push(path);
                    } else {
                        others.insert(path, if kind.is_symlink() { Entry::Link } else { Entry::Special });
                    }
                }
                Err(error) => {
                    let (path, why) = self.walk_error(&error);
                    others.insert(path, Entry::Unreadable(why));
                }
            }
        }
        (files, others)
    }

    fn walk_error(&self, error: &ignore::Error) -> (String, String) {
        let mut path = RECORDS.to_owned();
        let mut at = error;
        loop {
            match at {
                ignore::Error::WithPath { path: inner, err } => {
                    path = self.relative(inner).0;
                    at = err;
                }
                ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => at = err,
                ignore::Error::Io(error) => return (path, in_words(error)),
                other => return (path, other.to_string()),
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
                part.to_string_lossy().into_owned()
            })
            .collect();
        (parts.join("/"), is_text)
    }

    /// What stands at `path`, whatever it is.
    fn fetch(&self, path: &str) -> Content {
        match fs::symlink_metadata(self.root.join(path)) {
            Ok(metadata) if metadata.is_symlink() => Content::Link,
            Ok(metadata) if !metadata.is_file() => Content::Special,
            Ok(_) => self.fetch_file(path),
            Err(error) => Content::Unreadable(in_words(&error)),
        }
    }

    /// The content of `path`, which is known to be a file.
    fn fetch_file(&self, path: &str) -> Content {
        read(&self.root.join(path)).unwrap_or_else(|error| Content::Unreadable(in_words(&error)))
    }

    /// The schemas and the own rules; those in folders within `rules/`, too, so that they are told.
    fn beside(&self) -> Vec<(String, Content)> {
        let mut paths = self.paths(SCHEMAS, ".schema.json", 0);
        paths.extend(self.paths(RULES, ".toml", DEEPEST_RULE));
        paths.into_iter().map(|path| (path.clone(), self.fetch(&path))).collect()
    }

    /// The files of a folder with this ending, and of the folders in it down to `depth`, in the order of their paths.
    fn paths(&self, folder: &str, ending: &str, depth: usize) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.root.join(folder)) else { return Vec::new() };
        let mut paths = Vec::new();
        for entry in entries.filter_map(Result::ok) {
            let Some(name) = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'))
            else {
                continue;
            };
            let path = format!("{folder}/{name}");
            if depth > 0 && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                paths.extend(self.paths(&path, ending, depth - 1));
            } else if name.ends_with(ending) {
                paths.push(path);
            }
        }
        paths.sort_unstable();
        paths
    }
}

/// A rule so many folders below `rules/` is still seen, and told.
const DEEPEST_RULE: usize = 8;

/// What stands at a path and is no file that can be read.
enum Entry {
    Link,
    Special,
    Unreadable(String),
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
