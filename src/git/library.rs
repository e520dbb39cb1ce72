//! Git through the library: most repositories.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use git2::{ErrorClass, ErrorCode, ObjectType, Oid, Sort};

use super::objects::Blob;
use super::snapshot::belongs;
use super::{Commit, Entry, GitError, ObjectId, Snapshot, below, index, nearest, tree};
use crate::change::commits;
use crate::dates;
use crate::files::{ContentId, LONGEST_RECORD};

/// A repository that the library can read.
pub(super) struct Library {
    inner: git2::Repository,
    /// Whether git's environment said where it is.
    is_of_hook: bool,
}

/// Why the library couldn't open a repository.
pub(super) struct Refusal {
    /// Whether the `git` program may still be able to.
    pub(super) is_beyond_the_library: bool,
    /// What to tell if it isn't there.
    pub(super) told: GitError,
}

impl From<GitError> for Refusal {
    fn from(told: GitError) -> Self {
        Self { is_beyond_the_library: false, told }
    }
}

pub(super) fn work_tree(folder: &Path) -> Option<PathBuf> {
    git2::Repository::discover(folder).ok()?.workdir().map(Path::to_owned)
}

pub(super) fn init(folder: &Path) -> Result<(), GitError> {
    let mut options = git2::RepositoryInitOptions::new();
    options.initial_head("main").no_reinit(true);
    let made = git2::Repository::init_opts(folder, &options);
    made.map(drop).map_err(|error| GitError::new(error.message(), "run `git init` there, then this again"))
}

