//! Examples: small workspaces as text, for the rules' pages, the tests, the planted faults and the demo.
//!
//! ```text
//! #- in next-sprint                      the backdrop it stands on, if not the first of `BACKDROPS`
//! #- on 2020-12-01                       the day of the check, if not the usual one
//! #- records/epics/parser-cache.toml     a file, and all of its text
//! title = "Parser cache"
//! #       ^^^^^^^^^^^^^^ what is found here -> what is advised
//! #~ records/people/petr.toml            a file that is there, and what changes in it
//!   name = "Petr"
//! - roles = [{ role = "engineer" }]
//! + roles = [{ role = "product-manager" }]
//! #- records/people/tim.toml (removed)
//! #~ records/people/clara.toml (moved from records/people/klara.toml)
//! #~ records/sprints/2020-12-09.toml (copied from records/sprints/2020-11-25.toml)
//! #~ records/people/cindy.toml (kept)    in a mend: as it was before the change
//! ```
//!
//! A `-` line is taken out, a `+` line put in where the line before it stands, or at the end of the file; a line that
//! begins with two blanks only says where. A line that occurs more than once is refused unless it follows at once, blank
//! lines apart.
//! Carets mark a place in the line above them; above the first line of a file they mean all of it. `warning: ` before the
//! words is the finding's level. Only the last text of a file counts, and its marks, so that an example continues another
//! by standing behind it. `{U+200B}` is that character.
//!
//! What stands below `#- changed` happens afterwards: the example is a change, and `#- message` the message of a
//! commit of it. What stands below `#- ours` and `#- theirs` are the sides of a merge. Below `#- before` stands what
//! comes before these after all.
//!
//! In `cases!` each example has a title, a line that begins with `=== `. It must raise the rule where it is marked and
//! nothing else. `#- bad` in its first line stands for the rule's own example, `#- above` for the last case that
//! doesn't begin so; lines with signs that follow at once edit the last file. A title that ends with ` -> ` and names of rules,
//! perhaps each with a level in brackets, is of a case in which these find something, wherever that is.

use crate::base::source::Span;
use crate::workspace::settings::Level;
use jiff::civil::Date;

/// The small sound workspaces that examples stand on. Each stands on the first or on the one before it that it names.
pub const BACKDROPS: &[(&str, &str)] = &[
    ("platform", include_str!("backdrops/platform.txt")),
    ("decision", include_str!("backdrops/decision.txt")),
    ("next-sprint", include_str!("backdrops/next-sprint.txt")),
    ("next-work", include_str!("backdrops/next-work.txt")),
    ("next-sprints", include_str!("backdrops/next-sprints.txt")),
    ("visit", include_str!("backdrops/visit.txt")),
    ("proposal", include_str!("backdrops/proposal.txt")),
    ("superseded-decision", include_str!("backdrops/superseded-decision.txt")),
];

/// What stands for a path where the text is a commit's message.
const MESSAGE: &str = "message";

/// Files by path.
pub type Texts = Vec<(String, String)>;

/// An example as it is written.
#[derive(Clone, Debug, Default)]
pub struct Example<'e> {
    /// The name of its backdrop, if it says one.
    pub backdrop: Option<&'e str>,
    /// The day of the check, if it says one.
    pub day: Option<Date>,
    /// What it does to files, in its order.
    pub steps: Vec<Step<'e>>,
    /// The parts that it has.
    parts: Vec<Part>,
}

/// What an example does to one file.
#[derive(Clone, Debug)]
pub struct Step<'e> {
    /// From the workspace's root.
    pub path: &'e str,
    /// In which state of the workspace.
    pub part: Part,
    /// What is done.
    pub how: How<'e>,
    /// The lines that say so, with signs unless they are all of the text.
    pub lines: Vec<&'e str>,
}

/// The states of a workspace that an example may tell apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// All of them.
    #[default]
    Before,
    /// After the change.
    Changed,
    /// Our side of a merge.
    Ours,
    /// Their side of it.
    Theirs,
}

