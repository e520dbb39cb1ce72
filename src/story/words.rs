//! Small change of language: lists, quotes, capitals.

/// Quoted text is cut off after so many characters.
const LONGEST_QUOTE: usize = 80;

/// `Cindy, Petr and Hugh`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `text` on one line between quotation marks, cut off where it is long.
pub fn quote(text: &str) -> String {
    format!("“{}”", shortened(text, LONGEST_QUOTE))
}

/// `text` on one line and at most `most` characters long.
pub fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole_words, _)| whole_words);
    format!("{} …", cut.trim_end_matches([',', ';', '.', ':']))
}

/// `text` with a capital letter at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A kind or a field as words: `product-manager` becomes `product manager`.
pub fn spaced(name: &str) -> String {
    name.replace('-', " ")
}

/// `number` in words as people write it: `no`, `1`, `2`; with what is counted.
pub fn count(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_quotes_and_capitals_read_well() {
        let names = |names: &[&str]| list(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(names(&["Cindy"]), "Cindy");
        assert_eq!(names(&["Cindy", "Petr", "Hugh"]), "Cindy, Petr and Hugh");
        assert_eq!(quote("a\n  b"), "“a b”");
        let long = "word ".repeat(30);
        assert!(quote(&long).ends_with("word …”") && quote(&long).chars().count() < 90);
        assert_eq!(capital("ökonom"), "Ökonom");
        assert_eq!((count(0, "turn"), count(2, "turn")), ("no turn".to_owned(), "2 turns".to_owned()));
    }
}
