//! Figures of a few records.

use super::*;
use crate::workspace::Workspace;
use crate::workspace::files::Files;
use jiff::civil::date;

fn stats(records: &[(&str, &str)], as_of: Date) -> Stats {
    let mut files = vec![("teambook.toml".to_owned(), "name = \"A\"".to_owned())];
    files.extend(records.iter().map(|(path, text)| (format!("records/{path}.toml"), (*text).to_owned())));
    let files = Files::from_texts(&files);
    Stats::new(&Workspace::new(&files, as_of).view())
}

const DUTY: [(&str, &str); 8] = [
    ("people/ada", "name = \"Ada\""),
    ("people/ben", "name = \"Ben\""),
    ("people/chi", "name = \"Chi\""),
    ("people/new", "name = \"New\""),
    ("teams/duty", "name = \"Duty\"\ncategory = \"duty\""),
    (
        "rotations/duty",
        "name = \"Duty\"\nteam = \"duty\"\nwindow = 1\n\
         pool = [\"ada\", \"ben\", \"chi\", { person = \"new\", from = 2025-12-15 }]",
    ),
    (
        "sprints/2025-12-01",
        "start = 2025-12-01\nend = 2025-12-14\nteam = [{ team = \"duty\", members = [\"ada\", \"ben\"] }]",
    ),
    (
        "sprints/2025-12-15",
        "start = 2025-12-15\nend = 2025-12-28\nteam = [{ team = \"duty\", members = [\"ada\", \"ben\"] }]",
    ),
];

#[test]
fn those_who_never_served_count_by_the_time_they_could_have() {
    let found = stats(&DUTY, date(2025, 12, 20));
    let duty = &found.duty[0];
    let people: Vec<_> =
        duty.all.people.iter().map(|who| (&*who.person.name, who.served, who.expected)).collect();
    assert_eq!(people, [("Chi", 0, 1.17), ("New", 0, 0.5), ("Ada", 2, 1.17), ("Ben", 2, 1.17)]);
    // Two of four have all: the parts are 12/7, 12/7, 0 and 0.
    let evenness = Evenness { people: 4, jain: 0.5, most_to_mean: 2.0 };
    assert_eq!(duty.all.evenness, Some(evenness));
    assert_eq!(duty.window.as_ref().map(|window| window.sprints), Some(1));
    let earlier = stats(&DUTY, date(2025, 12, 10));
    assert_eq!(earlier.duty[0].all.sprints, 1, "what hasn't begun isn't served");
    assert_eq!(stats(&DUTY, date(2020, 1, 1)).duty, []);
}

#[test]
fn all_who_have_served_their_share_are_even() {
    let mut records = DUTY;
    records[5].1 = "name = \"Duty\"\nteam = \"duty\"\npool = [\"ada\", \"ben\"]";
    let found = stats(&records, date(2025, 12, 20));
    assert_eq!(found.duty[0].all.evenness, Some(Evenness { people: 2, jain: 1.0, most_to_mean: 1.0 }));
    records[6].1 = "start = 2025-12-01\nend = 2025-12-14\nteam = [{ team = \"duty\", members = [] }]";
    let found = stats(&records[..7], date(2025, 12, 20));
    assert_eq!(found.duty[0].all.evenness, None);
}

#[test]
fn waits_are_told_by_their_middle_and_their_longest() {
    let found = stats(
        &[
            (
                "requests/a",
                "title = \"A\"\nreceived = 2025-12-01\n[triage]\non = 2025-12-02\noutcome = \"declined\"",
            ),
            (
                "requests/b",
                "title = \"B\"\nreceived = 2025-12-01\n[triage]\non = 2025-12-06\noutcome = \"backlog\"",
            ),
            ("requests/slip", "title = \"S\"\nreceived = 2025-12-09\n[triage]\non = 2025-12-02"),
            ("requests/new", "title = \"New\"\nreceived = 2025-12-07"),
            ("requests/undated", "title = \"Undated\"\nstatus = \"done\""),
        ],
        date(2025, 12, 10),
    );
    let requests = found.requests.unwrap();
    let wait =
        |wait: Option<Wait>| wait.map(|wait| (wait.count, wait.median, wait.longest, wait.record.name));
    assert_eq!(wait(requests.to_triage), Some((2, 3.0, 5, "B".to_owned())));
    assert_eq!(wait(requests.untriaged), Some((1, 3.0, 3, "New".to_owned())));
    assert_eq!((wait(requests.to_end), requests.open), (None, 4));
    let outcomes: Vec<_> = requests.outcomes.iter().map(|count| (&*count.name, count.count)).collect();
    assert_eq!(outcomes, [("untriaged", 1), ("backlog", 1), ("declined", 1), ("no outcome given", 2)]);
}

