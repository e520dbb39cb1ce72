//! How fast records are checked. In one run: the floor (list, read and parse, with the same parser on the same
//! threads) and the whole check in turn, their medians, the ratio of the two, and the memory of a whole check.
//!
//! ```sh
//! cargo bench --bench records              # 10,000 records
//! cargo bench --bench records -- 2500      # another number
//! cargo bench --bench records -- linear    # 1,000, 10,000 and 100,000: does time grow with the number?
//! cargo bench --bench records -- write FOLDER 10000   # only writes the workspace, to try things on
//! ```

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::cast_precision_loss,
    unreachable_pub,
    missing_docs
)]

#[path = "generator.rs"]
mod generator;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use ignore::WalkBuilder;
use rayon::prelude::*;
use teambook::check;
use teambook::read::Disk;
use teambook::workspace::Workspace;
use toml::de::DeTable;

/// Runs of each, in turn.
const RUNS: usize = 11;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    match arguments.next().as_deref() {
        Some("memory") => memory(arguments.next().as_deref().unwrap_or_default()),
        Some("linear") => linear(),
        Some("write") => {
            let folder = arguments.next().expect("a folder");
            let records =
                arguments.next().map_or(10_000, |number| number.parse().expect("the number of records"));
            write(records, Path::new(&folder));
        }
        Some(number) => measure(number.parse().expect("the number of records"), true),
        None => measure(10_000, true),
    }
}

/// A workspace of `records` records in a folder of its own; its bytes.
fn write(records: usize, root: &Path) -> (usize, usize) {
    let files = generator::workspace(records);
    let mut bytes = 0;
    for (path, text) in &files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        bytes += text.len();
        fs::write(path, text).expect("a record can be written");
    }
    (files.len() - 1, bytes)
}

/// Lists, reads and parses the records; nothing else.
fn floor(root: &Path) -> usize {
    let paths: Vec<_> = WalkBuilder::new(root.join("records"))
        .build()
        .filter_map(|entry| entry.ok().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())))
        .map(ignore::DirEntry::into_path)
        .collect();
    paths
        .par_iter()
        .with_min_len(32)
        .map(|path| {
            let text = fs::read_to_string(path).expect("a record");
            let toml = match text.strip_prefix("+++\n") {
                Some(rest) => &rest[..rest.find("\n+++").map_or(rest.len(), |end| end + 1)],
                None => &text,
            };
            let (table, errors) = DeTable::parse_recoverable(toml);
            assert!(errors.is_empty());
            table.get_ref().len()
        })
        .sum()
}

/// The whole check, as `teambook check` does it.
fn whole(root: &Path) -> usize {
    let files = Disk { root: root.to_owned() }.load();
    let workspace = Workspace::new(&files, jiff::civil::date(2000, 3, 1));
    let outcome = check::check(&workspace);
    let found = outcome.findings.len();
    for finding in outcome.findings.iter().take(5) {
        eprintln!("unexpected: {} {}", workspace.address(finding.at.record), finding.message);
    }
    std::mem::forget(workspace);
    std::mem::forget(files);
    found
}

fn measure(records: usize, with_memory: bool) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let (records, bytes) = write(records, root);
    let (mut floors, mut wholes) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let start = Instant::now();
        floor(root);
        let floor = start.elapsed();
        let start = Instant::now();
        let found = whole(root);
        let whole = start.elapsed();
        assert_eq!(found, 0, "the synthetic records are sound");
        // The first run warms the page cache.
        if run > 0 {
            floors.push(floor);
            wholes.push(whole);
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let (floor, whole) = (median(&mut floors), median(&mut wholes));
    println!(
        "{records} records, {:.1} MB, {} threads: list, read and parse {:.1} ms; whole check {:.1} ms; ratio {:.2}; {:.2} µs a record",
        bytes as f64 / 1e6,
        rayon::current_num_threads(),
        floor.as_secs_f64() * 1e3,
        whole.as_secs_f64() * 1e3,
        whole.as_secs_f64() / floor.as_secs_f64(),
        whole.as_secs_f64() * 1e6 / records as f64
    );
    if with_memory {
        let program = std::env::current_exe().expect("the program's path");
        let run =
            Command::new(program).args(["memory", root.to_str().expect("a path")]).output().expect("it runs");
        let peak: Option<f64> = String::from_utf8_lossy(&run.stdout).trim().parse().ok();
        match peak {
            Some(peak) => println!(
                "peak memory {:.1} MB: {:.1} times the records' bytes",
                peak / 1e6,
                peak / bytes as f64
            ),
            None => println!("peak memory unknown on this system"),
        }
    }
}

/// One whole check, then the process's peak memory in bytes as the system tells it.
fn memory(root: &str) {
    whole(Path::new(root));
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: Option<u64> = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
    match kilobytes {
        Some(kilobytes) => println!("{}", kilobytes * 1024),
        None => println!("unknown"),
    }
}

fn linear() {
    for records in [1_000, 10_000, 100_000] {
        measure(records, records == 100_000);
    }
}
