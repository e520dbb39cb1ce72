//! Git through the library: most repositories. What walks history runs on a thread of its own, with a limit:
//! the library can go round for ever in a damaged repository.

mod contents;
mod history;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use git2::{ErrorClass, ErrorCode, ObjectType, Oid, RepositoryOpenFlags, TreeWalkMode, TreeWalkResult};

use super::access::{Access, Contents, Merged, PathScope};
use super::loose::{Folders, Object, Sort};
use super::refusal::{MOST_FILES, Refusal, cut_off, damaged, left_out};
use super::scratch::Scratch;
use super::work_tree::{around, below, nearest};
use super::{Entry, GitError, LogCommit, ObjectId, Snapshot, index, pack, tree};
use crate::check::change::commits;
use crate::workspace::files::{ContentId, SETTINGS_FILE};
use contents::Pool;

/// How long the library may take to look something up before the program is asked.
const LOOK_UP: Duration = Duration::from_secs(5);
/// How long it may take to walk through history.
const WALK: Duration = Duration::from_secs(15);
/// How long it may take to merge.
const MERGE: Duration = Duration::from_secs(30);
/// A tree is at most this long, in bytes: some four million entries.
const LONGEST_TREE: u64 = 256 << 20;

/// A call to the library.
type Call = Box<dyn FnOnce(&git2::Repository) + Send>;

/// A repository that the library can read.
pub(super) struct Library {
    calls: mpsc::Sender<Call>,
    facts: Facts,
    folders: Folders,
}

/// What is known of a repository when it is opened.
struct Facts {
    git_folder: PathBuf,
    common_folder: PathBuf,
    /// The workspace's folder from the work tree's root.
    prefix: String,
    is_shallow: bool,
    /// Whether it was cloned with `--filter`.
    is_partial: bool,
    /// Whether git's environment said where it is.
    is_of_hook: bool,
}

/// The work tree around `folder`.
pub(super) fn work_tree(folder: &Path) -> Option<PathBuf> {
    let folder = folder.to_owned();
    let found = bounded(LOOK_UP, move || {
        let repository =
            git2::Repository::open_ext(&folder, RepositoryOpenFlags::CROSS_FS, no_ceiling()).ok()?;
        if repository.is_bare() { None } else { Some(top(&repository, &folder, false)) }
    });
    found.flatten()
}

pub(super) fn init(folder: &Path) -> Result<(), GitError> {
    let mut options = git2::RepositoryInitOptions::new();
    options.initial_head("main").no_reinit(true);
    let made = git2::Repository::init_opts(folder, &options);
    made.map(drop).map_err(|error| GitError::new(error.message(), "run `git init` there, then this again"))
}

fn no_ceiling() -> [&'static str; 0] {
    []
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
    Oid::from_bytes(&id.0[..20]).map_err(|error| to_git_error(&error))
}

/// What `call` gives, if it comes back in time.
fn bounded<T: Send + 'static>(patience: Duration, call: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (done, answer) = mpsc::channel();
    thread::spawn(move || done.send(call()));
    answer.recv_timeout(patience).ok()
}

fn too_slow(patience: Duration) -> Refusal {
    let seconds = patience.as_secs();
    let error = damaged(format!("git's files can't be read: no answer within {seconds} seconds"));
    Refusal { is_beyond_the_library: true, error }
}

/// The root of the work tree that `from` lies in; of a bare repository its own folder. The library looks
/// beside git's own folder, which may lie elsewhere.
fn top(repository: &git2::Repository, from: &Path, is_of_hook: bool) -> PathBuf {
    let is_set = |name| is_of_hook && std::env::var_os(name).is_some();
    // Even a bare repository has the work tree that git's environment names.
    if let (true, Some(named), Ok(here)) =
        (is_of_hook, std::env::var_os("GIT_WORK_TREE"), std::env::current_dir())
    {
        return here.join(named);
    }
    if repository.is_bare() {
        return repository.path().to_owned();
    }
    let is_named = repository.config().is_ok_and(|config| config.get_entry("core.worktree").is_ok());
    let found = match std::env::current_dir() {
        _ if is_named => None,
        // Git starts a hook at the root of the work tree.
        Ok(here) if is_set("GIT_DIR") => Some(here),
        Ok(here) if is_of_hook => around(&here),
        _ => around(from),
    };
    found.or_else(|| repository.workdir().map(Path::to_owned)).unwrap_or_else(|| repository.path().to_owned())
}

