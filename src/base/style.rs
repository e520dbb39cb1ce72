//! How to draw for a terminal.

/// How to draw for the terminal at hand.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether to use colour.
    pub colour: bool,
    /// Whether the terminal follows links.
    pub links: bool,
    /// Whether to keep to ASCII.
    pub ascii: bool,
    /// Columns; a guess where there is no terminal.
    pub width: usize,
    /// Columns, where they are known.
    pub columns: Option<usize>,
}
