//! The fault trial: faults of every rule, each planted into a copy of the demo or of the real records. The check must
//! find that one, at that place, and nothing else.
//!
//! The faults stand in `tests/faults/`, one file a subject. A fault begins with `=== rule: what somebody did`, then come
//! the files that it edits:
//!
//! ```text
//! === two-teams-in-one-sprint: Dora helps out on duty
//! #- records/sprints/2025-12-15.toml
//! - members = ["ben", "fatou"]
//! + members = ["ben", "fatou", "dora"]
//! #                            ^^^^^^ `dora` is also on `green` in this sprint
//! ```
//!
//! A `-` line is one whole line of the file, taken out; `+` lines come in its place, or, with no `-` or ` ` line before
//! them, at the file's end; a line that begins with a blank stands for itself and says where. A line of carets marks
//! the place of the finding in the line above it, and the words after it those that the finding must hold, and after `
//! -> ` its advice; carets that stand at the very beginning of their line mean the file as a whole. `{U+200B}` in a `+`
//! line is that character. `#- path (new)` is a file of `+` lines alone, `#- path (before)` one that was there before,
//! `#- path (removed)` is taken out, `#- path (moved from another)` is another's text, `#- path (as it is)` is only
//! marked. `#- message (new)` is the message of a commit. Below the title: `in real` takes the real records instead of
//! the demo, `on 2026-01-05` another day, `changed` compares with the records as they were. A line `#- theirs` makes it
//! a merge: what stands above it is what one side did, and what stands below the other.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, unreachable_pub)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::{Date, date};
use teambook::change::Pairs;
use teambook::change::commits::{Commit, Commits};
use teambook::check::{self, merge::Sides};
use teambook::files::Files;
use teambook::read::Disk;
use teambook::rules::{self, example};
use teambook::settings::Level;
use teambook::workspace::Workspace;

/// The day of the check where a fault doesn't say another.
const DEMO_DAY: Date = date(2025, 12, 20);
const REAL_DAY: Date = date(2020, 12, 8);

type Texts = Vec<(String, String)>;

/// One planted fault.
struct Fault {
    rule: String,
    title: String,
    is_real: bool,
    is_change: bool,
    day: Option<Date>,
    /// The files that it touches, with what is done.
    edits: Vec<(String, Edit)>,
    /// Of a merge, how many of the edits are our side's; the others are theirs.
    ours: Option<usize>,
}

/// What is done to a file, and the lines that say so.
struct Edit {
    how: How,
    script: Vec<String>,
}

#[derive(PartialEq, Eq)]
enum How {
    Changed,
    New,
    Before,
    MovedFrom(String),
    Removed,
}

/// A place, by path, byte and length, and the words and the advice expected there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Expected {
    path: String,
    span: (usize, usize),
    words: String,
    advice: String,
}

impl Expected {
    fn new(path: &str, span: (usize, usize), words: &str) -> Self {
        let (words, advice) = words.split_once(" -> ").unwrap_or((words, ""));
        Self { path: path.to_owned(), span, words: words.to_owned(), advice: advice.to_owned() }
    }
}

fn faults() -> Vec<Fault> {
    let mut paths: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).unwrap());
    texts.flat_map(|text| read(&text)).collect()
}

fn read(text: &str) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("=== ") {
            let (rule, title) = title.split_once(": ").expect(line);
            faults.push(Fault {
                rule: rule.to_owned(),
                title: title.to_owned(),
                is_real: false,
                is_change: false,
                day: None,
                edits: Vec::new(),
                ours: None,
            });
            continue;
        }
        let Some(fault) = faults.last_mut() else { continue };
        if line == "#- theirs" {
            fault.ours = Some(fault.edits.len());
            continue;
        }
        if let Some(path) = line.strip_prefix("#- ") {
            let (path, how) = path
                .split_once(" (")
                .map_or((path, "as it is"), |(path, how)| (path, how.trim_end_matches(')')));
            let how = match how {
                "as it is" => How::Changed,
                "new" => How::New,
                "before" => How::Before,
                "removed" => How::Removed,
                other => How::MovedFrom(other.strip_prefix("moved from ").expect(line).to_owned()),
            };
            fault.edits.push((path.to_owned(), Edit { how, script: Vec::new() }));
        } else if let Some((_, edit)) = fault.edits.last_mut() {
            edit.script.push(line.to_owned());
        } else {
            match line.split_once(' ') {
                _ if line == "in real" => fault.is_real = true,
                _ if line == "changed" => fault.is_change = true,
                Some(("on", day)) => fault.day = Some(day.parse().expect(line)),
                _ => assert!(line.trim().is_empty(), "{line}"),
            }
        }
    }
    faults
}

