//! Values that stand without quotes and are none: what was meant, and how it is written.

use jiff::civil::Date;

use super::words::{Words, short, words};
use crate::base::source::Span;

/// A value without quotes that is no value.
pub(super) fn bare_value(span: Span, text: &str) -> Words {
    let lower = text.to_ascii_lowercase();
    if text.contains(['“', '”', '„', '‘', '’']) {
        let plain: String = text.chars().map(|c| if "“”„‘’".contains(c) { '"' } else { c }).collect();
        return words(span, "curly quotes don't enclose text here", format!("use straight quotes: {plain}"));
    }
    if text.starts_with('(') {
        return words(span, "a list doesn't stand in ( )", "write it in [ ]");
    }
    if let Some(help) = date(text) {
        return words(span, format!("`{text}` is no date"), help);
    }
    if matches!(&*lower, "true" | "false" | "yes" | "no") {
        let meant = if lower.starts_with(['t', 'y']) { "true" } else { "false" };
        return words(span, format!("`{text}` is neither text nor true or false"), format!("write {meant}"));
    }
    if matches!(&*lower, "null" | "none" | "nil" | "undefined" | "~" | "-" | "?" | "n/a" | "tbd") {
        return words(
            span,
            format!("`{text}` is no value"),
            "leave the field out, or write a text in quotes",
        );
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits > 0 && text.bytes().all(|byte| byte.is_ascii_digit() || b"._+-".contains(&byte)) {
        let plain = text.replace('_', "");
        let number = if let Some(fraction) = plain.strip_prefix('.') {
            format!("0.{fraction}")
        } else {
            let plain = plain.trim_end_matches('.').trim_start_matches('0');
            format!("{}{plain}", if plain.is_empty() || plain.starts_with('.') { "0" } else { "" })
        };
        let help = match number.parse::<f64>() {
            Ok(_) => format!("write {number}, or \"{text}\" if it is a text"),
            Err(_) => format!("write \"{text}\" if it is a text"),
        };
        return words(span, format!("`{}` is no number", short(text)), help);
    }
    if text.ends_with(['"', '\'']) {
        let plain = text.trim_matches(['"', '\'']);
        return words(span, "the quote before this text is missing", format!("write \"{plain}\""));
    }
    words(span, format!("`{}` needs quotes", short(text)), format!("write \"{}\"", text.replace('"', "")))
}

/// How to write what was meant for a date.
pub(super) fn date(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts[..] else { return None };
    let number = |part: &str| part.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i16>().ok();
    if let Some(month) = month(b).or_else(|| month(a)) {
        let day = number(if month_is(a) { b } else { a })?;
        return written(number(c)?, month, day);
    }
    let numbers = (a.parse::<i16>().ok()?, b.parse::<i16>().ok()?, c.parse::<i16>().ok()?);
    match numbers {
        (year, month, day) if a.len() == 4 => written(year, month, day).or_else(|| {
            let days = Date::new(year, i8::try_from(month).ok()?, 1).ok()?.days_in_month();
            Some(format!("{year:04}-{month:02} has {days} days"))
        }),
        (day, month, year) if c.len() == 4 => {
            let (european, american) = (written(year, month, day), written(year, day, month));
            match (european, american) {
                (Some(one), Some(other)) if one != other && !text.contains('.') => {
                    Some(format!("{one}, or {} if the month comes first", other.trim_start_matches("write ")))
                }
                (one, other) => one.or(other),
            }
        }
        _ => None,
    }
    .or_else(|| {
        (a.len() == 4 || c.len() == 4).then(|| "a date is written year-month-day, as 2020-11-25".to_owned())
    })
}

fn written(year: i16, month: i16, day: i16) -> Option<String> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (year > 999).then(|| format!("write {date}"))
}

fn month(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = word.to_lowercase();
    let at = MONTHS.iter().position(|month| lower.len() >= 3 && month.starts_with(&lower))?;
    i16::try_from(at + 1).ok()
}

fn month_is(word: &str) -> bool {
    month(word).is_some()
}
