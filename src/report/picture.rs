//! The lines that a finding is about, drawn for a terminal. The only module that knows miette.

use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity, SourceCode, SourceSpan, SpanContents,
};

use super::Style;
use super::shown::{File, Location, Region};
use crate::base::text::{Terminal, Text};
use crate::workspace::settings::Level;

/// A line longer than this isn't drawn: it would fill the screen.
const LONGEST_LINE: usize = 400;

/// How pictures are drawn.
pub(super) struct Pictures<'r> {
    handler: GraphicalReportHandler,
    /// The workspace's folder, where the terminal follows links.
    root: Option<&'r Text<'r, Terminal>>,
}

/// A finding, or another place that belongs to one, as miette wants it.
#[derive(Debug)]
pub(super) struct Picture {
    rule: Option<String>,
    severity: Severity,
    message: String,
    help: Option<String>,
    source: Option<Excerpt>,
    labels: Vec<LabeledSpan>,
    related: Vec<Self>,
}

/// A place in the picture, and what it has to do with it.
type Marked<'p> = (&'p Location<'p, Terminal>, Option<&'p Text<'p, Terminal>>);

impl<'r> Pictures<'r> {
    pub(super) fn new(style: Style, root: Option<&'r Text<'r, Terminal>>) -> Self {
        let theme = match (style.colour, style.ascii) {
            (true, false) => GraphicalTheme::unicode(),
            (false, false) => GraphicalTheme::unicode_nocolor(),
            (_, true) => GraphicalTheme::none(),
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(style.width)
            .with_links(false)
            .with_context_lines(1)
            .with_show_related_as_nested(true);
        Self { handler, root: root.filter(|_| style.links) }
    }

    pub(super) fn draw(&self, picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
        let mut drawn = String::new();
        self.handler.render_report(&mut drawn, picture).map_err(io::Error::other)?;
        // The handler pads its lines; a diff and a terminal are better off without.
        drawn.trim_start_matches('\n').lines().try_for_each(|line| writeln!(out, "{}", line.trim_end()))
    }

    /// The lines around `places` of one file below `message`. Where the lines aren't to be drawn, the message
    /// names the first place instead.
    pub(super) fn of(&self, message: &Text<'_, Terminal>, places: &[Marked<'_>], is_drawn: bool) -> Picture {
        let (severity, first) = (Severity::Advice, places[0].0);
        let excerpt = Excerpt::new(self.name(first), places).filter(|_| is_drawn);
        let start = first.span.start;
        let message = match excerpt {
            Some(_) => message.to_string(),
            None => format!("{message} ({}:{}:{})", first.path, start.line, start.column),
        };
        let labels =
            excerpt.iter().flat_map(|excerpt| places.iter().map(|place| excerpt.label(place, first)));
        let labels = labels.collect();
        Picture { rule: None, severity, message, help: None, source: excerpt, labels, related: Vec::new() }
    }

    /// The file's path; where the terminal follows links, a link to the file.
    fn name(&self, Location { path, .. }: &Location<'_, Terminal>) -> String {
        match self.root {
            Some(root) => format!("\u{1b}]8;;file://{root}/{path}\u{1b}\\{path}\u{1b}]8;;\u{1b}\\"),
            None => path.to_string(),
        }
    }
}

impl Picture {
    /// As the picture of what `rule` has found.
    pub(super) fn of_rule(self, level: Level, rule: &Text<'_, Terminal>, help: String) -> Self {
        let severity = match level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Advice,
        };
        Self { rule: Some(format!("{}[{rule}]", level.name())), severity, help: Some(help), ..self }
    }

    /// With other pictures below it.
    pub(super) fn with(self, related: Vec<Self>) -> Self {
        Self { related, ..self }
    }
}

/// Some lines of a file, harmless, that remember where they stand in it: those around each place, so that
/// places far from each other cost no more than near ones.
#[derive(Debug)]
struct Excerpt {
    name: String,
    /// In the order of the file.
    pieces: Vec<ExcerptPiece>,
}

/// Lines that follow each other.
#[derive(Debug)]
struct ExcerptPiece {
    text: String,
    /// Bytes of the file before it.
    offset: usize,
    /// Lines of the file before it.
    lines_before: usize,
}

