//! A page on a terminal: lines of coloured words, in columns as people see them.

use unicode_width::UnicodeWidthStr;

use super::{Block, Cell, Depth, Fit, Grid, Ink, Lines, Page, Piece, Twig};
use crate::base::style::Style;
use crate::base::text::{Terminal, Text};
use crate::base::words::shortened;

/// A longer first column doesn't push the others aside in all tables of a page.
const LONGEST_IN_LINE: usize = 28;

/// The width from which a terminal shows all columns.
const WIDE: usize = 110;

/// At most this many characters of a cell are shown, on any terminal.
const WIDEST_CELL: usize = 80;

/// At least this many characters of a cell are shown, however narrow the terminal is.
const NARROWEST_CELL: usize = 5;

/// `page` as text.
pub(crate) fn text(page: &Page, style: Style) -> String {
    let tables = page.parts.iter().flatten().filter_map(|block| match block {
        Block::Table(table) if table.is_in_line => Some(table),
        _ => None,
    });
    let firsts = tables.flat_map(|table| &table.rows).filter_map(|row| row.first());
    let in_line = firsts.map(|cell| Drawn::new(cell, style).width()).max().unwrap_or_default();
    let mut writer = TerminalWriter {
        style,
        lines: page.lines,
        in_line: in_line.min(LONGEST_IN_LINE),
        text: String::new(),
    };
    for part in &page.parts {
        if !writer.text.is_empty() {
            writer.text.push('\n');
        }
        for block in part {
            writer.block(block);
        }
    }
    writer.text
}

/// What is written.
struct TerminalWriter {
    style: Style,
    lines: Lines,
    /// How wide the first column is of tables that are in line with each other.
    in_line: usize,
    text: String,
}

/// A cell as the terminal shows it. Nothing in it acts on the terminal.
#[derive(Clone, Debug, Default)]
struct Drawn {
    pieces: Vec<(Ink, String)>,
    is_right: bool,
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
}

const fn indent(depth: Depth) -> usize {
    match depth {
        Depth::Beside => 0,
        Depth::Below => 2,
        Depth::Deeper => 4,
    }
}

impl Drawn {
    fn new(cell: &Cell, style: Style) -> Self {
        let mut drawn = Self { pieces: Vec::new(), is_right: cell.is_right };
        for piece in &cell.pieces {
            match piece {
                Piece::Words(ink, text) => drawn.add(*ink, shown(text)),
                Piece::Measure { number, most, width } => {
                    let filled = if *most == 0 { 0 } else { (number * width).div_ceil(*most) };
                    drawn.add(Ink::Busy, (if style.ascii { "#" } else { "█" }).repeat(filled));
                }
                Piece::Progress { done, total, width } => {
                    let filled = (done * width).checked_div(*total).unwrap_or(0).max(usize::from(*done > 0));
                    let filled = filled.min(*width);
                    let (full, rest) = if style.ascii { ("#", ".") } else { ("█", "░") };
                    drawn.add(if done == total { Ink::Good } else { Ink::Busy }, full.repeat(filled));
                    drawn.add(Ink::Faint, rest.repeat(width - filled));
                }
                Piece::Twigs(twigs) => {
                    let drawn_twig = |twig: &Twig| match (twig, style.ascii) {
                        (Twig::Fork, false) => "├─ ",
                        (Twig::Last, false) => "└─ ",
                        (Twig::Along, false) => "│  ",
                        (Twig::Fork, true) => "|- ",
                        (Twig::Last, true) => "`- ",
                        (Twig::Along, true) => "|  ",
                        (Twig::Nothing, _) => "   ",
                    };
                    drawn.add(Ink::Faint, twigs.iter().map(drawn_twig).collect());
                }
            }
        }
        drawn
    }

    fn spaces(number: usize) -> Self {
        Self { pieces: vec![(Ink::Plain, " ".repeat(number))], is_right: false }
    }

    fn add(&mut self, ink: Ink, text: String) {
        if !text.is_empty() {
            self.pieces.push((ink, text));
        }
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

fn shown(text: &Text<'static>) -> String {
    text.on::<Terminal>().to_string()
}

impl TerminalWriter {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(words) => self.words(0, words),
            Block::Paragraph(depth, words) => self.words(indent(*depth), words),
            Block::List(items) => {
                for (item, below) in items {
                    self.words(2, item);
                    if let Some(below) = below {
                        self.words(6, below);
                    }
                }
            }
            Block::Fields(fields) => {
                let width =
                    fields.iter().map(|(name, _)| shown(name).chars().count()).max().unwrap_or_default();
                for (name, values) in fields {
                    for (number, value) in values.iter().enumerate() {
                        let name = if number == 0 { shown(name) } else { String::new() };
                        self.text.push_str(&format!("  {name:width$}  {}\n", shown(value)));
                    }
                }
            }
            Block::Prose(depth, lines) => {
                for line in lines {
                    let line = format!("{}{}", " ".repeat(indent(*depth)), shown(line));
                    self.text.push_str(&format!("{}\n", line.trim_end()));
                }
            }
            Block::Table(table) => self.table(table),
        }
    }

    fn words(&mut self, indent: usize, words: &Cell) {
        let words = Drawn::new(words, self.style);
        match self.lines {
            Lines::Wrapped => self.rows(indent, Fit::WrapLast, 0, vec![vec![words]]),
            Lines::Whole => {
                let mut out = Drawn::spaces(indent);
                out.pieces.extend(words.pieces);
                self.finish(&out);
            }
        }
    }

