//! What is kept between two checks, what throws it away, and why that is right.
//!
//! A check of one state of the records leaves a [`Cache`]: for each record the id of its content and its
//! facts, and for each unit of the check the questions that it asked and what it found. The next check reuses
//!
//! | what | unless | decided in |
//! |---|---|---|
//! | any of it | program, settings, schemas or own rules differ | [`stamp`] |
//! | | the file is damaged, or from a program with another format | [`Cache::from_bytes`] |
//! | | more than an eighth of the records differ: then reading all of them is as fast | `delta` |
//! | the facts of a record: its names, days, the ids that it says | its content has another id | `delta`, `carry` |
//! | the facts of its links: where they lead | its content has another id, or something that it names came, went, or got or lost a name | `carry` |
//! | the findings of a unit | the answer to one of its questions may be another one | `dirty` |
//!
//! That is right because a rule knows nothing but what it was answered: it sees a
//! [`View`](crate::workspace::View), each method of which notes an [`Ask`] or answers from what every answer
//! rests on, the list of files and what the stamp covers. Facts say all that a link depends on, so links are
//! followed without reading the records that they lead to. Records are numbered in the order of their paths;
//! whatever is kept gets the numbers that they have now, and goes where it is about one that is gone.
//!
//! The two sides of a comparison share facts in the same way, within one check: [`other_side`]. Findings
//! about a change are never kept.
//!
//! `tests/cache.rs` holds checks with and without a cache against each other over random edits, and
//! `tests/again.rs` against fresh processes. Where the file lies, and when it is written, is up to
//! `cli/cache_file.rs`.

mod carry;
mod delta;
mod dirty;
mod stored;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hash, Hasher};

use bitcode::{Decode, Encode};
use foldhash::quality::FixedState;
use jiff::civil::Date;
use rayon::prelude::*;

use super::units::{Answer, Rules, Unit};
use crate::base::jagged::Jagged;
use crate::check::rules::finding::Finding;
use crate::record::RecordId;
use crate::workspace::Workspace;
use crate::workspace::ask::Ask;
use crate::workspace::facts::RecordFacts;
use crate::workspace::files::Files;
use crate::workspace::links::{LinkFacts, Links};
use carry::{Previous, PreviousState};
use delta::Before;
use stored::Stored;

/// One state of a workspace's records with the results of its check.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Cache {
    /// Identifies what answers depend on apart from the records: [`stamp`].
    stamp: String,
    /// The day for what depends on the date.
    as_of: String,
    /// The records' paths, one after the other.
    paths: String,
    ends: Vec<u32>,
    contents: Vec<[u8; 32]>,
    record_facts: RecordFacts,
    link_facts: LinkFacts,
    /// What each unit has asked: the records in the order of their paths, the settings, the files of own
    /// rules, the rules that look at all.
    asked: Jagged<Ask>,
    /// What units have found.
    found: Vec<Stored>,
}

/// The result of a check with a cache.
pub struct Checked<'a> {
    /// The workspace that was checked.
    pub workspace: Workspace<'a>,
    /// The rules that are on in it.
    pub rules: Rules,
    /// What its units have found.
    pub found: Vec<Finding>,
    /// What is worth keeping in place of the cache; none where that will still do.
    pub cache: Option<Cache>,
}

/// The cache of a large workspace is written again only if more units than this had to be run: writing it
/// takes longer than running a few.
const MANY: usize = 200;

/// Identifies what a check's answers depend on apart from the records: the `program` that gives them, the
/// settings, the schemas and the own rules.
pub fn stamp(files: &Files, program: &str) -> String {
    let mut hasher = FixedState::default().build_hasher();
    files.schemas.digest().hash(&mut hasher);
    // A file that isn't text is identified by its faults.
    for file in std::iter::once(files.settings()).chain(files.own_rules()) {
        (&file.source.path, &file.source.text, format!("{:?}", file.faults)).hash(&mut hasher);
    }
    for problem in &files.schemas.problems {
        (&problem.path, &problem.message).hash(&mut hasher);
    }
    format!("{program} {:016x}", hasher.finish())
}

