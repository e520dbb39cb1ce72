//! Each subcommand as a user would call it.

use super::scratch::{Run, Scratch};

#[test]
fn init_makes_a_sound_workspace_and_a_repository() {
    for arguments in [&["init"][..], &["init", "--demo"]] {
        let scratch = Scratch::empty();
        let run = scratch.run(arguments);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains("made a git repository"), "{}", run.out);
        let check = scratch.run(&["check", "--fail-on", "note"]);
        assert_eq!(check.code, 0, "{}", check.out);
        for file in [".git", ".taplo.toml", "tombi.toml", ".gitattributes", "schemas/sprint.schema.json"] {
            assert!(scratch.join(file).exists(), "{file}");
        }
        let again = scratch.run(&["init"]);
        assert_eq!(again.code, 2);
        assert!(again.err.contains("is a workspace already"), "{}", again.err);
    }
}

#[test]
fn init_never_overwrites_and_says_what_it_left() {
    let scratch = Scratch::empty();
    scratch.write(".gitattributes", "*.png binary\n");
    scratch.write("records/people/ada.toml", "name = \"Somebody\"\n");
    let run = scratch.run(&["init"]);
    assert_eq!(run.code, 0);
    assert!(
        run.out.contains("left .gitattributes as it was") && run.out.contains("    *.toml text eol=lf"),
        "{}",
        run.out
    );
    assert_eq!(scratch.read(".gitattributes"), "*.png binary\n");
    assert_eq!(scratch.read("records/people/ada.toml"), "name = \"Somebody\"\n");
}

