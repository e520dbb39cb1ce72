//! `diff`, `log`, `show`, `list` and `refs`, on real repositories.

use super::scratch::{Run, Scratch};

const NEXT: &str = r#"start = 2026-01-19
end = 2026-02-01

[[team]]
team = "green"
members = ["ada", "chi"]
product-manager = "erik"
engineering-manager = "fatima"
work = ["sign-in-form"]

[[team]]
team = "clinic-duty"
members = ["ben", "dora"]
engineering-manager = "fatima"
"#;

/// The output without the ids of commits.
fn nameless(run: &Run) -> String {
    assert_eq!(run.code, 0, "{}", run.err);
    let is_id = |word: &str| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lines = run.out.lines().map(|line| match line.rsplit_once(' ') {
        Some((before, last)) if is_id(last) => format!("{before} (id)\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn diff_tells_of_people_and_work() {
    let scratch = Scratch::repository();
    scratch.write("records/sprints/2026-01-19.toml", NEXT);
    scratch.edit("records/initiatives/sign-in.toml", "in-progress", "closing-out");
    let run = scratch.run(&["diff", "HEAD"]);
    insta::assert_snapshot!(run.out, @r"
    HEAD → work tree: 2 records changed

    Sprints
      New: the sprint of 2026-01-19, until 2026-02-01, compared with the sprint of 2026-01-05
      Chi moves from Clinic Duty to Green in the sprint of 2026-01-19
      Ben moves from Green to Clinic Duty in the sprint of 2026-01-19

    Initiatives
      Simpler sign-in: in-progress → closing-out

    What follows
      Ben has 1 turn of duty in all (had no turns)
      Dora has 2 turns of duty in all (had 1 turn)
    ");
    let markdown = scratch.run(&["diff", "HEAD", "--format", "markdown"]).out;
    assert!(
        markdown.contains("- Ben moves from Green to Clinic Duty in the sprint of 2026-01-19\n"),
        "{markdown}"
    );
    let json = scratch.run(&["diff", "HEAD", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["groups"][0]["kind"], "sprint");
    assert_eq!(json["groups"][0]["sentences"][0]["what"], "added");
    assert_eq!(json["groups"][0]["sentences"][0]["record"], "sprint:2026-01-19");
    assert_eq!(json["follows"][0]["what"], "follows");
}

#[test]
fn a_page_of_a_large_change_still_fits_into_a_comment() {
    let scratch = Scratch::repository();
    for number in 0..2500 {
        scratch.write(
            &format!("records/people/p{number}.toml"),
            format!("name = \"Person {number} of many\"\n"),
        );
    }
    let page = scratch.run(&["diff", "HEAD", "--format", "markdown"]).out;
    assert!(page.len() < 65_536 && page.contains("more sentences would be too many for a comment"));
    assert_eq!(scratch.run(&["diff", "HEAD"]).lines().len(), 2503);
}

#[test]
fn diff_leaves_out_what_came_to_the_base() {
    let scratch = Scratch::repository();
    scratch.git(&["switch", "--quiet", "--create", "theirs"]);
    scratch.edit("records/people/ada.toml", "\"Ada\"", "\"Ada L.\"");
    scratch.commit("Rename Ada");
    scratch.git(&["switch", "--quiet", "--create", "ours", "main"]);
    scratch.edit("records/people/ben.toml", "\"Ben\"", "\"Benno\"");
    scratch.commit("Rename Ben");
    let run = scratch.run(&["diff", "theirs"]);
    assert!(run.out.contains("Ben is now called Benno") && !run.out.contains("Ada"), "{}", run.out);
    let two = scratch.run(&["diff", "theirs", "ours"]).out;
    assert_eq!(two.lines().skip(1).collect::<Vec<_>>(), run.out.lines().skip(1).collect::<Vec<_>>());
    let back = scratch.run(&["diff", "ours", "main"]).out;
    assert!(back.contains("Benno is now called Ben"), "{back}");
}

#[test]
fn diff_says_so_where_nothing_has_changed_and_where_it_cannot_compare() {
    let scratch = Scratch::repository();
    let ada = scratch.read("records/people/ada.toml");
    scratch.write("records/people/ada.toml", format!("# hers\r\n{}", ada.replace('\n', "\r\n")));
    let run = scratch.run(&["diff", "HEAD"]);
    assert_eq!(run.only(), "HEAD → work tree: nothing has changed that a reader would notice");
    let run = scratch.run(&["diff", "no-such-branch"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no-such-branch"), "{}", run.err);
    let run = scratch.run(&["diff"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is nothing to compare with"), "{}", run.err);
}

#[test]
fn nothing_of_a_record_acts_on_the_terminal_or_on_a_page() {
    let scratch = Scratch::repository();
    scratch.edit("records/people/ada.toml", "\"Ada\"", "\"\\u001b[31m<b>@all\\u202e**\"");
    let run = scratch.run(&["diff", "HEAD"]);
    assert!(run.out.contains("<U+001B>[31m<b>@all<U+202E>**") && !run.out.contains('\u{1b}'), "{}", run.out);
    let page = scratch.run(&["diff", "HEAD", "--format", "markdown"]).out;
    assert!(page.contains("&lt;b&gt;&#64;all") && !page.contains("<b>"), "{page}");
    for arguments in
        [&["show", "ada"][..], &["list", "person"], &["refs", "ada"], &["list", "person", "--format", "csv"]]
    {
        let out = scratch.run(arguments).out;
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{out}");
    }
}

#[test]
fn log_follows_a_record_through_renamings() {
    let scratch = Scratch::repository();
    scratch.edit(
        "records/people/ada.toml",
        "name = \"Ada\"\n",
        "name = \"Ada\"\ntime-zone = \"Europe/Oslo\"\n",
    );
    scratch.commit("Give Ada's time zone");
    scratch.write("notes.txt", "x");
    scratch.commit("Change something else");
    for path in ["records/sprints/2026-01-05.toml", "records/rotations/clinic-duty.toml"] {
        scratch.edit(path, "\"ada\"", "\"ada-l\"");
    }
    let ada = scratch.read("records/people/ada.toml");
    std::fs::remove_file(scratch.join("records/people/ada.toml")).unwrap();
    scratch.write("records/people/london/ada-l.toml", ada.replacen("name", "was = [\"ada\"]\nname", 1));
    scratch.commit("Tell the two Adas apart");
    scratch.edit("records/people/london/ada-l.toml", "Europe/Oslo", "Europe/London");
    scratch.edit("records/people/london/ada-l.toml", "\"engineer\"", "\"product-manager\"");
    scratch.commit("Ada moves");
    let run = scratch.run(&["log", "ada"]);
    insta::assert_snapshot!(nameless(&run), @r"
    `ada` is person:ada-l

    Ada (person:ada-l)

    2026-01-10  Fatima  “Ada moves”  (id)
      Ada becomes product manager
      Ada is no longer engineer
      Ada: time-zone is now Europe/London (was Europe/Oslo)

    2026-01-10  Fatima  “Tell the two Adas apart”  (id)
      Ada has a new id: ada-l, in place of ada

    2026-01-10  Fatima  “Give Ada's time zone”  (id)
      Ada: time-zone is now Europe/Oslo

    2026-01-10  Fatima  “Start”  (id)
      New person: Ada (roles: engineer)
    ");
    let json = scratch.run(&["log", "person:ada-l", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["entries"].as_array().unwrap().len(), 4);
    assert_eq!(json["entries"][3]["path"], "records/people/ada.toml");
    assert_eq!(json["entries"][0]["message"], "Ada moves");
}

#[test]
fn log_tells_the_life_of_a_sprint_and_of_what_is_gone() {
    let scratch = Scratch::repository();
    scratch.write("records/sprints/2026-01-19.toml", NEXT);
    scratch.commit("Plan the next sprint");
    scratch.edit("records/sprints/2026-01-19.toml", "\"ada\", \"chi\"", "\"ada\"");
    scratch.commit("Chi is ill");
    let run = scratch.run(&["log", "2026-01-19"]);
    insta::assert_snapshot!(nameless(&run), @r"
    The sprint of 2026-01-19 (sprint:2026-01-19)

    2026-01-10  Fatima  “Chi is ill”  (id)
      Chi leaves Green in the sprint of 2026-01-19

    2026-01-10  Fatima  “Plan the next sprint”  (id)
      New: the sprint of 2026-01-19, until 2026-02-01, compared with the sprint of 2026-01-05
      Chi moves from Clinic Duty to Green in the sprint of 2026-01-19
      Ben moves from Green to Clinic Duty in the sprint of 2026-01-19
    ");
    std::fs::remove_file(scratch.join("records/sprints/2026-01-19.toml")).unwrap();
    scratch.commit("Take it back");
    let run = scratch.run(&["log", "sprint:2026-01-19"]);
    assert!(run.out.contains("The sprint of 2026-01-19 is removed"), "{}{}", run.out, run.err);
    scratch.write("records/people/gus.toml", "name = \"Gus\"\n");
    assert!(scratch.run(&["log", "gus"]).out.contains("No commit has it yet"));
}

#[test]
fn log_reads_a_repository_of_sha_256_through_the_program() {
    let scratch = Scratch::workspace();
    std::fs::remove_dir_all(scratch.join(".git")).unwrap();
    scratch.git(&["init", "--quiet", "--object-format=sha256", "--initial-branch=main"]);
    scratch.commit("Start");
    scratch.edit("records/people/ben.toml", "\"Ben\"", "\"Benno\"");
    scratch.commit("Rename Ben");
    let run = scratch.run(&["log", "ben"]);
    assert!(
        run.out.contains("2026-01-10  Fatima") && run.out.contains("Ben is now called Benno"),
        "{}{}",
        run.out,
        run.err
    );
    assert!(scratch.run(&["diff", "HEAD~1"]).out.contains("Ben is now called Benno"));
}

#[test]
fn log_says_where_history_is_cut_off() {
    let scratch = Scratch::repository();
    scratch.edit("records/people/ben.toml", "\"Ben\"", "\"Benno\"");
    scratch.commit("Rename Ben");
    let clone = Scratch::empty();
    let from = format!("file://{}", scratch.path().display());
    clone.git(&["clone", "--quiet", "--depth=1", &from, "."]);
    let run = clone.run(&["log", "ben"]);
    assert!(run.out.contains("History is cut off in this clone"), "{}{}", run.out, run.err);
}

#[test]
fn show_is_a_card_as_of_a_day_and_of_a_revision() {
    let scratch = Scratch::repository();
    scratch.write("records/absences/ada.toml", "person = \"ada\"\nfrom = 2026-01-12\nuntil = 2026-01-13\n");
    scratch.edit("records/people/ada.toml", "\"Ada\"", "\"Ada L.\"");
    let run = scratch.run(&["show", "ada", "--as-of", "2026-01-12"]);
    assert_eq!(run.code, 2, "an absence and a person have this id: {}", run.out);
    assert!(run.err.contains("absence:ada, person:ada"), "{}", run.err);
    let run = scratch.run(&["show", "person:ada", "--as-of", "2026-01-12"]);
    insta::assert_snapshot!(run.out, @r#"
    Ada L.
    person:ada, in records/people/ada.toml

      name   Ada L.
      roles  engineer

    On 2026-01-12
      is engineer
      is on Green (member) in the sprint of 2026-01-05 (until 2026-01-18)
      is away until 2026-01-13

    Named by
      records/absences/ada.toml:1: the absence ada (person)
          person = "ada"
      records/rotations/clinic-duty.toml:5: Clinic Duty (pool)
          pool = ["ada", "ben", "chi", "dora"]
      records/sprints/2026-01-05.toml:7: the sprint of 2026-01-05 (team.members)
          members = ["ada", "ben"]
    "#);
    let before = scratch.run(&["show", "person:ada", "--rev", "HEAD"]).out;
    assert!(before.starts_with("Ada\nperson:ada"), "{before}");
    let prose = scratch.run(&["show", "fatima"]).out;
    assert!(prose.contains("A record can be Markdown too"), "{prose}");
    let json = scratch.run(&["show", "decision:1", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["record"], "decision:0001-records-in-git");
}

#[test]
fn records_are_named_in_several_ways() {
    let scratch = Scratch::repository();
    scratch.edit("records/people/ben.toml", "name =", "was = [\"benjamin\"]\nname =");
    let run = scratch.run(&["show", "benjamin"]);
    assert!(run.out.starts_with("`benjamin` is person:ben\n"), "{}{}", run.out, run.err);
    for written in ["ben", "person:ben", "records/people/ben.toml", "people:ben"] {
        assert_eq!(scratch.run(&["refs", written]).code, 0, "{written}");
    }
    let run = scratch.run(&["show", "person:bem"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("there is no record `person:bem`") && run.err.contains("did you mean `ben`?"),
        "{}",
        run.err
    );
    let run = scratch.run(&["list", "persn"]);
    assert!(run.err.contains("did you mean `person`?"), "{}", run.err);
}

#[test]
fn list_is_a_table_and_refs_go_both_ways() {
    let scratch = Scratch::repository();
    insta::assert_snapshot!(scratch.run(&["list", "person"]).out, @r"
    id      name    roles
    ada     Ada     engineer
    ben     Ben     engineer
    chi     Chi     engineer
    dora    Dora    engineer
    erik    Erik    product-manager
    fatima  Fatima  engineering-manager
    ");
    insta::assert_snapshot!(scratch.run(&["refs", "sign-in"]).out, @r#"
    Simpler sign-in (initiative:sign-in)

    Names
      records/initiatives/sign-in.toml:5: Erik (product-manager)
          product-manager = "erik"
      records/initiatives/sign-in.toml:6: New members find their way faster (deliverables)
          deliverables = ["faster-onboarding"]

    Named by
      records/epics/sign-in-form.toml:3: A sign-in form of one page (initiative)
          initiative = "sign-in"
    "#);
    scratch.edit("records/people/ada.toml", "\"Ada\"", "\"=1+1, \\\"x\\\"\"");
    let csv = scratch.run(&["list", "person", "--format", "csv"]).out;
    assert!(csv.starts_with("id,name,roles\r\nada,\"'=1+1, \"\"x\"\"\",engineer\r\n"), "{csv}");
    let json = scratch.run(&["list", "sprint", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["records"][0]["fields"]["team"][0]["members"][0], "ada");
    assert!(scratch.run(&["list", "story"]).out.starts_with("there is none"));
}
