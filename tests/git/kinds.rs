//! Repositories of unusual kinds: read all the same, or refused with the reason and the cure.

use std::fs;
use std::process::Command;

use super::repository::{EPIC, RIGHT, Scratch, WRONG};

const NO_PROGRAM: (&str, &str) = ("PATH", "/nowhere");

#[test]
fn a_bare_repository_is_read_by_revision() {
    for inner in [".", "team"] {
        let scratch = Scratch::with(&[], inner);
        scratch.edit(&format!("{inner}/{EPIC}"), RIGHT, WRONG);
        scratch.git(&["switch", "-q", "-c", "broken"]).passes();
        scratch.commit("break it");
        let bare = scratch.work.with_file_name("bare.git");
        scratch.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]).passes();
        let check =
            |revision: &str| scratch.teambook_in(&bare, &["check", "--rev", revision, "--root", inner]);
        check("main").passes().says("records checked (at main)");
        check("broken").finds_the_fault();
        check("nothing").fails(2, "git knows no commit `nothing`\n");
        scratch
            .teambook_in(&bare, &["check", "--rev", "main", "--root", "other"])
            .fails(3, "no teambook.toml");
        scratch
            .teambook_in(&bare, &["check", "--rev", "broken", "--base", "main", "--root", inner])
            .finds_the_fault();
    }
}

#[test]
fn a_submodule_is_a_repository_and_a_workspace_of_its_own() {
    let inner = Scratch::new();
    let outer = Scratch::new();
    let address = inner.work.to_str().unwrap();
    outer.git(&["submodule", "--quiet", "add", address, "inner"]).passes();
    outer.commit("add a submodule");
    outer.teambook(&["check", "--staged"]).passes();
    outer.teambook(&["check", "--rev", "HEAD"]).passes();
    let module = outer.work.join("inner");
    outer.write(&format!("inner/{EPIC}"), outer.read(EPIC).replace(RIGHT, WRONG));
    outer.teambook_in(&module, &["hook", "install"]).passes().says(".git/modules/inner/hooks/pre-commit");
    outer.git_in(&module, &["commit", "-a", "-m", "x"]).finds_the_fault();
    outer.teambook(&["check", "--staged"]).passes();
}

#[test]
fn a_sparse_checkout_is_checked_whole() {
    for index in ["--no-sparse-index", "--sparse-index"] {
        let scratch = Scratch::new();
        scratch.git(&["sparse-checkout", "set", "--cone", index, "records/people"]).passes();
        assert!(!scratch.work.join(EPIC).exists(), "{index}");
        scratch.teambook(&["check", "--staged"]).passes().says("0 removed");
        scratch.teambook(&["check", "--rev", "HEAD"]).passes();
        scratch.teambook_with(&[NO_PROGRAM], &["check", "--rev", "HEAD"]).passes();
        scratch.teambook(&["hook", "install"]).passes();
        scratch.git(&["commit", "-q", "--allow-empty", "-m", "x"]).passes();
        let without = scratch.teambook_with(&[NO_PROGRAM], &["check", "--staged"]);
        if index == "--sparse-index" {
            without.fails(2, "its index is sparse").says("git sparse-checkout reapply --no-sparse-index");
            scratch.git(&["sparse-checkout", "reapply", "--no-sparse-index"]).passes();
        }
        scratch.teambook_with(&[NO_PROGRAM], &["check", "--staged"]).passes();
    }
}

#[test]
fn two_sides_are_merged_beside_a_sparse_or_split_index() {
    for index in ["--sparse-index", "--split-index"] {
        let scratch = Scratch::new();
        scratch.git(&["switch", "-q", "-c", "theirs"]).passes();
        scratch.edit(EPIC, RIGHT, WRONG);
        scratch.commit("theirs");
        scratch.git(&["switch", "-q", "main"]).passes();
        // Both change the file, each another part of it: the attributes say how to merge it.
        scratch.write(EPIC, format!("# ours\n\n\n\n{}", scratch.read(EPIC)));
        scratch.commit("ours");
        if index == "--split-index" {
            scratch.git(&["update-index", index]).passes();
        } else {
            scratch.git(&["sparse-checkout", "set", "--cone", index, "records/people"]).passes();
        }
        scratch.teambook(&["check", "--merge-with", "theirs"]).finds_the_fault();
    }
}

