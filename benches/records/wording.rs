//! Sentences that mean nothing, for records of any number.

/// Things that a team speaks of.
pub(super) const WORDS: [&str; 32] = [
    "sessions",
    "readers",
    "editors",
    "requests",
    "pages",
    "caches",
    "tables",
    "queues",
    "servers",
    "clients",
    "tests",
    "reviews",
    "releases",
    "schemas",
    "indexes",
    "backups",
    "writes",
    "reads",
    "limits",
    "errors",
    "metrics",
    "tokens",
    "jobs",
    "logs",
    "images",
    "links",
    "templates",
    "modules",
    "services",
    "interfaces",
    "changes",
    "records",
];

const VERBS: [&str; 8] = ["reach", "replace", "follow", "keep", "measure", "release", "describe", "protect"];

/// About `words` words that read like a sentence.
pub(super) fn prose(seed: usize, words: usize) -> String {
    let mut text = String::new();
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    for word in 0..words {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
        let choice = state >> 8;
        let next = match word % 4 {
            0 | 2 => WORDS[choice % WORDS.len()],
            1 => VERBS[choice % VERBS.len()],
            _ => ["with", "without", "before", "after", "for"][choice % 5],
        };
        if word == 0 {
            text.push_str(&next[..1].to_uppercase());
            text.push_str(&next[1..]);
        } else {
            text.push(' ');
            text.push_str(next);
        }
    }
    text.push('.');
    text
}

/// The same as a title: without the full stop.
pub(super) fn title(seed: usize, words: usize) -> String {
    prose(seed, words).trim_end_matches('.').to_owned()
}
