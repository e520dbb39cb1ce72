use super::finding::Place;
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::record::{Fault, Record};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "newer-toml",
    level: Level::Warning,
    subject: Subject::Reading,
    summary: "a record uses TOML 1.1, which many tools can't read yet",
    why: "The team's other tools and editors may refuse the whole file for one comma.",
    help: "write it as TOML 1.0 has it",
    source: "TOML 1.0 and the changes in 1.1",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Record(check),
};

fn check(record: &Record, _: &View<'_>, findings: &mut Findings) {
    for fault in &record.faults {
        if let Fault::Newer { span, what } = fault {
            let finding = findings.report(Place::new(record, *span), format!("{what} needs TOML 1.1"));
            if let Some(older) = older(record.slice(*span)) {
                finding.instead(older, true);
            }
        }
    }
}

/// `written` as TOML 1.0 has it. None where a comment or a text of several lines stands in the way.
fn older(written: &str) -> Option<String> {
    match written.as_bytes().first()? {
        b'{' => one_line(written),
        b'"' => Some(older_escapes(written)),
        b'0'..=b'9' => with_seconds(written),
        _ => None,
    }
}

fn with_seconds(moment: &str) -> Option<String> {
    let minute = moment.find(':')? + 3;
    let (before, after) = (moment.get(..minute)?, moment.get(minute..)?);
    Some(format!("{before}:00{after}"))
}

fn older_escapes(text: &str) -> String {
    let mut older = String::with_capacity(text.len() + 8);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        older.push(c);
        if c == '\\' {
            match chars.next() {
                Some('e') => older.push_str("u001b"),
                Some('x') => older.push_str("u00"),
                Some(next) => older.push(next),
                None => {}
            }
        }
    }
    older
}

/// An inline table on one line, without commas before `}`.
fn one_line(table: &str) -> Option<String> {
    if table.contains("\"\"\"") || table.contains("'''") {
        return None;
    }
    let mut line = String::with_capacity(table.len());
    let mut quote = None;
    let mut chars = table.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, '#') => return None,
            (None, '\n' | '\r' | ' ' | '\t') => {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
                continue;
            }
            (None, '}') => {
                let end = line.trim_end().trim_end_matches(',').trim_end().len();
                line.truncate(end);
                line.push(' ');
            }
            (None, '"' | '\'') => quote = Some(c),
            (Some('"'), '\\') => {
                line.push(c);
                line.extend(chars.next());
                continue;
            }
            (Some(mark), _) if mark == c => quote = None,
            _ => {}
        }
        line.push(c);
    }
    Some(line)
}

const BAD: &str = r#"
#- records/people/petr.toml
name = "Petr"
roles = [{ role = "engineer", }]
#        ^^^^^^^^^^^^^^^^^^^^^^ a `{ … }` that ends in a comma or on a line of its own needs TOML 1.1
"#;

const MEND: &str = r#"
#~ records/people/petr.toml
- roles = [{ role = "engineer", }]
+ roles = [
+   { role = "engineer" },
+ ]
"#;

cases! { r#"
=== escapes and lists that every tool reads are not reported
#- records/people/petr.toml
name = "Petr\t\u00e9"
roles = [
  { role = "engineer" },
]
"# }

#[cfg(test)]
mod tests {
    use super::older;

    #[test]
    fn what_is_newer_is_rewritten_so_that_it_means_the_same() {
        let rewritten = [
            ("{\n  a = 1,\n  b = [1,\n 2],\n}", "{ a = 1, b = [1, 2] }"),
            ("{ a = '}, ', b = \"\\\"}\", }", "{ a = '}, ', b = \"\\\"}\" }"),
            ("07:32", "07:32:00"),
            ("2020-11-25T07:32Z", "2020-11-25T07:32:00Z"),
            (r#""\e[0m \x41 \\x41""#, r#""\u001b[0m \u0041 \\x41""#),
        ];
        for (newer, expected) in rewritten {
            assert_eq!(older(newer).as_deref(), Some(expected));
            let value = |text: &str| format!("a = {text}").parse::<toml::Table>().expect("TOML");
            let said = |text: &str| format!("{:?}", value(text)).replace("second: None", "second: Some(0)");
            assert_eq!(said(expected), said(newer));
        }
        assert_eq!(older("{ a = 1, # one\n}"), None);
    }
}
