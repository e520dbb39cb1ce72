//! Answers drawn for people: lines of coloured words, in columns as people see them.

pub mod board;
pub mod stats;
pub mod tree;

use unicode_width::UnicodeWidthStr;

use crate::report::Style;
use crate::text::{Terminal, Text};

/// What a word is to the reader; a terminal without colour shows all alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ink {
    Plain,
    Strong,
    Faint,
    Good,
    Doubtful,
    Bad,
    Busy,
}

impl Ink {
    const fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Good => "32",
            Self::Doubtful => "33",
            Self::Bad => "31",
            Self::Busy => "36",
        }
    }

    /// How a status or a stage looks.
    fn of_status(status: &str) -> Self {
        match status {
            "done" | "resolved" => Self::Good,
            "in-progress" | "closing-out" => Self::Busy,
            "stalled" | "partly-done" => Self::Doubtful,
            "declined" | "invalid" | "duplicate" | "dropped" | "postponed" | "rejected" | "set-down"
            | "handed-over" => Self::Faint,
            _ => Self::Plain,
        }
    }
}

/// Words on one line. Nothing in them acts on a terminal.
#[derive(Clone, Debug, Default)]
struct Cell {
    pieces: Vec<(Ink, String)>,
    is_right: bool,
}

impl Cell {
    fn new(ink: Ink, text: &str) -> Self {
        Self::default().and(ink, text)
    }

    fn plain(text: &str) -> Self {
        Self::new(Ink::Plain, text)
    }

    /// With more words after it.
    fn and(mut self, ink: Ink, text: &str) -> Self {
        if !text.is_empty() {
            self.pieces.push((ink, Text::from(text).on::<Terminal>().to_string()));
        }
        self
    }

    /// With another cell's words after it.
    fn with(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// At the right edge of its column.
    fn right(mut self) -> Self {
        self.is_right = true;
        self
    }

    fn width(&self) -> usize {
        self.pieces.iter().map(|(_, text)| text.width()).sum()
    }

    /// Cut off so that it takes at most `most` columns.
    fn cut(mut self, most: usize, end: &str) -> Self {
        if self.width() <= most {
            return self;
        }
        let mut room = most.saturating_sub(end.width());
        for (_, text) in &mut self.pieces {
            let mut kept = String::new();
            for letter in text.chars() {
                // Measured together: what joins the letter before takes no room.
                kept.push(letter);
                if kept.width() > room {
                    kept.pop();
                    break;
                }
            }
            let is_whole = kept.len() == text.len();
            room = if is_whole { room - kept.width() } else { 0 };
            *text = kept;
            if !is_whole {
                room = 0;
            }
        }
        let last = self.pieces.iter_mut().rfind(|(_, text)| !text.is_empty());
        match last {
            Some((_, text)) => *text = format!("{}{end}", text.trim_end()),
            None => self.pieces.push((Ink::Plain, end.chars().take(most).collect())),
        }
        self
    }
}

/// What is printed.
struct Page {
    style: Style,
    text: String,
}

/// Which column gives way where a line is too long.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The first one is cut off.
    CutFirst,
    /// The last one goes on in the next line; the first is cut off only where it would leave less than half.
    WrapLast,
}

impl Page {
    fn new(style: Style) -> Self {
        Self { style, text: String::new() }
    }

    fn write(&mut self, cell: &Cell) {
        for (ink, text) in &cell.pieces {
            if self.style.colour && *ink != Ink::Plain {
                self.text.push_str(&format!("\u{1b}[{}m{text}\u{1b}[0m", ink.code()));
            } else {
                self.text.push_str(text);
            }
        }
    }

    /// An empty line, but not at the beginning.
    fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// A line that goes on below where it is too long.
    fn line(&mut self, indent: usize, cell: Cell) {
        self.rows(indent, Fit::WrapLast, vec![vec![cell]]);
    }