/// What is done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How<'e> {
    /// It gets this text.
    Written,
    /// Some of its lines change.
    Edited,
    /// It goes.
    Removed,
    /// It comes from another path, and some of its lines change.
    Moved(&'e str),
    /// It is the file at another path, but for some of its lines.
    Copied(&'e str),
    /// It is again as it was before the change, but for some of its lines.
    Kept,
}

/// A marked place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The file.
    pub path: String,
    /// The place in it.
    pub span: Span,
    /// The words of the finding.
    pub words: String,
    /// The advice, if the example says it.
    pub advice: String,
    /// The level, if the example says it.
    pub level: Option<Level>,
}

/// The workspaces of an example.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The day of the check, if the example says one.
    pub day: Option<Date>,
    /// The only one, or the one after the change or the merge.
    pub head: Texts,
    /// The one before the change.
    pub base: Option<Texts>,
    /// The two sides of the merge.
    pub sides: Option<[Texts; 2]>,
    /// The messages of the commits of the change.
    pub messages: Vec<String>,
    /// The marked places.
    pub marks: Vec<Mark>,
}

impl<'e> Example<'e> {
    /// The example that `text` is.
    pub fn read(text: &'e str) -> Self {
        let mut example = Self::default();
        let mut part = Part::Before;
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            let Some((is_edit, header)) = header(line) else {
                example.steps.last_mut().into_iter().for_each(|step| step.lines.push(line));
                continue;
            };
            let day = header.strip_prefix("on ").and_then(|day| day.parse().ok());
            match header {
                "before" => part = Part::Before,
                "changed" => part = Part::Changed,
                "ours" => part = Part::Ours,
                "theirs" => part = Part::Theirs,
                _ if day.is_some() => example.day = day,
                _ => match header.strip_prefix("in ") {
                    Some(name) => example.backdrop = Some(name),
                    None => example.steps.push(Step::new(header, is_edit, part)),
                },
            }
            example.parts.push(part);
        }
        example
    }

    /// Its workspaces on `backdrop`; an error says which line of it doesn't fit.
    pub fn build(&self, backdrop: &Texts) -> Result<Built, String> {
        let mut built = Built { day: self.day, ..Built::default() };
        let has = |part| self.parts.contains(&part);
        let before = self.after(&[Part::Before], backdrop, &mut built.marks)?;
        if has(Part::Ours) || has(Part::Theirs) {
            let side = |part| self.after(&[part], &before, &mut Vec::new());
            built.sides = Some([side(Part::Ours)?, side(Part::Theirs)?]);
        }
        built.head = self.after(&[Part::Changed, Part::Ours, Part::Theirs], &before, &mut built.marks)?;
        let messages = built.head.extract_if(.., |(path, _)| path == MESSAGE);
        built.messages = messages.map(|(_, message)| message).collect();
        built.base = has(Part::Changed).then_some(before);
        Ok(built)
    }

    /// `before` after the steps of `parts`, which leave their marks in `marks`.
    fn after(&self, parts: &[Part], before: &Texts, marks: &mut Vec<Mark>) -> Result<Texts, String> {
        let mut texts = before.clone();
        for part in parts {
            for step in self.steps.iter().filter(|step| step.part == *part) {
                step.take(before, &mut texts, marks)?;
            }
        }
        Ok(texts)
    }
}

/// The files whose text `example` says in full.
pub fn files(example: &str) -> Texts {
    let written = Example::read(example).steps.into_iter().filter(|step| step.how == How::Written);
    written.map(|step| (step.path.to_owned(), step.text(&mut Vec::new()))).collect()
}

/// The workspaces of `example` on the backdrop that it names.
pub fn build(example: &str) -> Result<Built, String> {
    on(BACKDROPS, example)
}

