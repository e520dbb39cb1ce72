use std::sync::LazyLock;

use regex::Regex;

use super::finding::Place;
use super::id_collides::whole;
use super::prelude::*;
use crate::base::source::Span;
use crate::record::Record;

pub(super) static RULE: Rule = Rule {
    name: "secret-in-record",
    level: Level::Error,
    subject: Subject::Reading,
    summary: "a record holds a key, a password, a phone number or a word about somebody's health",
    why: "Records are published and git never forgets, so what is committed once is known for good.",
    help: "take it out before it is committed; if it has been, change the password or key, for git keeps the old text",
    source: "what has been committed can't be taken back: anything private stays out of the records",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Record(check),
};

/// What has a form of its own: the name of each group in the pattern, and what it is in words.
const FORMS: &[(&str, &str, &str)] = &[
    ("pem", "a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    ("github", "a GitHub token", r"(?-u:\b)gh[opsur]_[0-9A-Za-z]{36,}|(?-u:\b)github_pat_[0-9A-Za-z_]{22,}"),
    ("gitlab", "a GitLab token", r"(?-u:\b)glpat-[0-9A-Za-z_-]{20,}"),
    ("phabricator", "a Phabricator token", r"(?-u:\b)(?:api|cli)-[a-z0-9]{28}(?-u:\b)"),
    ("aws", "an AWS access key", r"(?-u:\b)(?:AKIA|ASIA)[0-9A-Z]{16}(?-u:\b)"),
    (
        "slack",
        "a Slack token",
        r"(?-u:\b)xox[abeoprs]-[0-9A-Za-z-]{10,}|hooks\.slack\.com/services/T[0-9A-Za-z/]{20,}",
    ),
    ("stripe", "a Stripe key", r"(?-u:\b)[rs]k_live_[0-9A-Za-z]{16,}"),
    ("google", "a Google key", r"(?-u:\b)AIza[0-9A-Za-z_-]{35}"),
    ("npm", "an npm token", r"(?-u:\b)npm_[0-9A-Za-z]{36}(?-u:\b)"),
    ("jwt", "a signed token", r"(?-u:\b)eyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}"),
    ("login", "an address with a password", r"(?-u:\b)https?://[^\s/:@]+:[^\s/:@]+@"),
    ("phone", "a phone number", r"\+[1-9](?:[ .\-/]?\(?[0-9]\)?){9,14}"),
];

// Word boundaries are those of ASCII: the fast matcher knows no others.
static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms: Vec<String> = FORMS.iter().map(|(name, _, form)| format!("(?P<{name}>{form})")).collect();
    Regex::new(&forms.join("|")).ok()
});

static PASSWORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u:\b)(?:[Pp]ass(?:word|wd|phrase)|PASS(?:WORD|WD|PHRASE)|[Ss]ecret|SECRET|[Tt]oken|TOKEN",
        r"|[Aa](?:pi|ccess|uth)[_-]?(?:[Kk]ey|[Tt]oken)|A(?:PI|CCESS|UTH)_(?:KEY|TOKEN))",
        "(?-u:\\b)[\"'`*]*\\s*[:=]\\s*[\"'`*]*",
        "(?P<value>[^\\s\"'`,;]{6,64})"
    ))
    .ok()
});

static HEALTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:surger(?:y|ies)|surgical|hospital\w*|diagnos\w+|chemo\w*|radiotherapy|psycho\w+|psychiatr\w+|therap(?:y|ist)",
        r"|cancer|tumou?r|flu|influenza|covid(?:-19)?|migraines?|depress(?:ed|ion)|burn-?out|anxiety|pregnan(?:t|cy)|miscarriage",
        r"|ivf|injur(?:y|ies|ed)|fracture\w*|concussion|dentist|dental|doctor'?s?|medical|medication|rehab\w*|illness|disease|infection)\b"
    ))
    .ok()
});

fn check(record: &Record, _: &View<'_>, findings: &mut Findings) {
    let text = &*record.source.text;
    for found in FORM.iter().flat_map(|form| form.captures_iter(text)) {
        let kind = FORMS.iter().find_map(|(name, words, _)| Some((*name, *words, found.name(name)?)));
        let Some((name, words, span)) = kind else { continue };
        let after = text[span.end()..].chars().next();
        let is_number_on_its_own = !text[..span.start()]
            .ends_with(|c: char| c.is_alphanumeric() || "/=+".contains(c))
            && !after.is_some_and(char::is_alphanumeric);
        if name == "phone" && !is_number_on_its_own || is_placeholder(span.as_str()) {
            continue;
        }
        findings.report(at(record, span.range()), format!("this looks like {words}")).conceal();
    }
    for found in PASSWORD.iter().flat_map(|password| password.captures_iter(text)) {
        let Some(value) = found.name("value").filter(|value| is_password(value.as_str())) else { continue };
        let is_reported = FORM.as_ref().is_some_and(|form| form.is_match(value.as_str()));
        if !is_reported {
            findings.report(at(record, value.range()), "this looks like a password").conceal();
        }
    }
    if record.kind == Some(kind::ABSENCE) {
        health(record, findings);
    }
}

