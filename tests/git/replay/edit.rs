//! Edits of a folder of files.

use std::collections::BTreeMap;

/// Files by path.
pub(super) type Tree = BTreeMap<String, String>;

/// An edit. In its texts `{n}` stands for the commit's number, and `{day}` for a day of a month, which no
/// later commit goes behind.
#[derive(Clone, Copy)]
pub(super) enum Edit {
    /// In this file that text, which must be there, becomes another.
    Replace(&'static str, &'static str, &'static str),
    /// This text comes to the end of the file.
    Append(&'static str, &'static str),
    /// A new file.
    Add(&'static str, &'static str),
    /// The file goes.
    Remove(&'static str),
    /// The file gets another name.
    Move(&'static str, &'static str),
}

/// `text` in the commit with number `n`.
pub(super) fn numbered(text: &str, n: usize) -> String {
    text.replace("{n}", &n.to_string()).replace("{day}", &format!("{:02}", 10 + n / 26))
}

/// `tree` after all of `edits`; nothing if one can't be made.
pub(super) fn edited(tree: &Tree, edits: &[Edit], n: usize) -> Option<Tree> {
    let mut tree = tree.clone();
    for edit in edits {
        match edit {
            Edit::Replace(path, from, to) => {
                let text = tree.get_mut(*path)?;
                let at = text.find(*from)?;
                text.replace_range(at..at + from.len(), &numbered(to, n));
            }
            Edit::Append(path, text) => tree.get_mut(&numbered(path, n))?.push_str(&numbered(text, n)),
            Edit::Add(path, text) => {
                let before = tree.insert(numbered(path, n), numbered(text, n));
                before.is_none().then_some(())?;
            }
            Edit::Remove(path) => {
                tree.remove(*path)?;
            }
            Edit::Move(path, to) => {
                let text = tree.remove(&numbered(path, n))?;
                tree.insert(numbered(to, n), text);
            }
        }
    }
    Some(tree)
}

/// The paths whose files differ.
pub(super) fn differing<'t>(a: &'t Tree, b: &'t Tree) -> impl Iterator<Item = &'t String> {
    let paths = a.keys().chain(b.keys().filter(|path| !a.contains_key(*path)));
    paths.filter(|path| a.get(*path) != b.get(*path))
}