    fn table(&mut self, table: &Grid) {
        let is_shown = |column: usize| table.spare_column != Some(column) || self.style.width >= WIDE;
        let rows = table.head.iter().chain(&table.rows).map(|row| {
            let cells = row.iter().enumerate().filter(|(column, _)| is_shown(*column));
            cells.map(|(_, cell)| Drawn::new(cell, self.style)).collect()
        });
        let rows = rows.collect();
        let first = if table.is_in_line { self.in_line } else { 0 };
        let rows = if table.fit == Fit::ShortenOthers { self.shortened(rows) } else { rows };
        self.rows(indent(table.depth), table.fit, first, rows);
    }

    /// `rows` with their cells cut off as far as the terminal's width, if it is known, asks for it.
    fn shortened(&self, mut rows: Vec<Vec<Drawn>>) -> Vec<Vec<Drawn>> {
        let length = |cell: &Drawn| cell.pieces.iter().map(|(_, text)| text.chars().count()).sum::<usize>();
        let longest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(length).max();
        let columns = rows.first().map_or(0, Vec::len);
        let longest: Vec<usize> = (0..columns).map(|column| longest(column).unwrap_or_default()).collect();
        let total = |most: usize| {
            let others = longest.iter().skip(1).map(|length| 2 + (*length).min(most + 2));
            longest.first().copied().unwrap_or_default() + others.sum::<usize>()
        };
        let fits = |most: &usize| self.style.columns.is_none_or(|room| total(*most) <= room);
        let most = (NARROWEST_CELL..=WIDEST_CELL).rev().find(fits).unwrap_or(NARROWEST_CELL);
        for (column, cell) in rows.iter_mut().flat_map(|row| row.iter_mut().enumerate()) {
            for (_, text) in &mut cell.pieces {
                *text = shortened(text, if column == 0 { usize::MAX } else { most });
            }
        }
        rows
    }

    fn rows(&mut self, indent: usize, fit: Fit, first: usize, rows: Vec<Vec<Drawn>>) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        // What stands last in its row pushes nothing aside.
        let width_of = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column).filter(|_| column + 1 < columns));
            cells.map(Drawn::width).max().unwrap_or_default()
        };
        let mut widths: Vec<usize> = (0..columns).map(width_of).collect();
        let last = rows.iter().filter(|row| row.len() == columns).filter_map(|row| row.last());
        let last = last.map(Drawn::width).max().unwrap_or_default();
        let gaps = 2 * columns.saturating_sub(1);
        let most = match fit {
            Fit::CutFirst => {
                let others: usize = widths.iter().skip(1).sum::<usize>() + last + gaps + indent;
                self.style.width.saturating_sub(others).max(12)
            }
            Fit::WrapLast => self.style.width / 2,
            Fit::ShortenOthers => usize::MAX,
        };
        widths.iter_mut().take(1).for_each(|width| *width = most.min(first.max(*width)));
        let end = if self.style.ascii { ".." } else { "…" };
        for row in rows {
            let count = row.len();
            let mut at = indent;
            let mut out = Drawn::spaces(indent);
            for (column, mut cell) in row.into_iter().enumerate() {
                if column + 1 == columns && fit == Fit::WrapLast {
                    let room = self.style.width.saturating_sub(at).max(20);
                    let mut lines = wrapped(cell, room).into_iter();
                    out.pieces.extend(lines.next().unwrap_or_default().pieces);
                    for more in lines {
                        self.finish(&out);
                        out = Drawn::spaces(at);
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
                out.add(Ink::Plain, before);
                out.pieces.extend(cell.pieces);
                if column + 1 < count {
                    out.add(Ink::Plain, format!("{after}  "));
                }
                at += whole + 2;
            }
            self.finish(&out);
        }
    }

    fn finish(&mut self, out: &Drawn) {
        self.write(out);
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        self.text.push('\n');
    }

    fn write(&mut self, drawn: &Drawn) {
        for (ink, text) in &drawn.pieces {
            if self.style.colour && *ink != Ink::Plain {
                self.text.push_str(&format!("\u{1b}[{}m{text}\u{1b}[0m", ink.code()));
            } else {
                self.text.push_str(text);
            }
        }
    }
}

/// `cell` in lines of at most `most` columns, broken between words. A longer word has a line of its own.
fn wrapped(cell: Drawn, most: usize) -> Vec<Drawn> {
    if cell.width() <= most {
        return vec![cell];
    }
    let mut lines = vec![Drawn::default()];
    for (ink, text) in cell.pieces {
        for word in text.split_inclusive(' ') {
            if let Some(line) = lines.last_mut() {
                if line.width() > 0 && line.width() + word.trim_end().width() > most {
                    lines.push(Drawn { pieces: vec![(ink, word.to_owned())], is_right: false });
                } else {
                    line.pieces.push((ink, word.to_owned()));
                }
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { colour: false, links: false, ascii: false, width: 40, columns: None };

    fn drawn(fit: Fit, rows: &[&[&str]], style: Style) -> String {
        let mut page = Page::new(Lines::Wrapped);
        let cell = |cell: &&str| Cell::new(Ink::Bad, (*cell).to_owned());
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        page.table(Grid::new(Depth::Below, fit, rows));
        text(&page, style)
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
        let style = Style { ascii: true, ..STYLE };
        let bar = |done, total| {
            let bar = Cell::default().with(Piece::Progress { done, total, width: 4 });
            Drawn::new(&bar, style).pieces.into_iter().map(|(_, text)| text).collect::<String>()
        };
        assert_eq!(
            [bar(0, 9), bar(1, 9), bar(8, 9), bar(9, 9), bar(0, 0)],
            ["....", "#...", "###.", "####", "...."]
        );
    }
}
