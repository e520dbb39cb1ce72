//! A history of hundreds of commits, some with a planted fault: every commit is compared with the one before,
//! and what is found is compared with what was planted.

#[path = "replay/edit.rs"]
mod edit;
#[path = "replay/faults.rs"]
mod faults;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use jiff::civil::date;
use teambook::check;
use teambook::check::change::{Pairs, commits};
use teambook::check::rules::example;
use teambook::workspace::Workspace;
use teambook::world::git::Repository;

use super::repository::Scratch;
use edit::{Tree, differing, edited};
use faults::{After, FAULTS, INNOCENT, Mend};

const COMMITS: usize = 500;

/// The git program is compared on every nth commit, for this n.
const SAMPLE: usize = 50;

/// A rule, and the record at which it speaks.
type Told = (String, String);

/// A commit, and what must be reported for it.
struct Commit {
    /// The number of its parent; none for the first.
    parent: Option<usize>,
    tree: Tree,
    told: Vec<Told>,
    is_planted: bool,
}

/// A small generator of numbers that are random enough.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

struct History {
    commits: Vec<Commit>,
    random: Random,
}

impl History {
    fn new() -> Self {
        let records = example::build(include_str!("replay/records.txt")).unwrap().head.into_iter().collect();
        let first = Commit { parent: None, tree: records, told: Vec::new(), is_planted: false };
        let mut history = Self { commits: vec![first], random: Random(0x2545_F491_4F6C_DD1D) };
        while history.commits.len() < COMMITS {
            // Each fault has its turn, each time in another order and between other changes.
            let mut turns: Vec<usize> = (0..FAULTS.len()).collect();
            while !turns.is_empty() && history.commits.len() < COMMITS {
                let turn = turns.swap_remove(history.random.below(turns.len()));
                if !history.episode(&FAULTS[turn]) {
                    turns.push(turn);
                }
            }
        }
        history.commits.truncate(COMMITS);
        history
    }

    fn last(&self) -> usize {
        self.commits.len() - 1
    }

    fn commit(&mut self, parent: usize, tree: Tree, told: Vec<Told>) {
        self.commits.push(Commit { parent: Some(parent), tree, told, is_planted: false });
    }

    /// A commit with a change in which nothing is wrong, but for what is still `told`, and that touches none
    /// of `others`.
    fn innocent(&mut self, told: &[Told], others: &BTreeSet<String>) {
        let (last, n) = (self.last(), self.commits.len());
        loop {
            let edits = INNOCENT[self.random.below(INNOCENT.len())];
            let before = &self.commits[last].tree;
            let Some(tree) = edited(before, edits, n) else { continue };
            if differing(before, &tree).all(|path| !others.contains(path)) {
                return self.commit(last, tree, told.to_vec());
            }
        }
    }

    /// Some innocent commits, one with `fault`, some more while it stands, and one that mends it. Where
    /// another change has moved what it is about, or has said so already, only the first are made, and it
    /// isn't.
    fn episode(&mut self, fault: &faults::Fault) -> bool {
        for _ in 0..=self.random.below(2) {
            self.innocent(&[], &BTreeSet::new());
        }
        let (sound, n) = (self.last(), self.commits.len());
        let before = self.commits[sound].tree.clone();
        let Some(faulty) = edited(&before, fault.edits, n) else { return false };
        let touched: BTreeSet<String> = differing(&before, &faulty).cloned().collect();
        let told = |rule: &str, record: &str| vec![(rule.to_owned(), edit::numbered(record, n))];
        let planted = told(fault.rule, fault.record);
        self.commit(sound, faulty, planted.clone());
        self.commits[n].is_planted = true;
        let after = match fault.after {
            After::Same => planted,
            After::Nothing => Vec::new(),
            After::Another(rule, record) => told(rule, record),
        };
        if let Mend::GiveUp = fault.mend {
            self.innocent_from(sound);
            return true;
        }
        for _ in 0..self.random.below(3) {
            self.innocent(&after, &touched);
        }
        let last = self.last();
        let mut mended = self.commits[last].tree.clone();
        match fault.mend {
            Mend::With(edits) => mended = edited(&mended, edits, n).unwrap(),
            _ => {
                for path in touched {
                    match before.get(&path) {
                        Some(text) => mended.insert(path, text.clone()),
                        None => mended.remove(&path),
                    };
                }
            }
        }
        self.commit(last, mended, Vec::new());
        true
    }

    /// History goes on from `sound`.
    fn innocent_from(&mut self, sound: usize) {
        let n = self.commits.len();
        let edits = [edit::Edit::Add(
            "records/tasks/errand-{n}.toml",
            "title = \"Errand {n}\"\nrequest = \"slow-pages\"\n",
        )];
        let tree = edited(&self.commits[sound].tree, &edits, n).unwrap();
        self.commit(sound, tree, Vec::new());
    }

