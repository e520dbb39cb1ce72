//! Holds the quick way of reading TOML against the thorough one.

use super::*;
use crate::record::parse::parse_thoroughly;
use crate::record::{Record, Value};

/// A value with its places, as text.
fn told(value: Value<'_>) -> String {
    let own = format!("{} {:?} {:?}", value.key(), value.key_span(), value.span());
    let below: Vec<String> = value.entries().chain(value.items()).map(told).collect();
    match value.raw().data {
        Data::String(_) => format!("{own} {:?}", value.as_str()),
        Data::Table(_) | Data::List(_) => format!("{own} {} {below:?}", value.type_name()),
        data => format!("{own} {data:?}"),
    }
}

/// Holds the quick way against the thorough one; whether the quick one took `text`.
fn agree(text: &str) -> bool {
    let Some(tree) = parse(text, 4) else { return false };
    let text = format!("+++\n{text}");
    let mut quick = Record::empty("a.toml", &text, Vec::new());
    quick.tree = tree;
    let mut thorough = Record::empty("a.toml", &text, Vec::new());
    parse_thoroughly(&mut thorough, &text[4..], Span::new(4, text.len()));
    assert_eq!(thorough.faults, [], "{text}");
    assert_eq!(told(quick.root()), told(thorough.root()), "{text}");
    true
}

const PLAIN: &str = r#"# Everything that records hold.
name = "Zoë" # here
'quoted key' = 'C:\path'
list = ["a", 'b', """c
d""", '''
e''', [1, -2, 0x1f], { at = 1.5, on = 2020-11-25, "by" = { who = "f" } }]
long = [
    "a", # with words
    2020-11-25T07:32:00Z, 07:32:00,
    true,
]
nothing = {}
none = []

[period]
from = 2020-11-25
open = false

[[team]]
team = "green"
members = ["petr", { person = "tim", doing = "coding" }]

[[team]]
team = "purple"

[[visit]]
"#;

#[test]
fn what_records_hold_is_read_quickly_and_as_the_thorough_way_reads_it() {
    assert!(agree(PLAIN));
    for text in ["", "\n", "a = 1", "a = 1\r\n[b]\r\nc = 2\r\n", "\u{feff}a = 1\n"] {
        assert!(agree(text), "{text}");
    }
}

#[test]
fn what_is_wrong_or_rare_is_left_to_the_thorough_way() {
    let keys = |count: u32| (0..count).map(|key| format!("k{key} = 1\n")).collect::<String>();
    assert!(agree(&keys(MOST_KEYS)));
    for text in [
        "a = 1\na = 2\n",
        "a = 1\n[a]\n",
        "[a]\n[a]\n",
        "[a]\n[[a]]\n",
        "a = []\n[[a]]\n",
        "[[a]]\n[a]\n",
        "a.b = 1\n",
        "[a.b]\n",
        "a = { b = 1, }\n",
        "a = { b = 1\n}\n",
        "a = { b = 1, b = 2 }\n",
        "a = \"\\e\"\n",
        "a = \"\\u00e9\"\n",
        "a = 07:32\n",
        "a = 99999999999999999999\n",
        "a = 2020-02-30\n",
        "a = \n",
        "a\n",
        "a = [1\n",
        "# \u{1}\n",
        &keys(MOST_KEYS + 1),
        &format!("a = {}{}", "[".repeat(60), "]".repeat(60)),
    ] {
        assert!(!agree(text), "{text}");
    }
}

#[test]
fn both_ways_agree_on_what_a_slip_leaves() {
    let pieces: Vec<&str> = "[ ] [[ ]] { } \" ' \"\"\" = . , 
 # [team]
 name=1
"
    .split(' ')
    .collect();
    let mut state = 1usize;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below.max(1)
    };
    let chars: Vec<char> = PLAIN.chars().collect();
    let mut taken = 0;
    for _ in 0..3000 {
        let mut text = chars.clone();
        for _ in 0..=next(2) {
            let at = next(text.len());
            match next(3) {
                0 => drop(text.splice(at..at, pieces[next(pieces.len())].chars()).count()),
                1 => drop(text.drain(at..(at + next(30)).min(text.len())).count()),
                _ => text[at] = chars[next(chars.len())],
            }
        }
        taken += usize::from(agree(&text.into_iter().collect::<String>()));
    }
    assert!(taken > 300, "{taken}");
}
