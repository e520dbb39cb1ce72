//! Circles: records that lead back to themselves.

use super::Findings;
use crate::record::{KindId, RecordId, Value};
use crate::workspace::View;

/// One record names another.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    /// The record that names.
    pub(super) from: RecordId,
    /// The record that is named.
    pub(super) to: RecordId,
    /// Where it is named.
    pub(super) at: Value<'a>,
}

/// Reports each circle among `steps` once, at its first record in the order of paths. `verb` says what a step
/// means: `a` is part of `b`.
pub(super) fn report(workspace: &View<'_>, mut steps: Vec<Step<'_>>, verb: &str, findings: &mut Findings) {
    steps.sort_by_key(|step| (step.from, step.to, step.at.node));
    let id = |record: RecordId| workspace.stem(record);
    for circle in circles(workspace.ids().len(), &steps) {
        let Some(first) = circle.first().map(|index| steps[*index]) else { continue };
        let mut names: Vec<String> =
            circle.iter().map(|index| format!("`{}`", id(steps[*index].from))).collect();
        if names.len() > 8 {
            names.truncate(6);
            names.push(format!("{} more", circle.len() - 6));
        }
        let name = id(first.from);
        let way = names.join(" → ");
        let finding = findings.report(first.at, format!("`{name}` {verb} itself: {way} → `{name}`"));
        for step in circle.iter().skip(1).take(3).map(|index| steps[*index]) {
            finding.also(step.at, format!("`{}` {verb} `{}`", id(step.from), id(step.to)));
        }
    }
}

/// Whether one of the records that `is_meant` holds of names itself, through others of which it holds as well.
/// The records aren't read for that: `is_meant` is asked for the kinds of who names and who is named.
pub(super) fn may_be_there(workspace: &View<'_>, is_meant: impl Fn(KindId, KindId) -> bool) -> bool {
    let targets = &workspace.link_facts().targets;
    let kinds: Vec<Option<KindId>> = workspace.ids().map(|id| workspace.kind_of(id)).collect();
    let is_step = |from: RecordId, to: RecordId| {
        kinds[from.index()].zip(kinds[to.index()]).is_some_and(|(from, to)| is_meant(from, to))
    };
    let steps = |from: RecordId| {
        let is_step = &is_step;
        targets.get(from.index()).iter().copied().filter(move |to| is_step(from, *to))
    };
    // Followed as far as it goes, each once; what is on the path isn't done.
    let (mut is_on_path, mut is_done) = (vec![false; kinds.len()], vec![false; kinds.len()]);
    for start in workspace.ids() {
        if is_done[start.index()] {
            continue;
        }
        let mut path = vec![(start, steps(start))];
        is_on_path[start.index()] = true;
        while let Some((at, rest)) = path.last_mut() {
            match rest.next() {
                Some(to) if is_on_path[to.index()] => return true,
                Some(to) if is_done[to.index()] => {}
                Some(to) => {
                    is_on_path[to.index()] = true;
                    path.push((to, steps(to)));
                }
                None => {
                    is_on_path[at.index()] = false;
                    is_done[at.index()] = true;
                    path.pop();
                }
            }
        }
    }
    false
}

/// Circles of `steps`, which are in the order of `from`, as indices. No two share a step, and without their steps
/// there would be none: so one step too many gives one circle, however many lead through it.
fn circles(nodes: usize, steps: &[Step<'_>]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    // Each node's first step that wasn't taken yet, and each node's place on the path.
    let mut next = vec![usize::MAX; nodes];
    let mut place = vec![None; nodes];
    for (index, step) in steps.iter().enumerate().rev() {
        next[step.from.index()] = index;
    }
    for start in steps {
        let mut path = Vec::new();
        let mut node = start.from.index();
        place[node] = Some(0);
        loop {
            let index = next[node];
            if let Some(step) = steps.get(index).filter(|step| step.from.index() == node) {
                next[node] += 1;
                path.push(index);
                node = step.to.index();
                if let Some(since) = place[node] {
                    let mut circle = path.split_off(since);
                    for index in &circle[1..] {
                        place[steps[*index].from.index()] = None;
                    }
                    let least = (0..circle.len()).min_by_key(|at| steps[circle[*at]].from);
                    circle.rotate_left(least.unwrap_or(0));
                    found.push(circle);
                } else {
                    place[node] = Some(path.len());
                }
            } else {
                place[node] = None;
                let Some(back) = path.pop() else { break };
                node = steps[back].from.index();
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;

    /// The circles in `links`, as the nodes they pass.
    fn nodes(links: &[(u32, u32)]) -> Vec<Vec<u32>> {
        let record = Record::empty("a.toml", "", Vec::new());
        let step =
            |(from, to): &(u32, u32)| Step { from: RecordId(*from), to: RecordId(*to), at: record.root() };
        let steps: Vec<_> = links.iter().map(step).collect();
        let of = |circle: Vec<usize>| circle.into_iter().map(|index| steps[index].from.0).collect();
        circles(9, &steps).into_iter().map(of).collect()
    }

    #[test]
    fn each_circle_is_found_once_and_begins_at_its_least_member() {
        assert_eq!(nodes(&[(0, 1), (1, 2), (2, 3), (0, 3)]), [[0; 0]; 0]);
        assert_eq!(nodes(&[(3, 3)]), [[3]]);
        assert_eq!(nodes(&[(0, 5), (2, 7), (5, 2), (7, 5)]), [[2, 7, 5]]);
        assert_eq!(nodes(&[(0, 1), (1, 0), (1, 2), (2, 1)]), [[0, 1], [1, 2]]);
        assert_eq!(nodes(&[(0, 1), (1, 0), (3, 4), (4, 3)]), [[0, 1], [3, 4]]);
    }

    #[test]
    fn one_step_too_many_gives_one_circle_however_many_lead_through_it() {
        let dense = [(2, 3), (3, 0), (0, 1), (0, 2), (0, 3), (1, 2), (1, 3)];
        let mut sorted = dense;
        sorted.sort_unstable();
        assert_eq!(nodes(&sorted).len(), 1);
    }
}
