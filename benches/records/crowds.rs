//! Workspaces that have very many of one thing that most have few of, each with the same one without the
//! fault.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::faults::{Case, Texts, case, kept};

pub(super) fn cases() -> Vec<Case> {
    vec![
        kept("people named by a name", |n| tasks_of(n, false), Some(|n| tasks_of(n, true))),
        case(
            "tracker ids that are none",
            |n| Texts::sound(n).with_lines("tasks", "tracker", |_| "x".into()),
            None,
        ),
        case(
            "decisions with one number",
            |n| decisions(n, |_| 1),
            Some(|n| decisions(n, |number| number + 1)),
        ),
        case(
            "initiatives on a superseded decision",
            |n| resting(n, "accepted"),
            Some(|n| resting(n, "proposed")),
        ),
        case("ids that two records have", |n| twins(n, "twin"), Some(|n| twins(n, "other"))),
        case("ids that are none", |n| strays(n, "Not_An_Id"), Some(|n| strays(n, "an-id"))),
        case(
            "initiatives that serve nothing",
            |n| served(n, ""),
            Some(|n| served(n, "deliverables = [\"promised-0\"]\n")),
        ),
        kept("goals of one person", |n| goals(n, |_| 0), Some(|n| goals(n, |number| number))),
        case("absences of one person", |n| absences(n, |_| 0), Some(|n| absences(n, |number| number))),
        case("requests without the team's tag", |n| requests(n, "else"), Some(|n| requests(n, "ours-0"))),
        case("duty reports that contradict requests", |n| reports(n, 0), Some(|n| reports(n, 1_000_000))),
        case(
            "rotations that nobody serves",
            |n| rotations(n, "2100-01-01"),
            Some(|n| rotations(n, "1990-01-01")),
        ),
        case("managers who aren't", managers, None),
        case("a sprint with very many members", |n| sprint_of(n, |number| format!("members-{number}")), None),
        case("a sprint with one member again and again", |n| sprint_of(n, |_| "members".into()), None),
        case(
            "a sprint with very many teams",
            |n| sprint_with_teams(n, |number| format!("team-{number}")),
            None,
        ),
        case("a sprint with one team again and again", |n| sprint_with_teams(n, |_| "green".into()), None),
        case("sprints within sprints", nested, None),
        case(
            "cadences",
            |n| {
                with_entries(n, |number, day| {
                    format!("[[cadence]]\nfrom = {day}\ndays = {}\n", 14 + number % 2)
                })
            },
            None,
        ),
        case(
            "breaks",
            |n| {
                with_entries(n, |_, day| {
                    format!("[[break]]\nfrom = {day}\nuntil = {day}\nreason = \"closed\"\n")
                })
            },
            None,
        ),
        case("tasks that wait for each other in a circle", circle, None),
        case("former ids that are taken", |n| former(n, |_| 0), Some(|n| former(n, |number| number))),
    ]
}

/// All tasks are somebody's, who is named by id or by name.
fn tasks_of(records: usize, by_id: bool) -> Texts {
    let mut texts = Texts::sound(records);
    texts.add("records/people/zoe.toml", "name = \"Zoe Zimmer\"\nroles = [{ role = \"product-manager\" }]\nguide = { page = \"https://wiki.example.org\" }\n");
    texts.with_lines("tasks", "assignee", move |_| if by_id { "zoe" } else { "Zoe Zimmer" }.into())
}

fn decisions(records: usize, number: impl Fn(usize) -> usize) -> Texts {
    let mut texts = Texts::sound(0);
    for index in 0..records {
        texts.add(
            format!("records/decisions/{:05}-choose-{index}.md", number(index) + 1000),
            "+++\ntitle = \"Choose\"\nstatus = \"draft\"\n+++\n\n## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n",
        );
    }
    texts
}

/// Initiatives that rest on a decision which another one, of this status, supersedes.
fn resting(records: usize, status: &str) -> Texts {
    let mut texts = Texts::sound(records);
    for (id, status, more) in
        [("9001-old", "accepted", ""), ("9002-new", status, "supersedes = [\"9001-old\"]\n")]
    {
        texts.add(
            format!("records/decisions/{id}.md"),
            format!("+++\ntitle = \"Choose\"\nstatus = \"{status}\"\n{more}+++\n\n## Context\n\nA.\n"),
        );
    }
    for number in 0..records / 2 {
        texts.add(
            format!("records/initiatives/rests-{number}.toml"),
            "title = \"Rests\"\ncategory = \"infrastructure\"\nstage = \"in-progress\"\ndecisions = [\"9001-old\"]\ndeliverables = [\"deliverable-0\"]\n",
        );
    }
    texts
}

