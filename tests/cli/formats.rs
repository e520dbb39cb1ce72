//! Every output format, given records that hold anything: what is written is what the format allows, and acts
//! on nothing.

use teambook::base::source::is_suspicious;
use teambook::report::FORMATS;

use super::scratch::Scratch;

/// Characters that some format or reader can't bear: controls, what turns text round or hides it, what is no
/// character, and markup.
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

/// What a reader of some format would take for more than text.
const MARKUP: &str = "]]><b>@all **x** [y](z) %0A::error::w|`";

/// A workspace in a folder below `scratch` in which each nasty character stands wherever a stranger's text
/// can: names, values, paths, references, an own rule, what is ignored and what the baseline has.
pub(super) fn nasty(scratch: &Scratch) -> String {
    let folder = "a <b>&\u{fffe}\u{1b}[31m%\u{202e}, c:d";
    assert_eq!(scratch.run(&["init", folder]).code, 0);
    let write = |path: &str, text: String| scratch.write(&format!("{folder}/{path}"), text);
    let in_paths: String = NASTY.iter().filter(|c| !matches!(c, '\0' | '/')).collect();
    for place in ["records/epics", "rules"] {
        // A misspelt reference has an edit, and the other that is alike is another place.
        let text = "title = \"\u{202e}\u{9b}\"\ninitiative = \"sing-in\"\ntracker = \"T900\"\n";
        write(&format!("{place}/{in_paths}.toml"), text.to_owned());
        write(&format!("{place}/x{in_paths}.toml"), text.to_owned());
    }
    for (number, c) in NASTY.iter().enumerate() {
        let spelt = format!("\\U{:08X}", u32::from(*c));
        let text = format!(
            "title = \"{spelt}\"\ninitiative = \"{spelt}a{spelt}{spelt}b{MARKUP}\"\ntracker = \"T{number}\"\n"
        );
        write(&format!("records/epics/nasty-{number}.toml"), text);
    }
    let rule = format!(
        "level = \"warning\"\nsummary = \"\\u202E{MARKUP}\"\nwhy = \"\\u202E{MARKUP}\"\nwhere = \"has(tracker)\"\nmessage = \"{{title}}{{name}}\"\nhelp = \"\\u0001 \\uFFFE {MARKUP}\"\n"
    );
    write("rules/its-title.toml", rule);
    let settings = scratch.read(&format!("{folder}/teambook.toml"));
    assert_eq!(scratch.run(&["baseline", "write", "--root", folder]).code, 0);
    let ignore = |number| {
        format!(
            "\n[[ignore]]\nrule = \"its-title\"\nrecord = \"epic:nasty-{number}\"\nreason = \"\\u202E{MARKUP}\"\n"
        )
    };
    write("teambook.toml", format!("{settings}{}{}", ignore(1), ignore(2)));
    folder.to_owned()
}

/// The first character in `text` that acts on what shows it.
pub(super) fn acting(text: &str) -> Option<char> {
    // A joiner stays where letters need it.
    text.chars().find(|c| !matches!(c, '\n' | '\u{200d}') && is_suspicious(*c))
}

#[test]
fn each_format_keeps_to_its_own_characters() {
    let scratch = Scratch::empty();
    assert!(git2::Repository::init(scratch.path()).is_ok());
    let folder = nasty(&scratch);
    for format in FORMATS {
        let check = ["check", "--root", &folder, "--format", format.name];
        let known = scratch.run(&check);
        assert!(known.code < 2 && acting(&known.out).is_none(), "{}: {}", format.name, known.err);
        let run = scratch.run(&[&check[..], &["--no-baseline"]].concat());
        assert_eq!((run.code, acting(&run.out)), (1, None), "{}: {}", format.name, run.err);
        assert!(run.out.contains("its-title"), "{}", format.name);
        match format.name {
            "text" | "concise" => {}
            "json" | "sarif" => drop(json(&run.out)),
            "gitlab" | "rdjson" => {
                // What people are shown acts on nothing, either.
                let mut shown = Vec::new();
                strings(&json(&run.out), "", &mut shown);
                let shown: Vec<_> =
                    shown.iter().filter(|(key, _)| key == "description" || key == "message").collect();
                assert!(shown.len() > NASTY.len());
                assert_eq!(shown.into_iter().find_map(|(_, text)| acting(text)), None);
            }
            "junit" => assert_xml(&run.out),
            "github" => run.out.lines().for_each(assert_command),
            "markdown" | "summary" => {
                assert_harmless_markdown(&run.out);
                assert_columns(&run.out);
            }
            other => panic!("say here what {other} may hold"),
        }
    }
}

#[test]
fn a_link_to_a_file_acts_on_nothing() {
    let scratch = Scratch::empty();
    let folder = nasty(&scratch);
    let run = scratch.run(&["check", "--root", &folder, "--links", "always", "--no-baseline"]);
    let is_link = |part: &&str| part.starts_with("]8;;") || *part == "\\";
    let others = run
        .out
        .split('\u{1b}')
        .skip(1)
        .find(|part| !is_link(&&part[..part.len().min(4)]) && !part.starts_with('\\'));
    assert!(run.out.contains("]8;;file:") && others.is_none(), "{others:?}");
    assert_eq!(acting(&run.out.replace('\u{1b}', "")), None);
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

/// All strings in `value`, each with the key that it or its list stands under.
fn strings(value: &serde_json::Value, key: &str, found: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::String(text) => found.push((key.to_owned(), text.clone())),
        serde_json::Value::Array(items) => items.iter().for_each(|item| strings(item, key, found)),
        serde_json::Value::Object(entries) => {
            entries.iter().for_each(|(key, item)| strings(item, key, found));
        }
        _ => {}
    }
}

/// Asserts that `line` is one workflow command, whose properties are those that are meant.
#[track_caller]
fn assert_command(line: &str) {
    let (command, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = command.split_once(' ').unwrap();
    assert!(["error", "warning", "notice"].contains(&name), "{line}");
    for property in properties.split(',') {
        let (key, value) = property.split_once('=').unwrap();
        assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&key), "{line}");
        assert!(!value.contains(':'), "{line}");
    }
    // Each `%` of a record is spelt, so that none begins a line.
    assert!(!message.contains("%0A::error"), "{line}");
}

/// Asserts that all markup in `text` is what the program writes itself: headings, lists, tables and strong
/// words.
#[track_caller]
pub(super) fn assert_harmless_markdown(text: &str) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let own = |event: &Event<'_>| match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Heading { .. }
                | Tag::Paragraph
                | Tag::List(None)
                | Tag::Item
                | Tag::Strong
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell
        ),
        Event::End(_) | Event::Text(_) | Event::SoftBreak | Event::HardBreak => true,
        Event::Code(code) => code.starts_with("teambook "),
        _ => false,
    };
    assert_eq!(Parser::new_ext(text, Options::all()).find(|event| !own(event)), None);
    assert!(!text.contains(['@', '<']) && !text.contains("**x"));
}

/// Asserts that no record has begun a column.
#[track_caller]
fn assert_columns(text: &str) {
    for row in text.lines().filter(|line| line.starts_with('|')) {
        assert_eq!(row.replace("\\\\", "").replace("\\|", "").matches('|').count(), 5, "{row}");
    }
}

/// Asserts that `text` is well-formed: characters, names, attributes, references, and elements within each
/// other.
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
