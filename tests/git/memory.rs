//! What a staged check keeps in git's folder: whatever happens to it, the next check says the same.

use std::fs;
use std::path::PathBuf;

use super::repository::Scratch;

fn staged(scratch: &Scratch) -> String {
    let run = scratch.teambook(&["check", "--staged", "--format", "json", "--as-of", "2026-01-07"]);
    // How long it took is the only thing that may differ.
    let lines = run.out.lines().filter(|line| !line.contains("elapsed"));
    format!("{:?} {}", run.code, lines.collect::<Vec<_>>().join("\n"))
}

fn kept(scratch: &Scratch) -> Vec<PathBuf> {
    let folder = scratch.work.join(".git/teambook");
    let entries = fs::read_dir(folder).map(|entries| entries.map(|entry| entry.unwrap().path()).collect());
    entries.unwrap_or_default()
}

#[test]
fn the_second_check_says_what_the_first_did_and_so_does_one_without_what_was_kept() {
    let scratch = Scratch::new();
    scratch.break_it();
    scratch.git(&["add", "-A"]).passes();
    let first = staged(&scratch);
    assert!(first.contains("\"rule\""), "{first}");
    let files = kept(&scratch);
    assert_eq!(files.len(), 1, "one file, and none that was on its way");
    assert_eq!(staged(&scratch), first);
    fs::remove_dir_all(scratch.work.join(".git/teambook")).unwrap();
    assert_eq!(staged(&scratch), first);
    assert_eq!(kept(&scratch), files);
    scratch.mend_it();
    scratch.git(&["add", "-A"]).passes();
    assert!(!staged(&scratch).contains("\"rule\""));
}

#[test]
fn what_is_damaged_foreign_or_cut_off_is_made_anew() {
    let scratch = Scratch::new();
    scratch.break_it();
    scratch.git(&["add", "-A"]).passes();
    let first = staged(&scratch);
    let file = kept(&scratch).remove(0);
    let sound = fs::read(&file).unwrap();
    let mut turned = sound.clone();
    let middle = turned.len() / 2;
    turned[middle] ^= 4;
    for damage in [&sound[..sound.len() / 2], b"", b"{\"version\": 1}", &turned] {
        fs::write(&file, damage).unwrap();
        assert_eq!(staged(&scratch), first);
        assert_eq!(fs::read(&file).unwrap(), sound, "the same records give the same bytes");
    }
    // A folder where the file should be: nothing can be kept, and nothing is said of it.
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert_eq!(staged(&scratch), first);
    assert_eq!(kept(&scratch), [file]);
}

#[test]
fn several_at_once_do_each_other_no_harm() {
    let scratch = Scratch::new();
    scratch.break_it();
    scratch.git(&["add", "-A"]).passes();
    let said: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(|| staged(&scratch))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(said.iter().all(|one| *one == said[0]), "{said:#?}");
    assert_eq!(kept(&scratch).len(), 1);
    assert_eq!(staged(&scratch), said[0]);
}

#[test]
fn linked_work_trees_and_branches_share_it() {
    let scratch = Scratch::new();
    staged(&scratch);
    let sound = kept(&scratch);
    assert_eq!(sound.len(), 1);
    let other = scratch.work.with_file_name("other");
    scratch.git(&["worktree", "add", "-q", "-b", "other", other.to_str().unwrap()]).passes();
    scratch.teambook_in(&other, &["check", "--staged"]).passes();
    assert_eq!(kept(&scratch), sound);
}
