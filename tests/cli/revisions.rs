//! `--rev` and `--as-of` of every command that reads one state of the records.

use super::scratch::{Run, Scratch};

/// The commands, and whether their answer depends on the day.
const READING: &[(&[&str], bool)] = &[
    (&["show", "person:ada"], true),
    (&["show", "vendor:acme"], false),
    (&["show", "epic:cold-storage"], false),
    (&["show", "noor"], true),
    (&["list", "person"], false),
    (&["list", "vendor"], false),
    (&["query", "kind == \"person\" && today > \"2025-12-01\""], true),
    (&["refs", "person:ada"], false),
    (&["board"], true),
    (&["board", "--sprint", "2025-11-17"], true),
    (&["tree"], false),
    (&["stats"], true),
    (&["log", "person:ada"], false),
    (&["log", "epic:cold-storage"], false),
    (&["log", "epic:given-up"], false),
];

/// Commands that read no records, or more than one state of them.
const OTHERS: &[&str] =
    &["check", "diff", "explain", "schema", "init", "hook", "baseline", "completions", "help"];

const EARLY: &str = "2025-11-20";
const LATE: &str = "2025-12-16";

const VENDORS: &str = r#"{"x-kind": "vendor", "x-folder": "vendors", "x-name": "name", "type": "object",
    "properties": {"name": {"type": "string"}, "contact": {"type": "string", "x-ref": "person"}}}"#;

/// A repository whose folder `team` holds a workspace: the tag `then` is a state in the middle of its
/// history.
fn repository() -> Scratch {
    let scratch = Scratch::empty();
    scratch.git(&["init", "--quiet", "--initial-branch=main"]);
    assert_eq!(scratch.run(&["init", "--demo", "team"]).code, 0);
    scratch.write("team/records/epics/given-up.toml", "title = \"Given up\"\n");
    scratch.commit("Start");
    scratch.remove("team/records/epics/given-up.toml");
    scratch.edit("team/teambook.toml", "[points]\n", "[points]\nper-day = 0.5\n");
    scratch.edit("team/records/sprints/2025-11-17.toml", "capacity = 16\n", "");
    scratch.edit("team/records/people/ada.md", "Ada Okafor", "Ada O.");
    scratch.write("team/schemas/vendor.schema.json", VENDORS);
    scratch.write("team/records/vendors/acme.toml", "name = \"Acme\"\ncontact = \"ada\"\n");
    scratch.commit("Then");
    scratch.git(&["tag", "then"]);
    // Changed, added, removed and renamed; the settings and a schema of the workspace's own, too.
    scratch.edit("team/records/people/ada.md", "Ada O.", "Ada Later");
    scratch.edit("team/records/epics/cold-storage.toml", "Cheap storage", "Later storage");
    scratch.write("team/records/epics/given-up.toml", "title = \"Taken up later\"\n");
    scratch.write("team/records/people/zoe.toml", "name = \"Zoe Later\"\n");
    let noor = scratch.read("team/records/people/noor.md");
    scratch.remove("team/records/people/noor.md");
    scratch.write("team/records/people/noor-later.md", noor.replace("name =", "was = [\"noor\"]\nname ="));
    scratch.edit("team/teambook.toml", "per-day = 0.5", "per-day = 1");
    scratch.edit("team/schemas/vendor.schema.json", "\"x-kind\": \"vendor\"", "\"x-kind\": \"later\"");
    scratch.commit("Later");
    scratch.remove("team/records/epics/cold-storage.toml");
    scratch.commit("Later still");
    scratch.edit("team/records/people/ada.md", "Ada Later", "Ada Later, not committed");
    scratch.edit("team/records/tasks/sign-in/sign-in-log-page.toml", "in-progress", "resolved");
    scratch
}

/// A clone of `scratch`.
fn clone(scratch: &Scratch, options: &[&str]) -> Scratch {
    let clone = Scratch::empty();
    clone.git(&[&["clone", "--quiet"], options, &[scratch.path().to_str().unwrap(), "."]].concat());
    clone
}

