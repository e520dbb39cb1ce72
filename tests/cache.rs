//! A check with what an earlier one has learnt says what one without says: over chains of random edits, of
//! the made records and of the real ones. `SEED` and `TRIALS` try others and more.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::edits::{Texts, edit, real};
use crate::trials::{Random, trials};
use jiff::civil::Date;
use teambook::check;
use teambook::check::cache::{self, Cache};
use teambook::check::rules::example;
use teambook::check::rules::finding::{Finding, Place};
use teambook::check::sources::Sources;
use teambook::check::units::Rules;
use teambook::workspace::Workspace;
use teambook::workspace::files::{Content, ContentId, Files};

fn content_id(text: &str) -> ContentId {
    let mut id = [0; 32];
    for (salt, part) in id.chunks_mut(8).enumerate() {
        let mut hasher = DefaultHasher::new();
        (salt, text).hash(&mut hasher);
        part.copy_from_slice(&hasher.finish().to_le_bytes());
    }
    ContentId(id)
}

/// The files, and how many of them have been read so far.
fn files(texts: &Texts) -> (Files, Arc<AtomicUsize>) {
    let settings = texts.get("teambook.toml").cloned().unwrap_or_default();
    let records = texts.iter().filter(|(path, _)| path.starts_with("records/"));
    let records: BTreeMap<String, String> = records.map(|(p, t)| (p.clone(), t.clone())).collect();
    let ids: Vec<(String, ContentId)> =
        records.iter().map(|(path, text)| (path.clone(), content_id(text))).collect();
    let read = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&read);
    let records = Mutex::new(records);
    let fetch = move |path: &str| {
        counted.fetch_add(1, Ordering::Relaxed);
        Content::Bytes(records.lock().unwrap()[path].clone().into_bytes())
    };
    let listed = ids.iter().map(|(path, id)| (&**path, *id));
    let rules = texts.iter().filter(|(path, _)| path.starts_with("rules/"));
    let rules: Vec<_> =
        rules.map(|(path, text)| (path.clone(), Content::Bytes(text.clone().into_bytes()))).collect();
    (Files::on_demand(Content::Bytes(settings.into_bytes()), &rules, listed, fetch), read)
}

/// All that a report could show of a finding.
fn told(sources: Sources<'_>, finding: &Finding) -> String {
    let place = |place: Place| format!("{} {:?} {}", sources.path(place.file), place.span, place.table);
    let also: Vec<String> =
        finding.also.iter().map(|(at, words)| format!("{} {words}", place(*at))).collect();
    let suggestion = finding.suggestion.as_ref().map(|suggestion| {
        let edits: Vec<String> =
            suggestion.edits.iter().map(|edit| format!("{} {}", place(edit.place), edit.text)).collect();
        format!("{} {edits:?} {}", suggestion.title, suggestion.is_safe)
    });
    format!(
        "{} {:?} {} | {} | {:?} | {also:?} | {suggestion:?} | {}",
        finding.rule.name(),
        finding.level,
        place(finding.at),
        finding.message,
        finding.help,
        finding.is_secret
    )
}

/// What a check says, in the order in which it says it; and what it has learnt.
fn verdict(texts: &Texts, as_of: Date, memory: Option<&Cache>) -> (Vec<String>, Option<Cache>, usize) {
    let (files, read) = files(texts);
    let stamp = format!("{:?}", texts.get("teambook.toml"));
    let checked = cache::check(&files, as_of, &stamp, memory);
    let workspace = &checked.workspace;
    let sources = Sources::of(&files);
    let outcome = check::conclude(&workspace.view(), &checked.rules, sources, &[], checked.found);
    let mut said: Vec<String> = outcome.findings.iter().map(|finding| told(sources, finding)).collect();
    said.extend(outcome.ignored.iter().map(|(finding, _)| format!("ignored {}", told(sources, finding))));
    (said, checked.cache, read.load(Ordering::Relaxed))
}

/// Edits `original` again and again, and holds the checks with and without memory against each other.
fn compare(original: &Texts, first: Date, seed: u64, edits: usize) {
    let mut random = Random::new(seed);
    let mut texts = original.clone();
    let mut memory = verdict(&texts, first, None).1;
    assert!(memory.is_some(), "what was learnt of sound records is worth keeping");
    for round in 0..edits {
        let before = texts.clone();
        for _ in 0..=random.next(3) {
            edit(&mut texts, original, &mut random);
        }
        if round % 40 == 39 {
            texts = original.clone();
        }
        let as_of = first.saturating_add(jiff::ToSpan::days(*random.of(&[0_i64, 200, 400])));
        let (without, learnt, _) = verdict(&texts, as_of, None);
        let (with, anew, _) = verdict(&texts, as_of, memory.as_ref());
        let changed: Vec<_> = texts.iter().filter(|(path, text)| before.get(*path) != Some(text)).collect();
        assert_eq!(with, without, "seed {seed}, round {round}, changed {changed:#?}");
        // The memory of this state, of another way to it, or of some state before.
        match random.next(4) {
            0 => memory = learnt,
            1 => memory = anew.or(memory),
            _ => {}
        }
    }
}

