//! `teambook show`, `list` and `refs`: records at a glance.

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use super::output::{self, tell};
use super::{Failure, Surroundings, date, terminal, which};
use crate::answers::card::{self, Card, Table};
use crate::answers::diff::shown::called;
use crate::answers::page::{self, Lines, Page};
use crate::base::words::capital;
use crate::record::{KindId, Record};
use crate::workspace::files::Files;
use crate::workspace::links;
use crate::workspace::{View, Workspace};
use crate::world::disk::Disk;
use crate::world::git::Repository;

/// How to write what is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The files of `revision`, or of the work tree.
pub(super) fn load(disk: &Disk, revision: Option<&str>) -> Result<Files, Failure> {
    let Some(revision) = revision else { return Ok(disk.load()?) };
    let repository = Repository::open(&disk.root, terminal::is_in_hook())?;
    Ok(repository.load(&repository.revision(revision)?)?)
}

/// Says how many of `records` can't be read, so that nobody takes what is shown for all there is.
pub(super) fn tell_unread<'a>(records: impl Iterator<Item = &'a Record>) {
    let unread = records.filter(|record| !record.is_readable()).count();
    if unread > 0 {
        let files = if unread == 1 { "file can't be read and was" } else { "files can't be read and were" };
        tell(&format!("{unread} {files} left out: `teambook check` says why"));
    }
}

/// Show what a record says, and who names it
#[derive(Debug, Args)]
pub(super) struct Show {
    /// The record: `kind:id`, or its id where that is the only one
    #[arg(value_name = "RECORD")]
    record: String,
    /// As a commit, branch or tag has it
    #[arg(long, value_name = "REVISION")]
    rev: Option<String>,
    /// The day for what holds on a day, instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

impl Show {
    pub(super) fn run(self, surroundings: &Surroundings) -> Result<u8, Failure> {
        let disk = surroundings.workspace()?;
        let files = load(&disk, self.rev.as_deref())?;
        let as_of = self.as_of.unwrap_or_else(terminal::today);
        let workspace = Workspace::new(&files, as_of).view();
        let (record, word) = which::record(&workspace, &self.record)?;
        let card = Card::new(&workspace, record);
        if self.format == Form::Json {
            output::json(&json!({
                "version": 2,
                "as-of": as_of.to_string(),
                "record": card.record,
                "kind": card.kind,
                "name": card.name,
                "path": card.path,
                "fields": plain(record.root()),
                "prose": record.prose_text(),
                "now": card.now,
                "named-by": card.named_by,
            }))?;
            return Ok(0);
        }
        let page = page::card::page(&card, &as_of.to_string(), record.is_readable()).after(word);
        output::page(&page, surroundings.style())?;
        Ok(0)
    }
}

/// List what a record names and what names it
#[derive(Debug, Args)]
pub(super) struct Refs {
    /// The record: `kind:id`, or its id where that is the only one
    #[arg(value_name = "RECORD")]
    record: String,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

impl Refs {
    pub(super) fn run(self, surroundings: &Surroundings) -> Result<u8, Failure> {
        let files = surroundings.workspace()?.load()?;
        let workspace = Workspace::new(&files, terminal::today()).view();
        let (record, word) = which::record(&workspace, &self.record)?;
        let (names, named_by) = (card::names(&workspace, record), card::named_by(&workspace, record.number));
        let address = links::address(&files, record.number);
        if self.format == Form::Json {
            output::json(&json!({ "version": 1, "record": address, "names": names, "named-by": named_by }))?;
            return Ok(0);
        }
        let called = capital(&called(&workspace, record));
        let page = page::card::references(&called, &address, &names, &named_by).after(word);
        output::page(&page, surroundings.style())?;
        Ok(0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListForm {
    /// An aligned table
    Text,
    /// All fields, for programs
    Json,
    /// For spreadsheets
    Csv,
}

/// List the records of a kind
#[derive(Debug, Args)]
pub(super) struct List {
    /// The kind, such as `sprint`, or its folder
    kind: String,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListForm,
}

impl List {
    pub(super) fn run(self, surroundings: &Surroundings) -> Result<u8, Failure> {
        let files = surroundings.workspace()?.load()?;
        let workspace = Workspace::new(&files, terminal::today()).view();
        let kind = which::number_of(&workspace, &self.kind)?;
        tell_unread(files.records().filter(|record| record.kind == Some(kind)));
        if self.format == ListForm::Json {
            output::json(&all(&workspace, kind))?;
            return Ok(0);
        }
        let table = Table::new(&workspace, kind);
        if self.format == ListForm::Csv {
            output::csv(&table)?;
            return Ok(0);
        }
        let page = if table.rows.is_empty() {
            let folder = &files.schemas.kind(kind).folder;
            Page::saying(Lines::Whole, format!("there is none: records/{folder}/ has no record"))
        } else {
            page::card::table(&table)
        };
        output::page(&page, surroundings.style())?;
        Ok(0)
    }
}

fn all(workspace: &View<'_>, kind: KindId) -> Json {
    let mut records: Vec<_> =
        workspace.records().filter(|record| record.kind == Some(kind) && record.is_readable()).collect();
    records.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.source.path.cmp(&b.source.path)));
    let records: Vec<Json> = records
        .into_iter()
        .map(|record| {
            json!({
                "id": record.id,
                "name": workspace.name(record),
                "path": &*record.source.path,
                "fields": plain(record.root()),
            })
        })
        .collect();
    let name = &workspace.schemas().kind(kind).name;
    json!({ "version": 1, "kind": name, "records": records })
}

/// A value as JSON; dates and times as text.
pub(super) fn plain(value: crate::record::Value<'_>) -> Json {
    if let Some(text) = value.as_str() {
        return json!(text);
    }
    if let Some(yes) = value.as_bool() {
        return json!(yes);
    }
    if let Some(number) = value.as_integer() {
        return json!(number);
    }
    // JSON has neither infinity nor "not a number".
    if let Some(number) = value.as_number().filter(|number| number.is_finite()) {
        return json!(number);
    }
    if value.is_list() {
        return value.items().map(plain).collect();
    }
    if value.is_table() {
        let entries = value.entries().map(|entry| (entry.key().to_owned(), plain(entry)));
        return Json::Object(entries.collect::<Map<_, _>>());
    }
    json!(value.record.slice(value.span()))
}