/// The workspaces of `example`, which stands on one of `backdrops`; so does each of these on one before it.
fn on(backdrops: &[(&str, &str)], example: &str) -> Result<Built, String> {
    let example = Example::read(example);
    let named = match example.backdrop {
        None => 1.min(backdrops.len()),
        Some(name) => {
            1 + backdrops
                .iter()
                .position(|(other, _)| *other == name)
                .ok_or_else(|| format!("there is no backdrop `{name}`"))?
        }
    };
    match &backdrops[..named] {
        [before @ .., (_, backdrop)] => example.build(&on(before, backdrop)?.head),
        [] => example.build(&Texts::new()),
    }
}

/// What the line that begins a file or a part says, and whether it begins an edit.
fn header(line: &str) -> Option<(bool, &str)> {
    let (is_edit, header) = match line.strip_prefix("#- ") {
        Some(header) => (false, header),
        None => (true, line.strip_prefix("#~ ")?),
    };
    Some((is_edit, header.trim_end()))
}

impl<'e> Step<'e> {
    fn new(header: &'e str, is_edit: bool, part: Part) -> Self {
        let other = if is_edit { How::Edited } else { How::Written };
        let (path, how) = match header
            .split_once(" (")
            .and_then(|(path, how)| Some((path, how.strip_suffix(')')?)))
        {
            Some((path, "removed")) => (path, How::Removed),
            Some((path, "kept")) => (path, How::Kept),
            Some((path, how)) => match (how.strip_prefix("moved from "), how.strip_prefix("copied from ")) {
                (Some(from), _) => (path, How::Moved(from)),
                (_, Some(from)) => (path, How::Copied(from)),
                _ => (header, other),
            },
            None => (header, other),
        };
        let part = if path == MESSAGE { Part::Changed } else { part };
        Self { path, part, how, lines: Vec::new() }
    }

    /// Does it to `texts`, which were `before`.
    fn take(&self, before: &Texts, texts: &mut Texts, marks: &mut Vec<Mark>) -> Result<(), String> {
        let path = self.path;
        if path.contains(" (") || path.starts_with("on ") {
            return Err(format!("what is `{path}`?"));
        }
        let from = if let How::Moved(from) | How::Copied(from) = self.how { from } else { path };
        // A mark in what is removed is about what was there.
        if self.how != How::Removed {
            marks.retain(|mark| {
                mark.path != path && (mark.path != from || matches!(self.how, How::Copied(_)))
            });
        }
        if self.how == How::Kept {
            texts.retain(|(other, _)| other != path);
            texts.extend(before.iter().find(|(other, _)| other == path).cloned());
        }
        let at = texts.iter().position(|(other, _)| other == from);
        if self.how == How::Written {
            let text = self.text(marks);
            if at.is_some_and(|at| texts[at].1 == text) && marks.iter().all(|mark| mark.path != path) {
                return Err(format!("{path} is like that already"));
            }
            match at {
                Some(at) if path != MESSAGE => texts[at].1 = text,
                _ => texts.push((path.to_owned(), text)),
            }
            return Ok(());
        }
        let at = at.ok_or_else(|| format!("there is no {from}"))?;
        if self.how == How::Edited && self.lines.iter().all(|line| line.trim().is_empty()) {
            return Err(format!("nothing changes in {path}"));
        }
        let text = self.edit(&texts[at].1, marks)?;
        match self.how {
            How::Removed => drop(texts.remove(at)),
            How::Copied(_) => texts.push((path.to_owned(), text)),
            _ => texts[at] = (path.to_owned(), text),
        }
        Ok(())
    }

    /// The text of a step that says all of it.
    fn text(&self, marks: &mut Vec<Mark>) -> String {
        let mut text = String::new();
        let mut above = 0;
        for line in &self.lines {
            match caret(line) {
                Some(caret) => marks.push(caret.mark(self.path, &text, above..text.len(), 0)),
                None => {
                    above = text.len();
                    text.push_str(&spelt(line));
                    text.push('\n');
                }
            }
        }
        text
    }

