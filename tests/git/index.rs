//! The index of the commit being made, whichever way it is made: asked from a real hook.

use super::repository::{EPIC, RIGHT, Scratch, WRONG};

/// A repository whose commits are checked.
fn hooked() -> Scratch {
    let scratch = Scratch::new();
    scratch.teambook(&["hook", "install"]).passes();
    scratch
}

#[test]
fn what_is_staged_counts_and_not_the_work_tree() {
    let scratch = hooked();
    scratch.break_it();
    scratch.write("note.txt", "x");
    scratch.git(&["add", "note.txt"]).passes();
    scratch.git(&["commit", "-m", "the fault isn't staged"]).passes();
    scratch.git(&["add", EPIC]).passes();
    scratch.mend_it();
    scratch.git(&["commit", "-m", "it is mended in the work tree only"]).finds_the_fault();
}

#[test]
fn commit_all_checks_what_it_is_about_to_stage() {
    let scratch = hooked();
    scratch.break_it();
    scratch.git(&["commit", "-a", "-m", "x"]).finds_the_fault();
    scratch.mend_it();
    scratch.edit(EPIC, RIGHT, &format!("# yes\n{RIGHT}"));
    scratch.git(&["commit", "-a", "-m", "x"]).passes();
}

#[test]
fn commit_of_a_path_leaves_the_rest_of_the_index_out() {
    let scratch = hooked();
    scratch.break_it();
    scratch.git(&["add", EPIC]).passes();
    scratch.write("note.txt", "x");
    scratch.git(&["add", "note.txt"]).passes();
    scratch.git(&["commit", "-m", "x", "--", "note.txt"]).passes();
    scratch.git(&["commit", "-m", "x", "--", EPIC]).finds_the_fault();
}

#[test]
fn part_of_a_file_can_be_staged() {
    let scratch = hooked();
    // Two hunks: of the first the index gets a comment, of the second nothing.
    let text = scratch.read(EPIC);
    scratch.write(EPIC, format!("# part\n{text}"));
    scratch.git(&["add", EPIC]).passes();
    scratch.break_it();
    scratch.git(&["commit", "-m", "the sound part"]).passes();
    scratch.git(&["commit", "-a", "-m", "the rest"]).finds_the_fault();
}

#[test]
fn a_promised_file_is_not_part_of_the_commit() {
    let scratch = hooked();
    scratch.write("records/epics/later.toml", WRONG);
    scratch.git(&["add", "--intent-to-add", "records/epics/later.toml"]).passes();
    scratch.git(&["commit", "--allow-empty", "-m", "x"]).passes();
}

#[test]
fn deletions_and_renames_are_seen() {
    let scratch = hooked();
    scratch.git(&["rm", "-q", "records/initiatives/sign-in.toml"]).passes();
    scratch.git(&["commit", "-m", "x"]).fails(1, "sign-in");
    scratch.git(&["reset", "-q", "--hard"]).passes();
    scratch.git(&["mv", "records/initiatives/sign-in.toml", "records/initiatives/login.toml"]).passes();
    scratch.git(&["commit", "-m", "x"]).fails(1, "sign-in");
}

#[test]
fn the_first_commit_is_compared_with_nothing() {
    let scratch = Scratch::unborn(&[], ".");
    scratch.teambook(&["hook", "install"]).passes();
    scratch.break_it();
    scratch.git(&["add", "-A"]).passes();
    scratch.git(&["commit", "-m", "x"]).finds_the_fault();
    scratch.mend_it();
    scratch.git(&["commit", "-a", "-m", "x"]).passes();
}

#[test]
fn a_linked_work_tree_has_an_index_of_its_own() {
    let scratch = hooked();
    let linked = scratch.work.with_file_name("linked");
    scratch.git(&["worktree", "add", "-q", linked.to_str().unwrap()]).passes();
    let epic = linked.join(EPIC);
    let text = std::fs::read_to_string(&epic).unwrap();
    std::fs::write(&epic, text.replace(RIGHT, WRONG)).unwrap();
    scratch.git_in(&linked, &["commit", "-a", "-m", "x"]).finds_the_fault();
    scratch.git(&["commit", "--allow-empty", "-m", "the main one is sound"]).passes();
    scratch.git_in(&linked, &["add", "-A"]).passes();
    scratch.teambook_in(&linked, &["check", "--staged"]).finds_the_fault();
    scratch.teambook_in(&linked.join("records"), &["check", "--staged"]).finds_the_fault();
    scratch.teambook(&["check", "--staged"]).passes();
}

/// Two branches that both change the same line of the epic.
fn parted() -> Scratch {
    let scratch = hooked();
    scratch.git(&["switch", "-q", "-c", "theirs"]).passes();
    scratch.edit(EPIC, RIGHT, &format!("{RIGHT} # theirs"));
    scratch.commit("theirs");
    scratch.git(&["switch", "-q", "main"]).passes();
    scratch.edit(EPIC, RIGHT, &format!("{RIGHT} # ours"));
    scratch.commit("ours");
    scratch
}

/// The check doesn't read one side as if it were the whole.
fn is_unmerged(scratch: &Scratch) {
    scratch.teambook(&["check", "--staged", "--format", "concise"]).fails(1, "[unfinished-merge]").says(EPIC);
    let unmerged = teambook::world::git::Repository::open(&scratch.work, false).unwrap().index().unwrap();
    assert_eq!(unmerged.get(EPIC), Some(teambook::world::git::Entry::Unmerged));
}