/// Checks `files`, of which each record's content has an id. What `cache` holds of another state is used
/// where it still holds; `stamp` identifies what else the answers depend on.
pub fn check<'a>(files: &'a Files, as_of: Date, stamp: &str, cache: Option<&'a Cache>) -> Checked<'a> {
    let cache = cache.filter(|cache| cache.stamp == stamp);
    match cache.and_then(|cache| Some((cache, Previous::new(PreviousState::Stored(cache), files)?))) {
        Some((cache, previous)) => {
            let workspace = Workspace::with(files, Links::with(files, previous.clone()), as_of);
            check_again(workspace, cache, &previous)
        }
        None => check_all(files, as_of, stamp),
    }
}

/// The model of `files`, the other side of a comparison with `head`, which shares the facts that both have.
pub fn other_side<'a>(files: &'a Files, head: &Workspace<'a>) -> Workspace<'a> {
    let there = head.files();
    let rests_on_the_same = files.schemas.digest() == there.schemas.digest()
        && files.settings().source.text == there.settings().source.text;
    let previous = || Previous::new(PreviousState::Other(head.clone()), files);
    match rests_on_the_same.then(previous).flatten() {
        Some(previous) => Workspace::with(files, Links::with(files, previous), head.as_of()),
        None => {
            files.read_all();
            Workspace::new(files, head.as_of())
        }
    }
}

/// Reads all records and asks all units.
fn check_all<'a>(files: &'a Files, as_of: Date, stamp: &str) -> Checked<'a> {
    files.read_all();
    let workspace = Workspace::new(files, as_of);
    let rules = Rules::new(&workspace.view());
    let units: Vec<Unit> = rules.units(files.len()).collect();
    let answers: Vec<Answer> = units
        .par_iter()
        .with_min_len(16)
        .map_init(|| workspace.noting(), |view, unit| rules.ask(view, *unit))
        .collect();
    let (mut asked, mut stored, mut found) = (Jagged::default(), Vec::new(), Vec::new());
    for (number, answer) in answers.into_iter().enumerate() {
        asked.push(answer.asked);
        stored.extend(answer.found.iter().map(|finding| Stored::new(number as u32, finding)));
        found.extend(answer.found);
    }
    let cache = Cache::new(&workspace, stamp, asked, stored);
    Checked { workspace, rules, found, cache }
}

/// Asks the units whose answers may be others now.
fn check_again<'a>(workspace: Workspace<'a>, cache: &Cache, previous: &Previous<'_>) -> Checked<'a> {
    let (files, delta) = (workspace.files(), &previous.delta);
    let rules = Rules::new(&workspace.view());
    let units: Vec<Unit> = rules.units(files.len()).collect();
    // After the records come the same units in both states.
    let former = |unit: usize| match delta.before().get(unit) {
        Some(Before::Same(former)) => Some(former.index()),
        Some(_) => None,
        None => Some(unit - files.len() + cache.ends.len()),
    };
    let mut dirty = previous.dirty(&workspace);
    if cache.as_of != workspace.as_of().to_string() {
        dirty.insert(Ask::AsOf);
    }
    let outdated = &previous.outdated(workspace.links()).records;
    let is_asked_again = |unit: &usize| {
        let is_outdated = outdated.binary_search(&RecordId(*unit as u32)).is_ok();
        is_outdated
            || former(*unit).is_none_or(|former| previous.is_any_dirty(cache.asked.get(former), &dirty))
    };
    let asked_again: Vec<usize> =
        (0..units.len()).into_par_iter().with_min_len(1024).filter(is_asked_again).collect();
    // The present unit for each unit of the cache whose findings still hold.
    let mut unit_now = vec![None; cache.asked.len()];
    for unit in (0..units.len()).filter(|unit| asked_again.binary_search(unit).is_err()) {
        if let Some(now) = former(unit).and_then(|former| unit_now.get_mut(former)) {
            *now = Some(unit as u32);
        }
    }
    let still = |stored: &Stored| {
        let unit = unit_now.get(stored.unit as usize).copied().flatten()?;
        stored.renumbered(unit, |id| delta.now(id))
    };
    let mut stored: Vec<Stored> = cache.found.iter().filter_map(still).collect();
    let mut found: Vec<Finding> = stored.iter().filter_map(|stored| stored.finding(&rules)).collect();
    // One after the other: what they ask for is read on all cores.
    let noting = workspace.noting();
    let mut asked_now = BTreeMap::new();
    for unit in asked_again {
        let Answer { found: of_unit, asked } = rules.ask(&noting, units[unit]);
        stored.extend(of_unit.iter().map(|finding| Stored::new(unit as u32, finding)));
        found.extend(of_unit);
        asked_now.insert(unit, asked);
    }
    let is_worth_it = asked_now.len() > MANY || files.len() < MANY && !asked_now.is_empty();
    let cache = is_worth_it.then(|| {
        let mut asked = Jagged::default();
        for unit in 0..units.len() {
            match (asked_now.remove(&unit), former(unit)) {
                (Some(now), _) => asked.push(now),
                (None, Some(former)) => {
                    asked.push(cache.asked.get(former).iter().filter_map(|ask| delta.ask(*ask)));
                }
                (None, None) => asked.push([]),
            }
        }
        Cache::new(&workspace, &cache.stamp, asked, stored)
    });
    Checked { workspace, rules, found, cache: cache.flatten() }
}

