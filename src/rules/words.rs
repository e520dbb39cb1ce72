//! Turns of phrase that several rules need.

use jiff::civil::Date;

use crate::dates;

/// The ids in backticks: `a`, `b` and `c`; of many the first few and how many more there are.
pub(super) fn ids(ids: &[&str]) -> String {
    let shown = if ids.len() > 5 { 4 } else { ids.len() };
    let mut words: Vec<String> = ids[..shown].iter().map(|id| format!("`{id}`")).collect();
    if shown < ids.len() {
        words.push(format!("{} more", ids.len() - shown));
    }
    list(&words)
}

/// `a, b and c`.
pub(super) fn list(words: &[String]) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// `2 are`, `1 is`, `none is`: how many may be.
pub(super) fn are(count: usize) -> String {
    match count {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        _ => format!("{count} are"),
    }
}

/// `in this sprint` where `days` are all of it, otherwise which days they are.
pub(super) fn when(days: (Date, Date), of_sprint: (Date, Date)) -> String {
    if days == of_sprint { "in this sprint".to_owned() } else { dates::in_words(days.0, days.1) }
}

/// The beginning of a text of a record, as long as a message has room for, and without a full stop.
pub(super) fn gist(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim_end_matches('.');
    match line.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

/// `a team`, `an epic`; of a kind's name `a value stream`.
pub(super) fn with_article(words: &str) -> String {
    let words = words.replace('-', " ");
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {words}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(ids(&["a"]), "`a`");
        assert_eq!(ids(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(ids(&["a", "b", "c", "d", "e", "f"]), "`a`, `b`, `c`, `d` and 2 more");
        assert_eq!([are(0), are(1), are(2)], ["none is", "1 is", "2 are"]);
        assert_eq!(gist("Ask around.\nThen write."), "Ask around");
        assert_eq!(gist(&"é".repeat(90)), format!("{}…", "é".repeat(80)));
        assert_eq!(
            (with_article("epic"), with_article("duty-report")),
            ("an epic".to_owned(), "a duty report".to_owned())
        );
    }
}
