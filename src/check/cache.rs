//! What a check has learnt, kept for the next one: of each record what it holds, as an id, what is known of it without
//! reading it, and what each unit of the check has asked and found. A unit is asked again where an answer may be another
//! one now; links are followed anew for records that hold something else, and for those that name what has moved.

mod stored;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hash, Hasher};

use bitcode::{Decode, Encode};
use foldhash::quality::FixedState;
use jiff::civil::Date;
use rayon::prelude::*;

use super::units::{Answer, Rules, Unit};
use crate::check::rules::finding::Finding;
use crate::record::RecordId;
use crate::workspace::ask::Ask;
use crate::workspace::files::{ContentId, Files};
use crate::workspace::links::Links;
use crate::workspace::links::facts;
use crate::workspace::links::known::{self, Known, News, Then};
use crate::workspace::links::rows::Rows;
use crate::workspace::{View, Workspace, kind};
use stored::Stored;

/// One state of a workspace's records, with what a check has learnt of it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Cache {
    /// What the answers rest on beside the records: program, settings, schemas and own rules. Where it isn't the same, nothing
    /// of this is of use.
    stamp: String,
    /// The day for what depends on the date.
    as_of: String,
    /// The records' paths, one after the other.
    paths: String,
    /// Where each ends.
    ends: Vec<u32>,
    contents: Vec<[u8; 32]>,
    known: Known,
    /// What each unit has asked: the records in the order of their paths, the settings, the files of own rules, the
    /// rules that look at all.
    asked: Rows<Ask>,
    /// What units have found.
    found: Vec<Stored>,
}

/// What came of a check with a cache.
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

/// So many units are asked again at most before the cache is made anew.
const MANY: usize = 200;

/// What the answers of a check rest on beside the records, in few bits: the `program` that gives them, the settings, the
/// schemas and the own rules.
pub fn stamp(files: &Files, program: &str) -> String {
    let mut hasher = FixedState::default().build_hasher();
    files.schemas.digest().hash(&mut hasher);
    // Of what is no text the faults say what it is.
    for file in std::iter::once(files.settings()).chain(files.own_rules()) {
        (&file.source.path, &file.source.text, format!("{:?}", file.faults)).hash(&mut hasher);
    }
    for problem in &files.schemas.problems {
        (&problem.path, &problem.message).hash(&mut hasher);
    }
    format!("{program} {:016x}", hasher.finish())
}

/// Checks `files`, of which each record's content has an id. What `cache` holds of another state is used where it
/// still holds; `stamp` says what the answers rest on beside the records.
pub fn check<'a>(files: &'a Files, as_of: Date, stamp: &str, cache: Option<&Cache>) -> Checked<'a> {
    let cache = cache.filter(|cache| cache.stamp == stamp);
    let then = cache.map(|cache| (cache, known::then(files, cache.records())));
    match then {
        Some((cache, then)) if known::is_like(&then) => again(files, as_of, cache, &then),
        _ => anew(files, as_of, stamp),
    }
}

/// Reads all records and asks all units.
fn anew<'a>(files: &'a Files, as_of: Date, stamp: &str) -> Checked<'a> {
    files.read_all();
    let workspace = Workspace::new(files, as_of);
    let rules = Rules::new(&workspace.view());
    let units: Vec<Unit> = rules.units(files.len()).collect();
    let answers: Vec<Answer> = units
        .par_iter()
        .with_min_len(16)
        .map_init(|| workspace.noting(), |view, unit| rules.ask(view, *unit))
        .collect();
    let mut asked = Rows::default();
    let mut kept = Vec::new();
    let mut found = Vec::new();
    for (number, answer) in answers.into_iter().enumerate() {
        asked.push(answer.asked);
        kept.extend(answer.found.iter().map(|finding| Stored::new(number as u32, finding)));
        found.extend(answer.found);
    }
    let known = Known::new(workspace.links());
    let cache = Cache::new(files, as_of, stamp, (known, asked, kept));
    Checked { workspace, rules, found, cache }
}

