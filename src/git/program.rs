//! Git through its program, for repositories that the library can't read: SHA-256, reftables, sparse and split
//! indexes, partial clones.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::library::{left_out, lines, no_revision};
use super::objects::Blob;
use super::snapshot::belongs;
use super::{Commit, Entry, GitError, ObjectId, Snapshot, below, nearest, whole};
use crate::change::commits;
use crate::files::LONGEST_RECORD;

/// A repository that only the program can read.
#[derive(Clone)]
pub(super) struct Program {
    /// Where to run it. In a hook none: what git says there holds for the folder that it started the hook in.
    folder: Option<PathBuf>,
}

pub(super) fn work_tree(folder: &Path) -> Option<PathBuf> {
    Program { folder: Some(folder.to_owned()) }.path(&["rev-parse", "--show-toplevel"]).ok()
}

pub(super) fn hooks(folder: &Path) -> Result<PathBuf, GitError> {
    let hooks = Program { folder: Some(folder.to_owned()) }.path(&["rev-parse", "--git-path", "hooks"])?;
    Ok(whole(&folder.join(hooks)))
}

fn id(hex: &str) -> Option<ObjectId> {
    let mut bytes = [0; 32];
    if !hex.len().is_multiple_of(2) || hex.len() > 64 {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate().take(hex.len() / 2) {
        *byte = u8::from_str_radix(hex.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(ObjectId(bytes))
}

impl ObjectId {
    /// As git writes it, `digits` long.
    fn hex(self, digits: usize) -> String {
        self.0
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .take(digits)
            .map(|digit| char::from(b"0123456789abcdef"[digit as usize]))
            .collect()
    }
}

impl Program {
    pub(super) fn open(root: &Path, in_hook: bool) -> Option<(Self, String)> {
        let program = Self { folder: if in_hook { None } else { Some(nearest(root).to_owned()) } };
        let top = program
            .path(&["rev-parse", "--show-toplevel"])
            .or_else(|_| program.path(&["rev-parse", "--absolute-git-dir"]))
            .ok()?;
        match below(&top, root) {
            Some(prefix) => Some((program, prefix)),
            None if in_hook => Self::open(root, false),
            None => None,
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        if let Some(folder) = &self.folder {
            command.arg("-C").arg(folder);
        }
        command.args(arguments);
        // Nothing is ever fetched.
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.command(arguments).stdin(Stdio::null()).output();
        let output = output.map_err(|error| {
            GitError::new(format!("`git` can't be run: {error}"), "put `git` on the path")
        })?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(GitError::new(
            format!("git {}: {told}", arguments.join(" ")),
            "see whether `git status` works there",
        ))
    }

    /// The path that `git` prints.
    fn path(&self, arguments: &[&str]) -> Result<PathBuf, GitError> {
        let printed = self.run(arguments)?;
        Ok(PathBuf::from(String::from_utf8_lossy(&printed).trim_end_matches(['\r', '\n'])))
    }

    /// The common folder of git's own files.
    pub(super) fn git_folder(&self) -> Option<PathBuf> {
        let printed = self.path(&["rev-parse", "--git-common-dir"]).ok()?;
        // Told from where it was run.
        let folder = self.folder.as_ref().map_or(printed.clone(), |folder| folder.join(printed));
        folder.canonicalize().ok()
    }

    pub(super) fn index(&self, prefix: &str) -> Result<Snapshot, GitError> {
        // From the root of the work tree: it lists what lies below the folder it is run in.
        let listed = self.run(&["ls-files", "--stage", "-z", "--full-name", "--", ":/"])?;
        // `git add --intent-to-add` promises a file that this commit won't hold; the listing has it as an empty one.
        let promised = self.run(&["diff-files", "--name-only", "--diff-filter=A", "-z"])?;
        let promised: BTreeSet<&[u8]> = promised.split(|byte| *byte == 0).collect();
        let listed = entries(&listed, prefix, |path, fields| {
            let (mode, rest) = fields.split_once(' ')?;
            let (hex, stage) = rest.split_once(' ')?;
            if stage != "0" {
                return Some(Entry::Unmerged);
            }
            if promised.contains(path.as_bytes()) { None } else { entry(mode, hex) }
        });
        Ok(Snapshot::new(listed, Vec::new()))
    }

    pub(super) fn revision(&self, prefix: &str, revision: &str) -> Result<Snapshot, GitError> {
        let commit = self.commit(revision)?;
        self.tree(prefix, &commit)
    }

    fn tree(&self, prefix: &str, tree: &str) -> Result<Snapshot, GitError> {
        let listed = self.run(&["ls-tree", "-r", "-z", "--full-tree", tree])?;
        let listed = entries(&listed, prefix, |_, fields| {
            let mut words = fields.split(' ');
            let (mode, _, hex) = (words.next()?, words.next()?, words.next()?);
            entry(mode, hex)
        });
        Ok(Snapshot::new(listed, Vec::new()))
    }

    pub(super) fn merged(&self, prefix: &str, ours: &str, theirs: &str) -> Result<Snapshot, GitError> {
        let (ours, theirs) = (self.commit(ours)?, self.commit(theirs)?);
        let arguments = ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", &ours, &theirs];
        let output = self.command(&arguments).stdin(Stdio::null()).output();
        let output = output.map_err(|error| {
            GitError::new(format!("`git` can't be run: {error}"), "put `git` on the path")
        })?;
        // 0: merged; 1: merged with conflicts, whose paths follow the tree.
        if !matches!(output.status.code(), Some(0 | 1)) {
            let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(GitError::new(
                format!("git merge-tree: {told}"),
                "git 2.38 or newer can merge without a work tree",
            ));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut parts = text.split('\0');
        let merged = self.tree(prefix, parts.next().unwrap_or_default().trim())?;
        let unmerged = parts
            .filter_map(|path| path.strip_prefix(prefix))
            .filter(|path| !path.is_empty() && belongs(path));
        Ok(Snapshot::new(merged.iter().chain(unmerged.map(|path| (path, Entry::Unmerged))), Vec::new()))
    }

    pub(super) fn merge_base(&self, ours: &str, theirs: &str) -> Option<String> {
        let base = self.run(&["merge-base", "--end-of-options", ours, theirs]).ok()?;
        Some(String::from_utf8(base).ok()?.trim().to_owned())
    }

    pub(super) fn touching(&self, path: &str, revision: &str) -> Result<Vec<Commit>, GitError> {
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
            Some(Commit { id, parent, author, date, message: parts.next()? })
        };
        Ok(told.lines().filter_map(commit).collect())
    }

    /// The commits that `head` has and `base` hasn't, the newest first.
    pub(super) fn between(&self, base: &str, head: &str) -> Result<Vec<commits::Commit>, GitError> {
        let range = format!("{}..{}", self.commit(base)?, self.commit(head)?);
        let listed = self.run(&["log", "--topo-order", "-z", "--format=%H%n%B", &range])?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let commit = |text: &str| {
            let (id, message) = text.split_once('\n')?;
            Some(commits::Commit { id: id.to_owned(), message: message.to_owned(), touched: Vec::new() })
        };
        Ok(listed.split('\0').filter_map(commit).collect())
    }

    /// The files that the commit `id` has otherwise than each of its parents.
    pub(super) fn touched_by(&self, id: &str) -> Result<Vec<String>, GitError> {
        let arguments =
            ["diff-tree", "--no-commit-id", "--name-only", "--root", "--no-renames", "-r", "-c", "-z", id];
        let listed = self.run(&arguments)?;
        let paths = listed.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect())
    }

    /// The commits that `git merge` left to be merged by the next commit.
    pub(super) fn merge_heads(&self) -> Vec<String> {
        let file = self.path(&["rev-parse", "--git-path", "MERGE_HEAD"]).unwrap_or_default();
        // Told from where it was run.
        lines(&self.folder.as_ref().map_or(file.clone(), |folder| folder.join(file)))
    }

    pub(super) fn has_no_commit(&self) -> bool {
        self.run(&["rev-parse", "--verify", "--quiet", "HEAD"]).is_err()
            && self.run(&["symbolic-ref", "--quiet", "HEAD"]).is_ok()
    }

    pub(super) fn is_shallow(&self) -> bool {
        self.run(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|told| told.starts_with(b"true"))
    }

    pub(super) fn commit(&self, revision: &str) -> Result<String, GitError> {
        let spec = format!("{revision}^{{commit}}");
        let found = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &spec]);
        let found = found.map_err(|_| no_revision(revision, self.is_shallow(), ""))?;
        Ok(String::from_utf8_lossy(&found).trim().to_owned())
    }

    pub(super) fn blobs(&self, ids: &[ObjectId]) -> Result<BTreeMap<ObjectId, Blob>, GitError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let digits =
            if self.run(&["rev-parse", "--show-object-format"])?.starts_with(b"sha256") { 64 } else { 40 };
        let failed = |error: std::io::Error| {
            GitError::new(
                format!("git cat-file: {error}"),
                "see whether `git fsck` finds the repository sound",
            )
        };
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let wanted: String = ids.iter().map(|id| format!("{}\n", id.hex(digits))).collect();
        let mut input = child.stdin.take();
        let writer =
            std::thread::spawn(move || input.as_mut().map(|input| input.write_all(wanted.as_bytes())));
        let mut blobs = BTreeMap::new();
        let mut output =
            BufReader::new(child.stdout.take().ok_or_else(|| failed(std::io::ErrorKind::BrokenPipe.into()))?);
        for id in ids {
            let mut header = String::new();
            output.read_line(&mut header).map_err(failed)?;
            let size: Option<u64> = header.trim().rsplit_once(' ').and_then(|(_, size)| size.parse().ok());
            let Some(size) = size else {
                let _ = child.kill();
                let _ = child.wait();
                return Err(left_out());
            };
            let mut bytes = Vec::new();
            (&mut output).take(size + 1).read_to_end(&mut bytes).map_err(failed)?;
            bytes.truncate(size as usize);
            let blob = if size > LONGEST_RECORD { Blob::TooLong(size) } else { Blob::Bytes(bytes) };
            blobs.insert(*id, blob);
        }
        drop(writer.join());
        child.wait().map_err(failed)?;
        Ok(blobs)
    }
}

/// What git says by `mode` and `hex`.
fn entry(mode: &str, hex: &str) -> Option<Entry> {
    Entry::of(u32::from_str_radix(mode, 8).ok()?, id(hex)?)
}

/// The entries of a listing whose parts are `fields TAB path NUL`.
fn entries<'l>(
    listed: &'l [u8],
    prefix: &'l str,
    read: impl Fn(&str, &str) -> Option<Entry>,
) -> impl Iterator<Item = (&'l str, Entry)> {
    listed.split(|byte| *byte == 0).filter_map(move |line| {
        let (fields, whole) = std::str::from_utf8(line).ok()?.split_once('\t')?;
        let path = whole.strip_prefix(prefix).filter(|path| belongs(path))?;
        Some((path, read(whole, fields)?))
    })
}
