//! Ids: their form, and how two that look alike are recognised.

use unicode_normalization::UnicodeNormalization;

/// Whether `id` is lower-case letters, digits and single hyphens inside.
pub fn is_well_formed(id: &str) -> bool {
    !id.is_empty()
        && id.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// The id that `text` would have: `Petr Müller` becomes `petr-muller`.
pub fn from_text(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// The same for two ids that differ only by case or in how their characters are composed.
pub fn folded(id: &str) -> String {
    if id.is_ascii() {
        id.to_ascii_lowercase()
    } else {
        id.nfc().collect::<String>().to_lowercase().nfc().collect()
    }
}

/// The number that a decision's id begins with.
pub fn leading_number(id: &str) -> Option<u64> {
    let digits = id.bytes().take_while(u8::is_ascii_digit).count();
    id[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_told_and_compared() {
        for id in ["petr", "2020-11-25", "0001-use-kask", "a"] {
            assert!(is_well_formed(id), "{id}");
        }
        for id in ["", "Petr", "a--b", "-a", "a-", "a_b", "é", "a.b"] {
            assert!(!is_well_formed(id), "{id}");
        }
        assert_eq!(from_text("Petr  Müller (WMF)"), "petr-muller-wmf");
        assert_eq!(folded("A\u{308}na"), folded("äna"));
        assert_eq!(leading_number("0012-a"), Some(12));
        assert_eq!(leading_number("a"), None);
    }
}
