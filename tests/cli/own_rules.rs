//! A workspace's own rules: findings like any other.

use std::collections::BTreeSet;

use teambook::report::FORMATS;

use super::scratch::{Run, Scratch};

const RULE: &str = "level = \"error\"\nkind = \"epic\"\nsummary = \"an epic has no team\"\nwhy = \"Nobody works on it.\"\n\
                    where = 'team == null && initiative.stage == \"in-progress\"'\nat = \"initiative\"\n\
                    message = \"no team works on `{id}` of {initiative.name}\"\nhelp = \"name the team\"\n";

/// A sound workspace with one own rule, which finds one fault.
fn workspace() -> Scratch {
    let scratch = Scratch::workspace();
    scratch.write("rules/epic-for-nobody.toml", RULE);
    scratch
}

#[test]
fn what_a_rule_selects_is_a_finding() {
    let scratch = workspace();
    let run = scratch.check();
    assert_eq!(run.code, 1);
    let expected = "records/epics/sign-in-form.toml:3:14: error[epic-for-nobody]: no team works on `sign-in-form` of Simpler sign-in";
    assert!(run.only().starts_with(expected), "{}", run.out);
    let text = scratch.run(&["check"]);
    assert!(
        text.out.contains("help: name the team") && text.out.contains("rule = \"epic-for-nobody\""),
        "{}",
        text.out
    );
    scratch.edit("records/initiatives/sign-in.toml", "in-progress", "closing-out");
    assert_eq!(scratch.check().code, 0);
}

#[test]
fn it_can_be_explained_turned_down_and_accepted() {
    let scratch = workspace();
    let page = scratch.run(&["explain", "epic-for-nobody"]);
    for words in [
        "An epic has no team (error).",
        "Nobody works on it.",
        "name the team",
        "rules/epic-for-nobody.toml",
        "team == null",
    ] {
        assert!(page.out.contains(words), "{words}: {}", page.out);
    }
    assert!(scratch.run(&["explain"]).out.contains("epic-for-nobody"));
    assert!(scratch.run(&["explain", "--all"]).out.contains("### epic-for-nobody"));
    assert!(scratch.run(&["explain", "epic-for-nobdy"]).err.contains("did you mean `epic-for-nobody`?"));
    let settings = scratch.read("teambook.toml");
    scratch.write("teambook.toml", format!("{settings}\n[rules]\nepic-for-nobody = \"note\"\n"));
    let run = scratch.check();
    assert!(run.code == 0 && run.only().contains("note[epic-for-nobody]"), "{}", run.out);
    scratch.write("teambook.toml", format!("{settings}\n[rules]\nepic-for-nobody = \"off\"\n"));
    assert_eq!(scratch.check().lines().len(), 0);
    let ignore =
        "\n[[ignore]]\nrule = \"epic-for-nobody\"\nrecord = \"epic:sign-in-form\"\nreason = \"a try\"\n";
    scratch.write("teambook.toml", format!("{settings}{ignore}"));
    let run = scratch.check();
    assert_eq!((run.code, run.lines().len()), (0, 0), "{}", run.out);
    scratch.edit("records/initiatives/sign-in.toml", "in-progress", "closing-out");
    assert!(scratch.check().only().contains("[unused-ignore]"), "{}", scratch.check().out);
    scratch.write("teambook.toml", format!("{settings}{}", ignore.replace("nobody", "nobdoy")));
    let run = scratch.check();
    assert!(run.only().contains("there is no rule `epic-for-nobdoy`"), "{}", run.out);
}

#[test]
fn every_format_knows_it() {
    let scratch = workspace();
    for format in FORMATS {
        let run = scratch.run(&["check", "--format", format.name]);
        assert!(run.code == 1 && run.out.contains("epic-for-nobody"), "{}: {}", format.name, run.out);
    }
    let sarif: serde_json::Value =
        serde_json::from_str(&scratch.run(&["check", "--format", "sarif"]).out).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let own = rules.iter().find(|rule| rule["id"] == "epic-for-nobody").unwrap();
    assert_eq!(own["help"]["text"], "name the team");
}

