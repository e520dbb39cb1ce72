//! What a check prints, whole.

use super::scratch::Scratch;

/// The output without the time that the check took.
fn timeless(text: &str) -> String {
    let lines = text.lines().map(|line| line.rfind(", in ").map_or(line, |at| &line[..at]));
    lines.map(|line| format!("{line}\n")).collect()
}

/// A workspace with a finding of one place and one of two places in two files.
fn broken() -> Scratch {
    let scratch = Scratch::workspace();
    scratch.edit("records/sprints/2026-01-05.toml", "[\"chi\", \"dora\"]", "[\"chi\", \"dora\", \"ada\"]");
    scratch.edit("records/epics/sign-in-form.toml", "\"sign-in\"", "\"sing-in\"");
    scratch
}

#[test]
fn text_shows_both_places_the_help_and_the_ignore() {
    insta::assert_snapshot!(timeless(&broken().run(&["check"]).out));
}

#[test]
fn concise_is_a_line_each_and_the_summary_is_no_part_of_it() {
    let run = broken().check();
    insta::assert_snapshot!(run.out);
    assert!(run.err.starts_with("14 records checked: 2 errors"), "{}", run.err);
}

#[test]
fn json_is_all_there_is_to_know() {
    let run = broken().run(&["check", "--format", "json"]);
    insta::assert_snapshot!(run.out);
    let value: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(value["findings"].as_array().unwrap().len(), 2);
}

#[test]
fn in_junit_only_what_makes_the_check_fail_is_a_failure() {
    let scratch = Scratch::workspace();
    scratch.edit("records/epics/sign-in-form.toml", "tracker = ", "# tracker = ");
    for (least, failures, code) in [("error", 0, 0), ("warning", 1, 1), ("never", 0, 0)] {
        let run = scratch.run(&["check", "--format", "junit", "--fail-on", least]);
        assert_eq!(run.code, code, "{least}: {}", run.out);
        assert_eq!(run.out.matches("<failure type=\"warning\"").count(), failures, "{least}: {}", run.out);
        assert_eq!(run.out.matches("<system-out>").count(), 1 - failures, "{least}: {}", run.out);
        let counted = format!("tests=\"1\" failures=\"{failures}\" errors=\"0\"");
        assert_eq!(run.out.matches(&counted).count(), 2, "{least}: {}", run.out);
        assert!(run.out.contains("records/epics/sign-in-form.toml"), "{}", run.out);
    }
}

#[test]
fn several_formats_at_once_and_files() {
    let scratch = broken();
    let run = scratch.run(&["check", "--format", "json=out.json", "--format", "concise"]);
    assert_eq!(run.lines().len(), 2);
    assert!(scratch.read("out.json").starts_with("{\n  \"version\": 1"));
    let run = scratch.run(&["check", "--format", "json=no/such/folder"]);
    assert_eq!(run.code, 2);
}

#[test]
fn the_same_bytes_every_time_with_any_number_of_threads() {
    let scratch = broken();
    for number in 0..300 {
        scratch.write(&format!("records/epics/e{number}.toml"), "title = 1\ninitiatve = \"x\"\n");
    }
    let first = scratch.run(&["check", "--format", "json"]).out;
    for threads in ["1", "2", "3", "8"] {
        let run = scratch
            .command(&["check", "--format", "json"])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert!(run.stdout == first.as_bytes(), "{threads} threads");
    }
}

#[test]
fn colour_and_links_follow_the_usual_conventions() {
    let scratch = broken();
    let coloured = |command: &mut std::process::Command| {
        command.output().unwrap().stdout.windows(2).any(|pair| pair == b"\x1b[")
    };
    assert!(!coloured(&mut scratch.command(&["check"])), "a pipe gets none");
    assert!(coloured(scratch.command(&["check"]).env("FORCE_COLOR", "1")));
    assert!(!coloured(scratch.command(&["check"]).env("NO_COLOR", "1")));
    assert!(coloured(&mut scratch.command(&["check", "--color", "always"])));
    assert!(!coloured(scratch.command(&["check", "--color", "never"]).env("FORCE_COLOR", "1")));
    let linked = scratch.run(&["check", "--links", "always"]).out;
    assert!(linked.contains("\u{1b}]8;;file://"), "{linked}");
    let narrow = Run::of(scratch.command(&["check"]).env("COLUMNS", "60").output().unwrap()).out;
    let wide = scratch.run(&["check"]).out;
    assert!(narrow.lines().count() > wide.lines().count());
    let plain = Run::of(scratch.command(&["check"]).env("TERM", "dumb").output().unwrap()).out;
    assert!(plain.is_ascii(), "{plain}");
}

use super::scratch::Run;
