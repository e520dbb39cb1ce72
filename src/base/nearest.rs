//! "Did you mean …": the nearest of some words.

use std::ops::RangeInclusive;

/// At most this many faults of one kind get a suggestion, the first ones in order: more aren't typing errors.
pub const MOST_SUGGESTIONS: usize = 200;

/// At most this many edits, however long the word is.
const MOST_EDITS: usize = 4;

/// The width of the band around the diagonal of the edit matrix.
const WIDTH: usize = 2 * MOST_EDITS + 1;

/// At most this many bytes may be missing when a part of a word stands for the whole.
const MOST_BESIDE: usize = 16;

/// The candidate nearest to `word`, if one is near enough to be what was meant. Of two equally near ones the
/// one that comes first in the alphabet. For many words and the same candidates, make [`Candidates`] once.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Candidates::new(candidates).nearest(word)
}

/// Words of which one may be meant.
pub struct Candidates<'a> {
    words: Vec<Candidate<'a>>,
    /// What stands between hyphens in each word, in lower case; first the words that are no more than that.
    parts: Vec<(String, Extent, &'a str)>,
}

struct Candidate<'a> {
    letters: Vec<char>,
    bag: u64,
    written: &'a str,
}

/// How much of a word a part of it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    All,
    Some,
}

impl<'a> Candidates<'a> {
    /// Sorts `candidates`.
    pub fn new(candidates: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut words, mut parts) = (Vec::new(), Vec::new());
        for written in candidates {
            let lower = written.to_lowercase();
            let extent = if lower.contains('-') { Extent::Some } else { Extent::All };
            parts.extend(lower.split('-').map(|part| (part.to_owned(), extent, written)));
            let letters: Vec<char> = lower.chars().collect();
            words.push(Candidate { bag: bag(&letters), letters, written });
        }
        words.sort_by_key(|word| word.letters.len());
        parts.sort_unstable();
        Self { words, parts }
    }

    /// The one nearest to `word`, as [`nearest`] has it.
    pub fn nearest(&self, word: &str) -> Option<&'a str> {
        self.nearest_with_distance(word).map(|(_, candidate)| candidate)
    }

    /// The same with how far it is from `word`.
    pub fn nearest_with_distance(&self, word: &str) -> Option<(usize, &'a str)> {
        let word = word.to_lowercase();
        let letters: Vec<char> = word.chars().collect();
        let limit = (letters.len() / 3).clamp(1, MOST_EDITS);
        let bag = bag(&letters);
        let mut nearest: Option<(usize, &str)> = None;
        for candidate in self.of_lengths(letters.len().saturating_sub(limit)..=letters.len() + limit) {
            // What isn't nearer than what was found needn't be measured to the end.
            let limit = nearest.map_or(limit, |(distance, _)| distance);
            // An edit takes one letter from the bag and puts another one in.
            if (candidate.bag ^ bag).count_ones() as usize <= 2 * limit
                && let Some(distance) = distance_within(&letters, &candidate.letters, limit)
            {
                let found = (distance, candidate.written);
                nearest = Some(nearest.map_or(found, |nearest| nearest.min(found)));
            }
        }
        // `api-portl` is near `api-portal`; `portal` is a part of it, which is as good as a letter or two.
        let whole_of_part = self.with_part(&word, Extent::Some, word.len());
        let parts_of_word = word.split('-').filter_map(|part| self.with_part(part, Extent::All, word.len()));
        let parts = whole_of_part.into_iter().chain(parts_of_word).filter(|_| letters.len() >= 4);
        nearest.into_iter().chain(parts.map(|candidate| (2, candidate))).min()
    }

    fn of_lengths(&self, lengths: RangeInclusive<usize>) -> impl Iterator<Item = &Candidate<'a>> {
        let first = self.words.partition_point(|word| word.letters.len() < *lengths.start());
        self.words[first..].iter().take_while(move |word| lengths.contains(&word.letters.len()))
    }

    /// The first candidate that has `part` between hyphens, or is it, and is about `length` bytes long.
    fn with_part(&self, part: &str, extent: Extent, length: usize) -> Option<&'a str> {
        let key = (part, extent);
        let first = self.parts.partition_point(|(part, extent, _)| (part.as_str(), *extent) < key);
        let mut found =
            self.parts[first..].iter().take_while(|(part, extent, _)| (part.as_str(), *extent) == key);
        found
            .find(|(_, _, written)| written.len().abs_diff(length) <= MOST_BESIDE)
            .map(|(_, _, written)| *written)
    }
}

/// Which letters there are, in few bits.
fn bag(letters: &[char]) -> u64 {
    letters.iter().fold(0, |bag, letter| bag | 1 << (u32::from(*letter) % 64))
}

