//! `teambook check`: checks all records and reports what is wrong.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::cache_file::{self, CacheFile};
use super::session::DayArgs;
use super::target::TargetArgs;
use super::{Failure, GlobalArgs, atomic, baseline, ci, output, repository, terminal};
use crate::base::dates;
use crate::base::nearest::nearest;
use crate::check::baseline::Baseline;
use crate::check::{self, Judged, Request, Verdict};
use crate::report::{FORMATS, Format, Report};
use crate::workspace::files::Files;
use crate::workspace::settings::Level;
use crate::world::disk::Disk;
use crate::world::git;

/// An ignore that ends within this number of days is mentioned.
const SOON: i64 = 30;

/// Check all records and how they belong together
///
/// All records are read, whatever is named: a fault often shows only next to another record. Findings are
/// then reported for the paths that are named, or for all.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Report only what concerns these files and folders
    paths: Vec<PathBuf>,
    /// The output format; FORMAT=FILE writes to a file, and the option may be repeated
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "text", long_help = formats())]
    format: Vec<String>,
    /// The lowest level that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    fail_on: FailOn,
    #[command(flatten)]
    target: TargetArgs,
    /// Report only findings that this revision doesn't already have
    #[arg(long, value_name = "REVISION")]
    new_since: Option<String>,
    /// Also report the findings that teambook-baseline.toml accepts
    #[arg(long)]
    no_baseline: bool,
    #[command(flatten)]
    day: DayArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// Anything
    Note,
    /// Nothing: the exit code is 0 even if there are findings
    Never,
}

fn formats() -> String {
    let mut text = String::from(
        "How to write the findings; FORMAT=FILE writes to a file, and the option may be repeated\n\n",
    );
    for format in FORMATS {
        text.push_str(&format!("- {}: {}\n", format.name, format.summary));
    }
    text
}

impl CheckArgs {
    /// The check of the commit that is being made.
    pub(super) fn of_commit() -> Self {
        Self {
            paths: Vec::new(),
            format: vec!["text".to_owned()],
            fail_on: FailOn::Error,
            target: TargetArgs::staged(),
            new_since: None,
            no_baseline: false,
            day: DayArgs::default(),
        }
    }

    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let disk = self.target.workspace(globals)?;
        self.at(&disk, globals)
    }

    /// Checks the workspace of `disk`.
    pub(super) fn at(self, disk: &Disk, globals: &GlobalArgs) -> Result<u8, Failure> {
        let start = Instant::now();
        let formats = self.format.iter().map(|written| format_of(written)).collect::<Result<Vec<_>, _>>()?;
        let paths = self.paths.iter().map(|path| within(disk, path)).collect::<Result<Vec<_>, _>>()?;
        // Neither the records nor the model is freed: the end of the process frees a hundred thousand records
        // at once, which is faster than one by one.
        let mut loaded = ManuallyDrop::new(self.target.load(disk)?);
        let loaded = &mut *loaded;
        let files = &loaded.files;
        if files.is_empty() {
            return Err(Failure::nothing(
                format!("there is no record in {}", disk.root.join("records").display()),
                "write the first one, for example records/people/NAME.toml; `teambook schema person` says what it holds",
            ));
        }
        let as_of = self.day.date();
        let known = self.new_since.as_deref().map(|revision| at_revision(disk, revision)).transpose()?;
        let accepted = Baseline::read(if self.no_baseline { None } else { loaded.baseline.take() });
        let (program, cache) = (cache_file::program(), loaded.cache.as_mut().and_then(CacheFile::read));
        let request = Request {
            compared: &loaded.compared,
            cache: loaded.cache.as_ref().map(|_| (program.as_str(), cache.as_ref())),
            known: known.as_ref(),
            accepted: accepted.map_err(baseline::broken)?,
            paths: &paths,
            ..Request::new(files, as_of)
        };
        let outcome = ManuallyDrop::new(check::run_merge(request, || self.target.sides(disk, as_of))?);
        loaded.failure()?;
        if let (Some(file), Some(cache)) = (&loaded.cache, &outcome.cache) {
            file.write(cache);
        }
        let view = outcome.workspace.view();
        let all = &view.settings().ignores;
        let ignored = outcome.judged.iter().filter_map(|judged| match judged.verdict {
            Verdict::Ignored(ignore) => Some((judged, &all[ignore])),
            _ => None,
        });
        let days_left = ignored.clone().filter_map(|(_, ignore)| ignore.until);
        let days_left = days_left.map(|until| dates::days_between(as_of, until)).filter(|days| *days <= SOON);
        let elsewhere = |judged: &&Judged| judged.verdict == Verdict::New && judged.is_elsewhere;
        let root = disk.root.to_string_lossy();
        let prefix = git::prefix(&disk.root);
        let report = Report {
            workspace: &view,
            sources: outcome.sources,
            findings: outcome.with(Verdict::New).collect(),
            elsewhere: outcome.judged.iter().filter(elsewhere).count(),
            ignored: ignored
                .filter(|(judged, _)| !judged.is_elsewhere)
                .map(|(judged, ignore)| (&judged.finding, ignore.reason.unwrap_or_default()))
                .collect(),
            expiring: days_left.clone().min().map(|least| (days_left.count(), least)),
            baselined: outcome.with(Verdict::Baselined).collect(),
            gone: outcome.mended,
            fails_from: self.fails_from(),
            elapsed: start.elapsed(),
            root: Some(&root),
            prefix: &prefix,
            origin: &loaded.description,
            style: globals.style(),
        };
        let code = u8::from(self.fails_from().is_some_and(|least| outcome.fails(least)));
        for (format, file) in formats {
            write(&report, format, file)?;
        }
        for_github(&report)?;
        Ok(code)
    }

    /// The lowest level that makes the exit code 1.
    const fn fails_from(&self) -> Option<Level> {
        match self.fail_on {
            FailOn::Error => Some(Level::Error),
            FailOn::Warning => Some(Level::Warning),
            FailOn::Note => Some(Level::Note),
            FailOn::Never => None,
        }
    }
}

/// The records of `revision`.
fn at_revision(disk: &Disk, revision: &str) -> Result<Files, Failure> {
    let repository = repository(&disk.root)?;
    Ok(repository.load(&repository.revision(revision)?)?)
}

/// A format and the file it goes to; standard output where none is named.
fn format_of(written: &str) -> Result<(&'static Format, Option<&str>), Failure> {
    let (name, file) = match written.split_once('=') {
        Some((name, file)) => (name, Some(file)),
        None => (written, None),
    };
    let names = || FORMATS.iter().map(|format| format.name);
    let format = FORMATS.iter().find(|format| format.name == name).ok_or_else(|| {
        let near = nearest(name, names());
        let all = names().collect::<Vec<_>>().join(", ");
        Failure::unknown("format", name, near, &format!("the formats are {all}"))
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
            format!("{} is outside the workspace {}", path.display(), root.display()),
            "name a file or folder of the workspace",
        )
    })?;
    terminal::in_text(inner).ok_or_else(|| {
        Failure::new(format!("{} can't be a record: its name isn't UTF-8", path.display()), "rename it")
    })
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
            output::notice(&report.summary());
        }
        return Ok(());
    };
    let mut text = Vec::new();
    format.write(report, &mut text)?;
    atomic::output(Path::new(file), &text).map_err(|error| {
        Failure::new(format!("{file} can't be written: {error}"), "name a file that can be, after `--format`")
    })
}
