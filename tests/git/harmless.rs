//! Whatever reads runs no program that the repository names, and leaves git's folder as it was.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::repository::Scratch;

/// Commands that read, with what they need to get far.
const READING: &[&[&str]] = &[
    &["check"],
    &["check", "--staged"],
    &["check", "--rev", "HEAD"],
    &["check", "--base", "HEAD~1"],
    &["check", "--merge-with", "theirs"],
    &["check", "--new-since", "HEAD~1"],
    &["baseline", "show"],
    &["diff", "HEAD~1"],
    &["log", "person:ada"],
    &["show", "person:ada"],
    &["show", "person:ada", "--rev", "HEAD~1"],
    &["list", "person"],
    &["query", "true"],
    &["refs", "person:ada"],
    &["board"],
    &["tree"],
    &["stats"],
    &["explain", "unknown-reference"],
    &["schema", "person"],
];

/// All files below `folder`, by path, with what they hold; but for the cache.
fn held(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(&inner).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                open.push(path.clone());
            }
            let content = if path.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            found.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), content);
        }
    }
    found
}

fn without_cache(mut held: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    held.retain(|path, _| !path.starts_with("teambook"));
    held
}

/// A repository with a second branch: a file is merged by what both have of it, and the other side's decision
/// and tasks.
fn parted(options: &[&str]) -> Scratch {
    let scratch = Scratch::with(options, ".");
    scratch.write("records/people/README.md", "one\n\n\n\ntwo\n");
    scratch.commit("two paragraphs");
    scratch.git(&["switch", "-q", "-c", "theirs"]).passes();
    scratch.edit("records/people/README.md", "two", "zwei");
    scratch.edit("records/people/ada.toml", "name", "# theirs\n\n\n\n\nname");
    scratch.commit("theirs");
    scratch.git(&["switch", "-q", "main"]).passes();
    scratch.edit("records/people/README.md", "one", "eins");
    scratch.write(
        "records/people/ada.toml",
        format!("{}\n\n\n\n\n# ours\n", scratch.read("records/people/ada.toml")),
    );
    scratch.commit("ours");
    scratch
}

/// How a repository is kept, and how it is made so: the library reads the first, and the program the others.
const KEPT: &[(&[&str], &[&str])] = &[
    (&[], &[]),
    (&[], &["update-index", "--split-index"]),
    (&["--object-format=sha256"], &[]),
    (&[], &["sparse-checkout", "set", "--cone", "--sparse-index", "records", "schemas"]),
];

/// A parted repository of each sort.
fn each_kept() -> impl Iterator<Item = (&'static [&'static str], Scratch)> {
    KEPT.iter().map(|(options, prepare)| {
        let scratch = parted(options);
        if !prepare.is_empty() {
            scratch.git(prepare).passes();
        }
        (*prepare, scratch)
    })
}

#[test]
fn no_program_of_the_configuration_is_run() {
    for (prepare, scratch) in each_kept() {
        let trace = scratch.work.with_file_name("trace");
        let program = scratch.work.with_file_name("program");
        fs::write(&program, format!("#!/bin/sh\necho \"$0 $@\" >> {}\ncat\n", trace.display())).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let program = program.to_str().unwrap();
        for name in [
            "core.fsmonitor",
            "core.pager",
            "core.editor",
            "core.sshCommand",
            "core.askPass",
            "core.alternateRefsCommand",
            "diff.external",
            "diff.own.textconv",
            "diff.own.command",
            "merge.own.driver",
            "filter.own.clean",
            "filter.own.smudge",
            "filter.own.process",
            "gpg.program",
            "credential.helper",
            "alias.log",
        ] {
            scratch.git(&["config", name, program]).passes();
        }
        scratch.git(&["config", "log.showSignature", "true"]).passes();
        fs::create_dir_all(scratch.work.join(".git/info")).unwrap();
        fs::write(scratch.work.join(".git/info/attributes"), "* merge=own diff=own filter=own\n").unwrap();
        let hooks = scratch.work.join(".git/hooks");
        fs::create_dir_all(&hooks).unwrap();
        for hook in ["post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"] {
            fs::copy(program, hooks.join(hook)).unwrap();
        }
        let _ = fs::remove_file(&trace);
        for command in READING {
            scratch.teambook(command).passes();
            assert!(!trace.exists(), "{prepare:?} {command:?} ran {}", fs::read_to_string(&trace).unwrap());
        }
    }
}

#[test]
fn gits_folder_is_the_same_to_the_byte_after_every_command_that_reads() {
    for (prepare, scratch) in each_kept() {
        // A file that git would look at again, and note that it did.
        scratch.write("teambook.toml", scratch.read("teambook.toml"));
        let git = scratch.work.join(".git");
        let before = held(&git);
        for command in READING {
            let is_check = command[0] == "check";
            let command = if is_check { [command, &["--no-cache"][..]].concat() } else { command.to_vec() };
            scratch.teambook(&command).passes();
            assert!(held(&git) == before, "{prepare:?} {command:?}");
        }
        // In CI nobody keeps anything, unless that is asked for.
        scratch.teambook_with(&[("CI", "true")], &["check", "--staged"]).passes();
        assert!(held(&git) == before, "{prepare:?} in CI");
        scratch.teambook(&["check", "--staged"]).passes();
        assert!(without_cache(held(&git)) == before, "{prepare:?} with a cache");
    }
}

#[test]
fn in_ci_a_cache_counts_only_where_it_is_asked_for() {
    let scratch = parted(&[]);
    let folder = scratch.work.join(".git/teambook");
    scratch.teambook_with(&[("CI", "1")], &["check", "--staged", "--cache"]).passes();
    let kept = held(&folder);
    assert_eq!(kept.len(), 1);
    scratch.break_it();
    scratch.git(&["add", "-A"]).passes();
    scratch.teambook_with(&[("CI", "1")], &["check", "--staged"]).finds_the_fault();
    scratch.teambook(&["check", "--staged", "--no-cache"]).finds_the_fault();
    assert_eq!(held(&folder), kept);
    scratch.teambook(&["check", "--staged", "--cache", "--no-cache"]).fails(2, "cannot be used with");
}

#[test]
fn merging_leaves_no_folder_behind() {
    for (_, scratch) in each_kept() {
        let place = scratch.work.with_file_name("place");
        fs::create_dir(&place).unwrap();
        let place = place.to_str().unwrap();
        scratch.teambook_with(&[("TMPDIR", place)], &["check", "--merge-with", "theirs"]).passes();
        assert_eq!(fs::read_dir(place).unwrap().count(), 0);
    }
}

#[test]
fn a_promised_file_that_is_gone_is_no_empty_file() {
    for (_, scratch) in each_kept() {
        scratch.write("records/people/new.toml", "name = \"New\"\n");
        scratch.git(&["add", "--intent-to-add", "records/people/new.toml"]).passes();
        fs::remove_file(scratch.work.join("records/people/new.toml")).unwrap();
        scratch.teambook(&["check", "--staged"]).passes();
    }
}
