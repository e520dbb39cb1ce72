//! Markdown for a comment or a page: what was found, by file. Nothing of a record acts as markup.

use std::io::{self, Write};

use crate::printable::line;
use super::{Format, Report};

pub(super) static FORMAT: Format =
    Format { name: "markdown", summary: "what was found by file, for a comment or a page", write };

fn write(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### teambook: {}", escape(&report.verdict()))?;
    for of_file in report.findings.chunk_by(|a, b| a.at.record == b.at.record) {
        let source = &report.workspace.record(of_file[0].at.record).source;
        writeln!(out, "\n**{}{}**\n", escape(report.prefix), escape(&source.path))?;
        for finding in of_file {
            let place = source.position(finding.at.span.start);
            writeln!(
                out,
                "- line {}: **{}** ({}, {})  \n  {}",
                place.line,
                escape(&finding.message),
                finding.level.name(),
                finding.rule.name(),
                escape(finding.advice())
            )?;
        }
    }
    Ok(())
}

/// `text` so that Markdown shows it as it is: no markup, no HTML, no mention, no reference to an issue.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '!' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    // A bare address would become a link.
    out.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")
}

#[cfg(test)]
mod tests {
    use super::escape;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn a_record_cannot_write_markup() {
        for text in ["<script>alert(1)</script>", "a | b", "`x` **y** [z](http://a.b) ![i](j)", "# h", "@team #12", "a\n\n# b", "~~~"] {
            let mut shown = String::new();
            let page = format!("- {}", escape(text));
            for event in Parser::new_ext(&page, Options::all()) {
                match event {
                    Event::Text(text) => shown.push_str(&text),
                    Event::Start(Tag::List(_) | Tag::Item) | Event::End(_) => {}
                    other => panic!("{text}: {other:?}"),
                }
            }
            assert_eq!(shown, text.replace('\n', " "), "{text}");
        }
    }
}
