//! Damaged repositories and things in the place of files: refused in words and in bounded time, never a
//! crash.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::repository::{EPIC, Scratch};

/// The file of a loose object.
fn loose(scratch: &Scratch, id: &str) -> PathBuf {
    scratch.work.join(".git/objects").join(&id[..2]).join(&id[2..])
}

fn writable(path: &PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
}

fn pipe(path: &PathBuf) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

#[test]
fn a_loose_object_that_is_cut_off_is_named() {
    for (what, length) in
        [("HEAD:records/epics/sign-in-form.toml", 20), ("HEAD:records/epics", 20), ("HEAD", 30)]
    {
        for keep in [0, 1, length] {
            let scratch = Scratch::new();
            let id = scratch.id(what);
            let file = loose(&scratch, &id);
            writable(&file);
            let bytes = fs::read(&file).unwrap();
            fs::write(&file, &bytes[..keep]).unwrap();
            let run = scratch.teambook(&["check", "--rev", "HEAD"]);
            run.fails(2, &id).says("damaged").says("git fsck");
        }
    }
}

#[test]
fn an_older_commit_that_is_cut_off_is_left_to_git_which_says_so() {
    let scratch = Scratch::new();
    for number in 0..3 {
        scratch.write("note.txt", number.to_string());
        scratch.commit("more");
    }
    let id = scratch.id("HEAD~2");
    let file = loose(&scratch, &id);
    writable(&file);
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..30]).unwrap();
    scratch.git(&["branch", "side", "HEAD"]).passes();
    scratch.write("note.txt", "side");
    scratch.commit("ours");
    // Whoever asks the library alone never hears again.
    let run = scratch.teambook(&["check", "--rev", "HEAD~3"]);
    assert_eq!(run.code, 2, "{}", run.all());
    run.says(&id[..8]);
}

#[test]
fn every_damage_to_the_index_of_a_pack_is_survived() {
    let scratch = Scratch::new();
    scratch.git(&["gc", "-q"]).passes();
    let pack = scratch.work.join(".git/objects/pack");
    let index = fs::read_dir(&pack)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "idx"))
        .unwrap();
    writable(&index);
    let sound = fs::read(&index).unwrap();
    let count = u32::from_be_bytes(sound[8 + 1020..8 + 1024].try_into().unwrap()) as usize;
    let offsets = 8 + 1024 + 24 * count;
    // Each high bit sends the library somewhere else; a few of all others.
    let high = (0..count).step_by(5).map(|number| (offsets + number * 4, 0x80));
    let others = (0..sound.len()).step_by(97).map(|at| (at, 1 << (at % 8)));
    for (at, bit) in high.chain(others) {
        let mut bytes = sound.clone();
        bytes[at] ^= bit;
        fs::write(&index, bytes).unwrap();
        let run = scratch.teambook(&["check", "--rev", "HEAD"]);
        assert!(matches!(run.code, 0 | 2), "{at} {bit}: {}", run.all());
        assert!(!run.err.contains("panicked"), "{at} {bit}: {}", run.all());
    }
    fs::write(&index, &sound[..sound.len() - 8]).unwrap();
    assert_eq!(scratch.teambook(&["check", "--rev", "HEAD"]).code, 2);
}

#[test]
fn a_staged_content_that_is_missing_is_missed_with_and_without_a_cache() {
    for gone in [EPIC, "records/people/ada.toml", "teambook.toml"] {
        for packed in [false, true] {
            let scratch = Scratch::new();
            if packed {
                scratch.git(&["gc", "-q"]).passes();
            }
            scratch.write(gone, format!("{}\n", scratch.read(gone)));
            scratch.git(&["add", "-A"]).passes();
            scratch.teambook(&["check", "--staged"]).passes();
            let id = scratch.id(&format!(":{gone}"));
            fs::remove_file(loose(&scratch, &id)).unwrap();
            let said = scratch.teambook(&["check", "--staged", "--no-cache"]);
            said.fails(2, &format!("{gone}: its content isn't in the repository")).says(&id);
            let with = scratch.teambook(&["check", "--staged"]);
            assert_eq!((with.code, with.all()), (said.code, said.all()), "{gone}");
        }
    }
    // One that was committed long ago, too.
    let scratch = Scratch::new();
    scratch.teambook(&["check", "--staged"]).passes();
    fs::remove_file(loose(&scratch, &scratch.id(&format!("HEAD:{EPIC}")))).unwrap();
    let said = scratch.teambook(&["check", "--staged", "--no-cache"]);
    said.fails(2, EPIC);
    assert_eq!(scratch.teambook(&["check", "--staged"]).all(), said.all());
}

