//! Git through its program, for repositories that the library can't read: SHA-256, reftables, sparse and
//! split indexes, partial clones, and damaged ones.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Cursor, Read};
use std::path::{Path, PathBuf};

use super::access::{Access, Blob, Contents, Merged, PathScope};
use super::child::{self, GitOutput, NoAnswer};
use super::refusal::{Refusal, damaged, left_out, no_revision, too_many};
use super::scratch::Scratch;
use super::work_tree::{below, nearest, whole};
use super::{Entry, GitError, LogCommit, ObjectId, Snapshot};
use crate::check::change::commits;
use crate::workspace::files::{ContentId, LONGEST_RECORD};

/// A repository, as the program sees it.
#[derive(Clone)]
pub(super) struct Program {
    /// Where to run it. In a hook none: what git says there holds for the folder that it started the hook in.
    folder: Option<PathBuf>,
    prefix: String,
}

/// The work tree around `folder`.
pub(super) fn work_tree(folder: &Path) -> Option<PathBuf> {
    Program::at(Some(folder)).path(&["rev-parse", "--show-toplevel"]).ok()
}

/// The folder of the hooks that git runs for the work tree around `folder`.
pub(super) fn hooks(folder: &Path) -> Result<PathBuf, GitError> {
    Program::at(Some(folder)).path(&["rev-parse", "--git-path", "hooks"])
}

impl Program {
    /// Run in `folder`, with nothing known yet.
    fn at(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned), prefix: String::new() }
    }

    /// The repository around `root`.
    pub(super) fn open(root: &Path, in_hook: bool) -> Result<Option<Self>, GitError> {
        let program = Self::at(if in_hook { None } else { Some(nearest(root)) });
        // Where there is no repository git says so at once; where it says nothing, it won't do so either.
        match program.answer(&["rev-parse", "--is-inside-work-tree"], Vec::new()) {
            Ok(answer) if answer.status.success() => {}
            Ok(_) | Err(NoAnswer::Absent(_)) => return Ok(None),
            Err(NoAnswer::TooSlow(error)) => return Err(error),
        }
        let top = match program.path(&["rev-parse", "--show-toplevel"]) {
            Ok(top) => top,
            Err(_) => program.path(&["rev-parse", "--absolute-git-dir"])?,
        };
        match below(&top, root)? {
            Some(prefix) => Ok(Some(Self { prefix, ..program })),
            None if in_hook => Self::open(root, false),
            None => Ok(None),
        }
    }

    fn answer(&self, arguments: &[&str], input: Vec<u8>) -> Result<GitOutput, NoAnswer> {
        child::answer(child::git(self.folder.as_ref(), arguments), input, child::MOST)
    }

    /// What `git` prints, given `input`.
    fn told(&self, arguments: &[&str], input: Vec<u8>) -> Result<Vec<u8>, GitError> {
        let answer = self.answer(arguments, input)?;
        if answer.status.success() && !answer.is_cut {
            return Ok(answer.out);
        }
        let complaint = if answer.is_cut { "it prints without end" } else { &answer.complaint };
        Err(GitError::new(
            format!("git {}: {complaint}", arguments.join(" ")),
            "see whether `git status` works there",
        ))
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        self.told(arguments, Vec::new())
    }

    /// The path that `git` prints, from where it is run.
    fn path(&self, arguments: &[&str]) -> Result<PathBuf, GitError> {
        let mut printed = self.run(arguments)?;
        while printed.last().is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            printed.pop();
        }
        let printed = path_of(printed);
        Ok(whole(&self.folder.as_ref().map_or_else(|| printed.clone(), |folder| folder.join(&printed))))
    }

    /// How the ids of objects are made: `sha1` or `sha256`.
    fn format(&self) -> Result<String, GitError> {
        let told = self.run(&["rev-parse", "--show-object-format"])?;
        Ok(String::from_utf8_lossy(&told).trim().to_owned())
    }

    fn tree(&self, prefix: &str, tree: &str) -> Result<Snapshot, GitError> {
        self.listed(PathScope::Workspace(prefix), tree)
    }

    /// What a tree holds, within `scope`.
    fn listed(&self, scope: PathScope<'_>, tree: &str) -> Result<Snapshot, GitError> {
        let answer = self.answer(&["ls-tree", "-r", "-z", "--full-tree", tree], Vec::new())?;
        if answer.is_cut {
            let whole = answer.out.rsplit(|byte| *byte == 0).nth(1).and_then(tabbed);
            return Err(too_many(&String::from_utf8_lossy(whole.map_or(&[], |(_, path)| path))));
        }
        if !answer.status.success() {
            return Err(damaged(format!("git ls-tree: {}", answer.complaint)));
        }
        let mut entries = BTreeMap::new();
        for line in answer.out.split(|byte| *byte == 0) {
            let Some((fields, path)) = tabbed(line) else { continue };
            let Some((path, is_text)) = scope.inner(path) else { continue };
            let mut words = fields.split(' ');
            let (mode, hex) = (words.next(), words.nth(1));
            if let Some(entry) = entry(mode, hex, "0", is_text) {
                entries.insert(path.into_owned(), entry);
            }
        }
        Ok(Snapshot::new(entries, Vec::new()))
    }

    /// Reads contents. Those that aren't there are none of the result.
    fn blobs(&self, ids: &[ObjectId]) -> Result<BTreeMap<ObjectId, Blob>, GitError> {
        let mut blobs = BTreeMap::new();
        if ids.is_empty() {
            return Ok(blobs);
        }
        let command = child::git(self.folder.as_ref(), &["cat-file", "--batch"]);
        let answer = child::answer(command, lines_of(ids), u64::MAX)?;
        let mut out = Cursor::new(answer.out);
        for id in ids {
            let mut header = String::new();
            let read = out.read_line(&mut header);
            let size = header.trim().rsplit_once(' ').and_then(|(_, size)| size.parse::<u64>().ok());
            let Some(size) = size.filter(|_| read.is_ok()) else {
                if !header.trim_end().ends_with(" missing") {
                    return Err(damaged(format!("the git object {id} can't be read: {}", answer.complaint)));
                }
                if self.is_partial() {
                    return Err(left_out());
                }
                continue;
            };
            let mut bytes = Vec::new();
            if out.by_ref().take(size + 1).read_to_end(&mut bytes).is_err() || bytes.len() as u64 != size + 1
            {
                return Err(damaged(format!("the git object {id} can't be read: {}", answer.complaint)));
            }
            bytes.truncate(size as usize);
            let is_file = header.contains(" blob ");
            let blob = if size > LONGEST_RECORD { Blob::TooLong(size) } else { Blob::Bytes(bytes) };
            if is_file {
                blobs.insert(*id, blob);
            }
        }
        Ok(blobs)
    }

    /// Whether it was cloned with `--filter`.
    fn is_partial(&self) -> bool {
        self.run(&["config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$"]).is_ok()
    }
}

