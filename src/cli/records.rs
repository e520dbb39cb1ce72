//! `teambook show`, `list` and `refs`: records at a glance.

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use super::{Failure, Surroundings, date, line, print, tell, terminal, which};
use crate::card::{self, Card, Mention, Table};
use crate::files::Files;
use crate::git::Repository;
use crate::links;
use crate::read::Disk;
use crate::record::Record;
use crate::story::shown::called;
use crate::story::words::capital;
use crate::text::{Csv, JsonWriter, Text};
use crate::workspace::{View, Workspace};

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

/// Prints JSON that acts on no terminal.
pub(super) fn print_json(value: &Json) -> Result<(), Failure> {
    let mut text = Vec::new();
    JsonWriter::new(&mut text).write(value)?;
    print(&text)
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
            print_json(&json!({
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
        let mut text = String::new();
        if let Some(word) = word {
            text.push_str(&format!("{}\n\n", line(&word)));
        }
        text.push_str(&format!("{}\n{}, in {}\n", line(&card.name), line(&card.record), line(&card.path)));
        if !record.is_readable() {
            text.push_str("\nIt can't be read: `teambook check` says why.\n");
        }
        if !card.fields.is_empty() {
            text.push('\n');
        }
        let width = card.fields.iter().map(|field| field.name.chars().count()).max().unwrap_or_default();
        for field in &card.fields {
            for (number, value) in field.lines.iter().enumerate() {
                let name = if number == 0 { field.name.as_str() } else { "" };
                text.push_str(&format!("  {:width$}  {}\n", line(name), line(value)));
            }
        }
        if !card.prose.is_empty() {
            text.push('\n');
            for prose in &card.prose {
                text.push_str(format!("  {}", line(prose)).trim_end());
                text.push('\n');
            }
        }
        if !card.now.is_empty() {
            text.push_str(&format!("\nOn {as_of}\n"));
            card.now.iter().for_each(|now| text.push_str(&format!("  {}\n", line(now))));
        }
        mentions(&mut text, "Named by", &card.named_by);
        print(text.as_bytes())?;
        Ok(0)
    }
}

/// A heading and a line a place: path and line, the record at the other end, the words around.
fn mentions(text: &mut String, heading: &str, mentions: &[Mention]) {
    if mentions.is_empty() {
        return;
    }
    text.push_str(&format!("\n{heading}\n"));
    for mention in mentions {
        text.push_str(&format!(
            "  {}:{}: {} ({})\n      {}\n",
            line(&mention.path),
            mention.line,
            line(&mention.name),
            line(&mention.field),
            line(&mention.words)
        ));
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
            print_json(&json!({ "version": 1, "record": address, "names": names, "named-by": named_by }))?;
            return Ok(0);
        }
        let mut text = word.map_or_else(String::new, |word| format!("{}\n\n", line(&word)));
        let called = capital(&called(&workspace, record));
        text.push_str(&format!("{} ({})\n", line(&called), line(&address)));
        if names.is_empty() && named_by.is_empty() {
            text.push_str("\nIt names no record, and no record names it.\n");
        }
        mentions(&mut text, "Names", &names);
        mentions(&mut text, "Named by", &named_by);
        print(text.as_bytes())?;
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

/// A cell of the table is cut off after so many characters, wherever it is shown.
const WIDEST_CELL: usize = 80;

/// A cell keeps so many characters, however narrow the terminal is.
const NARROWEST_CELL: usize = 5;

impl List {
    pub(super) fn run(self, surroundings: &Surroundings) -> Result<u8, Failure> {
        let files = surroundings.workspace()?.load()?;
        let workspace = Workspace::new(&files, terminal::today()).view();
        let kind = which::number_of(&workspace, &self.kind)?;
        tell_unread(files.records().filter(|record| record.kind == Some(kind)));
        if self.format == ListForm::Json {
            print_json(&all(&workspace, kind))?;
            return Ok(0);
        }
        let table = Table::new(&workspace, kind);
        let text = match self.format {
            ListForm::Csv => csv(&table),
            _ if table.rows.is_empty() => {
                let folder = &files.schemas.kind(kind).folder;
                format!("there is none: records/{folder}/ has no record\n")
            }
            _ => aligned(&table, terminal::columns()),
        };
        print(text.as_bytes())?;
        Ok(0)
    }
}

/// `table` in columns that fit into `room`, if it is known. The first, by which a record is named, is never cut.
pub(super) fn aligned(table: &Table, room: Option<usize>) -> String {
    let most = |column: usize| {
        let cells = table.rows.iter().chain([&table.columns]);
        cells.filter_map(|row| Some(row.get(column)?.chars().count())).max().unwrap_or_default()
    };
    let widest: Vec<usize> = (0..table.columns.len()).map(most).collect();
    let total = |most: usize| {
        let others = widest.iter().skip(1).map(|width| 2 + (*width).min(most + 2));
        widest.first().copied().unwrap_or_default() + others.sum::<usize>()
    };
    let fits = |most: &usize| room.is_none_or(|room| total(*most) <= room);
    let most = (NARROWEST_CELL..=WIDEST_CELL).rev().find(fits).unwrap_or(NARROWEST_CELL);
    let rows: Vec<Vec<String>> =
        table.shortened(most).map(|row| row.iter().map(|cell| line(cell)).collect()).collect();
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or_default())
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut out = String::new();
        for (cell, whole) in row.iter().zip(&widths) {
            out.push_str(&format!("{cell}{}  ", " ".repeat(whole - width(cell))));
        }
        text.push_str(&format!("{}\n", out.trim_end()));
    }
    text
}

pub(super) fn csv(table: &Table) -> String {
    let cell = |cell: &String| Text::from(cell.as_str()).on::<Csv>().to_string();
    let rows = std::iter::once(&table.columns).chain(&table.rows);
    rows.map(|row| format!("{}\r\n", row.iter().map(cell).collect::<Vec<_>>().join(","))).collect()
}

fn all(workspace: &View<'_>, kind: u16) -> Json {
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
