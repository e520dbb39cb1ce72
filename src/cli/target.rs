//! What is checked: the work tree, git's index, a revision or a merge; and what it is compared with.

use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;

use super::cache_file::CacheFile;
use super::session::verify;
use super::{Failure, GlobalArgs, ci, moved, repository, terminal};
use crate::base::words::count;
use crate::check::baseline;
use crate::check::change::Pairs;
use crate::check::change::commits::{self, Commit, Commits, TRAILER};
use crate::check::{self, Compared, merge};
use crate::workspace::Workspace;
use crate::workspace::files::{Content, Files, SETTINGS_FILE};
use crate::workspace::settings::Settings;
use crate::world::disk::Disk;
use crate::world::git::{Objects, Repository, Snapshot};

/// What to check: without an option the work tree, with files that git doesn't track.
#[derive(Debug, Args)]
pub(super) struct TargetArgs {
    /// Check what the next commit will hold: git's index, compared with the current commit
    #[arg(long, conflicts_with_all = ["rev", "merge_with"])]
    staged: bool,
    /// Check the records of a commit, branch or tag
    #[arg(long, value_name = "REVISION", conflicts_with = "merge_with")]
    rev: Option<String>,
    /// Check what merging this revision into the current one would give, without touching anything
    #[arg(long, value_name = "REVISION")]
    merge_with: Option<String>,
    /// Compare with this revision, from where the two diverged: adds the rules about changes. In CI it is
    /// found from the event; `none` compares with nothing
    #[arg(long, value_name = "REVISION")]
    base: Option<String>,
    /// Neither read nor write the cache of checks of the index; in CI (where `CI` is set) that is the default
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
    /// Use the cache in CI, too: whoever can write to git's folder there is then trusted
    #[arg(long)]
    cache: bool,
}

/// The records to check, and what they are compared with.
pub(super) struct Loaded {
    pub(super) files: Files,
    /// The states that they are compared with: for a merge each parent.
    pub(super) compared: Vec<Compared>,
    /// The file of accepted findings, if it is there.
    pub(super) baseline: Option<Content>,
    /// Where the records come from and what they are compared with, for the summary.
    pub(super) description: String,
    /// Where the results of earlier checks are cached, if they are.
    pub(super) cache: Option<CacheFile>,
    /// The contents in git from which records are read when they are asked for.
    objects: Vec<Arc<Objects>>,
}

impl Loaded {
    /// Fails if git lacked a content that was asked for.
    pub(super) fn failure(&self) -> Result<(), Failure> {
        Ok(self.objects.iter().try_for_each(|objects| objects.failure())?)
    }
}

impl TargetArgs {
    /// What the next commit will hold.
    pub(super) const fn staged() -> Self {
        Self { staged: true, rev: None, merge_with: None, base: None, no_cache: false, cache: false }
    }

    /// The workspace to check.
    pub(super) fn workspace(&self, globals: &GlobalArgs) -> Result<Disk, Failure> {
        if self.is_in_git() { globals.workspace_in_git() } else { globals.workspace() }
    }

    const fn is_in_git(&self) -> bool {
        self.staged || self.rev.is_some() || self.merge_with.is_some()
    }

    /// The workspace as git has it, with a description of where; none for the work tree.
    fn snapshot(&self, disk: &Disk) -> Result<Option<(Repository, Arc<Snapshot>, String)>, Failure> {
        if !self.is_in_git() {
            return Ok(None);
        }
        let mut repository = repository(&disk.root)?;
        let (snapshot, description) = match (&self.rev, &self.merge_with) {
            (Some(revision), _) => (repository.revision(revision)?, format!("at {revision}")),
            (_, Some(theirs)) => (repository.merged("HEAD", theirs)?, format!("merged with {theirs}")),
            _ => (repository.index()?, "staged".to_owned()),
        };
        if self.rev.is_some() || disk.file(SETTINGS_FILE).is_none() {
            verify(disk, &snapshot, &description)?;
        }
        Ok(Some((repository, Arc::new(snapshot), description)))
    }

    pub(super) fn load(&self, disk: &Disk) -> Result<Loaded, Failure> {
        let mut objects = Vec::new();
        let mut cache = None;
        let mut staged = None;
        let (mut files, baseline, mut description) = match self.snapshot(disk)? {
            Some((repository, snapshot, description)) => {
                if self.staged {
                    if self.cache || !(self.no_cache || terminal::is_in_ci()) {
                        cache = CacheFile::open(&repository);
                        // A record whose findings are cached isn't read, but git must have it.
                        repository.verify(&snapshot)?;
                    }
                    staged = Some(Arc::clone(&snapshot));
                }
                let (files, source) = repository.list(&snapshot)?;
                objects.push(source);
                (files, repository.file(&snapshot, baseline::FILE)?, description)
            }
            None => (disk.load()?, disk.file(baseline::FILE), String::new()),
        };
        let compared = self.base(disk, staged.as_deref())?;
        let Some(ComparedCommit { asked, name, repository, snapshot }) = compared else {
            return Ok(Loaded { files, compared: Vec::new(), baseline, description, cache, objects });
        };
        if let Some(identify) = repository.identification() {
            files.identify(identify);
        }
        let mut parents = vec![(asked, name, snapshot)];
        if self.staged && self.base.is_none() {
            for theirs in repository.merged_in(&terminal::merged_in())? {
                let snapshot = repository.revision(&theirs)?;
                parents.push((theirs.clone(), theirs, snapshot));
            }
        }
        let mut compared = Vec::new();
        for (asked, name, snapshot) in parents {
            let (base, source) = repository.list(&Arc::new(snapshot))?;
            objects.push(source);
            let pairs = Pairs::new(&base, &files);
            let commits = Commits::new(self.commits(&repository, &asked, &files, &pairs)?);
            if !description.is_empty() {
                description.push_str(", ");
            }
            description.push_str(&format!(
                "compared with {name}: {} kept, {} added, {} removed",
                pairs.kept.len(),
                pairs.added.len(),
                pairs.removed.len()
            ));
            if !commits.messages().is_empty() {
                description
                    .push_str(&format!(", {} with `{TRAILER}`", count(commits.messages().len(), "commit")));
            }
            compared.push(Compared { base, pairs, commits });
        }
        Ok(Loaded { files, compared, baseline, description, cache, objects })
    }

