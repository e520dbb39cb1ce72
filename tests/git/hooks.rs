//! `teambook hook`: what it writes, what it keeps, and what git then does.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::repository::{EPIC, RIGHT, Scratch, WRONG};

fn make_hook(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn it_says_what_it_wrote_and_how_to_undo_it_and_doing_it_twice_is_doing_it_once() {
    let scratch = Scratch::new();
    let hook = scratch.work.join(".git/hooks/pre-commit");
    let first = scratch.teambook(&["hook", "install"]);
    first.passes().says(&format!("wrote {}", hook.display())).says("pre-merge-commit");
    first.says("teambook hook uninstall");
    assert_eq!(fs::metadata(&hook).unwrap().permissions().mode() & 0o111, 0o111);
    let text = fs::read_to_string(&hook).unwrap();
    scratch.teambook(&["hook", "install"]).passes().says("up to date");
    assert_eq!(fs::read_to_string(&hook).unwrap(), text);
    scratch.teambook(&["hook", "uninstall"]).passes().says(&format!("removed {}", hook.display()));
    assert!(!hook.exists());
    scratch.teambook(&["hook", "uninstall"]).passes().says("nothing to do");
}

#[test]
fn a_hook_that_is_there_is_kept_runs_first_and_is_put_back() {
    let scratch = Scratch::new();
    let hook = scratch.work.join(".git/hooks/pre-commit");
    make_hook(&hook, "echo before >> ran; test ! -e stop");
    let before = fs::read(&hook).unwrap();
    scratch.teambook(&["hook", "install"]).passes().says("pre-commit.before-teambook; it runs first");
    scratch.teambook(&["hook", "install"]).passes();
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "x"]).passes();
    assert_eq!(scratch.read("ran"), "before\n");
    scratch.break_it();
    scratch.git(&["commit", "-a", "-m", "x"]).finds_the_fault();
    scratch.mend_it();
    scratch.write("stop", "");
    assert_eq!(scratch.git(&["commit", "--allow-empty", "-m", "x"]).code, 1, "the hook before says no");
    scratch.teambook(&["hook", "uninstall"]).passes().says("put back");
    assert_eq!(fs::read(&hook).unwrap(), before);
    assert!(!hook.with_file_name("pre-commit.before-teambook").exists());
}

#[test]
fn a_file_that_is_only_moved_is_refused_until_it_says_what_it_was() {
    let scratch = Scratch::new();
    let petr = "name = \"Petr\"\n\n[[roles]]\nrole = \"engineer\"\n";
    scratch.write("records/people/petr.toml", petr);
    scratch.commit("Petr, whom nobody names yet");
    scratch.teambook(&["hook", "install"]).passes();
    scratch.git(&["mv", "records/people/petr.toml", "records/people/peter.toml"]).passes();
    let run = scratch.git(&["commit", "-m", "x"]);
    run.fails(1, "this is `petr` under a new id, and doesn't say so").says("add `was = [\"petr\"]`");
    scratch.write("records/people/peter.toml", format!("was = [\"petr\"]\n{petr}"));
    scratch.git(&["commit", "-a", "-m", "x"]).passes();
}

#[test]
fn two_hooks_of_somebody_else_are_never_overwritten() {
    let scratch = Scratch::new();
    let hook = scratch.work.join(".git/hooks/pre-commit");
    make_hook(&hook, "true");
    scratch.teambook(&["hook", "install"]).passes();
    make_hook(&hook, "echo newer");
    scratch.teambook(&["hook", "install"]).fails(2, "hold a hook of yours");
    assert!(fs::read_to_string(&hook).unwrap().contains("newer"));
    scratch.teambook(&["hook", "uninstall"]).passes().says("is no hook of teambook's");
    assert!(fs::read_to_string(&hook).unwrap().contains("newer"));
}

