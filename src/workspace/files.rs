//! A workspace's files, read and parsed: each against its kind's schema, nothing yet against another.
//! Where the bytes come from — disk, index, revision, editor — is the caller's business.

mod state;

use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::record::{self, Fault, FileId, KindId, Record, RecordId, parse};
use crate::workspace::schema::{Kind, Schemas};

pub use state::State;

/// The settings' file name, which marks a workspace's root.
pub const SETTINGS_FILE: &str = "teambook.toml";

/// A record is at most this long, in bytes: what is longer is no record.
pub const LONGEST_RECORD: u64 = 4 << 20;

/// What a path under the workspace's root holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// The bytes of a regular file.
    Bytes(Vec<u8>),
    /// A symbolic link, which isn't followed.
    Link,
    /// A file of this many bytes, more than [`LONGEST_RECORD`]; its content isn't read.
    TooLong(u64),
    /// A file or folder that can't be read, and why.
    Unreadable(String),
    /// Both sides of a merge that isn't finished.
    Unmerged,
    /// Neither file, folder nor link: a device, a pipe.
    Special,
    /// The folder of another repository: a submodule.
    Repository,
    /// Something whose name isn't UTF-8.
    NotText,
}

impl Content {
    /// The bytes; none of what is no file.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            _ => &[],
        }
    }
}

/// The id of a file's content, where whoever lists the files knows it: two files with one id hold the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId(pub [u8; 32]);

/// A file that is there: what is known of it without reading it.
#[derive(Clone, Copy)]
struct Listed {
    /// Where its path ends among all of them; it begins where the one before ends.
    end: u32,
    /// Where its stem, which is its id, begins and ends.
    stem: (u32, u32),
    /// The kind whose folder it lies in, whatever it holds.
    kind: Option<KindId>,
    content: Option<ContentId>,
}

/// Gives a path's content.
type Fetch = Box<dyn Fn(&str) -> Content + Send + Sync>;

/// All files of a workspace. A record is read when it is first asked for, or all of them at once.
pub struct Files {
    /// Built-in kinds and those of the workspace.
    pub schemas: Schemas,
    /// All files under `records/` in the order of their paths, but for hidden ones and README.md.
    listed: Vec<Listed>,
    /// Their paths, one after another.
    paths: String,
    records: Vec<OnceLock<Box<Record>>>,
    /// For records that weren't read yet.
    fetch: Option<Fetch>,
    settings: Record,
    /// The workspace's schemas that need a word, as [`Schemas::problems`] lists them.
    unsound_schemas: Vec<Record>,
    own_rules: Vec<Record>,
}

impl Files {
    /// Reads the files at `paths`, which stand under `records/`, and the workspace's settings. Its schemas
    /// and its own rules are `adjacent` to them, each by its path. `fetch` gives a path's content and is
    /// called from several threads.
    pub fn load<F>(
        settings: Content,
        adjacent: &[(String, Content)],
        mut paths: Vec<String>,
        fetch: F,
    ) -> Self
    where
        F: Fn(&str) -> Content + Sync,
    {
        paths.par_sort_unstable();
        let files = Self::list(settings, adjacent, paths.iter().map(|path| (&**path, None)));
        let read = |number: usize| {
            let record = files.read(number, fetch(files.path(RecordId(number as u32))));
            let _ = files.records[number].set(Box::new(record));
        };
        (0..files.len()).into_par_iter().with_min_len(32).for_each(read);
        files
    }

    /// Lists files, in the order of their paths and with the id of what each holds. A record is read when it
    /// is first asked for: by `fetch`, from any thread.
    pub fn on_demand<'p>(
        settings: Content,
        adjacent: &[(String, Content)],
        paths: impl Iterator<Item = (&'p str, ContentId)>,
        fetch: impl Fn(&str) -> Content + Send + Sync + 'static,
    ) -> Self {
        let paths = paths.map(|(path, content)| (path, Some(content)));
        Self { fetch: Some(Box::new(fetch)), ..Self::list(settings, adjacent, paths) }
    }