/// The lines of a file of git's own; none where it isn't there.
pub(super) fn lines(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn id(oid: Oid) -> ObjectId {
    let mut bytes = [0; 32];
    bytes[..oid.as_bytes().len()].copy_from_slice(oid.as_bytes());
    ObjectId(bytes)
}

pub(super) fn content_id(text: &str) -> Option<ContentId> {
    let oid = Oid::hash_object(ObjectType::Blob, text.as_bytes()).ok()?;
    Some(ContentId(id(oid).0))
}

fn oid(id: ObjectId) -> Result<Oid, GitError> {
    Oid::from_bytes(&id.0[..20]).map_err(|error| told(&error))
}

impl Library {
    /// Opens the repository around `root`; also returns the folder of `root` in it.
    pub(super) fn open(root: &Path, in_hook: bool) -> Result<(Self, String), Refusal> {
        git2::opts::strict_hash_verification(false);
        git2::opts::enable_caching(false);
        let top = |repository: &git2::Repository| {
            repository.workdir().unwrap_or_else(|| repository.path()).to_owned()
        };
        // What git says to a hook is about its own repository, and the workspace may lie in another.
        let of_hook = if in_hook { git2::Repository::open_from_env().ok() } else { None };
        let of_hook = of_hook.filter(|repository| below(&top(repository), root).is_some());
        let is_of_hook = of_hook.is_some();
        let inner = match of_hook {
            Some(repository) => repository,
            None => git2::Repository::discover(nearest(root)).map_err(|error| refusal(&error, root))?,
        };
        let prefix = below(&top(&inner), root).unwrap_or_default();
        Ok((Self { inner, is_of_hook }, prefix))
    }

    /// The common folder of git's own files.
    pub(super) fn git_folder(&self) -> PathBuf {
        self.inner.commondir().to_owned()
    }

    /// The index of the commit that is being made is another one than the repository's.
    fn index_file(&self) -> PathBuf {
        let named = if self.is_of_hook { std::env::var_os("GIT_INDEX_FILE") } else { None };
        named.map_or_else(|| self.inner.path().join("index"), PathBuf::from)
    }

    /// What the index holds of the workspace at `prefix`, which is `root`.
    pub(super) fn index(&self, prefix: &str, root: &Path) -> Result<Snapshot, Refusal> {
        let scanned = match fs::read(self.index_file()) {
            Ok(bytes) => index::scan(&bytes, prefix).map_err(|index::Damaged| {
                GitError::new("git: the index is damaged", "see whether `git status` works there")
            })?,
            Err(_) => None,
        };
        match scanned {
            Some(snapshot) => Ok(snapshot),
            None => {
                let index = self.inner.index().map_err(|error| refusal(&error, root))?;
                Ok(of_index(&index, prefix))
            }
        }
    }

    pub(super) fn revision(
        &self,
        prefix: &str,
        revision: &str,
        known: Option<&Snapshot>,
    ) -> Result<Snapshot, GitError> {
        let root = id(self.commit(revision)?.tree_id());
        // The workspace may not have been there yet.
        match tree::find(self, root, prefix)? {
            Some(folder) => tree::walk(self, folder, known),
            None => Ok(Snapshot::default()),
        }
    }

    /// What merging gives of the workspace at `prefix`, which is `root`.
    pub(super) fn merged(
        &self,
        prefix: &str,
        root: &Path,
        ours: &str,
        theirs: &str,
    ) -> Result<Snapshot, Refusal> {
        let (ours, theirs) = (self.commit(ours)?, self.commit(theirs)?);
        // How to merge a file is said by attributes, and the library looks for those in the index, too.
        let merged = self.inner.merge_commits(&ours, &theirs, None);
        Ok(of_index(&merged.map_err(|error| refusal(&error, root))?, prefix))
    }

    pub(super) fn merge_base(&self, ours: &str, theirs: &str) -> Option<String> {
        let (ours, theirs) = (self.commit(ours).ok()?, self.commit(theirs).ok()?);
        self.inner.merge_base(ours.id(), theirs.id()).ok().map(|oid| oid.to_string())
    }

    pub(super) fn touching(&self, path: &str, revision: &str) -> Result<Vec<Commit>, GitError> {
        let held = |commit: &git2::Commit<'_>| {
            let entry = commit.tree().and_then(|tree| tree.get_path(Path::new(path)));
            entry.ok().map(|entry| (entry.id(), entry.filemode()))
        };
        let mut touching = Vec::new();
        let mut commit = self.commit(revision)?;
        let mut now = held(&commit);
        loop {
            // Where history is cut off the parent has an id, and isn't there.
            let parent = commit.parent(0).ok();
            let before = parent.as_ref().and_then(held);
            if now != before {
                touching.push(plain(&commit, parent.as_ref()));
            }
            match parent {
                Some(parent) => (commit, now) = (parent, before),
                None => return Ok(touching),
            }
        }
    }

    /// The commits that `head` has and `base` hasn't, the newest first.
    pub(super) fn between(&self, base: &str, head: &str) -> Result<Vec<commits::Commit>, GitError> {
        let (base, head) = (self.commit(base)?.id(), self.commit(head)?.id());
        let walked = self.inner.revwalk().and_then(|mut walk| {
            walk.set_sorting(Sort::TOPOLOGICAL)?;
            walk.push(head)?;
            walk.hide(base)?;
            walk.map(|oid| {
                let commit = self.inner.find_commit(oid?)?;
                let message = String::from_utf8_lossy(commit.message_bytes()).into_owned();
                Ok(commits::Commit { id: commit.id().to_string(), message, touched: Vec::new() })
            })
            .collect()
        });
        walked.map_err(|error| told(&error))
    }

    /// The files that the commit `id` has otherwise than each of its parents.
    pub(super) fn touched_by(&self, id: &str) -> Result<Vec<String>, GitError> {
        let commit = self.commit(id)?;
        // Where history is cut off a parent has an id, and isn't there: then the commit touches all that it holds.
        let mut parents: Vec<_> =
            (0..commit.parent_count()).map(|number| commit.parent(number).ok()).collect();
        if parents.is_empty() {
            parents.push(None);
        }
        let differing = |parent: Option<git2::Commit<'_>>| -> Result<BTreeSet<String>, git2::Error> {
            let before = parent.map(|parent| parent.tree()).transpose()?;
            let diff = self.inner.diff_tree_to_tree(before.as_ref(), Some(&commit.tree()?), None)?;
            let files = diff.deltas().flat_map(|delta| {
                let path =
                    |file: git2::DiffFile<'_>| Some(String::from_utf8_lossy(file.path_bytes()?).into_owned());
                [path(delta.old_file()), path(delta.new_file())]
            });
            Ok(files.flatten().collect())
        };
        let sets: Result<Vec<_>, _> = parents.into_iter().map(differing).collect();
        let common = sets.map_err(|error| told(&error))?.into_iter().reduce(|known, more| &known & &more);
        Ok(common.unwrap_or_default().into_iter().collect())
    }

    /// The commits that `git merge` left to be merged by the next commit.
    pub(super) fn merge_heads(&self) -> Vec<String> {
        lines(&self.inner.path().join("MERGE_HEAD"))
    }

    pub(super) fn commit_id(&self, revision: &str) -> Result<String, GitError> {
        Ok(self.commit(revision)?.id().to_string())
    }

    pub(super) fn has_no_commit(&self) -> bool {
        self.inner.head().is_err_and(|error| error.code() == ErrorCode::UnbornBranch)
    }

    pub(super) fn is_shallow(&self) -> bool {
        self.inner.is_shallow()
    }

    fn commit(&self, revision: &str) -> Result<git2::Commit<'_>, GitError> {
        let found = self.inner.revparse_single(revision).and_then(|object| object.peel_to_commit());
        found.map_err(|error| {
            let why = match error.code() {
                ErrorCode::Ambiguous => ": more than one id begins so",
                ErrorCode::Peel | ErrorCode::InvalidSpec => ": that names something else",
                _ => "",
            };
            no_revision(revision, self.is_shallow(), why)
        })
    }

    /// Reads contents, from any number of threads.
    pub(super) fn contents(&self) -> Contents {
        Contents {
            folder: self.inner.path().to_owned(),
            is_of_hook: self.is_of_hook,
            idle: Mutex::new(Vec::new()),
            is_partial: is_partial(&self.inner),
        }
    }
}

