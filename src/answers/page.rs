//! Pages: what the reading commands draw from their answers, the same for every medium. A page is made of few
//! kinds of blocks; each writer, such as [`terminal`], says what becomes of every one.

pub(crate) mod board;
pub(crate) mod card;
pub(crate) mod comment;
pub(crate) mod diff;
pub(crate) mod outline;
pub(crate) mod rules;
pub(crate) mod stats;
pub(crate) mod terminal;

use crate::base::text::Text;

/// What is drawn, in parts with room between them.
#[derive(Debug)]
pub(crate) struct Page {
    parts: Vec<Vec<Block>>,
    lines: Lines,
}

/// What becomes of a line that is longer than there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    /// It stays one, so that a search finds it.
    Whole,
    Wrapped,
}

/// A piece of a page.
#[derive(Debug)]
enum Block {
    /// What the blocks after it are about.
    Heading(Cell),
    Paragraph(Depth, Cell),
    /// Sentences of one kind, each with what stands below it.
    List(Vec<(Cell, Option<Cell>)>),
    /// Names and what they stand for, in a line or more.
    Fields(Vec<(Text<'static>, Vec<Text<'static>>)>),
    /// Lines as somebody wrote them.
    Prose(Depth, Vec<Text<'static>>),
    Table(Grid),
}

/// How far a block stands below its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// As far left as the heading.
    Beside,
    Below,
    /// Below what stands below it.
    Deeper,
}

/// Cells in columns.
#[derive(Debug)]
struct Grid {
    depth: Depth,
    fit: Fit,
    head: Option<Vec<Cell>>,
    rows: Vec<Vec<Cell>>,
    /// Whether the first column is as wide as that of the page's other such tables.
    is_in_line: bool,
    /// A column that is shown only where there is much room.
    spare_column: Option<usize>,
}

/// Which column gives way where a line is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    CutFirst,
    /// The last one goes on in the next line; the first is cut off only where it would leave less than half.
    WrapLast,
    /// All are, but for the first, by which a row is named; at words, and none to nothing.
    ShortenOthers,
}

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

/// Words on one line, or what stands for them.
#[derive(Clone, Debug, Default)]
struct Cell {
    pieces: Vec<Piece>,
    is_right: bool,
}

/// A part of a cell.
#[derive(Clone, Debug)]
enum Piece {
    Words(Ink, Text<'static>),
    /// `number` as a bar to compare with others, of which `most` is the largest.
    Measure {
        number: usize,
        most: usize,
        width: usize,
    },
    /// `done` of `total` as a bar. It is full only where all is done, and empty only where nothing is.
    Progress {
        done: usize,
        total: usize,
        width: usize,
    },
    /// The twigs of a tree that lead to what stands after them.
    Twigs(Vec<Twig>),
}

/// A level of a tree, left of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Twig {
    /// The line hangs here, and more below it.
    Fork,
    /// The line hangs here as the last.
    Last,
    Along,
    Nothing,
}

impl Cell {
    fn new(ink: Ink, text: impl Into<Text<'static>>) -> Self {
        Self::default().and(ink, text)
    }

    fn plain(text: impl Into<Text<'static>>) -> Self {
        Self::new(Ink::Plain, text)
    }

    fn and(self, ink: Ink, text: impl Into<Text<'static>>) -> Self {
        let text = text.into();
        if text.is_empty() { self } else { self.with(Piece::Words(ink, text)) }
    }

    /// With another piece after it.
    fn with(mut self, piece: Piece) -> Self {
        self.pieces.push(piece);
        self
    }