    fn list<'p>(
        settings: Content,
        adjacent: &[(String, Content)],
        paths: impl Iterator<Item = (&'p str, Option<ContentId>)>,
    ) -> Self {
        let mut schemas =
            Schemas::with(adjacent.iter().map(|(path, content)| (path.as_str(), content.bytes())));
        for problem in &mut schemas.problems {
            let content = adjacent.iter().find(|(path, _)| *path == problem.path).map(|(_, content)| content);
            if let Some((message, _)) = content.and_then(instead_of_text) {
                problem.message = Some(message);
            }
        }
        let schemas = schemas;
        let (mut listed, mut all): (Vec<Listed>, String) = (Vec::new(), String::new());
        // Neighbours mostly lie in one folder.
        let (mut last, mut folder) = ("", ("", None, true));
        for (path, content) in paths {
            let adjacent = path.strip_prefix(folder.0).and_then(|rest| rest.strip_prefix('/'));
            let (inner, name) = match adjacent.filter(|name| !name.bytes().any(|byte| byte == b'/')) {
                Some(name) => (folder.0, name),
                None => path.rsplit_once('/').unwrap_or(("", path)),
            };
            if inner != folder.0 || last.is_empty() {
                folder = (inner, kind_of(&schemas, path), is_passed_over(inner));
            }
            if folder.2 || name.starts_with('.') || name == "README.md" || path == last {
                continue;
            }
            last = path;
            let start = (all.len() + path.len() - name.len()) as u32;
            let stem = (start, start + record::stem(name).len() as u32);
            all.push_str(path);
            listed.push(Listed { end: all.len() as u32, stem, kind: folder.1, content });
        }
        let checked = |path: &str, content: Content, kind: &Kind, file: FileId| {
            let mut record = of_content(&Arc::from(path), content).known_as(file);
            if record.is_readable() {
                let (references, faults) = kind.check(&record);
                record.references = references;
                record.faults.extend(faults);
            }
            record
        };
        let settings = checked(SETTINGS_FILE, settings, schemas.settings(), FileId::Settings);
        let problems = schemas.problems.iter().zip(0..).map(|(problem, index)| {
            Record::empty(&*problem.path, &problem.text, Vec::new()).known_as(FileId::Schema(index))
        });
        let unsound_schemas = problems.collect();
        let rules = adjacent.iter().filter(|(path, _)| path.starts_with("rules/") || path == "rules");
        let rules = rules.zip(0..).map(|((path, content), index)| {
            checked(path, content.clone(), schemas.own_rule(), FileId::OwnRule(index))
        });
        let own_rules = rules.collect();
        let records = listed.iter().map(|_| OnceLock::new()).collect();
        Self { schemas, listed, paths: all, records, fetch: None, settings, unsound_schemas, own_rules }
    }

    /// Reads files that are given as text: examples and tests.
    pub fn from_texts(texts: &[(String, String)]) -> Self {
        let text = |path: &str| {
            texts.iter().find(|(known, _)| known == path).map(|(_, text)| text.clone().into_bytes())
        };
        let adjacent: Vec<_> = texts
            .iter()
            .filter(|(path, _)| path.starts_with("schemas/") || path.starts_with("rules/"))
            .map(|(path, text)| (path.clone(), Content::Bytes(text.clone().into_bytes())))
            .collect();
        let paths =
            texts.iter().map(|(path, _)| path.clone()).filter(|path| path.starts_with("records/")).collect();
        Self::load(Content::Bytes(text(SETTINGS_FILE).unwrap_or_default()), &adjacent, paths, |path| {
            Content::Bytes(text(path).unwrap_or_default())
        })
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// The records' numbers, in the order of their paths.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = RecordId> + Clone + use<> {
        (0..self.listed.len() as u32).map(RecordId)
    }

    /// All records in the order of their paths; those that weren't read yet are, on all cores.
    pub fn records(&self) -> impl ExactSizeIterator<Item = &Record> + Clone {
        self.read_all();
        self.ids().map(|id| self.get(id))
    }

    /// Reads, on all cores, the records that weren't read yet.
    pub fn read_all(&self) {
        if self.fetch.is_some() {
            (0..self.len()).into_par_iter().with_min_len(32).for_each(|number| {
                self.get(RecordId(number as u32));
            });
        }
    }

    /// The path of record `id`; its file isn't read.
    pub fn path(&self, id: RecordId) -> &str {
        let Some(listed) = self.listed.get(id.index()) else { return "" };
        let start = id.index().checked_sub(1).map_or(0, |before| self.listed[before].end);
        self.paths.get(start as usize..listed.end as usize).unwrap_or_default()
    }

    /// The kind in whose folder record `id` lies; its file isn't read.
    pub fn kind(&self, id: RecordId) -> Option<KindId> {
        self.listed.get(id.index())?.kind
    }

