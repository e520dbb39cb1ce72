//! `teambook query`: what it prints, and what it says of expressions that it can't take.

use super::scratch::Scratch;

#[test]
fn records_of_one_kind_are_a_table_of_that_kind() {
    let scratch = Scratch::workspace();
    let run = scratch.run(&["query", "stage == \"in-progress\""]);
    let list = scratch.run(&["list", "initiative"]);
    assert_eq!((run.code, run.out, run.err.as_str()), (0, list.out, ""));
    let csv = scratch.run(&["query", "stage == \"in-progress\"", "--format", "csv"]);
    assert_eq!(csv.out, scratch.run(&["list", "initiative", "--format", "csv"]).out);
}

#[test]
fn records_of_several_kinds_are_told_with_their_paths() {
    let scratch = Scratch::workspace();
    let run = scratch.run(&["query", "names(\"sign-in\") || id == \"ada\""]);
    let expected = "record             name                        path\n\
                    epic:sign-in-form  A sign-in form of one page  records/epics/sign-in-form.toml\n\
                    person:ada         Ada                         records/people/ada.toml\n";
    assert_eq!((run.code, run.out.as_str()), (0, expected));
    let run = scratch.run(&[
        "query",
        "names(\"sign-in\") || id == \"ada\"",
        "--kind",
        "person",
        "--format",
        "json",
    ]);
    let told: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(told["version"], 1);
    assert_eq!(told["query"], "names(\"sign-in\") || id == \"ada\"");
    assert_eq!(told["as-of"], "2026-01-15");
    assert_eq!(told["records"].as_array().unwrap().len(), 1);
    assert_eq!(told["records"][0]["record"], "person:ada");
    assert_eq!(told["records"][0]["fields"]["name"], "Ada");
}

#[test]
fn nothing_found_is_no_failure_and_is_said() {
    let scratch = Scratch::workspace();
    let run = scratch.run(&["query", "stage == \"done\""]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", "nothing matches\n"));
    let run = scratch.run(&["query", "stage == \"done\"", "--format", "json"]);
    assert!(run.out.contains("\"records\": []"), "{}", run.out);
}

#[test]
fn the_day_and_the_revision_can_be_named() {
    let scratch = Scratch::workspace();
    let ended = "kind == \"sprint\" && today > end";
    assert_eq!(scratch.run(&["query", ended]).err, "nothing matches\n");
    assert!(scratch.run(&["query", ended, "--as-of", "2026-03-01"]).out.contains("2026-01-"));
    scratch.commit("Start");
    scratch.edit("records/initiatives/sign-in.toml", "in-progress", "closing-out");
    let in_progress = "stage == \"in-progress\"";
    assert_eq!(scratch.run(&["query", in_progress]).out, "");
    assert!(scratch.run(&["query", in_progress, "--rev", "HEAD"]).out.contains("sign-in"));
    assert_eq!(scratch.run(&["query", in_progress, "--rev", "nowhere"]).code, 2);
}

#[test]
fn a_wrong_expression_is_drawn() {
    let scratch = Scratch::workspace();
    let run = scratch.run(&["query", "stage == \"done\" && trakcer == null"]);
    let expected = "error: no kind has a field `trakcer`\n  stage == \"done\" && trakcer == null\n                     ^^^^^^^\n  \
                    help: did you mean `tracker`?\n";
    assert_eq!((run.code, run.err.as_str()), (2, expected));
    let run = scratch.run(&["query", "title > 5", "--kind", "epic"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.starts_with(
            "error: epic:sign-in-form can't be judged: text can't be compared with a whole number\n"
        ),
        "{}",
        run.err
    );
    let run = scratch.run(&["query", "title == 1", "--kind", "epci"]);
    assert!(run.err.contains("did you mean `epic`?"), "{}", run.err);
    let run = scratch.run(&["query", "title == \"\u{1b}[31m\" && \u{1b}"]);
    assert!(run.code == 2 && !run.err.contains('\u{1b}'), "{:?}", run.err);
}

#[test]
fn what_cannot_be_read_is_left_out_and_said() {
    let scratch = Scratch::workspace();
    scratch.write("records/epics/broken.toml", "title = ");
    let run = scratch.run(&["query", "kind == \"epic\""]);
    assert!(run.out.contains("sign-in-form") && !run.out.contains("broken"), "{}", run.out);
    assert_eq!(run.err, "1 file can't be read and was left out: `teambook check` says why\n");
}

#[test]
fn the_examples_of_the_readme_select_something() {
    let scratch = Scratch::demo();
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let examples: Vec<&str> =
        readme.lines().filter_map(|line| line.strip_prefix("teambook query '")?.split('\'').next()).collect();
    assert!((4..=8).contains(&examples.len()), "{examples:?}");
    for example in examples {
        let run = scratch.run(&["query", example, "--as-of", "2025-12-20"]);
        assert!(run.code == 0 && run.out.lines().count() > 1, "{example}: {}{}", run.out, run.err);
    }
}