impl Library {
    /// Opens the repository around `root`.
    pub(super) fn open(root: &Path, in_hook: bool) -> Result<Self, Refusal> {
        git2::opts::strict_hash_verification(false);
        git2::opts::enable_caching(false);
        let (calls, waiting) = mpsc::channel::<Call>();
        let (opened, answer) = mpsc::channel();
        let root = root.to_owned();
        thread::spawn(move || match open(&root, in_hook) {
            Ok((repository, facts)) => {
                let _ = opened.send(Ok(facts));
                for call in waiting {
                    call(&repository);
                }
            }
            Err(refusal) => drop(opened.send(Err(refusal))),
        });
        let facts: Facts = answer.recv_timeout(LOOK_UP).map_err(|_| too_slow(LOOK_UP))??;
        let named = |name| if facts.is_of_hook { std::env::var_os(name) } else { None };
        let own = named("GIT_OBJECT_DIRECTORY");
        let own = own.map_or_else(|| facts.common_folder.join("objects"), PathBuf::from);
        let borrowed = named("GIT_ALTERNATE_OBJECT_DIRECTORIES").unwrap_or_default();
        let borrowed = std::env::split_paths(&borrowed).filter(|folder| !folder.as_os_str().is_empty());
        let folders = Folders::of(&own, borrowed);
        pack::verify(&folders)?;
        Ok(Self { calls, facts, folders })
    }

    /// What the library looks up, if it does in time.
    fn ask<T: Send + 'static>(
        &self,
        call: impl FnOnce(&git2::Repository) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        self.wait(LOOK_UP, call)
    }

    /// What the library answers within `patience`.
    fn wait<T: Send + 'static>(
        &self,
        patience: Duration,
        call: impl FnOnce(&git2::Repository) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let (done, answer) = mpsc::channel();
        let call: Call = Box::new(move |repository| drop(done.send(call(repository))));
        self.calls.send(call).map_err(|_| too_slow(patience))?;
        answer.recv_timeout(patience).map_err(|_| too_slow(patience))
    }

    /// The commit that `revision` names.
    fn commit_of(&self, revision: &str) -> Result<Oid, Refusal> {
        let (asked, is_shallow) = (revision.to_owned(), self.facts.is_shallow);
        // The tip of a branch is looked at before the library does.
        let tip = self.ask(move |repository| history::tip(repository, &asked))?;
        if let Some(tip) = tip {
            self.folders.read(id(tip), LONGEST_TREE)?;
        }
        let asked = revision.to_owned();
        let found = self.ask(move |repository| {
            history::commit(repository, &asked, is_shallow).map(|commit| commit.id())
        })?;
        let is_absent = |tip: &Oid| !pack::absent(&self.folders, vec![id(*tip)]).is_empty();
        match tip.filter(|tip| found.is_err() && !is_shallow && tip.to_string() != revision && is_absent(tip))
        {
            Some(tip) => {
                let what = format!("the commit {tip}, which `{revision}` names, isn't in the repository");
                Err(damaged(what).into())
            }
            None => Ok(found?),
        }
    }

    /// The index of the commit that is being made is another one than the repository's.
    fn index_file(&self) -> PathBuf {
        let named = if self.facts.is_of_hook { std::env::var_os("GIT_INDEX_FILE") } else { None };
        named.map_or_else(|| self.facts.git_folder.join("index"), PathBuf::from)
    }

    /// What the index holds, within `scope`.
    fn scan(&self, scope: PathScope<'_>) -> Result<Option<Snapshot>, Refusal> {
        let file = self.index_file();
        match fs::metadata(&file) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Err(damaged(format!("git's index is no file: {}", file.display())).into()),
            Err(_) => return Ok(None),
        }
        let Ok(bytes) = fs::read(file) else { return Ok(None) };
        Ok(index::scan(&bytes, scope).map_err(|index::Damaged| {
            GitError::new("git: the index is damaged", "see whether `git status` works there")
        })?)
    }
}

fn open(root: &Path, in_hook: bool) -> Result<(git2::Repository, Facts), Refusal> {
    // What git says to a hook is about its own repository, and the workspace may lie in another.
    let of_hook = if in_hook { git2::Repository::open_from_env().ok() } else { None };
    let inner = |repository: &git2::Repository, is_of_hook| below(&top(repository, root, is_of_hook), root);
    let (repository, prefix) = match of_hook.map(|repository| (inner(&repository, true), repository)) {
        Some((Ok(Some(prefix)), repository)) => (repository, Some(prefix)),
        Some((Err(error), _)) => return Err(error.into()),
        _ => {
            let found =
                git2::Repository::open_ext(nearest(root), RepositoryOpenFlags::CROSS_FS, no_ceiling());
            (found.map_err(|error| refusal(&error, root))?, None)
        }
    };
    let is_of_hook = prefix.is_some();
    let prefix = match prefix {
        Some(prefix) => prefix,
        None => inner(&repository, false)?.unwrap_or_default(),
    };
    let facts = Facts {
        git_folder: repository.path().to_owned(),
        common_folder: repository.commondir().to_owned(),
        prefix,
        is_shallow: repository.is_shallow(),
        is_partial: is_partial(&repository),
        is_of_hook,
    };
    Ok((repository, facts))
}