    /// With another cell's words after it.
    fn join(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// At the right edge of its column.
    fn right(mut self) -> Self {
        self.is_right = true;
        self
    }

    fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

impl Grid {
    fn new(depth: Depth, fit: Fit, rows: Vec<Vec<Cell>>) -> Self {
        Self { depth, fit, head: None, rows, is_in_line: false, spare_column: None }
    }

    /// With its first column as wide as that of the page's other such tables.
    fn in_line(self) -> Self {
        Self { is_in_line: true, ..self }
    }
}

impl Page {
    fn new(lines: Lines) -> Self {
        Self { parts: Vec::new(), lines }
    }

    /// With `word` on how the answer was found at its beginning.
    #[must_use]
    pub(crate) fn after(mut self, word: Option<String>) -> Self {
        if let Some(word) = word {
            self.parts.insert(0, vec![Block::Paragraph(Depth::Beside, Cell::plain(word))]);
        }
        self
    }

    /// One sentence.
    #[must_use]
    pub(crate) fn saying(lines: Lines, words: impl Into<Text<'static>>) -> Self {
        let mut page = Self::new(lines);
        page.line(Cell::plain(words));
        page
    }

    /// Begins a part that is set apart from what is before it.
    fn part(&mut self) {
        self.parts.push(Vec::new());
    }

    fn push(&mut self, block: Block) {
        match self.parts.last_mut() {
            Some(part) => part.push(block),
            None => self.parts.push(vec![block]),
        }
    }

    fn heading(&mut self, heading: Cell) {
        self.part();
        self.push(Block::Heading(heading));
    }

    fn line(&mut self, words: Cell) {
        self.push(Block::Paragraph(Depth::Beside, words));
    }

    fn below(&mut self, words: Cell) {
        self.push(Block::Paragraph(Depth::Below, words));
    }

    fn list(&mut self, items: impl IntoIterator<Item = Cell>) {
        self.push(Block::List(items.into_iter().map(|item| (item, None)).collect()));
    }

    fn table(&mut self, table: Grid) {
        self.push(Block::Table(table));
    }
}

/// A status in words, in its colour.
fn status(status: Option<&str>) -> Cell {
    status.map_or_else(Cell::default, |status| Cell::new(Ink::of_status(status), status.replace('-', " ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::is_suspicious;
    use crate::base::style::Style;

    /// A page with every kind of block, all of whose text acts on what shows it.
    fn hostile() -> Page {
        let text = || Text::from("\u{1b}[2J\u{202e}<b> **x** `y` @z\n# w");
        let cell = || Cell::plain(text());
        let mut page = Page::new(Lines::Whole);
        page.heading(cell());
        page.heading(cell());
        page.line(cell());
        page.push(Block::List(vec![(cell(), Some(cell())), (cell(), None)]));
        page.push(Block::Fields(vec![(text(), vec![text(), text()])]));
        page.push(Block::Prose(Depth::Below, vec![text(), text()]));
        let of_all = Cell::default()
            .with(Piece::Twigs(vec![Twig::Along, Twig::Fork]))
            .join(cell())
            .with(Piece::Progress { done: 1, total: 2, width: 4 })
            .with(Piece::Measure { number: 1, most: 2, width: 4 });
        for fit in [Fit::CutFirst, Fit::WrapLast, Fit::ShortenOthers] {
            let head = Some(vec![cell(), cell()]);
            page.table(Grid {
                head,
                ..Grid::new(Depth::Below, fit, vec![vec![of_all.clone(), of_all.clone()]])
            });
        }
        page.after(Some("\u{1b}[2J\u{202e}<b> **x**".to_owned()))
    }

    #[test]
    fn no_block_lets_text_act_in_any_writer() {
        let style = Style { colour: false, links: false, ascii: true, width: 60, columns: Some(60) };
        let written = [terminal::text(&hostile(), style), comment::text(&hostile())];
        for text in &written {
            assert!(text.lines().count() > 15 && text.contains("U+202E"), "{text}");
            assert_eq!(text.chars().find(|c| *c != '\n' && is_suspicious(*c)), None, "{text}");
        }
        let markup =
            |line: &&str| line.contains(['<', '@']) || line.contains(" **x") || line.starts_with("# ");
        assert_eq!(written[1].lines().find(markup), None);
    }
}
