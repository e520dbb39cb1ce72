//! GitLab's code quality report: <https://docs.gitlab.com/ci/testing/code_quality/>.

use std::io::{self, Write};

use serde_json::json;

use crate::check::fingerprint::fingerprints;
use super::{Format, Report};
use crate::printable;
use crate::settings::Level;

pub(super) static FORMAT: Format =
    Format { name: "gitlab", summary: "code quality report, for GitLab merge requests", write };

fn write(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let entries: Vec<_> = report
        .findings
        .iter()
        .zip(fingerprints(report.workspace, &report.findings))
        .map(|(finding, fingerprint)| {
            let source = &report.workspace.record(finding.at.record).source;
            json!({
                // The check's name isn't shown in the merge request.
                "description": format!("{}: {}", finding.rule.name(), printable::line(&finding.message)),
                "check_name": finding.rule.name(),
                "fingerprint": fingerprint,
                "severity": match finding.level {
                    Level::Error => "major",
                    Level::Warning => "minor",
                    Level::Note => "info",
                },
                "location": {
                    "path": format!("{}{}", report.prefix, source.path),
                    "lines": { "begin": source.position(finding.at.span.start).line },
                },
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&entries).map_err(io::Error::other)?;
    writeln!(out, "{}", printable::json(&text))
}