#[test]
fn random_edits_of_the_real_records_are_told_the_same() {
    compare(&real(), jiff::civil::date(2020, 12, 1), 0x7eab_0001, trials(80));
}

#[test]
fn random_edits_of_made_records_are_told_the_same() {
    let corpus = crate::generator::corpus(150);
    compare(&corpus.files.into_iter().collect(), corpus.as_of, 0x7eab_0002, trials(80));
}

/// Records of every kind.
fn demo() -> Texts {
    example::files(include_str!("../src/cli/init/demo.txt")).into_iter().collect()
}

#[test]
fn random_edits_of_every_kind_of_record_are_told_the_same() {
    compare(&demo(), jiff::civil::date(2025, 12, 20), 0x7eab_0005, trials(160));
}

#[test]
fn whoever_comes_is_missed_in_each_sprint_that_lacks_them() {
    fn leave(text: &mut String) {
        *text = text.replace(", \"fatou\"", "").replace("\"fatou\"", "\"kira\"");
    }
    let mut left_out = demo();
    leave(left_out.get_mut("records/sprints/2025-07-14.toml").unwrap());
    let mut inactive = left_out.clone();
    let fatou = inactive.get_mut("records/people/fatou.md").unwrap();
    *fatou = fatou.replace("from = 2025-07-14", "from = 2025-07-28");
    let mut in_no_sprint = left_out.clone();
    let sprints = in_no_sprint.iter_mut().filter(|(path, _)| path.starts_with("records/sprints/"));
    sprints.for_each(|(_, text)| leave(text));
    let as_of = jiff::civil::date(2025, 12, 20);
    let without = verdict(&left_out, as_of, None).0;
    let is_missed =
        |said: &String| said.starts_with("person-left-out ") && said.contains("/sprints/2025-07-14");
    assert!(without.iter().any(is_missed), "{without:#?}");
    for before in [inactive, in_no_sprint] {
        let (said, memory, _) = verdict(&before, as_of, None);
        assert!(!said.iter().any(is_missed), "{said:#?}");
        assert_eq!(verdict(&left_out, as_of, memory.as_ref()).0, without);
    }
}

/// Rules of a workspace's own that follow links one way and the other, and yield to others.
fn own_rules() -> impl Iterator<Item = (String, String)> {
    let conditions = [
        "initiative.stage != 'done' && !initiative.deliverables.exists(it, it.name.contains('ss'))",
        "kind == 'initiative' && named_by('epic').exists(it, size(it.named_by('story')) == 0)",
        "kind == 'person' && named_by().filter(it, it.kind != 'sprint').map(it, it.path).exists(it, it.contains('e'))",
        "names('green') || names('person:petr')",
        "start > today - 30 && team.exists(it, it.work.exists(work, work.story == null && work.name != null))",
        "kind == 'task' && (assignee.active.from < '2020-11-01' || story.epic.status != 'resolved')",
        "size(title) > status",
        "kind == 'rotation'",
    ];
    let yields_to = [
        "initiative-without-deliverable",
        "own-0",
        "guide-missing",
        "own-7",
        "sprint-misnamed",
        "own-3",
        "own-0",
        "schema-mismatch",
    ];
    conditions.into_iter().zip(yields_to).enumerate().map(|(number, (condition, to))| {
        let text = format!(
            "yields-to = [\"{to}\"]\nlevel = \"note\"\nsummary = \"x\"\nwhere = \"{condition}\"\nhelp = \"x\"\n\
             message = \"{{name}} {{record['initiative'].path}} {{named_by().map(it, it.id)}}\"\n"
        );
        (format!("rules/own-{number}.toml"), text)
    })
}

#[test]
fn own_rules_are_told_the_same() {
    let mut texts = real();
    texts.extend(own_rules());
    // Rules that are off are asked where another yields to them.
    let off = "guide-missing = \"off\"\nown-7 = \"off\"\noverlapping-sprints = \"off\"\nschema-mismatch = \"off\"\n";
    let settings = texts.get_mut("teambook.toml").unwrap();
    match settings.find("[rules]\n") {
        Some(at) => settings.insert_str(at + "[rules]\n".len(), off),
        None => settings.push_str(&format!("\n[rules]\n{off}")),
    }
    let said = verdict(&texts, jiff::civil::date(2020, 12, 1), None).0;
    for number in 0..6 {
        assert!(said.iter().any(|said| said.starts_with(&format!("own-{number} "))), "{number}: {said:#?}");
    }
    assert!(said.iter().any(|said| said.starts_with("rule-unusable ")), "{said:#?}");
    compare(&texts, jiff::civil::date(2020, 12, 1), 0x7eab_0004, trials(80) / 2);
}

