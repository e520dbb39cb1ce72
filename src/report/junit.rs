//! JUnit's XML, which most CI systems show as test results: a suite a file, a case a finding. What
//! doesn't make the check fail is a case that passed and says so, so that both agree.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::printable::line;
use super::{Format, Report};
use crate::rules::finding::Finding;

pub(super) static FORMAT: Format = Format { name: "junit", summary: "test results in XML, for CI systems", write };

fn write(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = &report.findings;
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let tests = findings.len().max(1);
    writeln!(out, "<testsuites name=\"teambook\" tests=\"{tests}\" failures=\"{}\" errors=\"0\">", failures(report, findings))?;
    if findings.is_empty() {
        // A report without a case counts as broken in some systems.
        writeln!(out, "  <testsuite name=\"records\" tests=\"1\" failures=\"0\" errors=\"0\">")?;
        writeln!(out, "    <testcase name=\"teambook\" classname=\"records\"/>")?;
        writeln!(out, "  </testsuite>")?;
    }
    for of_file in findings.chunk_by(|a, b| a.at.record == b.at.record) {
        suite(report, of_file, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(report: &Report<'_, '_>, findings: &[&Finding], out: &mut dyn Write) -> io::Result<()> {
    let source = &report.workspace.record(findings[0].at.record).source;
    let path = xml(&format!("{}{}", report.prefix, source.path));
    let (tests, failed) = (findings.len(), failures(report, findings));
    writeln!(out, "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\">")?;
    let mut names = BTreeMap::new();
    for finding in findings {
        let position = source.position(finding.at.span.start);
        // Some systems take cases with one name for one.
        let place = format!("{} {}:{}", finding.rule.name(), position.line, position.column);
        let count = names.entry(place.clone()).and_modify(|count| *count += 1).or_insert(1);
        let name = if *count == 1 { place } else { format!("{place} ({count})") };
        writeln!(out, "    <testcase name=\"{name}\" classname=\"{path}\">")?;
        let (level, message) = (finding.level.name(), xml(&finding.message));
        let told = format!("{path}:{}:{}", position.line, position.column);
        let advice = xml(finding.advice());
        if report.is_failure(finding) {
            writeln!(out, "      <failure type=\"{level}\" message=\"{message}\">{told}: {advice}</failure>")?;
        } else {
            writeln!(out, "      <system-out>{told}: {level}: {message}; {advice}</system-out>")?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// How many of `findings` make the check fail.
fn failures(report: &Report<'_, '_>, findings: &[&Finding]) -> usize {
    findings.iter().filter(|finding| report.is_failure(finding)).count()
}

/// Text for an attribute or an element.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // In XML these two are no characters, not even escaped: <https://www.w3.org/TR/xml/#charsets>.
            '\u{fffe}' | '\u{ffff}' => out.push_str(&format!("&lt;U+{:04X}&gt;", c as u32)),
            c => out.push(c),
        }
    }
    out
}
