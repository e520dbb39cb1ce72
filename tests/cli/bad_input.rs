//! Whatever stands in a workspace gets a finding or a clear error, and nothing breaks.

use teambook::report::FORMATS;

use super::scratch::{Run, Scratch};

/// The one finding after `bytes` were written to a record that nothing names.
#[track_caller]
fn one_finding(path: &str, bytes: impl AsRef<[u8]>, expected: &str) {
    let scratch = Scratch::workspace();
    scratch.write(path, bytes);
    let run = scratch.check();
    assert_eq!(run.only(), expected);
    let text = scratch.run(&["check"]);
    assert!(!text.out.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{:?}", text.out);
}

#[test]
fn no_workspace_and_no_records_are_errors_of_their_own() {
    let scratch = Scratch::empty();
    let run = scratch.check();
    assert_eq!(run.code, 3);
    assert!(
        run.err.contains("there is no teambook.toml") && run.err.contains("teambook init"),
        "{}",
        run.err
    );
    scratch.write("teambook.toml", "name = \"A team\"\n");
    let run = scratch.check();
    assert_eq!(run.code, 3);
    assert!(run.err.contains("there is no record in"), "{}", run.err);
    std::fs::create_dir(scratch.join("records")).unwrap();
    assert_eq!(scratch.check().code, 3);
}

#[test]
fn bytes_that_are_no_text() {
    one_finding(
        "records/epics/a.toml",
        b"title = \"\xff\"\n",
        "records/epics/a.toml:1:1: error[not-a-record]: the file isn't UTF-8 text: byte 10 on line 1 belongs to no character",
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_endings() {
    let scratch = Scratch::workspace();
    let text = scratch.read("records/epics/sign-in-form.toml").replace('\n', "\r\n");
    scratch.write("records/epics/sign-in-form.toml", &text);
    let markdown = scratch.read("records/decisions/0001-records-in-git.md").replace('\n', "\r\n");
    scratch.write("records/decisions/0001-records-in-git.md", markdown);
    assert_eq!(scratch.check().out, "");
    scratch.write("records/epics/sign-in-form.toml", format!("\u{feff}{text}"));
    let run = scratch.check();
    assert!(run.only().contains("error[suspicious-characters]"), "{}", run.out);
    assert!(run.only().contains("byte-order mark"), "{}", run.out);
}

#[test]
fn an_empty_file_lacks_its_fields() {
    let scratch = Scratch::workspace();
    scratch.write("records/teams/blue.toml", "");
    let run = scratch.check();
    assert_eq!(
        run.lines(),
        [
            "records/teams/blue.toml:1:1: error[schema-mismatch]: a team needs `category`",
            "records/teams/blue.toml:1:1: error[schema-mismatch]: a team needs `name`"
        ]
    );
}

#[test]
fn a_hundred_megabytes_of_brackets_and_a_line_of_ten() {
    one_finding(
        "records/epics/a.toml",
        "[".repeat(100_000_000),
        "records/epics/a.toml:1:1: error[not-a-record]: the file has 100000000 bytes, and a record is at most 4194304 long",
    );
    one_finding(
        "records/epics/a.toml",
        format!("title = \"{}\"\n", "x".repeat(10_000_000)),
        "records/epics/a.toml:1:1: error[not-a-record]: the file has 10000011 bytes, and a record is at most 4194304 long",
    );
}

#[test]
fn a_long_line_is_no_screenful() {
    let scratch = Scratch::workspace();
    scratch.write(
        "records/epics/a.toml",
        format!("title = \"{}\"\ninitiative = 3\ntracker = \"T9\"\n", "x".repeat(1_000_000)),
    );
    let run = scratch.run(&["check"]);
    assert!(run.out.len() < 2_000, "{} bytes", run.out.len());
    assert!(run.out.contains("records/epics/a.toml:2"), "{}", run.out);
}

#[test]
fn nesting_without_end() {
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("a = {}1{}", "{a=".repeat(100_000), "}".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
    ] {
        let scratch = Scratch::workspace();
        scratch.write("records/epics/a.toml", text);
        let run = scratch.check();
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.only().starts_with("records/epics/a.toml:1:"), "{}", run.out);
        assert!(run.only().contains("error[unreadable-record]"), "{}", run.out);
    }
}

#[test]
fn a_conflict_that_git_left() {
    one_finding(
        "records/epics/a.toml",
        "title = \"A\"\n<<<<<<< HEAD\ninitiative = \"sign-in\"\n=======\ninitiative = \"other\"\n>>>>>>> b\n",
        "records/epics/a.toml:2:1: error[unfinished-merge]: a merge of two versions was left unfinished here",
    );
}

#[test]
fn front_matter_that_never_closes_or_never_opens() {
    one_finding(
        "records/epics/a.md",
        "+++\ntitle = \"A\"\n",
        "records/epics/a.md:1:1: error[unreadable-record]: the fields that begin at this `+++` never end",
    );
    let scratch = Scratch::workspace();
    scratch.write("records/epics/a.md", "# A\n");
    assert!(scratch.check().only().contains("a record in Markdown begins with a line `+++`"));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::workspace();
    let expected =
        "error[not-a-record]: this is a symbolic link, and what it points at may lie outside the records";
    for (target, link) in [
        ("../people/ada.toml", "records/teams/a.toml"),
        ("/etc/passwd", "records/teams/b.toml"),
        ("../..", "records/teams/loop"),
        ("nowhere", "records/teams/d.toml"),
        ("e.toml", "records/teams/e.toml"),
    ] {
        symlink(target, scratch.join(link)).unwrap();
    }
    let run = scratch.check();
    let lines = run.lines();
    assert_eq!(lines.len(), 5, "{}", run.out);
    assert!(lines.iter().all(|line| line.ends_with(expected)), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn records_that_are_a_link_to_elsewhere() {
    let scratch = Scratch::empty();
    scratch.write("teambook.toml", "name = \"A team\"\n");
    std::os::unix::fs::symlink("/etc", scratch.join("records")).unwrap();
    let run = scratch.check();
    assert_eq!(run.code, 1);
    assert!(run.only().contains("symbolic link"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_records_is_not_waited_for() {
    let scratch = Scratch::workspace();
    let made =
        std::process::Command::new("mkfifo").arg(scratch.join("records/teams/a.toml")).status().unwrap();
    assert!(made.success());
    assert!(scratch.check().only().contains("neither a file nor a folder"));
}

#[test]
fn a_pointer_to_large_file_storage() {
    let scratch = Scratch::workspace();
    scratch.write(
        "records/epics/a.toml",
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
    );
    assert!(scratch.check().only().contains("Git LFS"));
}

#[test]
fn two_files_with_one_id_and_two_that_differ_by_case() {
    let scratch = Scratch::workspace();
    let person = "name = \"Ada the second\"\nroles = [{ role = \"engineer\" }]\n";
    scratch.write("records/people/more/ada.toml", person);
    let run = scratch.check();
    assert!(run.only().starts_with("records/people/more/ada.toml:1:1: error[id-collides]"), "{}", run.out);
    std::fs::remove_file(scratch.join("records/people/more/ada.toml")).unwrap();
    scratch.write("records/people/Ada.toml", person);
    let run = scratch.check();
    assert!(run.only().contains("error[id-collides]"), "{}", run.out);
}

#[test]
fn characters_that_act_on_a_terminal_are_never_printed() {
    let scratch = Scratch::workspace();
    scratch.write(
        "records/epics/a.toml",
        "title = \"\\u001b[31mred\\u202e\"\ninitiative = \"\\u001b]0;x\\u0007\"\ntracker = \"T5\"\n",
    );
    scratch
        .write("records/epics/b.toml", "title = \"\u{202e}x\"\ninitiative = \"sign-in\"\ntracker = \"T6\"\n");
    scratch.write("records/epics/c\u{1b}[2J.toml", "");
    for format in FORMATS.iter().map(|format| format.name) {
        let run = scratch.run(&["check", "--format", format]);
        assert_eq!(run.code, 1);
        let acts = |c: char| c != '\n' && teambook::base::source::is_suspicious(c);
        assert!(!run.out.contains(acts), "{format}: {:?}", run.out);
        assert!(run.out.contains("suspicious-characters"), "{}", run.out);
    }
}

#[test]
fn dates_that_do_not_exist_and_the_ends_of_the_calendar() {
    let scratch = Scratch::workspace();
    scratch.write("records/absences/a.toml", "person = \"ada\"\nfrom = 2026-02-30\nuntil = 2026-03-01\n");
    let run = scratch.check();
    assert_eq!(run.only(), "records/absences/a.toml:2:8: error[unreadable-record]: `2026-02-30` is no date");
    scratch.write("records/absences/a.toml", "person = \"ada\"\nfrom = 0000-01-01\nuntil = 9999-12-31\n");
    assert!(scratch.check().code < 2);
    scratch.edit("records/sprints/2026-01-05.toml", "end = 2026-01-18", "end = 9999-12-31");
    assert_eq!(scratch.check().code, 1);
    scratch.edit("records/sprints/2026-01-05.toml", "start = 2026-01-05", "start = 0000-01-01");
    assert_eq!(scratch.check().code, 1);
    scratch.edit("teambook.toml", "from = 2026-01-05\ndays = 14", "from = 9999-12-31\ndays = 366");
    assert_eq!(scratch.check().code, 1);
}

#[test]
fn a_broken_schema_is_told_and_the_rest_is_checked() {
    let scratch = Scratch::workspace();
    scratch.write("schemas/vendor.schema.json", "{");
    let run = scratch.check();
    assert!(run.only().starts_with("schemas/vendor.schema.json:1:1: error[schema-unusable]"), "{}", run.out);
    scratch.edit("records/epics/sign-in-form.toml", "\"sign-in\"", "\"sing-in\"");
    assert_eq!(scratch.check().lines().len(), 2);
}

#[test]
fn settings_that_are_not_as_they_should_be() {
    let scratch = Scratch::workspace();
    scratch.edit("teambook.toml", "[sprint]\n", "[sprints]\n");
    let run = scratch.check();
    assert!(run.only().starts_with("teambook.toml:"), "{}", run.out);
    assert!(run.only().contains("teambook.toml has no field `sprints`"), "{}", run.out);
    scratch.write("teambook.toml", "name = \n");
    let run = scratch.check();
    assert_eq!(run.only(), "teambook.toml:1:1: error[unreadable-record]: `name` has no value");
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let scratch = Scratch::workspace();
    for number in 0..2_000 {
        scratch.write(&format!("records/epics/e{number}.toml"), "title = 1\n");
    }
    let program = env!("CARGO_BIN_EXE_teambook");
    let run = Run::of(
        std::process::Command::new("sh")
            .args(["-c", &format!("'{program}' check | head -1")])
            .current_dir(scratch.path())
            .output()
            .unwrap(),
    );
    assert_eq!(run.out.lines().count(), 1);
    assert_eq!(run.err, "");
}
