//! JSON for programs. The shape is version 1 and only gains fields; README.md documents it.

use std::io;

use serde::Serialize;

use super::shown::{At, Related, Run, Shown, Suggestion};
use super::{Format, Writer};
use crate::workspace::settings::Level;
use crate::base::text::{Json, JsonWriter, Text};

pub(super) static FORMAT: Format =
    Format { name: "json", summary: "all there is to know, for programs", write: Writer::Json(write) };

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
    rule: &'r Text<'r, Json>,
    level: Level,
    message: &'r Text<'r, Json>,
    help: &'r Text<'r, Json>,
    record: Text<'r, Json>,
    #[serde(flatten)]
    at: &'r At<'r, Json>,
    related: &'r [Related<'r, Json>],
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<&'r Suggestion<'r, Json>>,
}

fn write(run: &Run<'_, Json>, out: JsonWriter<'_>) -> io::Result<()> {
    let (errors, warnings) = (run.count(Level::Error), run.count(Level::Warning));
    let (notes, ignored, baselined) = (run.count(Level::Note), run.ignored, run.baselined);
    out.write(&Document {
        version: 1,
        as_of: run.as_of.to_string(),
        summary: Summary { records: run.records, errors, warnings, notes, ignored, baselined },
        findings: run.findings.iter().map(entry).collect(),
    })
}

fn entry<'r>(finding: &'r Shown<'r, Json>) -> Entry<'r> {
    let Shown { rule, level, message, advice: help, at, also: related, suggestion, .. } = finding;
    let (level, record, suggestion) = (*level, finding.record(), suggestion.as_ref());
    Entry { rule, level, message, help, record, at, related, suggestion }
}
