//! Findings made ready for a format: all text in them is for the format's medium.

use std::marker::PhantomData;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::{Report, Style};
use crate::base::source::{Source, Span};
use crate::base::text::{Medium, Text};
use crate::check::fingerprint::{Identity, fingerprints};
use crate::check::rules::finding::{Finding, Place};
use crate::check::rules::{AnyRule, own, page};
use crate::record::FileId;
use crate::workspace::settings::Level;

/// What a format writes: the findings, and what there is to know of the check.
pub(super) struct ShownReport<'r, M: Medium> {
    /// The findings, in order.
    pub findings: Vec<ShownFinding<'r, M>>,
    /// How many records were checked.
    pub records: usize,
    /// The day on which they were.
    pub as_of: Date,
    /// How many findings an ignore has accepted.
    pub ignored: usize,
    /// How many findings the baseline has accepted.
    pub baselined: usize,
    /// What was done and found, in a line that is the same every time.
    pub verdict: Text<'r, M>,
    /// The same, and how long it took.
    pub summary: Text<'r, M>,
    /// The workspace's folder, for links to its files.
    pub root: Option<Text<'r, M>>,
    pub style: Style,
    /// The findings that are accepted, each with the reason.
    pub accepted: Vec<(ShownFinding<'r, M>, Text<'r, M>)>,
    rules: Vec<AnyRule>,
}

#[derive(Serialize)]
#[serde(bound(serialize = "Text<'r, M>: Serialize, Text<'r, M::Name>: Serialize"))]
pub(super) struct ShownFinding<'r, M: Medium> {
    pub rule: Text<'r, M::Name>,
    pub level: Level,
    /// Whether it makes the check fail.
    #[serde(skip)]
    pub fails: bool,
    pub message: Text<'r, M>,
    #[serde(rename = "help")]
    pub advice: Text<'r, M>,
    /// What makes it the same one tomorrow.
    #[serde(rename = "record", serialize_with = "record")]
    identity: Identity<'r>,
    #[serde(flatten)]
    pub at: Location<'r, M::Name>,
    /// Other places that belong to it, each with a few words.
    #[serde(rename = "related")]
    pub also: Vec<Related<'r, M>>,
    /// Edits that would fix it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<ShownSuggestion<'r, M>>,
    /// Whether an ignore may accept it.
    #[serde(skip)]
    pub may_be_ignored: bool,
    /// Whether what stands at the place must not be shown.
    #[serde(skip)]
    pub is_secret: bool,
}

fn record<S: Serializer>(identity: &Identity<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&identity.record)
}

/// A place in a file.
#[derive(Serialize)]
#[serde(bound(serialize = "Text<'r, M>: Serialize"))]
pub(super) struct Location<'r, M> {
    /// The file's path from the workspace's root.
    pub path: Text<'r, M>,
    pub span: Region,
    /// The file's path from the repository's root.
    #[serde(skip)]
    pub path_in_repository: Text<'r, M>,
    #[serde(skip)]
    pub file: File<'r, M>,
}

/// A part of a file.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Region {
    pub start: Point,
    pub end: Point,
}

/// A point in a file. `byte` counts from 0 in the file, `line` and `column` from 1; columns are characters.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Point {
    pub byte: u32,
    pub line: usize,
    pub column: usize,
    /// Its column in bytes, from 1.
    #[serde(skip)]
    pub byte_column: u32,
}

/// Another place of a finding.
#[derive(Serialize)]
#[serde(bound(serialize = "Text<'r, M>: Serialize"))]
pub(super) struct Related<'r, M> {
    /// What it has to do with it.
    pub message: Text<'r, M>,
    #[serde(flatten)]
    pub at: Location<'r, M>,
}

/// Edits that fix a finding, all or none.
#[derive(Serialize)]
#[serde(bound(serialize = "Text<'r, M>: Serialize"))]
pub(super) struct ShownSuggestion<'r, M> {
    /// What they do, as an order.
    pub title: Text<'r, M>,
    /// Whether they keep what the writer meant.
    pub safe: bool,
    pub edits: Vec<ShownEdit<'r, M>>,
}

/// Text to put in place of other text.
#[derive(Serialize)]
#[serde(bound(serialize = "Text<'r, M>: Serialize"))]
pub(super) struct ShownEdit<'r, M> {
    /// What is replaced.
    #[serde(flatten)]
    pub at: Location<'r, M>,
    /// What stands there instead.
    pub text: Text<'r, M>,
}

/// A rule, with its page in Markdown.
pub(super) struct ShownRule<'d, M> {
    pub name: Text<'d, M>,
    /// Its level, where the workspace sets none.
    pub level: Level,
    pub summary: Text<'d, M>,
    /// Why that matters.
    pub why: Text<'d, M>,
    pub help: Text<'d, M>,
    /// All that there is to say.
    pub page: Text<'d, M>,
}

