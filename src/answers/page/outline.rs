//! The tree of work drawn for people.

use super::{Cell, Depth, Fit, Grid, Ink, Lines, Page, Piece, Twig, status};
use crate::answers::outline::{Outline, OutlineNode, OutlinePart, WorkState};
use crate::workspace::model::load::written;

const BAR: usize = 8;

/// The column of the kinds, which only a wide terminal shows.
const KINDS: usize = 1;

/// `tree` as a page.
pub(crate) fn page(tree: &Outline) -> Page {
    if tree.parts.is_empty() {
        return Page::saying(Lines::Wrapped, "There is no deliverable, initiative, epic, story or task yet.");
    }
    let mut page = Page::new(Lines::Wrapped);
    for branch in &tree.parts {
        page.part();
        let heading = match branch.part {
            OutlinePart::Deliverables => "Deliverables",
            OutlinePart::WithoutDeliverable => "Initiatives that serve no deliverable",
            OutlinePart::Alone => "Part of nothing larger",
            OutlinePart::Asked => "",
        };
        let mut rows = Vec::new();
        for node in &branch.nodes {
            grow(node, &[], &[], &mut rows);
        }
        let head = Some(head(heading, &branch.nodes)).filter(|head| head.iter().any(|cell| !cell.is_empty()));
        let table = Grid::new(Depth::Beside, Fit::CutFirst, rows);
        page.table(Grid { head, spare_column: Some(KINDS), ..table });
    }
    page
}

/// The line of `node` after `own`, and those of what is below it, each after `before`.
fn grow(node: &OutlineNode, own: &[Twig], before: &[Twig], rows: &mut Vec<Vec<Cell>>) {
    let ink = match (node.state, node.kind.as_str()) {
        (WorkState::Dropped, _) => Ink::Faint,
        (_, "deliverable" | "initiative") => Ink::Strong,
        _ => Ink::Plain,
    };
    let title = Cell::default().with(Piece::Twigs(own.to_vec())).and(ink, node.title.clone());
    let mut row = vec![title, Cell::new(Ink::Faint, node.kind.clone()), status(node.status.as_deref())];
    row.extend(progress(node));
    rows.push(row);
    let after = |twig: Twig| [before, &[twig]].concat();
    if node.kind == "deliverable" && node.below.is_empty() {
        let end = Cell::default().with(Piece::Twigs(after(Twig::Last)));
        rows.push(vec![end.and(Ink::Doubtful, "no initiative serves it")]);
    }
    for (number, child) in node.below.iter().enumerate() {
        let is_last = number + 1 == node.below.len();
        let (turn, rest) = if is_last { (Twig::Last, Twig::Nothing) } else { (Twig::Fork, Twig::Along) };
        grow(child, &after(turn), &after(rest), rows);
    }
}

/// The heading, and what the figures are.
fn head(heading: &'static str, nodes: &[OutlineNode]) -> Vec<Cell> {
    let has_parts = nodes.iter().any(|node| !node.below.is_empty());
    let has_points = nodes.iter().any(|node| node.points.is_some());
    let figure = |word: &'static str, is_there: bool| Cell::new(Ink::Faint, if is_there { word } else { "" });
    let (none, heading) = (Cell::default, Cell::new(Ink::Strong, heading));
    vec![heading, none(), none(), none(), figure("done", has_parts), figure("points", has_points)]
}

/// A bar, how many pieces of work are done, and how many points.
fn progress(node: &OutlineNode) -> Vec<Cell> {
    let has_parts = !node.below.is_empty() || node.repeated;
    let (done, total) = (node.work.done, node.work.total);
    let (bar, count) = if has_parts && total > 0 {
        let bar = Piece::Progress { done, total, width: BAR };
        (Cell::default().with(bar), Cell::plain(format!("{done} of {total}")))
    } else {
        (Cell::default(), Cell::default())
    };
    let points = node.points.map(|points| format!("{} of {}", written(points.done), written(points.total)));
    let points = Cell::plain(points.unwrap_or_default());
    vec![bar, count, if node.repeated { points.and(Ink::Faint, " (see above)") } else { points }]
}