/// Asks the units whose answers may be others now.
fn again<'a>(files: &'a Files, as_of: Date, cache: &Cache, then: &[Then]) -> Checked<'a> {
    let (links, news) = Links::like(files, &cache.known, then);
    let workspace = Workspace::with(files, links, as_of);
    let rules = Rules::new(&workspace.view());
    let units: Vec<Unit> = rules.units(files.len()).collect();
    let now = Now::new(cache.ends.len(), files, then);
    // Where the cache has a unit: after the records come the same units then and now.
    let place = |unit: usize| match then.get(unit) {
        Some(Then::Same(before)) => Some(before.index()),
        Some(_) => None,
        None => Some(unit - then.len() + cache.ends.len()),
    };
    let dirty = cache.dirty(&workspace, &news, (then, &now));
    let is_asked_again = |unit: &usize| {
        let is_stale = news.stale.binary_search(&RecordId(*unit as u32)).is_ok();
        is_stale || place(*unit).is_none_or(|place| now.is_any(cache.asked.get(place), &dirty))
    };
    let asked_again: Vec<usize> =
        (0..units.len()).into_par_iter().with_min_len(1024).filter(is_asked_again).collect();
    let mut unit_of = vec![None; cache.asked.len()];
    for unit in 0..units.len() {
        let slot = place(unit).and_then(|place| unit_of.get_mut(place));
        if let Some(slot) = slot.filter(|_| asked_again.binary_search(&unit).is_err()) {
            *slot = Some(unit as u32);
        }
    }
    let still = |kept: &Stored| {
        let unit = unit_of.get(kept.unit as usize).copied().flatten()?;
        kept.renumbered(unit, |id| now.of(id))
    };
    let mut kept: Vec<Stored> = cache.found.iter().filter_map(still).collect();
    let mut found: Vec<Finding> = kept.iter().filter_map(|kept| kept.finding(&rules)).collect();
    // One after the other: what they ask for is read on all cores.
    let noting = workspace.noting();
    let mut asked = BTreeMap::new();
    for unit in &asked_again {
        let Answer { found: of_unit, asked: of_this } = rules.ask(&noting, units[*unit]);
        kept.extend(of_unit.iter().map(|finding| Stored::new(*unit as u32, finding)));
        found.extend(of_unit);
        asked.insert(*unit, of_this);
    }
    let cache = (asked.len() > MANY || files.len() < MANY && !asked.is_empty()).then(|| {
        let mut rows = Rows::default();
        for unit in 0..units.len() {
            match (asked.remove(&unit), place(unit)) {
                (Some(asked), _) => rows.push(asked),
                (None, Some(place)) => {
                    let then = cache.asked.get(place).iter();
                    rows.push(then.filter_map(|ask| ask.renumbered(|id| now.of(id))));
                }
                (None, None) => rows.push([]),
            }
        }
        let known = Known::new(workspace.links());
        Cache::new(files, as_of, &cache.stamp, (known, rows, kept))
    });
    Checked { workspace, rules, found, cache: cache.flatten() }
}

/// Which number each record of another state has now.
struct Now {
    numbers: Vec<Option<RecordId>>,
}

impl Now {
    fn new(records: usize, files: &Files, then: &[Then]) -> Self {
        let mut numbers = vec![None; records];
        for (id, then) in files.ids().zip(then) {
            if let Then::Same(before) | Then::Edited(before) = then {
                numbers[before.index()] = Some(id);
            }
        }
        Self { numbers }
    }

    /// The settings and schemas keep their numbers.
    fn of(&self, id: RecordId) -> Option<RecordId> {
        self.numbers.get(id.index()).copied().unwrap_or(Some(id))
    }

    /// Whether the answer to one of `asked` may be another one now.
    fn is_any(&self, asked: &[Ask], dirty: &BTreeSet<Ask>) -> bool {
        let is_dirty = |ask: &Ask| ask.renumbered(|id| self.of(id)).is_none_or(|ask| dirty.contains(&ask));
        asked.iter().any(is_dirty)
    }
}

impl Cache {
    fn new(
        files: &Files,
        as_of: Date,
        stamp: &str,
        (known, asked, found): (Known, Rows<Ask>, Vec<Stored>),
    ) -> Option<Self> {
        let (mut paths, mut ends, mut contents) = (String::new(), Vec::new(), Vec::new());
        for id in files.ids() {
            paths.push_str(files.path(id));
            ends.push(paths.len() as u32);
            contents.push(files.content(id)?.0);
        }
        let (stamp, as_of) = (stamp.to_owned(), as_of.to_string());
        Some(Self { stamp, as_of, paths, ends, contents, known, asked, found })
    }

    fn path(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.paths.get(start as usize..self.ends[index] as usize).unwrap_or_default()
    }

    /// The records, by path and content.
    fn records(&self) -> impl Iterator<Item = (&str, Option<ContentId>)> {
        self.contents.iter().enumerate().map(|(index, content)| (self.path(index), Some(ContentId(*content))))
    }

