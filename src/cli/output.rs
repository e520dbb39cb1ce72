//! Standard output and standard error. What is printed is a page, JSON, a report: no bytes, so that nothing
//! reaches a terminal but by what makes it harmless.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::Value as Json;

use super::{Arguments, Failure, atomic};
use crate::answers::card::Table;
use crate::answers::page::{Page, comment, terminal};
use crate::base::style::Style;
use crate::base::text::{Csv, JsonWriter, Terminal, Text};
use crate::report::{Format, Report};

/// Prints `page` for people.
pub(super) fn page(page: &Page, style: Style) -> Result<(), Failure> {
    print(terminal::text(page, style).as_bytes())
}

/// Prints `page` in Markdown.
pub(super) fn comment(page: &Page) -> Result<(), Failure> {
    print(comment::text(page).as_bytes())
}

/// Prints `value`.
pub(super) fn json(value: &Json) -> Result<(), Failure> {
    let mut text = Vec::new();
    JsonWriter::new(&mut text).write(value)?;
    print(&text)
}

/// Prints JSON that is written already, such as a schema.
pub(super) fn written_json(written: &str) -> Result<(), Failure> {
    let mut text = Vec::new();
    JsonWriter::new(&mut text).copy(written)?;
    print(&text)
}

/// Prints `table` for spreadsheets.
pub(super) fn csv(table: &Table) -> Result<(), Failure> {
    let cell = |cell: &String| Text::from(cell.as_str()).on::<Csv>().to_string();
    let rows = std::iter::once(&table.columns).chain(&table.rows);
    let rows = rows.map(|row| format!("{}\r\n", row.iter().map(cell).collect::<Vec<_>>().join(",")));
    print(rows.collect::<String>().as_bytes())
}

/// Prints `report`.
pub(super) fn report(report: &Report<'_, '_>, format: &Format) -> Result<(), Failure> {
    let mut text = Vec::new();
    format.write(report, &mut text)?;
    print(&text)
}

/// Prints what was done, line by line.
pub(super) fn lines(lines: &str) -> Result<(), Failure> {
    let lines = lines.lines().map(|line| format!("{}\n", Text::from(line).on::<Terminal>()));
    print(lines.collect::<String>().as_bytes())
}

/// Prints the script that completes this program's arguments.
pub(super) fn completions(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "teambook", &mut script);
    print(&script)
}

/// Writes `text`. A reader that has seen enough closes the pipe, and that is no failure.
fn print(text: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    atomic::allow_print(&out, text.len())?;
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints `words` on standard error.
pub(super) fn notice(words: &str) {
    let _ = writeln!(io::stderr(), "{}", Text::from(words).on::<Terminal>());
}

/// Says why a command couldn't do its job.
pub(super) fn fail(failure: &Failure) {
    let mut text = format!("error: {}\n", failure.message.on::<Terminal>());
    // Marks below a line keep their place.
    for line in &failure.excerpt {
        text.push_str(&format!("  {}\n", line.on::<Terminal>().in_place()));
    }
    for (number, line) in failure.help.iter().enumerate() {
        let head = if number == 0 { "help: " } else { "" };
        text.push_str(&format!("  {head}{}\n", line.on::<Terminal>()));
    }
    let _ = io::stderr().write_all(text.as_bytes());
}
