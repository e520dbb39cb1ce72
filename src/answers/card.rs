//! One record as a card: what it says, what holds on a day, what it names and who names it.

use jiff::civil::Date;
use serde::Serialize;

use crate::answers::diff::shown::{self, brief, called, linked, resolve, shown};
use crate::base::words::{capital, list, spaced};
use crate::record::{KindId, Record, RecordId, Value};
use crate::workspace::model::{Sprint, SprintTeam, Status};
use crate::workspace::{View, kind};

/// How many characters are shown on either side of a reference.
const AROUND: usize = 64;

/// A field with its value in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub name: String,
    /// Its value in words, references by name; a line each for the entries of a longer list.
    pub lines: Vec<String>,
}

/// A reference: where it stands, and the record at its other end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Mention {
    /// The address of the record at the other end.
    pub record: String,
    pub name: String,
    /// The file in which the reference stands.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The field that it stands in, with those around it.
    pub field: String,
    pub words: String,
}

/// A record at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Card {
    pub name: String,
    pub kind: String,
    pub record: String,
    pub path: String,
    /// The fields in the order in which the schema writes them.
    pub fields: Vec<Field>,
    /// Its prose, line by line.
    pub prose: Vec<String>,
    /// What holds on the day, in sentences.
    pub now: Vec<String>,
    pub named_by: Vec<Mention>,
}

impl Card {
    /// The card of `record`, as of the workspace's day.
    pub(crate) fn new(workspace: &View<'_>, record: &Record) -> Self {
        let kind = workspace.kind(record);
        let fields = shown::fields(kind, &[record]).into_iter().filter_map(|name| {
            let value = record.root().get(name)?;
            Some(Field { name: name.to_owned(), lines: lines(workspace, value) })
        });
        let prose = record.prose_text().lines().map(str::trim_end).skip_while(|line| line.is_empty());
        Self {
            name: capital(&called(workspace, record)),
            kind: kind.map_or_else(String::new, |kind| kind.name.clone()),
            record: workspace.address(record.number),
            path: record.source.path.to_string(),
            fields: fields.collect(),
            prose: prose.map(str::to_owned).collect(),
            now: now(workspace, record),
            named_by: named_by(workspace, record.number),
        }
    }
}

fn lines(workspace: &View<'_>, value: Value<'_>) -> Vec<String> {
    let whole = |value: Value<'_>| match value.as_str() {
        Some(text) if resolve(workspace, value).is_none() => text.to_owned(),
        _ => shown(workspace, value),
    };
    let is_long = |item: Value<'_>| item.is_table() || item.as_str().is_some_and(|text| text.contains(' '));
    if value.items().any(is_long) {
        return value.items().map(whole).collect();
    }
    vec![whole(value)]
}

/// Where `record` names others.
pub(crate) fn names(workspace: &View<'_>, record: &Record) -> Vec<Mention> {
    let references = workspace.references(record);
    references.filter_map(|(value, ..)| Some(mention(workspace, value, resolve(workspace, value)?))).collect()
}

/// Where the record with number `id` is named.
pub(crate) fn named_by(workspace: &View<'_>, id: RecordId) -> Vec<Mention> {
    workspace.named_at(id).map(|value| mention(workspace, value, value.number())).collect()
}

fn mention(workspace: &View<'_>, value: Value<'_>, other: RecordId) -> Mention {
    let (record, source) = (workspace.record(other), &value.record.source);
    let position = source.position(value.span().start);
    let line = value.record.slice(source.line(value.span().start));
    Mention {
        record: workspace.address(other),
        name: called(workspace, record),
        path: source.path.to_string(),
        line: position.line,
        field: value.path().join("."),
        words: around(line, position.column - 1, value.span().len()),
    }
}

/// The part of `line` around the character at `column`, which `len` characters follow.
fn around(line: &str, column: usize, len: usize) -> String {
    let letters: Vec<char> = line.chars().collect();
    let spare = AROUND.saturating_sub(len) / 2;
    let from = if letters.len() <= AROUND { 0 } else { column.saturating_sub(spare) };
    let until = (from + AROUND.max(len)).min(letters.len());
    let part: String = letters.get(from..until).unwrap_or_default().iter().collect();
    let (before, after) = (if from > 0 { "… " } else { "" }, if until < letters.len() { " …" } else { "" });
    format!("{before}{}{after}", part.trim())
}

/// What is true of `record` on the workspace's day and stands in other records or with dates.
fn now(workspace: &View<'_>, record: &Record) -> Vec<String> {
    let mut said = Vec::new();
    let day = workspace.as_of();
    let sprint = workspace.sprints().iter().find(|sprint| sprint.period().contains(day));
    match record.kind {
        Some(kind::PERSON) => person(workspace, record, sprint, &mut said),
        Some(kind::TEAM) => {
            let team = sprint.and_then(|sprint| Some((sprint, sprint.team(record.number)?)));
            match team {
                Some((sprint, team)) => said.push(staffed(workspace, sprint, team)),
                None => said.push("is in no sprint".to_owned()),
            }
        }
        Some(kind::INITIATIVE | kind::EPIC | kind::STORY | kind::TASK) => {
            let teams: Vec<String> = sprint
                .into_iter()
                .flat_map(|sprint| &sprint.teams)
                .filter(|team| team.work.iter().any(|work| work.to == Some(record.number)))
                .map(|team| linked(workspace, team.team))
                .collect();
            if let (Some(sprint), false) = (sprint, teams.is_empty()) {
                said.push(format!("{} works on it in {}", list(&teams), days(sprint)));
            }
        }
        Some(kind::DECISION) => {
            let newer: Vec<String> = workspace
                .decisions()
                .iter()
                .filter(|other| other.status == Some(Status::Accepted))
                .filter(|other| other.supersedes.iter().any(|link| link.to == Some(record.number)))
                .map(|other| called(workspace, other.record))
                .collect();
            if !newer.is_empty() {
                said.push(format!("no longer in force: superseded by {}", list(&newer)));
            }
        }
        _ => {}
    }
    said
}