/// The lines of a file.
pub(super) struct File<'r, M> {
    source: &'r Source,
    medium: PhantomData<fn() -> M>,
}

impl<'r, M: Medium> ShownReport<'r, M> {
    pub(super) fn of<'a>(report: &'r Report<'r, 'a>) -> Self {
        let shown = |finding: &&'r Finding| ShownFinding::new(report, finding);
        let ignored = report.ignored.iter().map(|(finding, reason)| (shown(finding), Text::new(*reason)));
        let baselined = report.baselined.iter();
        let baselined = baselined.map(|finding| (shown(finding), Text::new("accepted in the baseline")));
        let view = report.workspace;
        Self {
            findings: report.findings.iter().map(shown).collect(),
            records: view.len(),
            as_of: view.as_of(),
            ignored: report.ignored.len(),
            baselined: report.baselined.len(),
            verdict: Text::new(report.verdict()),
            summary: Text::new(report.summary()),
            root: report.root.map(Text::new),
            style: report.style,
            accepted: ignored.chain(baselined).collect(),
            rules: own::with(view.own_rules(), view.schemas()),
        }
    }

    /// How many findings have `level`.
    pub(super) fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// The fingerprint of each finding, in order.
    pub(super) fn fingerprints(&self) -> Vec<String> {
        fingerprints(self.findings.iter().map(|finding| finding.identity.to_string()))
    }

    /// The rules that the workspace is checked with.
    pub(super) fn rules(&self) -> Vec<ShownRule<'_, M>> {
        fn described<M>(rule: &AnyRule) -> ShownRule<'_, M> {
            let rule = rule.get();
            ShownRule {
                name: Text::new(rule.name),
                level: rule.level,
                summary: Text::new(rule.summary),
                why: Text::new(rule.why),
                help: Text::new(rule.help),
                page: Text::new(page::rule(&rule, 1)),
            }
        }
        self.rules.iter().map(described).collect()
    }
}

impl<'r, M: Medium> ShownFinding<'r, M> {
    fn new(report: &Report<'r, '_>, finding: &'r Finding) -> Self {
        let also = finding.also.iter();
        let suggestion = finding.suggestion.as_ref().map(|suggestion| ShownSuggestion {
            title: Text::new(&suggestion.title),
            safe: suggestion.is_safe,
            edits: suggestion
                .edits
                .iter()
                .map(|edit| ShownEdit { at: Location::new(report, edit.place), text: Text::new(&edit.text) })
                .collect(),
        });
        let is_settings = finding.at.file == FileId::Settings;
        Self {
            rule: Text::new(finding.rule.name()),
            level: finding.level,
            fails: report.is_failure(finding),
            message: Text::new(&finding.message),
            advice: Text::new(finding.advice()),
            at: Location::new(report, finding.at),
            also: also
                .map(|(place, words)| Related {
                    message: Text::new(words),
                    at: Location::new(report, *place),
                })
                .collect(),
            suggestion,
            may_be_ignored: !is_settings && !finding.rule.get().is_firm() && !finding.is_secret,
            is_secret: finding.is_secret,
            identity: Identity::new(report.sources, finding),
        }
    }

    /// The record: `kind:id`, or its path if it isn't a record.
    pub(super) fn record(&self) -> Text<'_, M> {
        Text::new(&*self.identity.record)
    }

    /// What makes it the same one tomorrow, in words.
    pub(super) fn identity(&self) -> Text<'static, M> {
        Text::new(self.identity.to_string())
    }
}

impl<'r, M> Location<'r, M> {
    fn new(report: &Report<'r, '_>, place: Place) -> Self {
        let source = &report.sources.get(place.file).source;
        let point = |byte: u32| {
            let position = source.position(byte);
            let byte_column = byte.saturating_sub(source.line(byte).start) + 1;
            Point { byte, line: position.line, column: position.column, byte_column }
        };
        let whole = if report.prefix.is_empty() {
            Text::new(&*source.path)
        } else {
            Text::new(format!("{}{}", report.prefix, source.path))
        };
        Self {
            path: Text::new(&*source.path),
            span: Region { start: point(place.span.start), end: point(place.span.end) },
            path_in_repository: whole,
            file: File { source, medium: PhantomData },
        }
    }
}

impl<M> PartialEq for File<'_, M> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.source, other.source)
    }
}

impl<'r, M> File<'r, M> {
    /// How many lines it has.
    pub(super) fn line_count(&self) -> usize {
        self.source.line_count()
    }

    /// Where line `number` is, from 0, without its end.
    pub(super) fn line_at(&self, number: usize) -> Option<Span> {
        self.source.line_at(number)
    }

    /// What stands between two bytes.
    pub(super) fn text(&self, start: u32, end: u32) -> Option<Text<'r, M>> {
        self.source.text.get(start as usize..end as usize).map(Text::new)
    }
}
