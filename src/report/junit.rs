//! JUnit's XML, which most CI systems show as test results: a suite a file, a case a finding. What
//! doesn't make the check fail is a case that passed and says so, so that both agree.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::shown::{ShownReport, ShownFinding};
use super::{Format, Writer};
use crate::base::text::Xml;

pub(super) static FORMAT: Format =
    Format { name: "junit", summary: "test results in XML, for CI systems", write: Writer::Xml(write) };

fn write(run: &ShownReport<'_, Xml>, out: &mut dyn Write) -> io::Result<()> {
    let findings = &run.findings;
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let (tests, failed) = (findings.len().max(1), failures(findings));
    writeln!(out, "<testsuites name=\"teambook\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\">")?;
    if findings.is_empty() {
        // A report without a case counts as broken in some systems.
        writeln!(out, "  <testsuite name=\"records\" tests=\"1\" failures=\"0\" errors=\"0\">")?;
        writeln!(out, "    <testcase name=\"teambook\" classname=\"records\"/>")?;
        writeln!(out, "  </testsuite>")?;
    }
    for of_file in findings.chunk_by(|a, b| a.at.file == b.at.file) {
        suite(of_file, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(findings: &[ShownFinding<'_, Xml>], out: &mut dyn Write) -> io::Result<()> {
    let path = &findings[0].at.path_in_repository;
    let (tests, failed) = (findings.len(), failures(findings));
    writeln!(out, "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\">")?;
    let mut names = BTreeMap::new();
    for finding in findings {
        let place = format!("{}:{}", finding.at.span.start.line, finding.at.span.start.column);
        // Some systems take cases with one name for one.
        let name = format!("{} {place}", finding.rule);
        let count = names.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
        let name = if *count == 1 { name } else { format!("{name} ({count})") };
        writeln!(out, "    <testcase name=\"{name}\" classname=\"{path}\">")?;
        let (level, message, advice) = (finding.level.name(), &finding.message, &finding.advice);
        if finding.fails {
            writeln!(
                out,
                "      <failure type=\"{level}\" message=\"{message}\">{path}:{place}: {advice}</failure>"
            )?;
        } else {
            writeln!(out, "      <system-out>{path}:{place}: {level}: {message}; {advice}</system-out>")?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// How many of `findings` make the check fail.
fn failures(findings: &[ShownFinding<'_, Xml>]) -> usize {
    findings.iter().filter(|finding| finding.fails).count()
}
