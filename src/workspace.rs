//! The whole workspace: settings, records, links and typed records. No input or output, and it never changes.

use jiff::civil::Date;
use rayon::prelude::*;

use crate::dates::Period;
use crate::files::Files;
use crate::links::{self, Lead, Links};
use crate::model::{
    Absence, Calendar, Category, Decision, Deliverable, Epic, Initiative, Link, Person, Role, Rotation,
    Sprint, SprintTeam, Story, Task, Team, Typed,
};
use crate::record::{Record, RecordId, Value};
use crate::schema::Kind;
use crate::settings::Settings;

/// Everything that a rule may ask.
pub struct Workspace<'a> {
    /// The files, each on its own.
    pub files: &'a Files,
    /// `teambook.toml`.
    pub settings: Settings<'a>,
    /// Who names whom.
    pub links: Links,
    /// The day for what depends on it; only warnings do.
    pub as_of: Date,
    /// People by id.
    pub people: Vec<Person<'a>>,
    /// Teams by id.
    pub teams: Vec<Team<'a>>,
    /// Holidays.
    pub calendars: Vec<Calendar<'a>>,
    /// Who is away when.
    pub absences: Vec<Absence<'a>>,
    /// Sprints by first day.
    pub sprints: Vec<Sprint<'a>>,
    /// Rotations by id.
    pub rotations: Vec<Rotation<'a>>,
    /// Deliverables by id.
    pub deliverables: Vec<Deliverable<'a>>,
    /// Initiatives by id.
    pub initiatives: Vec<Initiative<'a>>,
    /// Epics by id.
    pub epics: Vec<Epic<'a>>,
    /// Stories by id.
    pub stories: Vec<Story<'a>>,
    /// Tasks by id.
    pub tasks: Vec<Task<'a>>,
    /// Decisions by id.
    pub decisions: Vec<Decision<'a>>,
    /// For each record, where it is in the list of its type.
    slots: Vec<u32>,
}

impl<'a> Workspace<'a> {
    /// Reads the model from `files`.
    pub fn new(files: &'a Files, as_of: Date) -> Self {
        let links = Links::new(files);
        let mut workspace = Self {
            settings: Settings::new(files.settings()),
            people: typed(files, &links),
            teams: typed(files, &links),
            calendars: typed(files, &links),
            absences: typed(files, &links),
            sprints: typed(files, &links),
            rotations: typed(files, &links),
            deliverables: typed(files, &links),
            initiatives: typed(files, &links),
            epics: typed(files, &links),
            stories: typed(files, &links),
            tasks: typed(files, &links),
            decisions: typed(files, &links),
            slots: vec![u32::MAX; files.records.len()],
            files,
            links,
            as_of,
        };
        workspace.sprints.sort_by_key(|sprint| (sprint.start, sprint.record.number));
        number(&mut workspace.slots, &workspace.people);
        number(&mut workspace.slots, &workspace.teams);
        number(&mut workspace.slots, &workspace.calendars);
        number(&mut workspace.slots, &workspace.sprints);
        number(&mut workspace.slots, &workspace.deliverables);
        number(&mut workspace.slots, &workspace.initiatives);
        number(&mut workspace.slots, &workspace.epics);
        number(&mut workspace.slots, &workspace.stories);
        number(&mut workspace.slots, &workspace.tasks);
        number(&mut workspace.slots, &workspace.decisions);
        workspace
    }

