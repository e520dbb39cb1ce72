//! "Did you mean …": the nearest of some words.

/// The candidate nearest to `word`, if one is near enough to be what was meant. Of two equally near ones the
/// one that comes first in the alphabet.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= 16)
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let distance = strsim::osa_distance(&word, &lower);
            // `api-portl` is near `api-portal`; `portal` is a part of it, which is as good as a letter or two.
            let is_part = word.chars().count() >= 4
                && (lower.split('-').any(|part| part == word) || word.split('-').any(|part| part == lower));
            let distance = if is_part { distance.min(2) } else { distance };
            (distance <= limit.max(if is_part { 2 } else { 0 })).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
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
}
