//! The indexes of packs. The library trusts where an index says that an object begins, so that is looked
//! through before the library reads; and which of many objects are there at all is read from the indexes
//! alone.
//!
//! The format is that of `gitformat-pack(5)`, versions 1 and 2, with ids by SHA-1.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::ObjectId;
use super::loose::Folders;
use super::refusal::Refusal;

const ID: usize = 20;
/// How many objects begin with a byte or a smaller one: 256 numbers.
const FAN_OUT: usize = 1024;
const HEADER: usize = 8;
const MAGIC: [u8; HEADER] = *b"\xfftOc\0\0\0\x02";
/// The checksums of pack and index.
const TRAILER: u64 = 2 * ID as u64;
/// Before the first object of a pack.
const PACK_HEADER: u64 = 12;
/// Instead of an offset the number of one that needs eight bytes.
const IS_LARGE: u32 = 0x8000_0000;
/// For more loose objects than this, listing the folders is faster than looking up each object.
const MANY: usize = 2000;

/// The pack indexes of `folders`.
fn indexes(folders: &Folders) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders.paths() {
        let entries = fs::read_dir(folder.join("pack")).into_iter().flatten().filter_map(Result::ok);
        found.extend(
            entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "idx")),
        );
    }
    found.sort_unstable();
    found
}

/// Refuses where an index of a pack would send the library out of bounds. The program sees for itself.
pub(super) fn verify(folders: &Folders) -> Result<(), Refusal> {
    for folder in folders.paths() {
        // What one index of several packs says the library trusts altogether.
        let several = folder.join("pack/multi-pack-index");
        if several.exists() {
            return Err(Refusal::beyond_the_library(
                format!(
                    "this repository can't be read: it has an index of several packs ({})",
                    several.display()
                ),
                "put the `git` program on the path: teambook then reads the repository through it",
            ));
        }
    }
    for path in indexes(folders) {
        if !PackIndex::open(&path).and_then(|mut index| index.is_sound()).unwrap_or(false) {
            return Err(Refusal::beyond_the_library(
                format!("the index of a pack is damaged: {}", path.display()),
                format!("run `git index-pack {}`", path.with_extension("pack").display()),
            ));
        }
    }
    Ok(())
}

/// Those of `ids` that are in none of `folders`, sorted.
pub(super) fn absent(folders: &Folders, mut ids: Vec<ObjectId>) -> Vec<ObjectId> {
    for path in indexes(folders) {
        if ids.is_empty() {
            break;
        }
        if let Ok(known) = PackIndex::open(&path).and_then(|mut index| index.ids()) {
            ids.retain(|id| !known.contains(*id));
        }
    }
    if ids.len() > MANY {
        let listed = folders.loose();
        ids.retain(|id| !listed.contains(id));
    }
    ids.retain(|id| folders.file(*id).is_none());
    ids.sort_unstable();
    ids
}

/// The ids of a pack.
struct Ids {
    /// For each first byte how many ids begin with it or a smaller one.
    ends: Vec<u32>,
    /// Sorted, one after the other.
    bytes: Vec<u8>,
}

impl Ids {
    fn contains(&self, id: ObjectId) -> bool {
        let first = usize::from(id.0[0]);
        let start = first.checked_sub(1).map_or(0, |before| self.ends[before]);
        let (ids, _) = self.bytes.as_chunks::<ID>();
        let near = ids.get(start as usize..self.ends[first] as usize);
        near.is_some_and(|near| near.binary_search_by(|known| known[..].cmp(&id.0[..ID])).is_ok())
    }
}

/// An index of a pack, open.
struct PackIndex {
    file: File,
    /// Where the tables begin, after the fan-out.
    tables: u64,
    is_second: bool,
    ends: Vec<u32>,
    count: u64,
    length: u64,
    pack: u64,
}

