//! What lets a decided record be edited: a commit's trailer, and commits that are listed because they only
//! reformat.

use teambook::report::FORMATS;

use super::repository::{Run, Scratch};

pub(crate) const DECISION: &str = "records/decisions/0001-keep-our-records-in-git.md";

/// A repository whose decision was accepted, and then edited on a branch by a commit with this message.
fn edited(message: &str) -> Scratch {
    let scratch = accepted();
    scratch.edit(DECISION, "## Decision\n", "## Decision\nAll of them.\n");
    scratch.commit(message);
    scratch
}

pub(crate) fn accepted() -> Scratch {
    let scratch = Scratch::new();
    let text = "+++\ntitle = \"Keep our records in git\"\nstatus = \"accepted\"\ndecided = 2026-01-05\ndeciders = [\"ada\"]\noptions = [\n    { id = \"git\", title = \"git\", outcome = \"chosen\" },\n    { id = \"wiki\", title = \"The wiki\", outcome = \"rejected\" },\n]\n+++\n## Context\nThey drift.\n## Decision\nRecords are files.\n## Consequences\nChecks.\n";
    scratch.git(&["rm", "-q", "-r", "--ignore-unmatch", "records/decisions"]).passes();
    scratch.write(DECISION, text);
    scratch.commit("a decision");
    scratch.teambook(&["check"]).passes();
    scratch.git(&["switch", "-q", "-c", "branch"]).passes();
    scratch
}

fn check(scratch: &Scratch) -> Run {
    scratch.teambook(&["check", "--base", "main", "--format", "concise"])
}

#[test]
fn a_trailer_with_a_reason_lets_an_edit_pass_and_is_counted() {
    check(&edited("Say more")).fails(1, "[accepted-decision-edited]");
    let scratch = edited("Say more\n\nDecision-Edit: 0001 it said less than was decided");
    check(&scratch).passes().says("1 commit with `Decision-Edit`");
    scratch.teambook(&["check", "--rev", "HEAD", "--base", "main"]).passes();
    // The commits after it are checked by themselves.
    scratch.edit(DECISION, "All of them", "Some of them");
    scratch.commit("Say less");
    scratch.teambook(&["check", "--base", "HEAD~1"]).fails(1, "accepted-decision-edited");
}

#[test]
fn a_trailer_without_a_reason_is_told_where_it_stands() {
    let scratch = edited("Say more\n\nDecision-Edit: 0001");
    let run = check(&scratch);
    let place = format!("commit {}:3:16: error[decision-edit-malformed]", &scratch.id("HEAD")[..8]);
    run.fails(1, &place);
    assert!(!run.out.contains("accepted-decision-edited"), "one cause, one finding: {}", run.out);
    for format in FORMATS {
        scratch.teambook(&["check", "--base", "main", "--format", format.name]).fails(1, "this commit edits");
    }
}

#[test]
fn commits_that_are_listed_may_edit_and_no_other_may_hide_behind_them() {
    let scratch = edited("Reword all headings");
    let list = |scratch: &Scratch| {
        let settings = scratch.read("teambook.toml");
        let listed = format!("[history]\nbulk-commits = [\"{}\"]\n", scratch.id("HEAD"));
        scratch.write("teambook.toml", format!("{settings}\n{listed}"));
    };
    list(&scratch);
    check(&scratch).passes();
    scratch.commit("List it");
    check(&scratch).passes();
    scratch.teambook(&["check", "--rev", "HEAD", "--base", "main"]).passes();
    // Neither what isn't committed …
    scratch.edit(DECISION, "All of them", "Some of them");
    check(&scratch).fails(1, "[accepted-decision-edited]");
    scratch.git(&["add", "-A"]).passes();
    scratch.teambook(&["check", "--staged", "--base", "main"]).fails(1, "accepted-decision-edited");
    // … nor a later commit.
    scratch.commit("Say less");
    check(&scratch).fails(1, "[accepted-decision-edited]");
}

#[test]
fn what_came_with_a_merge_is_no_edit_of_the_merge() {
    let scratch = edited("Reword all headings");
    let listed = format!("\n[history]\nbulk-commits = [\"{}\"]\n", scratch.id("HEAD"));
    scratch.git(&["switch", "-q", "main"]).passes();
    scratch.write("records/people/other.toml", "name = \"Other\"\n\n[[roles]]\nrole = \"engineer\"\n");
    scratch.commit("main goes on");
    scratch.git(&["switch", "-q", "branch"]).passes();
    scratch.git(&["merge", "-q", "--no-edit", "main"]).passes();
    scratch.write("teambook.toml", scratch.read("teambook.toml") + &listed);
    scratch.commit("List it");
    check(&scratch).passes();
}

#[test]
fn the_program_reads_what_the_library_reads() {
    let scratch = edited("Say more\n\nDecision-Edit: 0001 it said less than was decided");
    let library = teambook::world::git::Repository::open(&scratch.work, false).unwrap();
    let first = library.commits_between("main", "branch", true).unwrap();
    assert_eq!(first.len(), 1);
    assert_eq!(
        (first[0].id.clone(), first[0].touched.clone()),
        (scratch.id("HEAD"), vec![DECISION.to_owned()])
    );
    scratch.git(&["update-index", "--split-index"]).passes();
    let program = teambook::world::git::Repository::open(&scratch.work, false).unwrap();
    assert_eq!(program.commits_between("main", "branch", true).unwrap(), first);
    check(&scratch).passes().says("1 commit with `Decision-Edit`");
}

#[test]
fn an_entry_that_is_no_commit_id_is_told() {
    let scratch = Scratch::new();
    scratch
        .write("teambook.toml", scratch.read("teambook.toml") + "\n[history]\nbulk-commits = [\"main\"]\n");
    scratch.teambook(&["check"]).fails(1, "bulk-commits");
}

#[test]
fn where_history_is_cut_off_what_is_there_is_read() {
    let scratch = edited("Say more\n\nDecision-Edit: 0001 it said less than was decided");
    let clone = scratch.work.with_file_name("clone");
    let origin = format!("file://{}", scratch.work.display());
    scratch.git(&["clone", "-q", "--depth", "2", "-b", "branch", &origin, clone.to_str().unwrap()]).passes();
    let check = |arguments: &[&str]| scratch.teambook_in(&clone, &[&["check"], arguments].concat());
    check(&["--base", "HEAD~1"]).passes().says("1 commit with `Decision-Edit`");
    let settings = scratch.read("teambook.toml");
    let listed = format!("{settings}\n[history]\nbulk-commits = [\"{}\"]\n", scratch.id("main"));
    std::fs::write(clone.join("teambook.toml"), listed).unwrap();
    check(&["--base", "HEAD~1"]).passes().says("1 commit with `Decision-Edit`");
}

#[test]
fn commits_of_another_workspace_say_nothing_of_this_one() {
    let scratch = Scratch::with(&[], "inner");
    scratch.teambook(&["init", "other"]).passes();
    scratch.commit("a second workspace");
    scratch.write("other/records/people/new.toml", "name = \"New\"\n\n[[roles]]\nrole = \"engineer\"\n");
    scratch.commit("Add somebody\n\nDecision-Edit: 0009 a slip");
    let check = |root| scratch.teambook(&["check", "--root", root, "--base", "HEAD~1"]);
    let inner = check("inner");
    assert!(!inner.passes().all().contains("Decision-Edit"), "{}", inner.all());
    check("other").says("there is no decision `0009`");
}
