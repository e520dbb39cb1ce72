//! The records as they are: the files of a workspace with their schemas, the settings, who names whom, the
//! typed records, and all of it together. No input or output, and nothing here ever changes. Begin at
//! [`Workspace`]; what a rule may ask is [`View`].

pub mod kind;

pub mod schema;

pub mod settings;

pub mod files;

pub mod at;

pub mod facts;

pub mod links;

pub mod model;

pub mod ask;
mod crew;
mod missing;
mod overview;
mod team;
mod turns;
mod typed;
mod typed_list;

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::base::dates::spans::Spans;
use crate::record::{KindId, Record, RecordId, Reference, Value};
use crate::workspace::facts::{RecordFacts, SprintDays, TextKey};
use crate::workspace::files::Files;
use crate::workspace::links::{LinkFacts, Links, Resolution};
use crate::workspace::model::{Link, Person, Team};
use crate::workspace::schema::{Kind, Schemas};
use crate::workspace::settings::Settings;
pub use missing::{Meant, Missing};

use ask::Ask;
use crew::SprintRows;
use missing::AllMissing;
use overview::Overview;
pub use typed::OfKind;
use typed::TypedRecords;
use typed_list::TypedList;

/// The records' typed form and who names whom. It never changes.
struct Model<'a> {
    files: &'a Files,
    settings: Settings<'a>,
    links: Links<'a>,
    as_of: Date,
    /// The records of each kind, in the order of their paths.
    members: Vec<Vec<RecordId>>,
    /// For each record, where it is among those of its kind.
    ordinals: Vec<u32>,
    typed: TypedRecords<'a>,
    sprint_days: OnceLock<Vec<(SprintDays, RecordId)>>,
    /// The people in sprints, by when they are to be on a team.
    crew: OnceLock<Spans<i32, RecordId>>,
    complete_sprints: OnceLock<SprintRows>,
    overview: Overview<'a>,
    missing: OnceLock<AllMissing<'a>>,
}

impl Model<'_> {
    /// The records of `kind`, in the order of their paths.
    fn members_of(&self, kind: KindId) -> impl ExactSizeIterator<Item = RecordId> + Clone {
        self.members.get(kind.index()).map_or(&[][..], |members| members).iter().copied()
    }

    /// The records of `kinds` that name the record with number `id`, in the order of their
    /// paths. Those of other kinds cost nothing each, where a kind's records stand side by side.
    fn naming(&self, id: RecordId, kinds: &[KindId]) -> impl Iterator<Item = RecordId> {
        let mut rest = self.links.to(id);
        std::iter::from_fn(move || {
            loop {
                let (from, others) = rest.split_first()?;
                let kind = self.files.kind(*from);
                if kind.is_some_and(|kind| kinds.contains(&kind)) {
                    rest = others;
                    return Some(*from);
                }
                let members = kind.and_then(|kind| self.members.get(kind.index()));
                let (Some(first), Some(last)) =
                    (members.and_then(|members| members.first()), members.and_then(|members| members.last()))
                else {
                    rest = others;
                    continue;
                };
                let is_side_by_side = Some(last.index() - first.index() + 1) == members.map(Vec::len);
                let skipped = if is_side_by_side { rest.partition_point(|other| other <= last) } else { 1 };
                rest = &rest[skipped..];
            }
        })
    }

    fn name<'r>(&self, record: &'r Record) -> &'r str {
        let kind = record.kind.map(|kind| self.files.schemas.kind(kind));
        let field = kind.and_then(|kind| kind.name_field.as_deref());
        field.and_then(|field| record.root().str(field)).unwrap_or(&record.id)
    }
}

/// The settings, records and links of a workspace, and the records' typed form. It never changes: what is
/// read when it is first asked for is what it always was.
#[derive(Clone)]
pub struct Workspace<'a> {
    model: Arc<Model<'a>>,
}

