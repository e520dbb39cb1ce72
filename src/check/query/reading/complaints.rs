//! The parser's complaints in plain words.

use cel::ParseErrors;

use super::super::fault::QueryFault;
use super::DEEPEST;
use crate::base::source::Span;

/// What `errors` say of `text`: the first of them, for the others mostly follow from it.
pub(super) fn about(text: &str, errors: &ParseErrors) -> QueryFault {
    let deep = errors.errors.iter().find(|error| error.msg.contains("Recursion limit"));
    let of_syntax = errors.errors.iter().find(|error| error.msg.starts_with("Syntax error"));
    let Some(error) = deep.or(of_syntax).or(errors.errors.first()) else {
        return QueryFault::new(Span::new(0, text.len()), "the expression can't be read");
    };
    let start = offset(text, error.pos);
    let quoted = between(&error.msg, "input '").or_else(|| between(&error.msg, "at: '"));
    let quoted = quoted.filter(|quoted| text[start..].starts_with(quoted.trim_end()));
    let span = |words: &str| Span::new(start, (start + words.trim_end().len()).min(text.len()));
    let at_end = start >= text.trim_end().len() || error.msg.contains("'<EOF>'");
    if deep.is_some() {
        return QueryFault::new(
            span(""),
            format!("more than {DEEPEST} expressions stand in each other here"),
        )
        .with("say it in several rules or queries");
    }
    if let Some(word) = between(&error.msg, "reserved identifier: ")
        .or_else(|| error.msg.strip_prefix("reserved identifier: "))
    {
        return QueryFault::new(span(word), format!("`{word}` is a word that the language keeps for itself"))
            .with(format!("a field of that name is `record[\"{word}\"]`"));
    }
    if error.msg.starts_with("invalid ") && error.msg.ends_with(" literal") {
        let end = text[start..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |at| start + at);
        return QueryFault::new(Span::new(start, end), "a number isn't so large").with("write a smaller one");
    }
    match quoted {
        Some(words) if words.starts_with(['"', '\'']) && error.msg.contains("token recognition") => {
            QueryFault::new(span(words), "this text has no end, or a `\\` that stands for nothing")
                .with("a text stands between two quotes of one kind")
        }
        Some(words) if words.trim() == "=" => {
            QueryFault::new(span(words), "`=` alone compares nothing").with("write `==`")
        }
        Some("and") => QueryFault::new(span("and"), "`and` isn't a word of the language").with("write `&&`"),
        Some("or") => QueryFault::new(span("or"), "`or` isn't a word of the language").with("write `||`"),
        Some("not") => QueryFault::new(span("not"), "`not` isn't a word of the language").with("write `!`"),
        _ if at_end => QueryFault::new(Span::empty(text.trim_end().len()), "the expression ends too early")
            .with("say what should follow, or close what is open"),
        Some(words) => QueryFault::new(span(words), format!("`{}` doesn't belong here", words.trim_end()))
            .with("conditions are joined by `&&` and `||`, and texts stand in quotes"),
        None => {
            let end = text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
            QueryFault::new(Span::new(start, end), "this can't be read")
                .with("an expression is a condition, such as `stage == \"in-progress\" && !has(tracker)`")
        }
    }
}

/// The byte at a line and column, both counted from one and the column in characters.
fn offset(text: &str, (line, column): (isize, isize)) -> usize {
    let skipped = usize::try_from(line - 1).unwrap_or_default();
    let line_start: usize = text.split_inclusive('\n').take(skipped).map(str::len).sum();
    let column = usize::try_from(column - 1).unwrap_or_default();
    let rest = text.get(line_start..).unwrap_or_default();
    line_start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

/// What stands in `text` after `from`, up to the last quote before what was expected.
fn between<'t>(text: &'t str, from: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(from)?;
    let rest = rest.split("' expecting").next().unwrap_or(rest);
    Some(rest.strip_suffix('\'').unwrap_or(rest))
}
