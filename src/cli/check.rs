//! `teambook check`: checks all records and tells what is wrong.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::baseline::Known;
use super::origin::Origin;
use super::{Failure, Surroundings, atomic, ci, date, output, remember, terminal};
use crate::change::Change;
use crate::check::{self, Outcome, units};
use crate::dates;
use crate::git::{self, Repository};
use crate::memory;
use crate::read::Disk;
use crate::report::{FORMATS, Format, Report};
use crate::rules::finding::Finding;
use crate::settings::Level;
use crate::workspace::{View, Workspace};

/// An ignore that ends within so many days is told of.
const SOON: i64 = 30;

/// Check all records and how they belong together
///
/// All records are read, whatever is named: a fault often shows only beside another record. Findings are then
/// told for the paths that are named, or for all.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Tell only what concerns these files and folders
    paths: Vec<PathBuf>,
    /// How to tell it; FORMAT=FILE writes to a file, and the option may be repeated
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "text", long_help = formats())]
    format: Vec<String>,
    /// The least level that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    fail_on: FailOn,
    #[command(flatten)]
    origin: Origin,
    /// Tell only what this revision doesn't have already
    #[arg(long, value_name = "REVISION")]
    new_since: Option<String>,
    /// Tell also what teambook-baseline.toml accepts
    #[arg(long)]
    no_baseline: bool,
    /// The day on which to check, instead of today: for what comes due
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// Anything
    Note,
    /// Nothing: the exit code is 0 whatever was found
    Never,
}

fn formats() -> String {
    let mut text =
        String::from("How to tell it; FORMAT=FILE writes to a file, and the option may be repeated\n\n");
    for format in FORMATS {
        text.push_str(&format!("- {}: {}\n", format.name, format.summary));
    }
    text
}

impl Check {
    /// The check of the commit that is being made.
    pub(super) fn of_commit() -> Self {
        Self {
            paths: Vec::new(),
            format: vec!["text".to_owned()],
            fail_on: FailOn::Error,
            origin: Origin::staged(),
            new_since: None,
            no_baseline: false,
            as_of: None,
        }
    }

    pub(super) fn run(self, surroundings: &Surroundings) -> Result<u8, Failure> {
        let disk = self.origin.workspace(surroundings)?;
        self.at(&disk, surroundings)
    }

    /// Checks the workspace of `disk`.
    pub(super) fn at(self, disk: &Disk, surroundings: &Surroundings) -> Result<u8, Failure> {
        let start = Instant::now();
        let formats = self.format.iter().map(|written| format_of(written)).collect::<Result<Vec<_>, _>>()?;
        let paths = self.paths.iter().map(|path| within(disk, path)).collect::<Result<Vec<_>, _>>()?;
        let mut loaded = self.origin.load(disk)?;
        let files = &loaded.files;
        if files.is_empty() {
            return Err(Failure::nothing(
                format!("there is no record in {}", disk.root.join("records").display()),
                "write the first one, for example records/people/NAME.toml; `teambook schema person` says what it holds",
            ));
        }
        let as_of = self.as_of.unwrap_or_else(terminal::today);
        let (workspace, found) = match &mut loaded.memory {
            Some(kept) => {
                let stamp = remember::stamp(files);
                let checked = memory::check(files, as_of, &stamp, kept.read().as_ref());
                if let Some(memory) = checked.memory {
                    kept.place.write(&memory);
                }
                (checked.workspace, checked.found)
            }
            None => {
                files.read_all();
                let workspace = Workspace::new(files, as_of);
                let found = units::all(&workspace);
                (workspace, found)
            }
        };
        let view = workspace.view();
        let compared: Vec<_> = loaded
            .compared
            .iter()
            .map(|other| (Workspace::beside(&other.base, &workspace).view(), &other.pairs, &other.commits))
            .collect();
        let changes: Vec<_> = compared
            .iter()
            .map(|(base, pairs, commits)| Change { base, head: &view, pairs, commits })
            .collect();
        let mut outcome = check::conclude(&view, &changes, found);
        // Where the merge is in order, so is what its sides have.
        let sides = if outcome.findings.is_empty() { None } else { self.origin.sides(disk)? };
        if let Some(sides) = sides {
            sides.check(as_of).mark(&view, &mut outcome);
        }
        loaded.failure()?;
        let mut known = match &self.new_since {
            Some(revision) => known(disk, revision, as_of)?,
            None => Known::default(),
        };
        let mut accepted =
            if self.no_baseline { Known::default() } else { Known::read(loaded.baseline.take())? };
        let (baselined, others): (Vec<&Finding>, Vec<&Finding>) =
            outcome.findings.iter().partition(|finding| accepted.take(&view, finding));
        let new = others.into_iter().filter(|finding| !known.take(&view, finding));
        let concerns = |finding: &&Finding| paths.is_empty() || is_about(&view, finding, &paths);
        let (findings, elsewhere): (Vec<&Finding>, Vec<&Finding>) = new.partition(concerns);
        let reason =
            |finding| check::ignore_for(&view, finding).and_then(|ignore| ignore.reason).unwrap_or_default();
        let ignored =
            outcome.ignored.iter().filter(concerns).map(|finding| (finding, reason(finding))).collect();
        let expiring = expiring(&view, &outcome);
        let root = disk.root.to_string_lossy();
        let prefix = git::prefix(&disk.root);
        let report = Report {
            workspace: &view,
            findings,
            elsewhere: elsewhere.len(),
            ignored,
            expiring,
            baselined: baselined.into_iter().filter(concerns).collect(),
            mended: accepted.number(),
            fails_from: self.fails_from(),
            elapsed: start.elapsed(),
            root: Some(&root),
            prefix: &prefix,
            origin: &loaded.told,
            style: surroundings.style(),
        };
        let code = u8::from(report.findings.iter().any(|finding| report.is_failure(finding)));
        for (format, file) in formats {
            write(&report, format, file)?;
        }
        for_github(&report)?;
        // Freeing a hundred thousand records one by one takes longer than the system needs for all of them.
        std::mem::forget(outcome);
        std::mem::forget(view);
        std::mem::forget(workspace);
        std::mem::forget(compared);
        std::mem::forget(loaded);
        Ok(code)
    }