#[test]
fn in_a_merge_both_sides_are_told_of_until_it_is_settled() {
    let scratch = parted();
    assert_ne!(scratch.git(&["merge", "theirs"]).code, 0);
    is_unmerged(&scratch);
    scratch.git(&["checkout", "--theirs", EPIC]).passes();
    scratch.break_it();
    scratch.git(&["add", EPIC]).passes();
    scratch.git(&["commit", "--no-edit"]).finds_the_fault();
    scratch.mend_it();
    scratch.git(&["commit", "-a", "--no-edit"]).passes();
}

#[test]
fn a_merge_that_git_makes_by_itself_is_checked_too() {
    let scratch = hooked();
    scratch.git(&["switch", "-q", "-c", "theirs"]).passes();
    scratch.write("records/epics/more.toml", format!("title = \"More\"\n{RIGHT}\ntracker = \"T1\"\n"));
    scratch.commit("theirs names the initiative");
    scratch.git(&["switch", "-q", "main"]).passes();
    let text = scratch.read("records/initiatives/sign-in.toml");
    scratch.write("records/initiatives/login.toml", text);
    scratch.git(&["rm", "-q", "records/initiatives/sign-in.toml"]).passes();
    for path in scratch.git(&["grep", "-l", "\"sign-in\"", "--", "records"]).out.lines() {
        if !path.ends_with("login.toml") {
            scratch.edit(path, "\"sign-in\"", "\"login\"");
        }
    }
    scratch.commit("ours renames it");
    scratch.teambook(&["check"]).passes();
    scratch.teambook(&["check", "--merge-with", "theirs"]).fails(1, "sign-in");
    scratch.git(&["merge", "--no-edit", "theirs"]).fails(1, "sign-in");
}

#[test]
fn what_only_the_merge_has_is_told_as_such() {
    let scratch = Scratch::new();
    let person = |name: &str| format!("name = \"{name}\"\n\n[[roles]]\nrole = \"engineer\"\n");
    scratch.write("records/people/zoe.toml", person("Zoe"));
    scratch.commit("Zoe, whom nobody names yet");
    scratch.git(&["switch", "-q", "-c", "theirs"]).passes();
    scratch.write("records/tasks/paint.toml", "title = \"Paint it\"\nassignee = \"zoe\"\n");
    scratch.commit("theirs gives her a task");
    scratch.git(&["switch", "-q", "main"]).passes();
    scratch.git(&["rm", "-q", "records/people/zoe.toml"]).passes();
    scratch.commit("ours removes her");
    scratch.teambook(&["check", "--base", "HEAD~1"]).passes();
    scratch.teambook(&["check", "--rev", "theirs", "--base", "theirs~1"]).passes();
    let run = scratch.teambook(&["check", "--merge-with", "theirs", "--format", "concise"]);
    run.fails(1, "error[merge-breaks]: each side is sound by itself, but the merge isn't: `zoe` is gone");
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    let run = scratch.teambook(&["check", "--merge-with", "theirs", "--base", "none", "--format", "concise"]);
    run.fails(
        1,
        "error[merge-breaks]: each side is sound by itself, but the merge isn't: there is no person `zoe`",
    );
    // What a side has already isn't the merge's doing.
    scratch.break_it();
    scratch.commit("ours breaks something, too");
    let run = scratch.teambook(&["check", "--merge-with", "theirs", "--format", "concise"]);
    run.finds_the_fault().says("error[unknown-reference]").says("error[merge-breaks]");
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
}

#[test]
fn during_a_rebase_the_index_is_the_one_that_counts() {
    let scratch = parted();
    assert_ne!(scratch.git(&["rebase", "theirs"]).code, 0);
    is_unmerged(&scratch);
    scratch.git(&["checkout", "--theirs", EPIC]).passes();
    scratch.break_it();
    scratch.git(&["add", EPIC]).passes();
    scratch.git(&["commit", "-m", "x"]).finds_the_fault();
    scratch.mend_it();
    scratch.git(&["add", EPIC]).passes();
    scratch.git(&["-c", "core.editor=true", "rebase", "--continue"]).passes();
    let program = env!("CARGO_BIN_EXE_teambook");
    scratch.git(&["rebase", "-q", "--exec", &format!("'{program}' check --rev HEAD"), "HEAD~1"]).passes();
}

#[test]
fn a_hook_of_one_repository_can_check_a_workspace_in_another() {
    let scratch = Scratch::new();
    let other = Scratch::new();
    other.break_it();
    other.git(&["add", EPIC]).passes();
    let root = other.work.to_str().unwrap();
    let index = scratch.work.join(".git/index");
    let variables = [("GIT_INDEX_FILE", index.to_str().unwrap()), ("GIT_DIR", ".git")];
    scratch.teambook_with(&variables, &["check", "--staged"]).passes();
    scratch.teambook_with(&variables, &["check", "--staged", "--root", root]).finds_the_fault();
}

#[test]
fn the_baseline_is_the_one_of_the_commit() {
    let scratch = hooked();
    scratch.break_it();
    scratch.teambook(&["baseline", "write"]).passes();
    scratch.git(&["add", EPIC]).passes();
    scratch.git(&["commit", "-m", "without the baseline"]).finds_the_fault();
    scratch.git(&["add", "-A"]).passes();
    scratch.git(&["commit", "-m", "with it"]).passes();
    scratch.teambook(&["check", "--rev", "HEAD"]).passes().says("1 in the baseline");
}