impl Previous<'_> {
    /// Whether one of the questions that were `asked` in the former state is among the dirty ones.
    fn is_any_dirty(&self, asked: &[Ask], dirty: &BTreeSet<Ask>) -> bool {
        asked.iter().any(|ask| self.delta.ask(*ask).is_none_or(|ask| dirty.contains(&ask)))
    }
}

/// How a cache is laid out: it changes with what [`Cache`] and its parts hold.
const LAYOUT: u64 = 2;

impl Cache {
    /// None where the id of some content isn't known.
    fn new(workspace: &Workspace<'_>, stamp: &str, asked: Jagged<Ask>, found: Vec<Stored>) -> Option<Self> {
        let (files, links) = (workspace.files(), workspace.links());
        let (mut paths, mut ends, mut contents) = (String::new(), Vec::new(), Vec::new());
        for id in files.ids() {
            paths.push_str(files.path(id));
            ends.push(paths.len() as u32);
            contents.push(files.content(id)?.0);
        }
        Some(Self {
            stamp: stamp.to_owned(),
            as_of: workspace.as_of().to_string(),
            paths,
            ends,
            contents,
            record_facts: links.record_facts().clone(),
            link_facts: links.link_facts().clone(),
            asked,
            found,
        })
    }

    fn path(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.paths.get(start as usize..self.ends[index] as usize).unwrap_or_default()
    }

    /// As bytes that [`Cache::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let body = bitcode::encode(self);
        let mut bytes = checksum(&body).to_le_bytes().to_vec();
        bytes.extend_from_slice(&body);
        bytes
    }

    /// A cache from bytes; none where they are damaged, of another layout, or no cache at all.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (sum, body) = bytes.split_first_chunk::<8>()?;
        if u64::from_le_bytes(*sum) != checksum(body) {
            return None;
        }
        bitcode::decode::<Self>(body).ok().filter(Self::is_sound)
    }

    /// Whether all lists are as long as there are records, and name only such.
    fn is_sound(&self) -> bool {
        let (records, facts, links) = (self.ends.len(), &self.record_facts, &self.link_facts);
        let texts =
            [&facts.references, &facts.unknown_words, &facts.former_ids, &facts.names, &facts.tracker_ids];
        self.ends.is_sorted()
            && self.contents.len() == records
            && texts.iter().all(|texts| texts.is_sound(records))
            && facts.days.is_sound(records)
            && links.targets.is_sound(records)
            && links.targets.values().iter().all(|id| id.index() < records)
            && links.unreliable.is_sound(records)
            && self.asked.is_sound(self.asked.len())
            && self.asked.len() > records
    }
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = FixedState::with_seed(LAYOUT).build_hasher();
    hasher.write(bytes);
    hasher.finish()
}
