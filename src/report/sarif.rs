//! SARIF 2.1.0, for GitHub code scanning and other collectors:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::check::fingerprint::{fingerprints, identity};
use super::{Format, Report};
use crate::printable;
use crate::rules::finding::{Finding, Place};
use crate::rules::{Rule, own, page};
use crate::settings::Level;

pub(super) static FORMAT: Format = Format { name: "sarif", summary: "SARIF 2.1.0, for code scanning", write };

/// GitHub takes so many results a run.
const MOST: usize = 25_000;

fn write(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let fingerprints = fingerprints(report.workspace, &report.findings);
    let results = report.findings.iter().zip(&fingerprints).map(|(finding, print)| result(report, finding, print, None));
    let ignored = report.ignored.iter().map(|(finding, reason)| {
        let print = identity(report.workspace, finding);
        result(report, finding, &print, Some(reason))
    });
    let baselined = report.baselined.iter().map(|finding| {
        let print = identity(report.workspace, finding);
        result(report, finding, &print, Some("accepted in the baseline"))
    });
    let results: Vec<Value> = results.chain(ignored).chain(baselined).take(MOST).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "teambook",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": own::with(report.workspace.own_rules(), report.workspace.schemas()).iter().map(|rule| descriptor(&rule.get())).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": "the repository's root" } } },
            "results": results,
        }],
    });
    let text = serde_json::to_string_pretty(&document).map_err(io::Error::other)?;
    writeln!(out, "{}", printable::json(&text))
}

fn descriptor(rule: &Rule<'_>) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.help, "markdown": page::rule(rule, 1) },
        "defaultConfiguration": { "level": level(rule.level) },
    })
}

fn result(report: &Report<'_, '_>, finding: &Finding, print: &str, accepted: Option<&str>) -> Value {
    let mut result = json!({
        "ruleId": finding.rule.name(),
        "level": level(finding.level),
        "message": { "text": format!("{}. Help: {}", finding.message, finding.advice()) },
        "locations": [{ "physicalLocation": location(report, finding.at) }],
        "partialFingerprints": { "teambook/v1": print },
    });
    if !finding.also.is_empty() {
        let related = finding.also.iter().enumerate().map(|(index, (place, words))| {
            json!({ "id": index + 1, "message": { "text": words }, "physicalLocation": location(report, *place) })
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(reason) = accepted {
        result["suppressions"] = json!([{ "kind": "external", "justification": reason }]);
    }
    result
}

fn location(report: &Report<'_, '_>, place: Place) -> Value {
    let source = &report.workspace.record(place.record).source;
    let (start, end) = (source.position(place.span.start), source.position(place.span.end));
    json!({
        "artifactLocation": { "uri": uri(&format!("{}{}", report.prefix, source.path)), "uriBaseId": "%SRCROOT%" },
        "region": {
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        },
    })
}

/// A path as a relative URI.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}
