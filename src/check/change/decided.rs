//! Decisions that were decided before a change, and what it does to their text.

use super::{Change, Trace, reads_the_same};
use crate::base::source::Span;
use crate::record::{Record, RecordId, Value};
use crate::record::{Section, sections};
use crate::workspace::kind;
use crate::workspace::model::{Decision, Status};

/// The fields whose text binds.
const NORMATIVE: [&str; 3] = ["title", "options", "clauses"];
/// The fields that say how it came about.
const WORDING: [&str; 6] = ["summary", "decided", "driver", "deciders", "consulted", "informed"];
/// The headings whose text binds, in the forms that are in use.
const BINDING: [&str; 3] = ["decision", "decision outcome", "consequences"];

/// A part of a decision that says something else now.
#[derive(Debug)]
pub struct DecisionEdit {
    /// The part, in words.
    pub part: String,
    /// Where it is now.
    pub span: Span,
    /// Whether it stands below a heading, not in a field.
    pub is_prose: bool,
    /// Whether nothing stood there before.
    pub is_first: bool,
}

/// What a change does to the text of a decision.
#[derive(Debug, Default)]
pub struct Edits {
    /// To what binds: title, options, clauses, the decision and its consequences.
    pub normative: Vec<DecisionEdit>,
    /// To the account of how it came about.
    pub wording: Vec<DecisionEdit>,
}

/// What stands below a heading, with the headings below it.
struct TextSection {
    heading: String,
    binds: bool,
    span: Span,
    text: String,
}

impl<'a> Change<'_, 'a> {
    /// How `record`, one of the base, was decided, such as `accepted on 2020-11-20`; nothing if it wasn't.
    /// From then on it is history.
    pub fn decided_as(&self, record: &Record) -> Option<String> {
        let decision = self.decision(record.number)?;
        let word = match (*decision.status)? {
            _ if self.is_superseded(record.number) => return Some("superseded".to_owned()),
            Status::Accepted => "accepted",
            Status::Rejected => "rejected",
            Status::Retired => return Some("retired".to_owned()),
            Status::Draft | Status::Proposed | Status::Deferred | Status::Withdrawn => return None,
        };
        let on = decision.decided.map_or_else(String::new, |day| format!(" on {day}"));
        Some(format!("{word}{on}"))
    }

    /// Whether `record`, one of the base, was decided.
    pub fn is_decided(&self, record: &Record) -> bool {
        self.decided_as(record).is_some()
    }

    /// The changed decisions that were decided before and have kept their id: before, after, and how.
    pub fn decided(&self) -> impl Iterator<Item = (&'a Record, &'a Record, String)> {
        let kept = self.changed(kind::DECISION).filter(|(_, _, trace)| *trace == Trace::Id);
        kept.filter_map(|(base, head, _)| Some((base, head, self.decided_as(base)?)))
    }

    /// A decision of the base.
    fn decision(&self, id: RecordId) -> Option<&Decision<'a>> {
        self.base.decision(id)
    }

    fn is_superseded(&self, id: RecordId) -> bool {
        self.base.named_at(id).any(|value| {
            let by = self.decision(value.number());
            value.parent().key() == "supersedes" && by.is_some_and(|by| by.status == Some(Status::Accepted))
        })
    }

    /// What the change does to the text of a decision.
    pub fn edits(&self, base: &'a Record, head: &'a Record) -> Edits {
        let fields = |fields: &[&str]| -> Vec<DecisionEdit> {
            let edit = |field: &&str| {
                let span = self.field_difference(base, head, field)?.span();
                let is_first = base.root().get(field).is_none();
                Some(DecisionEdit { part: format!("`{field}`"), span, is_prose: false, is_first })
            };
            fields.iter().filter_map(edit).collect()
        };
        let mut edits = Edits { normative: fields(&NORMATIVE), wording: fields(&WORDING) };
        prose_edits(base, head, &mut edits);
        edits
    }

    /// Where the field of the head says something else, or where it would stand.
    pub fn field_difference(&self, base: &'a Record, head: &'a Record, field: &str) -> Option<Value<'a>> {
        match (base.root().get(field), head.root().get(field)) {
            (Some(before), Some(after)) => self.difference(before, after),
            (None, Some(after)) => Some(after),
            (Some(_), None) => Some(head.place()),
            (None, None) => None,
        }
    }
}

fn prose_edits(base: &Record, head: &Record, edits: &mut Edits) {
    let (before, after) = (parts(base), parts(head));
    let is_blank = |part: &TextSection| part.text.trim().is_empty();
    let mut add = |part: &TextSection, span, is_first| {
        let edits = if part.binds { &mut edits.normative } else { &mut edits.wording };
        let part = match &*part.heading {
            "" => "the text above the first heading".to_owned(),
            heading => format!("the section {heading}"),
        };
        edits.push(DecisionEdit { part, span, is_prose: true, is_first });
    };
    for part in &after {
        match before.iter().find(|other| other.heading == part.heading) {
            Some(other) if reads_the_same(&other.text, &part.text) => {}
            Some(other) => add(part, part.span, is_blank(other)),
            None if is_blank(part) => {}
            None => add(part, part.span, true),
        }
    }
    let is_lost =
        |part: &&TextSection| !is_blank(part) && !after.iter().any(|other| other.heading == part.heading);
    for part in before.iter().filter(is_lost) {
        add(part, head.place().span(), false);
    }
}

/// The prose of `record` by its outermost headings; what binds is a part of its own, however deep.
fn parts(record: &Record) -> Vec<TextSection> {
    let Some(prose) = record.prose else { return Vec::new() };
    let sections = sections(record);
    let end_of = |index: usize| sections.get(index).map_or(prose.end, |section| section.heading.start);
    let text = |start: u32, end: u32| record.slice(Span { start, end }).to_owned();
    let mut parts = vec![TextSection {
        heading: String::new(),
        binds: false,
        span: Span { start: prose.start, end: prose.start },
        text: text(prose.start, end_of(0)),
    }];
    let mut above: Vec<&Section> = Vec::new();
    for (index, section) in sections.iter().enumerate() {
        above.retain(|other| other.level < section.level);
        above.push(section);
        let binding = above.iter().find(|section| binds(&section.title));
        let Some(part) = binding.or(above.first()) else { continue };
        let own = if part.heading == section.heading { section.heading.end } else { section.heading.start };
        let text = text(own, end_of(index + 1));
        match parts.iter_mut().find(|known| known.heading == part.title) {
            Some(known) => known.text.push_str(&text),
            None => parts.push(TextSection {
                heading: part.title.clone(),
                binds: binding.is_some(),
                span: part.heading,
                text,
            }),
        }
    }
    parts
}

/// Whether what stands below `heading` binds.
fn binds(heading: &str) -> bool {
    BINDING.contains(&heading.trim().to_lowercase().as_str())
}
