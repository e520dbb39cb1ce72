//! What records name that doesn't exist: each such thing once, with all the places that name it.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::Ask;
use super::{Model, View};
use crate::base::id;
use crate::base::nearest::{Candidates, MOST_SUGGESTIONS};
use crate::record::{KindId, Record, RecordId, Value};
use crate::workspace::facts::TextKey;
use crate::workspace::links::Resolution;
use crate::workspace::schema::plan::{Target, To};

/// Something that is named and doesn't exist.
pub struct Missing<'a> {
    /// The text that names it.
    pub text: &'a str,
    /// What it should be.
    pub target: &'a Target,
    /// Where it is named, in the order of the records' paths.
    pub places: Vec<Value<'a>>,
    /// What may have been meant. Only of the first few that are missing this is looked for.
    pub meant: Option<Meant<'a>>,
}

/// What may have been meant by a name that leads nowhere.
#[derive(Clone, Copy)]
pub enum Meant<'a> {
    /// A record with a similar id or name.
    Record(&'a Record),
    /// A similar word of the settings.
    Word(&'a str),
}

/// All that is missing.
pub(super) struct AllMissing<'a> {
    /// In the order of the first places.
    all: Vec<Missing<'a>>,
    /// The ids, as they are or as they may have been meant, of files that are no sound records.
    broken: BTreeSet<String>,
}

impl<'a> View<'a> {
    /// What is missing and named first in `record`.
    pub fn missing_since(&self, record: &Record) -> &[Missing<'a>] {
        let mut is_naming_any = false;
        for (_, text) in self.model.names_without_bearer(record) {
            // Who else says so, and where.
            self.note(Ask::Saying(TextKey::of(text)));
            is_naming_any = true;
        }
        if !is_naming_any {
            return &[];
        }
        let all = &self.model.all_missing().all;
        let first = all.partition_point(|missing| missing.first() < record.number);
        let own = all[first..].partition_point(|missing| missing.first() == record.number);
        if own > 0 {
            // Which are the first of all, and what else may be meant.
            self.note(Ask::Everything);
        }
        &all[first..first + own]
    }

    /// Whether `text` is the id, as it is or as it may have been meant, of a file that is no sound record.
    pub fn is_broken(&self, text: &str) -> bool {
        self.note(Ask::Everything);
        self.model.all_missing().broken.contains(&id::folded(text))
    }
}

impl Missing<'_> {
    fn first(&self) -> RecordId {
        self.places.first().map_or(RecordId::NONE, |place| place.number())
    }
}

impl<'a> Model<'a> {
    fn all_missing(&self) -> &AllMissing<'a> {
        self.missing.get_or_init(|| {
            let mut all = self.list_missing();
            let mut candidates = KnownNames::default();
            for missing in all.iter_mut().take(MOST_SUGGESTIONS) {
                missing.meant = candidates.nearest(self, missing);
            }
            AllMissing { all, broken: self.broken_ids() }
        })
    }

    /// Where `record` names what isn't there.
    fn names_without_bearer<'r>(
        &self,
        record: &'r Record,
    ) -> impl Iterator<Item = ((Value<'r>, &'a Target), &'r str)> + use<'r, 'a, '_> {
        let kind = record.kind.map(|kind| self.files.schemas.kind(kind));
        let targets = kind.map_or(&[][..], |kind| &kind.plan.targets);
        self.links.of(record).filter_map(move |(value, reference, resolution)| {
            let target = targets.get(reference.target as usize)?;
            let text = value.as_str().unwrap_or_default();
            let is_missing = match &target.to {
                To::Kinds(..) => resolution == Resolution::Nowhere,
                To::Setting(setting) => !self.settings.has_word(setting, text) && !self.is_in_doubt(setting),
                To::Tracker => false,
            };
            is_missing.then_some(((value, target), text))
        })
    }

    /// Whether the setting may only seem to be missing, because teambook.toml isn't as it should be.
    fn is_in_doubt(&self, setting: &str) -> bool {
        let file = self.settings.record;
        !file.is_readable() || !file.faults.is_empty() && file.root().get(setting).is_none()
    }

    fn list_missing(&self) -> Vec<Missing<'a>> {
        let unknown_words = &self.links.record_facts().unknown_words;
        let unreliable = &self.links.link_facts().unreliable;
        let may_name_any = |id: &RecordId| {
            !unreliable.get(id.index()).is_empty() || !unknown_words.get(id.index()).is_empty()
        };
        let mut by_text: BTreeMap<&str, Vec<(Value<'a>, &'a Target)>> = BTreeMap::new();
        for record in self.files.ids().filter(may_name_any).map(|id| self.files.get(id)) {
            for (place, text) in self.names_without_bearer(record) {
                by_text.entry(text).or_default().push(place);
            }
        }
        let mut all: Vec<_> = by_text.into_iter().flat_map(|(text, places)| causes(text, places)).collect();
        all.sort_by_key(|missing| missing.places.first().map(|place| (place.number(), place.node)));
        all
    }

    fn broken_ids(&self) -> BTreeSet<String> {
        let unreliable = &self.links.link_facts().unreliable;
        let is_broken = |id: &RecordId| {
            let is_doubtful = !unreliable.get(id.index()).is_empty();
            !id::is_well_formed(self.files.stem(*id)) || is_doubtful && !self.files.get(*id).is_readable()
        };
        let broken = self.files.ids().filter(is_broken);
        broken.map(|id| id::folded(self.files.stem(id))).collect()
    }
}

