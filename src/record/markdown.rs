//! The headings of a record's prose.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Record;
use crate::base::source::Span;

/// A heading and what stands below it, up to the next heading of its level or above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's words.
    pub title: String,
    /// Where the heading is in the file.
    pub heading: Span,
    /// Whether anything but headings and comments stands below it.
    pub is_empty: bool,
    /// How deep the heading is.
    pub level: HeadingLevel,
}

/// The sections of `record`'s prose, in order.
pub fn sections(record: &Record) -> Vec<Section> {
    let Some(prose) = record.prose else { return Vec::new() };
    let mut sections: Vec<Section> = Vec::new();
    let mut in_heading = false;
    for (event, range) in Parser::new_ext(record.prose_text(), Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                in_heading = true;
                let heading = Span::new(range.start, range.end).shifted(prose.start);
                let heading = Span::new(
                    heading.start as usize,
                    heading.start as usize + record.slice(heading).trim_end().len(),
                );
                sections.push(Section { title: String::new(), heading, is_empty: true, level });
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(text) | Event::Code(text) if in_heading => {
                if let Some(section) = sections.last_mut() {
                    section.title.push_str(&text);
                }
            }
            Event::Text(text) | Event::Code(text) if !text.trim().is_empty() => fill(&mut sections),
            _ => {}
        }
    }
    sections
}

/// Text was met: the last section and those that it is part of aren't empty.
fn fill(sections: &mut [Section]) {
    let mut level = None;
    for section in sections.iter_mut().rev() {
        if level.is_none_or(|below| section.level < below) {
            section.is_empty = false;
            level = Some(section.level);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_with_only_a_comment_is_empty_and_a_subsection_fills_its_parent() {
        let text = "# Context\n\n<!-- why -->\n\n# Decision\n\n## Now\n\nYes.\n";
        let mut record = Record::empty("records/decisions/0001-a.md", text, Vec::new());
        record.prose = Some(Span::new(0, text.len()));
        let found: Vec<_> = sections(&record).into_iter().map(|s| (s.title, s.is_empty)).collect();
        assert_eq!(found, [("Context".into(), true), ("Decision".into(), false), ("Now".into(), false)]);
    }
}