fn health(record: &Record, findings: &mut Findings) {
    let help = "leave it out: that somebody is away, and until when, is all that others need to know";
    let Some(health) = &*HEALTH else { return };
    for word in health.find_iter(&record.source.text) {
        findings.report(at(record, word.range()), "this says something about somebody's health").help(help);
    }
    if health.is_match(&record.id) {
        findings
            .report(whole(record.number), "the file's name says something about somebody's health")
            .help(help);
    }
}

fn at(record: &Record, range: std::ops::Range<usize>) -> Place {
    Place::new(record, Span::new(range.start, range.end))
}

/// Letters and digits together, as no word has them; not a tracker id, an address or a variable.
fn is_password(value: &str) -> bool {
    let has = |is: fn(&char) -> bool| value.chars().any(|c| is(&c));
    let is_name = value.starts_with(['$', '<', '{', '%', '[', '(']) || value.contains("://");
    let number = value.trim_end_matches('.').trim_start_matches(|c: char| c.is_ascii_uppercase());
    let is_tracker_id = value.len() - number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
        && !is_name
        && !is_tracker_id
        && !is_placeholder(value)
}

/// A stand-in, as manuals have them.
fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["example", "xxxx", "****", "user:pass", "0000000"].iter().any(|stand_in| lower.contains(stand_in))
}

const BAD: &str = r#"
#- records/people/petr.md
+++
name = "Petr"
roles = [{ role = "engineer" }]
+++

For the test wiki, password: tr0ub4dor
#                            ^^^^^^^^^ this looks like a password
#- records/people/petr.toml (removed)
"#;

const MEND: &str = r"
#~ records/people/petr.md
- For the test wiki, password: tr0ub4dor
+ For the test wiki, ask me for the password.
";

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, words};

    fn told(prose: &str) -> Vec<String> {
        let fields = "name = \"Petr\"\nroles = [{ role = \"engineer\" }]\n";
        let text = format!(
            "#- records/people/petr.toml (removed)\n#- records/people/petr.md\n+++\n{fields}+++\n{prose}\n"
        );
        words(&text)
    }

    #[test]
    fn keys_tokens_and_numbers_are_told_and_never_repeated() {
        for (secret, what) in [
            (concat!("-----BEGIN RSA", " PRIVATE KEY-----"), "a private key"),
            (concat!("gh", "p_0123456789abcdefghijABCDEFGHIJ456789"), "a GitHub token"),
            (concat!("gl", "pat-abcdefghij0123456789"), "a GitLab token"),
            (concat!("api", "-abcdefghij0123456789abcdefgh"), "a Phabricator token"),
            (concat!("AK", "IAABCDEFGHIJ234567"), "an AWS access key"),
            (concat!("xox", "b-123456789012-abcdef"), "a Slack token"),
            (concat!("sk", "_live_abcdefgh12345678"), "a Stripe key"),
            (concat!("ey", "JhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.SflKxwRJSMeKKF2Q"), "a signed token"),
            ("+1 (415) 839-6885", "a phone number"),
            ("+49 30 219158260", "a phone number"),
            ("https://petr:hunter2@wiki.org/", "an address with a password"),
            ("API_KEY=a1b2c3d4e5", "a password"),
            ("**Password**: `correct1horse`", "a password"),
        ] {
            assert_eq!(told(secret), [format!("this looks like {what}")], "{secret}");
        }
    }

    #[test]
    fn ordinary_prose_is_silent() {
        for text in [
            "Ask for the password: it is in the vault. The secret: patience. Token: T228295.",
            "At UTC+02:00, +100 points, 2020-11-25T10:00:00+01:00, C++11, +1000 edits, -1 234 567 890.",
            "token = $TOKEN, password: <yours123>, https://host:8080/a@b, AKIAIOSFODNN7EXAMPLE",
            "The api-integration-testing-of-sessions epic; a medical wiki; oauth token: see docs.",
            "https://example.org/?q=a+4912345678901",
        ] {
            assert_eq!(told(text), [] as [String; 0], "{text}");
        }
    }

    #[test]
    fn an_absence_says_when_and_not_what_for() {
        let days = "person = \"petr\"\nfrom = 2020-12-14\nuntil = 2020-12-18\nkind = \"sick\"\n";
        let told = |path: &str, comment: &str| {
            findings(&format!("#- records/absences/{path}.toml\n{days}{comment}\n")).len()
        };
        assert_eq!(told("petr-2020-12", "# knee surgery"), 1);
        assert_eq!(told("petr-surgery", ""), 1);
        assert_eq!(told("petr-2020-12", "# at a workshop on operations, reads mail in the evening"), 0);
    }
}