/// What is missing where `text` stands at `places`: one thing for all places at which the same is meant.
fn causes<'a>(text: &'a str, places: Vec<(Value<'a>, &'a Target)>) -> Vec<Missing<'a>> {
    let mut targets: Vec<&'a Target> = Vec::new();
    for (_, target) in &places {
        if !targets.iter().any(|known| std::ptr::eq(*known, *target)) {
            targets.push(target);
        }
    }
    let meant: Vec<&Target> = targets.iter().map(|target| narrowest(&targets, target)).collect();
    let mut causes: Vec<Missing<'a>> = Vec::new();
    for (place, target) in places {
        let number = targets.iter().position(|known| std::ptr::eq(*known, target)).unwrap_or_default();
        let target = meant[number];
        match causes.iter_mut().find(|cause| cause.target.to == target.to) {
            Some(cause) => cause.places.push(place),
            None => causes.push(Missing { text, target, places: vec![place], meant: None }),
        }
    }
    causes
}

/// What is missing where `target` is named: what may be a person or a team is a person where another place
/// says so.
fn narrowest<'a>(all: &[&'a Target], target: &'a Target) -> &'a Target {
    let To::Kinds(kinds, _) = &target.to else { return target };
    let narrower = all.iter().copied().filter(|other| match &other.to {
        To::Kinds(others, _) => others.len() < kinds.len() && others.iter().all(|kind| kinds.contains(kind)),
        _ => false,
    });
    narrower.min_by_key(|other| other.kinds_in_words()).unwrap_or(target)
}

/// What might have been meant, of each kind and each setting that was asked for.
#[derive(Default)]
struct KnownNames<'a> {
    ids: BTreeMap<KindId, Candidates<'a>>,
    names: BTreeMap<KindId, Candidates<'a>>,
    words: BTreeMap<&'a str, Candidates<'a>>,
}

impl<'a> KnownNames<'a> {
    fn nearest(&mut self, model: &Model<'a>, missing: &Missing<'a>) -> Option<Meant<'a>> {
        match &missing.target.to {
            To::Kinds(_, kinds) => self.record(model, kinds, missing.text).map(Meant::Record),
            To::Setting(setting) => {
                let words = self.words.entry(setting);
                let words = words.or_insert_with(|| Candidates::new(model.settings.words(setting)));
                words.nearest(missing.text).map(Meant::Word)
            }
            To::Tracker => None,
        }
    }

    /// The record of `kinds` with the nearest id; with the nearest name where no id is near.
    fn record(&mut self, model: &Model<'a>, kinds: &[KindId], text: &str) -> Option<&'a Record> {
        let members = |kind: KindId| model.members.get(kind.index()).into_iter().flatten().copied();
        let ids = |kind: &KindId| {
            let ids = self.ids.entry(*kind);
            let ids = ids.or_insert_with(|| Candidates::new(members(*kind).map(|id| model.files.stem(id))));
            ids.nearest_with_distance(text)
        };
        let id = kinds.iter().filter_map(ids).min().map(|(_, id)| id);
        if let Some(found) = id.and_then(|id| kinds.iter().find_map(|kind| model.links.find(*kind, id))) {
            return Some(model.files.get(found));
        }
        let named = |kind: KindId| members(kind).map(|id| model.files.get(id));
        let by_name = |kind: &KindId| {
            let known = self.names.entry(*kind);
            let known =
                known.or_insert_with(|| Candidates::new(named(*kind).map(|record| model.name(record))));
            known.nearest_with_distance(text)
        };
        let (_, name) = kinds.iter().filter_map(by_name).min()?;
        kinds.iter().flat_map(|kind| named(*kind)).find(|record| model.name(record) == name)
    }
}