/// What may be asked of a workspace, by rules above all. Each question is noted with its view, or its answer
/// is known from the list of files and the settings alone, which every answer rests on. There is no way from
/// here to the files, the links or another view, so what a rule was answered is all that it can know.
///
/// ```compile_fail
/// fn check(record: &teambook::record::Record, view: &teambook::workspace::View<'_>) -> usize {
///     view.files().len() // Not noted: the answer would be kept when it no longer holds.
/// }
/// ```
///
/// The same with a question that is noted:
///
/// ```
/// fn check(record: &teambook::record::Record, view: &teambook::workspace::View<'_>) -> usize {
///     view.naming(record.number).count()
/// }
/// ```
pub struct View<'a> {
    model: Arc<Model<'a>>,
    asked: Option<RefCell<Vec<Ask>>>,
}

impl<'a> Workspace<'a> {
    /// Reads the model from `files`. `as_of` is the day for what depends on the date; only warnings do.
    pub fn new(files: &'a Files, as_of: Date) -> Self {
        let links = Links::new(files);
        let workspace = Self::with(files, links, as_of);
        workspace.model.typed.read_all(&workspace.model);
        workspace
    }

    /// The model of `files` whose `links` are known; records are read when they are asked for.
    pub fn with(files: &'a Files, links: Links<'a>, as_of: Date) -> Self {
        let mut members = vec![Vec::new(); files.schemas.kinds().len()];
        let ordinal = |id: RecordId| {
            let of_kind: &mut Vec<RecordId> = &mut members[files.kind(id)?.index()];
            of_kind.push(id);
            Some(of_kind.len() as u32 - 1)
        };
        let ordinals = files.ids().map(ordinal).map(|ordinal| ordinal.unwrap_or(u32::MAX)).collect();
        let model = Model {
            settings: Settings::new(files.settings()),
            typed: TypedRecords::default(),
            sprint_days: OnceLock::new(),
            crew: OnceLock::new(),
            complete_sprints: OnceLock::new(),
            overview: Overview::default(),
            missing: OnceLock::new(),
            members,
            ordinals,
            files,
            links,
            as_of,
        };
        Self { model: Arc::new(model) }
    }

    /// A view on it whose questions aren't noted: for everything but rules whose findings are kept.
    pub fn view(&self) -> View<'a> {
        View { model: Arc::clone(&self.model), asked: None }
    }

    /// A view on it that notes what is asked.
    pub fn noting(&self) -> View<'a> {
        View { model: Arc::clone(&self.model), asked: Some(RefCell::default()) }
    }

    /// The files, each on its own.
    pub fn files(&self) -> &'a Files {
        self.model.files
    }

    /// Resolved references, and which record has which name.
    pub fn links(&self) -> &Links<'a> {
        &self.model.links
    }

    /// `teambook.toml`.
    pub fn settings(&self) -> &Settings<'a> {
        &self.model.settings
    }

    /// The schemas of all kinds.
    pub fn schemas(&self) -> &'a Schemas {
        &self.model.files.schemas
    }

    /// The day for what depends on the date.
    pub fn as_of(&self) -> Date {
        self.model.as_of
    }
}

impl<'a> View<'a> {
    /// What was asked since it was last taken, each once.
    pub fn take_asked(&self) -> Vec<Ask> {
        let mut asked = self.asked.as_ref().map(RefCell::take).unwrap_or_default();
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// The same without noting; only for what is noted as a whole.
    fn unnoted(&self) -> Self {
        Self { model: Arc::clone(&self.model), asked: None }
    }

    fn note(&self, ask: Ask) {
        if let Some(asked) = &self.asked {
            let mut asked = asked.borrow_mut();
            if asked.last() != Some(&ask) {
                asked.push(ask);
            }
        }
    }

    /// `teambook.toml`.
    pub fn settings(&self) -> &Settings<'a> {
        &self.model.settings
    }

