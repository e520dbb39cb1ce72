//! What rules mean.

use super::{Block, Depth, Lines, Page};
use crate::base::text::Text;

/// `text`, which is written already, as a page.
pub(crate) fn page(text: &str) -> Page {
    let mut page = Page::new(Lines::Whole);
    let lines = text.lines().map(|line| Text::from(line.to_owned())).collect();
    page.push(Block::Prose(Depth::Beside, lines));
    page
}
