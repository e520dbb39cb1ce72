//! Every output format, given records that hold anything: what is written is what the format allows, and acts on nothing.

use teambook::printable::is_suspicious;
use teambook::report::FORMATS;

use super::scratch::Scratch;

/// Characters that some format or reader can't bear: controls, what turns text round or hides it, what is no character,
/// and markup.
const NASTY: &[char] = &[
    '\0',
    '\u{1}',
    '\u{8}',
    '\t',
    '\n',
    '\u{b}',
    '\u{c}',
    '\r',
    '\u{1b}',
    '\u{7f}',
    '\u{80}',
    '\u{85}',
    '\u{9b}',
    '\u{ad}',
    '\u{61c}',
    '\u{200b}',
    '\u{200d}',
    '\u{200e}',
    '\u{2028}',
    '\u{2029}',
    '\u{202e}',
    '\u{2066}',
    '\u{2069}',
    '\u{fdd0}',
    '\u{feff}',
    '\u{fffd}',
    '\u{fffe}',
    '\u{ffff}',
    '\u{1fffe}',
    '\u{1ffff}',
    '\u{e0001}',
    '\u{10ffff}',
    '<',
    '>',
    '&',
    '"',
    '\'',
    '|',
    '`',
    '*',
    '_',
    '[',
    ']',
    '(',
    ')',
    '!',
    '#',
    '@',
    ':',
    ',',
    ';',
    '%',
    '\\',
    '/',
    '{',
    '}',
    '~',
    '=',
    '+',
    '-',
    '$',
];

/// A workspace in a folder below `scratch` in which each nasty character stands in a name, a text and a path.
fn nasty(scratch: &Scratch) -> String {
    let folder = "a <b>&\u{fffe}\u{1b}[31m%\u{202e}";
    assert_eq!(scratch.run(&["init", folder]).code, 0);
    let in_paths = NASTY.iter().filter(|c| !matches!(c, '\0' | '/'));
    scratch.write(&format!("{folder}/records/epics/{}.toml", in_paths.collect::<String>()), "title = 3\n");
    for (number, c) in NASTY.iter().enumerate() {
        let spelt = format!("\\U{:08X}", u32::from(*c));
        let text = format!(
            "title = \"{spelt}\"\ninitiative = \"{spelt}a{spelt}{spelt}b]]>\"\ntracker = \"T{number}\"\n"
        );
        scratch.write(&format!("{folder}/records/epics/nasty-{number}.toml"), text);
    }
    let rule = "level = \"error\"\nsummary = \"it\"\nwhere = \"kind == 'epic'\"\nmessage = \"{title}{name}\"\nhelp = \"\\u0001 \\uFFFE ]]> ::error::x\"\n";
    scratch.write(&format!("{folder}/rules/its-title.toml"), rule.replace("kind == 'epic'", "has(tracker)"));
    folder.to_owned()
}

#[test]
fn each_format_keeps_to_its_own_characters() {
    let scratch = Scratch::empty();
    scratch.command(&["init", "."]).output().unwrap();
    let folder = nasty(&scratch);
    for format in FORMATS {
        let run = scratch.run(&["check", "--root", &folder, "--format", format.name]);
        assert_eq!(run.code, 1, "{}: {}", format.name, run.err);
        let acts = run.out.chars().find(|c| *c != '\n' && is_suspicious(*c));
        assert!(acts.is_none_or(|c| c == '\u{200d}'), "{}: {acts:?}", format.name);
        match format.name {
            "text" | "concise" => {}
            "json" | "gitlab" | "rdjson" | "sarif" => {
                serde_json::from_str::<serde_json::Value>(&run.out).unwrap();
            }
            "junit" => assert_xml(&run.out),
            "github" => {
                assert!(run.out.lines().all(|line| line.starts_with("::")), "{}", run.out);
                // After the command nothing may begin another.
                let commands = run.out.lines().filter(|line| line.matches("::").count() < 2);
                assert_eq!(commands.count(), 0);
            }
            "markdown" | "summary" => {
                let is_markup = |line: &str| line.contains('<') || line.contains("](") || line.contains('@');
                assert_eq!(run.out.lines().find(|line| is_markup(line)), None);
            }
            other => panic!("say here what {other} may hold"),
        }
    }
}

/// Asserts that `text` is well-formed: characters, names, attributes, references, and elements within each other.
#[track_caller]
fn assert_xml(text: &str) {
    let is_char = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert_eq!(text.chars().find(|c| !is_char(*c)), None, "no character of XML");
    let is_text = |text: &str| {
        let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
        !text.contains('<')
            && !text.contains("]]>")
            && text.match_indices('&').all(|(at, _)| entities.iter().any(|e| text[at..].starts_with(e)))
    };
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap();
    let mut elements = 0;
    while let Some((before, after)) = rest.split_once('<') {
        assert!(is_text(before) && (!open.is_empty() || before.trim().is_empty()), "{before}");
        let (tag, after) = after.split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
            "<{tag}>"
        );
        while !attributes.is_empty() {
            let (key, after) = attributes.split_once("=\"").unwrap();
            let (value, after) = after.split_once('"').unwrap();
            assert!(key.bytes().all(|byte| byte.is_ascii_lowercase()) && is_text(value), "{key}={value}");
            attributes = after.strip_prefix(' ').unwrap_or(after);
        }
        elements += 1;
        if !is_empty {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty() && elements > 3, "{open:?} {rest}");
}