#[test]
fn a_pipe_or_a_device_in_the_place_of_a_file_keeps_nobody_waiting() {
    let scratch = Scratch::new();
    scratch.teambook(&["check", "--staged"]).passes();
    let kept = scratch.work.join(".git/teambook");
    let file = fs::read_dir(&kept).unwrap().next().unwrap().unwrap().path();
    for zero in [false, true] {
        fs::remove_file(&file).unwrap();
        if zero {
            std::os::unix::fs::symlink("/dev/zero", &file).unwrap();
        } else {
            pipe(&file);
        }
        scratch.teambook(&["check", "--staged"]).passes();
    }
    let baseline = scratch.work.join("teambook-baseline.toml");
    pipe(&baseline);
    scratch.teambook(&["check"]).fails(2, "teambook-baseline.toml: this is neither a file");
    scratch.teambook(&["baseline", "show"]).fails(2, "teambook-baseline.toml: this is neither a file");
    fs::remove_file(&baseline).unwrap();
    let attributes = scratch.work.with_file_name("attributes");
    pipe(&attributes);
    scratch.git(&["switch", "-q", "-c", "theirs"]).passes();
    scratch.write("note.txt", "x");
    scratch.commit("theirs");
    scratch.git(&["switch", "-q", "main"]).passes();
    for named in [attributes.to_str().unwrap(), "/dev/zero"] {
        scratch.git(&["config", "core.attributesFile", named]).passes();
        scratch.teambook(&["check", "--merge-with", "theirs"]).passes();
    }
    scratch.git(&["config", "--unset", "core.attributesFile"]).passes();
    let own = scratch.work.join(".git/info/attributes");
    let _ = fs::remove_file(&own);
    pipe(&own);
    scratch.teambook(&["check", "--merge-with", "theirs"]).passes();
    let merging = scratch.work.join(".git/MERGE_HEAD");
    pipe(&merging);
    scratch.teambook(&["check", "--staged"]).passes();
}

#[test]
fn a_tree_that_holds_itself_over_and_over_is_refused() {
    for options in [&[][..], &["--object-format=sha256"]] {
        let scratch = Scratch::with(options, ".");
        let mut tree = scratch.id("HEAD:records/people");
        for _ in 0..10 {
            let listed: String = (0..10).map(|number| format!("040000 tree {tree}\tt{number}\n")).collect();
            fs::write(scratch.work.join(".git/listed"), listed).unwrap();
            tree = scratch.git_reading("listed", &["mktree"]);
        }
        let root = scratch.git(&["ls-tree", "HEAD"]).passes().out.replace(&scratch.id("HEAD:records"), &tree);
        fs::write(scratch.work.join(".git/listed"), root).unwrap();
        let root = scratch.git_reading("listed", &["mktree"]);
        let commit =
            scratch.git(&["commit-tree", "-m", "x", "-p", "HEAD", &root]).passes().out.trim().to_owned();
        scratch.teambook(&["check", "--rev", &commit]).fails(2, "more than").says("records/t0/t0/");
    }
}

#[test]
fn a_replaced_object_is_read_as_what_it_is() {
    for options in [&[][..], &["--object-format=sha256"]] {
        let scratch = Scratch::with(options, ".");
        let sound = scratch.id(&format!("HEAD:{EPIC}"));
        scratch.break_it();
        scratch.commit("break it");
        let broken = scratch.id(&format!("HEAD:{EPIC}"));
        scratch.git(&["replace", &broken, &sound]).passes();
        for arguments in [&["check", "--rev", "HEAD"][..], &["check", "--staged"]] {
            scratch.teambook(arguments).finds_the_fault();
        }
    }
}

#[test]
fn every_damage_to_an_index_of_several_packs_is_survived() {
    let scratch = Scratch::new();
    scratch.git(&["gc", "-q"]).passes();
    scratch.git(&["multi-pack-index", "write"]).passes();
    let index = scratch.work.join(".git/objects/pack/multi-pack-index");
    writable(&index);
    let sound = fs::read(&index).unwrap();
    for at in (0..sound.len()).rev().step_by(61) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0xff;
        fs::write(&index, bytes).unwrap();
        let run = scratch.teambook(&["check", "--rev", "HEAD"]);
        assert!(matches!(run.code, 0 | 2) && !run.err.contains("panicked"), "{at}: {}", run.all());
    }
    fs::write(&index, sound).unwrap();
    scratch.teambook(&["check", "--rev", "HEAD"]).passes();
    let nowhere = [("PATH", "/nowhere")];
    scratch.teambook_with(&nowhere, &["check", "--rev", "HEAD"]).fails(2, "an index of several packs");
}

#[test]
fn a_pipe_among_gits_own_files_is_named() {
    let files = [
        "config",
        "HEAD",
        "packed-refs",
        "refs/heads/main",
        "refs/heads/other",
        "shallow",
        "info/grafts",
        "objects/info/alternates",
        "objects/info/commit-graph",
    ];
    for file in files {
        let scratch = Scratch::new();
        let path = scratch.work.join(".git").join(file);
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        pipe(&path);
        for arguments in [&["check", "--staged"][..], &["check", "--rev", "HEAD"], &["hook", "run", "./"]] {
            scratch.teambook(arguments).fails(2, file).says("should be a file of git's own");
        }
        scratch.teambook(&["check"]).passes();
    }
}