impl PackIndex {
    fn open(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut file = File::open(path)?;
        let mut start = [0; HEADER + FAN_OUT];
        file.read_exact(&mut start[..FAN_OUT])?;
        let is_second = start[..HEADER] == MAGIC;
        if is_second {
            file.read_exact(&mut start[FAN_OUT..])?;
        }
        let fan_out = if is_second { &start[HEADER..] } else { &start[..FAN_OUT] };
        let (numbers, _) = fan_out.as_chunks::<4>();
        let numbers: Vec<u32> = numbers.iter().map(|number| u32::from_be_bytes(*number)).collect();
        if !numbers.is_sorted() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(Self {
            file,
            tables: (FAN_OUT + if is_second { HEADER } else { 0 }) as u64,
            is_second,
            count: numbers.last().copied().map_or(0, u64::from),
            ends: numbers,
            length: metadata.len(),
            pack: fs::metadata(path.with_extension("pack"))?.len(),
        })
    }

    fn bytes(&mut self, at: u64, length: u64) -> io::Result<Vec<u8>> {
        if at.checked_add(length).is_none_or(|end| end > self.length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.file.seek(SeekFrom::Start(at))?;
        let mut bytes = vec![0; length as usize];
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn ids(&mut self) -> io::Result<Ids> {
        let ends = self.ends.clone();
        if self.is_second {
            return Ok(Ids { ends, bytes: self.bytes(self.tables, self.count * ID as u64)? });
        }
        let entries = self.bytes(self.tables, self.count * (4 + ID as u64))?;
        let (entries, _) = entries.as_chunks::<{ 4 + ID }>();
        Ok(Ids { ends, bytes: entries.iter().flat_map(|entry| entry[4..].iter().copied()).collect() })
    }

    /// Whether it is as long as its tables are, and each object lies in the pack.
    fn is_sound(&mut self) -> io::Result<bool> {
        let last = self.pack.saturating_sub(ID as u64);
        let is_inside = |offset: u64| (PACK_HEADER..last).contains(&offset);
        if !self.is_second {
            let width = 4 + ID as u64;
            let entries = self.bytes(self.tables, self.count * width)?;
            let (entries, _) = entries.as_chunks::<{ 4 + ID }>();
            let offset = |entry: &[u8; 4 + ID]| u32::from_be_bytes([entry[0], entry[1], entry[2], entry[3]]);
            return Ok(self.length == self.tables + self.count * width + TRAILER
                && entries.iter().all(|entry| is_inside(u64::from(offset(entry)))));
        }
        let offsets = self.tables + self.count * (ID as u64 + 4);
        let large = offsets + self.count * 4;
        let Some(rest) = self.length.checked_sub(large + TRAILER).filter(|rest| rest.is_multiple_of(8))
        else {
            return Ok(false);
        };
        let (wide, bytes) = (self.bytes(large, rest)?, self.bytes(offsets, self.count * 4)?);
        let (wide, _) = wide.as_chunks::<8>();
        let (bytes, _) = bytes.as_chunks::<4>();
        Ok(bytes.iter().map(|offset| u32::from_be_bytes(*offset)).all(|offset| {
            let offset = match offset & IS_LARGE {
                0 => Some(u64::from(offset)),
                _ => wide.get((offset ^ IS_LARGE) as usize).map(|offset| u64::from_be_bytes(*offset)),
            };
            offset.is_some_and(is_inside)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u16) -> ObjectId {
        let mut bytes = [0; 32];
        bytes[..2].copy_from_slice(&number.to_be_bytes());
        ObjectId(bytes)
    }

    #[test]
    fn an_id_is_found_where_it_stands_and_nowhere_else() {
        let known: Vec<u16> = (0..2000).filter(|number| number % 3 == 0).collect();
        let bytes = known.iter().flat_map(|number| id(*number).0[..ID].to_vec()).collect();
        let end = |first: u16| known.iter().filter(|number| **number >> 8 <= first).count() as u32;
        let ids = Ids { ends: (0..256).map(end).collect(), bytes };
        for number in 0..3000 {
            assert_eq!(ids.contains(id(number)), known.contains(&number), "{number}");
        }
    }
}
