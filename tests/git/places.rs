//! Wherever git's own files lie, and whatever `.git` is: the workspace is found, and the hook checks it or
//! says why not.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::repository::{EPIC, RIGHT, Scratch, WRONG};

/// Moves git's own files out of the work tree and leaves something in their place.
type Leave = fn(&Scratch);

fn elsewhere(scratch: &Scratch) -> PathBuf {
    scratch.work.with_file_name("elsewhere.git")
}

const PLACES: &[(&str, Leave)] = &[
    ("a file that names them", |scratch| {
        let there = elsewhere(scratch);
        scratch.git(&["init", "-q", "--separate-git-dir", there.to_str().unwrap()]).passes();
        assert!(scratch.work.join(".git").is_file());
    }),
    ("a link", |scratch| {
        fs::rename(scratch.work.join(".git"), elsewhere(scratch)).unwrap();
        symlink(elsewhere(scratch), scratch.work.join(".git")).unwrap();
    }),
    ("a link to a link", |scratch| {
        fs::rename(scratch.work.join(".git"), elsewhere(scratch)).unwrap();
        let between = scratch.work.with_file_name("between");
        symlink(elsewhere(scratch), &between).unwrap();
        symlink(&between, scratch.work.join(".git")).unwrap();
    }),
];

#[test]
fn the_workspace_is_found_whatever_git_is() {
    for inner in [".", "team"] {
        for (place, leave) in PLACES {
            let scratch = Scratch::with(&[], inner);
            leave(&scratch);
            let workspace = scratch.work.join(inner);
            let check =
                |arguments: &[&str]| scratch.teambook_in(&workspace, &[&["check"], arguments].concat());
            for arguments in [&["--staged"][..], &["--rev", "HEAD"], &["--base", "HEAD"]] {
                check(arguments).passes().says("records checked");
            }
            check(&["--base", "HEAD"]).says("0 added");
            scratch
                .teambook_in(&workspace, &["hook", "install"])
                .passes()
                .says("elsewhere.git/hooks/pre-commit");
            scratch.git(&["commit", "-q", "--allow-empty", "-m", "x"]).passes().says("records checked");
            let epic = format!("{inner}/{EPIC}");
            scratch.edit(&epic, RIGHT, WRONG);
            scratch.git(&["commit", "-a", "-m", place]).finds_the_fault();
            scratch.git_in(&workspace, &["commit", "-a", "-m", place]).finds_the_fault();
            // A work tree that is linked with this one.
            scratch.git(&["stash", "-q"]).passes();
            let linked = scratch.work.with_file_name("linked");
            scratch.git(&["worktree", "add", "-q", "-b", "other", linked.to_str().unwrap()]).passes();
            let text = fs::read_to_string(linked.join(&epic)).unwrap();
            fs::write(linked.join(&epic), text.replace(RIGHT, WRONG)).unwrap();
            scratch.git_in(&linked, &["commit", "-a", "-m", place]).finds_the_fault();
        }
    }
}

#[test]
fn a_commit_that_takes_the_workspace_away_is_refused_and_one_beside_it_passes() {
    for inner in [".", "team"] {
        let scratch = Scratch::with(&[], inner);
        let prefix = if inner == "." { String::new() } else { format!("{inner}/") };
        let settings = format!("{prefix}teambook.toml");
        scratch.teambook_in(&scratch.work.join(inner), &["hook", "install"]).passes();
        scratch.git(&["rm", "-q", "--cached", &settings]).passes();
        let refused = scratch.git(&["commit", "-m", "without settings"]);
        refused.fails(1, &format!("this commit takes {settings} away")).says("teambook hook uninstall");
        scratch.git(&["reset", "-q"]).passes();
        // On another branch there was none, and there is none.
        scratch.git(&["switch", "-q", "--orphan", "pages"]).passes();
        scratch.write("index.html", "x");
        scratch.git(&["add", "index.html"]).passes();
        scratch.git(&["commit", "-m", "x"]).passes().says("nothing was checked").says(&settings);
        scratch.git(&["commit", "-q", "--allow-empty", "-m", "y"]).passes().says("nothing was checked");
        // What the message says to do can be done where nothing is left of the workspace.
        scratch.teambook(&["hook", "uninstall"]).passes().says("removed");
        assert!(!scratch.work.join(".git/hooks/pre-commit").exists());
    }
}

#[test]
fn a_workspace_that_moves_is_checked_where_it_goes() {
    let scratch = Scratch::with(&[], "team");
    scratch.write("other/note.txt", "x");
    scratch.commit("something beside it");
    scratch.teambook_in(&scratch.work.join("team"), &["hook", "install"]).passes();
    scratch.git(&["mv", "team", "moved"]).passes();
    scratch.edit(&format!("moved/{EPIC}"), RIGHT, WRONG);
    scratch.git(&["commit", "-a", "-m", "move and break"]).finds_the_fault();
    scratch.edit(&format!("moved/{EPIC}"), WRONG, RIGHT);
    let run = scratch.git(&["commit", "-a", "-m", "move"]);
    run.passes().says("moves from team/teambook.toml to moved/teambook.toml").says("teambook hook install");
    let unchecked = scratch.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
    unchecked.passes().says("nothing was checked").says("it has moved/teambook.toml");
    // Doing what it says leaves one workspace to check, and nothing to say about the other.
    scratch.teambook_in(&scratch.work.join("moved"), &["hook", "install"]).passes();
    let checked = scratch.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
    assert!(!checked.passes().all().contains("nothing was checked"), "{}", checked.all());
    scratch.edit(&format!("moved/{EPIC}"), RIGHT, WRONG);
    scratch.git(&["commit", "-a", "-m", "x"]).finds_the_fault();
}