    /// The least level that makes the exit code 1.
    const fn fails_from(&self) -> Option<Level> {
        match self.fail_on {
            FailOn::Error => Some(Level::Error),
            FailOn::Warning => Some(Level::Warning),
            FailOn::Note => Some(Level::Note),
            FailOn::Never => None,
        }
    }
}

/// The findings that `revision` has.
fn known(disk: &Disk, revision: &str, as_of: Date) -> Result<Known, Failure> {
    let repository = Repository::open(&disk.root, terminal::is_in_hook())?;
    let files = repository.load(&repository.revision(revision)?)?;
    let workspace = Workspace::new(&files, as_of);
    Ok(Known::of(&workspace.view(), &check::check(&workspace).findings))
}

/// A format and the file it goes to; standard output where none is named.
fn format_of(written: &str) -> Result<(&'static Format, Option<&str>), Failure> {
    let (name, file) = match written.split_once('=') {
        Some((name, file)) => (name, Some(file)),
        None => (written, None),
    };
    let names = || FORMATS.iter().map(|format| format.name);
    let format = FORMATS.iter().find(|format| format.name == name).ok_or_else(|| {
        let near = crate::nearest::nearest(name, names())
            .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        Failure::new(
            format!("there is no format `{name}`"),
            format!("{near}the formats are {}", names().collect::<Vec<_>>().join(", ")),
        )
    })?;
    Ok((format, file))
}

/// `path` from the workspace's root.
fn within(disk: &Disk, path: &Path) -> Result<String, Failure> {
    let whole = path.canonicalize().map_err(|error| {
        Failure::new(
            format!("{} can't be opened: {error}", path.display()),
            "name a file or folder of the workspace",
        )
    })?;
    let root = disk.root.canonicalize().unwrap_or_else(|_| disk.root.clone());
    let inner = whole.strip_prefix(&root).map_err(|_| {
        Failure::new(
            format!("{} lies outside the workspace {}", path.display(), root.display()),
            "name a file or folder of the workspace",
        )
    })?;
    terminal::in_text(inner).ok_or_else(|| {
        Failure::new(
            format!("{} can't be told from others: its name isn't UTF-8", path.display()),
            "rename it: no record is called so",
        )
    })
}

/// Whether one of the finding's places lies at or below one of `paths`.
fn is_about(workspace: &View<'_>, finding: &Finding, paths: &[String]) -> bool {
    let places = std::iter::once(finding.at).chain(finding.also.iter().map(|(place, _)| *place));
    places.map(|place| &workspace.record(place.record).source.path).any(|path| {
        paths.iter().any(|wanted| {
            wanted.is_empty()
                || path
                    .strip_prefix(wanted.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    })
}

/// How many accepted findings come back soon, and in how many days the first of them.
fn expiring(workspace: &View<'_>, outcome: &Outcome) -> Option<(usize, i64)> {
    let days: Vec<i64> = outcome
        .ignored
        .iter()
        .filter_map(|finding| check::ignore_for(workspace, finding)?.until)
        .map(|until| dates::days_between(workspace.as_of(), until))
        .filter(|days| *days <= SOON)
        .collect();
    Some((days.len(), *days.iter().min()?))
}

/// In GitHub Actions annotations and the job's summary come by themselves.
fn for_github(report: &Report<'_, '_>) -> Result<(), Failure> {
    let Some(summary) = ci::github_summary() else { return Ok(()) };
    let of_name = |name: &str| FORMATS.iter().find(|format| format.name == name);
    if let Some(format) = of_name("github") {
        output::report(report, format)?;
    }
    if let Some(format) = of_name("summary").filter(|_| !summary.is_empty()) {
        let mut table = Vec::new();
        format.write(report, &mut table)?;
        atomic::append(Path::new(&summary), &table).map_err(|error| {
            Failure::new(
                format!("the job's summary {summary} can't be written: {error}"),
                "unset GITHUB_STEP_SUMMARY",
            )
        })?;
    }
    Ok(())
}

fn write(report: &Report<'_, '_>, format: &Format, file: Option<&str>) -> Result<(), Failure> {
    let Some(file) = file else {
        output::report(report, format)?;
        if format.name == "concise" {
            output::tell(&report.summary());
        }
        return Ok(());
    };
    let mut text = Vec::new();
    format.write(report, &mut text)?;
    atomic::output(Path::new(file), &text).map_err(|error| {
        Failure::new(format!("{file} can't be written: {error}"), "name a file that can be, after `--format`")
    })
}
