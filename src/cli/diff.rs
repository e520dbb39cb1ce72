//! `teambook diff`: what has changed between two states of the records, in sentences.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::session::{DayArgs, Session};
use super::{Failure, GlobalArgs, ci, output, repository};
use crate::answers::diff;
use crate::answers::page;
use crate::check::change::commits::NONE;
use crate::check::change::{Change, Pairs};
use crate::workspace::Workspace;
use crate::world::git::Repository;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffForm {
    /// For people
    Text,
    /// For programs
    Json,
    /// For a comment or a job's summary
    Markdown,
}

/// Describe what has changed, in sentences about people and work
///
/// What was added to the base since the two diverged is left out, as in a pull request.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The commit, branch or tag to compare with; in CI it is found from the event
    base: Option<String>,
    /// The commit, branch or tag to look at, instead of the work tree
    head: Option<String>,
    #[command(flatten)]
    day: DayArgs,
    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: DiffForm,
}

impl DiffArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let session = Session::read(globals, self.head.as_deref(), self.day)?;
        let repository = repository(&session.disk.root)?;
        let asked = match self.base {
            Some(base) => base,
            None => {
                let base = ci::base()?.ok_or_else(|| {
                    Failure::new(
                        "there is nothing to compare with",
                        "name a commit, branch or tag, such as `teambook diff main` or `teambook diff HEAD~1`",
                    )
                })?;
                base.revision(&repository)?
            }
        };
        let base = merge_base(&repository, &asked, self.head.as_deref())?;
        let base = repository.load(&repository.revision(&base)?)?;
        let pairs = Pairs::new(&base, &session.files);
        let (base, head) = (Workspace::new(&base, session.as_of).view(), session.view());
        let diff = diff::Diff::new(&Change { base: &base, head: &head, pairs: &pairs, commits: &NONE });
        let what = format!("{} → {}", short(&asked), self.head.as_deref().map_or("work tree", short));
        match self.format {
            DiffForm::Text => output::page(&page::diff::page(&diff, &what, ": "), globals.style())?,
            DiffForm::Markdown => output::comment(&page::diff::page(&diff, &what, ", "))?,
            DiffForm::Json => output::json(&json!({
                "version": 1,
                "base": asked,
                "head": self.head,
                "groups": diff.groups,
                "follows": diff.follows,
            }))?,
        }
        Ok(0)
    }
}

/// The merge base of `base` and the head; `base` itself where it is the newer one, or where history is cut
/// off.
fn merge_base(repository: &Repository, base: &str, head: Option<&str>) -> Result<String, Failure> {
    repository.revision(base)?;
    let head = head.unwrap_or("HEAD");
    let found = repository.merge_base(base, head)?;
    let is_older = found.is_some() && found == repository.merge_base(head, head)?;
    Ok(found.filter(|_| !is_older).unwrap_or_else(|| base.to_owned()))
}

/// A commit's id in short; a name as it is.
fn short(revision: &str) -> &str {
    let is_id = revision.len() >= 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id { &revision[..8] } else { revision }
}