#[test]
fn a_rule_that_cannot_be_used_is_a_finding_in_its_file() {
    let scratch = workspace();
    let found = |text: String| {
        scratch.write("rules/epic-for-nobody.toml", text);
        let run = scratch.check();
        assert_eq!(run.code, 1);
        run.only().to_owned()
    };
    for (from, to, expected) in [
        (
            "team == null",
            "taem == null",
            "5:10: error[rule-unusable]: a record of kind `epic` has no field `taem`",
        ),
        ("team == null", "team = null", "5:15: error[rule-unusable]: `=` alone compares nothing"),
        ("\"epic\"", "\"epci\"", "2:8: error[rule-unusable]: there is no kind `epci`"),
        ("{id}", "{di}", "7:31: error[rule-unusable]: a record of kind `epic` has no field `di`"),
        (
            "at = \"initiative\"",
            "at = \"initative\"",
            "6:6: error[rule-unusable]: no record that this is about has a field `initative`",
        ),
        ("summary", "sumary", "error[schema-mismatch]: "),
        ("\"error\"", "\"grave\"", "error[schema-mismatch]: `level` can't be \"grave\""),
        ("= \"epic\"", "= ", "error[unreadable-record]: "),
        (
            "team == null",
            "title > 5",
            "5:16: error[rule-unusable]: this can't judge every record: text can't be compared with a whole number",
        ),
    ] {
        let told = found(RULE.replace(from, to));
        assert!(told.starts_with("rules/epic-for-nobody.toml:") && told.contains(expected), "{told}");
    }
    scratch.write("rules/epic-for-nobody.toml", RULE);
    scratch.write("rules/epic-without-tracker.toml", RULE);
    let run = scratch.check();
    assert!(
        run.out
            .contains("rules/epic-without-tracker.toml:1:1: error[rule-unusable]: there is a built-in rule"),
        "{}",
        run.out
    );
}

#[test]
fn it_says_nothing_where_a_rule_to_which_it_yields_has_found_something() {
    let scratch = workspace();
    assert!(scratch.check().only().contains("[epic-for-nobody]"));
    let yields_to =
        |names: &str| scratch.write("rules/epic-for-nobody.toml", format!("yields-to = [{names}]\n{RULE}"));
    let other = RULE.replace("error", "warning").replace("'team == null && ", "'tracker == null && ");
    scratch.write("rules/epic-not-filed.toml", other);
    yields_to("\"epic-not-filed\", \"epic-without-tracker\"");
    assert!(scratch.check().only().contains("[epic-for-nobody]"), "neither of them finds anything");
    let page = scratch.run(&["explain", "epic-for-nobody"]).out;
    let expected = "Says nothing where `epic-not-filed` or `epic-without-tracker` has found something about the same record.";
    assert!(page.contains(expected), "{page}");
    let epic = scratch.read("records/epics/sign-in-form.toml");
    let tracker = epic.lines().find(|line| line.starts_with("tracker")).unwrap();
    scratch.edit("records/epics/sign-in-form.toml", &format!("{tracker}\n"), "");
    yields_to("\"epic-not-filed\"");
    let found = |run: Run| -> Vec<String> {
        let rule = |line: &&str| line.split_once('[').unwrap().1.split_once(']').unwrap().0.to_owned();
        run.lines().iter().map(rule).collect()
    };
    assert_eq!(found(scratch.check()), ["epic-without-tracker", "epic-not-filed"]);
    // A rule that is off, or whose finding is accepted, has found it nevertheless.
    let settings = scratch.read("teambook.toml");
    scratch.write("teambook.toml", format!("{settings}\n[rules]\nepic-not-filed = \"off\"\n"));
    assert_eq!(found(scratch.check()), ["epic-without-tracker"]);
    let ignore =
        "\n[[ignore]]\nrule = \"epic-not-filed\"\nrecord = \"epic:sign-in-form\"\nreason = \"a try\"\n";
    scratch.write("teambook.toml", format!("{settings}{ignore}"));
    assert_eq!(found(scratch.check()), ["epic-without-tracker"]);
    // In a circle each would wait for the other: both speak, and the circle is an error.
    scratch.write("teambook.toml", settings);
    let other = scratch.read("rules/epic-not-filed.toml");
    scratch.write("rules/epic-not-filed.toml", format!("yields-to = [\"epic-for-nobody\"]\n{other}"));
    let both = ["epic-without-tracker", "epic-for-nobody", "epic-not-filed", "rule-unusable"];
    let found: BTreeSet<String> = found(scratch.check()).into_iter().collect();
    assert_eq!(found, both.map(str::to_owned).into());
}

