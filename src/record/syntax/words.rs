//! What an error of the parser means and how to fix it, worked out from the line itself: the parser only
//! knows what it expected.

use std::borrow::Cow;

use super::bare_value::{bare_value, date};
use crate::base::source::{Span, is_suspicious};

/// The place, the words and the cure of one error.
pub(super) struct Words {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: String,
}

/// The message of an error that this crate finds by itself: a bracket that is never closed.
pub(super) const OPEN_BRACKET: &str = "open bracket";

const HOW: &str = "see https://toml.io for how fields are written";

/// At most this many bytes of a message: it quotes text of any length.
const LONGEST: usize = 300;

pub(super) fn words(span: Span, message: impl Into<String>, help: impl Into<String>) -> Words {
    let [message, help] = [message.into(), help.into()].map(|text| cut(&text, LONGEST).into_owned());
    Words { span, message, help }
}

/// The beginning of a long text.
fn cut(text: &str, length: usize) -> Cow<'_, str> {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()).into(),
        None => text.into(),
    }
}

pub(super) fn short(text: &str) -> Cow<'_, str> {
    cut(text, 40)
}

/// Whether the parser met the end of a line inside a text.
pub(super) fn is_open_quote(message: &str) -> bool {
    message.starts_with("invalid basic string, expected `\"`")
        || message.starts_with("invalid literal string, expected `'`")
}

/// Words for a file that is written in another format altogether.
pub(super) fn other_format(input: &str) -> Option<Words> {
    let mut lines = input.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.next()?;
    let at = input.find(first)?;
    let span = Span::new(at, at + first.len());
    if first.starts_with('{') {
        return Some(words(
            span,
            "this is JSON, and a record is TOML",
            "write each field on a line of its own: name = \"Petr\"",
        ));
    }
    let is_yaml = |line: &str| line.starts_with("- ") || before_colon(line).is_some();
    let rest = lines.clone().count();
    if first == "---" || is_yaml(first) && rest > 0 && lines.all(|line| is_yaml(line) && !line.contains('='))
    {
        return Some(words(
            span,
            "this is YAML, and a record is TOML",
            "write each field with `=`: name = \"Petr\"; lists stand in [ ] with commas",
        ));
    }
    None
}

/// The words for the parser's `message` at `span` of `line`.
pub(super) fn of(input: &str, line: Span, span: Span, message: &str) -> Words {
    let text = &input[line.range()];
    let start = line.start as usize + text.len() - text.trim_start().len();
    let error = Line { input, whole: Span::new(start, line.end as usize), text: text.trim(), at: span };
    if message.contains("recurs") {
        let help = "a record needs no more than a few levels";
        return words(span, "lists and tables are nested too deep here", help);
    }
    error
        .strange_character(line)
        .or_else(|| error.by_message(message))
        .unwrap_or_else(|| words(error.place(), message, HOW))
}

/// The line with an error.
struct Line<'i> {
    input: &'i str,
    /// Where it is, without blanks around it.
    whole: Span,
    text: &'i str,
    at: Span,
}

impl<'i> Line<'i> {
    /// The error's place, or the whole line where the parser names a point.
    fn place(&self) -> Span {
        if self.at.is_empty() { self.whole } else { self.at }
    }

