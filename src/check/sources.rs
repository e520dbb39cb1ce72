//! The files that findings stand in. A finding says by [`FileId`] where it is; whoever shows it, orders it or holds it against
//! what is known looks the file up here.

use crate::check::change::commits::Commits;
use crate::record::{FileId, Record};
use crate::workspace::files::Files;
use crate::workspace::links;

/// The files of a workspace, and of a change those that only the change has.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    head: &'a Files,
    change: Option<(&'a Files, &'a Commits)>,
}

impl<'a> Sources<'a> {
    /// Those of the workspace by itself.
    pub const fn of(head: &'a Files) -> Self {
        Self { head, change: None }
    }

    /// Those of the change that leads from `base` to the workspace by `commits`.
    pub const fn since(self, base: &'a Files, commits: &'a Commits) -> Self {
        Self { change: Some((base, commits)), ..self }
    }

    /// The file; the settings where there is none, which no finding of these files names.
    pub fn get(&self, file: FileId) -> &'a Record {
        let found = match file {
            FileId::Record(id) => Some(self.head.get(id)),
            FileId::Settings => None,
            FileId::Schema(index) => self.head.schema_problems().nth(index as usize).map(|(file, _)| file),
            FileId::OwnRule(index) => self.head.own_rules().get(index as usize),
            FileId::Removed(id) => self.change.map(|(base, _)| base.get(id)),
            FileId::Message(index) => {
                self.change.and_then(|(_, commits)| commits.messages().get(index as usize))
            }
        };
        found.unwrap_or_else(|| self.head.settings())
    }

    /// Its path; a record isn't read for that.
    pub fn path(&self, file: FileId) -> &'a str {
        match file {
            FileId::Record(id) => self.head.path(id),
            _ => &self.get(file).source.path,
        }
    }

    /// Its address: `kind:id` of a record, the path of what is none.
    pub fn address(&self, file: FileId) -> String {
        match (file, self.change) {
            (FileId::Record(id), _) => links::address(self.head, id),
            (FileId::Removed(id), Some((base, _))) => links::address(base, id),
            _ => self.path(file).to_owned(),
        }
    }
}
