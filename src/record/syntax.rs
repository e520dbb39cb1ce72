//! The parser's errors in words that help, and one for each cause: what only follows from an earlier error
//! is left out.

use toml::de::DeTable;

use super::Fault;
use crate::source::Span;

/// After so many lines that are no field at all the rest of the file isn't looked at: it is no TOML.
const MOST_LINES_PASSED_OVER: usize = 20;

/// All errors in `input`, with their places. The parser gives up at a line without `=`, so such a line is
/// blanked and the rest is read again.
fn errors(input: &str) -> Vec<(Span, String)> {
    let mut text = input.to_owned();
    let mut found: Vec<(Span, String)> = Vec::new();
    for _ in 0..MOST_LINES_PASSED_OVER {
        let (_, errors) = DeTable::parse_recoverable(&text);
        let mut given_up = None;
        for error in &errors {
            let range = error.span().unwrap_or(0..0);
            let span = Span::new(range.start.min(input.len()), range.end.min(input.len()));
            if error.message().starts_with("key with no value") {
                given_up = Some(line_of(input, span.start as usize));
            }
            if !found.iter().any(|(known, _)| *known == span) {
                found.push((span, error.message().to_owned()));
            }
        }
        let Some(line) = given_up.filter(|line| !line.is_empty()) else { break };
        text.replace_range(line.range(), &" ".repeat(line.len()));
    }
    found.sort();
    found
}

/// The faults of `input`, which doesn't parse. `offset` is where `input` begins in the file.
pub(super) fn faults(input: &str, offset: u32) -> Vec<Fault> {
    let errors = errors(input);
    let mut faults = Vec::new();
    let mut last_line = None;
    for (span, message) in &errors {
        let line = input[..span.start as usize].matches('\n').count();
        if last_line == Some(line) {
            continue;
        }
        last_line = Some(line);
        // Inside brackets that never close, all that follows is read as part of the list.
        let unclosed = message.contains(" in array")
            || message.contains("array elements")
            || message.contains("unclosed array, ");
        let never_closes = errors.iter().any(|(_, message)| message.starts_with("unclosed array, "));
        if unclosed && never_closes {
            let open = open_bracket(input, span.start as usize);
            faults.push(fault(
                Span::new(open, (open + 1).min(input.len())).shifted(offset),
                "the list that begins here is never closed",
                "add the `]` where the list ends, and a comma between two items",
            ));
            break;
        }
        let (span, message, help) = reword(input, *span, message);
        faults.push(fault(span.shifted(offset), &message, &help));
    }
    faults
}

fn fault(span: Span, message: &str, help: &str) -> Fault {
    Fault::Syntax { span, message: message.to_owned(), help: help.to_owned() }
}

/// The last `[` before `at` that isn't closed before it; brackets in text and comments don't count.
fn open_bracket(input: &str, at: usize) -> usize {
    let mut open = Vec::new();
    let mut quote = None;
    let mut comment = false;
    for (index, byte) in input.bytes().enumerate().take(at) {
        match (quote, byte) {
            (_, b'\n') => (quote, comment) = (None, false),
            _ if comment => {}
            (Some(mark), _) if byte == mark => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'#') => comment = true,
            (None, b'[') => open.push(index),
            (None, b']') => drop(open.pop()),
            (None, _) => {}
        }
    }
    open.pop().unwrap_or(at)
}

