//! The command line: one file a subcommand, with its arguments and its run. Here the world comes in: the
//! disk, the clock, the terminal.

mod answers;
mod atomic;
mod baseline;
mod cache_file;
mod check;
mod ci;
mod completions;
mod diff;
mod explain;
mod hook;
mod init;
mod log;
mod moved;
mod output;
mod query;
mod records;
mod schema;
mod session;
mod target;
mod terminal;
mod which;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;

use crate::base::style::Style;
use crate::base::text::Text;
use crate::base::words::did_you_mean;
use crate::world::disk::{Disk, Unlistable};
use crate::world::git::{self, GitError, Repository};

/// Keep a team's records as files in git, and check them.
#[derive(Debug, Parser)]
#[command(
    name = "teambook",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 nothing found, 1 findings, 2 wrong usage or something outside the records failed,\n3 nothing to check. Start with `teambook init`; `teambook explain RULE` says what a finding means."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    globals: GlobalArgs,
}

/// What every command takes.
#[derive(Debug, Args)]
struct GlobalArgs {
    /// The workspace's folder, where it isn't the current one or one above it
    #[arg(long, global = true, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: terminal::Switch,
    /// When to make the paths in findings links
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    links: terminal::Switch,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check all records and how they belong together
    Check(check::CheckArgs),
    /// Describe what has changed, in sentences about people and work
    Diff(diff::DiffArgs),
    /// Show a record's history: what has changed, when and by whom
    Log(log::LogArgs),
    /// Show what a record says, and who names it
    Show(records::ShowArgs),
    /// List the records of a kind
    List(records::ListArgs),
    /// Select records of all kinds by what they say and whom they are linked with
    Query(query::QueryArgs),
    /// List what a record names and what names it
    Refs(records::RefsArgs),
    /// Show a sprint: who is where, who is away, what each team has taken on
    Board(answers::BoardArgs),
    /// Show deliverables, initiatives, epics, stories and tasks, and how far along they are
    Tree(answers::TreeArgs),
    /// Count turns on duty, requests, initiatives, deliverables, goals and decisions
    Stats(answers::StatsArgs),
    /// Explain a rule, with examples
    Explain(explain::ExplainArgs),
    /// Print a kind's schema, or list the kinds
    Schema(schema::SchemaArgs),
    /// Create a workspace here: settings, schemas, first records
    Init(init::InitArgs),
    /// Have git check the records before each commit
    Hook(hook::HookArgs),
    /// Accept today's findings, so that only new ones count
    Baseline(baseline::BaselineArgs),
    /// Print a shell's completions
    Completions(completions::CompletionsArgs),
}

/// Why a command could not do its job: what happened and what to do next.
#[derive(Debug)]
pub struct Failure {
    /// What happened.
    message: Text<'static>,
    /// What it is about, on lines of its own.
    excerpt: Vec<Text<'static>>,
    /// What to do next, in a line or more.
    help: Vec<Text<'static>>,
    /// The exit code.
    code: u8,
}

impl Failure {
    /// Wrong usage, or something outside the records.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (Text::new(message.into()), vec![Text::new(help.into())]);
        Self { message, excerpt: Vec::new(), help, code: 2 }
    }

    /// Nothing to check.
    pub fn nothing(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code: 3, ..Self::new(message, help) }
    }

    /// Nothing of the sort `what` is called `name`; `near` may be meant.
    fn unknown(what: &str, name: &str, near: Option<&str>, help: &str) -> Self {
        let near = near.map_or_else(String::new, |near| format!("{} ", did_you_mean(near)));
        Self::new(format!("there is no {what} `{name}`"), format!("{near}{help}"))
    }

    /// Shows what it is about.
    fn showing(self, excerpt: &str) -> Self {
        Self { excerpt: excerpt.lines().map(|line| Text::new(line.to_owned())).collect(), ..self }
    }

    /// With another line on what to do next.
    fn or_else(mut self, help: String) -> Self {
        self.help.push(help.into());
        self
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(
            format!("writing failed: {error}"),
            "see whether the disk is full or the folder is protected",
        )
    }
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        Self::new(error.message, error.help)
    }
}

impl From<Unlistable> for Failure {
    fn from(error: Unlistable) -> Self {
        Self::new(error.to_string(), error.help())
    }
}

impl GlobalArgs {
    /// How to draw on standard output.
    fn style(&self) -> Style {
        terminal::style(self.color, self.links)
    }

    /// The workspace at `--root`, or the one that the current folder lies in.
    fn workspace(&self) -> Result<Disk, Failure> {
        let here = match &self.root {
            Some(root) => root.canonicalize().map_err(|error| {
                Failure::new(
                    format!("{} can't be opened: {error}", root.display()),
                    "check what `--root` names",
                )
            })?,
            None => terminal::current_folder()?,
        };
        Disk::find(&here).ok_or_else(|| {
            let is_bare = git::work_tree(&here).is_none() && repository(&here).is_ok();
            let help = if is_bare {
                "this is a repository without files: name the commit to read with `--rev`, such as `--rev HEAD`"
            } else {
                "go to the workspace's folder, name it with `--root`, or start one here with `teambook init`"
            };
            let message = format!("there is no teambook.toml in {} or in a folder above it", here.display());
            Failure::nothing(message, help)
        })
    }

    /// The same where the records come from git: then the workspace needn't be on the disk, since a bare
    /// repository has no work tree, and a sparse one leaves folders out.
    fn workspace_in_git(&self) -> Result<Disk, Failure> {
        self.workspace().or_else(|_| {
            let here = terminal::current_folder()?;
            Ok(Disk { root: self.root.as_ref().map_or_else(|| here.clone(), |root| here.join(root)) })
        })
    }
}

/// The repository that the folder `root` lies in.
fn repository(root: &Path) -> Result<Repository, Failure> {
    Ok(Repository::open(root, terminal::is_in_hook())?)
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let globals = arguments.globals;
    let result = match arguments.command {
        Command::Check(command) => command.run(&globals),
        Command::Diff(command) => command.run(&globals),
        Command::Log(command) => command.run(&globals),
        Command::Show(command) => command.run(&globals),
        Command::List(command) => command.run(&globals),
        Command::Query(command) => command.run(&globals),
        Command::Refs(command) => command.run(&globals),
        Command::Board(command) => command.run(&globals),
        Command::Tree(command) => command.run(&globals),
        Command::Stats(command) => command.run(&globals),
        Command::Explain(command) => command.run(&globals),
        Command::Schema(command) => command.run(&globals),
        Command::Init(command) => command.run(&globals),
        Command::Hook(command) => command.run(&globals),
        Command::Baseline(command) => command.run(&globals),
        Command::Completions(command) => command.run(),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            output::fail(&failure);
            ExitCode::from(failure.code)
        }
    }
}

/// A date on the command line.
fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day that exists as in 2020-11-25".to_owned())
}