impl Access for Program {
    fn prefix(&self) -> &str {
        &self.prefix
    }

    fn git_folder(&self) -> Option<PathBuf> {
        self.path(&["rev-parse", "--absolute-git-dir"]).ok()
    }

    fn common_folder(&self) -> Option<PathBuf> {
        self.path(&["rev-parse", "--git-common-dir"]).ok()
    }

    fn index(&self, scope: PathScope<'_>) -> Result<Snapshot, Refusal> {
        // From the root of the work tree: it lists what lies below the folder it is run in.
        let listed = self.run(&["ls-files", "--stage", "--debug", "-z", "--full-name", "--", ":/"])?;
        let mut entries = BTreeMap::new();
        let mut rest = &listed[..];
        while !rest.is_empty() {
            let (line, flags, after) =
                debugged(rest).ok_or_else(|| damaged("git's listing of the index is cut off"))?;
            rest = after;
            let Some((fields, path)) = tabbed(line) else { continue };
            // `git add --intent-to-add` promises a file that this commit won't hold; the listing has it as an
            // empty one.
            if flags & INTENT_TO_ADD != 0 {
                continue;
            }
            let Some((path, is_text)) = scope.inner(path) else { continue };
            let mut words = fields.split(' ');
            let (mode, hex, stage) = (words.next(), words.next(), words.next());
            if let Some(entry) = entry(mode, hex, stage.unwrap_or_default(), is_text) {
                entries.insert(path.into_owned(), entry);
            }
        }
        Ok(Snapshot::new(entries, Vec::new()))
    }

    fn revision(&self, prefix: &str, revision: &str, _: Option<&Snapshot>) -> Result<Snapshot, Refusal> {
        let commit = self.commit(revision)?;
        Ok(self.tree(prefix, &commit)?)
    }

