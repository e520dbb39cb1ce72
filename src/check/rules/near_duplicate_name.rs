use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, id_collides};
use crate::base::nearest::distance_within;
use crate::record::{Record, Value};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "near-duplicate-name",
    level: Level::Warning,
    subject: Subject::References,
    summary: "two people or two teams have the same name, or nearly",
    why: "If they are one, what they do is split between two records; if they are two, readers take one for the other.",
    help: "keep one record if they are the same, with the other's id in `was`; otherwise add what tells them apart, such as a surname",
    source: "Core Platform Team page: the two functional teams are spelt in two ways",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::about_records(&[&id_collides::RULE])];

/// A name that a record has.
struct Name<'a> {
    record: &'a Record,
    at: Value<'a>,
    plain: String,
    /// Whether it is the name that is shown, not a further one.
    is_shown: bool,
}

/// Names that differ in a shorter word are simply two names: Tim and Jim.
const LEAST_LETTERS: usize = 5;

fn check(workspace: &View<'_>, findings: &mut Findings) {
    look(workspace, &names(workspace.named_people().iter().map(|person| person.record)), findings);
    look(workspace, &names(workspace.named_teams().iter().map(|team| team.record)), findings);
}

fn names<'a>(records: impl Iterator<Item = &'a Record>) -> Vec<Name<'a>> {
    let of_record = |record: &'a Record| {
        let root = record.root();
        let name =
            move |at: Value<'a>, is_shown| Some(Name { record, at, plain: plain(at.as_str()?), is_shown });
        let display = root.get("name").and_then(|at| name(at, true));
        display.into_iter().chain(root.list("aka").filter_map(move |at| name(at, false)))
    };
    records.flat_map(of_record).collect()
}

fn look(workspace: &View<'_>, names: &[Name<'_>], findings: &mut Findings) {
    // Two names that differ by a letter are the same once the right letter is left out of each.
    let mut keys: Vec<(u64, usize)> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let letters: Vec<char> = name.plain.chars().collect();
        keys.push((hash(&letters), index));
        if name.is_shown && letters.len() >= LEAST_LETTERS {
            keys.extend(hashes_without_one(&letters).map(|hash| (hash, index)));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    let mut pairs = BTreeSet::new();
    for same in keys.chunk_by(|a, b| a.0 == b.0) {
        // Against the first and the one before, so that a name that many have costs no more than another.
        for (before, other) in same.iter().zip(&same[1..]) {
            pairs.extend([(same[0].1, other.1), (before.1, other.1)]);
        }
    }
    let mut told = BTreeSet::new();
    for (first, second) in pairs {
        let (mut first, mut second) = (&names[first], &names[second]);
        if second.is_shown && !first.is_shown {
            (first, second) = (second, first);
        }
        let is_same = first.plain == second.plain && (first.is_shown || second.is_shown);
        let is_near = first.is_shown && second.is_shown && differ_by_a_letter(first, second);
        let is_one = first.record.number == second.record.number;
        if is_one || !(is_same || is_near) || !told.insert(second.record.number) {
            continue;
        }
        // Of these two more is told than their names: where they stand.
        for one in [first, second] {
            workspace.record(one.record.number);
        }
        let (id, name) = (&first.record.id, workspace.name(first.record));
        let message = if is_near {
            format!("the name of `{id}`, {name}, differs by one letter")
        } else {
            format!("`{id}`, {name}, has this name too")
        };
        findings.report(second.at, message).also(first.at, "the other name");
    }
}

/// Whether the names differ by one letter, in a word that is long enough for a slip to be likely.
fn differ_by_a_letter(first: &Name<'_>, second: &Name<'_>) -> bool {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let (a, b) = (&first.plain, &second.plain);
    let letters = |name: &str| name.chars().collect::<Vec<_>>();
    if distance_within(&letters(a), &letters(b), 1) != Some(1) || digits(a) != digits(b) {
        return false;
    }
    let mut unlike = a.split(' ').zip(b.split(' ')).filter(|(a, b)| a != b);
    unlike.all(|(a, b)| a.chars().count().min(b.chars().count()) >= LEAST_LETTERS)
}

/// The letters and digits of `name` in lower case and without accents, its words apart by one space.
fn plain(name: &str) -> String {
    let letters = name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let lower = letters.flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' });
    lower.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Any large odd number.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

fn hash(letters: &[char]) -> u64 {
    letters.iter().fold(0, |hash, letter| with_letter(hash, *letter))
}

fn with_letter(hash: u64, letter: char) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(letter))
}

