//! Reviewdog's diagnostics: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>. Columns are bytes
//! from 1. A suggestion becomes one that a reviewer takes over with a click.

use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use super::shown::{Location, Region, Point, ShownReport, ShownFinding};
use super::{Format, Lazy, Writer};
use crate::workspace::settings::Level;
use crate::base::text::{Json, JsonWriter};

pub(super) static FORMAT: Format = Format {
    name: "rdjson",
    summary: "diagnostics with suggestions, for reviewdog",
    write: Writer::Json(write),
};

fn write(run: &ShownReport<'_, Json>, out: JsonWriter<'_>) -> io::Result<()> {
    let diagnostics = Lazy(|| run.findings.iter().map(diagnostic));
    out.write(&Document { source: json!({ "name": "teambook" }), diagnostics })
}

#[derive(Serialize)]
struct Document<L: Serialize> {
    source: Value,
    diagnostics: L,
}

fn diagnostic(finding: &ShownFinding<'_, Json>) -> Value {
    let mut diagnostic = json!({
        "message": format!("{}\n\n{}", finding.message, finding.advice),
        "location": location(&finding.at),
        "severity": match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Note => "INFO",
        },
        "code": { "value": finding.rule },
    });
    if let Some(suggestion) = &finding.suggestion {
        let edits = suggestion.edits.iter().filter(|edit| edit.at.file == finding.at.file);
        let suggestions = edits.map(|edit| json!({ "range": range(edit.at.span), "text": edit.text }));
        diagnostic["suggestions"] = suggestions.collect();
    }
    if !finding.also.is_empty() {
        let related = finding.also.iter();
        let related = related.map(|also| json!({ "message": also.message, "location": location(&also.at) }));
        diagnostic["related_locations"] = related.collect();
    }
    diagnostic
}

fn location(at: &Location<'_, Json>) -> Value {
    json!({ "path": at.path_in_repository, "range": range(at.span) })
}

fn range(Region { start, end }: Region) -> Value {
    let point = |point: Point| json!({ "line": point.line, "column": point.byte_column });
    json!({ "start": point(start), "end": point(end) })
}