/// The caret line's column, width and words, if `line` is one.
fn mark(line: &str) -> Option<(usize, usize, &str)> {
    let carets = line.strip_prefix('#').unwrap_or(line).trim_start();
    let width = carets.bytes().take_while(|byte| *byte == b'^').count();
    (width > 0).then(|| (line.len() - carets.len(), width, carets[width..].trim()))
}

/// `line` with the characters that it names.
fn spelt(line: &str) -> String {
    let mut spelt = String::new();
    let mut rest = line;
    while let Some((before, (code, after))) =
        rest.split_once("{U+").and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        spelt.push_str(before);
        spelt.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        rest = after;
    }
    spelt + rest
}

impl Fault {
    fn describe(&self) -> String {
        format!("{}: {}", self.rule, self.title)
    }

    /// The day of the check.
    fn day(&self) -> Date {
        self.day.unwrap_or(if self.is_real { REAL_DAY } else { DEMO_DAY })
    }

    /// The workspace with `edits` in it, and where the fault must be found.
    fn plant(&self, sound: &Texts, edits: &[(String, Edit)]) -> (Texts, Vec<Expected>) {
        let mut texts: BTreeMap<String, String> = sound.iter().cloned().collect();
        let mut expected = Vec::new();
        for (path, Edit { how, script }) in edits {
            let before = match how {
                How::New | How::Before => Some(String::new()),
                How::MovedFrom(from) => texts.remove(from),
                How::Changed | How::Removed => texts.remove(path),
            };
            let before = before.unwrap_or_else(|| panic!("{}: there is no {path}", self.describe()));
            let text = self.edit(path, &before, script, &mut expected);
            if *how != How::Removed {
                texts.insert(path.clone(), text);
            }
        }
        (texts.into_iter().collect(), expected)
    }

    /// The workspace before somebody made the fault.
    fn before(&self, sound: &Texts) -> Texts {
        let begins = self.edits.iter().take_while(|(_, edit)| edit.how == How::Before).count();
        self.plant(sound, &self.edits[..begins]).0
    }

    fn edit(&self, path: &str, text: &str, script: &[String], expected: &mut Vec<Expected>) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        // Where the next line goes, and the line that a mark is about.
        let (mut at, mut marked, mut is_placed) = (lines.len(), 0, false);
        let mut marks: Vec<(usize, (usize, usize, String))> = Vec::new();
        for line in script.iter().filter(|line| !line.trim().is_empty()) {
            // A mark's columns are those of the line above it without its sign.
            if let Some((column, width, words)) = mark(line) {
                match column.checked_sub(2) {
                    Some(column) => marks.push((marked, (column, width, words.to_owned()))),
                    None => expected.push(Expected::new(path, (0, 0), words)),
                }
                continue;
            }
            let (sign, rest) = line.split_at(1);
            let rest = rest.strip_prefix(' ').unwrap_or(rest);
            match sign {
                "+" => {
                    lines.insert(at, spelt(rest));
                    for (place, _) in &mut marks {
                        *place += usize::from(*place >= at);
                    }
                    marked = at;
                    at += 1;
                }
                "-" | " " => {
                    let found = lines.iter().position(|line| line == rest);
                    let found =
                        found.unwrap_or_else(|| panic!("{}: {path} has no line `{rest}`", self.describe()));
                    let count = lines.iter().filter(|line| *line == rest).count();
                    assert!(
                        count == 1 || sign == " " || is_placed,
                        "{}: {path} has `{rest}` {count} times",
                        self.describe()
                    );
                    // After a line that says where, the next one like it counts.
                    let found = lines[at.min(lines.len())..]
                        .iter()
                        .position(|line| line == rest)
                        .map_or(found, |next| next + at);
                    if sign == "-" {
                        lines.remove(found);
                        at = found;
                    } else {
                        (at, marked) = (found + 1, found);
                    }
                    is_placed = true;
                }
                _ => panic!("{}: what is this? {line}", self.describe()),
            }
        }
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let start = |line: usize| lines[..line].iter().map(|line| line.len() + 1).sum::<usize>();
        for (line, (column, width, words)) in marks {
            let byte = |characters: usize| {
                lines[line].char_indices().nth(characters).map_or(lines[line].len(), |(byte, _)| byte)
            };
            let span = (start(line) + byte(column), start(line) + byte(column + width));
            expected.push(Expected::new(path, span, &words));
        }
        text
    }
}

