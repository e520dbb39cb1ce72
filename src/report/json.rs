//! JSON for programs. The shape is version 1 and only gains fields; README.md documents it.

use std::io::{self, Write};

use serde::Serialize;

use super::{Format, Report};
use crate::printable;
use crate::rules::finding::{Finding, Place};
use crate::settings::Level;

pub(super) static FORMAT: Format = Format { name: "json", summary: "all there is to know, for programs", write };

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Document<'r> {
    version: u32,
    as_of: String,
    summary: Summary,
    findings: Vec<Entry<'r>>,
}

#[derive(Serialize)]
struct Summary {
    records: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    ignored: usize,
    baselined: usize,
}

#[derive(Serialize)]
struct Entry<'r> {
    rule: &'r str,
    level: Level,
    message: &'r str,
    help: &'r str,
    record: String,
    #[serde(flatten)]
    at: At<'r>,
    related: Vec<Related<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<Suggestion<'r>>,
}

#[derive(Serialize)]
struct At<'r> {
    path: &'r str,
    span: Span,
}

#[derive(Serialize)]
struct Span {
    start: Point,
    end: Point,
}

/// `byte` counts from 0 in the file, `line` and `column` from 1; columns are characters.
#[derive(Serialize)]
struct Point {
    byte: u32,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Related<'r> {
    message: &'r str,
    #[serde(flatten)]
    at: At<'r>,
}

#[derive(Serialize)]
struct Suggestion<'r> {
    title: &'r str,
    safe: bool,
    edits: Vec<Edit<'r>>,
}

#[derive(Serialize)]
struct Edit<'r> {
    #[serde(flatten)]
    at: At<'r>,
    text: &'r str,
}

fn write(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: 1,
        as_of: report.workspace.as_of().to_string(),
        summary: Summary {
            records: report.workspace.len(),
            errors: report.count(Level::Error),
            warnings: report.count(Level::Warning),
            notes: report.count(Level::Note),
            ignored: report.ignored.len(),
            baselined: report.baselined.len(),
        },
        findings: report.findings.iter().map(|finding| entry(report, finding)).collect(),
    };
    let text = serde_json::to_string_pretty(&document).map_err(io::Error::other)?;
    writeln!(out, "{}", printable::json(&text))
}

fn entry<'r>(report: &Report<'r, '_>, finding: &'r Finding) -> Entry<'r> {
    Entry {
        rule: finding.rule.name(),
        level: finding.level,
        message: &finding.message,
        help: finding.advice(),
        record: report.workspace.address(finding.at.record),
        at: at(report, finding.at),
        related: finding.also.iter().map(|(place, words)| Related { message: words, at: at(report, *place) }).collect(),
        suggestion: finding.suggestion.as_ref().map(|suggestion| Suggestion {
            title: &suggestion.title,
            safe: suggestion.is_safe,
            edits: suggestion.edits.iter().map(|edit| Edit { at: at(report, edit.place), text: &edit.text }).collect(),
        }),
    }
}

fn at<'r>(report: &Report<'r, '_>, place: Place) -> At<'r> {
    let source = &report.workspace.record(place.record).source;
    let point = |byte: u32| {
        let position = source.position(byte);
        Point { byte, line: position.line, column: position.column }
    };
    At { path: &source.path, span: Span { start: point(place.span.start), end: point(place.span.end) } }
}