impl Access for Library {
    fn prefix(&self) -> &str {
        &self.facts.prefix
    }

    fn git_folder(&self) -> Option<PathBuf> {
        Some(self.facts.git_folder.clone())
    }

    fn common_folder(&self) -> Option<PathBuf> {
        Some(self.facts.common_folder.clone())
    }

    fn index(&self, scope: PathScope<'_>) -> Result<Snapshot, Refusal> {
        if let Some(snapshot) = self.scan(scope)? {
            return Ok(snapshot);
        }
        let prefix = match scope {
            PathScope::Workspace(prefix) => Some(prefix.to_owned()),
            PathScope::Settings => None,
        };
        let root = self.facts.git_folder.clone();
        self.ask(move |repository| {
            let index = repository.index().map_err(|error| refusal(&error, &root))?;
            Ok(of_index(&index, prefix.as_deref().map_or(PathScope::Settings, PathScope::Workspace)))
        })?
    }

    fn revision(&self, prefix: &str, revision: &str, known: Option<&Snapshot>) -> Result<Snapshot, Refusal> {
        let commit = self.commit_of(revision)?;
        let root = self.ask(move |repository| {
            repository
                .find_commit(commit)
                .map(|commit| id(commit.tree_id()))
                .map_err(|error| to_git_error(&error))
        })??;
        Ok(tree::snapshot(self, root, prefix, known)?)
    }

    fn settings(&self, revision: &str) -> Result<Snapshot, Refusal> {
        let commit = self.commit_of(revision)?;
        let found = self.wait(WALK, move |repository| {
            let tree = repository.find_commit(commit)?.tree()?;
            let (mut found, mut seen) = (BTreeMap::new(), 0_usize);
            tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
                seen += 1;
                if entry.name().ok() == Some(SETTINGS_FILE)
                    && let Some(entry) = Entry::of(entry.filemode().cast_unsigned(), id(entry.id()), 0, true)
                {
                    found.insert(format!("{folder}{SETTINGS_FILE}"), entry);
                }
                if seen > MOST_FILES { TreeWalkResult::Abort } else { TreeWalkResult::Ok }
            })?;
            Ok(Snapshot::new(found, Vec::new()))
        })?;
        Ok(found.map_err(|error: git2::Error| missing(&error, self.facts.is_partial))?)
    }

    fn merged(&self, prefix: &str, ours: &str, theirs: &str) -> Result<Merged, Refusal> {
        let (ours, theirs) = (self.commit_of(ours)?, self.commit_of(theirs)?);
        let scratch = Scratch::new(self.folders.paths(), "sha1", &self.facts.common_folder.join("shallow"))?;
        let (folder, prefix) = (scratch.git_folder(), prefix.to_owned());
        let (is_partial, is_shallow) = (self.facts.is_partial, self.facts.is_shallow);
        let merged = bounded(MERGE, move || {
            let to_git_error = |error: git2::Error| {
                let is_cut_off = is_shallow && error.code() == ErrorCode::NotFound;
                Refusal::from(if is_cut_off { cut_off() } else { missing(&error, is_partial) })
            };
            let repository = git2::Repository::open(&folder).map_err(to_git_error)?;
            let find = |commit| repository.find_commit(commit);
            let (ours, theirs) = (find(ours).map_err(to_git_error)?, find(theirs).map_err(to_git_error)?);
            // How to merge a file is said by attributes, which the library looks for in the index.
            let attributes = || {
                let mut index = repository.index()?;
                index.read_tree(&ours.tree()?)?;
                index.write()
            };
            attributes().map_err(to_git_error)?;
            let merged = repository.merge_commits(&ours, &theirs, None).map_err(to_git_error)?;
            Ok::<_, Refusal>(of_index(&merged, PathScope::Workspace(&prefix)))
        });
        Ok(Merged { snapshot: merged.ok_or_else(|| too_slow(MERGE))??, made: scratch.made()? })
    }

    fn merge_base(&self, ours: &str, theirs: &str) -> Result<Option<String>, Refusal> {
        let found = |revision| match self.commit_of(revision) {
            Err(refusal) if !refusal.is_beyond_the_library => Ok(None),
            found => found.map(Some),
        };
        let (Some(ours), Some(theirs)) = (found(ours)?, found(theirs)?) else { return Ok(None) };
        self.wait(WALK, move |repository| {
            let all = repository.merge_bases(ours, theirs).ok()?;
            all.iter().min().map(ToString::to_string)
        })
    }

    fn touching(&self, path: &str, revision: &str) -> Result<Vec<LogCommit>, Refusal> {
        let (path, commit) = (path.to_owned(), self.commit_of(revision)?);
        Ok(self.wait(WALK, move |repository| history::touching(repository, &path, commit))??)
    }

    fn between(&self, base: &str, head: &str) -> Result<Vec<commits::Commit>, Refusal> {
        let (base, head) = (self.commit_of(base)?, self.commit_of(head)?);
        Ok(self.wait(WALK, move |repository| history::between(repository, base, head))??)
    }

    fn touched_by(&self, commit: &str) -> Result<Vec<String>, Refusal> {
        let commit = self.commit_of(commit)?;
        Ok(self.wait(WALK, move |repository| history::touched_by(repository, commit))??)
    }

    fn commit(&self, revision: &str) -> Result<String, Refusal> {
        Ok(self.commit_of(revision)?.to_string())
    }

    fn is_unborn(&self) -> Result<bool, Refusal> {
        self.ask(|repository| repository.head().is_err_and(|error| error.code() == ErrorCode::UnbornBranch))
    }

    fn is_shallow(&self) -> Result<bool, Refusal> {
        Ok(self.facts.is_shallow)
    }

    fn absent(&self, ids: Vec<ObjectId>) -> Result<Vec<ObjectId>, Refusal> {
        Ok(pack::absent(&self.folders, ids))
    }

    fn contents(&self, _: &dyn Fn() -> Vec<ObjectId>) -> Result<Box<dyn Contents>, Refusal> {
        Ok(Box::new(Pool::new(self)))
    }

    fn identification(&self) -> Option<fn(&str) -> Option<ContentId>> {
        Some(content_id)
    }
}

