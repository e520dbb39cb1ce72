//! Records at a glance: a card, what names what, a table.

use super::{Block, Cell, Depth, Fit, Grid, Lines, Page};
use crate::answers::card::{self, Card, Mention};
use crate::base::text::Text;

/// `card` as a page, on the day `on`. Without its fields where the record can't be read.
pub(crate) fn page(card: &Card, on: &str, is_readable: bool) -> Page {
    let mut page = Page::new(Lines::Whole);
    page.heading(Cell::plain(card.name.clone()));
    page.line(Cell::plain(format!("{}, in {}", card.record, card.path)));
    if !is_readable {
        page.part();
        page.line(Cell::plain("It can't be read: `teambook check` says why."));
    }
    if !card.fields.is_empty() {
        page.part();
        let lines = |field: &card::Field| field.lines.iter().map(|line| Text::from(line.clone())).collect();
        let fields = card.fields.iter().map(|field| (Text::from(field.name.clone()), lines(field)));
        page.push(Block::Fields(fields.collect()));
    }
    if !card.prose.is_empty() {
        page.part();
        let lines = card.prose.iter().map(|line| Text::from(line.clone())).collect();
        page.push(Block::Prose(Depth::Below, lines));
    }
    if !card.now.is_empty() {
        page.heading(Cell::plain(format!("On {on}")));
        page.list(card.now.iter().map(|words| Cell::plain(words.clone())));
    }
    mentions(&mut page, "Named by", &card.named_by);
    page
}

/// What a record names and what names it. `name` is what it is called, `address` its address.
pub(crate) fn references(name: &str, address: &str, names: &[Mention], named_by: &[Mention]) -> Page {
    let mut page = Page::new(Lines::Whole);
    page.heading(Cell::plain(format!("{name} ({address})")));
    if names.is_empty() && named_by.is_empty() {
        page.part();
        page.line(Cell::plain("It names no record, and no record names it."));
    }
    mentions(&mut page, "Names", names);
    mentions(&mut page, "Named by", named_by);
    page
}

/// A heading and a line a place: path and line, the record at the other end, the words around.
fn mentions(page: &mut Page, heading: &'static str, mentions: &[Mention]) {
    if mentions.is_empty() {
        return;
    }
    page.heading(Cell::plain(heading));
    let item = |Mention { path, line, name, field, words, .. }: &Mention| {
        (Cell::plain(format!("{path}:{line}: {name} ({field})")), Some(Cell::plain(words.clone())))
    };
    page.push(Block::List(mentions.iter().map(item).collect()));
}

/// `table` as a page.
pub(crate) fn table(table: &card::Table) -> Page {
    let row = |row: &Vec<String>| row.iter().map(|cell| Cell::plain(cell.clone())).collect();
    let rows = table.rows.iter().map(row).collect();
    let mut page = Page::new(Lines::Whole);
    let head = Some(row(&table.columns));
    page.table(Grid { head, ..Grid::new(Depth::Beside, Fit::ShortenOthers, rows) });
    page
}
