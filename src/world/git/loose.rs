//! Loose objects, one file each, read by hand: where one ends too early the library never comes back from it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::ZlibDecoder;

use super::place::unreadable;
use super::refusal::damaged;
use super::{GitError, ObjectId};

/// How many repositories git borrows objects through, one from the other.
const DEEPEST: usize = 5;
/// The longest header, `blob SIZE NUL`, that git writes.
const HEADER: usize = 32;

/// The folders of objects of a repository: its own, and those of repositories that it borrows from.
#[derive(Clone, Debug)]
pub(super) struct Folders {
    folders: Vec<PathBuf>,
    /// Whether there is a loose object whose id begins with this byte: a packed object needs no look at the
    /// disk.
    begins: [bool; 256],
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Blob,
    Tree,
    Other,
}

/// An object's bytes, unless there are more than were asked for.
pub(super) enum Object {
    Whole(Sort, Vec<u8>),
    TooLong(Sort, u64),
}

impl Folders {
    /// Those of the repository whose objects lie in `objects`, and `borrowed` ones.
    pub(super) fn of(objects: &Path, borrowed: impl IntoIterator<Item = PathBuf>) -> Self {
        let mut found = vec![objects.to_owned()];
        found.extend(borrowed);
        let mut level = 0..found.len();
        for _ in 0..DEEPEST {
            let end = found.len();
            for number in level {
                let next = alternates(&found[number]);
                let unknown: Vec<PathBuf> =
                    next.into_iter().filter(|folder| !found.contains(folder)).collect();
                found.extend(unknown);
            }
            level = end..found.len();
        }
        Self::listed(found)
    }

    /// One folder, without those that it borrows from.
    pub(super) fn own(objects: &Path) -> Self {
        Self::listed(vec![objects.to_owned()])
    }

    fn listed(folders: Vec<PathBuf>) -> Self {
        let mut begins = [false; 256];
        for entry in folders.iter().flat_map(fs::read_dir).flatten().filter_map(Result::ok) {
            let name = entry.file_name();
            let first = name.to_str().filter(|name| name.len() == 2);
            if let Some(first) = first.and_then(|name| usize::from_str_radix(name, 16).ok()) {
                begins[first] = true;
            }
        }
        Self { folders, begins }
    }

    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.folders
    }

    /// All loose objects.
    pub(super) fn loose(&self) -> BTreeSet<ObjectId> {
        let mut found = BTreeSet::new();
        for (folder, first) in
            self.folders.iter().flat_map(|folder| (0..=u8::MAX).map(move |first| (folder, first)))
        {
            let entries = fs::read_dir(folder.join(format!("{first:02x}"))).into_iter().flatten();
            for name in entries.filter_map(Result::ok).map(|entry| entry.file_name()) {
                found
                    .extend(name.to_str().and_then(|name| ObjectId::from_hex(&format!("{first:02x}{name}"))));
            }
        }
        found
    }

    /// The file of the loose object `id`, if it is one.
    pub(super) fn file(&self, id: ObjectId) -> Option<PathBuf> {
        if !self.begins[usize::from(id.0[0])] {
            return None;
        }
        let hex = id.to_string();
        let (folder, name) = hex.split_at_checked(2)?;
        self.folders
            .iter()
            .map(|objects| objects.join(folder).join(name))
            .find(|file| fs::symlink_metadata(file).is_ok())
    }

    /// The object `id`, if it is a loose one. Of one longer than `longest` only that is said.
    pub(super) fn read(&self, id: ObjectId, longest: u64) -> Result<Option<Object>, GitError> {
        let Some(file) = self.file(id) else { return Ok(None) };
        read(&file, longest).map(Some).map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => unreadable(&file, &error),
            _ => damaged(format!("the git object {id} is damaged ({}): {error}", file.display())),
        })
    }
}

/// Where the repository whose objects lie in `objects` borrows from.
fn alternates(objects: &Path) -> Vec<PathBuf> {
    let list = objects.join("info/alternates");
    if !fs::metadata(&list).is_ok_and(|found| found.is_file()) {
        return Vec::new();
    }
    let text = fs::read_to_string(&list).unwrap_or_default();
    let named = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
    named.map(|line| objects.join(line)).collect()
}

fn read(file: &Path, longest: u64) -> io::Result<Object> {
    let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    if !fs::metadata(file)?.is_file() {
        return Err(wrong("it is no file"));
    }
    let mut stream = ZlibDecoder::new(File::open(file)?);
    let mut header = Vec::with_capacity(HEADER);
    while header.last() != Some(&0) {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        header.push(byte[0]);
        if header.len() > HEADER {
            return Err(wrong("it has no header"));
        }
    }
    let header = std::str::from_utf8(&header[..header.len() - 1]).map_err(|_| wrong("it has no header"))?;
    let (sort, size) = header.split_once(' ').ok_or_else(|| wrong("it has no header"))?;
    let sort = match sort {
        "blob" => Sort::Blob,
        "tree" => Sort::Tree,
        _ => Sort::Other,
    };
    let size: u64 = size.parse().map_err(|_| wrong("its header has no length"))?;
    if size > longest {
        return Ok(Object::TooLong(sort, size));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    stream.by_ref().take(size + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != size {
        return Err(wrong("it isn't as long as it says"));
    }
    Ok(Object::Whole(sort, bytes))
}
