//! What `--help` says of the program and of each command: read as a whole, and rewritten where it is stale.

use std::fs;
use std::path::Path;
use std::process::Command;

fn help(command: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_teambook"))
        .args(command)
        .arg("--help")
        .env_clear()
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    assert!(output.status.success(), "{command:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that `text`, a page of help, lists.
fn listed(text: &str) -> Vec<String> {
    let lines =
        text.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // What a command is goes on in lines that begin further to the right.
    let begins = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    begins.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The pages of `command` and of those below it.
fn pages(command: &[&str], all: &mut String) {
    let text = help(command);
    let title = [&["teambook"], command].concat().join(" ");
    all.push_str(&format!("## {title}\n\n```text\n{}\n```\n\n", text.trim_end()));
    for inner in listed(&text).iter().filter(|inner| *inner != "help") {
        pages(&[command, &[inner.as_str()]].concat(), all);
    }
}

#[test]
fn the_page_of_all_commands_is_up_to_date() {
    let mut all =
        "# Commands\n\nWhat `--help` says, command by command; a test keeps this page.\n\n".to_owned();
    pages(&[], &mut all);
    for command in ["check", "hook run", "baseline prune", "completions"] {
        assert!(all.contains(&format!("## teambook {command}\n")), "{command}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md");
    let text = format!("{}\n", all.trim_end());
    if fs::read_to_string(&path).unwrap_or_default() != text {
        fs::write(&path, text).unwrap();
        panic!("docs/commands.md was stale and has been rewritten: look at it and commit it");
    }
}