fn days(sprint: &Sprint<'_>) -> String {
    format!("the sprint of {} (until {})", sprint.start, sprint.end)
}

/// A person's roles, teams and absence on the day.
fn person(workspace: &View<'_>, record: &Record, sprint: Option<&Sprint<'_>>, said: &mut Vec<String>) {
    let day: Date = workspace.as_of();
    let Some(person) = workspace.people().iter().find(|person| person.record.number == record.number) else {
        return;
    };
    let roles: Vec<String> =
        person.roles.iter().filter(|role| role.period.contains(day)).map(|role| spaced(*role.name)).collect();
    said.push(if roles.is_empty() { "has no role".to_owned() } else { format!("is {}", list(&roles)) });
    if !person.active.contains(day) {
        said.push("is not with the team".to_owned());
    }
    let is = |at: Option<Value<'_>>| at.and_then(|at| resolve(workspace, at)) == Some(record.number);
    if let Some(sprint) = sprint {
        let mut places = Vec::new();
        for team in &sprint.teams {
            let mut parts: Vec<String> = Vec::new();
            for member in team.members.iter().filter(|member| is(Some(member.person.at))) {
                let from = member.period.from.map(|from| format!(" from {from}")).unwrap_or_default();
                let until = member.period.until.map(|until| format!(" until {until}")).unwrap_or_default();
                parts.push(format!("{}{from}{until}", member.doing.unwrap_or("member")));
            }
            for office in ["product-manager", "engineering-manager", "tech-lead"] {
                if is(team.at.get(office)) {
                    parts.push(spaced(office));
                }
            }
            if team.visiting.iter().any(|visitor| is(Some(visitor.person.at))) {
                parts.push("visitor".to_owned());
            }
            if !parts.is_empty() {
                places.push(format!("{} ({})", linked(workspace, team.team), list(&parts)));
            }
        }
        for entry in sprint.elsewhere.iter().filter(|entry| is(Some(entry.person.at))) {
            let with = entry.at.get("with").or_else(|| entry.at.get("purpose"));
            let with = with.map_or_else(String::new, |with| format!(" ({})", shown(workspace, with)));
            places.push(format!("work elsewhere{with}"));
        }
        said.push(match places.as_slice() {
            [] => format!("is on no team in {}", days(sprint)),
            places => format!("is on {} in {}", list(places), days(sprint)),
        });
    }
    for absence in workspace.absences() {
        let is_on = absence.from <= day && day <= absence.until;
        if is_on && is(Some(absence.person.at)) {
            said.push(format!("is away until {}", absence.until));
        }
    }
}

/// Who is on a team in a sprint, and what it works on.
fn staffed(workspace: &View<'_>, sprint: &Sprint<'_>, team: &SprintTeam<'_>) -> String {
    let members: Vec<String> = team.members.iter().map(|member| linked(workspace, member.person)).collect();
    let work: Vec<String> = team.work.iter().map(|work| linked(workspace, *work)).collect();
    let who = if members.is_empty() { "nobody is named".to_owned() } else { list(&members) };
    let work = if work.is_empty() { String::new() } else { format!("; works on {}", list(&work)) };
    format!("{who} in {}{work}", days(sprint))
}

/// A table of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// The columns. For records of one kind its id, its name where the kind has one, and the first few
    /// telling fields.
    pub columns: Vec<String>,
    /// A row a record: by id where they are of one kind, else by path.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The records of the kind with number `kind` that can be read.
    pub(crate) fn new(workspace: &View<'_>, kind: KindId) -> Self {
        let is_meant = |record: &&Record| record.kind == Some(kind) && record.is_readable();
        Self::alike(workspace, kind, workspace.records().filter(is_meant).collect())
    }

    /// These records: those of one kind as a list of that kind has them.
    pub(crate) fn of<'a>(workspace: &View<'a>, records: &[&'a Record]) -> Self {
        let kind = records.first().and_then(|record| record.kind);
        if let Some(kind) = kind.filter(|kind| records.iter().all(|record| record.kind == Some(*kind))) {
            return Self::alike(workspace, kind, records.to_vec());
        }
        let row = |record: &&Record| {
            let name = workspace.name(record).to_owned();
            vec![workspace.address(record.number), name, record.source.path.to_string()]
        };
        let columns = ["record", "name", "path"];
        Self { columns: columns.map(str::to_owned).to_vec(), rows: records.iter().map(row).collect() }
    }

    fn alike<'a>(workspace: &View<'a>, kind: KindId, mut records: Vec<&'a Record>) -> Self {
        records.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.source.path.cmp(&b.source.path)));
        let kind = workspace.schemas().kind(kind);
        let fields = shown::distinguishing(Some(kind), &records, 5);
        let mut columns = vec!["id"];
        columns.extend(kind.name_field.as_deref());
        columns.extend(fields);
        let cell = |record: &Record, field: &str| match (field, record.root().get(field)) {
            ("id", _) => record.id.to_string(),
            (field, Some(value)) if Some(field) == kind.name_field.as_deref() => {
                value.as_str().unwrap_or_default().to_owned()
            }
            (_, Some(value)) => brief(workspace, value),
            (_, None) => String::new(),
        };
        let rows = records.iter().map(|record| columns.iter().map(|field| cell(record, field)).collect());
        let rows = rows.collect();
        Self { columns: columns.into_iter().map(str::to_owned).collect(), rows }
    }
}