fn twins(records: usize, id: &str) -> Texts {
    let mut texts = Texts::sound(records);
    for number in 0..records / 2 {
        for (folder, id) in [("one", "twin"), ("two", id)] {
            texts.add(format!("records/components/{folder}/{id}-{number}.toml"), "name = \"A component\"\n");
        }
    }
    texts
}

fn strays(records: usize, id: &str) -> Texts {
    let mut texts = Texts::sound(records);
    for number in 0..records / 2 {
        texts.add(format!("records/components/{id}{number}.toml"), "name = \"A component\"\n");
    }
    texts
}

/// Initiatives of which each says what it serves or doesn't, and as many deliverables.
fn served(records: usize, serves: &str) -> Texts {
    let mut texts = Texts::sound(records);
    for number in 0..records / 4 {
        texts.add(
            format!("records/initiatives/new-{number}.toml"),
            format!("title = \"New\"\ncategory = \"infrastructure\"\nstage = \"in-progress\"\n{serves}"),
        );
        texts.add(
            format!("records/deliverables/promised-{number}.toml"),
            "title = \"Promised\"\nplan = \"Plan\"\nfiscal-year = \"2020-21\"\npriority = \"First\"\n",
        );
    }
    texts
}

/// `day` plus this many days.
fn later(day: Date, days: usize) -> Date {
    day.saturating_add(i64::try_from(days).unwrap_or(i64::MAX).days())
}

/// People beside those in sprints, who have left.
fn leavers(texts: &mut Texts, count: usize) {
    for number in 0..count {
        texts.add(
            format!("records/people/leaver-{number}.toml"),
            format!("name = \"Leaver {number}\"\nactive = {{ until = 1999-12-31 }}\n"),
        );
    }
}

fn goals(records: usize, owner: impl Fn(usize) -> usize) -> Texts {
    let mut texts = Texts::sound(records);
    leavers(&mut texts, records / 2);
    texts.append_settings("[fiscal-year]\nstarts = \"07-01\"\n[goals]\neach-quarter = [\"delivery\"]\n");
    let today = texts.as_of;
    let (year, quarter) = if today.month() < 7 {
        (today.year() - 1, 3 + (today.month() - 1) / 3)
    } else {
        (today.year(), 1 + (today.month() - 7) / 3)
    };
    for number in 0..records / 2 {
        let quarter = format!("{year}-{:02} Q{quarter}", (year + 1) % 100);
        texts.add(
            format!("records/goals/goal-{number}.toml"),
            format!(
                "person = \"leaver-{}\"\nquarter = \"{quarter}\"\nstatement = \"Learn.\"\n",
                owner(number)
            ),
        );
    }
    texts
}

fn absences(records: usize, who: impl Fn(usize) -> usize) -> Texts {
    let mut texts = Texts::sound(records);
    leavers(&mut texts, records / 2);
    for number in 0..records / 2 {
        let day = later(date(2000, 1, 3), number);
        texts.add(
            format!("records/absences/away-{number}.toml"),
            format!("person = \"leaver-{}\"\nfrom = {day}\nuntil = {day}\n", who(number)),
        );
    }
    texts
}

fn requests(records: usize, tag: &str) -> Texts {
    let mut texts = Texts::sound(records);
    for number in 0..records / 4 {
        let category = if number == 0 { "whole" } else { "product" };
        texts.add(format!("records/teams/tagged-{number}.toml"), format!("name = \"Tagged by {number}{number}{number}\"\ncategory = \"{category}\"\ntracker-tags = [{{ tag = \"ours-{number}\" }}]\n"));
        texts.add(
            format!("records/requests/request-{number}.toml"),
            format!("title = \"Help\"\nsource = \"tracker\"\nreceived = 2000-01-05\ntags = [\"{tag}\"]\n"),
        );
    }
    texts
}

