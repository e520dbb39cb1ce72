//! GitLab's code quality report: <https://docs.gitlab.com/ci/testing/code_quality/>.

use std::io;

use serde_json::{Value, json};

use super::shown::ShownReport;
use super::{Format, Writer};
use crate::workspace::settings::Level;
use crate::base::text::{Json, JsonWriter};

pub(super) static FORMAT: Format = Format {
    name: "gitlab",
    summary: "code quality report, for GitLab merge requests",
    write: Writer::Json(write),
};

fn write(run: &ShownReport<'_, Json>, out: JsonWriter<'_>) -> io::Result<()> {
    let findings = run.findings.iter().zip(run.fingerprints());
    let entries = findings.map(|(finding, fingerprint)| {
        json!({
            // The check's name isn't shown in the merge request.
            "description": format!("{}: {}", finding.rule, finding.message),
            "check_name": finding.rule,
            "fingerprint": fingerprint,
            "severity": match finding.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Note => "info",
            },
            "location": {
                "path": finding.at.path_in_repository,
                "lines": { "begin": finding.at.span.start.line },
            },
        })
    });
    out.write(&entries.collect::<Value>())
}