fn team(scratch: &Scratch, command: &[&str], options: &[&str]) -> Run {
    scratch.run(&[command, options, &["--root", "team"]].concat())
}

/// The output, after a success.
#[track_caller]
fn answer(run: Run) -> (String, String) {
    assert_eq!(run.code, 0, "{}", run.err);
    (run.out, run.err)
}

#[test]
fn an_answer_of_a_revision_is_that_of_a_checkout_of_it() {
    let scratch = repository();
    let checkout = clone(&scratch, &["--branch", "then"]);
    let bare = clone(&scratch, &["--bare"]);
    for (command, depends_on_day) in READING {
        let formats = if ["list", "query"].contains(&command[0]) {
            &["text", "json", "csv"][..]
        } else {
            &["text", "json"]
        };
        for format in formats {
            let at = |day| ["--format", format, "--as-of", day];
            let there = answer(team(&checkout, command, &at(LATE)));
            let of_revision = [&at(LATE)[..], &["--rev", "then"]].concat();
            assert_eq!(answer(team(&scratch, command, &of_revision)), there, "{command:?} {format}");
            assert!(!there.0.to_lowercase().contains("later"), "{command:?}: {}", there.0);
            if *format == "json" {
                serde_json::from_str::<serde_json::Value>(&there.0).unwrap();
            }
            let here = team(&scratch, command, &at(LATE));
            assert_ne!(here.out, there.0, "{command:?} {format}");
            if *format == "text" {
                assert_eq!(
                    answer(team(&bare, command, &of_revision)),
                    there,
                    "{command:?} in a bare repository"
                );
                let early = answer(team(&scratch, command, &[&at(EARLY)[..], &["--rev", "then"]].concat()));
                assert_eq!(early != there, *depends_on_day, "{command:?}: {}", early.0);
                assert_eq!(early, answer(team(&checkout, command, &at(EARLY))), "{command:?}");
            }
        }
    }
}

#[test]
fn every_command_that_reads_records_is_tried_here_and_names_both_options() {
    let help = |command: &[&str]| answer(Scratch::empty().run(&[command, &["--help"]].concat())).0;
    let text = help(&[]);
    let lines =
        text.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed: Vec<&str> = lines.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(OTHERS.iter().all(|other| listed.contains(other)), "{listed:?}");
    for command in listed.into_iter().filter(|command| !OTHERS.contains(command)) {
        assert!(READING.iter().any(|(tried, _)| tried[0] == command), "{command}");
        let text = help(&[command]);
        assert!(text.contains("--rev <REVISION>") && text.contains("--as-of <DATE>"), "{command}: {text}");
    }
    assert!(help(&["diff"]).contains("--as-of <DATE>"));
}

#[test]
fn what_cannot_be_read_is_refused_in_the_same_words_by_every_command() {
    let repository = Scratch::repository();
    let empty_tree = repository.git(&["hash-object", "-t", "tree", "-w", "/dev/null"]);
    let empty = repository.git(&["commit-tree", "-m", "Nothing", empty_tree.trim()]);
    repository.git(&["tag", "empty", empty.trim()]);
    let unborn = Scratch::workspace();
    let without_git = Scratch::workspace();
    std::fs::remove_dir_all(without_git.join(".git")).unwrap();
    let cases = [
        (&repository, "nowhere", 2, "git knows no commit `nowhere`"),
        (&repository, "", 2, "the name of the commit is empty"),
        (&repository, "HEAD:records", 2, "git knows no commit `HEAD:records`"),
        (&repository, "empty", 3, "there is no teambook.toml in "),
        (&unborn, "HEAD", 2, "git knows no commit `HEAD`"),
        (&without_git, "HEAD", 2, " is in no git repository"),
        (&Scratch::empty(), "HEAD", 2, " is in no git repository"),
    ];
    let mut commands: Vec<Vec<&str>> =
        READING.iter().map(|(command, _)| [command, &["--rev"][..]].concat()).collect();
    commands.push(vec!["check", "--rev"]);
    commands.push(vec!["diff", "HEAD"]);
    for (scratch, revision, code, words) in cases {
        let expected = scratch.run(&["check", "--rev", revision]).err;
        assert!(expected.starts_with("error: ") && expected.contains(words), "{revision}: {expected}");
        for command in &commands {
            let run = scratch.run(&[&command[..], &[revision]].concat());
            assert_eq!((run.code, &*run.out, &*run.err), (code, "", &*expected), "{command:?} {revision:?}");
        }
    }
    let nothing = Scratch::empty();
    for (command, _) in READING {
        nothing.run(command).fails(3, "there is no teambook.toml in ");
        nothing
            .run(&[command, &["--as-of", "soon"][..]].concat())
            .fails(2, "'--as-of <DATE>': write a day that exists as in 2020-11-25");
    }
}