    fn settings(&self, revision: &str) -> Result<Snapshot, Refusal> {
        let commit = self.commit(revision)?;
        Ok(self.listed(PathScope::Settings, &commit)?)
    }

    fn merged(&self, prefix: &str, ours: &str, theirs: &str) -> Result<Merged, Refusal> {
        let (ours, theirs) = (self.commit(ours)?, self.commit(theirs)?);
        let objects = self.path(&["rev-parse", "--git-path", "objects"])?;
        let shallow = self.path(&["rev-parse", "--git-path", "shallow"])?;
        let scratch = Scratch::new(&[objects], &self.format()?, &shallow)?;
        let there = scratch.folder().to_owned();
        let inside = |arguments: &[&str]| {
            let mut command = child::git(Some(&there), arguments);
            for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"] {
                command.env_remove(name);
            }
            child::answer(command, Vec::new(), child::MOST)
        };
        // How to merge a file is said by attributes, which git looks for in the index.
        inside(&["read-tree", &ours])?;
        let merged =
            inside(&["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", &ours, &theirs])?;
        // 0: merged; 1: merged with conflicts, whose paths follow the tree.
        if !matches!(merged.status.code(), Some(0 | 1)) {
            return Err(GitError::new(
                format!("git merge-tree: {}", merged.complaint),
                "git 2.38 or newer can merge without a work tree",
            )
            .into());
        }
        let scope = PathScope::Workspace(prefix);
        let mut parts = merged.out.split(|byte| *byte == 0);
        let tree = String::from_utf8_lossy(parts.next().unwrap_or_default()).trim().to_owned();
        let listed = Self::at(Some(&there)).tree(prefix, &tree)?;
        let unmerged = parts.filter(|path| !path.is_empty()).filter_map(|path| scope.inner(path));
        let unmerged: Vec<String> = unmerged.map(|(path, _)| path.into_owned()).collect();
        let unmerged = unmerged.iter().map(|path| (path.as_str(), Entry::Unmerged));
        let snapshot = Snapshot::new(listed.iter().chain(unmerged), Vec::new());
        Ok(Merged { snapshot, made: scratch.made()? })
    }

    fn merge_base(&self, ours: &str, theirs: &str) -> Result<Option<String>, Refusal> {
        let Ok(all) = self.run(&["merge-base", "--all", "--end-of-options", ours, theirs]) else {
            return Ok(None);
        };
        Ok(String::from_utf8_lossy(&all).lines().min().map(str::to_owned))
    }

    fn touching(&self, path: &str, revision: &str) -> Result<Vec<LogCommit>, Refusal> {
        let commit = self.commit(revision)?;
        let told = self.run(&[
            "log",
            "--first-parent",
            "--date=short",
            "--format=%H%x00%P%x00%an%x00%ad%x00%s",
            &commit,
            "--",
            // From the root of the work tree, wherever it is run.
            &format!(":(top,literal){path}"),
        ])?;
        let told = String::from_utf8_lossy(&told).into_owned();
        let commit = |line: &str| {
            let mut parts = line.split('\0').map(str::to_owned);
            let (id, parents, author) = (parts.next()?, parts.next()?, parts.next()?);
            let parent = parents.split(' ').next().filter(|parent| !parent.is_empty()).map(str::to_owned);
            let date = parts.next()?.parse().ok()?;
            Some(LogCommit { id, parent, author, date, message: parts.next()? })
        };
        Ok(told.lines().filter_map(commit).collect())
    }

    fn between(&self, base: &str, head: &str) -> Result<Vec<commits::Commit>, Refusal> {
        let range = format!("{}..{}", self.commit(base)?, self.commit(head)?);
        let listed = self.run(&["log", "--topo-order", "-z", "--format=%H%n%B", &range])?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let commit = |text: &str| {
            let (id, message) = text.split_once('\n')?;
            Some(commits::Commit { id: id.to_owned(), message: message.to_owned(), touched: Vec::new() })
        };
        Ok(listed.split('\0').filter_map(commit).collect())
    }

    fn touched_by(&self, commit: &str) -> Result<Vec<String>, Refusal> {
        let arguments = [
            "diff-tree",
            "--no-commit-id",
            "--name-only",
            "--root",
            "--no-renames",
            "-r",
            "-c",
            "-z",
            commit,
        ];
        let listed = self.run(&arguments)?;
        let paths = listed.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect())
    }

    fn commit(&self, revision: &str) -> Result<String, Refusal> {
        let spec = format!("{revision}^{{commit}}");
        let answer =
            self.answer(&["rev-parse", "--verify", "--quiet", "--end-of-options", &spec], Vec::new())?;
        if answer.status.success() {
            return Ok(String::from_utf8_lossy(&answer.out).trim().to_owned());
        }
        if !answer.complaint.is_empty() {
            return Err(damaged(format!("`{revision}` can't be read: {}", answer.complaint)).into());
        }
        Err(no_revision(revision, self.is_shallow()?, "").into())
    }

    fn is_unborn(&self) -> Result<bool, Refusal> {
        Ok(self.run(&["rev-parse", "--verify", "--quiet", "HEAD"]).is_err()
            && self.run(&["symbolic-ref", "--quiet", "HEAD"]).is_ok())
    }

    fn is_shallow(&self) -> Result<bool, Refusal> {
        Ok(self.run(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|told| told.starts_with(b"true")))
    }

    fn absent(&self, ids: Vec<ObjectId>) -> Result<Vec<ObjectId>, Refusal> {
        let told = self.told(&["cat-file", "--batch-check"], lines_of(&ids))?;
        let told = String::from_utf8_lossy(&told);
        let missing = told.lines().filter_map(|line| ObjectId::from_hex(line.strip_suffix(" missing")?));
        let missing: BTreeSet<ObjectId> = missing.collect();
        if !missing.is_empty() && self.is_partial() {
            return Err(left_out().into());
        }
        Ok(missing.into_iter().collect())
    }

    fn contents(&self, wanted: &dyn Fn() -> Vec<ObjectId>) -> Result<Box<dyn Contents>, Refusal> {
        Ok(Box::new(Batch { read: self.blobs(&wanted())?, program: self.clone() }))
    }

    fn identification(&self) -> Option<fn(&str) -> Option<ContentId>> {
        None
    }
}

