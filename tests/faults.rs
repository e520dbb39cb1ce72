//! The fault trial: faults of every rule, each planted into a copy of the demo or of the real records. The
//! check must find that one, at that place, and nothing else.
//!
//! The faults stand in `tests/faults/`, one file a subject. A fault begins with `=== rule: what somebody
//! did`; what follows is an example as `teambook::check::rules::example` describes it, on the demo or, with
//! `#- in real`, on the real records:
//!
//! ```text
//! === two-teams-in-one-sprint: Dora helps out on duty
//! #~ records/sprints/2025-12-15.toml
//! - members = ["ben", "fatou"]
//! + members = ["ben", "fatou", "dora"]
//! #                            ^^^^^^ `dora` is also on `green` in this sprint
//! ```

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::{Date, date};
use teambook::check::rules;
use teambook::check::rules::example::{self, Built, Example, Texts};
use teambook::check::testing::{check, check_texts};
use teambook::workspace::settings::Level;
use teambook::world::disk::Disk;

/// The day of the check where a fault doesn't say another.
const DEMO_DAY: Date = date(2025, 12, 20);
const REAL_DAY: Date = date(2020, 12, 8);

/// One planted fault.
struct Fault {
    rule: String,
    title: String,
    is_real: bool,
    day: Date,
    example: String,
}

fn faults() -> Vec<Fault> {
    let mut paths: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).unwrap());
    texts.flat_map(|text| text.split("=== ").skip(1).map(Fault::read).collect::<Vec<_>>()).collect()
}

impl Fault {
    fn read(text: &str) -> Self {
        let (title, text) = text.split_once('\n').expect(text);
        let (rule, title) = title.split_once(": ").expect(title);
        let example = Example::read(text);
        let is_real = match example.backdrop {
            None => false,
            Some("real") => true,
            Some(other) => panic!("{title}: in {other}?"),
        };
        Self {
            rule: rule.to_owned(),
            title: title.to_owned(),
            is_real,
            day: example.day.unwrap_or(if is_real { REAL_DAY } else { DEMO_DAY }),
            example: text.trim_end().to_owned(),
        }
    }

    fn describe(&self) -> String {
        format!("{}: {}", self.rule, self.title)
    }

    /// The fault in the workspace `sound`.
    fn plant(&self, sound: &Texts) -> Built {
        let built = Example::read(&self.example).build(sound);
        built.unwrap_or_else(|refused| panic!("{}: {refused}", self.describe()))
    }
}

/// What was said of one fault.
enum Verdict {
    Found,
    Missed(String),
    Misplaced(String),
    Extra(String),
}

fn judge(fault: &Fault, sound: &Texts) -> Verdict {
    let planted = fault.plant(sound);
    let mut expected = planted.marks.clone();
    assert!(!expected.is_empty(), "{}: nothing is marked", fault.describe());
    for side in planted.sides.iter().flatten() {
        assert_eq!(check_texts(side, fault.day), [], "{}: a side is wrong by itself", fault.describe());
    }
    let (mut found, other): (Vec<_>, Vec<_>) =
        check(&planted, fault.day).into_iter().partition(|found| found.rule == fault.rule);
    if !other.is_empty() {
        return Verdict::Extra(format!("{other:#?}"));
    }
    if found.is_empty() {
        return Verdict::Missed(format!("expected {expected:#?}"));
    }
    found.sort();
    expected.sort();
    match found.len() == expected.len()
        && found.iter().zip(&expected).all(|(found, mark)| found.is(&fault.rule, mark))
    {
        true => Verdict::Found,
        false if found.len() > expected.len() => Verdict::Extra(format!("{found:#?}")),
        false => Verdict::Misplaced(format!("found {found:#?}\nexpected {expected:#?}")),
    }
}

fn demo() -> Texts {
    let texts = example::files(include_str!("../src/cli/init/demo.txt"));
    assert!(texts.len() > 80);
    texts
}