#[test]
fn init_in_a_repository_makes_no_second_one() {
    let scratch = Scratch::workspace();
    let run = scratch.run(&["init", "inner"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.out.contains("made a git repository") && !scratch.join("inner/.git").exists());
}

#[test]
fn the_workspace_is_found_from_below_and_named_from_elsewhere() {
    let scratch = Scratch::workspace();
    let from_below =
        scratch.command(&["check"]).current_dir(scratch.join("records/people")).output().unwrap();
    assert_eq!(from_below.status.code(), Some(0));
    let root = scratch.path().to_str().unwrap();
    let from_elsewhere = scratch.command(&["check", "--root", root]).current_dir("/").output().unwrap();
    assert_eq!(from_elsewhere.status.code(), Some(0));
}

#[test]
fn paths_narrow_what_is_told_and_not_what_is_read() {
    let scratch = Scratch::workspace();
    scratch.edit("records/epics/sign-in-form.toml", "\"sign-in\"", "\"sing-in\"");
    scratch.write("records/teams/blue.toml", "name = 3\n");
    let told = |path: &str| scratch.run(&["check", "--format", "concise", path]).lines().len();
    assert_eq!(scratch.check().lines().len(), 3);
    assert_eq!(told("records/epics"), 1);
    assert_eq!(told("records/epics/sign-in-form.toml"), 1);
    assert_eq!(told("records/people"), 0);
    assert_eq!(told("."), 3);
    let run = scratch.run(&["check", "records/nothing"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("name a file or folder of the workspace"), "{}", run.err);
}

#[test]
fn explain_tells_one_rule_lists_them_and_makes_a_page() {
    let scratch = Scratch::empty();
    let one = scratch.run(&["explain", "two-teams-in-one-sprint"]);
    assert!(one.out.contains("Wrong:") && one.out.contains("^^^"), "{}", one.out);
    let unknown = scratch.run(&["explain", "two-team-in-one-sprint"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean `two-teams-in-one-sprint`?"), "{}", unknown.err);
    let list = scratch.run(&["explain"]);
    let page = scratch.run(&["explain", "--all"]);
    for rule in teambook::check::rules::ALL {
        assert!(list.out.contains(rule.name), "{}", rule.name);
        assert!(page.out.contains(&format!("\n### {}\n", rule.name)), "{}", rule.name);
    }
}

#[test]
fn schema_prints_what_is_built_in_and_what_the_workspace_adds() {
    let scratch = Scratch::workspace();
    assert_eq!(scratch.run(&["schema", "person"]).out, scratch.read("schemas/person.schema.json"));
    scratch.write(
        "schemas/vendor.schema.json",
        r#"{"x-kind": "vendor", "x-folder": "vendors", "description": "Who sells us something.", "type": "object",
            "properties": {"owner": {"type": "string", "x-ref": "person"}}, "required": ["owner"],
            "additionalProperties": false}"#,
    );
    let list = scratch.run(&["schema"]);
    assert!(
        list.out.contains("records/vendors/") && list.out.contains("Who sells us something."),
        "{}",
        list.out
    );
    scratch.write("records/vendors/acme.toml", "owner = \"adda\"\n");
    assert!(scratch.check().only().contains("there is no person `adda`"));
    scratch.write("records/vendors/acme.toml", "ownr = \"ada\"\n");
    assert!(scratch.check().only().contains("a vendor has no field `ownr`"));
    let unknown = scratch.run(&["schema", "persn"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean `person`?"), "{}", unknown.err);
}

#[test]
fn completions_know_the_subcommands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Scratch::empty().run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("explain"), "{shell}");
    }
}

#[test]
fn levels_ignores_and_the_exit_code() {
    let scratch = Scratch::workspace();
    scratch.edit("records/epics/sign-in-form.toml", "tracker = \"T1001\"\n", "");
    let run = scratch.check();
    assert_eq!(run.code, 0, "a warning alone is no failure");
    assert!(run.only().contains("warning[epic-without-tracker]"), "{}", run.out);
    assert_eq!(scratch.run(&["check", "--fail-on", "warning"]).code, 1);
    let settings = scratch.read("teambook.toml");
    scratch.write("teambook.toml", format!("{settings}\n[rules]\nepic-without-tracker = \"error\"\n"));
    assert_eq!(scratch.check().code, 1);
    scratch.write("teambook.toml", format!("{settings}\n[rules]\nepic-without-tracker = \"off\"\n"));
    assert_eq!(scratch.check().out, "");
    let ignore = "\n[[ignore]]\nrule = \"epic-without-tracker\"\nrecord = \"epic:sign-in-form\"\nreason = \"the tracker is down\"\nuntil = 2026-02-01\n";
    scratch.write("teambook.toml", format!("{settings}{ignore}"));
    let run = scratch.run(&["check", "--as-of", "2026-01-20"]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("(1 ignored, 1 of them until 12 days from now at the most)"), "{}", run.out);
    let later = scratch.run(&["check", "--as-of", "2026-02-02", "--format", "concise"]);
    let rules: Vec<bool> =
        ["epic-without-tracker", "expired-ignore"].iter().map(|rule| later.out.contains(rule)).collect();
    assert_eq!(rules, [true, true], "{}", later.out);
}

#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files_is_an_error_in_words() {
    let scratch = Scratch::empty();
    // In units of 512 or 1024 bytes, as the shell likes.
    let limited = |arguments: &str| {
        let script = format!("ulimit -f 1 && exec '{}' {arguments}", env!("CARGO_BIN_EXE_teambook"));
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &script]).current_dir(scratch.path());
        shell.env("SOURCE_DATE_EPOCH", "1768435200").env_remove("CI");
        Run::of(shell.output().unwrap())
    };
    let run = limited("init");
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("files may have at most") && run.err.contains("run this again"), "{}", run.err);
    assert_eq!(limited("check").code, 3, "no half of a workspace is one");
    let run = scratch.run(&["init"]);
    assert!(run.code == 0 && !run.out.contains("left "), "{}{}", run.out, run.err);
    assert_eq!(scratch.check().code, 0);
    // What is only kept for the next time isn't missed.
    let run = limited("check --format concise");
    assert_eq!((run.code, &*run.out), (0, ""), "{}", run.err);
    scratch.edit("records/epics/sign-in-form.toml", "tracker = ", "# tracker = ");
    let many: String = (0..40).map(|number| format!("{number}, ")).collect();
    scratch.write(
        "records/epics/more.toml",
        format!("title = \"More\"\ninitiative = \"sign-in\"\ntracker = [{many}]\nwas = [{many}]\n"),
    );
    for (arguments, file) in [
        ("check --format json=out.json", "out.json"),
        ("check --format json > out.json", "out.json"),
        ("baseline write", "teambook-baseline.toml"),
        ("hook install", ".git/hooks/pre-commit"),
        ("schema person > out.json", "out.json"),
    ] {
        let run = limited(arguments);
        assert_eq!(run.code, 2, "{arguments}: {}", run.err);
        assert!(run.err.contains("files may have at most"), "{arguments}: {}", run.err);
        let left = std::fs::read(scratch.join(file)).unwrap_or_default();
        assert!(left.is_empty(), "{arguments}: half of {file} was written");
    }
}

#[cfg(unix)]
#[test]
fn a_path_may_hold_what_separates_folders_elsewhere() {
    use std::os::unix::ffi::OsStrExt;
    let scratch = Scratch::workspace();
    scratch.write(r"records/epics/a\b.toml", "title = 3\n");
    let run = scratch.run(&["check", "--format", "concise", r"records/epics/a\b.toml"]);
    assert!(run.code == 1 && run.out.contains("title"), "{}{}", run.out, run.err);
    let odd = std::ffi::OsStr::from_bytes(b"records/epics/\xff.toml");
    std::fs::write(scratch.path().join(odd), "").unwrap();
    let run = Run::of(scratch.command(&["check"]).arg(odd).output().unwrap());
    assert!(run.code == 2 && run.err.contains("isn't UTF-8"), "{}{}", run.out, run.err);
}