#[test]
fn a_workspace_that_moves_is_compared_with_what_it_was() {
    for options in [&[][..], &["--object-format=sha256"]] {
        let scratch = Scratch::with(options, ".");
        let decision = "records/decisions/0001-records-in-git.md";
        scratch.teambook(&["hook", "install"]).passes();
        fs::create_dir(scratch.work.join("team")).unwrap();
        scratch.git(&["mv", "teambook.toml", "records", "schemas", "team"]).passes();
        let moved = format!("team/{decision}");
        let text = scratch.read(&moved);
        scratch.write(&moved, text.replace("git", "pages"));
        scratch.git(&["commit", "-a", "-m", "move and edit"]).fails(1, "accepted-decision-edited");
        scratch.commit("move and edit, unchecked");
        let team = scratch.work.join("team");
        for arguments in [&["check", "--base", "HEAD~1"][..], &["check", "--rev", "HEAD", "--base", "HEAD~1"]]
        {
            scratch
                .teambook_in(&team, arguments)
                .fails(1, "accepted-decision-edited")
                .says("where it was ./");
        }
        scratch.write(&moved, text);
        scratch.git(&["add", "-A"]).passes();
        scratch.teambook_in(&team, &["check", "--base", "HEAD~1"]).passes().says("0 added, 0 removed");
    }
}

#[test]
fn a_hook_of_a_workspace_that_is_gone_can_be_taken_out_by_name() {
    let scratch = Scratch::with(&[], "a");
    scratch.teambook(&["init", "b"]).passes();
    scratch.commit("two workspaces");
    for workspace in ["a", "b"] {
        scratch.teambook_in(&scratch.work.join(workspace), &["hook", "install"]).passes();
    }
    fs::remove_dir_all(scratch.work.join("a")).unwrap();
    scratch.teambook(&["hook", "uninstall"]).fails(2, "the hook checks 2 workspaces: ./a/, ./b/");
    scratch.teambook(&["hook", "uninstall", "--root", "./a/"]).passes();
    let hook = scratch.read(".git/hooks/pre-commit");
    assert!(hook.contains("check 'b/'") && !hook.contains("check 'a/'"), "{hook}");
}

#[test]
fn a_work_tree_that_gits_environment_names_is_taken() {
    let scratch = Scratch::new();
    let bare = scratch.work.with_file_name("bare.git");
    scratch.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]).passes();
    fs::remove_dir_all(scratch.work.join(".git")).unwrap();
    let variables = [("GIT_DIR", bare.to_str().unwrap()), ("GIT_WORK_TREE", scratch.work.to_str().unwrap())];
    scratch.git_with(&variables, &["reset", "-q"]).passes();
    for arguments in [&["check", "--staged"][..], &["check", "--rev", "HEAD"], &["hook", "install"]] {
        scratch.teambook_with(&variables, arguments).passes();
    }
    scratch.break_it();
    scratch.git_with(&variables, &["commit", "-a", "-m", "x"]).finds_the_fault();
}

#[test]
fn a_workspace_inside_another_is_never_taken_for_it() {
    let scratch = Scratch::with(&[], ".");
    scratch.teambook(&["init", "inner"]).passes();
    scratch.commit("two workspaces");
    scratch.teambook_in(&scratch.work.join("inner"), &["hook", "install"]).passes();
    scratch.edit(&format!("inner/{EPIC}"), RIGHT, WRONG);
    scratch.git(&["add", "-A"]).passes();
    // In the work tree only the outer one is left.
    fs::remove_dir_all(scratch.work.join("inner")).unwrap();
    scratch.git(&["commit", "-m", "x"]).finds_the_fault();
    scratch.git(&["reset", "-q", "--hard"]).passes();
    scratch.git(&["rm", "-q", "-r", "inner"]).passes();
    scratch.git(&["commit", "-m", "x"]).fails(1, "takes inner/teambook.toml away");
}

#[test]
fn a_repository_that_cannot_be_read_is_refused_with_a_word_on_the_hook() {
    let scratch = Scratch::new();
    scratch.teambook(&["hook", "install"]).passes();
    let index = scratch.work.join(".git/index");
    let mut bytes = fs::read(&index).unwrap();
    bytes[11] += 1;
    // Git itself would refuse; the hook is asked as git would ask it.
    fs::write(&index, bytes).unwrap();
    let run = scratch.teambook_with(&[("GIT_INDEX_FILE", ".git/index")], &["hook", "run", "./"]);
    run.fails(2, "the index is damaged").says("installed for teambook.toml").says("teambook hook uninstall");
}

#[test]
fn folders_with_unusual_names_work_or_are_refused_in_words() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let scratch = Scratch::with(&[], r"team\records");
    let inside = scratch.work.join(r"team\records");
    for arguments in
        [&["check"][..], &["check", "--staged"], &["check", "--rev", "HEAD"], &["hook", "install"]]
    {
        scratch.teambook_in(&inside, arguments).passes();
    }
    scratch.edit(&format!(r"team\records/{EPIC}"), RIGHT, WRONG);
    scratch.git(&["commit", "-a", "-m", "x"]).finds_the_fault();
    let scratch = Scratch::with(&[], "team");
    let odd = scratch.work.join(OsStr::from_bytes(b"te\xffam"));
    fs::rename(scratch.work.join("team"), &odd).unwrap();
    scratch.commit("rename it");
    scratch.teambook_in(&odd, &["check"]).passes();
    for arguments in [&["check", "--staged"][..], &["check", "--rev", "HEAD"], &["hook", "install"]] {
        scratch.teambook_in(&odd, arguments).fails(2, "isn't UTF-8").says("rename the folder");
    }
}