#[test]
fn coverage_and_ages_follow_the_stages() {
    let initiative = |stage: &str, more: &str| {
        format!(
            "title = \"I\"\nstage = \"{stage}\"\ndeliverables = [\"{more}\"]\n[[stage-log]]\nto = \"{stage}\"\non = 2025-12-01"
        )
    };
    let (taken, over, queued) =
        (initiative("in-progress", "one"), initiative("done", "two"), initiative("queued", "three"));
    let found = stats(
        &[
            ("deliverables/one", "title = \"One\""),
            ("deliverables/two", "title = \"Two\""),
            ("deliverables/three", "title = \"Three\""),
            ("deliverables/four", "title = \"Four\""),
            ("initiatives/taken", &taken),
            ("initiatives/over", &over),
            ("initiatives/queued", &queued),
            ("initiatives/other", "title = \"O\"\nstage = \"in-progress\"\ndeliverables = [\"two\"]"),
        ],
        date(2025, 12, 11),
    );
    let coverage: Vec<_> =
        found.deliverables.iter().map(|item| (&*item.deliverable.name, item.coverage)).collect();
    assert_eq!(
        coverage,
        [
            ("Four", Coverage::None),
            ("One", Coverage::UnderWay),
            ("Three", Coverage::Waiting),
            ("Two", Coverage::UnderWay)
        ]
    );
    let ages: Vec<_> = found
        .initiatives
        .iter()
        .map(|at| (&*at.stage, at.count, at.age.as_ref().map(|age| (age.count, age.longest))))
        .collect();
    assert_eq!(ages, [("queued", 1, Some((1, 10))), ("in-progress", 2, Some((1, 10))), ("done", 1, None)]);
}

#[test]
fn a_decision_that_was_superseded_is_no_longer_counted_as_accepted() {
    let found = stats(
        &[
            ("decisions/0001-a", "title = \"A\"\nstatus = \"accepted\""),
            ("decisions/0002-b", "title = \"B\"\nstatus = \"accepted\"\nsupersedes = [\"0001-a\"]"),
            ("decisions/0003-c", "title = \"C\"\nstatus = \"proposed\"\nsupersedes = [\"0002-b\"]"),
            ("goals/a", "statement = \"S\""),
        ],
        date(2025, 12, 10),
    );
    let count = |name: &str| Count { name: name.to_owned(), count: 1 };
    assert_eq!(found.decisions, [count("proposed"), count("accepted"), count("superseded")]);
    assert_eq!(found.goals, [count("to-do")]);
    assert!(stats(&[], date(2025, 12, 10)).is_empty());
}

#[test]
fn a_day_in_the_past_has_what_the_records_say_of_it() {
    let records = [
        (
            "requests/a",
            "title = \"A\"\nreceived = 2025-12-01\nstatus = \"done\"\nresolved = 2025-12-09\n\
             [triage]\non = 2025-12-04\noutcome = \"declined\"",
        ),
        ("requests/b", "title = \"B\"\nreceived = 2025-12-08"),
        (
            "initiatives/a",
            "title = \"A\"\nstage = \"done\"\nstage-log = [{ to = \"queued\", on = 2025-12-02 }, { to = \"done\", on = 2025-12-09 }]",
        ),
        ("initiatives/b", "title = \"B\"\nstage = \"done\""),
        (
            "decisions/0001-a",
            "title = \"A\"\nstatus = \"accepted\"\nhistory = [{ status = \"proposed\", on = 2025-12-02 }, { status = \"accepted\", on = 2025-12-03 }]",
        ),
        (
            "decisions/0002-b",
            "title = \"B\"\nstatus = \"accepted\"\nsupersedes = [\"0001-a\"]\n\
             history = [{ status = \"proposed\", on = 2025-12-05 }, { status = \"accepted\", on = 2025-12-09 }]",
        ),
    ];
    let on = |day: i8| stats(&records, date(2025, 12, day));
    let names = |counts: &[Count]| -> Vec<String> {
        counts.iter().map(|count| format!("{} {}", count.count, count.name)).collect()
    };
    let stages = |found: &Stats| -> Vec<String> {
        found.initiatives.iter().map(|at| format!("{} {}", at.count, at.stage)).collect()
    };
    let early = on(1);
    assert_eq!((stages(&early), names(&early.decisions)), (vec!["1 done".to_owned()], Vec::new()));
    let requests = early.requests.unwrap();
    assert_eq!(
        (requests.count, requests.open, names(&requests.outcomes)),
        (1, 1, vec!["1 untriaged".to_owned()])
    );
    let middle = on(6);
    assert_eq!(stages(&middle), ["1 queued", "1 done"]);
    assert_eq!(middle.initiatives[0].age.as_ref().map(|age| age.longest), Some(4));
    assert_eq!(names(&middle.decisions), ["1 proposed", "1 accepted"]);
    let requests = middle.requests.unwrap();
    assert_eq!(
        (requests.count, requests.open, names(&requests.outcomes)),
        (1, 1, vec!["1 declined".to_owned()])
    );
    assert!(requests.to_triage.is_some() && requests.to_end.is_none() && requests.untriaged.is_none());
    let late = on(9);
    assert_eq!(
        (stages(&late), names(&late.decisions)),
        (vec!["2 done".to_owned()], vec!["1 accepted".to_owned(), "1 superseded".to_owned()])
    );
    let requests = late.requests.unwrap();
    assert_eq!((requests.count, requests.open, requests.to_end.map(|wait| wait.longest)), (2, 1, Some(8)));
}
