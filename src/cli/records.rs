//! `teambook show`, `list` and `refs`: records at a glance.

use clap::{Args, ValueEnum};
use serde_json::{Map, Value as Json, json};

use super::session::StateArgs;
use super::{Failure, GlobalArgs, output, which};
use crate::answers::card::{self, Card, Table};
use crate::answers::diff::shown::called;
use crate::answers::page::{self, Lines, Page};
use crate::base::words::capital;
use crate::record::{KindId, Value};
use crate::workspace::View;

/// How to print an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Show what a record says, and who names it
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The record: `kind:id`, or its id where that is the only one
    #[arg(value_name = "RECORD")]
    record: String,
    #[command(flatten)]
    state: StateArgs,
    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

impl ShowArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let session = self.state.open(globals)?;
        let (view, as_of) = (session.view(), session.as_of.to_string());
        let (record, note) = which::record(&view, &self.record)?;
        let card = Card::new(&view, record);
        if self.format == Form::Json {
            output::json(&json!({
                "version": 2,
                "as-of": as_of,
                "record": card.record,
                "kind": card.kind,
                "name": card.name,
                "path": card.path,
                "fields": to_json(record.root()),
                "prose": record.prose_text(),
                "now": card.now,
                "named-by": card.named_by,
            }))?;
            return Ok(0);
        }
        let page = page::card::page(&card, &as_of, record.is_readable()).after(note);
        output::page(&page, globals.style())?;
        Ok(0)
    }
}

/// List what a record names and what names it
#[derive(Debug, Args)]
pub(super) struct RefsArgs {
    /// The record: `kind:id`, or its id where that is the only one
    #[arg(value_name = "RECORD")]
    record: String,
    #[command(flatten)]
    state: StateArgs,
    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

impl RefsArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let session = self.state.open(globals)?;
        let view = session.view();
        let (record, note) = which::record(&view, &self.record)?;
        let (names, named_by) = (card::names(&view, record), card::named_by(&view, record.number));
        let address = view.address(record.number);
        if self.format == Form::Json {
            output::json(&json!({ "version": 1, "record": address, "names": names, "named-by": named_by }))?;
            return Ok(0);
        }
        let name = capital(&called(&view, record));
        let page = page::card::references(&name, &address, &names, &named_by).after(note);
        output::page(&page, globals.style())?;
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
pub(super) struct ListArgs {
    /// The kind, such as `sprint`, or its folder
    kind: String,
    #[command(flatten)]
    state: StateArgs,
    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListForm,
}

impl ListArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let session = self.state.read(globals)?;
        let view = session.view();
        let kind = which::kind(view.schemas(), &self.kind)?;
        session.warn_of_unreadable(|record| record.kind == Some(kind));
        match self.format {
            ListForm::Json => output::json(&all(&view, kind))?,
            ListForm::Csv => output::csv(&Table::new(&view, kind))?,
            ListForm::Text => {
                let table = Table::new(&view, kind);
                let page = if table.rows.is_empty() {
                    let folder = &view.schemas().kind(kind).folder;
                    Page::saying(Lines::Whole, format!("there is none: records/{folder}/ has no record"))
                } else {
                    page::card::table(&table)
                };
                output::page(&page, globals.style())?;
            }
        }
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
                "fields": to_json(record.root()),
            })
        })
        .collect();
    let name = &workspace.schemas().kind(kind).name;
    json!({ "version": 1, "kind": name, "records": records })
}

/// A value as JSON; dates and times as text.
pub(super) fn to_json(value: Value<'_>) -> Json {
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
        return value.items().map(to_json).collect();
    }
    if value.is_table() {
        let entries = value.entries().map(|entry| (entry.key().to_owned(), to_json(entry)));
        return Json::Object(entries.collect::<Map<_, _>>());
    }
    json!(value.record.slice(value.span()))
}
