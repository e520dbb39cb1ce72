//! What stands where a record, a schema or a rule should and is none: reported alike, wherever the records
//! come from.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::repository::{Run, Scratch};

const PERSON: &str = "name = \"New\"\n\n[[roles]]\nrole = \"engineer\"\n";

/// Rule, path and message of each finding.
fn findings(run: &Run) -> BTreeSet<(String, String, String)> {
    assert!(run.code < 2, "{}", run.all());
    let told: Value = serde_json::from_str(&run.out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let found = told["findings"].as_array().unwrap().iter();
    found.map(|one| (text(&one["rule"]), text(&one["path"]), text(&one["message"]))).collect()
}

/// A path with a byte that is no text.
fn odd(scratch: &Scratch, before: &str, after: &str) -> PathBuf {
    let name = [before.as_bytes(), b"\xff", after.as_bytes()].concat();
    scratch.work.join(OsStr::from_bytes(&name))
}

fn write(path: &PathBuf, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

type Shape = (&'static str, fn(&Scratch), &'static [(&'static str, &'static str, &'static str)]);

const LINK: &str = "this is a symbolic link";
const MODULE: &str = "this is another git repository";
const NAME: &str = "its name isn't UTF-8";

/// What makes each shape, and the findings that it gives: rule, path and the beginning of the message.
const SHAPES: &[Shape] = &[
    (
        "a record whose name isn't text",
        |scratch| write(&odd(scratch, "records/people/a", ".toml"), PERSON),
        &[("not-a-record", "records/people/a\\xff.toml", NAME)],
    ),
    (
        "two names that differ where they aren't text",
        |scratch| {
            write(&odd(scratch, "records/people/a", ".toml"), PERSON);
            write(&scratch.work.join(OsStr::from_bytes(b"records/people/a\xfe.toml")), PERSON);
        },
        &[
            ("not-a-record", "records/people/a\\xfe.toml", NAME),
            ("not-a-record", "records/people/a\\xff.toml", NAME),
        ],
    ),
    (
        "a folder whose name isn't text",
        |scratch| {
            write(&odd(scratch, "records/people/a", "/new.toml"), PERSON);
            write(&odd(scratch, "records/people/a", "/zoe.toml"), PERSON);
        },
        &[
            ("not-a-record", "records/people/a\\xff/new.toml", NAME),
            ("not-a-record", "records/people/a\\xff/zoe.toml", NAME),
        ],
    ),
    (
        "a schema and a rule whose names aren't text",
        |scratch| {
            write(&odd(scratch, "schemas/a", ".schema.json"), "{}");
            write(&odd(scratch, "rules/a", ".toml"), "summary = \"x\"\n");
        },
        &[
            ("schema-unusable", "schemas/a\\xff.schema.json", NAME),
            ("not-a-record", "rules/a\\xff.toml", NAME),
        ],
    ),
    (
        "a record that is a link",
        |scratch| symlink("ada.toml", scratch.work.join("records/people/new.toml")).unwrap(),
        &[("not-a-record", "records/people/new.toml", LINK)],
    ),
    (
        "a schema and a rule that are links",
        |scratch| {
            scratch.write("vendor.json", r#"{"x-kind":"vendor","x-folder":"vendors"}"#);
            symlink("../vendor.json", scratch.work.join("schemas/vendor.schema.json")).unwrap();
            fs::create_dir_all(scratch.work.join("rules")).unwrap();
            symlink("../vendor.json", scratch.work.join("rules/new.toml")).unwrap();
        },
        &[("schema-unusable", "schemas/vendor.schema.json", LINK), ("not-a-record", "rules/new.toml", LINK)],
    ),
    (
        "schemas and rules that are links to folders",
        |scratch| {
            fs::rename(scratch.work.join("schemas"), scratch.work.join("shapes")).unwrap();
            symlink("shapes", scratch.work.join("schemas")).unwrap();
            symlink("shapes", scratch.work.join("rules")).unwrap();
        },
        &[("schema-unusable", "schemas", LINK), ("not-a-record", "rules", LINK)],
    ),
    (
        "schemas that are a file",
        |scratch| {
            fs::remove_dir_all(scratch.work.join("schemas")).unwrap();
            scratch.write("schemas", "x");
        },
        &[("schema-unusable", "schemas", "this is neither a file nor a folder")],
    ),
    (
        "records that are a link",
        |scratch| {
            fs::rename(scratch.work.join("records"), scratch.work.join("kept")).unwrap();
            symlink("kept", scratch.work.join("records")).unwrap();
        },
        &[("not-a-record", "records", LINK)],
    ),
    (
        "records that are a file",
        |scratch| {
            fs::remove_dir_all(scratch.work.join("records")).unwrap();
            scratch.write("records", "x");
        },
        &[("not-a-record", "records", "this is neither a file nor a folder")],
    ),
    (
        "a repository among the records",
        |scratch| module(scratch, "records/people/inner"),
        &[("not-a-record", "records/people/inner", MODULE)],
    ),
    (
        "a kind's folder that is a repository",
        |scratch| module(scratch, "records/goals"),
        &[("not-a-record", "records/goals", MODULE)],
    ),
    (
        "records that are a repository",
        |scratch| {
            scratch.git(&["rm", "-q", "-r", "records"]).passes();
            module(scratch, "records");
        },
        &[("not-a-record", "records", MODULE)],
    ),
    (
        "a record that is too long",
        |scratch| scratch.write("records/people/new.toml", vec![b'#'; (4 << 20) + 1]),
        &[("not-a-record", "records/people/new.toml", "the file has 4194305 bytes")],
    ),
];

/// Makes `path` the work tree of another repository with a commit.
fn module(scratch: &Scratch, path: &str) {
    scratch.write(&format!("{path}/zoe.toml"), PERSON);
    let there = scratch.work.join(path);
    scratch.git_in(&there, &["init", "-q"]).passes();
    scratch.git_in(&there, &["add", "-A"]).passes();
    scratch.git_in(&there, &["commit", "-q", "-m", "inner"]).passes();
}

#[test]
fn every_odd_shape_is_reported_alike_wherever_the_records_come_from() {
    are_alike(&[]);
}

#[test]
fn every_odd_shape_is_reported_alike_by_the_git_program() {
    are_alike(&["--object-format=sha256"]);
}

fn are_alike(options: &[&str]) {
    for (shape, make, expected) in SHAPES {
        let scratch = Scratch::with(options, ".");
        scratch.git(&["switch", "-q", "-c", "theirs"]).passes();
        scratch.write("note.txt", "x");
        scratch.commit("beside the records");
        scratch.git(&["switch", "-q", "main"]).passes();
        make(&scratch);
        scratch.git(&["-c", "advice.addEmbeddedRepo=false", "add", "-A"]).passes();
        let asked: &[&[&str]] = &[
            &[],
            &["--staged", "--base", "none"],
            &["--staged", "--base", "none", "--no-cache"],
            &["--rev", "HEAD"],
            &["--base", "HEAD"],
            &["--rev", "HEAD", "--base", "HEAD"],
            &["--merge-with", "theirs", "--base", "none"],
        ];
        let check = |arguments: &[&str]| {
            findings(&scratch.teambook(&[&["check", "--format", "json"], arguments].concat()))
        };
        let staged = check(asked[1]);
        scratch.git(&["commit", "-q", "-m", "odd"]).passes();
        for (rule, path, message) in *expected {
            assert!(
                staged
                    .iter()
                    .any(|found| found.0 == *rule && found.1 == *path && found.2.starts_with(message)),
                "{shape}: {rule} {path} {message}: {staged:#?}"
            );
        }
        for arguments in asked {
            assert_eq!(check(arguments), staged, "{shape} {options:?} {arguments:?}");
        }
        // As the other side of a comparison it disturbs nothing.
        let before = ["--rev", "HEAD~1", "--base", "HEAD"];
        scratch.teambook(&[&["check"], &before[..]].concat()).says("records checked");
    }
}

#[test]
fn a_folder_that_cannot_be_opened_is_an_error_and_its_records_are_not_missing() {
    // Deeper than a path may be long: even an administrator can't open it.
    for folder in ["records/people", "rules"] {
        let scratch = Scratch::new();
        let deep = format!("{folder}/{}", vec!["d".repeat(200); 25].join("/"));
        let made = Command::new("mkdir").args(["-p", &deep]).current_dir(&scratch.work).status();
        assert!(made.unwrap().success());
        let commands: &[&[&str]] =
            &[&["check"], &["check", "--base", "HEAD"], &["list", "person"], &["baseline", "write"]];
        for command in commands {
            scratch.teambook(command).fails(2, "can't be opened").says("nothing was checked");
        }
        scratch.teambook(&["check", "--staged"]).passes();
    }
}
