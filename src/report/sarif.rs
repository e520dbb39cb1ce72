//! SARIF 2.1.0, for GitHub code scanning and other collectors:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::io;

use serde_json::{Value, json};

use super::shown::{Location, ShownRule, Region, ShownReport, ShownFinding};
use super::{Format, Writer};
use crate::base::text::{Json, JsonWriter, Text};

pub(super) static FORMAT: Format =
    Format { name: "sarif", summary: "SARIF 2.1.0, for code scanning", write: Writer::Json(write) };

/// At most this many results: GitHub rejects a run with more.
const MOST: usize = 25_000;

fn write(run: &ShownReport<'_, Json>, out: JsonWriter<'_>) -> io::Result<()> {
    let found = run.findings.iter().zip(run.fingerprints());
    let found = found.map(|(finding, print)| result(finding, &Text::new(print)));
    let accepted = run.accepted.iter().map(|(finding, reason)| {
        let mut result = result(finding, &finding.identity());
        result["suppressions"] = json!([{ "kind": "external", "justification": reason }]);
        result
    });
    out.write(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "teambook",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": run.rules().iter().map(descriptor).collect::<Value>(),
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": "the repository's root" } } },
            "results": found.chain(accepted).take(MOST).collect::<Value>(),
        }],
    }))
}

fn descriptor(rule: &ShownRule<'_, Json>) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.help, "markdown": rule.page },
        "defaultConfiguration": { "level": rule.level },
    })
}

fn result(finding: &ShownFinding<'_, Json>, print: &Text<'_, Json>) -> Value {
    let mut result = json!({
        "ruleId": finding.rule,
        "level": finding.level,
        "message": { "text": finding.message.and(". Help: ", &finding.advice) },
        "locations": [{ "physicalLocation": location(&finding.at) }],
        "partialFingerprints": { "teambook/v1": print },
    });
    if !finding.also.is_empty() {
        let related = finding.also.iter().zip(1..).map(|(also, id)| {
            json!({ "id": id, "message": { "text": also.message }, "physicalLocation": location(&also.at) })
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(at: &Location<'_, Json>) -> Value {
    let Region { start, end } = at.span;
    json!({
        "artifactLocation": { "uri": at.path_in_repository.uri(), "uriBaseId": "%SRCROOT%" },
        "region": {
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        },
    })
}