    /// Lines in columns.
    fn rows(&mut self, indent: usize, fit: Fit, rows: Vec<Vec<Cell>>) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        // What stands last in its row pushes nothing aside.
        let width_of = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column).filter(|_| column + 1 < columns));
            cells.map(Cell::width).max().unwrap_or_default()
        };
        let mut widths: Vec<usize> = (0..columns).map(width_of).collect();
        let last = rows.iter().filter(|row| row.len() == columns).filter_map(|row| row.last());
        let last = last.map(Cell::width).max().unwrap_or_default();
        let gaps = 2 * columns.saturating_sub(1);
        if fit == Fit::CutFirst && columns > 1 {
            let others: usize = widths[1..].iter().sum::<usize>() + last + gaps + indent;
            widths[0] = widths[0].min(self.style.width.saturating_sub(others).max(12));
        } else if columns > 1 {
            widths[0] = widths[0].min(self.style.width / 2);
        }
        let end = if self.style.ascii { ".." } else { "…" };
        for row in rows {
            let count = row.len();
            let mut at = indent;
            let mut out = Cell::plain(&" ".repeat(indent));
            for (column, mut cell) in row.into_iter().enumerate() {
                if column + 1 == columns && fit == Fit::WrapLast {
                    let room = self.style.width.saturating_sub(at).max(20);
                    let mut lines = wrapped(cell, room).into_iter();
                    out.pieces.extend(lines.next().unwrap_or_default().pieces);
                    for more in lines {
                        self.finish(&out);
                        out = Cell::plain(&" ".repeat(at));
                        out.pieces.extend(more.pieces);
                    }
                    continue;
                }
                if column == 0 && columns > 1 {
                    cell = cell.cut(widths[0], end);
                }
                let whole = if column + 1 == columns { last } else { widths[column] };
                let spare = " ".repeat(whole.saturating_sub(cell.width()));
                let (before, after) =
                    if cell.is_right { (spare, String::new()) } else { (String::new(), spare) };
                out = out.and(Ink::Plain, &before);
                out.pieces.extend(cell.pieces);
                if column + 1 < count {
                    out = out.and(Ink::Plain, &format!("{after}  "));
                }
                at += whole + 2;
            }
            self.finish(&out);
        }
    }

    fn finish(&mut self, out: &Cell) {
        self.write(out);
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        self.text.push('\n');
    }

    /// `number` as a bar beside others, of which `most` is the largest.
    fn measure(&self, number: usize, most: usize, width: usize) -> Cell {
        let filled = if most == 0 { 0 } else { (number * width).div_ceil(most) };
        Cell::new(Ink::Busy, &(if self.style.ascii { "#" } else { "█" }).repeat(filled))
    }

    /// `done` of `total` as a bar. It is full only where all is done, and empty only where nothing is.
    fn bar(&self, done: usize, total: usize, width: usize) -> Cell {
        let filled = (done * width).checked_div(total).unwrap_or(0).max(usize::from(done > 0)).min(width);
        let (full, rest) = if self.style.ascii { ("#", ".") } else { ("█", "░") };
        let ink = if done == total { Ink::Good } else { Ink::Busy };
        Cell::new(ink, &full.repeat(filled)).and(Ink::Faint, &rest.repeat(width - filled))
    }
}

/// `cell` in lines of at most `most` columns, broken between words. A longer word has a line of its own.
fn wrapped(cell: Cell, most: usize) -> Vec<Cell> {
    if cell.width() <= most {
        return vec![cell];
    }
    let mut lines = vec![Cell::default()];
    for (ink, text) in cell.pieces {
        for word in text.split_inclusive(' ') {
            if let Some(line) = lines.last_mut() {
                if line.width() > 0 && line.width() + word.trim_end().width() > most {
                    lines.push(Cell::new(ink, word));
                } else {
                    line.pieces.push((ink, word.to_owned()));
                }
            }
        }
    }
    lines
}

/// A status in words, in its colour.
fn status(status: Option<&str>) -> Cell {
    status.map_or_else(Cell::default, |status| Cell::new(Ink::of_status(status), &status.replace('-', " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { colour: false, links: false, ascii: false, width: 40 };

    fn drawn(fit: Fit, rows: &[&[&str]], style: Style) -> String {
        let mut page = Page::new(style);
        let rows = rows.iter().map(|row| row.iter().map(|cell| Cell::new(Ink::Bad, cell)).collect());
        page.rows(2, fit, rows.collect());
        page.text
    }

    #[test]
    fn columns_stand_by_what_people_see() {
        let rows: &[&[&str]] = &[&["Zoë 日本", "one"], &["Ada", "two"]];
        assert_eq!(drawn(Fit::WrapLast, rows, STYLE), "  Zoë 日本  one\n  Ada       two\n");
    }

    #[test]
    fn a_long_line_gives_way_where_it_may() {
        let long = "a title that takes much more than there is room for";
        let cut = drawn(Fit::CutFirst, &[&[long, "12 of 30"]], STYLE);
        assert_eq!(cut, "  a title that takes much mor…  12 of 30\n");
        let wrapped = drawn(Fit::WrapLast, &[&["name", long]], STYLE);
        assert_eq!(wrapped, "  name  a title that takes much more\n        than there is room for\n");
        for text in [cut, wrapped] {
            assert!(text.lines().all(|line| line.width() <= 40), "{text}");
        }
        let wide = drawn(Fit::CutFirst, &[&["日本語日本語日本語日本語日本語日本語", "12 of 30"]], STYLE);
        assert!(wide.lines().all(|line| line.width() <= 40), "{wide}");
    }

    #[test]
    fn nothing_of_a_record_acts_on_the_terminal() {
        let text = drawn(Fit::WrapLast, &[&["a\u{1b}[2Jb\nc"]], Style { colour: true, ..STYLE });
        assert_eq!(text, "  \u{1b}[31ma<U+001B>[2Jb c\u{1b}[0m\n");
    }

    #[test]
    fn a_bar_is_full_only_when_all_is_done() {
        let page = Page::new(Style { ascii: true, ..STYLE });
        let bar = |done, total| {
            page.bar(done, total, 4).pieces.into_iter().map(|(_, text)| text).collect::<String>()
        };
        assert_eq!(
            [bar(0, 9), bar(1, 9), bar(8, 9), bar(9, 9), bar(0, 0)],
            ["....", "#...", "###.", "####", "...."]
        );
    }
}
