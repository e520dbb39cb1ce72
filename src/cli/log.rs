//! `teambook log`: the history of one record, from its commits.

use std::collections::BTreeSet;

use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use super::records::Form;
use super::session::StateArgs;
use super::{Failure, GlobalArgs, output, repository, which};
use crate::answers::diff::shown::called;
use crate::answers::diff::{Diff, LogEntry, Sentence};
use crate::answers::page;
use crate::base::words::capital;
use crate::check::change::commits::NONE;
use crate::check::change::{Change, Pairs};
use crate::workspace::Workspace;
use crate::workspace::schema::Schemas;
use crate::world::git::{LogCommit, Repository, Snapshot};

/// Show a record's history: what has changed, when and by whom
///
/// The newest change comes first. A record is followed through renamings. With `--rev` its history ends at
/// that commit.
#[derive(Debug, Args)]
pub(super) struct LogArgs {
    /// The record: `kind:id`, or its id where that is the only one
    #[arg(value_name = "RECORD")]
    record: String,
    #[command(flatten)]
    state: StateArgs,
    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

impl LogArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let session = self.state.read(globals)?;
        let view = session.view();
        let repository = repository(&session.disk.root)?;
        let last = session.revision.as_deref().unwrap_or("HEAD");
        let (path, name, address, note) = match which::record(&view, &self.record) {
            Ok((record, note)) => {
                let name = capital(&called(&view, record));
                (record.source.path.to_string(), name, view.address(record.number), note)
            }
            // A record that was removed has a history, too.
            Err(failure) => match gone(&repository, view.schemas(), last, &self.record) {
                Some(path) => (path, self.record.clone(), self.record, None),
                None => return Err(failure),
            },
        };
        let entries = if session.revision.is_none() && repository.is_unborn()? {
            Vec::new()
        } else {
            History { repository: &repository, as_of: session.as_of }.entries(last, path)?
        };
        // At the edge of a shallow clone all that there is looks new.
        let is_cut = repository.is_shallow()?;
        match self.format {
            Form::Json => {
                output::json(
                    &json!({ "version": 1, "record": address, "cut-off": is_cut, "entries": entries }),
                )?;
            }
            Form::Text => {
                let page = page::diff::life(&name, &address, &entries, is_cut).after(note);
                output::page(&page, globals.style())?;
            }
        }
        Ok(0)
    }
}

/// The path of a record `kind:id` that the commit `last` no longer has.
fn gone(repository: &Repository, schemas: &Schemas, last: &str, written: &str) -> Option<String> {
    let (kind, id) = written.split_once(':')?;
    let folder = &schemas.named(kind)?.1.folder;
    let paths = ["toml", "md"].map(|ending| format!("records/{folder}/{id}.{ending}"));
    paths.into_iter().find(|path| repository.touching(last, path).is_ok_and(|found| !found.is_empty()))
}

/// The commits of a repository, read for the history of one record.
struct History<'r> {
    repository: &'r Repository,
    as_of: Date,
}

impl History<'_> {
    /// What each commit up to `last` did to the record that stands at `path` in the end, the newest first.
    fn entries(&self, last: &str, path: String) -> Result<Vec<LogEntry>, Failure> {
        let mut entries = Vec::new();
        let mut next = Some((last.to_owned(), path));
        while let Some((revision, path)) = next.take() {
            for commit in self.repository.touching(&revision, &path)? {
                let (sentences, former) = self.step(&commit, &path)?;
                // A commit that only rewrites what is there, or only moves the file, changes nothing that a
                // reader would notice.
                if !sentences.is_empty() {
                    entries.push(LogEntry {
                        date: commit.date.to_string(),
                        author: commit.author.clone(),
                        commit: commit.short().to_owned(),
                        message: commit.message.clone(),
                        path: path.clone(),
                        sentences,
                    });
                }
                if let (Some(former), Some(parent)) = (former, commit.parent) {
                    next = Some((parent, former));
                    break;
                }
            }
        }
        Ok(entries)
    }

    /// What `commit` did to the record at `path`, and the path that it had before if that was another one.
    fn step(&self, commit: &LogCommit, path: &str) -> Result<(Vec<Sentence>, Option<String>), Failure> {
        let after = self.repository.revision(&commit.id)?;
        let before = match &commit.parent {
            Some(parent) => self.repository.revision_like(parent, Some(&after))?,
            None => Snapshot::default(),
        };
        let mut paths: BTreeSet<String> = BTreeSet::from([path.to_owned()]);
        if before.get(path).is_none() {
            // It may have been moved from elsewhere in its kind's folder.
            let folder: String = path.split_inclusive('/').take(2).collect();
            let there = before.below(&folder).map(|(old, _)| old);
            paths.extend(there.filter(|old| after.get(old).is_none()).map(str::to_owned));
        }
        let base = self.part(&before, &paths)?;
        let head = self.part(&after, &paths)?;
        let (base, head) = (self.repository.load(&base)?, self.repository.load(&head)?);
        let pairs = Pairs::new(&base, &head);
        let (now, before) = (head.at(path), base.at(path));
        let (base, head) =
            (Workspace::new(&base, self.as_of).view(), Workspace::new(&head, self.as_of).view());
        let change = Change { base: &base, head: &head, pairs: &pairs, commits: &NONE };
        let diff = Diff::new(&change);
        let address = match (now, before) {
            (Some(id), _) => head.address(id),
            (None, Some(id)) => base.address(id),
            (None, None) => return Ok((Vec::new(), None)),
        };
        let former = pairs.kept.iter().find(|pair| Some(pair.head) == now).map(|pair| pair.base);
        let former = former.map(|id| base.record(id).source.path.to_string()).filter(|old| old != path);
        let sentences = diff.about(&address).cloned().collect();
        Ok((sentences, former))
    }

    /// Of `snapshot` the records at `paths` and those that they may name, so that no other is read, however
    /// many there are. A sprint is compared with the sprint before it, too.
    fn part(&self, snapshot: &Snapshot, paths: &BTreeSet<String>) -> Result<Snapshot, Failure> {
        let mut own = paths.clone();
        for path in paths.iter().filter(|path| path.starts_with("records/sprints/")) {
            let sprints = snapshot.below("records/sprints/").map(|(sprint, _)| sprint);
            own.extend(sprints.rev().find(|sprint| *sprint < path.as_str()).map(str::to_owned));
        }
        let mut words: BTreeSet<String> = BTreeSet::new();
        for path in &own {
            let text = self.repository.text(snapshot, path)?.unwrap_or_default();
            let parts = text.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
            words.extend(parts.filter(|word| !word.is_empty()).map(str::to_owned));
        }
        let is_wanted = |path: &str| {
            let file = path.rsplit('/').next().unwrap_or(path);
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            !path.starts_with("records/") || own.contains(path) || words.contains(stem)
        };
        Ok(Snapshot::new(snapshot.iter().filter(|(path, _)| is_wanted(path)), Vec::new()))
    }
}