/// What was said of one fault.
enum Verdict {
    Found,
    Missed(String),
    Misplaced(String),
    Extra(String),
}

/// What a check on `day` finds in `texts`, which are `sound` but for `fault`: each with its rule and level.
fn check_on(day: Date, fault: &Fault, sound: &Texts, texts: &Texts) -> Vec<(&'static str, Level, Expected)> {
    let mut files = Files::from_texts(texts);
    let base = fault.is_change.then(|| Files::from_texts(&fault.before(sound)));
    let pairs = base.as_ref().map(|base| Pairs::remembering(base, &mut files));
    let messages = texts.iter().filter(|(path, _)| path == "message").map(|(_, text)| text.clone());
    let commits = messages.map(|message| Commit { message, ..Commit::default() }).collect();
    let commits = Commits::new(commits, &mut files);
    let workspace = Workspace::new(&files, day);
    let mut outcome = match (&base, &pairs) {
        (Some(base), Some(pairs)) => {
            let base = Workspace::new(base, day);
            check::check_change(&base, &workspace, pairs, &commits)
        }
        _ => check::check(&workspace),
    };
    if let Some(ours) = fault.ours {
        let mut sides = Sides::default();
        let (ours, theirs) = fault.edits.split_at(ours);
        for edits in [ours, theirs] {
            let files = Files::from_texts(&fault.plant(sound, edits).0);
            let side = Workspace::new(&files, day);
            let alone = check::check(&side);
            let is_sound = alone.findings.is_empty() || day != fault.day();
            assert!(is_sound, "{}: a side is wrong by itself", fault.describe());
            sides.add(&side.view(), &alone);
        }
        sides.mark(&workspace.view(), &mut outcome);
    }
    let told = |finding: &rules::finding::Finding| Expected {
        path: files.get(finding.at.record).source.path.to_string(),
        span: (finding.at.span.start as usize, finding.at.span.end as usize),
        words: finding.message.clone(),
        advice: finding.advice().to_owned(),
    };
    outcome
        .findings
        .iter()
        .map(|finding| (&*String::leak(finding.rule.name().to_owned()), finding.level, told(finding)))
        .collect()
}

fn judge(fault: &Fault, sound: &Texts) -> Verdict {
    let (texts, mut expected) = fault.plant(sound, &fault.edits);
    assert!(!expected.is_empty(), "{}: nothing is marked", fault.describe());
    let found = check_on(fault.day(), fault, sound, &texts);
    let (own, other): (Vec<_>, Vec<_>) = found.into_iter().partition(|(rule, ..)| *rule == fault.rule);
    if !other.is_empty() {
        return Verdict::Extra(format!("{other:#?}"));
    }
    let mut found: Vec<Expected> = own.into_iter().map(|(.., told)| told).collect();
    if found.is_empty() {
        return Verdict::Missed(format!("expected {expected:#?}"));
    }
    found.sort();
    expected.sort();
    let is_met = |(found, expected): (&Expected, &Expected)| {
        found.path == expected.path
            && found.span == expected.span
            && found.words.contains(&expected.words)
            && found.advice.contains(&expected.advice)
    };
    match found.len() == expected.len() && found.iter().zip(&expected).all(is_met) {
        true => Verdict::Found,
        false if found.len() > expected.len() => Verdict::Extra(format!("{found:#?}")),
        false => Verdict::Misplaced(format!("found {found:#?}\nexpected {expected:#?}")),
    }
}

fn demo() -> Texts {
    let files = example::files(include_str!("../src/cli/init/demo.txt"));
    let texts: Texts = files.into_iter().filter_map(|file| Some((file.path, file.text?))).collect();
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
        let files = Files::from_texts(&texts);
        let errors = |day| {
            let found = check::check(&Workspace::new(&files, day)).findings;
            let errors = found.into_iter().filter(|finding| finding.level == Level::Error);
            errors.map(|finding| finding.message).collect::<Vec<_>>()
        };
        for other in OTHER_DAYS {
            assert_eq!(errors(other), errors(day), "on {other}");
        }
    }
    let differing = of_each(&faults(), |fault, sound| {
        let texts = fault.plant(sound, &fault.edits).0;
        let errors = |day| {
            let mut found = check_on(day, fault, sound, &texts);
            found.retain(|(_, level, _)| *level == Level::Error);
            found
        };
        let wanted = errors(fault.day());
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
        let outcome = check::check(&Workspace::new(&Files::from_texts(&texts), day));
        let told: Vec<_> = outcome.findings.iter().map(|finding| &finding.message).collect();
        assert_eq!(told, [""; 0]);
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