#[test]
fn merging_within_a_limit_of_the_system_is_refused_in_words() {
    let scratch = Scratch::new();
    let merge = format!("ulimit -f 4; {} check --merge-with HEAD", env!("CARGO_BIN_EXE_teambook"));
    let output = Command::new("bash").args(["-c", &merge]).current_dir(&scratch.work).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("ulimit -f unlimited"), "{output:?}");
}

#[test]
fn what_a_clone_lacks_is_said_of_a_merge_too() {
    let scratch = Scratch::new();
    scratch.git(&["config", "uploadpack.allowFilter", "true"]).passes();
    let clone = scratch.work.with_file_name("clone");
    let address = format!("file://{}", scratch.work.display());
    scratch
        .git(&["clone", "-q", "--filter=blob:none", "--no-checkout", &address, clone.to_str().unwrap()])
        .passes();
    scratch.teambook_in(&clone, &["check", "--rev", "HEAD"]).fails(2, "made with `--filter`");
    scratch.teambook_in(&clone, &["check", "--merge-with", "HEAD"]).fails(2, "made with `--filter`");
}

#[test]
fn settings_that_are_no_text_are_not_taken_for_empty_ones() {
    let scratch = Scratch::new();
    let sound = scratch.read("teambook.toml");
    for settings in [&b""[..], b"\xff\xfe", sound.as_bytes(), b"\xff", b""] {
        scratch.write("teambook.toml", settings);
        scratch.git(&["add", "-A"]).passes();
        let fresh = scratch.teambook(&["check", "--staged", "--no-cache", "--format", "concise"]);
        let cached = scratch.teambook(&["check", "--staged", "--format", "concise"]);
        assert_eq!((cached.code, &cached.out), (fresh.code, &fresh.out));
    }
}

#[test]
fn a_commit_that_is_gone_is_named() {
    let scratch = Scratch::new();
    let id = scratch.id("HEAD");
    fs::remove_file(loose(&scratch, &id)).unwrap();
    for arguments in [&["check", "--rev", "HEAD"][..], &["check", "--staged"]] {
        scratch
            .teambook(arguments)
            .fails(2, &format!("the commit {id}, which `HEAD` names, isn't in the repository"));
    }
}

#[test]
fn names_that_no_folder_can_hold_are_refused() {
    let scratch = Scratch::new();
    let person = scratch.id("HEAD:records/people/ada.toml");
    for name in ["..", "a/../../x.toml"] {
        let mut bytes = format!("100644 {name}\0").into_bytes();
        bytes.extend((0..20).map(|at| u8::from_str_radix(&person[at * 2..at * 2 + 2], 16).unwrap()));
        fs::write(scratch.work.join(".git/tree"), bytes).unwrap();
        let people =
            scratch.git_reading("tree", &["hash-object", "-t", "tree", "--literally", "-w", "--stdin"]);
        let replaced = |tree: &str, old: &str, new: &str| {
            let listed = scratch.git(&["ls-tree", tree]).passes().out.replace(old, new);
            fs::write(scratch.work.join(".git/listed"), listed).unwrap();
            scratch.git_reading("listed", &["mktree", "--missing"])
        };
        let records = replaced("HEAD:records", &scratch.id("HEAD:records/people"), &people);
        let root = replaced("HEAD", &scratch.id("HEAD:records"), &records);
        let commit = scratch.git(&["commit-tree", "-m", "x", &root]).passes().out.trim().to_owned();
        scratch.teambook(&["check", "--rev", &commit]).fails(2, "holds what can't be in one");
    }
}

#[test]
fn a_merge_in_a_clone_whose_history_is_cut_off_is_refused_in_words() {
    let scratch = Scratch::new();
    scratch.git(&["switch", "-q", "-c", "theirs"]).passes();
    scratch.edit(EPIC, "title", "# theirs\ntitle");
    scratch.commit("theirs");
    scratch.git(&["switch", "-q", "main"]).passes();
    scratch.write("note.txt", "x");
    scratch.commit("ours");
    let clone = scratch.work.with_file_name("clone");
    let address = format!("file://{}", scratch.work.display());
    scratch.git(&["clone", "-q", "--depth", "1", &address, clone.to_str().unwrap()]).passes();
    scratch.git_in(&clone, &["fetch", "-q", "--depth", "1", "origin", "theirs:theirs"]).passes();
    let run = scratch.teambook_in(&clone, &["check", "--merge-with", "theirs"]);
    assert!(run.code == 1 || run.code == 2 && run.all().contains("--unshallow"), "{}", run.all());
}