fn real() -> Texts {
    let files = Disk { root: env!("CARGO_MANIFEST_DIR").into() }.load().unwrap();
    let mut texts: Texts = files
        .records()
        .map(|record| (record.source.path.to_string(), record.source.text.to_string()))
        .collect();
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("teambook.toml");
    texts.push(("teambook.toml".to_owned(), fs::read_to_string(settings).unwrap()));
    assert!(texts.len() > 60);
    texts
}

/// What `judge` says of each fault and the sound workspace that it is planted in.
fn of_each<T: Send>(faults: &[Fault], judge: impl Fn(&Fault, &Texts) -> T + Sync) -> Vec<T> {
    let (demo, real) = (demo(), real());
    let next = AtomicUsize::new(0);
    let judge_all = || {
        let mut said = Vec::new();
        while let Some(fault) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
            said.push(judge(fault, if fault.is_real { &real } else { &demo }));
        }
        said
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(judge_all)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// Days long before and long after anything on record.
const OTHER_DAYS: [Date; 2] = [date(1970, 1, 1), date(2100, 1, 1)];

#[test]
fn an_error_does_not_depend_on_the_day_of_the_check() {
    for (texts, day) in [(demo(), DEMO_DAY), (real(), REAL_DAY)] {
        let errors = |day| {
            let mut found = check_texts(&texts, day);
            found.retain(|found| found.level == Level::Error);
            found
        };
        for other in OTHER_DAYS {
            assert_eq!(errors(other), errors(day), "on {other}");
        }
    }
    let differing = of_each(&faults(), |fault, sound| {
        let planted = fault.plant(sound);
        let errors = |day| {
            let mut found = check(&planted, day);
            found.retain(|found| found.level == Level::Error);
            found
        };
        let wanted = errors(fault.day);
        let differs = |day: &Date| errors(*day) != wanted;
        let day = OTHER_DAYS.into_iter().find(differs)?;
        Some(format!("{} on {day}: {:#?}\ninstead of {wanted:#?}", fault.describe(), errors(day)))
    });
    let differing: Vec<String> = differing.into_iter().flatten().collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn both_workspaces_are_sound() {
    for (texts, day) in [(demo(), DEMO_DAY), (real(), REAL_DAY)] {
        assert_eq!(check_texts(&texts, day), []);
    }
}

#[test]
fn each_fault_is_found_where_it_is_and_nothing_else_is() {
    let only = std::env::var("FAULT").unwrap_or_default();
    let faults: Vec<Fault> = faults().into_iter().filter(|fault| fault.describe().contains(&only)).collect();
    let mut verdicts = of_each(&faults, |fault, sound| (fault.describe(), judge(fault, sound)));
    verdicts.sort_by(|(a, _), (b, _)| a.cmp(b));
    let count =
        |is_meant: fn(&Verdict) -> bool| verdicts.iter().filter(|(_, verdict)| is_meant(verdict)).count();
    let never: Vec<_> = rules::ALL
        .iter()
        .filter(|rule| !faults.iter().any(|fault| fault.rule == rule.name))
        .map(|rule| rule.name)
        .collect();
    if only.is_empty() && !never.is_empty() {
        println!("no fault yet of: {}", never.join(", "));
    }
    println!(
        "{} faults of {} rules: {} found, {} missed, {} misplaced, {} extra",
        faults.len(),
        rules::ALL.len() - never.len(),
        count(|verdict| matches!(verdict, Verdict::Found)),
        count(|verdict| matches!(verdict, Verdict::Missed(_))),
        count(|verdict| matches!(verdict, Verdict::Misplaced(_))),
        count(|verdict| matches!(verdict, Verdict::Extra(_))),
    );
    for (fault, verdict) in &verdicts {
        match verdict {
            Verdict::Found => {}
            Verdict::Missed(words) => println!("missed {fault}\n{words}"),
            Verdict::Misplaced(words) => println!("misplaced {fault}\n{words}"),
            Verdict::Extra(words) => println!("extra beside {fault}\n{words}"),
        }
    }
    assert_eq!(count(|verdict| matches!(verdict, Verdict::Found)), faults.len());
    if only.is_empty() {
        assert!(faults.len() >= 200, "{} faults", faults.len());
    }
}