#[test]
fn a_workspace_outside_the_sparse_checkout_is_checked_before_commits() {
    let scratch = Scratch::with(&[], "team");
    scratch.write("other/note.txt", "x");
    scratch.commit("something else");
    scratch.teambook_in(&scratch.work.join("team"), &["hook", "install"]).passes();
    scratch.git(&["sparse-checkout", "set", "--cone", "other"]).passes();
    assert!(!scratch.work.join("team").exists());
    scratch.write("other/note.txt", "y");
    scratch.git(&["commit", "-a", "-m", "x"]).passes();
    scratch.git(&["rm", "-q", "--cached", "--sparse", "team/records/initiatives/sign-in.toml"]).passes();
    scratch.git(&["commit", "-m", "x"]).fails(1, "sign-in");
}

#[test]
fn a_split_index_is_read_through_git() {
    let scratch = Scratch::new();
    scratch.break_it();
    scratch.git(&["update-index", "--split-index"]).passes();
    scratch.git(&["add", EPIC]).passes();
    scratch.teambook(&["check", "--staged"]).finds_the_fault();
    scratch.teambook(&["hook", "install"]).passes();
    scratch.git(&["commit", "-m", "x"]).finds_the_fault();
    let without = scratch.teambook_with(&[NO_PROGRAM], &["check", "--staged"]);
    without.fails(2, "its index is split").says("git update-index --no-split-index");
    scratch.git(&["update-index", "--no-split-index"]).passes();
    scratch.teambook_with(&[NO_PROGRAM], &["check", "--staged"]).finds_the_fault();
}

#[test]
fn sha256_and_reftables_are_read_through_git() {
    for (option, what) in
        [("--object-format=sha256", "by SHA-256"), ("--ref-format=reftable", "as a reftable")]
    {
        let scratch = Scratch::with(&[option], "team");
        let inner = scratch.work.join("team");
        scratch.teambook_in(&inner, &["hook", "install"]).passes();
        scratch.git(&["switch", "-q", "-c", "broken"]).passes();
        scratch.edit(&format!("team/{EPIC}"), RIGHT, WRONG);
        scratch.git_in(&inner, &["commit", "-a", "-m", "x"]).finds_the_fault();
        scratch.teambook_in(&inner, &["check", "--staged"]).passes();
        scratch.commit("break it");
        scratch.git(&["switch", "-q", "main"]).passes();
        scratch.write("team/records/epics/later.toml", WRONG);
        scratch.git(&["add", "--intent-to-add", "team/records/epics/later.toml"]).passes();
        let check = |arguments: &[&str]| scratch.teambook_in(&inner, &[&["check"], arguments].concat());
        check(&["--staged"]).passes();
        check(&["--rev", "main"]).passes();
        check(&["--rev", "broken", "--base", "main"]).finds_the_fault();
        check(&["--merge-with", "broken"]).finds_the_fault();
        check(&["--base", "nothing"]).fails(2, "git knows no commit `nothing`");
        let root = inner.to_str().unwrap();
        let without = scratch.teambook_with(&[NO_PROGRAM], &["check", "--rev", "main", "--root", root]);
        without.fails(2, what).says("put the `git` program on the path");
    }
}

#[test]
fn a_shallow_clone_without_the_base_says_how_to_get_it() {
    let scratch = Scratch::new();
    scratch.break_it();
    scratch.commit("break it");
    let shallow = scratch.work.with_file_name("shallow");
    let address = format!("file://{}", scratch.work.display());
    scratch.git(&["clone", "-q", "--depth", "1", &address, shallow.to_str().unwrap()]).passes();
    let check = |base: &str| scratch.teambook_in(&shallow, &["check", "--base", base]);
    for base in ["HEAD~1", "HEAD^1", &scratch.id("HEAD~1")] {
        check(base).fails(2, "whose history is cut off").says("fetch-depth: 2").says("git fetch --unshallow");
    }
    check("none").finds_the_fault();
    scratch.git_in(&shallow, &["fetch", "-q", "--deepen", "1"]).passes();
    check("HEAD~1").finds_the_fault().says("compared with HEAD~1");
    // The base may also be fetched by itself: then the two have no common commit here, and the trees are
    // compared.
    let apart = scratch.work.with_file_name("apart");
    scratch.git(&["clone", "-q", "--depth", "1", &address, apart.to_str().unwrap()]).passes();
    scratch.git_in(&apart, &["fetch", "-q", "--depth", "1", "origin", &scratch.id("HEAD~1")]).passes();
    scratch.teambook_in(&apart, &["check", "--base", "FETCH_HEAD"]).finds_the_fault();
}