/// The place, the words and the cure of one error.
fn reword(input: &str, span: Span, message: &str) -> (Span, String, String) {
    let line = line_of(input, span.start as usize);
    let line_text = &input[line.range()];
    let key = line_text.split('=').next().unwrap_or_default().trim();
    let at = &input[span.range()];
    let whole =
        Span::new(line.start as usize + line_text.len() - line_text.trim_start().len(), line.end as usize);
    if message.starts_with("string values must be quoted") {
        if at.trim().is_empty() {
            return (
                whole,
                format!("`{key}` has no value"),
                format!("write one after the `=`, or remove `{key}`"),
            );
        }
        if at.contains(['“', '”', '„', '‘', '’']) {
            let plain: String = at.chars().map(|c| if "“”„‘’".contains(c) { '"' } else { c }).collect();
            return (
                span,
                "curly quotes don't enclose text here".into(),
                format!("use straight quotes: {plain}"),
            );
        }
        if let Some(date) = slashed_date(at) {
            return (span, format!("`{at}` is no date"), format!("write {date}"));
        }
        if matches!(at.to_ascii_lowercase().as_str(), "true" | "false" | "yes" | "no") {
            let meant = if at.to_ascii_lowercase().starts_with(['t', 'y']) { "true" } else { "false" };
            return (span, format!("`{at}` is neither text nor true or false"), format!("write {meant}"));
        }
        return (span, format!("`{at}` needs quotes"), format!("write \"{}\"", at.replace('"', "")));
    }
    if message.starts_with("key with no value") {
        return (
            whole,
            format!("`{key}` is not followed by `=` and a value"),
            "a field is written `name = value`".into(),
        );
    }
    if message.starts_with("duplicate key") {
        return (span, format!("`{at}` stands in this table twice"), "keep one of them".into());
    }
    if message.starts_with("invalid basic string") || message.starts_with("invalid literal string") {
        return (whole, "the text on this line is never closed".into(), "add the quote where it ends".into());
    }
    if message.starts_with("invalid multi-line") {
        return (
            Span::empty(span.start as usize),
            "a text in triple quotes is never closed".into(),
            "add the three quotes where it ends".into(),
        );
    }
    if let Some(expected) = message.strip_prefix("invalid date, expected ") {
        return (
            span,
            format!("`{at}` is no date"),
            format!("a date is written year-month-day, as 2020-11-25: expected {expected}"),
        );
    }
    if message.starts_with("missing escaped value") {
        return (
            whole,
            r"a `\` in text stands for a special character, and this one is unknown".into(),
            r"write `\\` for a plain `\`, or enclose the text in single quotes".into(),
        );
    }
    if message.starts_with("unexpected leading zero") {
        return (
            span,
            "a number doesn't begin with 0".into(),
            "leave the 0 out, or put the value in quotes".into(),
        );
    }
    if message.contains("recurs") {
        return (
            span,
            "lists and tables are nested too deep here".into(),
            "a record needs no more than a few levels".into(),
        );
    }
    (
        if span.is_empty() { whole } else { span },
        message.to_owned(),
        "see https://toml.io for how fields are written".into(),
    )
}

/// `2020/11/25` or `2020/12/8` as TOML writes it.
fn slashed_date(text: &str) -> Option<String> {
    let mut parts = text.split('/').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    (parts.next().is_none() && year > 31).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn line_of(input: &str, at: usize) -> Span {
    let start = input[..at].rfind('\n').map_or(0, |index| index + 1);
    let end = input[at..].find('\n').map_or(input.len(), |index| at + index);
    Span::new(start, start + input[start..end].trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::parse::parse;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let record = parse("a.toml", text.as_bytes().to_vec());
        let found: Vec<(&str, &str)> = record
            .faults
            .iter()
            .map(|fault| match fault {
                Fault::Syntax { span, message, .. } => (record.slice(*span), message.as_str()),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn one_cause_is_one_fault() {
        check("a = [1, 2\nb = 3\n", &[("[", "the list that begins here is never closed")]);
        check(
            "# [\na = [\"]\"]\nb = [1\n[[team]]\nc = 3\n",
            &[("[", "the list that begins here is never closed")],
        );
        check("a = \"x\nb = 2\n", &[("a = \"x", "the text on this line is never closed")]);
        check("a=1 b=2\n", &[("1 b", "`1 b` needs quotes")]);
    }

    #[test]
    fn all_causes_are_told() {
        check(
            "a = petr\nb = 2020-02-30\nc =\nd 1\ne = 2020/12/8\nf = 1\nf = 2\n",
            &[
                ("petr", "`petr` needs quotes"),
                ("2020-02-30", "`2020-02-30` is no date"),
                ("c =", "`c` has no value"),
                ("d 1", "`d 1` is not followed by `=` and a value"),
                ("2020/12/8", "`2020/12/8` is no date"),
                ("f", "`f` stands in this table twice"),
            ],
        );
    }

    #[test]
    fn a_date_with_slashes_is_told_how_to_write_it() {
        assert_eq!(slashed_date("2020/12/8").as_deref(), Some("2020-12-08"));
        assert_eq!(slashed_date("8/12/2020"), None);
    }
}
