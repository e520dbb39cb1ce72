//! How much alike two records are: whether one may be the other under a new name.

use crate::record::{Record, Value};
use crate::workspace::files::Files;

/// Two records whose names are related are alike if this share of their lines is the same, …
const ALIKE: f64 = 0.5;
/// … and two whose names aren't if this share is, of at least that many lines.
const ALMOST_EQUAL: (f64, usize) = (0.8, 5);

/// What two records are compared by.
pub(super) struct Features<'r> {
    id: &'r str,
    name: Option<&'r str>,
    lines: Vec<&'r str>,
}

impl<'r> Features<'r> {
    pub(super) fn new(files: &Files, record: &'r Record) -> Self {
        Self { id: &record.id, name: name(files, record), lines: lines(record) }
    }

    /// How likely it is the same record, from 0.5 up to 1; nothing if it is another one. Short records of one
    /// kind have lines in common by nature, so the lines alone don't tell.
    pub(super) fn likeness(&self, other: &Self) -> Option<f64> {
        let share = share(&self.lines, &other.lines);
        let is_related = || match (self.name, other.name) {
            (Some(a), Some(b)) if share_a_word(a, b) => true,
            _ => {
                share_a_word(self.id, other.id) || strsim::normalized_levenshtein(self.id, other.id) >= ALIKE
            }
        };
        let (least, many) = ALMOST_EQUAL;
        let is_alike = (share >= least && self.lines.len() >= many) || (share >= ALIKE && is_related());
        is_alike.then_some(share)
    }
}

/// The record's display name, if it has one.
pub(super) fn name<'r>(files: &Files, record: &'r Record) -> Option<&'r str> {
    let field = files.schemas.kind(record.kind?).name_field.as_deref()?;
    record.root().get(field).and_then(Value::as_str)
}

/// How much of two records' lines is the same: 0 nothing, 1 everything.
pub fn likeness(a: &Record, b: &Record) -> f64 {
    share(&lines(a), &lines(b))
}

/// Whether two names have a word in common that says something.
pub fn share_a_word(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words
            .filter(|word| word.chars().count() > 2 && !matches!(&**word, "the" | "and" | "for" | "with"))
            .collect()
    };
    let other = words(b);
    words(a).iter().any(|word| other.contains(word))
}

/// The lines that say something, sorted.
fn lines(record: &Record) -> Vec<&str> {
    let lines = record.source.text.lines().map(str::trim);
    let mut lines: Vec<&str> =
        lines.filter(|line| !line.is_empty() && !line.starts_with('#') && *line != "+++").collect();
    lines.sort_unstable();
    lines
}

fn share(a: &[&str], b: &[&str]) -> f64 {
    let (mut i, mut j, mut same) = (0, 0, 0_u32);
    while i < a.len() && j < b.len() {
        match a[i].cmp(b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (same, i, j) = (same + 1, i + 1, j + 1),
        }
    }
    let all = u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX);
    f64::from(2 * same) / f64::from(all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_nothing_are_not_shared() {
        assert!(share_a_word("API Portal", "The portal for developers"));
        assert!(share_a_word("0003-use-kask", "0004-use-kask"));
        assert!(!share_a_word("Work for the web", "Time for the train"));
    }
}