#[test]
fn a_rule_that_cannot_be_used_is_explained_by_the_check() {
    let scratch = workspace();
    scratch.write("rules/epic-for-nobody.toml", RULE.replace("team == null", "taem =="));
    let run = scratch.run(&["explain", "epic-for-nobody"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("rules/epic-for-nobody.toml can't be used"), "{}", run.err);
    assert!(run.err.contains("`teambook check` says what is wrong with it"), "{}", run.err);
}

#[test]
fn a_rule_that_fails_for_many_records_is_one_finding() {
    let scratch = Scratch::workspace();
    scratch.write(
        "rules/odd.toml",
        RULE.replace("kind = \"epic\"", "kind = \"person\"")
            .replace("'team == null && initiative.stage == \"in-progress\"'", "'name > 5'")
            .replace("at = \"initiative\"\n", "")
            .replace("of {initiative.name}", ""),
    );
    assert!(scratch.check().only().starts_with("rules/odd.toml:5:15: error[rule-unusable]: "));
}

#[test]
fn a_staged_rule_counts_at_once() {
    let scratch = Scratch::workspace();
    scratch.git(&["add", "."]);
    scratch.git(&["commit", "-qm", "first"]);
    let staged = || scratch.run(&["check", "--staged", "--format", "concise"]);
    assert_eq!(staged().code, 0);
    // On the disk alone it doesn't.
    scratch.write("rules/epic-for-nobody.toml", RULE);
    assert_eq!(staged().lines().len(), 0);
    scratch.git(&["add", "rules"]);
    assert!(staged().only().contains("[epic-for-nobody]"));
    scratch.git(&["commit", "-qm", "rule"]);
    assert!(staged().only().contains("[epic-for-nobody]"), "what was learnt is still so");
    scratch.write("rules/epic-for-nobody.toml", RULE.replace("no team works on", "nobody is on"));
    scratch.git(&["add", "rules"]);
    assert!(staged().only().contains("nobody is on `sign-in-form`"));
    // What it looks at through a link is looked at again.
    scratch.edit("records/initiatives/sign-in.toml", "Simpler sign-in", "Sign-in, simpler");
    scratch.git(&["add", "records"]);
    assert!(staged().only().contains("of Sign-in, simpler"));
    scratch.git(&["rm", "-q", "--cached", "rules/epic-for-nobody.toml"]);
    assert_eq!(staged().lines().len(), 0);
}

#[test]
fn revisions_have_their_own() {
    let scratch = workspace();
    scratch.git(&["add", "."]);
    scratch.git(&["commit", "-qm", "with the rule"]);
    std::fs::remove_file(scratch.join("rules/epic-for-nobody.toml")).unwrap();
    assert_eq!(scratch.check().lines().len(), 0);
    let rev = scratch.run(&["check", "--rev", "HEAD", "--format", "concise"]);
    assert!(rev.only().contains("[epic-for-nobody]"));
    scratch.write("rules/epic-for-nobody.toml", RULE);
    let new = scratch.run(&["check", "--new-since", "HEAD", "--format", "concise"]);
    assert_eq!(new.lines().len(), 0, "{}", new.out);
    let base = scratch.run(&["check", "--base", "HEAD", "--format", "concise"]);
    assert!(base.only().contains("[epic-for-nobody]"));
    assert_eq!(scratch.run(&["baseline", "write"]).code, 0);
    assert_eq!(scratch.check().code, 0);
}

#[test]
fn a_rule_and_a_record_that_meet_in_a_merge_are_told_as_that() {
    let scratch = Scratch::workspace();
    scratch.edit("records/epics/sign-in-form.toml", "tracker =", "team = \"green\"\ntracker =");
    for arguments in [
        &["add", "."][..],
        &["commit", "-qm", "first"],
        &["branch", "-M", "main"],
        &["checkout", "-qb", "other"],
    ] {
        scratch.git(arguments);
    }
    scratch.edit("records/epics/sign-in-form.toml", "team = \"green\"\n", "");
    scratch.git(&["commit", "-qam", "nobody"]);
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write("rules/epic-for-nobody.toml", RULE);
    scratch.git(&["add", "."]);
    scratch.git(&["commit", "-qm", "rule"]);
    let run = scratch.run(&["check", "--merge-with", "other", "--format", "concise"]);
    assert!(run.only().contains("[merge-breaks]") && run.out.contains("no team works on"), "{}", run.out);
}

#[test]
fn what_is_missing_is_not_concluded_from_records_in_doubt() {
    let scratch = Scratch::workspace();
    let rule = RULE.replace("\"epic\"", "\"initiative\"").replace("at = \"initiative\"\n", "");
    let rule = rule
        .replace("'team == null && initiative.stage == \"in-progress\"'", "'size(named_by(\"epic\")) == 0'");
    scratch.write("rules/initiative-without-epic.toml", rule.replace(" of {initiative.name}", ""));
    scratch.edit("records/epics/sign-in-form.toml", "\"sign-in\"", "\"sing-in\"");
    assert!(scratch.check().only().contains("[unknown-reference]"));
    std::fs::remove_file(scratch.join("records/epics/sign-in-form.toml")).unwrap();
    assert!(scratch.check().out.contains("[initiative-without-epic]"));
}

#[test]
fn nothing_of_a_rule_acts_on_the_terminal() {
    let scratch = workspace();
    scratch.write(
        "rules/epic-for-nobody.toml",
        RULE.replace("name the team", "\\u001b[31m{").replace("Nobody works", "\\u001b[2J\\u202e"),
    );
    for arguments in [&["check"][..], &["explain", "epic-for-nobody"], &["explain"], &["explain", "--all"]] {
        let run = scratch.run(arguments);
        assert!(!run.out.contains('\u{1b}') && !run.out.contains('\u{202e}'), "{arguments:?}: {:?}", run.out);
    }
}

#[test]
fn it_points_where_it_says_even_below_a_table() {
    let scratch = Scratch::workspace();
    scratch.edit("records/initiatives/sign-in.toml", "stage =", "planned = { from = 2025-01-06 }\nstage =");
    let rule = |at: &str| {
        format!(
            "level = \"error\"\nsummary = \"a plan has no end\"\nwhere = 'planned != null && planned.until == null'\nat = \"{at}\"\n\
             message = \"`{{id}}` has no end\"\nhelp = \"add one\"\n"
        )
    };
    scratch.write("rules/plan-without-end.toml", rule("planned.from"));
    let run = scratch.check();
    let place = scratch.read("records/initiatives/sign-in.toml");
    let line = place.lines().position(|line| line.starts_with("planned")).unwrap() + 1;
    let expected = format!("records/initiatives/sign-in.toml:{line}:20: error[plan-without-end]");
    assert!(run.only().starts_with(&expected), "{}", run.out);
    scratch.write("rules/plan-without-end.toml", rule("planned.form"));
    assert!(scratch.check().out.contains("no record that this is about has a field `planned.form`"));
}