    /// The questions that may have other answers now.
    fn dirty(&self, workspace: &Workspace<'_>, news: &News, (then, now): (&[Then], &Now)) -> BTreeSet<Ask> {
        let (files, view) = (workspace.files(), workspace.view());
        let mut dirty = BTreeSet::new();
        if !news.stale.is_empty() || !news.gone.is_empty() {
            dirty.insert(Ask::Everything);
        }
        if self.as_of != workspace.as_of().to_string() {
            dirty.insert(Ask::AsOf);
        }
        dirty.extend(news.stale.iter().map(|id| Ask::Record(*id)));
        dirty.extend(news.stale.iter().filter_map(|id| files.kind(*id)).map(Ask::Kind));
        let of_gone = news.gone.iter().filter_map(|id| files.kind_of(self.path(id.index())));
        dirty.extend(of_gone.flat_map(|kind| [Ask::Kind(kind), Ask::Names(kind)]));
        dirty.extend(news.renamed.iter().map(|kind| Ask::Names(*kind)));
        dirty.extend(news.moved.iter().map(|text| Ask::Text(*text)));
        dirty.extend(news.said.iter().map(|text| Ask::Saying(*text)));
        for (kind, days) in &news.days {
            let is_of = |name: &str| {
                let number = workspace.schemas().named(name).map(|(number, _)| number);
                kind.is_none() || *kind == number
            };
            if is_of("sprint") && days.len() == 3 {
                dirty.insert(Ask::Sprints);
            }
            if is_of("person") {
                dirty.extend(crew_asks(&view, days));
            }
        }
        for id in self.come_and_gone(workspace, news, (then, now)) {
            dirty.extend(crew_asks(&view, workspace.links().own().days.get(id.index())));
        }
        dirty.extend(news.named.iter().map(|id| Ask::Naming(*id)));
        dirty
    }

    /// Who is in a sprint now and was in none, or the other way round.
    fn come_and_gone(
        &self,
        workspace: &Workspace<'_>,
        news: &News,
        (then, now): (&[Then], &Now),
    ) -> Vec<RecordId> {
        let files = workspace.files();
        let is_gone_sprint = |id: &&RecordId| files.kind_of(self.path(id.index())) == Some(kind::SPRINT);
        let gone: Vec<RecordId> = news.gone.iter().filter(is_gone_sprint).copied().collect();
        if gone.is_empty() && !news.stale.iter().any(|id| files.kind(*id) == Some(kind::SPRINT)) {
            return Vec::new();
        }
        let sprints = files.ids().filter(|id| files.kind(*id) == Some(kind::SPRINT));
        let before = sprints.filter_map(|id| match then[id.index()] {
            Then::Same(before) | Then::Edited(before) => Some(before),
            Then::Absent => None,
        });
        let named = before.chain(gone).flat_map(|id| self.known.ties.targets.get(id.index()));
        let in_sprints: BTreeSet<RecordId> = named.filter_map(|id| now.of(*id)).collect();
        let view = workspace.view();
        let people = news.named.iter().copied().filter(|id| files.kind(*id) == Some(kind::PERSON));
        people.filter(|id| in_sprints.contains(id) != view.is_in_sprint(*id)).collect()
    }

    /// As bytes that [`Cache::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let body = bitcode::encode(self);
        let mut bytes = checksum(&body).to_le_bytes().to_vec();
        bytes.extend_from_slice(&body);
        bytes
    }

    /// A cache from bytes; none where they are damaged, or no cache at all.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (sum, body) = bytes.split_first_chunk::<8>()?;
        if u64::from_le_bytes(*sum) != checksum(body) {
            return None;
        }
        bitcode::decode::<Self>(body).ok().filter(Self::is_sound)
    }

    fn is_sound(&self) -> bool {
        let records = self.ends.len();
        self.ends.is_sorted()
            && self.contents.len() == records
            && self.known.ids.len() == records
            && self.known.is_sound()
            && self.asked.is_sound()
            && self.asked.len() > records
    }
}

/// The questions about who is with the team that somebody with these days is an answer to.
fn crew_asks(view: &View<'_>, days: &[i32]) -> impl Iterator<Item = Ask> {
    let starts = view.sprint_days().iter().map(|(days, _)| days.start);
    starts.filter(move |start| facts::is_there(days, *start)).map(Ask::crew)
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    hasher.write(bytes);
    hasher.finish()
}
