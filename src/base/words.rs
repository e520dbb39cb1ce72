//! Words that messages and pages share: lists, counts, articles, capitals, quotations.

/// A quotation is cut off after this many characters.
const LONGEST_QUOTE: usize = 80;

/// `a, b and c`.
pub fn list<S: AsRef<str>>(words: &[S]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The ids in backticks: `a`, `b` and `c`; of many the first few and how many more there are.
pub fn ids(ids: &[&str]) -> String {
    let shown = if ids.len() > 5 { 4 } else { ids.len() };
    let mut words: Vec<String> = ids[..shown].iter().map(|id| format!("`{id}`")).collect();
    if shown < ids.len() {
        words.push(format!("{} more", ids.len() - shown));
    }
    list(&words)
}

/// The plural of `noun`: `entry` becomes `entries`.
pub fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}

/// `0 records`, `1 record`, `2 records`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {}", plural(noun)) }
}

/// `no turns`, `1 turn`, `2 turns`, for a sentence.
pub fn count_or_no(number: usize, noun: &str) -> String {
    if number == 0 { format!("no {}", plural(noun)) } else { count(number, noun) }
}

/// `none is`, `1 is`, `2 are`.
pub fn are(count: usize) -> String {
    match count {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        _ => format!("{count} are"),
    }
}

/// A kind or a field in words: `product-manager` becomes `product manager`.
pub fn spaced(name: &str) -> String {
    name.replace('-', " ")
}

/// `a team`, `an epic`; for a kind's name `a value stream`.
pub fn with_article(name: &str) -> String {
    let words = spaced(name);
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {words}")
}

/// `text` with a capital letter at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `text` on one line and at most `most` characters long, cut off between words.
pub fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole_words, _)| whole_words);
    format!("{} …", cut.trim_end_matches([',', ';', '.', ':']))
}

/// `text` on one line between quotation marks, cut off where it is long.
pub fn quote(text: &str) -> String {
    format!("“{}”", shortened(text, LONGEST_QUOTE))
}

/// The first line of `text`, as long as a message has room for, and without a full stop.
pub fn gist(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim_end_matches('.');
    match line.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

/// ``did you mean `near`?``, to be put to the nearest name that exists.
pub fn did_you_mean(near: &str) -> String {
    format!("did you mean `{near}`?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["Cindy"]), "Cindy");
        assert_eq!(list(&["Cindy", "Petr", "Hugh"]), "Cindy, Petr and Hugh");
        assert_eq!(ids(&["a"]), "`a`");
        assert_eq!(ids(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(ids(&["a", "b", "c", "d", "e", "f"]), "`a`, `b`, `c`, `d` and 2 more");
    }

    #[test]
    fn numbers_and_nouns_agree() {
        assert_eq!(
            [count(0, "turn"), count(1, "entry"), count(2, "entry")],
            ["0 turns", "1 entry", "2 entries"]
        );
        assert_eq!(count(2, "day"), "2 days");
        assert_eq!([count_or_no(0, "turn"), count_or_no(1, "turn")], ["no turns", "1 turn"]);
        assert_eq!([are(0), are(1), are(2)], ["none is", "1 is", "2 are"]);
        assert_eq!([with_article("epic"), with_article("duty-report")], ["an epic", "a duty report"]);
        assert_eq!(capital("ökonom"), "Ökonom");
    }

    #[test]
    fn long_texts_are_cut_off() {
        assert_eq!(quote("a\n  b"), "“a b”");
        let long = "word ".repeat(30);
        assert!(quote(&long).ends_with("word …”") && quote(&long).chars().count() < 90);
        assert_eq!(gist("Ask around.\nThen write."), "Ask around");
        assert_eq!(gist(&"é".repeat(90)), format!("{}…", "é".repeat(80)));
    }
}
