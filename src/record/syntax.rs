//! The parser's errors, one for each cause: what only follows from an earlier error is left out. `words` says
//! them so that they help.

mod bare_value;
#[cfg(test)]
mod slips;
mod words;

use toml::de::DeTable;

use super::Fault;
use crate::base::source::Span;
use words::Words;

/// At most this many lines are skipped to find the next fault: a file with more isn't TOML.
const MOST_LINES_PASSED_OVER: usize = 20;

/// At most this many faults of one file are reported.
const MOST_FAULTS: usize = 500;

/// An error of the TOML parser.
struct Error {
    span: Span,
    message: String,
}

/// The faults of `input`, which doesn't parse. `offset` is where `input` begins in the file.
pub(super) fn faults(input: &str, offset: u32) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(words) = words::other_format(input) {
        return vec![fault(words, offset)];
    }
    let mut last_line = None;
    let mut in_repeated_table = false;
    for Error { span, message } in errors(input) {
        let line = line_of(input, span.start as usize);
        let is_repeated = message.starts_with("duplicate key");
        let is_header = input[line.range()].trim_start().starts_with('[');
        // The fields below a header that stands twice are no faults of their own.
        if last_line == Some(line) || is_repeated && in_repeated_table && !is_header {
            continue;
        }
        in_repeated_table = is_repeated && is_header;
        last_line = Some(line);
        faults.push(fault(words::of(input, line, span, &message), offset));
        if faults.len() == MOST_FAULTS {
            break;
        }
    }
    faults
}

fn fault(words: Words, offset: u32) -> Fault {
    Fault::Syntax { span: words.span.shifted(offset), message: words.message, help: words.help }
}

/// All errors in `input`, with their places. A line after which the parser reads everything wrong, or nothing
/// more, is blanked and the rest is read again.
fn errors(input: &str) -> Vec<Error> {
    let mut text = input.to_owned();
    let mut found: Vec<Error> = Vec::new();
    for _ in 0..MOST_LINES_PASSED_OVER {
        let (_, errors) = DeTable::parse_recoverable(&text);
        let mut errors: Vec<Error> = errors
            .iter()
            .map(|error| {
                let range = error.span().unwrap_or(0..0);
                let span = Span::new(range.start.min(input.len()), range.end.min(input.len()));
                Error { span, message: error.message().to_owned() }
            })
            .collect();
        errors.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        let derails = derailed(&text, &errors);
        if let Some(derailed) = &derails {
            errors.retain(|error| error.span.start < derailed.line.start);
            errors.extend(
                derailed.told.iter().map(|(span, message)| Error { span: *span, message: message.clone() }),
            );
        }
        found.append(&mut errors);
        match derails.filter(|derailed| derailed.goes_on && !derailed.line.is_empty()) {
            Some(Unparsable { line, .. }) => text.replace_range(line.range(), &" ".repeat(line.len())),
            None => break,
        }
    }
    found.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
    found.dedup_by_key(|error| error.span);
    found
}

/// A line after which the rest of the file can't be parsed.
struct Unparsable {
    line: Span,
    told: Vec<(Span, String)>,
    /// Whether the rest makes sense once the line is blanked.
    goes_on: bool,
}

/// The first such line.
fn derailed(text: &str, errors: &[Error]) -> Option<Unparsable> {
    let of = |error: &Error, goes_on| {
        let line = line_of(text, error.span.start as usize);
        let on_line = |other: &&Error| {
            other.span.start >= line.start && other.span.start <= line.end && other.span.end <= line.end
        };
        let told = errors.iter().filter(on_line).map(|error| (error.span, error.message.clone())).collect();
        Unparsable { line, told, goes_on }
    };
    let quote = errors.iter().find(|error| words::is_open_quote(&error.message));
    let lost = errors.iter().find(|error| error.message.starts_with("key with no value"));
    let bracket = errors
        .iter()
        .any(|error| {
            error.message.starts_with("unclosed array, ") || error.message.starts_with("unclosed inline")
        })
        .then(|| open_bracket(text))
        .flatten();
    let first = quote.into_iter().chain(lost).min_by_key(|error| error.span);
    match bracket {
        Some(at)
            if first.is_none_or(|error| at < error.span.start as usize && !is_on_line(text, at, error)) =>
        {
            let line = line_of(text, at);
            let rest = text[line.end as usize..].trim_start_matches(['\n', '\r']);
            let next = rest.lines().next().unwrap_or_default().trim();
            let goes_on = next.is_empty() || next.contains('=') || next.starts_with('[');
            Some(Unparsable {
                line,
                told: vec![(Span::new(at, at + 1), words::OPEN_BRACKET.to_owned())],
                goes_on,
            })
        }
        _ => first.map(|error| of(error, true)),
    }
}

fn is_on_line(text: &str, at: usize, error: &Error) -> bool {
    line_of(text, at) == line_of(text, error.span.start as usize)
}

/// The first `[` or `{` of a value that isn't closed before the next field or the end; brackets in text and
/// comments don't count.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut quote = None;
    let mut comment = false;
    let mut escaped = false;
    let mut is_value = false;
    for (index, byte) in text.bytes().enumerate() {
        let was_escaped = std::mem::take(&mut escaped);
        match (quote, byte) {
            (_, b'\n') => {
                (quote, comment) = (None, false);
                is_value &= !open.is_empty();
            }
            (Some(b'"'), b'\\') => escaped = !was_escaped,
            (Some(mark), _) if byte == mark && !was_escaped => quote = None,
            _ if comment || quote.is_some() => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'#') => comment = true,
            (None, b'=') => is_value = true,
            (None, b'[' | b'{') if is_value => open.push((byte, index)),
            (None, b']' | b'}') => {
                // What closes another bracket than the last one shows that the last one is open.
                let opening = if byte == b']' { b'[' } else { b'{' };
                match open.last() {
                    Some((last, at)) if *last != opening => return Some(*at),
                    _ => drop(open.pop()),
                }
            }
            _ => {}
        }
    }
    open.first().map(|(_, at)| *at)
}

/// The line around byte `at`, without its end.
fn line_of(input: &str, at: usize) -> Span {
    let start = input[..at].rfind('\n').map_or(0, |index| index + 1);
    let end = input[at..].find('\n').map_or(input.len(), |index| at + index);
    let text = &input[start..end];
    Span::new(start, start + text.strip_suffix('\r').unwrap_or(text).trim_end_matches([' ', '\t']).len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::parse;

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
        check("a=1 b=2\n", &[("a=1 b=2", "two fields stand on one line")]);
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
}