impl Excerpt {
    /// None where a line is too long to be drawn.
    fn new(name: String, places: &[Marked<'_>]) -> Option<Self> {
        let file = &places.first()?.0.file;
        let mut lines: Vec<(usize, usize)> = Vec::new();
        let around = |span: Region| {
            let (first, last) = (span.start.line - 1, span.end.line - 1);
            (first.saturating_sub(1), (last + 1).min(file.line_count() - 1))
        };
        let mut wanted: Vec<_> = places.iter().map(|(at, _)| around(at.span)).collect();
        wanted.sort_unstable();
        for (first, last) in wanted {
            match lines.last_mut().filter(|lines| first <= lines.1 + 1) {
                Some(lines) => lines.1 = lines.1.max(last),
                None => lines.push((first, last)),
            }
        }
        let end = lines.last().copied();
        let pieces = lines.into_iter().map(|lines| ExcerptPiece::new(file, lines, Some(lines) == end));
        Some(Self { pieces: pieces.collect::<Option<_>>()?, name })
    }

    /// The mark of a place, as far as it is in the excerpt. The first place heads the picture.
    fn label(&self, (at, words): &Marked<'_>, first: &Location<'_, Terminal>) -> LabeledSpan {
        let (start, end) = (at.span.start.byte as usize, at.span.end.byte as usize);
        let piece = self.pieces.iter().rev().find(|piece| piece.offset <= start);
        let shown = piece.map_or(start, |piece| piece.offset + piece.text.len());
        let part = (start, end.min(shown).saturating_sub(start));
        let words = words.map(ToString::to_string);
        if at.span == first.span {
            LabeledSpan::new_primary_with_span(words, part)
        } else {
            LabeledSpan::new_with_span(words, part)
        }
    }
}

impl ExcerptPiece {
    /// Lines `first..=last` of `file`; none where one is too long. `is_last` of the excerpt.
    fn new(file: &File<'_, Terminal>, (first, last): (usize, usize), is_last: bool) -> Option<Self> {
        let spans = || (first..=last).filter_map(|number| file.line_at(number));
        if spans().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let start = spans().next()?.start;
        // With the line's end, by which an empty line is seen as one; not where nothing more is drawn.
        let end = match file.line_at(last + 1).filter(|_| !is_last) {
            Some(next) => next.start,
            None => file.line_at(last)?.end,
        };
        let text = file.text(start, end)?.in_place();
        Some(Self { text, offset: start as usize, lines_before: first })
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

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Picture {}

impl Diagnostic for Picture {
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
    use crate::check::rules::finding::Finding;
    use crate::check::{Request, Verdict, run};
    use crate::report::{Report, ShownReport};
    use crate::workspace::files::Files;

    #[test]
    fn an_excerpt_holds_only_the_lines_around_its_places() {
        let text = format!(
            "name = \"A group\"\nmembers = [\n\"nobody\",\n{}\"nobody\",\n]\n",
            "# a line\n".repeat(5_000)
        );
        let texts = [("teambook.toml", "name = \"A team\"\n"), ("records/working-groups/group.toml", &text)];
        let files = Files::from_texts(&texts.map(|(path, text)| (path.to_owned(), text.to_owned())));
        let outcome = run(Request::new(&files, jiff::civil::date(2020, 12, 1)));
        let is_meant = |finding: &&Finding| finding.rule.name() == "unknown-reference";
        let view = outcome.workspace.view();
        let report =
            Report::new(&view, outcome.sources, outcome.with(Verdict::New).filter(is_meant).collect());
        let run = ShownReport::of(&report);
        let (pictures, finding) = (Pictures::new(run.style, None), &run.findings[0]);
        let also = finding.also.iter().map(|also| (&also.at, Some(&also.message)));
        let places: Vec<_> = std::iter::once((&finding.at, None)).chain(also).collect();
        let picture = pictures.of(&finding.message, &places, true);
        let pieces = picture.source.iter().flat_map(|excerpt| &excerpt.pieces);
        let lines: Vec<_> = pieces.map(|piece| (piece.lines_before, piece.text.lines().count())).collect();
        assert_eq!(lines, [(1, 3), (5_002, 3)]);
        let mut out = Vec::new();
        pictures.draw(&picture, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.contains(" 3 │ \"nobody\",") && out.contains("5004 │ \"nobody\","), "{out}");
    }
}