    /// As `git fast-import` takes it: commit `n` is mark `n + 1`.
    fn stream(&self) -> String {
        let mut stream = String::new();
        let empty = Tree::new();
        for (n, commit) in self.commits.iter().enumerate() {
            let time = 1_600_000_000 + n * 3600;
            stream.push_str(&format!("commit refs/heads/main\nmark :{}\n", n + 1));
            stream.push_str(&format!("committer Ada <ada@example.org> {time} +0000\ndata 0\n"));
            let before = commit.parent.map_or(&empty, |parent| {
                stream.push_str(&format!("from :{}\n", parent + 1));
                &self.commits[parent].tree
            });
            for path in differing(before, &commit.tree) {
                match commit.tree.get(path) {
                    Some(text) => {
                        stream.push_str(&format!("M 100644 inline {path}\ndata {}\n{text}\n", text.len()));
                    }
                    None => stream.push_str(&format!("D {path}\n")),
                }
            }
            stream.push('\n');
        }
        stream
    }

    /// Writes it to the repository in `work`; the commits' ids.
    fn import(&self, work: &Path) -> Vec<String> {
        let mut import = Command::new("git")
            .args(["fast-import", "--quiet", "--force", "--export-marks=marks"])
            .current_dir(work)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        import.stdin.take().unwrap().write_all(self.stream().as_bytes()).unwrap();
        assert!(import.wait().unwrap().success());
        let mut ids = vec![String::new(); self.commits.len()];
        for line in fs::read_to_string(work.join("marks")).unwrap().lines() {
            let (mark, id) = line[1..].split_once(' ').unwrap();
            id.clone_into(&mut ids[mark.parse::<usize>().unwrap() - 1]);
        }
        ids
    }
}

/// What `check --base BASE --rev HEAD` reports, asked of the library.
fn told(repository: &Repository, base: &str, head: &str) -> Vec<Told> {
    let list = |revision| repository.list(&Arc::new(repository.revision(revision).unwrap())).unwrap();
    let ((head, _), (base, _)) = (list(head), list(base));
    head.read_all();
    let pairs = Pairs::new(&base, &head);
    let head = Workspace::new(&head, date(2020, 12, 1));
    let base = check::cache::other_side(&base, &head);
    let outcome = check::check_change(&base, &head, &pairs, &commits::NONE);
    let of = |finding: &teambook::check::rules::finding::Finding| {
        (finding.rule.name().to_owned(), outcome.sources.path(finding.at.file).to_owned())
    };
    outcome.findings.iter().map(of).collect()
}

/// The same, asked of the program.
fn printed(scratch: &Scratch, base: &str, head: &str) -> Vec<Told> {
    let run = scratch.teambook(&[
        "check",
        "--base",
        base,
        "--rev",
        head,
        "--as-of",
        "2020-12-01",
        "--format",
        "json",
    ]);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| (text(&finding["rule"]), text(&finding["path"]))).collect()
}

/// Those of `a` that aren't in `b`, one for one.
fn without(a: &[Told], b: &[Told]) -> Vec<Told> {
    let mut rest = b.to_vec();
    let mut left = a.to_vec();
    left.retain(|told| match rest.iter().position(|other| other == told) {
        Some(at) => {
            rest.swap_remove(at);
            false
        }
        None => true,
    });
    left
}

#[test]
fn what_is_planted_in_a_history_is_found_and_nothing_else() {
    let scratch = Scratch::empty(&[]);
    let history = History::new();
    let ids = history.import(&scratch.work);
    let repository = Repository::open(&scratch.work, false).unwrap();
    let (mut missed, mut extra, mut sorts) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (n, commit) in history.commits.iter().enumerate() {
        let Some(parent) = commit.parent else { continue };
        let found = told(&repository, &ids[parent], &ids[n]);
        let line = |(rule, record): Told| format!("commit {n}: {rule} at {record}\n");
        missed.extend(without(&commit.told, &found).into_iter().map(line));
        extra.extend(without(&found, &commit.told).into_iter().map(line));
        if commit.is_planted {
            sorts.extend(commit.told.iter().map(|(rule, _)| rule.clone()));
        }
        if n % SAMPLE == 0 {
            assert_eq!(printed(&scratch, &ids[parent], &ids[n]), found, "commit {n}");
        }
    }
    let planted = history.commits.iter().filter(|commit| commit.is_planted).count();
    println!(
        "{} commits, {planted} planted faults of {} sorts, {} missed, {} extra",
        history.commits.len(),
        sorts.len(),
        missed.len(),
        extra.len(),
    );
    assert!(
        missed.is_empty() && extra.is_empty(),
        "missed:\n{}\nextra:\n{}",
        missed.concat(),
        extra.concat()
    );
    let never: Vec<_> =
        FAULTS.iter().filter(|fault| !sorts.contains(fault.rule)).map(|fault| fault.rule).collect();
    assert!(never.is_empty() && planted > 100, "{planted}; never planted: {never:?}");
}
