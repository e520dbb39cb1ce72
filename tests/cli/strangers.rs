//! Every command that draws, given a workspace in which each text acts on what shows it.

use super::formats::{acting, assert_harmless_markdown};
use super::scratch::Scratch;

/// What a terminal, a page or a spreadsheet would act on, as TOML and JSON spell it.
const SPELT: &str = "\\u001b[2J\\u202e\\u009b<b>@all **x** $a$";

/// The same as it is.
const RAW: &str = "\u{202e}\u{9b}<b>@all **x** $a$";

/// Commands that draw for people. Where nothing is said, what they draw has the text.
const COMMANDS: &[&[&str]] = &[
    &["board", "--on", "2025-11-20"],
    &["board", "--on", "2030-01-01"],
    &["tree"],
    &["tree", "safe-accounts"],
    &["stats", "--as-of", "2025-12-20"],
    &["list", "person"],
    &["list", "epic", "--format", "csv"],
    &["query", "true"],
    &["query", "true", "--format", "csv"],
    &["diff", "HEAD~1", "HEAD"],
    &["diff", "HEAD~1", "HEAD", "--format", "markdown"],
    &["log", "person:ada"],
    &["show", "person:ada"],
    &["refs", "person:ada"],
    &["show", "team:green"],
    &["explain"],
    &["explain", "its-title"],
    &["explain", "--all"],
];

/// Commands whose output is for programs: it has the text as JSON spells it.
const FOR_PROGRAMS: &[&[&str]] = &[
    &["board", "--on", "2025-11-20", "--format", "json"],
    &["tree", "--format", "json"],
    &["stats", "--as-of", "2025-12-20", "--format", "json"],
    &["list", "person", "--format", "json"],
    &["query", "true", "--format", "json"],
    &["diff", "HEAD~1", "HEAD", "--format", "json"],
    &["log", "person:ada", "--format", "json"],
    &["show", "person:ada", "--format", "json"],
    &["refs", "person:ada", "--format", "json"],
    &["schema", "vendor"],
];

/// Commands that must act on nothing, whatever they print, on either stream.
const OTHERS: &[&[&str]] = &[
    &["check"],
    &["schema"],
    &["show", "\u{1b}[2J\u{202e}"],
    &["show", "x"],
    &["list", "\u{1b}[2J\u{202e}"],
    &["explain", "\u{1b}[2J\u{202e}"],
    &["query", "\u{1b}[2J \u{202e} == 1"],
    &["query", "kind == 'x' && kind"],
    &["diff", "\u{1b}[2J\u{202e}"],
    &["check", "--format", "\u{1b}[2J\u{202e}"],
    &["check", "--rev", "\u{1b}[2J\u{202e}"],
    &["baseline", "write"],
    &["baseline", "show"],
];

/// The invented team, of which every text of a sentence's length acts on what shows it.
fn hostile() -> Scratch {
    let scratch = Scratch::demo();
    commit(&scratch, "first");
    let mut folders = vec![scratch.join("records")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let lines = text.lines().map(|line| poisoned(line, path.extension().unwrap() == "md"));
            std::fs::write(&path, lines.collect::<String>()).unwrap();
        }
    }
    let rule = format!(
        "level = \"note\"\nkind = \"person\"\nsummary = \"{SPELT}\"\nwhy = \"{SPELT}\"\nwhere = 'true'\nmessage = \"{{name}}\"\nhelp = \"{SPELT}\"\n"
    );
    scratch.write("rules/its-title.toml", rule);
    let schema = r#"{ "$schema": "http://json-schema.org/draft-07/schema#", "title": "TEXT", "description": "TEXT",
        "x-kind": "KIND", "x-folder": "KINDs", "type": "object", "properties": { "TEXT": { "type": "string" } } }"#;
    let vendor = schema.replace("KIND", "vendor").replace("TEXT", RAW);
    scratch.write("schemas/vendor.schema.json", vendor.replace('\n', "\r\n"));
    scratch.write("schemas/v\u{1b}[2J\u{202e}.schema.json", schema.replace("KIND", &format!("v{SPELT}")));
    scratch.write("records/epics/x\u{1b}[2J\u{202e}.toml", format!("title = \"{SPELT}\"\n"));
    commit(&scratch, &format!("\u{1b}[2J{RAW}"));
    scratch
}