/// Contents that were read at once; another one is asked for by itself.
struct Batch {
    program: Program,
    read: BTreeMap<ObjectId, Blob>,
}

impl Contents for Batch {
    fn blob(&self, id: ObjectId) -> Result<Option<Blob>, GitError> {
        match self.read.get(&id) {
            Some(blob) => Ok(Some(blob.clone())),
            None => self.program.blobs(&[id]).map(|mut blobs| blobs.remove(&id)),
        }
    }
}

/// In git's flags of an entry: a promised file (`CE_INTENT_TO_ADD`).
const INTENT_TO_ADD: u32 = 0x2000_0000;

/// The first entry of `git ls-files --debug -z`, its flags, and what follows: after the entry come lines that
/// begin with two spaces, of which the last has the flags.
fn debugged(listed: &[u8]) -> Option<(&[u8], u32, &[u8])> {
    let end = listed.iter().position(|byte| *byte == 0)?;
    let (line, mut rest) = (&listed[..end], &listed[end + 1..]);
    loop {
        let end = rest.strip_prefix(b"  ")?.iter().position(|byte| *byte == b'\n')? + 2;
        let (told, after) = (std::str::from_utf8(&rest[..end]).ok()?, &rest[end + 1..]);
        rest = after;
        if let Some((_, flags)) = told.split_once("flags: ") {
            return Some((line, u32::from_str_radix(flags.trim(), 16).ok()?, rest));
        }
    }
}

/// The two parts of `FIELDS TAB PATH`.
fn tabbed(line: &[u8]) -> Option<(&str, &[u8])> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    Some((std::str::from_utf8(&line[..tab]).ok()?, &line[tab + 1..]))
}

/// What git says by mode, id and stage.
fn entry(mode: Option<&str>, hex: Option<&str>, stage: &str, is_text: bool) -> Option<Entry> {
    let mode = u32::from_str_radix(mode?, 8).ok()?;
    Entry::of(mode, ObjectId::from_hex(hex?)?, stage.parse().ok()?, is_text)
}

/// Ids, a line each.
fn lines_of(ids: &[ObjectId]) -> Vec<u8> {
    ids.iter().flat_map(|id| format!("{id}\n").into_bytes()).collect()
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
