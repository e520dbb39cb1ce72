//! The records that a reading command works on: one state of them, read whole, and the day that counts as
//! today.

use clap::Args;
use jiff::civil::Date;

use super::{Failure, GlobalArgs, date, output, repository, terminal};
use crate::record::Record;
use crate::workspace::files::{Files, SETTINGS_FILE};
use crate::workspace::{View, Workspace};
use crate::world::disk::Disk;
use crate::world::git::Snapshot;

/// Which state of the records a command reads.
#[derive(Debug, Args)]
pub(super) struct StateArgs {
    /// Read the records of a commit, branch or tag, instead of the work tree
    #[arg(long, value_name = "REVISION")]
    rev: Option<String>,
    #[command(flatten)]
    day: DayArgs,
}

/// The day for what depends on it.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(super) struct DayArgs {
    /// The day that counts as today
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
}

/// One state of the records, and the day that counts as today.
pub(super) struct Session {
    pub(super) disk: Disk,
    pub(super) files: Files,
    pub(super) as_of: Date,
    /// Where the records come from; none for the work tree.
    pub(super) revision: Option<String>,
}

impl DayArgs {
    pub(super) fn date(self) -> Date {
        self.as_of.unwrap_or_else(terminal::today)
    }
}

impl StateArgs {
    /// Opens the state, and says how much of it can't be read, so that an answer isn't taken for complete.
    pub(super) fn open(&self, globals: &GlobalArgs) -> Result<Session, Failure> {
        let session = self.read(globals)?;
        session.warn_of_unreadable(|_| true);
        Ok(session)
    }

    /// The same state, seen from `day` where one is given.
    pub(super) fn seen_from(mut self, day: Option<Date>) -> Self {
        self.day.as_of = day.or(self.day.as_of);
        self
    }

    /// The same for a command that says itself what can't be read, or needs only some of it.
    pub(super) fn read(&self, globals: &GlobalArgs) -> Result<Session, Failure> {
        Session::read(globals, self.rev.as_deref(), self.day)
    }
}

impl Session {
    /// Reads the records of `revision`, or of the work tree.
    pub(super) fn read(globals: &GlobalArgs, revision: Option<&str>, day: DayArgs) -> Result<Self, Failure> {
        let (disk, files) = match revision {
            None => {
                let disk = globals.workspace()?;
                let files = disk.load()?;
                (disk, files)
            }
            Some(revision) => {
                let disk = globals.workspace_in_git()?;
                let repository = repository(&disk.root)?;
                let snapshot = repository.revision(revision)?;
                verify(&disk, &snapshot, &format!("at {revision}"))?;
                (disk, repository.load(&snapshot)?)
            }
        };
        Ok(Self { disk, files, as_of: day.date(), revision: revision.map(str::to_owned) })
    }

    pub(super) fn workspace(&self) -> Workspace<'_> {
        Workspace::new(&self.files, self.as_of)
    }

    pub(super) fn view(&self) -> View<'_> {
        self.workspace().view()
    }

    /// Says on standard error how many of the files that `is_concerned` selects can't be read.
    pub(super) fn warn_of_unreadable(&self, is_concerned: impl Fn(&Record) -> bool) {
        let files = std::iter::once(self.files.settings()).chain(self.files.records());
        let (number, was) = match files.filter(|file| !file.is_readable() && is_concerned(file)).count() {
            0 => return,
            1 => ("1 file".to_owned(), "was"),
            several => (format!("{several} files"), "were"),
        };
        let of = self.revision.as_ref().map_or_else(String::new, |revision| format!(" --rev {revision}"));
        output::notice(&format!("{number} can't be read and {was} left out: `teambook check{of}` says why"));
    }
}

/// Refuses a `snapshot`, described by `source`, that holds no workspace at `disk`.
pub(super) fn verify(disk: &Disk, snapshot: &Snapshot, source: &str) -> Result<(), Failure> {
    if snapshot.get(SETTINGS_FILE).is_some() {
        return Ok(());
    }
    Err(Failure::nothing(
        format!("there is no teambook.toml in {} ({source})", disk.root.display()),
        "name the workspace's folder with `--root`",
    ))
}
