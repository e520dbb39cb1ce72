//! How long a check takes compared with the least that it could take, and how much memory it needs.
//!
//! ```text
//! cargo bench --bench records -- [N]      N records, 10,000 if not said: floor, check, ratio, memory
//! cargo bench --bench records -- linear   the time for one record of 1,000, 10,000 and 100,000
//! cargo bench --bench records -- rules [N]    the check with all rules beside the one without, and the dearest rules
//! cargo bench --bench records -- staged [N]   the check of one staged record beside `git status`
//! cargo bench --bench records -- base [N]     the check of a branch beside the plain check
//! cargo bench --bench records -- exponents [CASE]   how the time grows with much of one fault
//! cargo bench --bench records -- again [ROUNDS]   the memory that checks in one process take, one after the other
//! ```
//!
//! The floor is to list the files, read them and parse their TOML, on as many threads. Floor and check are
//! measured in turns in one process, so that both meet the same machine.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark says what it measured")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]

mod commits;
mod crowds;
#[path = "../../tests/edits/mod.rs"]
#[expect(clippy::unwrap_used, reason = "shared with a test, where what fails is to be seen at once")]
mod edits;
mod exponents;
mod faults;
mod generator;
#[path = "../../tests/trials/mod.rs"]
mod trials;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use ignore::WalkBuilder;
use jiff::civil::Date;
use rayon::prelude::*;
use teambook::check::{self, Found};
use teambook::workspace::Workspace;
use teambook::world::disk::Disk;
use tempfile::TempDir;

const ROUNDS: usize = 15;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["linear"] => linear(),
        ["rules"] => rules(10_000),
        ["rules", records] => rules(records.parse()?),
        ["staged"] => commits::staged(10_000),
        ["staged", records] => commits::staged(records.parse()?),
        ["base"] => commits::base(10_000),
        ["base", records] => commits::base(records.parse()?),
        ["again"] => {
            again_and_again(trials::trials(10_000));
            Ok(())
        }
        ["again", rounds] => {
            again_and_again(rounds.parse()?);
            Ok(())
        }
        ["exponents"] => exponents::exponents(""),
        ["exponents", case] => exponents::exponents(case),
        ["memory", root, as_of] => {
            let disk = Disk { root: root.into() };
            whole(&disk, as_of.parse()?);
            println!("{}", peak().map_or_else(|| "unknown".to_owned(), |bytes| bytes.to_string()));
            Ok(())
        }
        [] => compare(10_000),
        [records] => compare(records.parse()?),
        _ => {
            Err("say how many records, or `linear`, `rules`, `staged`, `base`, `exponents` or `again`".into())
        }
    }
}

/// A workspace on the disk.
struct Scratch {
    folder: TempDir,
    as_of: Date,
    records: usize,
    bytes: usize,
}

impl Scratch {
    fn new(records: usize) -> Result<Self, Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let corpus = generator::corpus(records);
        let mut bytes = 0;
        for (path, text) in &corpus.files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
            fs::write(path, text)?;
            bytes += text.len();
        }
        let scratch = Self { folder, as_of: corpus.as_of, records: corpus.files.len() - 1, bytes };
        scratch.describe()?;
        Ok(scratch)
    }

    fn disk(&self) -> Disk {
        Disk { root: self.folder.path().to_owned() }
    }

    /// Says what was made, and that the check finds nothing in it: else it isn't the check that is measured.
    fn describe(&self) -> Result<(), Box<dyn std::error::Error>> {
        let files = self.disk().load()?;
        let workspace = Workspace::new(&files, self.as_of);
        let found = check::check(&workspace);
        let findings = found.findings;
        for finding in findings.iter().take(20) {
            let path = found.sources.path(finding.at.file);
            eprintln!("{path}: {}: {}", finding.rule.name(), finding.message);
        }
        if !findings.is_empty() {
            return Err(format!(
                "the check has {} findings in records that should have none",
                findings.len()
            )
            .into());
        }
        let references: usize = files.records().map(|record| record.references.len()).sum();
        println!(
            "{} records, {:.1} MB, {} bytes and {:.1} references a record, {} threads",
            self.records,
            self.bytes as f64 / 1e6,
            self.bytes / self.records,
            references as f64 / self.records as f64,
            rayon::current_num_threads()
        );
        Ok(())
    }
}

/// Checks a state in memory after each of many edits, and says how much memory the process holds.
fn again_and_again(rounds: usize) {
    let start = Instant::now();
    edits::again::again(rounds, env!("CARGO_BIN_EXE_teambook"), |round| {
        let each = milliseconds(start.elapsed()) / round as f64;
        let held = held().map_or(f64::NAN, |bytes| bytes as f64 / 1e6);
        println!("{round:6} checks   {held:8.1} MB held   {each:6.2} ms each");
    });
}