#[test]
fn hooks_path_and_linked_work_trees_are_honoured() {
    let scratch = Scratch::new();
    let linked = scratch.work.with_file_name("linked");
    scratch.git(&["worktree", "add", "-q", linked.to_str().unwrap()]).passes();
    scratch.teambook_in(&linked, &["hook", "install"]).passes();
    assert!(scratch.work.join(".git/hooks/pre-commit").exists(), "all work trees share it");
    scratch.break_it();
    scratch.git(&["commit", "-a", "-m", "x"]).finds_the_fault();
    scratch.teambook(&["hook", "uninstall"]).passes();
    let elsewhere = scratch.work.with_file_name("elsewhere");
    for path in [".hooks", elsewhere.to_str().unwrap()] {
        scratch.git(&["config", "core.hooksPath", path]).passes();
        scratch.teambook_in(&scratch.work.join("records"), &["hook", "install"]).passes();
        assert!(scratch.work.join(path).join("pre-commit").exists());
        scratch.git(&["commit", "-a", "-m", "x"]).finds_the_fault();
        scratch.teambook(&["hook", "uninstall"]).passes();
        assert!(!scratch.work.join(path).join("pre-commit").exists());
    }
}

#[test]
fn workspaces_in_folders_are_each_checked() {
    let scratch = Scratch::with(&[], "team's records");
    let inner = scratch.work.join("team's records");
    scratch.teambook_in(&inner, &["hook", "install"]).passes();
    let epic = format!("team's records/{EPIC}");
    scratch.edit(&epic, RIGHT, WRONG);
    scratch.git(&["commit", "-a", "-m", "x"]).finds_the_fault();
    scratch.git_in(&inner, &["commit", "-a", "-m", "from below"]).finds_the_fault();
    scratch.edit(&epic, WRONG, RIGHT);
    scratch.teambook(&["init", "second"]).passes();
    scratch.teambook_in(&scratch.work.join("second"), &["hook", "install"]).passes();
    scratch.commit("a second workspace");
    let hook = scratch.read(".git/hooks/pre-commit");
    assert!(hook.contains("check 'second/'\n") && hook.contains(r"check 'team'\''s records/'"), "{hook}");
    scratch.edit(&epic, RIGHT, WRONG);
    scratch.git(&["commit", "-a", "-m", "x"]).finds_the_fault();
    scratch.teambook_in(&inner, &["hook", "uninstall"]).passes();
    scratch.git(&["commit", "-a", "-m", "only the second is checked"]).passes();
    scratch.edit(&format!("second/{EPIC}"), RIGHT, WRONG);
    scratch.git(&["commit", "-a", "-m", "x"]).finds_the_fault();
}

#[test]
fn a_branch_without_the_workspace_has_nothing_to_check() {
    let scratch = Scratch::new();
    scratch.teambook(&["hook", "install"]).passes();
    scratch.git(&["switch", "-q", "--orphan", "pages"]).passes();
    scratch.write("index.html", "x");
    scratch.git(&["add", "index.html"]).passes();
    scratch.git(&["commit", "-m", "x"]).passes();
    scratch.git(&["switch", "-q", "main"]).passes();
    scratch.git(&["rm", "-q", "-r", "records", "teambook.toml"]).passes();
    scratch.git(&["commit", "-m", "all gone"]).fails(1, "teambook.toml");
}

#[test]
fn a_program_that_moved_is_looked_for_on_the_path_and_else_nothing_is_committed() {
    let scratch = Scratch::new();
    let bin = scratch.work.with_file_name("bin");
    fs::create_dir(&bin).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_teambook"), bin.join("teambook")).unwrap();
    scratch.teambook(&["hook", "install"]).passes();
    let hook = scratch.work.join(".git/hooks/pre-commit");
    let text = fs::read_to_string(&hook).unwrap();
    let moved = text.replace(env!("CARGO_BIN_EXE_teambook"), "/nowhere/teambook");
    assert_ne!(moved, text);
    fs::write(&hook, moved).unwrap();
    let commit = ["commit", "--allow-empty", "-m", "x"];
    let run = scratch.git(&commit);
    run.fails(1, "/nowhere/teambook nor on the path").says("git commit --no-verify");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    scratch.git_with(&[("PATH", &path)], &commit).passes();
    scratch.teambook(&["hook", "install"]).passes().says(&format!("wrote {}", hook.display()));
    scratch.git(&commit).passes();
}

#[test]
fn without_a_repository_it_says_so() {
    let scratch = Scratch::new();
    fs::remove_dir_all(scratch.work.join(".git")).unwrap();
    scratch.teambook(&["hook", "install"]).fails(2, "is in no git repository");
}
