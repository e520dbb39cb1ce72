//! The index file, scanned by hand: the library makes an object of each entry, and for a small commit to a
//! large workspace that would take longer than all the rest.
//!
//! It reads what git writes today: versions 2, 3 and 4 with SHA-1 ids, entries in order. Anything unexpected
//! is left to the library, except damage such as a name that doesn't have the stated length: the library
//! trusts that length. As in git itself, the checksum at the end isn't verified; `git fsck` does that.

use std::cmp::Ordering;

use super::access::PathScope;
use super::snapshot::belongs;
use super::{Entry, ObjectId, Snapshot};

const ID: usize = 20;
/// Times, device, owner and size: what git needs to see whether a file has changed.
const BEFORE_MODE: usize = 24;
const AFTER_MODE: usize = 12;
/// An entry is at least this long, without its name.
const SHORTEST: usize = BEFORE_MODE + 4 + AFTER_MODE + ID + 2;
const IS_EXTENDED: u16 = 0x4000;
const STAGE: u16 = 0x3000;
const NAME_LENGTH: u16 = 0x0fff;
const INTENT_TO_ADD: u16 = 0x2000;
const SKIP_WORK_TREE: u16 = 0x4000;

/// The bytes aren't a valid index.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Damaged;

/// The entries of the index in `bytes` within `scope`; none where the library has to read it.
pub(super) fn scan(bytes: &[u8], scope: PathScope<'_>) -> Result<Option<Snapshot>, Damaged> {
    let end = bytes.len().checked_sub(ID).ok_or(Damaged)?;
    let mut rest = Rest(&bytes[..end]);
    if rest.take(4)? != b"DIRC" {
        return Err(Damaged);
    }
    let version = rest.number()?;
    if !(2..=4).contains(&version) {
        return Ok(None);
    }
    let count = rest.number()?;
    let mut snapshot = Snapshot::with_room((count as usize).min(end / SHORTEST));
    let mut is_plain = true;
    // Names that aren't text may come in another order once they are.
    let mut is_settled = true;
    let mut path = Vec::new();
    let mut last_stage = 0;
    for _ in 0..count {
        let found = rest.entry(version)?;
        let kept = path.len().checked_sub(found.dropped.unwrap_or(path.len())).ok_or(Damaged)?;
        let stage = found.flags & STAGE;
        is_plain &= found.is_plain
            && match found.name.cmp(&path[kept..]) {
                Ordering::Less => false,
                // The sides of a merge that isn't finished: all of them have a stage.
                Ordering::Equal => last_stage != 0 && stage > last_stage,
                Ordering::Greater => true,
            };
        last_stage = stage;
        path.truncate(kept);
        path.extend_from_slice(found.name);
        if usize::from(found.flags & NAME_LENGTH) != path.len().min(usize::from(NAME_LENGTH)) {
            return Err(Damaged);
        }
        if found.is_promised {
            continue;
        }
        let Some((path, is_text)) = scope.inner(&path) else { continue };
        is_settled &= is_text;
        let Some(entry) = Entry::of(found.mode, found.id, stage, is_text) else { continue };
        if stage == 0 || snapshot.last() != Some(&path) {
            snapshot.push(&path, entry);
        }
    }
    if !is_settled {
        snapshot = snapshot.settled();
    }
    let mut folders = Vec::new();
    while !rest.0.is_empty() {
        let name = rest.take(4)?;
        // One whose name begins with another letter has a part of the entries: of a split or a sparse index.
        is_plain &= name[0].is_ascii_uppercase();
        let length = rest.number()?;
        let content = rest.take(length as usize)?;
        if let (b"TREE", PathScope::Workspace(prefix)) = (name, scope) {
            folders = trees(Rest(content), prefix);
        }
    }
    Ok(is_plain.then(|| snapshot.knowing(folders)))
}

