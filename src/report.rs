//! Reports: what a check has found, written for people or machines. A format is one file and its name in
//! `formats!`. It writes a [`ShownReport`] of findings in which all text is for its medium already.

mod picture;
mod shown;

use std::io::{self, Write};
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::base::style::Style;
use crate::base::text::{Json, JsonWriter, Markdown, Terminal, WorkflowCommand, Xml};
use crate::base::words::count;
use crate::check::rules::finding::Finding;
use crate::check::sources::Sources;
use crate::workspace::View;
use crate::workspace::settings::Level;
use shown::ShownReport;

/// What a report is made from.
pub struct Report<'r, 'a> {
    /// The checked state, for paths, kinds and the day.
    pub workspace: &'r View<'a>,
    /// The files that the findings stand in.
    pub sources: Sources<'r>,
    /// The findings to report, in order.
    pub findings: Vec<&'r Finding>,
    /// How many more findings there are in files that weren't asked for.
    pub elsewhere: usize,
    /// Findings that an ignore has accepted, each with its reason.
    pub ignored: Vec<(&'r Finding, &'r str)>,
    /// Accepted findings whose ignore ends soon: how many, and in how many days the first.
    pub expiring: Option<(usize, i64)>,
    /// Findings that the baseline has accepted.
    pub baselined: Vec<&'r Finding>,
    /// How many findings the baseline accepts that are no longer there.
    pub gone: usize,
    /// The least level that makes the check fail; none if nothing does.
    pub fails_from: Option<Level>,
    /// How long the check took; for people.
    pub elapsed: Duration,
    /// The workspace's folder, for links to its files.
    pub root: Option<&'r str>,
    /// The workspace's folder from the repository's root, with a `/` at its end; for formats whose paths
    /// count from there.
    pub prefix: &'r str,
    /// Where the records came from and what they were compared with, if that needs saying.
    pub origin: &'r str,
    /// Colors and links of the terminal, or neither.
    pub style: Style,
}

/// One way of writing a report.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, as `--help` shows it.
    pub summary: &'static str,
    write: Writer,
}

/// What writes a format, by its medium.
enum Writer {
    Terminal(fn(&ShownReport<'_, Terminal>, &mut dyn Write) -> io::Result<()>),
    WorkflowCommand(fn(&ShownReport<'_, WorkflowCommand>, &mut dyn Write) -> io::Result<()>),
    Xml(fn(&ShownReport<'_, Xml>, &mut dyn Write) -> io::Result<()>),
    Markdown(fn(&ShownReport<'_, Markdown>, &mut dyn Write) -> io::Result<()>),
    Json(fn(&ShownReport<'_, Json>, JsonWriter<'_>) -> io::Result<()>),
}

impl Format {
    /// Writes `report`.
    pub fn write(&self, report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        match self.write {
            Writer::Terminal(write) => write(&ShownReport::of(report), out),
            Writer::WorkflowCommand(write) => write(&ShownReport::of(report), out),
            Writer::Xml(write) => write(&ShownReport::of(report), out),
            Writer::Markdown(write) => write(&ShownReport::of(report), out),
            Writer::Json(write) => write(&ShownReport::of(report), JsonWriter::new(out)),
        }
    }
}

macro_rules! formats {
    ($($name:ident,)*) => {
        $(mod $name;)*
        /// The formats in the order of `--help`.
        pub static FORMATS: &[&Format] = &[$(&$name::FORMAT),*];
    };
}

formats! {
    text,
    concise,
    json,
    github,
    gitlab,
    junit,
    markdown,
    rdjson,
    sarif,
    summary,
}

/// A list whose items are made as they are written, so that they are never all held at once.
struct Lazy<F>(F);

impl<I: Iterator<Item: Serialize>, F: Fn() -> I> Serialize for Lazy<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

impl<'r, 'a> Report<'r, 'a> {
    /// A report of `findings` that has nothing else to say, in plain text.
    pub const fn new(workspace: &'r View<'a>, sources: Sources<'r>, findings: Vec<&'r Finding>) -> Self {
        Self {
            workspace,
            sources,
            findings,
            elsewhere: 0,
            ignored: Vec::new(),
            expiring: None,
            baselined: Vec::new(),
            gone: 0,
            fails_from: None,
            elapsed: Duration::ZERO,
            root: None,
            prefix: "",
            origin: "",
            style: Style { colour: false, links: false, ascii: false, width: 100, columns: None },
        }
    }

    /// How many findings have `level`.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// Whether `finding` makes the check fail.
    pub fn is_failure(&self, finding: &Finding) -> bool {
        self.fails_from.is_some_and(|least| finding.level >= least)
    }

    /// What was done and found, in a line that is the same every time.
    pub fn verdict(&self) -> String {
        let records = count(self.workspace.len(), "record");
        let found: Vec<String> = [Level::Error, Level::Warning, Level::Note]
            .into_iter()
            .filter(|level| self.count(*level) > 0)
            .map(|level| count(self.count(level), level.name()))
            .collect();
        let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
        let mut more = Vec::new();
        if self.elsewhere > 0 {
            more.push(format!("{} in other files", self.elsewhere));
        }
        if !self.ignored.is_empty() {
            more.push(format!("{} ignored", self.ignored.len()));
        }
        if let Some((number, days)) = self.expiring {
            more.push(format!("{number} of them until {} at the most", in_days(days)));
        }
        if !self.baselined.is_empty() {
            more.push(format!("{} in the baseline", self.baselined.len()));
        }
        if self.gone > 0 {
            more.push(format!("{} of the baseline no longer found: `teambook baseline prune`", self.gone));
        }
        let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
        let origin = if self.origin.is_empty() { String::new() } else { format!(" ({})", self.origin) };
        let (as_of, horizon) = (self.workspace.as_of(), self.workspace.horizon());
        let due = if horizon < as_of {
            format!("; what comes due, as of the last sprint's end, {horizon}")
        } else {
            String::new()
        };
        format!("{records} checked{origin}: {found}{more}, as of {as_of}{due}")
    }

    /// What was done and found, and how long it took.
    pub fn summary(&self) -> String {
        format!("{}, in {} ms", self.verdict(), self.elapsed.as_millis())
    }
}

fn in_days(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => format!("{days} days from now"),
    }
}
