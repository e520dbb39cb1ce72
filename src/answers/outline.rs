//! From the deliverable down to the task: what is part of what, and how far it is.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::{KindId, Record, RecordId};
use crate::workspace::model::{Link, Stage, is_closed, is_dropped};
use crate::workspace::{View, kind};

/// The kinds of which a tree is made, the largest first.
const KINDS: [KindId; 5] = [kind::DELIVERABLE, kind::INITIATIVE, kind::EPIC, kind::STORY, kind::TASK];

/// What has come of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WorkState {
    Open,
    Done,
    /// Given up, handed over or kept elsewhere. What it is part of no longer counts it.
    Dropped,
}

/// How much of something is done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Progress<T> {
    pub done: T,
    pub total: T,
}

impl<T: std::ops::Add<Output = T>> Progress<T> {
    fn plus(self, other: Self) -> Self {
        Self { done: self.done + other.done, total: self.total + other.total }
    }
}

/// A record in the tree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct OutlineNode {
    pub record: String,
    pub kind: String,
    pub title: String,
    /// Its status, or an initiative's stage, as its record has it.
    pub status: Option<String>,
    pub state: WorkState,
    /// The pieces of work below it, or itself if nothing is. Only those count below which nothing is.
    pub work: Progress<usize>,
    /// Their points, where there are any. An estimated story brings its points when it is done, whatever its
    /// tasks say.
    pub points: Option<Progress<f64>>,
    /// Whether it already appears further up, with what is below it.
    pub repeated: bool,
    /// What is part of it, by id.
    pub below: Vec<Self>,
}

/// A part of the tree as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OutlinePart {
    /// The deliverables and all below them.
    Deliverables,
    /// Initiatives that serve no deliverable.
    WithoutDeliverable,
    /// Epics, stories and tasks that are part of nothing.
    Alone,
    /// The record that was asked for.
    Asked,
}

/// All work as trees.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Outline {
    /// Its parts; those that are empty are left out.
    pub parts: Vec<Branch>,
}

/// A part of the tree with what it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Branch {
    pub part: OutlinePart,
    /// Its roots, by id.
    pub nodes: Vec<OutlineNode>,
}

impl Outline {
    pub(crate) fn new(workspace: &View<'_>) -> Self {
        let mut grown = Below::new(workspace);
        let is_alone = |parent: Option<Link<'_>>| parent.and_then(|link| link.to).is_none();
        let deliverables = workspace.deliverables().iter().map(|item| item.record).collect();
        let initiatives = workspace.initiatives().iter();
        let initiatives = initiatives.filter(|item| item.deliverables.iter().all(|link| link.to.is_none()));
        let epics = workspace.epics().iter().filter(|epic| is_alone(epic.initiative));
        let stories = workspace.stories().iter().filter(|story| is_alone(story.epic));
        let tasks = workspace.tasks().iter().filter(|task| is_alone(task.story));
        let alone = epics.map(|epic| epic.record).chain(stories.map(|story| story.record));
        let parts = [
            (OutlinePart::Deliverables, deliverables),
            (OutlinePart::WithoutDeliverable, initiatives.map(|item| item.record).collect::<Vec<_>>()),
            (OutlinePart::Alone, alone.chain(tasks.map(|task| task.record)).collect()),
        ];
        let mut branch = |part, roots: Vec<&Record>| Branch {
            part,
            nodes: roots.into_iter().filter_map(|root| grown.node(root.number)).collect(),
        };
        let parts = parts.into_iter().map(|(part, roots)| branch(part, roots));
        Self { parts: parts.filter(|branch| !branch.nodes.is_empty()).collect() }
    }

    /// `record` and what is below it; none where it is of a kind that no tree is made of.
    pub(crate) fn of(workspace: &View<'_>, record: &Record) -> Option<Self> {
        let node = Below::new(workspace).node(record.number)?;
        Some(Self { parts: vec![Branch { part: OutlinePart::Asked, nodes: vec![node] }] })
    }
}

/// What is directly below each record.
pub(crate) struct Below<'w, 'a> {
    workspace: &'w View<'a>,
    children: BTreeMap<RecordId, Vec<RecordId>>,
    /// The initiatives that stand in the tree already, without what is below them: each may serve several
    /// deliverables.
    grown: BTreeMap<RecordId, OutlineNode>,
}

