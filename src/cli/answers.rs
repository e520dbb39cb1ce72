//! `teambook board`, `tree` and `stats`: what the records say when they are put together.

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::records::{Form, load, tell_unread};
use super::{Failure, Surroundings, date, output, terminal, which};
use crate::answers::board;
use crate::answers::outline;
use crate::answers::page::{self, Lines, Page};
use crate::answers::stats;
use crate::workspace::model::Sprint;
use crate::workspace::{View, Workspace};

/// Show a sprint: who is where, who is away, what each team has taken on
///
/// Without an option it is the sprint of today, or the last one that has begun.
#[derive(Debug, Args)]
pub(super) struct Board {
    /// The sprint, by its id, such as 2020-11-25
    #[arg(long, value_name = "SPRINT")]
    sprint: Option<String>,
    /// The day to look at, instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<Date>,
    /// As a commit, branch or tag has it
    #[arg(long, value_name = "REVISION")]
    rev: Option<String>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// Show deliverables, initiatives, epics, stories and tasks, and how far they are
///
/// What is given up doesn't count. Of all others those count below which nothing is.
#[derive(Debug, Args)]
pub(super) struct Tree {
    /// Where to begin, instead of all deliverables: `kind:id`, or its id where that is the only one
    #[arg(value_name = "RECORD")]
    record: Option<String>,
    /// As a commit, branch or tag has it
    #[arg(long, value_name = "REVISION")]
    rev: Option<String>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// Count turns on duty, requests, initiatives, deliverables, goals and decisions
#[derive(Debug, Args)]
pub(super) struct Stats {
    /// The day for turns that have begun, ages and waits, instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// As a commit, branch or tag has it
    #[arg(long, value_name = "REVISION")]
    rev: Option<String>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// `value` with the version that programs ask for first.
fn versioned(value: &impl serde::Serialize) -> Result<Json, Failure> {
    let mut found = json!({ "version": 1 });
    if let (Some(found), Json::Object(fields)) =
        (found.as_object_mut(), serde_json::to_value(value).map_err(std::io::Error::other)?)
    {
        found.extend(fields);
    }
    Ok(found)
}

impl Board {
    pub(super) fn run(self, surroundings: &Surroundings) -> Result<u8, Failure> {
        let files = load(&surroundings.workspace()?, self.rev.as_deref())?;
        tell_unread(files.records());
        let on = self.on.unwrap_or_else(terminal::today);
        let workspace = Workspace::new(&files, on).view();
        let (sprint, word) = match &self.sprint {
            Some(written) => {
                let (sprint, word) = named(&workspace, written)?;
                (Some(sprint), word)
            }
            None => {
                let sprint = board::sprint_on(&workspace, on);
                (sprint, sprint.and_then(|sprint| no_sprint(sprint, on)))
            }
        };
        let board = sprint.map(|sprint| board::Board::new(&workspace, sprint));
        if self.format == Form::Json {
            return output::json(&json!({ "version": 1, "on": on.to_string(), "sprint": board })).map(|()| 0);
        }
        let page = match board {
            Some(board) => page::board::page(&board, &on.to_string()),
            None => {
                let words = "there is no sprint: records/sprints/ has none with a first and a last day";
                Page::saying(Lines::Whole, words)
            }
        };
        output::page(&page.after(word), surroundings.style())?;
        Ok(0)
    }
}

/// Why it is `sprint` that stands for a day which it doesn't hold.
fn no_sprint(sprint: &Sprint<'_>, on: Date) -> Option<String> {
    match () {
        () if sprint.period().contains(on) => None,
        () if sprint.start <= on => Some(format!("No sprint holds {on}; this is the last that has begun.")),
        () => Some(format!("No sprint has begun by {on}; this is the first.")),
    }
}

/// The sprint that `written` names, and a word where it has another id now.
fn named<'w, 'a>(
    workspace: &'w View<'a>,
    written: &str,
) -> Result<(&'w Sprint<'a>, Option<String>), Failure> {
    let address = if written.contains([':', '/']) { written.to_owned() } else { format!("sprint:{written}") };
    let (record, word) = which::record(workspace, &address)?;
    let sprint = workspace.sprint(record.number).ok_or_else(|| {
        Failure::new(
            format!("`{written}` is no sprint with a first and a last day"),
            "`teambook list sprint` lists the sprints, `teambook check` says what one lacks",
        )
    })?;
    Ok((sprint, word))
}

impl Tree {
    pub(super) fn run(self, surroundings: &Surroundings) -> Result<u8, Failure> {
        let files = load(&surroundings.workspace()?, self.rev.as_deref())?;
        tell_unread(files.records());
        let workspace = Workspace::new(&files, terminal::today()).view();
        let mut word = None;
        let tree = match &self.record {
            None => outline::Outline::new(&workspace),
            Some(written) => {
                let (record, said) = which::record(&workspace, written)?;
                word = said;
                outline::Outline::of(&workspace, record).ok_or_else(|| {
                    let kind = workspace.kind_name(record.number).replace('-', " ");
                    Failure::new(
                        format!("a tree shows no {kind}, such as {}", workspace.address(record.number)),
                        "name a deliverable, an initiative, an epic, a story or a task",
                    )
                })?
            }
        };
        if self.format == Form::Json {
            return output::json(&versioned(&tree)?).map(|()| 0);
        }
        output::page(&page::outline::page(&tree).after(word), surroundings.style())?;
        Ok(0)
    }
}

impl Stats {
    pub(super) fn run(self, surroundings: &Surroundings) -> Result<u8, Failure> {
        let files = load(&surroundings.workspace()?, self.rev.as_deref())?;
        tell_unread(files.records());
        let stats =
            stats::Stats::new(&Workspace::new(&files, self.as_of.unwrap_or_else(terminal::today)).view());
        match self.format {
            Form::Json => output::json(&versioned(&stats)?)?,
            Form::Text => output::page(&page::stats::page(&stats), surroundings.style())?,
        }
        Ok(0)
    }
}
