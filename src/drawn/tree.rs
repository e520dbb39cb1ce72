//! The tree of work drawn for people.

use super::{Cell, Fit, Ink, Page, status};
use crate::model::load::written;
use crate::report::Style;
use crate::tree::{Node, Part, State, Tree};

/// A terminal that is at least so wide shows the kinds, too.
const WIDE: usize = 110;

const BAR: usize = 8;

/// `tree` as text.
pub fn text(tree: &Tree, style: Style) -> String {
    let mut page = Page::new(style);
    if tree.parts.is_empty() {
        page.line(0, Cell::plain("There is no deliverable, initiative, epic, story or task yet."));
    }
    for branch in &tree.parts {
        page.gap();
        let heading = match branch.part {
            Part::Deliverables => "Deliverables",
            Part::WithoutDeliverable => "Initiatives that serve no deliverable",
            Part::Alone => "Part of nothing larger",
            Part::Asked => "",
        };
        let mut rows = vec![header(&page, heading, &branch.nodes)];
        rows.retain(|row| row.iter().any(|cell| cell.width() > 0));
        for node in &branch.nodes {
            grow(&page, node, "", "", &mut rows);
        }
        page.rows(0, Fit::CutFirst, rows);
    }
    page.text
}

/// The line of `node` after `own`, and those of what is below it, each after `before`.
fn grow(page: &Page, node: &Node, own: &str, before: &str, rows: &mut Vec<Vec<Cell>>) {
    let ink = match (node.state, node.kind.as_str()) {
        (State::Dropped, _) => Ink::Faint,
        (_, "deliverable" | "initiative") => Ink::Strong,
        _ => Ink::Plain,
    };
    let mut row = vec![Cell::new(Ink::Faint, own).and(ink, &node.title)];
    if page.style.width >= WIDE {
        row.push(Cell::new(Ink::Faint, &node.kind));
    }
    row.push(status(node.status.as_deref()));
    row.extend(progress(page, node));
    rows.push(row);
    let (fork, last, along) =
        if page.style.ascii { ("|- ", "`- ", "|  ") } else { ("├─ ", "└─ ", "│  ") };
    if node.kind == "deliverable" && node.below.is_empty() {
        let end = Cell::new(Ink::Faint, &format!("{before}{last}"));
        rows.push(vec![end.and(Ink::Doubtful, "no initiative serves it")]);
    }
    for (number, child) in node.below.iter().enumerate() {
        let is_last = number + 1 == node.below.len();
        let (turn, rest) = if is_last { (last, "   ") } else { (fork, along) };
        grow(page, child, &format!("{before}{turn}"), &format!("{before}{rest}"), rows);
    }
}

/// The heading, and what the figures are.
fn header(page: &Page, heading: &str, nodes: &[Node]) -> Vec<Cell> {
    let has_parts = nodes.iter().any(|node| !node.below.is_empty());
    let has_points = nodes.iter().any(|node| node.points.is_some());
    let mut row = vec![Cell::new(Ink::Strong, heading)];
    row.extend((page.style.width >= WIDE).then(Cell::default));
    row.extend([Cell::default(), Cell::default()]);
    row.push(Cell::new(Ink::Faint, if has_parts { "done" } else { "" }));
    row.push(Cell::new(Ink::Faint, if has_points { "points" } else { "" }));
    row
}

/// A bar, how many pieces of work are done, and how many points.
fn progress(page: &Page, node: &Node) -> Vec<Cell> {
    let has_parts = !node.below.is_empty() || node.repeated;
    let (bar, count) = if has_parts && node.work.total > 0 {
        let count = format!("{} of {}", node.work.done, node.work.total);
        (page.bar(node.work.done, node.work.total, BAR), Cell::plain(&count))
    } else {
        (Cell::default(), Cell::default())
    };
    let points = node.points.map(|points| format!("{} of {}", written(points.done), written(points.total)));
    let points = Cell::plain(&points.unwrap_or_default());
    vec![bar, count, if node.repeated { points.and(Ink::Faint, " (see above)") } else { points }]
}
