//! How long the checks of a commit and of a branch take, as whole processes, compared with what git and a
//! plain check take.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Scratch, median, milliseconds};

const ROUNDS: usize = 11;
/// Records that a branch changes.
const CHANGED: usize = 250;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// One record staged, of each of some kinds, beside `git status --porcelain`.
pub(super) fn staged(records: usize) -> Result<()> {
    let scratch = repository(records)?;
    let root = scratch.folder.path();
    let as_of = scratch.as_of.to_string();
    let check = |root: &Path| teambook(root, &["--staged", "--cache", "--as-of", &as_of]);
    println!("first {:8.1} ms   nothing kept yet", milliseconds(check(root)?));
    for kind in ["tasks", "decisions", "initiatives", "people", "sprints"] {
        let path = some_record(root, kind)?;
        edit(&path)?;
        git(root, &["add", "-A"])?;
        let (mut statuses, mut checks) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            statuses.push(git(root, &["status", "--porcelain"])?);
            checks.push(check(root)?);
        }
        let (status, check) = (median(statuses), median(checks));
        println!(
            "check {:8.1} ms   git status {:8.1} ms   ratio {:5.2}   one of {kind}",
            milliseconds(check),
            milliseconds(status),
            check.as_secs_f64() / status.as_secs_f64()
        );
        git(root, &["commit", "-qm", "Edit"])?;
    }
    Ok(())
}

/// A branch that changes many records, compared with where it began, beside the plain check.
pub(super) fn base(records: usize) -> Result<()> {
    let scratch = repository(records)?;
    let root = scratch.folder.path();
    let as_of = scratch.as_of.to_string();
    let tasks = listed(&root.join("records/tasks"))?;
    for path in tasks.iter().step_by((tasks.len() / CHANGED).max(1)).take(CHANGED) {
        edit(path)?;
    }
    git(root, &["add", "-A"])?;
    git(root, &["commit", "-qm", "Edit"])?;
    let (mut plain, mut compared) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        plain.push(teambook(root, &["--as-of", &as_of])?);
        compared.push(teambook(root, &["--base", "HEAD~1", "--as-of", &as_of])?);
    }
    let (plain, compared) = (median(plain), median(compared));
    println!("check {:8.1} ms   plain", milliseconds(plain));
    println!("check {:8.1} ms   --base, {CHANGED} records changed", milliseconds(compared));
    println!("ratio {:8.2}", compared.as_secs_f64() / plain.as_secs_f64());
    Ok(())
}

fn repository(records: usize) -> Result<Scratch> {
    let scratch = Scratch::new(records)?;
    let root = scratch.folder.path();
    git(root, &["init", "-q"])?;
    git(root, &["config", "user.name", "Bench"])?;
    git(root, &["config", "user.email", "bench@example.org"])?;
    git(root, &["config", "gc.auto", "0"])?;
    git(root, &["add", "-A"])?;
    git(root, &["commit", "-qm", "All records"])?;
    git(root, &["repack", "-qad"])?;
    Ok(scratch)
}

/// A record in the middle of its kind.
fn some_record(root: &Path, kind: &str) -> Result<std::path::PathBuf> {
    let all = listed(&root.join("records").join(kind))?;
    all.get(all.len() / 2).cloned().ok_or_else(|| format!("there are no {kind}").into())
}

fn listed(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut paths = Vec::new();
    for entry in ignore::WalkBuilder::new(folder).build() {
        let entry = entry?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) {
            paths.push(entry.into_path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// Adds a comment: the record holds something else, and says the same.
fn edit(path: &Path) -> Result<()> {
    let text = fs::read_to_string(path)?;
    let text = match text.strip_prefix("+++\n") {
        Some(rest) => format!("+++\n# Looked at again.\n{rest}"),
        None => format!("# Looked at again.\n{text}"),
    };
    Ok(fs::write(path, text)?)
}

fn teambook(root: &Path, arguments: &[&str]) -> Result<Duration> {
    time(Command::new(env!("CARGO_BIN_EXE_teambook")).arg("check").args(arguments).current_dir(root))
}

fn git(root: &Path, arguments: &[&str]) -> Result<Duration> {
    time(Command::new("git").args(arguments).current_dir(root))
}

fn time(command: &mut Command) -> Result<Duration> {
    let start = Instant::now();
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
    let time = start.elapsed();
    if !output.status.success() {
        let told =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?} failed: {told}").into());
    }
    Ok(time)
}
