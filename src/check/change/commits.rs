//! The commits that a change is made of: what their messages say of edits to decisions, and which of them only
//! reformat. Both let a decided record be edited, and both stand in history for everybody to read.

use super::Change;
use crate::base::id;
use crate::base::source::Span;
use crate::record::{self, FileId, Record};

/// The trailer of a commit's message that says why it edits a decision: `Decision-Edit: 0001-use-kask a slip`.
pub const TRAILER: &str = "Decision-Edit";

/// A commit between base and head, or what isn't committed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    /// Its id, whole; empty for what isn't committed yet.
    pub id: String,
    /// Its whole message.
    pub message: String,
    /// The files that it touches, by path from the workspace's root. Asked for only where the settings list commits
    /// that reformat.
    pub touched: Vec<String>,
}

/// The commits of a change, the newest first.
#[derive(Debug, Default)]
pub struct Commits {
    list: Vec<Commit>,
    /// The messages that have a trailer: findings can stand in them.
    messages: Vec<Record>,
}

/// No commits: two states of which nobody says how the one became the other.
pub static NONE: Commits = Commits { list: Vec::new(), messages: Vec::new() };

impl Commits {
    /// The commits of `list`, the newest first.
    pub fn new(list: Vec<Commit>) -> Self {
        let has_trailer = |commit: &&Commit| commit.message.lines().any(|line| after_key(line).is_some());
        let message = |(commit, index): (&Commit, u32)| {
            let name = if commit.id.is_empty() { "message" } else { "commit " };
            let short = commit.id.get(..8).unwrap_or(&commit.id);
            let message = Record::empty(format!("{name}{short}"), &commit.message, Vec::new());
            message.known_as(FileId::Message(index))
        };
        let messages = list.iter().filter(has_trailer).zip(0..).map(message).collect();
        Self { list, messages }
    }

    /// The messages that have a trailer.
    pub fn messages(&self) -> &[Record] {
        &self.messages
    }
}

/// What a line says after the trailer's key, if it is such a trailer.
fn after_key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    key.trim_end().eq_ignore_ascii_case(TRAILER).then_some(rest)
}

/// What a commit says of an edit to a decision.
#[derive(Clone, Copy, Debug)]
pub struct Trailer<'a> {
    /// The message.
    pub message: &'a Record,
    /// Where the decision is named; the whole line where it isn't.
    pub span: Span,
    /// The decision as it is named.
    pub decision: &'a str,
    /// Whether a reason is given.
    pub has_reason: bool,
}

impl Trailer<'_> {
    /// Whether it names `record`: by id, or by the number alone.
    pub fn names(&self, record: &Record) -> bool {
        let named = self.decision.strip_prefix("decision:").unwrap_or(self.decision);
        let is_number = !named.is_empty() && named.bytes().all(|byte| byte.is_ascii_digit());
        *record.id == *named || (is_number && id::leading_number(&record.id) == id::leading_number(named))
    }
}

impl<'c> Change<'c, '_> {
    /// What the commits say of edits to decisions.
    pub fn trailers(&self) -> impl Iterator<Item = Trailer<'c>> + use<'c> {
        self.commits.messages.iter().flat_map(trailers)
    }

    /// Whether the commits say that `head`, a decision, may read otherwise than before: one by a trailer, or all that
    /// touch it by being listed as commits that only reformat.
    pub fn is_edit_granted(&self, head: &Record) -> bool {
        self.trailers().any(|trailer| trailer.names(head)) || self.is_reformatted(head)
    }

    fn is_reformatted(&self, head: &Record) -> bool {
        let bulk = &self.head.settings().bulk_commits;
        let is_of_record = |path: &String| path.starts_with("records/") && record::stem(path) == &*head.id;
        let mut touching = self.commits.list.iter().filter(|commit| commit.touched.iter().any(is_of_record));
        let is_listed = |commit: &Commit| bulk.iter().any(|listed| *listed == commit.id);
        !bulk.is_empty() && touching.clone().next().is_some() && touching.all(is_listed)
    }
}

fn trailers(message: &Record) -> Vec<Trailer<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in message.source.text.split_inclusive('\n') {
        if let Some(rest) = after_key(line) {
            let words = rest.trim_start();
            let at = start + line.len() - words.len();
            let decision = words.split_whitespace().next().unwrap_or_default();
            let span = if decision.is_empty() {
                Span::new(start, start + line.trim_end().len())
            } else {
                Span::new(at, at + decision.len())
            };
            let has_reason = words[decision.len()..].chars().any(char::is_alphanumeric);
            found.push(Trailer { message, span, decision, has_reason });
        }
        start += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailers_are_read_wherever_they_stand() {
        let text = "Mend a slip\n\nDecision-Edit: 0001-a  one word\nDecision-edit : decision:0002\ndecision-edit:\r\nDecision-Edited: 3 x\n";
        let message = Record::empty("message", text, Vec::new());
        let read: Vec<_> = trailers(&message)
            .iter()
            .map(|trailer| (trailer.decision, trailer.has_reason, message.slice(trailer.span)))
            .collect();
        assert_eq!(
            read,
            [
                ("0001-a", true, "0001-a"),
                ("decision:0002", false, "decision:0002"),
                ("", false, "decision-edit:")
            ]
        );
    }

    #[test]
    fn a_decision_is_named_by_id_or_by_number() {
        let record = Record::empty("records/decisions/0012-use-kask.md", "", Vec::new());
        let names = |text: &str| {
            let message = Record::empty("message", &format!("Decision-Edit: {text} why\n"), Vec::new());
            trailers(&message)[0].names(&record)
        };
        assert!(names("0012-use-kask") && names("decision:0012-use-kask") && names("0012") && names("12"));
        assert!(!names("0012-use") && !names("use-kask") && !names("1") && !names("0"));
    }
}