/// The hash of `letters` without the first, without the second, and so on: put together from those of what stands before
/// and after, so that a long name takes no more time a letter than a short one.
fn hashes_without_one(letters: &[char]) -> impl Iterator<Item = u64> {
    // What follows each letter: its hash, and by how much it moves what stands before.
    let mut rest = (0_u64, 1_u64);
    let from_the_end = letters.iter().rev().map(|letter| {
        let (hash, power) = rest;
        rest = (hash.wrapping_add(u64::from(*letter).wrapping_mul(power)), power.wrapping_mul(BASE));
        (hash, power)
    });
    let after: Vec<(u64, u64)> = from_the_end.collect();
    let mut before = 0_u64;
    letters.iter().zip(after.into_iter().rev()).map(move |(letter, (after, power))| {
        let hash = before.wrapping_mul(power).wrapping_add(after);
        before = with_letter(before, *letter);
        hash
    })
}

const BAD: &str = r#"
#- records/people/kate-chapman.toml
name = "Kate Chapman"
roles = [{ role = "product-manager" }]
#- records/people/kate-chapmann.toml
name = "Kate Chapmann"
#      ^^^^^^^^^^^^^^^ the name of `kate-chapman`, Kate Chapman, differs by one letter
roles = [{ role = "product-manager" }]
#~ records/deliverables/evolutionary-architecture.toml
- managers = ["evan"]
+ managers = ["kate-chapman", "kate-chapmann"]
"#;

const MEND: &str = r#"
#~ records/people/kate-chapman.toml
  name = "Kate Chapman"
+ aka = ["Kate Chapmann"]
#~ records/deliverables/evolutionary-architecture.toml
- managers = ["kate-chapman", "kate-chapmann"]
+ managers = ["kate-chapman"]
#- records/people/kate-chapmann.toml (removed)
"#;

cases! { r#"
=== two files of one id have one name -> id-collides
#- records/teams/content.toml
name = "Features, Data and Content"
category = "external"
#- records/teams/old/content.toml
name = "Features, Data and Content"
category = "external"

=== names that differ only in accents and capitals are reported
#- records/teams/content.toml
name = "Features, Data and Contént"
category = "external"
#- records/teams/features.toml
name = "Features, data and content"
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `content`, Features, Data and Contént, has this name too
category = "external"

=== short first names, numbers and a person's own aliases are not reported
#~ records/people/will.toml
  name = "Will"
+ aka = ["will"]
#- records/teams/product-1.toml
name = "Product 1"
category = "external"
#- records/teams/product-2.toml
name = "Product 2"
category = "external"

=== an alias that is somebody else's name is reported
#~ records/people/mandy.toml
  name = "Mandy"
+ aka = ["Will"]
#        ^^^^^^ `will`, Will, has this name too
"# }

#[cfg(test)]
mod tests {
    use super::super::tests::rules;
    use super::{hash, hashes_without_one};

    #[test]
    fn the_hash_without_a_letter_is_that_of_the_other_letters() {
        let letters: Vec<char> = "kate chapmann é".chars().collect();
        let one_by_one = (0..letters.len()).map(|left_out| {
            let mut rest = letters.clone();
            rest.remove(left_out);
            hash(&rest)
        });
        assert!(hashes_without_one(&letters).eq(one_by_one));
    }

    #[test]
    fn long_names_are_compared_as_short_ones_are() {
        let long = "anna maria ".repeat(10_000);
        let record = |id: &str, name: &str| {
            format!("#- records/teams/{id}.toml\nname = \"{name}\"\ncategory = \"external\"\n")
        };
        let (one, other) = (format!("{long}Chapman"), format!("{long}Chapmann"));
        assert_eq!(rules(&(record("one", &one) + &record("other", &other))), ["near-duplicate-name"]);
    }
}