#[test]
fn a_partial_clone_without_a_records_content_says_how_to_get_it() {
    let scratch = Scratch::new();
    scratch.git(&["config", "uploadpack.allowFilter", "true"]).passes();
    scratch.edit(EPIC, RIGHT, &format!("{RIGHT} # the old one"));
    scratch.commit("old");
    scratch.edit(EPIC, " # the old one", "");
    scratch.commit("new");
    let partial = scratch.work.with_file_name("partial");
    let address = format!("file://{}", scratch.work.display());
    scratch.git(&["clone", "-q", "--filter=blob:none", &address, partial.to_str().unwrap()]).passes();
    let check = |arguments: &[&str]| scratch.teambook_in(&partial, &[&["check"], arguments].concat());
    check(&["--staged"]).passes();
    check(&["--base", "HEAD~1"]).fails(2, "made with `--filter`").says("git fetch --refetch --no-filter");
    scratch.git_in(&partial, &["fetch", "-q", "--refetch", "--no-filter"]).passes();
    check(&["--base", "HEAD~1"]).passes();
    // Older versions of git mark such a clone so that the library doesn't open it.
    scratch.git_in(&partial, &["config", "core.repositoryFormatVersion", "1"]).passes();
    scratch.git_in(&partial, &["config", "extensions.partialClone", "origin"]).passes();
    check(&["--base", "HEAD~1"]).passes();
}

#[test]
fn line_endings_of_the_work_tree_change_nothing() {
    let scratch = Scratch::new();
    let there = scratch.work.with_file_name("windows");
    fs::remove_file(scratch.work.join(".gitattributes")).unwrap();
    scratch.commit("no attributes");
    let clone = ["-c", "core.autocrlf=true", "clone", "-q", "-c", "core.autocrlf=true", "."];
    scratch.git(&[&clone[..], &[there.to_str().unwrap()]].concat()).passes();
    let text = fs::read_to_string(there.join(EPIC)).unwrap();
    assert!(text.contains("\r\n"));
    let check =
        |option: &[&str]| scratch.teambook_in(&there, &[&["check", "--format", "concise"], option].concat());
    check(&[]).passes();
    check(&["--base", "HEAD"]).passes().says("0 removed");
    fs::write(there.join(EPIC), text.replace(RIGHT, WRONG)).unwrap();
    let on_disk = check(&[]);
    scratch.git_in(&there, &["add", EPIC]).passes();
    assert_eq!(on_disk.finds_the_fault().out, check(&["--staged"]).finds_the_fault().out, "the same places");
}

#[test]
fn a_repository_that_somebody_else_owns_is_read_once_it_is_trusted() {
    let scratch = Scratch::with(&[], "team");
    let given = Command::new("chown").args(["-R", "65534"]).arg(&scratch.work).output().unwrap();
    if !given.status.success() {
        // Only root can give a folder away.
        return;
    }
    let inner = scratch.work.join("team");
    let check = || scratch.teambook_in(&inner, &["check", "--staged"]);
    let cure = format!("git config --global --add safe.directory '{}'", scratch.work.display());
    check().fails(2, "somebody else owns it").says(&cure);
    scratch.teambook_in(&inner, &["hook", "install"]).fails(2, "somebody else owns it");
    scratch.teambook_in(&inner, &["check"]).passes();
    fs::create_dir(scratch.home()).unwrap();
    let around = scratch.work.parent().unwrap();
    let trust = |pattern: &str| {
        scratch.git_in(around, &["config", "--global", "--replace-all", "safe.directory", pattern]).passes();
    };
    // Git knows patterns, the library doesn't.
    trust(&format!("{}/*", around.display()));
    check().passes();
    let cured = Command::new("sh").args(["-c", &cure]).env("HOME", scratch.home()).status().unwrap();
    assert!(cured.success());
    check().passes();
}
