//! Reviewdog's diagnostics: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>. Columns are bytes
//! from 1. A suggestion becomes one that a reviewer takes over with a click.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::{Format, Lazy, Report};
use crate::printable;
use crate::rules::finding::{Finding, Place};
use crate::settings::Level;

pub(super) static FORMAT: Format =
    Format { name: "rdjson", summary: "diagnostics with suggestions, for reviewdog", write };

fn write(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        source: json!({ "name": "teambook" }),
        diagnostics: Lazy(|| report.findings.iter().map(|finding| diagnostic(report, finding))),
    };
    let text = serde_json::to_string_pretty(&document).map_err(io::Error::other)?;
    writeln!(out, "{}", printable::json(&text))
}

#[derive(Serialize)]
struct Document<L: Serialize> {
    source: Value,
    diagnostics: L,
}

fn diagnostic(report: &Report<'_, '_>, finding: &Finding) -> Value {
    let mut diagnostic = json!({
        "message": format!("{}\n\n{}", printable::line(&finding.message), printable::line(finding.advice())),
        "location": location(report, finding.at),
        "severity": match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Note => "INFO",
        },
        "code": { "value": finding.rule.name() },
    });
    if let Some(suggestion) = &finding.suggestion {
        let edits = suggestion.edits.iter().filter(|edit| edit.place.record == finding.at.record);
        diagnostic["suggestions"] =
            edits.map(|edit| json!({ "range": range(report, edit.place), "text": edit.text })).collect();
    }
    if !finding.also.is_empty() {
        let related = finding.also.iter();
        diagnostic["related_locations"] = related
            .map(|(place, words)| json!({ "message": printable::line(words), "location": location(report, *place) }))
            .collect();
    }
    diagnostic
}

fn location(report: &Report<'_, '_>, place: Place) -> Value {
    let source = &report.workspace.record(place.record).source;
    json!({ "path": format!("{}{}", report.prefix, source.path), "range": range(report, place) })
}

fn range(report: &Report<'_, '_>, place: Place) -> Value {
    let source = &report.workspace.record(place.record).source;
    let point = |byte: u32| {
        let line = source.line(byte);
        json!({ "line": source.position(byte).line, "column": byte.saturating_sub(line.start) + 1 })
    };
    json!({ "start": point(place.span.start), "end": point(place.span.end) })
}