    /// The field's name, as far as the line has one.
    fn key(&self) -> &'i str {
        self.text.split('=').next().unwrap_or_default().trim()
    }

    fn rest(&self) -> &'i str {
        let end = self.whole.end.max(self.at.start) as usize;
        self.input[self.at.start as usize..end].trim_end()
    }

    /// The unquoted word around the error.
    fn token(&self) -> Span {
        let is_end = |c: char| c.is_whitespace() || ",[]{}=#".contains(c);
        let before = &self.input[self.whole.start.min(self.at.start) as usize..self.at.start as usize];
        let start = self.at.start as usize
            - before.chars().rev().take_while(|c| !is_end(*c)).map(char::len_utf8).sum::<usize>();
        let after = &self.input[self.at.start as usize..(self.whole.end.max(self.at.end)) as usize];
        let length = after.find(is_end).unwrap_or(after.len());
        Span::new(start, (self.at.start as usize + length).max(self.at.end as usize))
    }

    /// A character that looks like a blank or like nothing.
    fn strange_character(&self, line: Span) -> Option<Words> {
        let text = &self.input[line.range()];
        let mut quote = None;
        let mut is_remark = false;
        for (at, c) in text.char_indices() {
            let span = Span::new(at, at + c.len_utf8()).shifted(line.start);
            let code = c as u32;
            if c == '\r' {
                let message = "a line break that few programs know (U+000D alone) stands here";
                return Some(words(span, message, "save the file with line ends of one kind"));
            }
            if c.is_control() && c != '\t' {
                let message = format!("a character that can't be seen (U+{code:04X}) stands here");
                return Some(words(span, message, "take it out"));
            }
            match quote {
                _ if is_remark => {}
                None if c == '#' => is_remark = true,
                None if c == '"' || c == '\'' => quote = Some(c),
                None if is_suspicious(c) || !c.is_ascii() && c.is_whitespace() => {
                    let (what, help) = if c.is_whitespace() {
                        ("a blank that isn't the plain one", "type the blank again")
                    } else {
                        ("a character that can't be seen", "take it out")
                    };
                    return Some(words(span, format!("{what} (U+{code:04X}) stands here"), help));
                }
                Some(mark) if c == mark => quote = None,
                _ => {}
            }
        }
        None
    }

    fn by_message(&self, message: &str) -> Option<Words> {
        let begins = |starts: &[&str]| starts.iter().any(|start| message.starts_with(start));
        if message == OPEN_BRACKET {
            return Some(self.open_bracket());
        }
        if let Some(words) =
            self.two_fields().filter(|_| begins(&["unexpected key", "invalid time", "string values"]))
        {
            return Some(words);
        }
        if begins(&["string values must be quoted"]) && self.input[self.at.range()].trim().is_empty() {
            let key = self.key();
            return Some(words(
                self.whole,
                format!("`{key}` has no value"),
                format!("write one after the `=`, or remove `{key}`"),
            ));
        }
        if begins(&["string values", "invalid boolean", "invalid float", "invalid date", "invalid time"])
            || begins(&["invalid mantissa", "invalid fraction", "invalid exponent", "missing opening quote"])
            || begins(&["unexpected leading zero", "`_` may only", "invalid integer", "invalid datetime"])
        {
            let whole = if begins(&["string values", "invalid date"]) { self.at } else { self.token() };
            // "Nov 25, 2020" goes on behind the comma.
            let end = self.whole.end.max(whole.end) as usize;
            let all = Span::new(whole.start as usize, end);
            let value = if date(&self.input[all.range()]).is_some() { all } else { whole };
            return Some(bare_value(value, &self.input[value.range()]));
        }
        if begins(&["key with no value"]) {
            return Some(self.no_value());
        }
        if begins(&["invalid unquoted key", "missing assignment"]) {
            return Some(self.odd_key());
        }
        if begins(&["duplicate key"]) {
            return Some(self.repeated());
        }
        if is_open_quote(message) {
            return Some(words(
                self.whole,
                "the text on this line is never closed",
                "add the quote where it ends",
            ));
        }
        if begins(&["invalid multi-line"]) {
            let start = self.input[..self.at.start as usize]
                .rfind(['"', '\''])
                .map_or(self.at.start as usize, |at| at - 2);
            let opening =
                self.input.get(start..start + 3).filter(|quote| *quote == "\"\"\"" || *quote == "'''");
            let span = if opening.is_some() { Span::new(start, start + 3) } else { self.at };
            let message = "the text that begins at these three quotes is never closed";
            return Some(words(span, message, "add three quotes where it ends"));
        }
        if begins(&["missing escaped value", "too few unicode", "invalid unicode", "invalid escape"]) {
            return Some(words(
                self.whole,
                r"a `\` in text stands for a special character, and this one is unknown",
                r"write `\\` for a plain `\`, or enclose the text in single quotes",
            ));
        }
        if self.text.starts_with('[') && begins(&["unclosed", "unexpected key", "unquoted keys"]) {
            return Some(self.header());
        }
        if begins(&["unquoted keys cannot be empty"]) {
            return Some(words(
                self.whole,
                "there is no name before the `=`",
                "a field is written `name = value`",
            ));
        }
        if begins(&["unexpected key or value"]) {
            return Some(self.more_after_value());
        }
        if begins(&["missing comma"]) {
            let item = self.token();
            let name = &self.input[item.range()];
            return Some(words(
                if item.is_empty() { self.whole } else { item },
                format!("a comma is missing before `{name}`"),
                "put a comma between two items",
            ));
        }
        if begins(&["extra comma"]) {
            return Some(words(self.place(), "there is one comma too many", "remove it"));
        }
        if begins(&["extra `=`"]) {
            return Some(words(self.place(), "there is one `=` too many", "write `name = value`"));
        }
        if begins(&["cannot extend"]) {
            let name = &self.input[self.at.range()];
            return Some(words(
                self.place(),
                format!("`{name}` has a value already and can't hold fields as well"),
                "keep one of the two",
            ));
        }
        None
    }

    fn open_bracket(&self) -> Words {
        if self.input[self.at.range()].starts_with('{') {
            return words(self.at, "the `{` here is never closed", "add the `}` where the table ends");
        }
        let help = "add the `]` where the list ends, and a comma between two items";
        words(self.at, "the list that begins here is never closed", help)
    }

    /// `start = 2020-11-25 end = 2020-12-08`
    fn two_fields(&self) -> Option<Words> {
        let after = self.text.get(self.text.find('=')? + 1..)?;
        if after.trim_start().starts_with(['[', '{', '=']) {
            return None;
        }
        let mut quote = None;
        let equals = after.char_indices().find(|(_, c)| match quote {
            None if *c == '"' || *c == '\'' => {
                quote = Some(*c);
                false
            }
            Some(mark) if *c == mark => {
                quote = None;
                false
            }
            None => *c == '=',
            Some(_) => false,
        });
        let second = after[..equals?.0].trim_end().rsplit([' ', '\t', '"', '\'', ',', ';']).next()?;
        let is_name = !second.is_empty()
            && second.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        is_name.then(|| {
            words(self.whole, "two fields stand on one line", format!("put `{second}` on a line of its own"))
        })
    }

    fn no_value(&self) -> Words {
        let text = self.text;
        if text.chars().all(|c| c == '+') {
            return words(self.whole, "the fields end with a line `+++`", "write three `+`");
        }
        if let Some(name) = before_colon(text) {
            return colon(self.whole, name);
        }
        if text.starts_with("//") || text.starts_with("--") || text.starts_with("/*") {
            return comment(self.whole);
        }
        if let Some(item) = text.strip_prefix("- ") {
            return words(
                self.whole,
                format!("a list isn't written with dashes: `{}`", short(item)),
                "write name = [\"petr\", \"tim\"]",
            );
        }
        if text.contains('=') && !self.key().is_empty() && !self.key().contains(['"', '\'']) {
            let key = self.key();
            let better = key.split_whitespace().collect::<Vec<_>>().join("-");
            return words(
                self.whole,
                format!("`{}` has a blank inside", short(key)),
                format!("write `{better}`"),
            );
        }
        let message = format!("`{}` is not followed by `=` and a value", short(self.key()));
        words(self.whole, message, "a field is written `name = value`; a remark begins with `#`")
    }

    fn odd_key(&self) -> Words {
        if self.text.starts_with("//") || self.text.starts_with("/*") {
            return comment(self.whole);
        }
        let token = self.token();
        let key = &self.input[token.range()];
        if let Some(name) = key.strip_suffix(':').or_else(|| before_colon(key)) {
            return colon(token, name);
        }
        words(
            token,
            format!("`{}` can't be the name of a field", short(key)),
            "a name has the letters a to z, digits, `-` and `_`",
        )
    }

    fn repeated(&self) -> Words {
        let name = &self.input[self.at.range()];
        if !self.text.starts_with('[') {
            return words(self.at, format!("`{name}` stands in this table twice"), "keep one of them");
        }
        let header = self.text.split('#').next().unwrap_or_default().trim();
        let inner = header.trim_matches(['[', ']']).trim();
        let (single, list) = (format!("[{inner}]"), format!("[[{inner}]]"));
        let mut above = self.input[..self.whole.start as usize]
            .lines()
            .map(|line| line.split('#').next().unwrap_or_default().trim());
        let earlier = above.find(|line| *line == single || *line == list);
        match earlier {
            Some(earlier) if earlier == header => words(
                self.whole,
                format!("`{header}` stands here a second time"),
                if inner.contains('.') {
                    format!("put its fields below the first `{header}`")
                } else {
                    format!(
                        "write `{list}` each time if there may be several, or put its fields below the first"
                    )
                },
            ),
            Some(earlier) => words(
                self.whole,
                format!("this is `{header}`, and it was `{earlier}` above"),
                format!("write `{list}` each time"),
            ),
            None => words(
                self.whole,
                format!("`{name}` has a value above already, and a table begins here"),
                "keep one of the two",
            ),
        }
    }

    /// A line that begins with `[`.
    fn header(&self) -> Words {
        let name = self.text.split('#').next().unwrap_or_default().trim().trim_matches(['[', ']']).trim();
        if name.is_empty() {
            return words(self.whole, "the brackets hold no name", "write the table's name between them");
        }
        let plain = name.split_whitespace().collect::<Vec<_>>().join("-");
        let help = match (self.text.starts_with("[["), self.text.contains("]]")) {
            (true, _) => format!("write `[[{plain}]]`"),
            (false, true) => format!("write `[[{plain}]]` for one of several, `[{plain}]` for the only one"),
            (false, false) => format!("write `[{plain}]`"),
        };
        let message = if plain == name {
            format!("the brackets around `{}` don't match", short(name))
        } else {
            format!("`{}` has a blank inside", short(name))
        };
        words(self.whole, message, help)
    }

    /// Something stands behind a value.
    fn more_after_value(&self) -> Words {
        let rest = self.rest();
        let at = self.at.start as usize;
        let value = self.text.split_once('=').map_or("", |(_, value)| value.trim());
        let key = self.key();
        match rest.chars().next() {
            Some('/') => comment(Span::new(at, at + rest.len())),
            Some(c @ (';' | ']' | '}' | ')')) => {
                words(Span::new(at, at + 1), format!("the `{c}` here belongs to nothing"), "remove it")
            }
            Some(',') if rest.len() == 1 => words(
                Span::new(at, at + 1),
                "a field ends with its line, not with a comma",
                "remove the comma",
            ),
            Some(',') if value.bytes().all(|byte| byte.is_ascii_digit() || byte == b',') => words(
                self.whole,
                format!("`{value}` is no number"),
                format!("write {}", value.replacen(',', ".", 1)),
            ),
            Some(',') => words(
                self.whole,
                format!("`{key}` has several values"),
                format!("write a list: {key} = [{}]", short(value)),
            ),
            _ if value.starts_with('"') => words(
                self.whole,
                format!("the text of `{key}` ends before the line does"),
                "write `\\\"` for a quote inside the text, or enclose the text in single quotes",
            ),
            _ if value.starts_with('\'') => words(
                self.whole,
                format!("the text of `{key}` ends before the line does"),
                "enclose it in double quotes",
            ),
            _ => words(
                self.whole,
                format!("something stands behind the value of `{key}`"),
                "write one field a line; a remark begins with `#`",
            ),
        }
    }
}

fn colon(span: Span, name: &str) -> Words {
    words(span, format!("`{name}` is followed by `:`"), format!("write `{name} = ` and the value"))
}

fn comment(span: Span) -> Words {
    words(span, "a remark begins with `#`", "write `#` in front of it")
}

/// The name in `name: value`.
fn before_colon(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once(':')?;
    let is_name = !name.is_empty()
        && name.trim_end().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    (is_name && (rest.is_empty() || rest.starts_with([' ', '=', '\t', '"']))).then(|| name.trim_end())
}
