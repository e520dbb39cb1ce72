//! JSON for programs. The shape is version 1 and only gains fields; README.md documents it.

use std::io;

use serde::Serialize;

use super::shown::{ShownReport, ShownFinding};
use super::{Format, Writer};
use crate::workspace::settings::Level;
use crate::base::text::{Json, JsonWriter};

pub(super) static FORMAT: Format =
    Format { name: "json", summary: "all there is to know, for programs", write: Writer::Json(write) };

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Document<'r> {
    version: u32,
    as_of: String,
    summary: Summary,
    findings: &'r [ShownFinding<'r, Json>],
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

fn write(run: &ShownReport<'_, Json>, out: JsonWriter<'_>) -> io::Result<()> {
    let (errors, warnings) = (run.count(Level::Error), run.count(Level::Warning));
    let (notes, ignored, baselined) = (run.count(Level::Note), run.ignored, run.baselined);
    out.write(&Document {
        version: 1,
        as_of: run.as_of.to_string(),
        summary: Summary { records: run.records, errors, warnings, notes, ignored, baselined },
        findings: &run.findings,
    })
}