    /// `text` with the lines of the step.
    fn edit(&self, text: &str, marks: &mut Vec<Mark>) -> Result<String, String> {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        // Where the next line goes, once one has said so, and for each mark the line that it is about.
        let mut at = None;
        let mut carets: Vec<(Option<usize>, Caret<'_>)> = Vec::new();
        let mut marked = None;
        for script in self.lines.iter().filter(|line| !line.trim().is_empty()) {
            if let Some(caret) = caret(script) {
                carets.push((marked, caret));
                continue;
            }
            let sign = script.chars().next().unwrap_or_default();
            let line = script.strip_prefix(sign).unwrap_or_default();
            let line = line.strip_prefix(' ').unwrap_or(line);
            match sign {
                '+' => {
                    let place = at.unwrap_or(lines.len());
                    lines.insert(place, spelt(line));
                    (at, marked) = (Some(place + 1), Some(place));
                }
                '-' => {
                    let place = self.place(&lines, line, at)?;
                    lines.remove(place);
                    at = Some(place);
                }
                ' ' => {
                    let place = self.place(&lines, line, at)?;
                    (at, marked) = (Some(place + 1), Some(place));
                }
                _ => return Err(format!("{}: `{script}` has no sign", self.path)),
            }
        }
        let start = |line: usize| lines[..line].iter().map(|line| line.len() + 1).sum::<usize>();
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        for (line, caret) in carets {
            let line = line.map_or(0..0, |line| start(line)..start(line) + lines[line].len());
            marks.push(caret.mark(self.path, &text, line, 2));
        }
        Ok(text)
    }

    /// Where `line` stands in `lines`, of which `from` is the next.
    fn place(&self, lines: &[String], line: &str, from: Option<usize>) -> Result<usize, String> {
        let first = from.unwrap_or_default();
        let mut places = (first..lines.len()).filter(|at| lines[*at] == line);
        match (places.next(), places.count()) {
            (Some(place), 0) => Ok(place),
            (Some(place), _) if from.is_some() && lines[first..place].iter().all(String::is_empty) => {
                Ok(place)
            }
            (Some(_), more) => Err(format!("{}: `{line}` stands there {} times", self.path, more + 1)),
            (None, _) => Err(format!("{}: there is no `{line}`, or not that far down", self.path)),
        }
    }
}

/// A line of carets.
struct Caret<'e> {
    column: usize,
    width: usize,
    words: &'e str,
}

impl Caret<'_> {
    /// The mark in `line` of `text`, whose columns are `signs` less than those of the carets.
    fn mark(&self, path: &str, text: &str, line: std::ops::Range<usize>, signs: usize) -> Mark {
        let column = self.column.saturating_sub(signs);
        let byte = |column: usize| {
            let characters = text[line.clone()].char_indices().map(|(at, _)| line.start + at);
            characters.chain([line.end]).take(column + 1).last().unwrap_or(line.end)
        };
        let (words, advice) = self.words.split_once(" -> ").unwrap_or((self.words, ""));
        let mut levels = [Level::Note, Level::Warning, Level::Error].into_iter();
        let said = |level: Level| {
            words.strip_prefix(level.name())?.strip_prefix(": ").map(|words| (Some(level), words))
        };
        let (level, words) = levels.find_map(said).unwrap_or((None, words));
        let span = Span::new(byte(column), byte(column + self.width));
        Mark { path: path.to_owned(), span, words: words.to_owned(), advice: advice.to_owned(), level }
    }
}

fn caret(line: &str) -> Option<Caret<'_>> {
    let carets = line.strip_prefix('#').unwrap_or(line).trim_start();
    let width = carets.bytes().take_while(|byte| *byte == b'^').count();
    let words = carets[width..].trim();
    (width > 0).then(|| Caret { column: line.len() - carets.len(), width, words })
}

/// `line` with the characters that it names.
fn spelt(line: &str) -> String {
    let mut spelt = String::new();
    let mut rest = line;
    while let Some((before, code, after)) = rest
        .split_once("{U+")
        .and_then(|(before, rest)| rest.split_once('}').map(|(code, after)| (before, code, after)))
    {
        spelt.push_str(before);
        spelt.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        rest = after;
    }
    spelt + rest
}

#[cfg(test)]
mod tests;
