//! Where the records to check come from, and what they are compared with.

use clap::Args;

use super::{Failure, ci, terminal};
use crate::change::Pairs;
use crate::files::Files;
use crate::git::Repository;
use crate::read::Disk;

/// Where the records come from; without an option, from the work tree, with files that git doesn't track.
#[derive(Debug, Args)]
pub(super) struct Origin {
    /// Check what the next commit will hold: git's index, compared with the current commit
    #[arg(long, conflicts_with_all = ["rev", "merge_with"])]
    staged: bool,
    /// Check what a commit, branch or tag holds
    #[arg(long, value_name = "REVISION", conflicts_with = "merge_with")]
    rev: Option<String>,
    /// Check what merging this revision into the current one would give, without touching anything
    #[arg(long, value_name = "REVISION")]
    merge_with: Option<String>,
    /// Compare with this revision, from where the two parted: adds the rules about changes. In CI it is found
    /// from the event; `none` compares with nothing
    #[arg(long, value_name = "REVISION")]
    base: Option<String>,
}

/// Records, and what they are compared with.
pub(super) struct Loaded {
    pub(super) files: Files,
    pub(super) compared: Option<Compared>,
    /// Both in words.
    pub(super) told: String,
}

/// The records of another state, and which is which.
pub(super) struct Compared {
    pub(super) base: Files,
    pub(super) pairs: Pairs,
}

impl Origin {
    pub(super) fn load(&self, disk: &Disk) -> Result<Loaded, Failure> {
        let repository = || Repository::open(&disk.root, terminal::is_in_hook());
        let (mut files, mut told) = if self.staged {
            let repository = repository()?;
            (repository.load(&repository.index()?)?, "staged".to_owned())
        } else if let Some(revision) = &self.rev {
            let repository = repository()?;
            (repository.load(&repository.revision(revision)?)?, format!("at {revision}"))
        } else if let Some(theirs) = &self.merge_with {
            let repository = repository()?;
            (repository.load(&repository.merged("HEAD", theirs)?)?, format!("merged with {theirs}"))
        } else {
            (disk.load(), String::new())
        };
        let Some((name, base)) = self.base(disk)? else { return Ok(Loaded { files, compared: None, told }) };
        let pairs = Pairs::new(&base, &files);
        files.remember(pairs.removed.iter().map(|id| base.get(*id).clone()));
        let comma = if told.is_empty() { "" } else { ", " };
        told.push_str(&format!(
            "{comma}compared with {name}: {} kept, {} added, {} removed",
            pairs.kept.len(),
            pairs.added.len(),
            pairs.removed.len()
        ));
        Ok(Loaded { files, compared: Some(Compared { base, pairs }), told })
    }

    /// The name and the records of what to compare with, if that was asked for or is plain.
    fn base(&self, disk: &Disk) -> Result<Option<(String, Files)>, Failure> {
        let asked = match self.base.as_deref() {
            Some("none") => return Ok(None),
            Some(base) => Some(base.to_owned()),
            None if self.staged => Some("HEAD".to_owned()),
            None if self.rev.is_some() => None,
            None => match &self.merge_with {
                Some(theirs) => Some(theirs.clone()),
                None => ci::base()?,
            },
        };
        let Some(asked) = asked else { return Ok(None) };
        let repository = Repository::open(&disk.root, terminal::is_in_hook())?;
        // Before the first commit there is nothing to compare with.
        if self.staged && self.base.is_none() && repository.is_unborn() {
            return Ok(None);
        }
        let snapshot = repository.revision(&asked)?;
        let head = self.rev.as_deref().unwrap_or("HEAD");
        // What came to the base since the two parted is no change of ours. Where history is cut off, the base as
        // it is now stands in.
        let parted = if self.merge_with.is_some() { None } else { repository.merge_base(&asked, head) };
        let snapshot = match parted {
            Some(parted) => repository.revision(&parted)?,
            None => snapshot,
        };
        Ok(Some((asked, repository.load(&snapshot)?)))
    }
}
