//! `board`, `tree` and `stats` on the invented team, and where there is little or nothing to tell.

use super::scratch::Scratch;

fn json(scratch: &Scratch, arguments: &[&str]) -> serde_json::Value {
    let run = scratch.run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn the_board_shows_who_is_where() {
    let run = Scratch::demo().run(&["board", "--on", "2025-11-20"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let expected = "\
Sprint of 2025-11-17, until 2025-11-30, closed; as of 2025-11-20
Sign-ins are logged.

Green  product
  Ben Lindqvist  8 of 10 days, away now
  Dora Marques   8 days
  Emil Nowak     10 days
  Kira Ivanova   product manager
  Milo Rossi     engineering manager
    A log of sign-ins that people can read  epic  in progress  ██░░░ 1 of 2 done
  26 of 28 working days; can do 14.9 points; did 15 points
  points not counted: 1 epic or initiative

Clinic Duty  duty
  Ada Okafor     10 days
  Chi Nguyen     10 days
  Milo Rossi     engineering manager
  20 working days

Elsewhere
  Fatou Diallo   with Design: The shared set of buttons and forms

Away
  Ben Lindqvist  from 2025-11-20 until 2025-11-21, now
";
    assert_eq!(run.out, expected);
}

#[test]
fn the_board_says_which_sprint_it_is_and_never_why_somebody_is_away() {
    let demo = Scratch::demo();
    let run = demo.run(&["board", "--on", "2026-03-01"]);
    let word = "No sprint covers 2026-03-01; this is the latest that has begun.\n\nSprint of 2025-12-15";
    assert!(run.out.starts_with(word), "{}", run.out);
    let run = demo.run(&["board", "--on", "2020-03-01"]);
    assert!(run.out.starts_with("No sprint has begun by 2020-03-01; this is the first.\n"), "{}", run.out);
    for sprint in ["2025-08-11", "sprint:2025-08-11", "records/sprints/2025-08-11.toml"] {
        let run = demo.run(&["board", "--sprint", sprint]);
        assert!(run.out.contains("Chi Nguyen     from 2025-08-11 until 2025-08-24\n"), "{}", run.out);
        assert!(run.out.contains("2025-08-15  Assumption Day in Poland (Emil Nowak)\n"), "{}", run.out);
        assert!(!run.out.contains("vacation"), "{}", run.out);
    }
    let found = json(&demo, &["board", "--sprint", "2025-08-11"]);
    assert!(!found.to_string().contains("vacation"), "{found}");
    let run = demo.run(&["board", "--sprint", "2025-08-12"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("did you mean `2025-08-11`"), "{}", run.err);
    assert_eq!(demo.run(&["board", "--sprint", "person:ada"]).code, 2);
}

#[test]
fn the_board_as_json_has_all_that_is_drawn() {
    let found = json(&Scratch::demo(), &["board", "--on", "2025-11-20"]);
    assert_eq!((&found["version"], &found["on"]), (&1.into(), &"2025-11-20".into()));
    let sprint = &found["sprint"];
    assert_eq!((&sprint["record"], &sprint["when"]), (&"sprint:2025-11-17".into(), &"now".into()));
    let green = &sprint["teams"][0];
    let ben = serde_json::json!({ "record": "person:ben", "name": "Ben Lindqvist" });
    assert_eq!(green["members"][0]["person"], ben);
    assert_eq!(green["members"][0]["days"], serde_json::json!({ "full": 10.0, "left": 8.0 }));
    assert_eq!(green["load"]["capacity"], 14.86);
    assert_eq!(green["work"][0]["progress"], serde_json::json!({ "done": 1, "total": 2 }));
    assert_eq!(sprint["away"][0]["half-day"], false);
    assert_eq!(sprint["elsewhere"][0]["with"]["record"], "team:design");
}

#[test]
fn the_tree_goes_from_the_deliverable_down_to_the_task() {
    let demo = Scratch::demo();
    let run = demo.run(&["tree", "safe-accounts"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let expected = "                                                                     done    points
Safe accounts                                 in progress  █████░░░  2 of 3  8 of 13
└─ Single sign-in                             in progress  █████░░░  2 of 3  8 of 13
   ├─ One sign-in for all sites               resolved     ████████  1 of 1  8 of 8
   │  └─ Sign in once                         resolved     ████████  1 of 1  8 of 8
   │     └─ Exchange tokens between sites     resolved                       5 of 5
   └─ A log of sign-ins that people can read  in progress  ████░░░░  1 of 2  0 of 5
      └─ See my sign-ins                      in progress  ████░░░░  1 of 2  0 of 5
         ├─ The page with one's own sign-ins  in progress                    0 of 3
         └─ Keep the log of sign-ins          resolved                       3 of 3
";
    assert_eq!(run.out, expected);
    let found = json(&demo, &["tree"]);
    assert_eq!(found["version"], 1);
    let parts: Vec<_> = found["parts"].as_array().unwrap().iter().map(|part| &part["part"]).collect();
    assert_eq!(parts, ["deliverables", "without-deliverable", "alone"]);
    let node = &found["parts"][0]["nodes"][1];
    assert_eq!((&node["record"], &node["state"]), (&"deliverable:safe-accounts".into(), &"open".into()));
    assert_eq!(node["points"], serde_json::json!({ "done": 8.0, "total": 13.0 }));
    let run = demo.run(&["tree", "ada"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("a tree shows no person, such as person:ada"), "{}", run.err);
}

#[test]
fn the_figures_are_counted_up_to_a_day() {
    let demo = Scratch::demo();
    let run = demo.run(&["stats", "--as-of", "2025-09-10"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let expected = "\
As of 2025-09-10

Clinic Duty: turns in 5 sprints, from 2025-07-14 until 2025-09-21
                 served  share
  Dora Marques        1    1.7  ██████
  Fatou Diallo        1    1.7  ██████
  Ada Okafor          2    1.7  ████████████
  Ben Lindqvist       2    1.7  ████████████
  Emil Nowak          2    1.7  ████████████
  Chi Nguyen          2    1.3  ████████████
  evenness 0.90 of 1 (Jain's index of 6 people); the most is 1.47 times the mean

Initiatives: 3
  queued       1  ████████████  there for 9 days (Drafts without a connection)
  in progress  1  ████████████  there for 58 days (Archive storage)
  done         1  ████████████
";
    assert!(run.out.starts_with(expected), "{}", run.out);
    let run = demo.run(&["stats"]);
    for line in [
        "  the last 6 sprints: evenness 0.96, 1.45 times the mean",
        "  clinic ready       2  ████████████",
        "  until the end    median 6.5 days, longest 11 (Uploads stop halfway at work, never at home)",
        "  set down     1  ██████",
        "Deliverables: 3, 1 under way, 2 over",
        "  Safe accounts           in progress  1 initiative   █████░░░  2 of 3",
        "  partly done  1  ██",
        "  superseded  1  ████",
    ] {
        assert!(run.out.lines().any(|found| found == line), "{line}\n{}", run.out);
    }
    let found = json(&demo, &["stats", "--as-of", "2025-12-28"]);
    assert_eq!((&found["version"], &found["as-of"]), (&1.into(), &"2025-12-28".into()));
    let ada = serde_json::json!({ "record": "person:ada", "name": "Ada Okafor" });
    assert_eq!(found["duty"][0]["all"]["people"][0]["person"], ada);
    assert_eq!(found["duty"][0]["all"]["evenness"]["people"], 6);
    assert_eq!(found["requests"]["to-triage"]["longest"], 6);
    assert_eq!(found["deliverables"][0]["coverage"], "over");
    assert_eq!(found["goals"][0], serde_json::json!({ "name": "done", "count": 6 }));
}

#[test]
fn colour_and_width_are_the_terminals() {
    let demo = Scratch::demo();
    let run = demo.run(&["--color", "always", "board", "--on", "2025-11-20"]);
    assert!(run.out.contains("\u{1b}[1mGreen\u{1b}[0m"), "{}", run.out);
    for arguments in [&["board"][..], &["tree"], &["stats"]] {
        let run = super::scratch::Run::of(demo.command(arguments).env("COLUMNS", "60").output().unwrap());
        assert!(run.out.lines().all(|line| line.chars().count() <= 60), "{}", run.out);
        let run = super::scratch::Run::of(demo.command(arguments).env("TERM", "dumb").output().unwrap());
        assert!(run.out.is_ascii(), "{}", run.out);
    }
}

#[test]
fn little_or_broken_records_are_told_of_and_harm_nobody() {
    let scratch = Scratch::empty();
    scratch.write("teambook.toml", "name = \"A\"\n");
    let run = scratch.run(&["board"]);
    assert_eq!((run.code, run.out.lines().count()), (0, 1), "{}{}", run.out, run.err);
    assert_eq!(json(&scratch, &["board"])["sprint"], serde_json::Value::Null);
    assert!(scratch.run(&["tree"]).out.starts_with("There is no deliverable"));
    assert_eq!(scratch.run(&["stats"]).out, "There is nothing to count yet.\n");
    scratch.write("records/sprints/broken.toml", "start = [[[\n");
    scratch.write(
        "records/sprints/odd.toml",
        "start = 2025-12-14\nend = 2025-12-01\nteam = [{ team = \"\" }, 7]\n",
    );
    scratch.write("records/tasks/loud.toml", "title = \"a\\u001b[2J\\u202eb\"\npoints = inf\n");
    scratch.write("records/stories/loop.toml", "title = \"L\"\nepic = \"loop\"\n");
    for arguments in
        [&["board"][..], &["tree"], &["stats"], &["tree", "story:loop"], &["board", "--sprint", "broken"]]
    {
        for format in ["text", "json"] {
            let run = scratch.run(&[arguments, &["--format", format]].concat());
            assert!(matches!(run.code, 0 | 2), "{}{}", run.out, run.err);
            assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{}", run.out);
            assert!(!run.err.contains("panicked"), "{}", run.err);
        }
    }
}

#[test]
fn a_list_keeps_to_the_width_and_its_ids_whole() {
    let demo = Scratch::demo();
    let listed = |columns: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_teambook"));
        command.args(["list", "initiative"]).env("COLUMNS", columns).current_dir(demo.path());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let narrow = listed("80");
    assert!(narrow.lines().all(|line| line.chars().count() <= 80), "{narrow}");
    assert!(narrow.contains("resumable-uploads ") && narrow.contains('…'), "{narrow}");
    assert!(!listed("300").contains('…'), "{}", listed("300"));
}