impl<'w, 'a> Below<'w, 'a> {
    /// Reads what each record is part of.
    pub(crate) fn new(workspace: &'w View<'a>) -> Self {
        let mut children: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
        let mut put = |parent: Option<Link<'_>>, record: &Record| {
            let parent = parent.and_then(|link| link.to);
            // The kinds stand in a row, so no chain of parents comes round to its beginning.
            let is_above = |parent: &RecordId| is_below(workspace.kind_of(*parent), record.kind);
            if let Some(parent) = parent.filter(is_above) {
                children.entry(parent).or_default().push(record.number);
            }
        };
        for initiative in workspace.initiatives() {
            initiative.deliverables.iter().for_each(|link| put(Some(*link), initiative.record));
        }
        workspace.epics().iter().for_each(|epic| put(epic.initiative, epic.record));
        workspace.stories().iter().for_each(|story| put(story.epic, story.record));
        workspace.tasks().iter().for_each(|task| put(task.story, task.record));
        for below in children.values_mut() {
            below.sort_by_key(|id| (workspace.stem(*id), *id));
            below.dedup();
        }
        Self { workspace, children, grown: BTreeMap::new() }
    }

    /// The record with number `id` and all below it. An initiative that was asked for before has its figures,
    /// but not again what is below it.
    pub(crate) fn node(&mut self, id: RecordId) -> Option<OutlineNode> {
        if let Some(known) = self.grown.get(&id) {
            return Some(known.clone());
        }
        let children = self.children.get(&id).cloned().unwrap_or_default();
        let below: Vec<OutlineNode> = children.into_iter().filter_map(|child| self.node(child)).collect();
        let record = self.workspace.record(id);
        let kind = record.kind?;
        let (state, own_points) = self.own(kind, id)?;
        let counted = || below.iter().filter(|node| node.state != WorkState::Dropped);
        let work = if below.is_empty() && kind != kind::DELIVERABLE && state != WorkState::Dropped {
            Progress { done: usize::from(state == WorkState::Done), total: 1 }
        } else {
            counted().map(|node| node.work).fold(Progress { done: 0, total: 0 }, Progress::plus)
        };
        let own_points = own_points.map(|points| Progress {
            done: if state == WorkState::Done { points } else { 0.0 },
            total: points,
        });
        let figures = OutlineNode {
            record: self.workspace.address(id),
            kind: self.workspace.kind_name(id).to_owned(),
            title: self.workspace.name(record).to_owned(),
            status: status(kind, record).map(str::to_owned),
            state,
            work,
            points: match own_points {
                Some(_) if state == WorkState::Dropped => None,
                Some(points) => Some(points),
                None => counted().filter_map(|node| node.points).reduce(Progress::plus),
            },
            repeated: !below.is_empty(),
            below: Vec::new(),
        };
        if kind == kind::INITIATIVE {
            self.grown.insert(id, figures.clone());
        }
        Some(OutlineNode { repeated: false, below, ..figures })
    }

    /// What has come of a record, and its own points.
    fn own(&self, kind: KindId, id: RecordId) -> Option<(WorkState, Option<f64>)> {
        let record = self.workspace.record(id);
        let came_of = |is_done: bool, is_dropped: bool| match (is_done, is_dropped) {
            (_, true) => WorkState::Dropped,
            (true, _) => WorkState::Done,
            _ => WorkState::Open,
        };
        let of_work = |status: Option<&str>| came_of(is_closed(status), is_dropped(status));
        let status = status(kind, record);
        Some(match kind {
            kind::DELIVERABLE => {
                (came_of(status == Some("done"), matches!(status, Some("postponed" | "dropped"))), None)
            }
            kind::INITIATIVE => {
                let stage = *self.workspace.initiative(id)?.stage;
                let is_done = stage == Some(Stage::Done);
                (came_of(is_done, !is_done && stage.is_some_and(Stage::is_over)), None)
            }
            kind::EPIC => (of_work(status), None),
            kind::STORY => (of_work(status), *self.workspace.story(id)?.points),
            kind::TASK => (of_work(status), *self.workspace.task(id)?.points),
            _ => return None,
        })
    }
}

/// Whether records of `kind` are part of those of `parent`.
fn is_below(parent: Option<KindId>, kind: Option<KindId>) -> bool {
    KINDS.windows(2).any(|pair| (parent, kind) == (Some(pair[0]), Some(pair[1])))
}