/// A report for each sprint, and many requests.
fn reports(records: usize, triaged: usize) -> Texts {
    let mut texts = Texts::sound(records);
    for (number, sprint) in texts.stems("sprints").into_iter().enumerate() {
        texts.add(
            format!("records/duty-reports/report-{number}.toml"),
            format!("sprint = \"{sprint}\"\ntriaged = {triaged}\n"),
        );
    }
    for number in 0..records / 2 {
        let day = later(date(2000, 1, 3), number % 4_000);
        texts.add(format!("records/requests/request-{number}.toml"), format!("title = \"Help\"\nsource = \"tracker\"\nreceived = {day}\ntriage = {{ on = {day}, outcome = \"clinic-ready\" }}\n"));
    }
    texts
}

/// Rotations of which each is of a team of its own, for a few days.
fn rotations(records: usize, until: &str) -> Texts {
    let mut texts = Texts::sound(records);
    for number in 0..records / 100 {
        texts.add(
            format!("records/teams/on-duty-{number}.toml"),
            format!("name = \"On duty {number}{number}{number}\"\ncategory = \"duty\"\n"),
        );
        texts.add(
            format!("records/rotations/rotation-{number}.toml"),
            format!("name = \"Rotation {number}\"\nteam = \"on-duty-{number}\"\nfrom = 1989-01-01\nuntil = {until}\nsize = {{ least = 1, most = 3 }}\npool = []\n"),
        );
    }
    texts
}

/// Sprints whose teams are managed by engineers.
fn managers(records: usize) -> Texts {
    let texts = Texts::sound(records);
    let engineer = texts.stems("people").first().cloned().unwrap_or_default();
    texts.with_lines("sprints", "engineering-manager", move |_| engineer.clone())
}

fn sprint_of(records: usize, who: impl Fn(usize) -> String) -> Texts {
    let mut texts = Texts::sound(records);
    leavers(&mut texts, 1);
    let members: Vec<String> = (0..records)
        .map(|number| format!("{{ person = \"{}\" }}", who(number).replace("members", "leaver")))
        .collect();
    texts.add(
        "records/sprints/1990-01-01.toml",
        format!(
            "start = 1990-01-01\nend = 1990-01-14\n\n[[team]]\nteam = \"green\"\nmembers = [\n{}\n]\n",
            members.join(",\n")
        ),
    );
    texts
}

fn sprint_with_teams(records: usize, team: impl Fn(usize) -> String) -> Texts {
    let mut texts = Texts::sound(records);
    let teams: String = (0..records)
        .map(|number| format!("\n[[team]]\nteam = \"{}\"\nmembers = [\"nobody\"]\n", team(number)))
        .collect();
    texts.add("records/sprints/1990-01-01.toml", format!("start = 1990-01-01\nend = 1990-01-14\n{teams}"));
    texts
}

/// Sprints each of which begins before the one before and ends after it.
fn nested(records: usize) -> Texts {
    let mut texts = Texts::sound(records);
    for number in 0..records.div_ceil(40) {
        let outwards = i64::try_from(number).unwrap_or(i64::MAX).days();
        let (start, end) =
            (date(1985, 1, 1).saturating_sub(outwards), date(1985, 2, 1).saturating_add(outwards));
        texts.add(format!("records/sprints/{start}.toml"), format!("start = {start}\nend = {end}\n"));
    }
    texts
}

fn with_entries(records: usize, entry: impl Fn(usize, Date) -> String) -> Texts {
    let mut texts = Texts::sound(records);
    let day = |number: usize| later(date(1900, 1, 1), number);
    let entries: String = (0..records).map(|number| entry(number, day(number))).collect();
    texts.append_settings(&entries);
    texts
}

fn circle(records: usize) -> Texts {
    let mut texts = Texts::sound(records);
    for number in 0..records / 2 {
        let next = (number + 1) % (records / 2);
        texts.add(format!("records/tasks/ring/ring-{number}.toml"), format!("title = \"Wait\"\nstatus = \"open\"\nstory = \"story-0-0-0\"\nblocked-by = [\"ring-{next}\"]\n"));
    }
    texts
}

fn former(records: usize, was: impl Fn(usize) -> usize) -> Texts {
    let mut texts = Texts::sound(records);
    for number in 0..records / 2 {
        texts.add(
            format!("records/components/part-{number}.toml"),
            format!("name = \"A part\"\nwas = [\"old-{}\"]\n", was(number)),
        );
    }
    texts
}