    /// The commits from the base to the records at hand.
    fn commits(
        &self,
        repository: &Repository,
        base: &str,
        files: &Files,
        pairs: &Pairs,
    ) -> Result<Vec<Commit>, Failure> {
        let head = self.rev.as_deref().unwrap_or("HEAD");
        let with_files = !Settings::new(files.settings()).bulk_commits.is_empty();
        let mut commits = Vec::new();
        if base != head {
            commits = repository.commits_between(base, head, with_files)?;
        }
        // What isn't committed yet is touched by none of these commits.
        if with_files && self.rev.is_none() && self.merge_with.is_none() {
            let committed = repository.revision(head)?;
            let mut touched = Vec::new();
            for pair in pairs.kept.iter().filter(|pair| pair.is_changed) {
                let record = files.get(pair.head);
                if repository.text(&committed, &record.source.path)?.as_deref() != Some(&record.source.text) {
                    touched.push(record.source.path.to_string());
                }
            }
            commits.push(Commit { touched, ..Commit::default() });
        }
        Ok(commits)
    }

    /// The findings of either side of the merge that is checked, ours with those about its changes; none
    /// where no merge is checked.
    pub(super) fn sides(&self, disk: &Disk, as_of: Date) -> Result<Option<merge::Sides>, Failure> {
        let Some(theirs) = &self.merge_with else { return Ok(None) };
        let repository = repository(&disk.root)?;
        let load = |revision: &str| repository.load(&repository.revision(revision)?);
        let base = match self.base.as_deref() {
            Some("none") => None,
            Some(base) => Some(base.to_owned()),
            None => repository.merge_base("HEAD", theirs)?,
        };
        let ours = load("HEAD")?;
        let base = base.map(|base| load(&base)).transpose()?;
        let pairs = base.as_ref().map(|base| Pairs::new(base, &ours));
        let mut sides = merge::Sides::default();
        let ours = Workspace::new(&ours, as_of);
        let found = match (&base, &pairs) {
            (Some(base), Some(pairs)) => {
                check::check_change(&Workspace::new(base, as_of), &ours, pairs, &commits::NONE)
            }
            _ => check::check(&ours),
        };
        sides.add(&found);
        let theirs = load(theirs)?;
        let theirs = Workspace::new(&theirs, as_of);
        sides.add(&check::check(&theirs));
        Ok(Some(sides))
    }

    /// What to compare with, if that is asked for or goes without saying. Folders that are the same in
    /// `known` aren't read.
    fn base(&self, disk: &Disk, known: Option<&Snapshot>) -> Result<Option<ComparedCommit>, Failure> {
        let open = || repository(&disk.root);
        let asked = match self.base.as_deref() {
            Some("none") => return Ok(None),
            Some(base) => base.to_owned(),
            None if self.staged => "HEAD".to_owned(),
            None if self.rev.is_some() => return Ok(None),
            None => match (&self.merge_with, ci::base()?) {
                (Some(theirs), _) => theirs.clone(),
                (None, None) => return Ok(None),
                (None, Some(base)) => base.revision(&open()?)?,
            },
        };
        let repository = open()?;
        // Before the first commit there is nothing to compare with.
        if self.staged && self.base.is_none() && repository.is_unborn()? {
            return Ok(None);
        }
        repository.commit(&asked)?;
        let head = self.rev.as_deref().unwrap_or("HEAD");
        // What was added to the base since the two diverged is no change of ours. Where history is cut off,
        // the base itself stands in for the merge base.
        let merge_base =
            if self.merge_with.is_some() { None } else { repository.merge_base(&asked, head)? };
        let base = merge_base.as_deref().unwrap_or(&asked);
        let mut snapshot = repository.revision_like(base, known)?;
        let mut name = asked.clone();
        if snapshot.get(SETTINGS_FILE).is_none()
            && let Some(folder) = self.moved_from(&repository, base)?
        {
            snapshot = repository.revision_of(&folder, base)?;
            name = format!("{asked}, where it was ./{folder}");
        }
        Ok(Some(ComparedCommit { asked, name, repository, snapshot }))
    }

    /// The folder of the workspace in the commit `base`, if it has moved since.
    fn moved_from(&self, repository: &Repository, base: &str) -> Result<Option<String>, Failure> {
        let here = match (&self.rev, &self.merge_with) {
            (Some(revision), _) => repository.settings(revision)?,
            (None, Some(_)) => repository.settings("HEAD")?,
            (None, None) => repository.settings_staged()?,
        };
        let ours = here.get(&format!("{}{SETTINGS_FILE}", repository.prefix()));
        let Some(ours) = ours else { return Ok(None) };
        Ok(moved::counterpart(ours, &here, &repository.settings(base)?))
    }
}

/// What to compare with.
struct ComparedCommit {
    asked: String,
    /// The same, for the summary.
    name: String,
    repository: Repository,
    snapshot: Snapshot,
}
