//! A page in Markdown, for a comment of a pull request or a job's summary.

use super::{Block, Cell, Page, Piece};
use crate::base::text::{Markdown, Text};
use crate::base::words::count;

/// GitHub takes comments of at most 65,536 characters.
const LONGEST: usize = 60_000;

/// `page` in Markdown.
pub(crate) fn text(page: &Page) -> String {
    let (mut text, mut left_out) = (String::new(), 0);
    for (number, block) in page.parts.iter().flatten().enumerate() {
        match block {
            Block::Heading(words) if number == 0 => {
                text.push_str(&format!("### teambook: {}\n", shown(words)));
            }
            Block::Heading(words) => text.push_str(&format!("\n**{}**\n\n", shown(words))),
            Block::Paragraph(_, words) => text.push_str(&format!("\n{}\n", shown(words))),
            Block::List(items) => {
                for (item, below) in items {
                    let below =
                        below.as_ref().map_or_else(String::new, |below| format!("  \n  {}", shown(below)));
                    let item = format!("- {}{below}\n", shown(item));
                    if text.len() + item.len() > LONGEST {
                        left_out += 1;
                    } else {
                        text.push_str(&item);
                    }
                }
            }
            Block::Fields(fields) => {
                for (name, values) in fields {
                    let values: Vec<String> = values.iter().map(on_page).collect();
                    text.push_str(&format!("- {}: {}\n", on_page(name), values.join("  \n  ")));
                }
            }
            Block::Prose(_, lines) => {
                let lines: Vec<String> = lines.iter().map(on_page).collect();
                text.push_str(&format!("\n{}\n", lines.join("  \n")));
            }
            Block::Table(table) => {
                for row in table.head.iter().chain(&table.rows) {
                    let cells: Vec<String> = row.iter().map(shown).filter(|cell| !cell.is_empty()).collect();
                    text.push_str(&format!("- {}\n", cells.join("; ")));
                }
            }
        }
    }
    if left_out > 0 {
        let more = count(left_out, "more sentence");
        text.push_str(&format!(
            "\n{more} would be too many for a comment: `teambook diff` prints them all.\n"
        ));
    }
    text
}

fn on_page(text: &Text<'static>) -> String {
    text.on::<Markdown>().to_string()
}

/// The words of a cell; a bar only draws what they say.
fn shown(cell: &Cell) -> String {
    let words = cell.pieces.iter().map(|piece| match piece {
        Piece::Words(_, text) => on_page(text),
        Piece::Measure { .. } | Piece::Progress { .. } | Piece::Twigs(_) => String::new(),
    });
    words.collect()
}
