//! Carries facts over from a previous state of the records: copied for unchanged records, read for the
//! others; a link is resolved again where it may lead elsewhere now.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::Cache;
use super::delta::{Before, Delta};
use crate::record::{self, RecordId};
use crate::workspace::Workspace;
use crate::workspace::facts::{RecordFacts, TextKey};
use crate::workspace::files::{ContentId, Files};
use crate::workspace::links::{FactSource, LinkFacts, Links};
use crate::workspace::settings::Entries;

/// A state whose facts are known.
pub(super) enum PreviousState<'a> {
    /// What an earlier check has stored.
    Stored(&'a Cache),
    /// The other side of a comparison.
    Other(Workspace<'a>),
}

impl PreviousState<'_> {
    pub(super) fn path(&self, id: RecordId) -> &str {
        match self {
            Self::Stored(cache) => cache.path(id.index()),
            Self::Other(workspace) => workspace.files().path(id),
        }
    }

    fn content(&self, id: RecordId) -> Option<ContentId> {
        match self {
            Self::Stored(cache) => cache.contents.get(id.index()).copied().map(ContentId),
            Self::Other(workspace) => workspace.files().content(id),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Stored(cache) => cache.contents.len(),
            Self::Other(workspace) => workspace.files().len(),
        }
    }

    pub(super) fn record_facts(&self) -> &RecordFacts {
        match self {
            Self::Stored(cache) => &cache.record_facts,
            Self::Other(workspace) => workspace.links().record_facts(),
        }
    }

    pub(super) fn link_facts(&self) -> &LinkFacts {
        match self {
            Self::Stored(cache) => &cache.link_facts,
            Self::Other(workspace) => workspace.links().link_facts(),
        }
    }
}

/// A previous state and what has changed since.
pub(super) struct Previous<'a> {
    pub(super) former: PreviousState<'a>,
    pub(super) delta: Delta,
    outdated: OnceLock<Outdated>,
}

/// What is outdated of the previous facts.
pub(super) struct Outdated {
    /// Records that hold something else, are new, or name what means something else now; in order.
    pub(super) records: Vec<RecordId>,
    /// Texts that may mean another record now: the ids and names that came, went, or are of other records.
    pub(super) texts: BTreeSet<TextKey>,
}

impl<'a> Previous<'a> {
    /// From `former` to `files`; none unless nearly all records are unchanged.
    pub(super) fn new(former: PreviousState<'a>, files: &Files) -> Option<Arc<Self>> {
        let ids = (0..former.len() as u32).map(RecordId);
        let delta = Delta::new(files, ids.map(|id| (former.path(id), former.content(id))));
        delta.is_small().then(|| Arc::new(Self { former, delta, outdated: OnceLock::new() }))
    }

    /// What isn't as it was in `links`, whose facts these are.
    pub(super) fn outdated(&self, links: &Links<'_>) -> &Outdated {
        self.outdated.get_or_init(|| {
            let (texts, now) = (self.outdated_texts(links), links.record_facts());
            let is_outdated = |(id, before): &(RecordId, &Before)| {
                !matches!(before, Before::Same(_))
                    || now.references.get(id.index()).iter().any(|text| texts.contains(text))
            };
            let records = links.files().ids().zip(self.delta.before()).filter(is_outdated);
            Outdated { records: records.map(|(id, _)| id).collect(), texts }
        })
    }

    fn outdated_texts(&self, links: &Links<'_>) -> BTreeSet<TextKey> {
        let (files, now, then) = (links.files(), links.record_facts(), self.former.record_facts());
        let mut texts = BTreeSet::new();
        for (id, before) in files.ids().zip(self.delta.before()) {
            match before {
                Before::Same(_) => {}
                Before::Edited(former) => {
                    let (then, now) = (then.known_by(former.index()), now.known_by(id.index()));
                    texts.extend(now.symmetric_difference(&then));
                }
                Before::Absent => {
                    texts.insert(TextKey::of(files.stem(id)));
                    texts.extend(now.known_by(id.index()));
                }
            }
        }
        for id in self.delta.gone() {
            texts.insert(TextKey::of(record::stem(self.former.path(id))));
            texts.extend(then.known_by(id.index()));
        }
        texts
    }
}

impl FactSource for Previous<'_> {
    fn record_facts(&self, files: &Files) -> RecordFacts {
        let (settings, then) = (Entries::new(files.settings()), self.former.record_facts());
        let mut facts = RecordFacts::default();
        let mut ids = files.ids();
        let follows = |a: &Before, b: &Before| match (a, b) {
            (Before::Same(a), Before::Same(b)) => a.0 + 1 == b.0,
            _ => false,
        };
        for run in self.delta.before().chunk_by(follows) {
            let ids = ids.by_ref().take(run.len());
            match run[0] {
                Before::Same(first) => facts.extend(then, first.index(), ids.count()),
                _ => ids.for_each(|id| facts.push(files, &settings, id)),
            }
        }
        facts
    }

    fn link_facts(&self, links: &Links<'_>) -> LinkFacts {
        let (files, then) = (links.files(), self.former.link_facts());
        let outdated = &self.outdated(links).records;
        let keeps_numbers = self.delta.keeps_numbers();
        let mut facts = LinkFacts::default();
        let mut at = 0;
        for next in outdated.iter().map(|id| id.index()).chain([files.len()]) {
            // None up to the next is outdated, so each holds what it held.
            if keeps_numbers {
                facts.extend(then, at, next - at);
            } else {
                for former in (at..next).filter_map(|id| self.delta.former(RecordId(id as u32))) {
                    // What named a record that is gone is outdated, as that one's id is among the texts.
                    let targets = then.targets.get(former.index()).iter();
                    facts.targets.push(targets.filter_map(|target| self.delta.now(*target)));
                    facts.unreliable.push(then.unreliable.get(former.index()).iter().copied());
                }
            }
            if next < files.len() {
                facts.push(links, files.get(RecordId(next as u32)));
            }
            at = next + 1;
        }
        facts
    }
}