fn compare(records: usize) -> Result<(), Box<dyn std::error::Error>> {
    let scratch = Scratch::new(records)?;
    let (floor, check) = measure(&scratch, ROUNDS);
    println!("floor {:8.1} ms   list, read, parse TOML", milliseconds(floor));
    println!("check {:8.1} ms   all rules", milliseconds(check));
    println!("ratio {:8.2}", check.as_secs_f64() / floor.as_secs_f64());
    match memory(&scratch)? {
        Some(peak) => println!(
            "memory {:7.1} MB   {:.1} times the records",
            peak as f64 / 1e6,
            peak as f64 / scratch.bytes as f64
        ),
        None => println!("memory unknown"),
    }
    Ok(())
}

fn linear() -> Result<(), Box<dyn std::error::Error>> {
    for (records, rounds) in [(1_000, 41), (10_000, ROUNDS), (100_000, 5)] {
        let scratch = Scratch::new(records)?;
        let (floor, check) = measure(&scratch, rounds);
        let of_one = |time: Duration| time.as_secs_f64() * 1e6 / scratch.records as f64;
        println!("{:8.2} µs a record, {:.2} of them the floor's", of_one(check), of_one(floor));
    }
    Ok(())
}

/// What the rules cost: all of them, and each compared with none.
fn rules(records: usize) -> Result<(), Box<dyn std::error::Error>> {
    let scratch = Scratch::new(records)?;
    let disk = scratch.disk();
    let settings = disk.root.join("teambook.toml");
    let text = fs::read_to_string(&settings)?;
    let without = |on: &str| {
        let rules = teambook::check::rules::ALL.iter().filter(|rule| !rule.is_firm() && rule.name != on);
        let off: String = rules.map(|rule| format!("{} = \"off\"\n", rule.name)).collect();
        fs::write(&settings, format!("{text}\n[rules]\n{off}"))
    };
    let (mut all, mut none) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        fs::write(&settings, &text)?;
        all.push(whole(&disk, scratch.as_of));
        without("")?;
        none.push(whole(&disk, scratch.as_of));
    }
    let (all, none) = (median(all), median(none));
    println!("all rules {:8.1} ms   {}", milliseconds(all), teambook::check::rules::ALL.len());
    println!("no rules  {:8.1} ms", milliseconds(none));
    println!("ratio     {:8.2}", all.as_secs_f64() / none.as_secs_f64());
    let mut dearest = Vec::new();
    for rule in teambook::check::rules::ALL {
        without(rule.name)?;
        let files = disk.load()?;
        let workspace = Workspace::new(&files, scratch.as_of);
        let times = (0..5).map(|_| {
            let start = Instant::now();
            black_box(check::check(&workspace));
            start.elapsed()
        });
        dearest.push((times.min().unwrap_or_default(), rule.name));
    }
    dearest.sort();
    let least = dearest.first().map_or(Duration::ZERO, |first| first.0);
    for (time, name) in dearest.iter().rev().take(12) {
        println!("{:8.2} ms  {name}", milliseconds(time.saturating_sub(least)));
    }
    fs::write(&settings, &text)?;
    Ok(())
}

/// The medians of floor and check, taken in turns.
fn measure(scratch: &Scratch, rounds: usize) -> (Duration, Duration) {
    let disk = scratch.disk();
    let (mut floors, mut checks) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let start = Instant::now();
        black_box(floor(&disk.root));
        floors.push(start.elapsed());
        checks.push(whole(&disk, scratch.as_of));
    }
    (median(floors), median(checks))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Lists, reads and parses, and keeps nothing.
fn floor(root: &Path) -> usize {
    let walk = WalkBuilder::new(root.join("records")).require_git(false).build();
    let files: Vec<_> =
        walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())).collect();
    files
        .par_iter()
        .with_min_len(32)
        .map(|file| {
            let text = fs::read_to_string(file.path()).unwrap_or_default();
            let toml = match text.strip_prefix("+++\n") {
                Some(rest) => rest.split("+++\n").next().unwrap_or_default(),
                None => &text,
            };
            let (table, errors) = toml::de::DeTable::parse_recoverable(toml);
            table.get_ref().len() + errors.len()
        })
        .sum()
}

/// The time of a whole check, from the folder to the findings in their order. What it leaves is freed
/// afterwards: the program leaves that to the system.
fn whole(disk: &Disk, as_of: Date) -> Duration {
    let start = Instant::now();
    let files = disk.load().expect("the folders were just made");
    let workspace = Workspace::new(&files, as_of);
    let Found { findings, .. } = black_box(check::check(&workspace));
    let time = start.elapsed();
    assert!(findings.is_empty(), "the check has findings in records that should have none");
    time
}

/// The most memory that a whole check in a process of its own has held, in bytes.
fn memory(scratch: &Scratch) -> Result<Option<usize>, Box<dyn std::error::Error>> {
    let program = std::env::current_exe()?;
    let output = Command::new(program)
        .arg("memory")
        .arg(scratch.folder.path())
        .arg(scratch.as_of.to_string())
        .output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse().ok())
}

/// How much memory the process holds at the moment.
fn held() -> Option<usize> {
    status("VmRSS:")
}

/// The most memory that this process has held so far, in bytes, where the system tells.
fn peak() -> Option<usize> {
    status("VmHWM:")
}

fn status(name: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: usize = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}