#[test]
fn an_own_rule_reads_what_it_asks_for() {
    let corpus = crate::generator::corpus(1_000);
    let mut texts: Texts = corpus.files.into_iter().collect();
    let task = texts.keys().find(|path| path.starts_with("records/tasks/")).unwrap().clone();
    let read = |texts: &mut Texts| {
        let memory = verdict(texts, corpus.as_of, None).1;
        texts.get_mut(&task).unwrap().insert_str(0, "# looked at\n");
        verdict(texts, corpus.as_of, memory.as_ref()).2
    };
    let without = read(&mut texts);
    texts.extend(own_rules().filter(|(path, _)| !path.ends_with("6.toml")));
    let with = read(&mut texts);
    assert!(with < without + 60, "{with} records were read, and {without} without own rules");
}

#[test]
fn what_did_not_change_is_not_read() {
    let corpus = crate::generator::corpus(2_000);
    let mut texts: Texts = corpus.files.into_iter().collect();
    let memory = verdict(&texts, corpus.as_of, None).1;
    let (_, _, read) = verdict(&texts, corpus.as_of, memory.as_ref());
    assert_eq!(read, 0, "nothing has changed");
    // Of a few records whatever is asked again is worth keeping.
    let few = demo();
    let kept = verdict(&few, corpus.as_of, None).1;
    assert_eq!(verdict(&few, corpus.as_of, kept.as_ref()).1, None, "nothing has changed");
    let task = texts.keys().find(|path| path.starts_with("records/tasks/")).unwrap().clone();
    texts.get_mut(&task).unwrap().insert_str(0, "# looked at\n");
    let (_, _, read) = verdict(&texts, corpus.as_of, memory.as_ref());
    assert!((1..60).contains(&read), "{read} records were read for one that has changed");
}

/// How many questions a check of `records` made records asks, where each task has another line in place of
/// `field`.
fn questions(records: usize, field: &str, value: impl Fn(usize) -> String) -> usize {
    let corpus = crate::generator::corpus(records);
    let mut texts: Texts = corpus.files.into_iter().collect();
    let begins = format!("{field} = ");
    let tasks = texts.iter_mut().filter(|(path, _)| path.starts_with("records/tasks/"));
    for (number, (_, text)) in tasks.enumerate() {
        let line = |line: &str| if line.starts_with(&begins) { value(number) } else { line.to_owned() };
        *text = text.lines().map(|it| line(it) + "\n").collect();
    }
    let (files, _) = files(&texts);
    files.read_all();
    let workspace = Workspace::new(&files, corpus.as_of);
    let rules = Rules::new(&workspace.view());
    let noting = workspace.noting();
    rules.units(files.len()).map(|unit| rules.ask(&noting, unit).asked.len()).sum()
}

#[test]
fn what_is_asked_grows_as_the_records_do_whatever_is_wrong() {
    for (field, value) in [
        ("assignee", (|_| "assignee = \"nobody-here\"".to_owned()) as fn(usize) -> String),
        ("assignee", |number| format!("assignee = \"nobody-{number}\"")),
        ("type", |number| format!("type = \"bug\"\nstate-{number} = 1")),
        ("tracker", |_| "tracker = \"nonsense\"".to_owned()),
        ("story", |_| "story = \"epic-0-0\"".to_owned()),
    ] {
        let (few, many) = (questions(250, field, value), questions(1_000, field, value));
        assert!(many < 5 * few, "{}: {few} for 250 records, {many} for 1,000", value(7));
    }
}

#[test]
fn a_damaged_memory_is_none() {
    let corpus = crate::generator::corpus(100);
    let texts: Texts = corpus.files.into_iter().collect();
    let memory = verdict(&texts, corpus.as_of, None).1.unwrap();
    let bytes = memory.to_bytes();
    assert_eq!(Cache::from_bytes(&bytes).as_ref(), Some(&memory));
    let mut random = Random::new(0x7eab_0003);
    for _ in 0..200 {
        let mut damaged = bytes.clone();
        let at = random.next(damaged.len());
        if random.next(4) == 0 {
            damaged.truncate(at);
        } else {
            damaged[at] ^= 1 << random.next(8);
        }
        assert_eq!(Cache::from_bytes(&damaged), None);
    }
    for foreign in [&b""[..], b"{}", b"teambook", &[0; 64]] {
        assert_eq!(Cache::from_bytes(foreign), None);
    }
}

#[test]
fn a_memory_of_other_settings_is_of_no_use() {
    let mut texts = real();
    let as_of = jiff::civil::date(2020, 12, 1);
    let memory = verdict(&texts, as_of, None).1;
    let settings = texts.get_mut("teambook.toml").unwrap();
    *settings = settings.replace("[[ignore]]", "[[ignored]]");
    let (with, ..) = verdict(&texts, as_of, memory.as_ref());
    assert_eq!(with, verdict(&texts, as_of, None).0);
    assert!(!with.is_empty());
}
