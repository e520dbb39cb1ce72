//! What has changed, in sentences.

use super::{Cell, Lines, Page};
use crate::answers::diff::{Diff, LogEntry, Sentence};
use crate::base::text::{Terminal, Text};
use crate::base::words::count;
use crate::base::words::quote;

/// `diff` as a page. `what` are the states that are compared; `colon` stands after them.
pub(crate) fn page(diff: &Diff, what: &str, colon: &str) -> Page {
    let mut page = Page::new(Lines::Whole);
    page.heading(Cell::plain(format!("{what}{colon}{}", summary(diff))));
    for group in &diff.groups {
        part(&mut page, &group.title, &group.sentences);
    }
    part(&mut page, "What follows", &diff.follows);
    page
}

fn part(page: &mut Page, title: &str, sentences: &[Sentence]) {
    if !sentences.is_empty() {
        page.heading(Cell::plain(title.to_owned()));
        page.list(sentences.iter().map(|sentence| Cell::plain(sentence.text.clone())));
    }
}

fn summary(diff: &Diff) -> String {
    if diff.is_empty() {
        return "nothing has changed that a reader would notice".to_owned();
    }
    let sentences = diff.groups.iter().flat_map(|group| &group.sentences);
    let mut records: Vec<&str> = sentences.map(|sentence| sentence.record.as_str()).collect();
    records.sort_unstable();
    records.dedup();
    format!("{} changed", count(records.len(), "record"))
}

/// A record's life as a page. `name` is what it is called, `address` its address; `is_cut` where history is
/// cut off.
pub(crate) fn life(name: &str, address: &str, entries: &[LogEntry], is_cut: bool) -> Page {
    let mut page = Page::new(Lines::Whole);
    page.heading(Cell::plain(format!("{name} ({address})")));
    if entries.is_empty() {
        page.part();
        page.line(Cell::plain("No commit has it yet."));
    }
    for entry in entries {
        // Measured as it is shown.
        let message = quote(&Text::from(entry.message.as_str()).on::<Terminal>().to_string());
        let LogEntry { date, author, commit, .. } = entry;
        page.heading(Cell::plain(format!("{date}  {author}  {message}  {commit}")));
        page.list(entry.sentences.iter().map(|sentence| Cell::plain(sentence.text.clone())));
    }
    if is_cut {
        page.part();
        let words = "History is cut off in this clone; `git fetch --unshallow` brings the rest.";
        page.line(Cell::plain(words));
    }
    page
}
