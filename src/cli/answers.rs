//! `teambook board`, `tree` and `stats`: what the records say when they are put together.

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::records::Form;
use super::session::StateArgs;
use super::{Failure, GlobalArgs, date, output, which};
use crate::answers::board;
use crate::answers::outline;
use crate::answers::page::{self, Lines, Page};
use crate::answers::stats;
use crate::workspace::View;
use crate::workspace::model::Sprint;

/// Show a sprint: who is where, who is away, what each team has taken on
///
/// It is the sprint of the day, or the last one that has begun by then, and is seen from that day.
#[derive(Debug, Args)]
pub(super) struct BoardArgs {
    /// The same as `--as-of`
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with = "as_of")]
    on: Option<Date>,
    /// Show another sprint, by its id, such as 2020-11-25, as of the same day
    #[arg(long, value_name = "SPRINT")]
    sprint: Option<String>,
    #[command(flatten)]
    state: StateArgs,
    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// Show deliverables, initiatives, epics, stories and tasks, and how far along they are
///
/// What is given up doesn't count. Of all others those count below which nothing is.
#[derive(Debug, Args)]
pub(super) struct TreeArgs {
    /// Where to begin, instead of all deliverables: `kind:id`, or its id where that is the only one
    #[arg(value_name = "RECORD")]
    record: Option<String>,
    #[command(flatten)]
    state: StateArgs,
    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// Count turns on duty, requests, initiatives, deliverables, goals and decisions
#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    #[command(flatten)]
    state: StateArgs,
    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// `value` with the version of its shape.
fn versioned(value: &impl serde::Serialize) -> Result<Json, Failure> {
    let mut json = serde_json::to_value(value).map_err(std::io::Error::other)?;
    if let Some(fields) = json.as_object_mut() {
        fields.shift_insert(0, "version".to_owned(), 1.into());
    }
    Ok(json)
}

impl BoardArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let session = self.state.seen_from(self.on).open(globals)?;
        let (view, day) = (session.view(), session.as_of);
        let (sprint, note) = match &self.sprint {
            Some(written) => {
                let (sprint, note) = named(&view, written)?;
                (Some(sprint), note)
            }
            None => {
                let sprint = board::sprint_on(&view, day);
                (sprint, sprint.and_then(|sprint| no_sprint(sprint, day)))
            }
        };
        let board = sprint.map(|sprint| board::Board::new(&view, sprint));
        if self.format == Form::Json {
            return output::json(&json!({ "version": 1, "on": day.to_string(), "sprint": board }))
                .map(|()| 0);
        }
        let page = match board {
            Some(board) => page::board::page(&board, &day.to_string()),
            None => {
                let words = "there is no sprint: records/sprints/ has none with a first and a last day";
                Page::saying(Lines::Whole, words)
            }
        };
        output::page(&page.after(note), globals.style())?;
        Ok(0)
    }
}

/// Says so where `sprint`, which stands for `day`, doesn't contain it.
fn no_sprint(sprint: &Sprint<'_>, day: Date) -> Option<String> {
    if sprint.period().contains(day) {
        None
    } else if sprint.start <= day {
        Some(format!("No sprint covers {day}; this is the latest that has begun."))
    } else {
        Some(format!("No sprint has begun by {day}; this is the first."))
    }
}

/// The sprint that `written` names, and a note where it has another id now.
fn named<'w, 'a>(view: &'w View<'a>, written: &str) -> Result<(&'w Sprint<'a>, Option<String>), Failure> {
    let address = if written.contains([':', '/']) { written.to_owned() } else { format!("sprint:{written}") };
    let (record, note) = which::record(view, &address)?;
    let sprint = view.sprint(record.number).ok_or_else(|| {
        Failure::new(
            format!("`{written}` is no sprint with a first and a last day"),
            "`teambook list sprint` lists the sprints, `teambook check` says what one lacks",
        )
    })?;
    Ok((sprint, note))
}

impl TreeArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let session = self.state.open(globals)?;
        let view = session.view();
        let (tree, note) = match &self.record {
            None => (outline::Outline::new(&view), None),
            Some(written) => {
                let (record, note) = which::record(&view, written)?;
                let tree = outline::Outline::of(&view, record).ok_or_else(|| {
                    let kind = view.kind_name(record.number).replace('-', " ");
                    Failure::new(
                        format!("a tree shows no {kind}, such as {}", view.address(record.number)),
                        "name a deliverable, an initiative, an epic, a story or a task",
                    )
                })?;
                (tree, note)
            }
        };
        match self.format {
            Form::Json => output::json(&versioned(&tree)?)?,
            Form::Text => output::page(&page::outline::page(&tree).after(note), globals.style())?,
        }
        Ok(0)
    }
}

impl StatsArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let session = self.state.open(globals)?;
        let stats = stats::Stats::new(&session.view());
        match self.format {
            Form::Json => output::json(&versioned(&stats)?)?,
            Form::Text => output::page(&page::stats::page(&stats), globals.style())?,
        }
        Ok(0)
    }
}