#[test]
fn what_a_revision_holds_and_cannot_be_read_is_mentioned() {
    let scratch = repository();
    scratch.write("team/records/sprints/2025-07-14.toml", "start = [[[");
    scratch.commit("Break a sprint");
    scratch.git(&["checkout", "--quiet", "HEAD~1"]);
    for command in [
        &["show", "person:ada"][..],
        &["refs", "person:ada"],
        &["list", "sprint"],
        &["query", "true"],
        &["board"],
        &["tree"],
        &["stats"],
    ] {
        assert_eq!(team(&scratch, command, &[]).err, "");
        let expected = "1 file can't be read and was left out: `teambook check --rev main` says why\n";
        assert_eq!(team(&scratch, command, &["--rev", "main"]).err, expected, "{command:?}");
    }
    assert_eq!(team(&scratch, &["list", "person"], &["--rev", "main"]).err, "");
    scratch.write("team/teambook.toml", "name = ");
    assert_eq!(
        team(&scratch, &["tree"], &[]).err,
        "1 file can't be read and was left out: `teambook check` says why\n"
    );
}

#[test]
fn a_board_is_of_the_sprint_of_the_day_or_of_another_and_seen_from_the_day() {
    let demo = Scratch::demo();
    let on = demo.run(&["board", "--on", EARLY]);
    assert_eq!(on.out, demo.run(&["board", "--as-of", EARLY]).out);
    assert!(on.out.starts_with("Sprint of 2025-11-17"), "{}", on.out);
    let another =
        answer(demo.run(&["board", "--as-of", EARLY, "--sprint", "2025-12-15", "--format", "json"])).0;
    let another: serde_json::Value = serde_json::from_str(&another).unwrap();
    assert_eq!((&another["on"], &another["sprint"]["record"]), (&EARLY.into(), &"sprint:2025-12-15".into()));
    assert_eq!(another["sprint"]["when"], "ahead");
    demo.run(&["board", "--on", EARLY, "--as-of", LATE])
        .fails(2, "'--on <DATE>' cannot be used with '--as-of <DATE>'");
}

#[test]
fn a_diff_of_two_revisions_is_that_of_a_checkout_and_needs_no_work_tree() {
    let scratch = repository();
    let checkout = clone(&scratch, &["--branch", "then"]);
    let expected = answer(team(&checkout, &["diff", "HEAD~1"], &["--as-of", EARLY])).0;
    let expected = expected.replacen("HEAD~1 → work tree", "then~1 → then", 1);
    assert!(expected.contains("Ada Okafor is now called Ada O."), "{expected}");
    let bare = clone(&scratch, &["--bare"]);
    bare.run(&["board"]).fails(3, "name the commit to read with `--rev`");
    for scratch in [&scratch, &bare] {
        assert_eq!(answer(team(scratch, &["diff", "then~1", "then"], &["--as-of", EARLY])).0, expected);
    }
}
