//! The questions whose answers may have changed since the previous state. Every [`Ask`] must be handled here:
//! one that is forgotten keeps a finding that no longer holds.

use std::collections::BTreeSet;

use super::carry::Previous;
use crate::record::{KindId, RecordId};
use crate::workspace::ask::Ask;
use crate::workspace::facts;
use crate::workspace::{View, Workspace, kind};

impl Previous<'_> {
    /// The questions about `workspace` that may have other answers now, but for which day it is.
    pub(super) fn dirty(&self, workspace: &Workspace<'_>) -> BTreeSet<Ask> {
        let (files, links) = (workspace.files(), workspace.links());
        let (records, then) = (links.record_facts(), self.former.record_facts());
        let (targets, targets_then) = (&links.link_facts().targets, &self.former.link_facts().targets);
        let outdated = self.outdated(links);
        let targets_then = |former: RecordId| {
            let targets = targets_then.get(former.index()).iter();
            targets.filter_map(|id| self.delta.now(*id)).collect::<BTreeSet<_>>()
        };
        let mut named: BTreeSet<RecordId> = BTreeSet::new();
        let mut dirty: BTreeSet<Ask> = outdated.texts.iter().map(|text| Ask::Text(*text)).collect();
        for id in &outdated.records {
            let (index, former) = (id.index(), self.delta.former(*id));
            dirty.insert(Ask::Record(*id));
            dirty.extend(records.said(index).map(Ask::Saying));
            dirty.extend(former.into_iter().flat_map(|former| then.said(former.index())).map(Ask::Saying));
            let named_now = targets.get(index).iter().copied().collect();
            named.extend(former.map(targets_then).unwrap_or_default().symmetric_difference(&named_now));
            let Some(kind) = files.kind(*id) else { continue };
            dirty.insert(Ask::Kind(kind));
            if former.map(|former| then.names.get(former.index())) != Some(records.names.get(index)) {
                dirty.insert(Ask::Names(kind));
            }
            let days_then = former.map_or(&[][..], |former| then.days.get(former.index()));
            if days_then != records.days.get(index) {
                dirty.extend(about_days(workspace, kind, days_then));
                dirty.extend(about_days(workspace, kind, records.days.get(index)));
            }
        }
        for former in self.delta.gone() {
            dirty.extend(then.said(former.index()).map(Ask::Saying));
            named.extend(targets_then(former));
            let Some(kind) = files.kind_of(self.former.path(former)) else { continue };
            dirty.extend([Ask::Kind(kind), Ask::Names(kind)]);
            dirty.extend(about_days(workspace, kind, then.days.get(former.index())));
        }
        if !outdated.records.is_empty() || self.delta.gone().next().is_some() {
            dirty.insert(Ask::Everything);
        }
        for id in self.come_and_gone(workspace, &named) {
            dirty.extend(about_crew(&workspace.view(), records.days.get(id.index())));
        }
        dirty.extend(named.into_iter().map(Ask::Naming));
        dirty
    }

    /// Who of those whose mentions changed (`named`) is in a sprint now and was in none, or the other way
    /// round.
    fn come_and_gone(&self, workspace: &Workspace<'_>, named: &BTreeSet<RecordId>) -> Vec<RecordId> {
        let files = workspace.files();
        let gone: Vec<RecordId> = self
            .delta
            .gone()
            .filter(|id| files.kind_of(self.former.path(*id)) == Some(kind::SPRINT))
            .collect();
        let outdated = &self.outdated(workspace.links()).records;
        if gone.is_empty() && !outdated.iter().any(|id| files.kind(*id) == Some(kind::SPRINT)) {
            return Vec::new();
        }
        let sprints = files.ids().filter(|id| files.kind(*id) == Some(kind::SPRINT));
        let sprints = sprints.filter_map(|id| self.delta.former(id)).chain(gone);
        let members = sprints.flat_map(|id| self.former.link_facts().targets.get(id.index()));
        let in_sprints: BTreeSet<RecordId> = members.filter_map(|id| self.delta.now(*id)).collect();
        let view = workspace.view();
        let people = named.iter().copied().filter(|id| files.kind(*id) == Some(kind::PERSON));
        people.filter(|id| in_sprints.contains(id) != view.is_in_sprint(*id)).collect()
    }
}

/// The questions that the `days` of a record of `kind` are a part of the answer to.
fn about_days(workspace: &Workspace<'_>, kind: KindId, days: &[i32]) -> Vec<Ask> {
    match kind {
        kind::SPRINT if !days.is_empty() => vec![Ask::Sprints],
        kind::PERSON => about_crew(&workspace.view(), days).collect(),
        _ => Vec::new(),
    }
}

/// The questions about who is with the team that somebody with these days is a part of the answer to.
fn about_crew(view: &View<'_>, days: &[i32]) -> impl Iterator<Item = Ask> {
    let starts = view.sprint_days().iter().map(|(days, _)| days.start);
    starts.filter(|start| facts::is_there(days, *start)).map(Ask::crew)
}