/// How many letters must be put in, taken out, replaced, or swapped with the next, to make one word of the
/// other; none where it takes more than `limit`, of four at most. Takes time by the longer word and the
/// limit, not by both words.
pub fn distance_within(one: &[char], other: &[char], limit: usize) -> Option<usize> {
    let before = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[before..], &other[before..]);
    let after = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - after], &other[..other.len() - after]);
    let limit = limit.min(MOST_EDITS);
    if one.len().abs_diff(other.len()) > limit {
        return None;
    }
    // Of each row only what lies within the limit of the diagonal, which stands in the middle.
    let far = limit + 1;
    let mut row = [far; WIDTH];
    for (at, distance) in row.iter_mut().enumerate().skip(limit).take(limit + 1) {
        *distance = at - limit;
    }
    let mut row_before = [far; WIDTH];
    for from in 1..=one.len() {
        let mut next = [far; WIDTH];
        for at in 0..=2 * limit {
            // The letter of the other word that lies here.
            let Some(to) = (from + at).checked_sub(limit).filter(|to| *to <= other.len()) else { continue };
            if to == 0 {
                next[at] = from;
                continue;
            }
            let is_same = one[from - 1] == other[to - 1];
            let mut least = row[at] + usize::from(!is_same);
            if at < 2 * limit {
                least = least.min(row[at + 1] + 1);
            }
            if at > 0 {
                least = least.min(next[at - 1] + 1);
            }
            if from > 1 && to > 1 && one[from - 1] == other[to - 2] && one[from - 2] == other[to - 1] {
                least = least.min(row_before[at] + 1);
            }
            next[at] = least;
        }
        if next.iter().chain(&row).all(|distance| *distance > limit) {
            return None;
        }
        (row_before, row) = (row, next);
    }
    Some(row[limit + other.len() - one.len()]).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_and_nothing_far_off() {
        let ids = ["petr", "tim", "api-portal", "clinic-duty", "green"];
        assert_eq!(nearest("petrr", ids), Some("petr"));
        assert_eq!(nearest("Petr", ids), Some("petr"));
        assert_eq!(nearest("portal", ids), Some("api-portal"));
        assert_eq!(nearest("clinic", ids), Some("clinic-duty"));
        assert_eq!(nearest("gren", ids), Some("green"));
        assert_eq!(nearest("zebra", ids), None);
        assert_eq!(nearest("", ids), None);
    }

    /// Words of a few letters, hyphens and capitals among them, that follow from a fixed seed.
    fn words(count: usize) -> Vec<String> {
        let mut state = 0x7eab_0005_u64;
        let mut next = move |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let letters = ['a', 'b', 'c', 'A', '-', 'é', 'ß', 'd'];
        (0..count).map(|_| (0..next(15)).map(|_| letters[next(8) as usize]).collect()).collect()
    }

    #[test]
    fn the_distance_is_that_of_the_library_as_far_as_it_goes() {
        let words = words(400);
        for (one, other) in words.iter().flat_map(|one| words.iter().map(move |other| (one, other))) {
            let letters = |word: &str| word.chars().collect::<Vec<_>>();
            let known = strsim::osa_distance(one, other);
            for limit in 1..=MOST_EDITS {
                let found = distance_within(&letters(one), &letters(other), limit);
                assert_eq!(found, Some(known).filter(|known| *known <= limit), "{one} {other} {limit}");
            }
        }
    }

    /// The definition, by comparison with each candidate.
    fn by_definition<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
        let word = word.to_lowercase();
        let limit = (word.chars().count() / 3).clamp(1, MOST_EDITS);
        let near = candidates.iter().filter(|candidate| candidate.len().abs_diff(word.len()) <= MOST_BESIDE);
        let near = near.filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let distance = strsim::osa_distance(&word, &lower);
            let is_part = word.chars().count() >= 4
                && (lower.split('-').any(|part| part == word) || word.split('-').any(|part| part == lower));
            let distance = if is_part { distance.min(2) } else { distance };
            (distance <= limit || is_part).then_some((distance, *candidate))
        });
        near.min().map(|(_, candidate)| candidate)
    }

    #[test]
    fn among_many_candidates_the_same_one_is_nearest() {
        let words = words(600);
        let (asked, known) = words.split_at(300);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let candidates = Candidates::new(known.iter().copied());
        let mut near = 0;
        for word in asked {
            assert_eq!(candidates.nearest(word), by_definition(word, &known), "{word}");
            near += usize::from(candidates.nearest(word).is_some());
        }
        assert!(near > 100, "{near}");
    }
}