impl tree::Read for Library {
    fn tree(&self, id: ObjectId) -> Result<Vec<u8>, GitError> {
        let oid = oid(id)?;
        let objects = self.inner.odb().map_err(|error| told(&error))?;
        let object = objects.read(oid).map_err(|error| missing(&error, is_partial(&self.inner)))?;
        if object.kind() != ObjectType::Tree {
            return Err(GitError::new(
                format!("git: {oid} should be a tree, and isn't"),
                "see whether `git fsck` finds the repository sound",
            ));
        }
        Ok(object.data().to_vec())
    }
}

/// Contents, read one at a time and from any number of threads.
pub(super) struct Contents {
    folder: PathBuf,
    is_of_hook: bool,
    /// Repositories that no thread reads from at the moment.
    idle: Mutex<Vec<git2::Repository>>,
    is_partial: bool,
}

impl Contents {
    fn open(&self) -> Result<git2::Repository, git2::Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(repository) => Ok(repository),
            None if self.is_of_hook => git2::Repository::open_from_env(),
            None => git2::Repository::open(&self.folder),
        }
    }

    /// The content `id`; none if that is no file's.
    pub(super) fn blob(&self, id: ObjectId) -> Result<Option<Blob>, GitError> {
        let oid = oid(id)?;
        let repository = self.open().map_err(|error| told(&error))?;
        let read = read(&repository, oid).map_err(|error| missing(&error, self.is_partial));
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(repository);
        read
    }
}

fn read(repository: &git2::Repository, oid: Oid) -> Result<Option<Blob>, git2::Error> {
    let objects = repository.odb()?;
    let (size, kind) = objects.read_header(oid)?;
    if kind != ObjectType::Blob {
        return Ok(None);
    }
    if size as u64 > LONGEST_RECORD {
        return Ok(Some(Blob::TooLong(size as u64)));
    }
    Ok(Some(Blob::Bytes(objects.read(oid)?.data().to_vec())))
}

/// Whether it was cloned with `--filter`.
fn is_partial(repository: &git2::Repository) -> bool {
    let promised = || {
        let config = repository.config().ok()?;
        let mut promisors = config.entries(Some("remote\\..*\\.promisor")).ok()?;
        promisors.next().map(|entry| entry.is_ok())
    };
    promised() == Some(true)
}

/// Why an object can't be read.
fn missing(error: &git2::Error, is_partial: bool) -> GitError {
    if error.code() == ErrorCode::NotFound && is_partial { left_out() } else { told(error) }
}

