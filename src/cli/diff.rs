//! `teambook diff`: what has changed, in sentences.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::records::{load, print_json};
use super::{Failure, Surroundings, ci, line, print, terminal};
use crate::change::commits::NONE;
use crate::change::{Change, Pairs};
use crate::git::Repository;
use crate::read::Disk;
use crate::report::count;
use crate::story::{Sentence, Story};
use crate::text::{Markdown, Text};
use crate::workspace::Workspace;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For programs
    Json,
    /// For a comment or a job's summary
    Markdown,
}

/// Tell what has changed, in sentences about people and work
///
/// What came to the base since the two parted is left out, as in a pull request.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The commit, branch or tag to compare with; in CI it is found from the event
    base: Option<String>,
    /// The commit, branch or tag to look at, instead of the work tree
    head: Option<String>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

impl Diff {
    pub(super) fn run(self, surroundings: &Surroundings) -> Result<u8, Failure> {
        let disk = surroundings.workspace()?;
        let asked = match &self.base {
            Some(base) => base.clone(),
            None => {
                let base = ci::base()?.ok_or_else(|| {
                    Failure::new(
                        "there is nothing to compare with",
                        "name a commit, branch or tag, such as `teambook diff main` or `teambook diff HEAD~1`",
                    )
                })?;
                base.revision(&Repository::open(&disk.root, terminal::is_in_hook())?)?
            }
        };
        let base = parted(&disk, &asked, self.head.as_deref())?;
        let (base, head) = (load(&disk, Some(&base))?, load(&disk, self.head.as_deref())?);
        let pairs = Pairs::new(&base, &head);
        let as_of = terminal::today();
        let (base, head) = (Workspace::new(&base, as_of).view(), Workspace::new(&head, as_of).view());
        let story = Story::new(&Change { base: &base, head: &head, pairs: &pairs, commits: &NONE });
        let what = format!("{} → {}", short(&asked), self.head.as_deref().map_or("work tree", short));
        match self.format {
            Form::Text => print(text(&story, &what).as_bytes())?,
            Form::Markdown => print(markdown(&story, &what).as_bytes())?,
            Form::Json => print_json(&json!({
                "version": 1,
                "base": asked,
                "head": self.head,
                "groups": story.groups,
                "follows": story.follows,
            }))?,
        }
        Ok(0)
    }
}

/// Where `base` and the head parted; `base` itself where it is the newer one, or where history is cut off.
fn parted(disk: &Disk, base: &str, head: Option<&str>) -> Result<String, Failure> {
    let repository = Repository::open(&disk.root, terminal::is_in_hook())?;
    repository.revision(base)?;
    let head = head.unwrap_or("HEAD");
    let parted = repository.merge_base(base, head)?;
    let is_older = parted.is_some() && parted == repository.merge_base(head, head)?;
    Ok(parted.filter(|_| !is_older).unwrap_or_else(|| base.to_owned()))
}

/// A commit's id in short; a name as it is.
fn short(revision: &str) -> &str {
    let is_id = revision.len() >= 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id { &revision[..8] } else { revision }
}

const NOTHING: &str = "nothing has changed that a reader would notice";

fn summary(story: &Story) -> String {
    if story.is_empty() {
        return NOTHING.to_owned();
    }
    let mut records: Vec<&str> = story
        .groups
        .iter()
        .flat_map(|group| &group.sentences)
        .map(|sentence| sentence.record.as_str())
        .collect();
    records.sort_unstable();
    records.dedup();
    format!("{} changed", count(records.len(), "record"))
}

fn text(story: &Story, what: &str) -> String {
    let mut text = format!("{}: {}\n", line(what), summary(story));
    let mut part = |title: &str, sentences: &[Sentence]| {
        if !sentences.is_empty() {
            text.push_str(&format!("\n{}\n", line(title)));
        }
        for sentence in sentences {
            text.push_str(&format!("  {}\n", line(&sentence.text)));
        }
    };
    story.groups.iter().for_each(|group| part(&group.title, &group.sentences));
    part("What follows", &story.follows);
    text
}

/// GitHub takes comments of at most 65,536 characters.
const LONGEST_COMMENT: usize = 60_000;

fn escape(text: &str) -> String {
    Text::from(text).on::<Markdown>().to_string()
}

fn markdown(story: &Story, what: &str) -> String {
    let mut text = format!("### teambook: {}, {}\n", escape(what), escape(&summary(story)));
    let mut left_out = 0;
    let mut part = |title: &str, sentences: &[Sentence]| {
        if !sentences.is_empty() {
            text.push_str(&format!("\n**{}**\n\n", escape(title)));
        }
        for sentence in sentences {
            let line = format!("- {}\n", escape(&sentence.text));
            if text.len() + line.len() > LONGEST_COMMENT {
                left_out += 1;
            } else {
                text.push_str(&line);
            }
        }
    };
    story.groups.iter().for_each(|group| part(&group.title, &group.sentences));
    part("What follows", &story.follows);
    if left_out > 0 {
        let more = count(left_out, "more sentence");
        text.push_str(&format!(
            "\n{more} would be too many for a comment: `teambook diff` tells them all.\n"
        ));
    }
    text
}