    /// The kind in whose folder a file at `path` lies.
    pub fn kind_of(&self, path: &str) -> Option<KindId> {
        kind_of(&self.schemas, path)
    }

    /// The id of record `id`, which is its file's stem; the file isn't read.
    pub fn stem(&self, id: RecordId) -> &str {
        let (start, end) = self.listed.get(id.index()).map_or((0, 0), |listed| listed.stem);
        self.paths.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The id of what record `id` holds, where it is known.
    pub fn content(&self, id: RecordId) -> Option<ContentId> {
        self.listed.get(id.index())?.content
    }

    /// Says what each record holds, where that isn't known and `identify` gives the id that a text has.
    pub fn identify(&mut self, identify: impl Fn(&str) -> Option<ContentId> + Sync) {
        if self.fetch.is_some() {
            return;
        }
        let records = &self.records;
        self.listed.par_iter_mut().zip(records).with_min_len(64).for_each(|(listed, record)| {
            listed.content = record
                .get()
                .filter(|record| record.is_readable())
                .and_then(|record| identify(&record.source.text));
        });
    }

    /// The number of the record at `path`.
    pub fn at(&self, path: &str) -> Option<RecordId> {
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = RecordId(low.midpoint(high));
            match self.path(middle).cmp(path) {
                Ordering::Less => low = middle.0 + 1,
                Ordering::Greater => high = middle.0,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// `teambook.toml`, empty where there is none.
    pub const fn settings(&self) -> &Record {
        &self.settings
    }

    /// The workspace's schemas that need a word, each with what is wrong.
    pub fn schema_problems(&self) -> impl ExactSizeIterator<Item = (&Record, Option<&str>)> {
        self.unsound_schemas
            .iter()
            .zip(&self.schemas.problems)
            .map(|(file, problem)| (file, problem.message.as_deref()))
    }

    /// The files of the workspace's own rules, by path.
    pub fn own_rules(&self) -> &[Record] {
        &self.own_rules
    }

    /// The record with number `id`; the settings where none has it.
    pub fn get(&self, id: RecordId) -> &Record {
        match self.records.get(id.index()) {
            Some(record) => record.get_or_init(|| Box::new(self.fetched(id))),
            None => &self.settings,
        }
    }

    fn fetched(&self, id: RecordId) -> Record {
        let content = match &self.fetch {
            Some(fetch) => fetch(self.path(id)),
            None => Content::Unreadable("it wasn't read".to_owned()),
        };
        self.read(id.index(), content)
    }

    fn read(&self, number: usize, content: Content) -> Record {
        let id = RecordId(number as u32);
        let record = read(&self.schemas, &Arc::from(self.path(id)), self.listed[number].kind, content);
        record.known_as(FileId::Record(id))
    }
}

/// Whether the file at `path` is a schema or an own rule, or stands where their folder should. A rule in a
/// folder of its own is read, and reported.
pub fn is_adjacent(path: &str) -> bool {
    let inner = |folder: &str| path.strip_prefix(folder).filter(|name| !name.starts_with('.'));
    matches!(path, "schemas" | "rules")
        || inner("schemas/").is_some_and(|name| name.ends_with(".schema.json") && !name.contains('/'))
        || inner("rules/").is_some_and(|name| name.ends_with(".toml") && !name.contains("/."))
}

/// Hidden files and README.md may stand anywhere.
pub fn is_passed_over(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.')) || path.ends_with("/README.md")
}

/// The kind in whose folder the file at `path` lies.
fn kind_of(schemas: &Schemas, path: &str) -> Option<KindId> {
    let (folder, _) = path.strip_prefix("records/")?.split_once('/')?;
    schemas.of_folder(folder)
}

fn read(schemas: &Schemas, path: &Arc<str>, kind: Option<KindId>, content: Content) -> Record {
    if !matches!(content, Content::Bytes(_)) {
        let mut record = of_content(path, content);
        record.kind = kind;
        return record;
    }
    if let Some(fault) = stray(schemas, path, kind) {
        let mut record = Record::empty(Arc::clone(path), "", vec![fault]);
        record.kind = kind;
        return record;
    }
    let mut record = of_content(path, content);
    record.kind = kind;
    if let (true, Some(kind)) = (record.is_readable(), kind) {
        let (references, faults) = schemas.kind(kind).check(&record);
        record.references = references;
        record.faults.extend(faults);
    }
    record
}

fn of_content(path: &Arc<str>, content: Content) -> Record {
    let fault = match (instead_of_text(&content), content) {
        (None, Content::Bytes(bytes)) => return parse(Arc::clone(path), bytes),
        (Some((message, help)), _) => Fault::Stray { message, help: help.to_owned() },
        (None, _) => Fault::Conflict(crate::base::source::Span::default()),
    };
    Record::empty(Arc::clone(path), "", vec![fault])
}

/// What `content` is instead of a text, and what to do; none of a text, whole or in two.
pub(crate) fn instead_of_text(content: &Content) -> Option<(String, &'static str)> {
    Some(match content {
        Content::Bytes(_) | Content::Unmerged => return None,
        Content::Link => (
            "this is a symbolic link, and what it points at may lie outside the records".to_owned(),
            "put the file itself here",
        ),
        Content::TooLong(bytes) => (
            format!("the file has {bytes} bytes, and a record is at most {LONGEST_RECORD} long"),
            "keep what belongs to the record and link to the rest",
        ),
        Content::Unreadable(why) => {
            (format!("it can't be read: {why}"), "see to its permissions, then check again")
        }
        Content::Special => ("this is neither a file nor a folder of files".to_owned(), "remove it"),
        Content::Repository => (
            "this is another git repository (a submodule), and its files aren't this workspace's".to_owned(),
            "move it out of the workspace, or take it out of git and add its files themselves",
        ),
        Content::NotText => {
            ("its name isn't UTF-8".to_owned(), "rename it: lower-case letters, digits and hyphens")
        }
    })
}

/// Why the file at `path` is no record, if it is none.
fn stray(schemas: &Schemas, path: &str, kind: Option<KindId>) -> Option<Fault> {
    let mut parts = path.split('/').skip(1);
    let folder = parts.next().unwrap_or_default();
    let is_nested = parts.next().is_some();
    let file = path.rsplit('/').next().unwrap_or(path);
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let folders = || schemas.kinds().iter().map(|kind| kind.folder.as_str());
    let (message, help) = if !is_nested {
        (
            "a record stands in its kind's folder, and this file stands in none".to_owned(),
            format!("move it to one of: {}", folders().collect::<Vec<_>>().join(", ")),
        )
    } else if kind.is_none() && schemas.problems.iter().any(|problem| problem.message.is_some()) {
        // It may be the folder of a kind whose schema can't be used, which is reported.
        return None;
    } else if kind.is_none() {
        let by_name = schemas.named(folder).map(|(_, kind)| kind.folder.as_str());
        let help = match by_name.or_else(|| crate::base::nearest::nearest(folder, folders())) {
            Some(near) => format!("did you mean `records/{near}/`?"),
            None => format!(
                "use one of the kinds' folders ({}), or add a kind: schemas/NAME.schema.json with \"x-folder\": \"{folder}\"",
                folders().collect::<Vec<_>>().join(", ")
            ),
        };
        (format!("there is no kind of record whose folder is `{folder}`"), help)
    } else if ending != "toml" && ending != "md" {
        (
            format!("`{file}` is no record: records end in .toml or .md"),
            "rename it, or keep it outside records/".to_owned(),
        )
    } else {
        return None;
    };
    Some(Fault::Stray { message, help })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_a_fault_of_its_file_and_nothing_else() {
        let paths = ["records/people/a.toml", "records/people/b.toml", "records/people/locked"];
        let fetch = |path: &str| match path {
            "records/people/a.toml" => {
                Content::Bytes(b"name = \"A\"\nroles = [{ role = \"engineer\" }]\n".to_vec())
            }
            "records/people/b.toml" => Content::Unreadable("permission denied".to_owned()),
            _ => Content::Unreadable("a folder that is locked".to_owned()),
        };
        let paths = paths.map(str::to_owned).to_vec();
        let files = Files::load(Content::Unreadable("permission denied".to_owned()), &[], paths, fetch);
        let is_readable: Vec<bool> = files.records().map(Record::is_readable).collect();
        assert_eq!(is_readable, [true, false, false]);
        assert!(!files.settings().is_readable());
        let told = |record: &Record| match &record.faults[..] {
            [Fault::Stray { message, .. }] => message.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(told(files.get(RecordId(1))), "it can't be read: permission denied");
        assert_eq!(told(files.settings()), "it can't be read: permission denied");
    }
}
