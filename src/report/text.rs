//! Findings drawn for people. The only module that knows miette.

use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity,
    SourceCode, SourceSpan, SpanContents,
};

use crate::printable::{excerpt, line};
use super::{Format, Report};
use crate::rules::finding::{Finding, Place};
use crate::record::RecordId;
use crate::settings::Level;
use crate::source::{Source, Span};

pub(super) static FORMAT: Format =
    Format { name: "text", summary: "each finding with its place, its help and how to accept it", write };

/// So many other places are drawn; the machine formats have all.
const MOST_PLACES: usize = 3;

/// A line longer than this isn't drawn: it would fill the screen.
const LONGEST_LINE: usize = 400;

fn write(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let theme = match (report.style.colour, report.style.ascii) {
        (true, false) => GraphicalTheme::unicode(),
        (false, false) => GraphicalTheme::unicode_nocolor(),
        (_, true) => GraphicalTheme::none(),
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(report.style.width)
        .with_links(false)
        .with_context_lines(1)
        .with_show_related_as_nested(true);
    for finding in &report.findings {
        let mut drawn = String::new();
        handler.render_report(&mut drawn, &Drawn::new(report, finding)).map_err(io::Error::other)?;
        // The handler pads its lines; a diff and a terminal are better off without.
        for line in drawn.trim_start_matches('\n').lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", report.summary())
}

/// A finding, or another place that belongs to one, as miette wants it.
#[derive(Debug)]
struct Drawn {
    rule: Option<String>,
    severity: Severity,
    message: String,
    help: Option<String>,
    source: Option<Excerpt>,
    labels: Vec<LabeledSpan>,
    related: Vec<Self>,
}

impl Drawn {
    fn new(report: &Report<'_, '_>, finding: &Finding) -> Self {
        let shown = &finding.also[..finding.also.len().min(MOST_PLACES)];
        let (here, there): (Vec<_>, Vec<_>) =
            shown.iter().partition(|(place, _)| place.record == finding.at.record);
        let mut places = vec![(finding.at, None)];
        places.extend(here.into_iter().map(|(place, words)| (*place, Some(words.as_str()))));
        let (source, labels, message) = picture(report, finding.at.record, &places, &finding.message, finding.is_secret);
        let mut related: Vec<Self> = Vec::new();
        for (place, words) in there {
            let (source, labels, message) = picture(report, place.record, &[(*place, None)], words, false);
            let severity = Severity::Advice;
            related.push(Self { rule: None, severity, message, help: None, source, labels, related: Vec::new() });
        }
        Self {
            rule: Some(format!("{}[{}]", finding.level.name(), finding.rule.name())),
            severity: match finding.level {
                Level::Error => Severity::Error,
                Level::Warning => Severity::Warning,
                Level::Note => Severity::Advice,
            },
            message,
            help: Some(advice(report, finding)),
            source,
            labels,
            related,
        }
    }
}

/// What to do, and what to paste where the finding is to be accepted.
fn advice(report: &Report<'_, '_>, finding: &Finding) -> String {
    let advice = line(finding.advice());
    let address = report.workspace.address(finding.at.record);
    if finding.at.record == RecordId::SETTINGS || finding.rule.get().is_firm() || finding.is_secret {
        return advice.into_owned();
    }
    format!(
        "{advice}\nto accept it, say why in teambook.toml:\n[[ignore]]\nrule = \"{}\"\nrecord = \"{}\"\nreason = \"\"",
        finding.rule.name(),
        line(&address)
    )
}

/// The excerpt of a file around `places`, their labels, and the message. Where the lines aren't to be drawn, the
/// message names the place instead.
fn picture(
    report: &Report<'_, '_>,
    record: RecordId,
    places: &[(Place, Option<&str>)],
    message: &str,
    is_secret: bool,
) -> (Option<Excerpt>, Vec<LabeledSpan>, String) {
    let source = &report.workspace.record(record).source;
    let message = line(message).into_owned();
    let Some(excerpt) = Excerpt::new(source, places, report).filter(|_| !is_secret) else {
        let at = places.first().map_or(0, |(place, _)| place.span.start);
        let position = source.position(at);
        let message = format!("{message} ({}:{}:{})", line(&source.path), position.line, position.column);
        return (None, Vec::new(), message);
    };
    let labels = places
        .iter()
        .map(|(place, words)| {
            let (start, len) = excerpt.part(place.span);
            let words = words.map(|words| line(words).into_owned());
            // The first place heads the picture.
            if *place == places[0].0 {
                LabeledSpan::new_primary_with_span(words, (start, len))
            } else {
                LabeledSpan::new_with_span(words, (start, len))
            }
        })
        .collect();
    (Some(excerpt), labels, message)
}

/// Some lines of a file, harmless, that remember where they stand in it: those around each place, so that places far
/// from each other cost no more than near ones.
#[derive(Debug)]
struct Excerpt {
    name: String,
    /// In the order of the file.
    pieces: Vec<Piece>,
}

/// Lines that follow each other.
#[derive(Debug)]
struct Piece {
    text: String,
    /// Bytes of the file before it.
    offset: usize,
    /// Lines of the file before it.
    lines_before: usize,
}

impl Excerpt {
    /// None where a line is too long to be drawn.
    fn new(source: &Source, places: &[(Place, Option<&str>)], report: &Report<'_, '_>) -> Option<Self> {
        let mut lines: Vec<(usize, usize)> = Vec::new();
        let around = |span: Span| {
            let number = |byte: u32| source.line_number(byte as usize);
            let (first, last) = (number(span.start), number(span.end));
            (first.saturating_sub(1), (last + 1).min(source.line_count() - 1))
        };
        let mut wanted: Vec<_> = places.iter().map(|(place, _)| around(place.span)).collect();
        wanted.sort_unstable();
        for (first, last) in wanted {
            match lines.last_mut().filter(|lines| first <= lines.1 + 1) {
                Some(lines) => lines.1 = lines.1.max(last),
                None => lines.push((first, last)),
            }
        }
        let end = lines.last().copied();
        let pieces = lines.into_iter().map(|lines| Piece::new(source, lines, Some(lines) == end));
        Some(Self { pieces: pieces.collect::<Option<_>>()?, name: name(source, report) })
    }

    /// Where `span` starts, and how long it is, as far as it is in the excerpt.
    fn part(&self, span: Span) -> (usize, usize) {
        let (start, end) = (span.start as usize, span.end as usize);
        let piece = self.pieces.iter().rev().find(|piece| piece.offset <= start);
        let shown = piece.map_or(start, |piece| piece.offset + piece.text.len());
        (start, end.min(shown).saturating_sub(start))
    }
}

impl Piece {
    /// Lines `first..=last` of `source`; none where one is too long. `is_last` of the excerpt.
    fn new(source: &Source, (first, last): (usize, usize), is_last: bool) -> Option<Self> {
        let spans = || (first..=last).filter_map(|number| source.line_at(number));
        if spans().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let start = spans().next()?.start as usize;
        // With the line's end, by which an empty line is seen as one; not where nothing more is drawn.
        let end = match source.line_at(last + 1).filter(|_| !is_last) {
            Some(next) => next.start as usize,
            None => spans().last()?.end as usize,
        };
        Some(Self { text: excerpt(source.text.get(start..end)?), offset: start, lines_before: first })
    }
}

/// The file's path; where the terminal follows links, a link to the file.
fn name(source: &Source, report: &Report<'_, '_>) -> String {
    let path = line(&source.path).into_owned();
    match (report.style.links, report.root) {
        (true, Some(root)) => format!("\u{1b}]8;;file://{root}/{path}\u{1b}\\{path}\u{1b}]8;;\u{1b}\\"),
        _ => path,
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let piece = self.pieces.iter().rev().find(|piece| piece.offset <= span.offset());
        let piece = piece.ok_or(MietteError::OutOfBounds)?;
        let within = SourceSpan::from((span.offset() - piece.offset, span.len()));
        let contents = piece.text.read_span(&within, before, after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            contents.data(),
            SourceSpan::from((contents.span().offset() + piece.offset, contents.span().len())),
            contents.line() + piece.lines_before,
            contents.column(),
            contents.line_count(),
        )))
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn {}

impl Diagnostic for Drawn {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.rule.as_ref().map(|rule| Box::new(rule) as _)
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as _)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        if self.related.is_empty() {
            return None;
        }
        Some(Box::new(self.related.iter().map(|related| related as &dyn Diagnostic)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::files::Files;
    use crate::report::Style;
    use crate::workspace::Workspace;
    use std::time::Duration;

    #[test]
    fn an_excerpt_holds_only_the_lines_around_its_places() {
        let names = "\"nobody\",\n";
        let text = format!("name = \"A group\"\nmembers = [\n\"nobody\",\n{}{names}]\n", "# a line\n".repeat(5_000));
        let texts = [("teambook.toml", "name = \"A team\"\n"), ("records/working-groups/group.toml", &text)];
        let files = Files::from_texts(&texts.map(|(path, text)| (path.to_owned(), text.to_owned())));
        let workspace = Workspace::new(&files, jiff::civil::date(2020, 12, 1));
        let outcome = check::check(&workspace);
        let finding = outcome.findings.iter().find(|finding| finding.rule.name() == "unknown-reference").unwrap();
        let report = Report {
            workspace: &workspace.view(),
            findings: vec![finding],
            elsewhere: 0,
            ignored: Vec::new(),
            expiring: None,
            baselined: Vec::new(),
            mended: 0,
            fails_from: None,
            elapsed: Duration::ZERO,
            root: None,
            prefix: "",
            origin: "",
            style: Style { colour: false, links: false, ascii: false, width: 100 },
        };
        let drawn = Drawn::new(&report, finding);
        let pieces = drawn.source.map(|excerpt| excerpt.pieces).unwrap_or_default();
        let lines: Vec<(usize, usize)> =
            pieces.iter().map(|piece| (piece.lines_before, piece.text.lines().count())).collect();
        assert_eq!(lines, [(1, 3), (5_002, 3)]);
        let mut out = Vec::new();
        write(&report, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.contains(" 3 │ \"nobody\",") && out.contains("5004 │ \"nobody\","), "{out}");
    }
}