/// `line` of a record with the text at the end of its values that are words, and of its prose.
fn poisoned(line: &str, is_markdown: bool) -> String {
    let is_words = |value: &str| value.starts_with(|c: char| c.is_uppercase()) && !value.contains("-Q");
    match line.split_once(" = \"") {
        Some((key, value)) if value.ends_with('"') && is_words(value) && key != "quarter" => {
            format!("{key} = \"{}{SPELT}\"\n", value.trim_end_matches('"'))
        }
        None if is_markdown && line.ends_with('.') => format!("{line}{RAW}\n"),
        _ => format!("{line}\n"),
    }
}

fn commit(scratch: &Scratch, message: &str) {
    let repository = git2::Repository::init(scratch.path()).unwrap();
    let mut index = repository.index().unwrap();
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).unwrap();
    index.write().unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let who = git2::Signature::new("A\u{1b}[2J\u{202e}", "a@example.org", &git2::Time::new(1_760_000_000, 0))
        .unwrap();
    let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<_> = parent.iter().collect();
    repository.commit(Some("HEAD"), &who, &who, message, &tree, &parents).unwrap();
}

/// `text` without the colours that the program itself sets.
fn uncoloured(text: &str) -> String {
    let codes = ["0", "1", "2", "31", "32", "33", "36"].map(|code| format!("\u{1b}[{code}m"));
    codes.iter().fold(text.to_owned(), |text, code| text.replace(code, ""))
}

#[test]
fn no_command_lets_text_act() {
    let scratch = hostile();
    for command in COMMANDS.iter().chain(FOR_PROGRAMS).chain(OTHERS) {
        let run = scratch.run(command);
        let acts = acting(&run.out.replace("\r\n", "\n")).or_else(|| acting(&run.err));
        assert_eq!(acts, None, "{command:?}: {:?} {:?}", run.out, run.err);
        if COMMANDS.contains(command) {
            let is_markdown = command.contains(&"markdown");
            let shown = if is_markdown { "&lt;U+202E&gt;" } else { "<U+202E>" };
            assert!(run.code == 0 && run.out.contains(shown), "{command:?}: {} {}", run.out, run.err);
            if is_markdown {
                assert_harmless_markdown(&run.out);
            }
            let coloured = scratch.run(&[&["--color", "always"], *command].concat());
            assert_eq!(acting(&uncoloured(&coloured.out).replace("\r\n", "\n")), None, "{command:?}");
        } else if FOR_PROGRAMS.contains(command) {
            assert_eq!(run.code, 0, "{command:?}: {}", run.err);
            let value: serde_json::Value = serde_json::from_str(&run.out).unwrap();
            assert!(value.to_string().contains('\u{202e}'), "{command:?}: {}", run.out);
        }
    }
}

#[test]
fn no_cell_is_a_formula() {
    let scratch = Scratch::workspace();
    for (number, text) in ["=1+1", "+1", "-1", "@x", "a,b", "a\\\"b"].iter().enumerate() {
        let text = format!("title = \"{text}\"\ninitiative = \"sign-in\"\ntracker = \"T9{number}\"\n");
        scratch.write(&format!("records/epics/cell-{number}.toml"), text);
    }
    let out = scratch.run(&["list", "epic", "--format", "csv"]).out;
    for cell in [",'=1+1,", ",'+1,", ",'-1,", ",'@x,", ",\"a,b\",", ",\"a\"\"b\","] {
        assert!(out.contains(cell), "{cell}: {out}");
    }
}
