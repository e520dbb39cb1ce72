//! What the index and commits hold, asked of the library crate itself and compared with the real `git`.

use std::fs;

use teambook::workspace::files::Content;
use teambook::world::git::{Entry, ObjectId, Repository, Snapshot};

use super::repository::{EPIC, RIGHT, Scratch};

/// How a repository is made: one that the library reads, and one that only the program can.
const KINDS: [&[&str]; 2] = [&[], &["--object-format=sha256"]];

fn opened(scratch: &Scratch, inner: &str) -> Repository {
    Repository::open(&scratch.work.join(inner), false).unwrap()
}

fn paths(snapshot: &Snapshot) -> Vec<String> {
    snapshot.iter().map(|(path, _)| path.to_owned()).collect()
}

fn file(snapshot: &Snapshot, path: &str) -> ObjectId {
    match snapshot.get(path) {
        Some(Entry::File(id)) => id,
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn a_commit_is_read_the_same_beside_any_other() {
    for options in KINDS {
        let scratch = Scratch::with(options, "team");
        scratch.write("team/records/epics/nested/deeper/more.toml", "title = \"More\"\n");
        scratch.write("team/records/epics/nested.toml", "title = \"More\"\n");
        scratch.write("team/other/note.txt", "not ours");
        scratch.commit("nest");
        scratch.git(&["mv", "team/records/epics/nested", "team/records/people/nested"]).passes();
        scratch.commit("move a folder");
        scratch.git(&["rm", "-q", "-r", "team/schemas"]).passes();
        scratch.edit(&format!("team/{EPIC}"), RIGHT, &format!("{RIGHT} # yes"));
        scratch.commit("remove one");
        scratch.git(&["mv", "team", "elsewhere"]).passes();
        scratch.commit("move all of it");
        scratch.git(&["revert", "--no-edit", "HEAD"]).passes();
        let repository = opened(&scratch, "team");
        let revisions: Vec<String> = (0..6).map(|back| format!("HEAD~{back}")).collect();
        let snapshots: Vec<Snapshot> =
            revisions.iter().map(|revision| repository.revision(revision).unwrap()).collect();
        for (revision, snapshot) in revisions.iter().zip(&snapshots) {
            let listed = scratch.git(&["ls-tree", "-r", "--name-only", &format!("{revision}:team")]);
            let mut listed: Vec<&str> =
                listed.out.lines().filter(|path| !path.starts_with("other/")).collect();
            listed.sort_unstable();
            assert_eq!(paths(snapshot), listed, "{revision}");
            for known in &snapshots {
                assert_eq!(repository.revision_like(revision, Some(known)).as_ref().unwrap(), snapshot);
            }
        }
        assert!(snapshots[1].is_empty() && snapshots[1].folders().is_empty(), "it wasn't there");
        let index = repository.index().unwrap();
        assert!(index.iter().eq(snapshots[0].iter()), "nothing is staged");
    }
}

#[test]
fn contents_are_read_one_at_a_time_and_from_several_threads() {
    for options in KINDS {
        let scratch = Scratch::with(options, ".");
        scratch.write("records/epics/long.toml", vec![b'#'; 5 << 20]);
        scratch.git(&["add", "-A"]).passes();
        let repository = opened(&scratch, ".");
        let index = repository.index().unwrap();
        let is_right = |path: &str, content: Content| match content {
            Content::Bytes(bytes) => bytes == scratch.read(path).as_bytes(),
            Content::TooLong(bytes) => path.ends_with("long.toml") && bytes == 5 << 20,
            _ => false,
        };
        let records = || index.below("records/").filter(|(path, _)| !path.ends_with(".gitkeep"));
        let objects = repository.objects(Vec::new).unwrap();
        std::thread::scope(|threads| {
            for _ in 0..4 {
                threads.spawn(|| {
                    for (path, entry) in records() {
                        assert!(is_right(path, objects.of(path, entry)), "{path}");
                    }
                });
            }
        });
        objects.failure().unwrap();
        let epic = file(&index, EPIC);
        let objects = repository.objects(|| vec![epic]).unwrap();
        assert!(is_right(EPIC, objects.of(EPIC, Entry::File(epic))));
        assert!(matches!(objects.of(EPIC, Entry::File(ObjectId([7; 32]))), Content::Unreadable(_)));
        assert!(is_right(EPIC, objects.of(EPIC, Entry::File(epic))), "the rest can still be read");
        assert!(objects.failure().is_err());
    }
}

#[test]
fn an_object_that_is_gone_is_an_error_and_no_fault_of_the_records() {
    let scratch = Scratch::new();
    let id = scratch.id(&format!("HEAD:{EPIC}"));
    let object = scratch.work.join(".git/objects").join(&id[..2]).join(&id[2..]);
    fs::remove_file(object).unwrap();
    scratch.teambook(&["check", "--staged"]).fails(2, &id);
    scratch.teambook(&["check", "--rev", "HEAD"]).fails(2, "git fsck");
    let tree = scratch.id("HEAD:records/epics");
    fs::remove_file(scratch.work.join(".git/objects").join(&tree[..2]).join(&tree[2..])).unwrap();
    scratch.teambook(&["check", "--rev", "HEAD"]).fails(2, &tree);
}

#[test]
fn a_damaged_index_is_an_error_where_it_is_asked_for() {
    let scratch = Scratch::new();
    let index = scratch.work.join(".git/index");
    let bytes = fs::read(&index).unwrap();
    fs::write(&index, &bytes[..bytes.len() / 2]).unwrap();
    scratch.teambook(&["check", "--staged"]).fails(2, "the index is damaged").says("git status");
    scratch.teambook(&["check", "--rev", "HEAD"]).passes();
    // A version that is still to come is for the library to refuse.
    let mut newer = bytes;
    newer[7] = 9;
    fs::write(&index, newer).unwrap();
    scratch.teambook(&["check", "--staged"]).fails(2, "version");
    fs::remove_file(&index).unwrap();
    assert!(opened(&scratch, ".").index().unwrap().is_empty(), "nothing is staged yet");
}

#[test]
fn git_folder_is_the_one_of_all_work_trees() {
    for options in KINDS {
        let scratch = Scratch::with(options, "team");
        let expected = scratch.work.join(".git");
        let folder = |repository: Repository| repository.git_folder().unwrap().canonicalize().unwrap();
        assert_eq!(folder(opened(&scratch, "team")), expected);
        let linked = scratch.work.with_file_name("linked");
        scratch.git(&["worktree", "add", "-q", linked.to_str().unwrap()]).passes();
        assert_eq!(folder(Repository::open(&linked.join("team"), false).unwrap()), expected);
        let bare = scratch.work.with_file_name("bare.git");
        scratch.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]).passes();
        assert_eq!(folder(Repository::open(&bare, false).unwrap()), bare);
    }
}

#[test]
fn of_several_commits_in_common_the_one_with_the_least_id_counts() {
    for options in KINDS {
        let scratch = Scratch::with(options, ".");
        let mut tips = Vec::new();
        for (branch, date) in [("one", "2026-01-01T00:00:00Z"), ("two", "2026-02-01T00:00:00Z")] {
            scratch.git(&["switch", "-q", "-c", branch, "main"]).passes();
            scratch.write(&format!("{branch}.txt"), branch);
            scratch.git(&["add", "-A"]).passes();
            scratch.git_with(&[("GIT_COMMITTER_DATE", date)], &["commit", "-q", "-m", branch]).passes();
            tips.push(scratch.id("HEAD"));
        }
        scratch.git(&["merge", "-q", "--no-edit", &tips[0]]).passes();
        scratch.git(&["switch", "-q", "one"]).passes();
        scratch.git(&["merge", "-q", "--no-edit", &tips[1]]).passes();
        let found = opened(&scratch, ".").merge_base("one", "two").unwrap();
        assert_eq!(found.as_ref(), tips.iter().min(), "{tips:?}");
    }
}
