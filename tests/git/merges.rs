//! A merge is compared with each of its parents: what one of them had was checked there.

use super::repository::{Run, Scratch};
use super::trailers::{DECISION, accepted};

const PERSON: &str = "name = \"New\"\n\n[[roles]]\nrole = \"engineer\"\n";

/// `branch` has edited a decision, which was let pass; `main` has gone on. Commits are checked.
fn parted() -> Scratch {
    let scratch = accepted();
    scratch.edit(DECISION, "## Decision\n", "## Decision\nAll of them.\n");
    scratch.commit("Say more\n\nDecision-Edit: 0001 it said less than was decided");
    scratch.git(&["switch", "-q", "main"]).passes();
    scratch.write("records/people/new.toml", PERSON);
    scratch.commit("Add a person");
    scratch.teambook(&["hook", "install"]).passes();
    scratch
}

fn merge(scratch: &Scratch, arguments: &[&str]) -> Run {
    scratch.git(&[&["merge", "--no-edit"], arguments].concat())
}

/// The check of a merge that adds an edit that neither side has.
fn is_told(scratch: &Scratch) {
    scratch.edit(DECISION, "Records are files.", "Records are pages.");
    scratch.git(&["add", "-A"]).passes();
    scratch.git(&["commit", "--no-edit"]).fails(1, "accepted-decision-edited");
    scratch.edit(DECISION, "Records are pages.", "Records are files.");
    scratch.git(&["add", "-A"]).passes();
    scratch.git(&["commit", "--no-edit"]).passes();
}

#[test]
fn what_the_other_branch_brings_was_checked_there() {
    let scratch = parted();
    merge(&scratch, &["branch"]).passes();
    assert_eq!(scratch.git(&["log", "-1", "--format=%P"]).out.split(' ').count(), 2, "it is a merge");
    // Neither do we tell what ours has where theirs is merged the other way round.
    let scratch = parted();
    scratch.git(&["switch", "-q", "branch"]).passes();
    merge(&scratch, &["main"]).passes();
    // Put into a commit of its own it is a change like any other.
    let scratch = parted();
    merge(&scratch, &["--squash", "branch"]).passes();
    scratch.git(&["commit", "-m", "x"]).fails(1, "accepted-decision-edited");
}

#[test]
fn what_neither_side_has_is_told() {
    let scratch = parted();
    merge(&scratch, &["--no-commit", "branch"]).passes();
    let theirs = format!("compared with {}: ", scratch.id("branch"));
    scratch.teambook(&["check", "--staged"]).passes().says("compared with HEAD: ").says(&theirs);
    is_told(&scratch);
    // After the merge its parents count no more.
    scratch.edit(DECISION, "All of them.\n", "");
    scratch.git(&["commit", "-a", "-m", "x"]).fails(1, "accepted-decision-edited");
}

#[test]
fn a_base_that_is_asked_for_is_the_only_one() {
    let scratch = parted();
    merge(&scratch, &["--no-commit", "branch"]).passes();
    scratch.teambook(&["check", "--staged", "--base", "HEAD"]).fails(1, "accepted-decision-edited");
}

#[test]
fn a_linked_work_tree_has_a_merge_of_its_own() {
    let scratch = parted();
    let linked = scratch.work.with_file_name("linked");
    scratch.git(&["worktree", "add", "-q", "-b", "third", linked.to_str().unwrap(), "main"]).passes();
    scratch.git_in(&linked, &["merge", "--no-commit", "branch"]).passes();
    scratch.git_in(&linked, &["commit", "--no-edit"]).passes();
    scratch.git_in(&linked, &["reset", "-q", "--hard", "main"]).passes();
    scratch.git_in(&linked, &["merge", "--no-edit", "branch"]).passes();
}

#[test]
fn several_branches_are_merged_at_once() {
    let scratch = parted();
    scratch.git(&["switch", "-q", "-c", "third", "HEAD~1"]).passes();
    scratch.write("records/people/other.toml", PERSON.replace("New", "Other"));
    scratch.commit("Add another person");
    scratch.git(&["switch", "-q", "main"]).passes();
    merge(&scratch, &["branch", "third"]).passes();
    assert_eq!(scratch.git(&["log", "-1", "--format=%P"]).out.split(' ').count(), 3, "it merges two");
}

#[test]
fn the_program_knows_of_merges_too() {
    let scratch = parted();
    scratch.git(&["update-index", "--split-index"]).passes();
    scratch.git(&["config", "core.splitIndex", "true"]).passes();
    merge(&scratch, &["--no-commit", "branch"]).passes();
    scratch.teambook_in(&scratch.work.join("records"), &["check", "--staged"]).passes();
    is_told(&scratch);
}

#[test]
fn what_an_earlier_merge_brought_isnt_merged_again() {
    let scratch = parted();
    merge(&scratch, &["branch"]).passes();
    // Git's names of what it merged may outlive the merge in programs that it has started.
    let variable = format!("GITHEAD_{}", scratch.id("branch~1"));
    scratch.git(&["checkout", "-q", "branch~1", "--", DECISION]).passes();
    let commit = scratch.git_with(&[(&variable, "branch")], &["commit", "-m", "undo it"]);
    commit.fails(1, "accepted-decision-edited");
}