/// How far a record says it is. Work of which nothing is said is open.
fn status(kind: KindId, record: &Record) -> Option<&str> {
    let root = record.root();
    match kind {
        kind::INITIATIVE => root.str("stage"),
        kind::DELIVERABLE => root.str("status"),
        _ => Some(root.str("status").unwrap_or("open")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;
    use crate::workspace::files::Files;
    use jiff::civil::date;

    fn tree(records: &[(&str, &str)], root: Option<&str>) -> Outline {
        let mut files = vec![("teambook.toml".to_owned(), "name = \"A\"".to_owned())];
        files.extend(records.iter().map(|(path, text)| (format!("records/{path}.toml"), (*text).to_owned())));
        let files = Files::from_texts(&files);
        let workspace = Workspace::new(&files, date(2025, 12, 1)).view();
        match root {
            Some(root) => {
                let record = workspace.records().find(|record| *record.id == *root).unwrap();
                Outline::of(&workspace, record).unwrap()
            }
            None => Outline::new(&workspace),
        }
    }

    /// A line a node: its address by its depth, the work, the points.
    fn lines(nodes: &[OutlineNode], depth: usize) -> Vec<String> {
        let mut found = Vec::new();
        for node in nodes {
            let points =
                node.points.map_or_else(String::new, |p| format!(", {} of {} points", p.done, p.total));
            let more = if node.repeated { ", see above" } else { "" };
            let (record, work) = (&node.record, node.work);
            found.push(format!("{:depth$}{record}: {} of {}{points}{more}", "", work.done, work.total));
            found.extend(lines(&node.below, depth + 1));
        }
        found
    }

    const WORK: [(&str, &str); 10] = [
        ("deliverables/safe", "title = \"Safe\""),
        ("deliverables/sound", "title = \"Sound\""),
        (
            "initiatives/sign-in",
            "title = \"S\"\nstage = \"in-progress\"\ndeliverables = [\"safe\", \"sound\", \"nowhere\"]",
        ),
        ("initiatives/handed", "title = \"H\"\nstage = \"handed-over\"\ndeliverables = [\"sound\"]"),
        ("epics/log", "title = \"L\"\ninitiative = \"sign-in\""),
        ("epics/once", "title = \"O\"\ninitiative = \"sign-in\"\nstatus = \"resolved\""),
        ("stories/see", "title = \"See\"\nepic = \"log\"\npoints = 5\nstatus = \"in-progress\""),
        ("tasks/table", "title = \"T\"\nstory = \"see\"\npoints = 3\nstatus = \"resolved\""),
        ("tasks/page", "title = \"P\"\nstory = \"see\"\npoints = 3"),
        ("tasks/dropped", "title = \"D\"\nstory = \"see\"\npoints = 8\nstatus = \"declined\""),
    ];

    #[test]
    fn work_rolls_up_from_the_leaves_and_is_drawn_once() {
        let tree = tree(&WORK, None);
        let [branch] = &tree.parts[..] else { panic!("{tree:?}") };
        assert_eq!(
            lines(&branch.nodes, 0),
            [
                "deliverable:safe: 2 of 3, 0 of 5 points",
                " initiative:sign-in: 2 of 3, 0 of 5 points",
                "  epic:log: 1 of 2, 0 of 5 points",
                "   story:see: 1 of 2, 0 of 5 points",
                "    task:dropped: 0 of 0",
                "    task:page: 0 of 1, 0 of 3 points",
                "    task:table: 1 of 1, 3 of 3 points",
                "  epic:once: 1 of 1",
                "deliverable:sound: 2 of 3, 0 of 5 points",
                " initiative:handed: 0 of 0",
                " initiative:sign-in: 2 of 3, 0 of 5 points, see above",
            ]
        );
    }

    #[test]
    fn what_is_part_of_nothing_stands_apart() {
        let tree = tree(
            &[
                ("initiatives/lone", "title = \"L\"\nstage = \"done\""),
                ("epics/lost", "title = \"L\"\ninitiative = \"nowhere\""),
                ("stories/of-a-task", "title = \"S\"\nepic = \"alone\""),
                ("tasks/alone", "title = \"A\"\npoints = 1\nstatus = \"resolved\""),
            ],
            None,
        );
        let parts: Vec<_> = tree.parts.iter().map(|branch| (branch.part, lines(&branch.nodes, 0))).collect();
        let line = |text: &str| text.to_owned();
        assert_eq!(
            parts,
            [
                (OutlinePart::WithoutDeliverable, vec![line("initiative:lone: 1 of 1")]),
                (
                    OutlinePart::Alone,
                    vec![
                        line("epic:lost: 0 of 1"),
                        line("story:of-a-task: 0 of 1"),
                        line("task:alone: 1 of 1, 1 of 1 points"),
                    ]
                ),
            ]
        );
    }

    #[test]
    fn a_tree_can_start_anywhere_and_other_kinds_have_none() {
        let found = tree(&WORK, Some("see"));
        assert_eq!(found.parts[0].part, OutlinePart::Asked);
        assert_eq!(found.parts[0].nodes[0].below.len(), 3);
        let files = Files::from_texts(&[("records/people/ada.toml".to_owned(), "name = \"Ada\"".to_owned())]);
        let workspace = Workspace::new(&files, date(2025, 12, 1)).view();
        let ada = workspace.records().next().unwrap();
        assert_eq!(Outline::of(&workspace, ada), None);
    }
}