    /// All records, in the order of their paths.
    pub fn records(&self) -> &'a [Record] {
        &self.files.records
    }

    /// The kind of `record`.
    pub fn kind(&self, record: &Record) -> Option<&'a Kind> {
        record.kind.map(|kind| self.files.schemas.kind(kind))
    }

    /// The name of the kind of the record with number `id`; empty for what is no record.
    pub fn kind_name(&self, id: RecordId) -> &'a str {
        self.kind(self.files.get(id)).map_or("", |kind| kind.name.as_str())
    }

    fn find<'w, T: Typed<'a>>(&self, list: &'w [T], id: Option<RecordId>) -> Option<&'w T> {
        let slot = *self.slots.get(id?.index())?;
        let found = list.get(slot as usize)?;
        (found.record().number == id?).then_some(found)
    }

    /// The person that `link` names.
    pub fn person(&self, link: Link<'_>) -> Option<&Person<'a>> {
        self.find(&self.people, link.to)
    }

    /// The team that `link` names.
    pub fn team(&self, link: Link<'_>) -> Option<&Team<'a>> {
        self.find(&self.teams, link.to)
    }

    /// The calendar that `link` names.
    pub fn calendar(&self, link: Link<'_>) -> Option<&Calendar<'a>> {
        self.find(&self.calendars, link.to)
    }

    /// The sprint that `link` names.
    pub fn sprint(&self, link: Link<'_>) -> Option<&Sprint<'a>> {
        self.find(&self.sprints, link.to)
    }

    /// The initiative that `link` names.
    pub fn initiative(&self, link: Link<'_>) -> Option<&Initiative<'a>> {
        self.find(&self.initiatives, link.to)
    }

    /// The epic that `link` names.
    pub fn epic(&self, link: Link<'_>) -> Option<&Epic<'a>> {
        self.find(&self.epics, link.to)
    }

    /// The story that `link` names.
    pub fn story(&self, link: Link<'_>) -> Option<&Story<'a>> {
        self.find(&self.stories, link.to)
    }

    /// The task that `link` names.
    pub fn task(&self, link: Link<'_>) -> Option<&Task<'a>> {
        self.find(&self.tasks, link.to)
    }

    /// The decision that `link` names.
    pub fn decision(&self, link: Link<'_>) -> Option<&Decision<'a>> {
        self.find(&self.decisions, link.to)
    }

    /// What the team that `link` names is for.
    pub fn category(&self, link: Link<'_>) -> Option<Category> {
        self.team(link)?.category
    }

    /// The sprints whose people can be asked, by first day.
    pub fn staffed_sprints(&self) -> impl Iterator<Item = &Sprint<'a>> {
        self.sprints.iter().filter(|sprint| sprint.is_staffed())
    }

    /// How many teams of `category` there are in `sprint`, and how many every sprint should have.
    pub fn teams_in(&self, sprint: &Sprint<'a>, category: Category) -> (usize, Option<usize>) {
        let is_meant = |team: &&SprintTeam<'a>| self.category(team.team) == Some(category);
        let (duty, product) = self.settings.teams_per_sprint;
        let wanted = match category {
            Category::Duty => duty,
            Category::Product => product,
            _ => None,
        };
        let wanted = wanted.and_then(|wanted| usize::try_from(wanted).ok());
        (sprint.teams.iter().filter(is_meant).count(), wanted)
    }

    /// Whether somebody in `role` can be a member of a team: whoever serves one team at a time is one of its
    /// engineers, whatever the role is called.
    pub fn is_member_role(&self, role: &str) -> bool {
        ["engineer", "tech-lead"].contains(&role) || self.settings.is_one_team_role(role)
    }

    /// Whether the person whom `member` names can be a member of a team on some of `days`. True where that
    /// can't be told.
    pub fn can_be_member(&self, member: Link<'_>, days: Period) -> bool {
        let is_meant = |role: &Role<'_>| {
            role.period.overlaps(days) && role.name.as_str().is_some_and(|name| self.is_member_role(name))
        };
        !self.settings.has_role("engineer")
            || self.person(member).is_none_or(|person| person.roles.iter().any(is_meant))
    }

    /// The ids of those who hold `role` on `day` and are with the team, in the order of their ids.
    pub fn holders(&self, role: &str, day: Date) -> impl Iterator<Item = &'a str> {
        let holds = move |person: &&Person<'a>| person.active.contains(day) && person.holds(role, day);
        self.people.iter().filter(holds).map(|person| &*person.record.id)
    }

    /// The initiative that a piece of work rolls up to, itself if it is one.
    pub fn initiative_of(&self, work: Link<'a>) -> Option<&Initiative<'a>> {
        let mut at = work;
        for _ in 0..4 {
            if let Some(initiative) = self.initiative(at) {
                return Some(initiative);
            }
            at = if let Some(epic) = self.epic(at) {
                epic.initiative?
            } else if let Some(story) = self.story(at) {
                story.epic?
            } else {
                self.task(at)?.story?
            };
        }
        None
    }

    /// The reference at `value`, if it is one that leads to a record.
    pub fn link(&self, value: Value<'a>) -> Option<Link<'a>> {
        Link::new(&self.links, value)
    }

    /// Where the record with number `id` is named: each place in a record.
    pub fn named_at(&self, id: RecordId) -> impl Iterator<Item = Value<'a>> + use<'a, '_> {
        let records = self.records();
        self.links.to(self.files, id).iter().map(|(from, node)| Value::new(&records[from.index()], *node))
    }

    /// References of all records that lead nowhere, or to something of a wrong kind.
    pub fn unresolved(&self) -> impl Iterator<Item = Value<'a>> + use<'a, '_> {
        self.records().iter().flat_map(|record| {
            let is_lost = |lead: Lead| matches!(lead, Lead::Nowhere | Lead::WrongKind(_));
            self.links.of(record).filter(move |(_, _, lead)| is_lost(*lead)).map(|(value, _, _)| value)
        })
    }

    /// The record's display name; its id where it has none.
    pub fn name(&self, record: &'a Record) -> &'a str {
        let field = self.kind(record).and_then(|kind| kind.name_field.as_deref());
        field.and_then(|field| record.root().str(field)).unwrap_or(&record.id)
    }

    /// The record's address: `kind:id`, or its path where it is no record.
    pub fn address(&self, id: RecordId) -> String {
        links::address(self.files, self.files.get(id))
    }
}

fn typed<'a, T: Typed<'a> + Send>(files: &'a Files, links: &Links) -> Vec<T> {
    let Some((kind, _)) = files.schemas.named(T::KIND) else { return Vec::new() };
    files
        .records
        .par_iter()
        .with_min_len(256)
        .filter(|record| record.kind == Some(kind) && record.is_readable())
        .filter_map(|record| T::read(record, links))
        .collect()
}

fn number<'a, T: Typed<'a>>(slots: &mut [u32], list: &[T]) {
    for (index, item) in list.iter().enumerate() {
        slots[item.record().number.index()] = index as u32;
    }
}
