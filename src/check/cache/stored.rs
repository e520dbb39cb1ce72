//! A finding as the cache stores it: by the name of its rule.

use bitcode::{Decode, Encode};

use crate::base::source::Span;
use crate::check::rules::finding::{Edit, Finding, Place, Suggestion};
use crate::check::units::Rules;
use crate::record::{FileId, RecordId};
use crate::workspace::settings::Level;

/// A finding of a unit.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub(super) struct Stored {
    /// The unit's number.
    pub(super) unit: u32,
    rule: String,
    level: u8,
    message: String,
    at: StoredPlace,
    help: Option<String>,
    also: Vec<(StoredPlace, String)>,
    suggestion: Option<Offer>,
    is_secret: bool,
}

/// A place: file, first byte, one past the last, table.
type StoredPlace = (FileId, u32, u32, u32);

/// Title, edits, and whether they are safe.
type Offer = (String, Vec<(StoredPlace, String)>, bool);

const LEVELS: [Level; 3] = [Level::Note, Level::Warning, Level::Error];

impl Stored {
    pub(super) fn new(unit: u32, finding: &Finding) -> Self {
        let edits = |edits: &[Edit]| edits.iter().map(|edit| (at(edit.place), edit.text.clone())).collect();
        let of_suggestion = |suggestion: &Suggestion| {
            (suggestion.title.clone(), edits(&suggestion.edits), suggestion.is_safe)
        };
        Self {
            unit,
            rule: finding.rule.name().to_owned(),
            level: LEVELS.iter().position(|level| *level == finding.level).unwrap_or_default() as u8,
            message: finding.message.clone(),
            at: at(finding.at),
            help: finding.help.clone(),
            also: finding.also.iter().map(|(place, words)| (at(*place), words.clone())).collect(),
            suggestion: finding.suggestion.as_ref().map(of_suggestion),
            is_secret: finding.is_secret,
        }
    }

    /// The finding; none where none of `rules` has found it.
    pub(super) fn finding(&self, rules: &Rules) -> Option<Finding> {
        let edit = |(at, text): &(StoredPlace, String)| Edit { place: place(*at), text: text.clone() };
        Some(Finding {
            rule: rules.named(&self.rule)?.rule.clone(),
            level: *LEVELS.get(self.level as usize)?,
            message: self.message.clone(),
            at: place(self.at),
            help: self.help.clone(),
            also: self.also.iter().map(|(at, words)| (place(*at), words.clone())).collect(),
            suggestion: self.suggestion.as_ref().map(|(title, edits, is_safe)| Suggestion {
                title: title.clone(),
                edits: edits.iter().map(edit).collect(),
                is_safe: *is_safe,
            }),
            is_secret: self.is_secret,
        })
    }

    /// The same where units and records have other numbers; none if it stands in a record that is gone.
    pub(super) fn renumbered(&self, unit: u32, now: impl Fn(RecordId) -> Option<RecordId>) -> Option<Self> {
        let moved = |(file, start, end, table): StoredPlace| match file {
            FileId::Record(id) => Some((FileId::Record(now(id)?), start, end, table)),
            other => Some((other, start, end, table)),
        };
        let all = |places: &[(StoredPlace, String)]| {
            places.iter().map(|(at, text)| Some((moved(*at)?, text.clone()))).collect::<Option<Vec<_>>>()
        };
        let suggestion = match &self.suggestion {
            Some((title, edits, is_safe)) => Some((title.clone(), all(edits)?, *is_safe)),
            None => None,
        };
        Some(Self { unit, at: moved(self.at)?, also: all(&self.also)?, suggestion, ..self.clone() })
    }
}

const fn at(place: Place) -> StoredPlace {
    (place.file, place.span.start, place.span.end, place.table)
}

const fn place((file, start, end, table): StoredPlace) -> Place {
    Place { file, span: Span { start, end }, table }
}