impl tree::ReadTree for Library {
    fn tree(&self, id: ObjectId) -> Result<Vec<u8>, GitError> {
        let no_tree = || damaged(format!("the git object {id} should be a tree, and isn't"));
        match self.folders.read(id, LONGEST_TREE)? {
            Some(Object::Whole(Sort::Tree, bytes)) => return Ok(bytes),
            Some(_) => return Err(no_tree()),
            None => {}
        }
        let (oid, is_partial) = (oid(id)?, self.facts.is_partial);
        let read = self.ask(move |repository| {
            let objects = repository.odb().map_err(|error| to_git_error(&error))?;
            let object = objects.read(oid).map_err(|error| missing(&error, is_partial))?;
            Ok::<_, GitError>((object.kind() == ObjectType::Tree).then(|| object.data().to_vec()))
        });
        read.map_err(|refusal| refusal.error)??.ok_or_else(no_tree)
    }
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
    if error.code() == ErrorCode::NotFound && is_partial { left_out() } else { to_git_error(error) }
}

pub(super) fn of_index(index: &git2::Index, scope: PathScope<'_>) -> Snapshot {
    let mut entries = BTreeMap::new();
    for found in index.iter() {
        let flags = git2::IndexEntryExtendedFlag::from_bits_truncate(found.flags_extended);
        // `git add --intent-to-add` promises a file that this commit won't hold.
        if flags.is_intent_to_add() {
            continue;
        }
        let Some((path, is_text)) = scope.inner(&found.path) else { continue };
        let stage = (found.flags >> 12) & 3;
        if let Some(entry) = Entry::of(found.mode, id(found.id), stage, is_text) {
            entries.insert(path.into_owned(), entry);
        }
    }
    Snapshot::new(entries, Vec::new())
}

fn to_git_error(error: &git2::Error) -> GitError {
    damaged(format!("git: {}", error.message()))
}

fn refusal(error: &git2::Error, root: &Path) -> Refusal {
    let message = error.message();
    if error.code() == ErrorCode::Owner || message.contains("not owned by current user") {
        // Git asks for the repository's folder, whatever folder of it one is in.
        let top = around(root).unwrap_or_else(|| root.to_owned());
        let top = top.display();
        // The program also knows patterns of trusted folders.
        return Refusal::beyond_the_library(
            format!("git doesn't trust {top}: somebody else owns it"),
            format!("if you trust it: git config --global --add safe.directory '{top}'"),
        );
    }
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
            return Refusal::beyond_the_library(format!("this repository can't be read: {what}"), cure);
        }
    }
    if error.code() == ErrorCode::NotFound {
        let error = GitError::new(
            format!("{} is in no git repository", root.display()),
            "run `git init`; without git only the work tree can be read",
        );
        return error.into();
    }
    Refusal {
        is_beyond_the_library: error.class() == ErrorClass::Repository,
        error: GitError::new(format!("git: {message}"), "see whether `git status` works there"),
    }
}
