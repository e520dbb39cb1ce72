//! Examples: small workspaces as text. `#- path` begins a file; a line of carets below another line marks a
//! place in it and the words of the finding expected there. An example stands on a backdrop, a sound little
//! workspace, whose files it may replace or remove (`#- path (removed)`). An example of a change has two parts,
//! `#- base` and `#- head`; what stands before them is in both. `#- message` is the message of a commit between them.
//! One of a merge has `#- ours` and `#- theirs`.

use crate::source::Span;

/// The files that every example stands on.
pub const BACKDROP: &str = include_str!("backdrop.txt");

/// What stands for a path where the text is a commit's message.
const MESSAGE: &str = "message";

/// A file of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// From the workspace's root.
    pub path: String,
    /// Without the marks; none if the example removes it.
    pub text: Option<String>,
    /// The marked places.
    pub marks: Vec<Mark>,
}

/// A marked place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The place.
    pub span: Span,
    /// The words of the finding.
    pub words: String,
}

/// The files of `example`, in its order.
pub fn files(example: &str) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    let mut line_start = 0;
    for line in example.trim_start_matches('\n').split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("#- ") {
            let path = path.trim_end();
            if matches!(path, "base" | "head" | "ours" | "theirs") {
                continue;
            }
            let removed = path.strip_suffix(" (removed)");
            files.push(File {
                path: removed.unwrap_or(path).to_owned(),
                text: removed.is_none().then(String::new),
                marks: Vec::new(),
            });
            line_start = 0;
            continue;
        }
        let Some(File { text: Some(text), marks, .. }) = files.last_mut() else { continue };
        if let Some((offset, width, words)) = mark(line) {
            let above = &text[line_start..];
            let start = line_start + above.char_indices().nth(offset).map_or(above.len(), |(at, _)| at);
            let end = line_start + above.char_indices().nth(offset + width).map_or(above.len(), |(at, _)| at);
            marks.push(Mark { span: Span::new(start, end), words: words.to_owned() });
        } else {
            line_start = text.len();
            text.push_str(line);
        }
    }
    files
}

/// The column, width and words of a line of carets.
fn mark(line: &str) -> Option<(usize, usize, &str)> {
    let body = line.strip_prefix('#').unwrap_or(line);
    let carets = body.trim_start();
    if !carets.starts_with('^') {
        return None;
    }
    let width = carets.bytes().take_while(|byte| *byte == b'^').count();
    Some((line.len() - carets.len(), width, carets[width..].trim()))
}

/// The parts of `example`: what is in both states, the base and the head. Without a base it is all head.
pub fn parts(example: &str) -> (&str, Option<&str>, &str) {
    match split(example, "#- base\n", "#- head\n") {
        Some((both, base, head)) => (both, Some(base), head),
        None => ("", None, example),
    }
}

/// What stands before the line `first`, between it and the line `second`, and after that.
fn split<'e>(example: &'e str, first: &str, second: &str) -> Option<(&'e str, &'e str, &'e str)> {
    let (before, rest) = example.split_once(first)?;
    let (one, other) = rest.split_once(second)?;
    Some((before, one, other))
}

/// The texts of both sides of a merge, if the example is one: what git makes of them is [`workspace`].
pub fn sides(example: &str) -> Option<[Vec<(String, String)>; 2]> {
    let (both, ours, theirs) = split(example, "#- ours\n", "#- theirs\n")?;
    let side = |side| on_backdrop(files(both).into_iter().chain(files(side)));
    Some([side(ours), side(theirs)])
}

/// The texts of the workspace after the change, or of the only one: `example` on the backdrop.
pub fn workspace(example: &str) -> Vec<(String, String)> {
    let (both, _, head) = parts(example);
    on_backdrop(files(both).into_iter().chain(files(head)))
}

/// The messages of the commits of the change.
pub fn messages(example: &str) -> Vec<String> {
    files(example).into_iter().filter(|file| file.path == MESSAGE).filter_map(|file| file.text).collect()
}

/// The texts of the workspace before the change, if the example is one of a change.
pub fn base(example: &str) -> Option<Vec<(String, String)>> {
    let (both, base, _) = parts(example);
    Some(on_backdrop(files(both).into_iter().chain(files(base?))))
}

fn on_backdrop(example: impl Iterator<Item = File>) -> Vec<(String, String)> {
    let mut texts: Vec<(String, Option<String>)> = Vec::new();
    for file in files(BACKDROP).into_iter().chain(example) {
        match texts.iter_mut().find(|(path, _)| *path == file.path) {
            Some((_, text)) => *text = file.text,
            None => texts.push((file.path, file.text)),
        }
    }
    texts.into_iter().filter_map(|(path, text)| Some((path, text?))).collect()
}

/// `example` as a reader sees it: without the marks.
pub fn plain(example: &str) -> String {
    if let Some((both, ours, theirs)) = split(example, "#- ours\n", "#- theirs\n") {
        return format!(
            "{}# ours\n{}# theirs\n{}",
            plain_files(both),
            plain_files(ours),
            plain_files(theirs)
        );
    }
    let (both, base, head) = parts(example);
    let Some(base) = base else { return plain_files(head) };
    format!("{}# base\n{}# head\n{}", plain_files(both), plain_files(base), plain_files(head))
}

fn plain_files(example: &str) -> String {
    let mut plain = String::new();
    for file in files(example) {
        let text = file.text.unwrap_or_else(|| "(removed)\n".to_owned());
        plain.push_str(&format!("# {}\n{}\n", file.path, text.trim_end()));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_keep_their_place() {
        let found =
            files("#- a.toml\nname = \"é\"\n#      ^^^ no name\nx = 1\n^ here\n#- b.toml (removed)\n");
        assert_eq!(found[0].text.as_deref(), Some("name = \"é\"\nx = 1\n"));
        let words: Vec<_> = found[0].marks.iter().map(|mark| (mark.span, mark.words.as_str())).collect();
        assert_eq!(words, [(Span::new(7, 11), "no name"), (Span::new(12, 13), "here")]);
        assert_eq!(found[1].text, None);
    }
}