    /// The workspace's schemas that need a word, each with what is wrong.
    pub fn schema_problems(&self) -> impl Iterator<Item = (&'a Record, Option<&'a str>)> + use<'a> {
        self.model.files.schema_problems()
    }

    /// The files of the workspace's own rules, by path.
    pub fn own_rules(&self) -> &'a [Record] {
        self.model.files.own_rules()
    }

    /// The schemas of all kinds.
    pub fn schemas(&self) -> &'a Schemas {
        &self.model.files.schemas
    }

    /// The day for what depends on the date.
    pub fn as_of(&self) -> Date {
        self.note(Ask::AsOf);
        self.model.as_of
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.model.files.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.model.files.is_empty()
    }

    /// The file with number `id`.
    pub fn record(&self, id: RecordId) -> &'a Record {
        self.note(Ask::Record(id));
        self.model.files.get(id)
    }

    /// All records, in the order of their paths.
    pub fn records(&self) -> impl ExactSizeIterator<Item = &'a Record> + Clone + use<'a> {
        self.note(Ask::Everything);
        self.model.files.records()
    }

    /// The records of `kind`, in the order of their paths.
    pub fn records_of(
        &self,
        kind: KindId,
    ) -> impl ExactSizeIterator<Item = &'a Record> + Clone + use<'a, '_> {
        self.note(Ask::Kind(kind));
        self.model.members_of(kind).map(|id| self.model.files.get(id))
    }

    /// The numbers of all records, in the order of their paths.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = RecordId> + Clone + use<> {
        self.note(Ask::Everything);
        self.model.files.ids()
    }

    /// The records that `kind` has, by their ids alone.
    pub fn stems_of(&self, kind: KindId) -> impl ExactSizeIterator<Item = &'a str> + Clone + use<'a, '_> {
        self.note(Ask::Kind(kind));
        self.model.members_of(kind).map(|id| self.model.files.stem(id))
    }

    /// The id of the record with number `id`, which isn't read for that.
    pub fn stem(&self, id: RecordId) -> &'a str {
        self.model.files.stem(id)
    }

    /// The path of the record with number `id`, which isn't read for that.
    pub fn path(&self, id: RecordId) -> &'a str {
        self.model.files.path(id)
    }

    /// The number of the kind of the record with number `id`, which isn't read for that.
    pub fn kind_of(&self, id: RecordId) -> Option<KindId> {
        self.model.files.kind(id)
    }

    /// Whether something is wrong in the record with number `id` already, or a name leads nowhere.
    pub fn is_doubtful(&self, id: RecordId) -> bool {
        !self.link_facts().unreliable.get(id.index()).is_empty()
    }

    /// The kind of `record`.
    pub fn kind(&self, record: &Record) -> Option<&'a Kind> {
        record.kind.map(|kind| self.schemas().kind(kind))
    }

    /// The name of the kind of the record with number `id`; empty for what is no record.
    pub fn kind_name(&self, id: RecordId) -> &'a str {
        self.model.files.kind(id).map_or("", |kind| self.schemas().kind(kind).name.as_str())
    }

    /// The facts of all records, which aren't read for that.
    pub fn record_facts(&self) -> &RecordFacts {
        self.note(Ask::Everything);
        self.model.links.record_facts()
    }

    /// The facts of all links, without reading the records.
    pub fn link_facts(&self) -> &LinkFacts {
        self.note(Ask::Everything);
        self.model.links.link_facts()
    }

    fn all<'v, T: OfKind<'a> + Send + Sync>(&'v self, list: &'v TypedList<T>) -> &'v [T] {
        self.note(Ask::Kind(T::KIND));
        list.read_all(&self.model)
    }

    fn one<'v, T: OfKind<'a>>(&'v self, list: &'v TypedList<T>, id: RecordId) -> Option<&'v T> {
        self.note(Ask::Record(id));
        list.get(&self.model, id)
    }

    /// People by id, to be asked for their names alone.
    pub fn named_people(&self) -> &[Person<'a>] {
        self.named(&self.model.typed.people)
    }

    /// Teams by id, to be asked for their names alone.
    pub fn named_teams(&self) -> &[Team<'a>] {
        self.named(&self.model.typed.teams)
    }

    fn named<'v, T: OfKind<'a> + Send + Sync>(&'v self, list: &'v TypedList<T>) -> &'v [T] {
        self.note(Ask::Names(T::KIND));
        list.read_all(&self.model)
    }

    /// The reference at `value`, if it is one that leads to a record.
    pub fn link(&self, value: Value<'a>) -> Option<Link<'a>> {
        Link::new(&self.model.links, value)
    }

    /// The references of `record` with what each leads to.
    pub fn references<'r>(
        &self,
        record: &'r Record,
    ) -> impl Iterator<Item = (Value<'r>, &'r Reference, Resolution)> + use<'r, 'a, '_> {
        self.model.links.of(record)
    }

    /// What the reference at `value` leads to; `Elsewhere` if it is no reference to a record.
    pub fn resolution(&self, value: Value<'_>) -> Resolution {
        self.model.links.at(value)
    }

    /// The record with this id among the kinds that share ids with `kind`.
    pub fn find_id(&self, kind: KindId, id: &str) -> Option<RecordId> {
        self.note(Ask::Text(TextKey::of(id)));
        self.model.links.find(kind, id)
    }

    /// The record of `kind`'s space that once had this id, or whose name this is.
    pub fn find_former(&self, kind: KindId, text: &str) -> Option<RecordId> {
        self.note(Ask::Text(TextKey::of(text)));
        self.model.links.find_former(kind, text)
    }

    /// Whether several records of `kind` have the name `text`.
    pub fn is_name_of_several(&self, kind: KindId, text: &str) -> bool {
        self.note(Ask::Text(TextKey::of(text)));
        self.model.links.bearers(kind, text) > 1
    }

    /// Whether two kinds share one space of ids.
    pub fn share_ids(&self, a: KindId, b: KindId) -> bool {
        self.model.links.share_ids(a, b)
    }

    /// Whether each record has an id of its own, as far as they are written alike.
    pub fn are_ids_distinct(&self) -> bool {
        self.note(Ask::Everything);
        self.model.links.are_ids_distinct()
    }

    /// The records that name the record with number `id`, in the order of their paths.
    pub fn naming(&self, id: RecordId) -> impl Iterator<Item = &'a Record> + use<'a, '_> {
        self.note(Ask::Naming(id));
        self.model.links.to(id).iter().map(|from| self.record(*from))
    }

    /// The records of `kinds` that name the record with number `id`, in the order of their paths.
    pub fn naming_of(&self, id: RecordId, kinds: &[KindId]) -> impl Iterator<Item = &'a Record> {
        self.named_by(id, kinds).map(|from| self.record(from))
    }

    /// The same by number, without reading them.
    pub fn named_by(&self, id: RecordId, kinds: &[KindId]) -> impl Iterator<Item = RecordId> {
        self.note(Ask::Naming(id));
        self.model.naming(id, kinds)
    }

    /// Whether a record of `kinds` names the record with number `id`.
    pub fn is_named_by(&self, id: RecordId, kinds: &[KindId]) -> bool {
        self.named_by(id, kinds).next().is_some()
    }

    /// Whether a record names the record with number `id`.
    pub fn is_named(&self, id: RecordId) -> bool {
        self.note(Ask::Naming(id));
        !self.model.links.to(id).is_empty()
    }

    /// Where the record with number `id` is named: each place in a record.
    pub fn named_at(&self, id: RecordId) -> impl Iterator<Item = Value<'a>> + use<'a, '_> {
        let places = move |record: &'a Record| {
            let meant =
                self.references(record).filter(move |(_, _, resolution)| resolution.record() == Some(id));
            meant.map(|(value, _, _)| value)
        };
        self.naming(id).flat_map(places)
    }

    /// References of all records that lead nowhere, or to something of a wrong kind.
    pub fn unresolved(&self) -> impl Iterator<Item = Value<'a>> + use<'a, '_> {
        self.doubtful().flat_map(move |record| {
            let lost = self.references(record).filter(|(_, _, resolution)| resolution.is_lost());
            lost.map(|(value, _, _)| value)
        })
    }

    /// The records in which something is wrong already, or a name leads nowhere.
    pub fn doubtful(&self) -> impl Iterator<Item = &'a Record> + use<'a, '_> {
        let unreliable = &self.link_facts().unreliable;
        let ids = self.model.files.ids().filter(|id| !unreliable.get(id.index()).is_empty());
        ids.map(|id| self.model.files.get(id))
    }

    /// The record's display name; its id where it has none.
    pub fn name<'r>(&self, record: &'r Record) -> &'r str {
        self.model.name(record)
    }

    /// The record's address: `kind:id`, or its path where it is no record.
    pub fn address(&self, id: RecordId) -> String {
        links::address(self.model.files, id)
    }
}