/// The folders of the workspace of which git has noted the tree that they would be, since nothing in them was
/// staged. None where the note isn't as git writes it: it only saves work.
fn trees(mut rest: Rest<'_>, prefix: &str) -> Vec<(String, ObjectId)> {
    let mut found = Vec::new();
    // Where we are, and of each folder above how many inner ones are still to come.
    let (mut path, mut open): (Vec<u8>, Vec<(usize, usize)>) = (Vec::new(), vec![(0, 1)]);
    while let Some((length, left)) = open.last_mut() {
        path.truncate(*length);
        if *left == 0 {
            open.pop();
            continue;
        }
        *left -= 1;
        let Some((name, count, inner, id)) = rest.tree() else { return Vec::new() };
        if open.len() > 1 {
            path.extend_from_slice(name);
            path.push(b'/');
        }
        open.push((path.len(), inner));
        let Ok(folder) = std::str::from_utf8(&path) else { continue };
        if let (Some(folder), Some(id), true) = (folder.strip_prefix(prefix), id, count >= 0)
            && (folder.is_empty() || belongs(folder))
        {
            found.push((folder.to_owned(), id));
        }
    }
    found
}

/// Name, number of entries, number of inner folders, and id of a folder.
type CachedTree<'b> = (&'b [u8], i64, usize, Option<ObjectId>);

/// An entry as it stands in the file.
struct IndexEntry<'b> {
    mode: u32,
    id: ObjectId,
    flags: u16,
    /// By `git add --intent-to-add`: a file that this commit won't hold.
    is_promised: bool,
    /// How many bytes at the end of the last path this one replaces: version 4. None for all of them.
    dropped: Option<usize>,
    name: &'b [u8],
    /// Whether all of it is as git writes it.
    is_plain: bool,
}

