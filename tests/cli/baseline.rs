//! `teambook baseline`: today's findings are accepted, tomorrow's aren't.

use super::scratch::Scratch;

const EPIC: &str = "records/epics/sign-in-form.toml";
const FILE: &str = "teambook-baseline.toml";

/// Another epic with the same fault and no other.
const MORE: &str = "title = \"More\"\ninitiative = \"sign-inn\"\ntracker = \"T4242\"\n";

/// A workspace with one finding.
fn broken() -> Scratch {
    let scratch = Scratch::workspace();
    scratch.edit(EPIC, "\"sign-in\"", "\"sing-in\"");
    scratch
}

#[test]
fn what_was_there_is_set_aside_and_what_is_new_is_told() {
    let scratch = broken();
    assert_eq!(
        scratch.run(&["baseline", "write"]).out,
        format!("1 accepted finding in {FILE}: 1 new, 0 gone\n")
    );
    assert_eq!(
        scratch.read(FILE).lines().last(),
        Some("'unknown-reference epic:sign-in-form \"sing-in\"' = 1"),
        "{}",
        scratch.read(FILE)
    );
    let run = scratch.run(&["check"]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("nothing found (1 in the baseline)"), "{}", run.out);
    // Lines move; the finding stays the same one.
    let text = scratch.read(EPIC);
    scratch.write(EPIC, format!("# one\n# two\n{text}"));
    assert_eq!(scratch.check().out, "");
    scratch.write("records/epics/more.toml", MORE);
    assert!(scratch.check().only().starts_with("records/epics/more.toml:"));
    assert_eq!(scratch.run(&["check", "--no-baseline"]).out.matches("there is no initiative").count(), 2);
    let json = scratch.run(&["check", "--format", "json"]).out;
    assert!(json.contains("\"baselined\": 1"), "{json}");
    let sarif = scratch.run(&["check", "--format", "sarif"]).out;
    assert!(sarif.contains("accepted in the baseline"), "{sarif}");
}

#[test]
fn what_is_mended_is_told_and_pruned_and_not_accepted_again() {
    let scratch = broken();
    scratch.write("records/epics/more.toml", MORE);
    assert_eq!(scratch.run(&["baseline", "write"]).code, 0);
    scratch.edit(EPIC, "\"sing-in\"", "\"sign-in\"");
    let run = scratch.run(&["check"]);
    let words = "(1 in the baseline, 1 of the baseline no longer found: `teambook baseline prune`)";
    assert!(run.code == 0 && run.out.contains(words), "{}", run.out);
    let show = scratch.run(&["baseline", "show"]).out;
    assert!(
        show.contains("1 × unknown-reference epic:sign-in-form \"sing-in\" (1 no longer found)"),
        "{show}"
    );
    assert_eq!(scratch.run(&["baseline", "prune"]).out, "1 entry taken out, 1 left\n");
    assert_eq!(scratch.run(&["baseline", "prune"]).out, "0 entries taken out, 1 left\n");
    scratch.edit(EPIC, "\"sign-in\"", "\"sing-in\"");
    assert_eq!(scratch.check().code, 1);
    scratch.edit(EPIC, "\"sing-in\"", "\"sign-in\"");
    scratch.edit("records/epics/more.toml", "\"sign-inn\"", "\"sign-in\"");
    scratch.run(&["baseline", "prune"]);
    assert!(!scratch.join(FILE).exists(), "an empty one is none");
    assert_eq!(scratch.run(&["baseline", "show"]).out, "nothing is accepted\n");
}

#[test]
fn a_damaged_baseline_accepts_nothing() {
    let scratch = broken();
    for damaged in ["<<<<<<< ours\n", "'a' = 'b'\n", "\0"] {
        scratch.write(FILE, damaged);
        for arguments in [&["check"][..], &["baseline", "prune"], &["baseline", "show"]] {
            let run = scratch.run(arguments);
            assert!(run.code == 2 && run.err.contains("baseline write"), "{arguments:?}: {}", run.err);
        }
        assert_eq!(scratch.read(FILE), damaged, "and it is left as it is");
    }
    assert_eq!(scratch.run(&["check", "--no-baseline"]).code, 1);
}