/// A commit without the library's ties.
fn plain(commit: &git2::Commit<'_>, parent: Option<&git2::Commit<'_>>) -> Commit {
    let author = commit.author();
    let when = author.when();
    let seconds = when.seconds().saturating_add(i64::from(when.offset_minutes()) * 60);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Commit {
        id: commit.id().to_string(),
        parent: parent.map(|parent| parent.id().to_string()),
        author: text(author.name_bytes()),
        date: dates::shift(jiff::civil::date(1970, 1, 1), seconds.div_euclid(86_400)),
        message: text(commit.message_bytes()).lines().next().unwrap_or_default().to_owned(),
    }
}

pub(super) fn of_index(index: &git2::Index, prefix: &str) -> Snapshot {
    let mut entries = BTreeMap::new();
    for found in index.iter() {
        let Ok(path) = String::from_utf8(found.path) else { continue };
        let Some(path) = path.strip_prefix(prefix).filter(|path| belongs(path)) else { continue };
        let flags = git2::IndexEntryExtendedFlag::from_bits_truncate(found.flags_extended);
        // `git add --intent-to-add` promises a file that this commit won't hold.
        if flags.is_intent_to_add() {
            continue;
        }
        let stage = (found.flags >> 12) & 3;
        let entry = if stage == 0 { Entry::of(found.mode, id(found.id)) } else { Some(Entry::Unmerged) };
        if let Some(entry) = entry {
            entries.insert(path.to_owned(), entry);
        }
    }
    Snapshot::new(entries, Vec::new())
}

fn told(error: &git2::Error) -> GitError {
    GitError::new(format!("git: {}", error.message()), "see whether `git fsck` finds the repository sound")
}

/// What a partial clone lacks.
pub(super) fn left_out() -> GitError {
    GitError::new(
        "some records aren't in this clone: it was made with `--filter`",
        "run `git fetch --refetch --no-filter`, or clone without `--filter`",
    )
}

pub(super) fn no_revision(revision: &str, is_shallow: bool, why: &str) -> GitError {
    if is_shallow {
        return GitError::new(
            format!("`{revision}` isn't in this clone, whose history is cut off"),
            "fetch more of it: in GitHub Actions `fetch-depth: 2` for actions/checkout, or `0` for all of it; elsewhere `git fetch --unshallow`",
        );
    }
    GitError::new(
        format!("git knows no commit `{revision}`{why}"),
        "name a branch, a tag or a commit that `git log` shows; a remote one after `git fetch`",
    )
}

fn refusal(error: &git2::Error, root: &Path) -> Refusal {
    let message = error.message();
    if error.code() == ErrorCode::Owner || message.contains("not owned by current user") {
        // Git asks for the repository's folder, whatever folder of it one is in.
        let top = root.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(root).display();
        let told = GitError::new(
            format!("git doesn't trust {top}: somebody else owns it"),
            format!("if you trust it: git config --global --add safe.directory '{top}'"),
        );
        // The program also knows patterns of trusted folders.
        return Refusal { is_beyond_the_library: true, told };
    }
    let root = root.display();
    let named = [
        ("sha256", "it stores objects by SHA-256"),
        ("refstorage", "it stores branches as a reftable"),
        ("partialclone", "it is a partial clone"),
        ("'sdir'", "its index is sparse"),
        ("'link'", "its index is split"),
    ];
    for (word, what) in named {
        if message.contains(word) {
            let cure = match word {
                "'sdir'" => "run `git sparse-checkout reapply --no-sparse-index`, or put `git` on the path",
                "'link'" => "run `git update-index --no-split-index`, or put `git` on the path",
                _ => "put the `git` program on the path: teambook then reads the repository through it",
            };
            return Refusal {
                is_beyond_the_library: true,
                told: GitError::new(format!("this repository can't be read: {what}"), cure),
            };
        }
    }
    let told = if error.code() == ErrorCode::NotFound {
        GitError::new(
            format!("{root} is in no git repository"),
            "run `git init`, or check without git: `teambook check`",
        )
    } else {
        GitError::new(format!("git: {message}"), "see whether `git status` works there")
    };
    Refusal {
        is_beyond_the_library: error.class() == ErrorClass::Repository && error.code() != ErrorCode::NotFound,
        told,
    }
}