/// What is still to be read.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], Damaged> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], Damaged> {
        self.take(LENGTH)?.try_into().map_err(|_| Damaged)
    }

    fn number(&mut self) -> Result<u32, Damaged> {
        self.array().map(u32::from_be_bytes)
    }

    /// What stands before the next `end`.
    fn until(&mut self, end: u8) -> Option<&'b [u8]> {
        let length = self.0.iter().position(|byte| *byte == end)?;
        let taken = self.take(length).ok()?;
        self.take(1).ok()?;
        Some(taken)
    }

    /// A folder of the extension `TREE`.
    fn tree(&mut self) -> Option<CachedTree<'b>> {
        let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.parse::<i64>().ok();
        let name = self.until(0)?;
        let count = number(self.until(b' ')?)?;
        let inner = usize::try_from(number(self.until(b'\n')?)?).ok()?;
        let mut id = ObjectId([0; 32]);
        if count < 0 {
            return Some((name, count, inner, None));
        }
        id.0[..ID].copy_from_slice(self.take(ID).ok()?);
        Some((name, count, inner, Some(id)))
    }

    fn short(&mut self) -> Result<u16, Damaged> {
        self.array().map(u16::from_be_bytes)
    }

    fn entry(&mut self, version: u32) -> Result<IndexEntry<'b>, Damaged> {
        let before = self.0.len();
        self.take(BEFORE_MODE)?;
        let mode = self.number()?;
        self.take(AFTER_MODE)?;
        let mut id = ObjectId([0; 32]);
        id.0[..ID].copy_from_slice(self.take(ID)?);
        let flags = self.short()?;
        let is_extended = flags & IS_EXTENDED != 0;
        let extended = if is_extended { self.short()? } else { 0 };
        let mut is_plain =
            !(is_extended && version == 2) && extended & !(INTENT_TO_ADD | SKIP_WORK_TREE) == 0;
        let dropped = if version == 4 { Some(self.varying()?) } else { None };
        let name = self.name(flags)?;
        if version < 4 {
            // Filled up with zeros to a multiple of eight; the first of them ends the name.
            let length = before - self.0.len();
            let filling = self.take(length.next_multiple_of(8) - length)?;
            is_plain &= filling.iter().all(|byte| *byte == 0);
        }
        Ok(IndexEntry {
            mode,
            id,
            flags,
            is_promised: extended & INTENT_TO_ADD != 0,
            dropped,
            name,
            is_plain,
        })
    }

    /// What comes before the next zero, which is passed over.
    fn name(&mut self, flags: u16) -> Result<&'b [u8], Damaged> {
        // Where it ends is nearly always known.
        let known = usize::from(flags & NAME_LENGTH);
        let is_known = self.0.get(known) == Some(&0) && !self.0[..known].contains(&0);
        let length = if is_known { Some(known) } else { self.0.iter().position(|byte| *byte == 0) };
        let name = self.take(length.ok_or(Damaged)?)?;
        self.take(1)?;
        Ok(name)
    }

    /// A number in as many bytes as it needs, as git writes it.
    fn varying(&mut self) -> Result<usize, Damaged> {
        let mut value = 0_usize;
        loop {
            let byte = self.take(1)?[0];
            let more = value.checked_mul(128).and_then(|value| value.checked_add(usize::from(byte & 127)));
            value = more.ok_or(Damaged)?;
            if byte & 128 == 0 {
                return Ok(value);
            }
            value = value.checked_add(1).ok_or(Damaged)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::io::Write;
    use std::path::Path;
    use std::process::{Command, Stdio};

    use super::super::library;
    use super::*;

    /// Runs `git` in `folder` with this input.
    fn git(folder: &Path, arguments: &[&str], input: &str) -> String {
        let mut child = Command::new("git")
            .args(arguments)
            .current_dir(folder)
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "git {arguments:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// A repository whose index has an entry of every sort.
    fn repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path();
        git(there, &["init", "-q"], "");
        let id = git(there, &["hash-object", "-w", "--stdin"], "title = \"x\"\n");
        let long = "long/".repeat(900);
        let mut listed = String::new();
        for root in ["", "team/", "team-b/"] {
            for path in ["teambook.toml", "records/a.toml", "records/a/b.toml", "records/a-b/ö.md", "other/x"]
            {
                listed.push_str(&format!("100644 {id} 0\t{root}{path}\n"));
            }
            listed.push_str(&format!("100755 {id} 0\t{root}records/program.toml\n"));
            listed.push_str(&format!("120000 {id} 0\t{root}records/link.toml\n"));
            listed.push_str(&format!("160000 {id} 0\t{root}records/module\n"));
            listed.push_str(&format!("100644 {id} 0\t{root}records/{long}x.toml\n"));
            for stage in 1..=3 {
                listed.push_str(&format!("100644 {id} {stage}\t{root}records/unmerged.toml\n"));
            }
            listed.push_str(&format!("100644 {id} 2\t{root}schemas/unmerged.schema.json\n"));
        }
        git(there, &["update-index", "--index-info"], &listed);
        folder
    }

    fn in_version(there: &Path, version: &str) -> Vec<u8> {
        git(there, &["update-index", "--index-version", version], "");
        fs::read(there.join(".git/index")).unwrap()
    }

    /// What the library makes of `bytes`.
    fn by_the_library(bytes: &[u8], prefix: &str) -> Option<Snapshot> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("index");
        fs::write(&file, bytes).unwrap();
        git2::Index::open(&file).ok().map(|index| library::of_index(&index, PathScope::Workspace(prefix)))
    }

    /// Without the checksum, as git writes it with `index.skipHash`.
    fn unsummed(mut bytes: Vec<u8>) -> Vec<u8> {
        let end = bytes.len().saturating_sub(ID);
        bytes[end..].fill(0);
        bytes
    }

    #[test]
    fn every_version_says_the_same_as_to_the_library() {
        let folder = repository();
        let there = folder.path();
        for promised in [false, true] {
            if promised {
                fs::create_dir_all(there.join("records")).unwrap();
                fs::write(there.join("records/later.toml"), "").unwrap();
                git(there, &["add", "--intent-to-add", "records/later.toml"], "");
            }
            for (version, expected) in [("2", if promised { 3 } else { 2 }), ("4", 4)] {
                let bytes = in_version(there, version);
                assert_eq!(bytes[7], expected);
                for (prefix, entries) in [("", 10), ("team/", 10), ("tea/", 0), ("nowhere/", 0)] {
                    let scanned = scan(&bytes, PathScope::Workspace(prefix)).unwrap().unwrap();
                    assert_eq!(scanned.len(), entries, "{version} {prefix}: {scanned:#?}");
                    // The library refuses paths as long as these in version 4.
                    let known = by_the_library(&bytes, prefix);
                    assert_eq!(known.is_none(), version == "4");
                    let known = known.or_else(|| by_the_library(&in_version(there, "2"), prefix));
                    assert_eq!(Some(scanned), known);
                }
            }
        }
        let scanned = scan(&in_version(there, "4"), PathScope::Workspace("team/")).unwrap().unwrap();
        assert_eq!(scanned.get("records/unmerged.toml"), Some(Entry::Unmerged));
        assert_eq!(scanned.get("schemas/unmerged.schema.json"), Some(Entry::Unmerged));
        assert_eq!(scanned.get("records/link.toml"), Some(Entry::Link));
        assert!(matches!(scanned.get("records/a-b/ö.md"), Some(Entry::File(_))));
        assert_eq!(scanned.get("records/module"), Some(Entry::Repository));
        let absent = ["records/later.toml", "other/x", "records/a"];
        assert_eq!(absent.map(|path| scanned.get(path)), [None; 3]);
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_library() {
        let folder = repository();
        let there = folder.path();
        let sound = in_version(there, "2");
        let end = sound.len() - ID;
        let with = |extension: &[u8]| [&sound[..end], extension, &sound[end..]].concat();
        assert_eq!(
            scan(&with(b"NEWS\0\0\0\x02hi"), PathScope::Workspace("")),
            scan(&sound, PathScope::Workspace("")),
            "one that may be passed over"
        );
        assert_eq!(scan(&with(b"sdir\0\0\0\0"), PathScope::Workspace("")), Ok(None), "one that may not");
        assert_eq!(
            scan(&with(b"NEWS\0\0\0\x03hi"), PathScope::Workspace("")),
            Err(Damaged),
            "one that is too short"
        );
        assert_eq!(scan(&with(b"NEW"), PathScope::Workspace("")), Err(Damaged));
        let changed = |at: usize, byte: u8| {
            let mut bytes = sound.clone();
            bytes[at] = byte;
            scan(&bytes, PathScope::Workspace(""))
        };
        assert_eq!(changed(7, 5), Ok(None), "a version to come");
        assert_eq!(changed(0, b'd'), Err(Damaged));
        assert_eq!(changed(11, sound[11] - 1), Err(Damaged), "fewer entries than there are");
        assert_eq!(changed(11, sound[11] + 1), Err(Damaged), "more entries than there are");
        // The first entry's flags: what the library would trust.
        assert_eq!(changed(12 + 61, sound[12 + 61] + 1), Err(Damaged), "a name longer than it is");
        for length in 0..sound.len() {
            assert!(!matches!(scan(&sound[..length], PathScope::Workspace("")), Ok(Some(_))), "{length}");
        }
        git(there, &["update-index", "--split-index"], "");
        assert_eq!(scan(&fs::read(there.join(".git/index")).unwrap(), PathScope::Workspace("")), Ok(None));
    }

    #[test]
    fn damage_is_never_read_as_something_else_than_the_library_reads() {
        let folder = repository();
        let there = folder.path();
        // Version 4 without the long paths that the library refuses.
        let paths = git(there, &["ls-files", "-z"], "");
        let long: BTreeSet<&str> = paths.split('\0').filter(|path| path.contains("long")).collect();
        let long: String = long.into_iter().map(|path| format!("0 {} 0\t{path}\n", "0".repeat(40))).collect();
        git(there, &["update-index", "--index-info"], &long);
        fs::write(there.join("later.toml"), "").unwrap();
        let plain = in_version(there, "2");
        git(there, &["add", "--intent-to-add", "later.toml"], "");
        for sound in [plain, in_version(there, "2"), in_version(there, "4")].map(unsummed) {
            let version = sound[7];
            assert_eq!(
                scan(&sound, PathScope::Workspace("")).unwrap(),
                by_the_library(&sound, ""),
                "{version}"
            );
            let mut state = 0x9E37_79B9_7F4A_7C15_u64;
            let mut random = |below: usize| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 11) as usize % below
            };
            let mut read_by_both = 0;
            for round in 0..500 {
                let mut bytes = sound.clone();
                for _ in 0..=random(2) {
                    let at = random(bytes.len());
                    bytes[at] = match random(4) {
                        0 => 0,
                        1 => bytes[at] ^ (1 << random(8)),
                        2 => bytes[at].wrapping_add(1),
                        _ => random(256) as u8,
                    };
                }
                if round % 8 == 0 {
                    bytes.truncate(random(bytes.len()));
                }
                let bytes = unsummed(bytes);
                let Ok(scanned) = scan(&bytes, PathScope::Workspace("")) else { continue };
                if let (Some(scanned), Some(known)) = (scanned, by_the_library(&bytes, "")) {
                    assert_eq!(scanned, known, "version {version}, round {round}");
                    read_by_both += 1;
                }
            }
            assert!((50..500).contains(&read_by_both), "{version}: {read_by_both}");
        }
    }
}
