//! `teambook init`: a new workspace.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::{Failure, GlobalArgs, atomic, output, terminal};
use crate::base::dates;
use crate::check::rules::example;
use crate::workspace::files::SETTINGS_FILE;
use crate::workspace::kind::BUILT_IN;
use crate::workspace::schema::{OWN_RULE, SETTINGS, Schemas};
use crate::world::git;

/// One record of each main kind, and settings that fit them.
const STARTER: &str = include_str!("init/starter.txt");

/// A small invented team with half a year of records.
const DEMO: &str = include_str!("init/demo.txt");

/// Create a workspace here: settings, schemas, first records
///
/// Nothing is ever overwritten. In a folder that is in no git repository, one is made.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder; it is made if it isn't there
    folder: Option<PathBuf>,
    /// Begin with a small invented team instead of one record of each kind
    #[arg(long)]
    demo: bool,
}

impl InitArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let folder = match self.folder.clone().or_else(|| globals.root.clone()) {
            Some(folder) => folder,
            None => terminal::current_folder()?,
        };
        let files = self.files(terminal::today());
        refuse_workspace(&folder, &files)?;
        // Git's own files are smaller than the longest of these.
        let longest = files.iter().map(|(_, text)| text.len()).max().unwrap_or_default();
        atomic::allow(longest as u64).map_err(|error| cannot_write(&folder, &error))?;
        fs::create_dir_all(&folder).map_err(|error| cannot_write(&folder, &error))?;
        let mut summary = String::new();
        if git::work_tree(&folder).is_none() {
            git::init(&folder).map_err(|error| {
                Failure::new(
                    format!("no repository could be made in {}: {error}", folder.display()),
                    "run `git init` there, then this again",
                )
            })?;
            summary.push_str("made a git repository\n");
        }
        let written = write_missing(&folder, &files, &mut summary)?;
        summary.push_str(&format!(
            "wrote {written} files: settings in teambook.toml, schemas in schemas/, records in records/\n\n\
             next:\n  teambook check            check the records\n  teambook schema person    what a person's record holds\n  \
             teambook explain          what is checked; a rule of your own is a file in rules/\n"
        ));
        output::lines(&summary)?;
        Ok(0)
    }

    /// The files of the new workspace by path, in the order in which they are written.
    fn files(&self, today: Date) -> Vec<(String, String)> {
        let records = if self.demo { DEMO.to_owned() } else { starter(today) };
        let mut files = example::files(&records);
        for (kind, schema) in BUILT_IN.iter().chain([&("teambook", SETTINGS), &("rule", OWN_RULE)]) {
            files.push((format!("schemas/{kind}.schema.json"), (*schema).to_owned()));
        }
        files.push((".taplo.toml".to_owned(), taplo()));
        files.push(("tombi.toml".to_owned(), tombi()));
        files.push((".gitattributes".to_owned(), ATTRIBUTES.to_owned()));
        // By the settings a folder is known as a workspace: once they are there, all of it is.
        files.sort_by_key(|(path, _)| path == SETTINGS_FILE);
        files
    }
}

/// The first records, with the two weeks around `today` for their sprint.
fn starter(today: Date) -> String {
    let first = dates::shift(today, -dates::days_between(STARTER_SPRINT, today).rem_euclid(14));
    STARTER
        .replace("2026-01-05", &first.to_string())
        .replace("2026-01-18", &dates::shift(first, 13).to_string())
}

/// The first day of the starter's sprint as it is written, a Monday.
const STARTER_SPRINT: Date = jiff::civil::date(2026, 1, 5);

/// The same bytes on every machine, so that places and hashes agree.
const ATTRIBUTES: &str = "*.toml text eol=lf\n*.md text eol=lf\n*.schema.json text eol=lf\n";

/// For Even Better TOML and taplo: which schema each record has.
fn taplo() -> String {
    let mut text = String::from("# Which schema each record has, for Even Better TOML and taplo.\n");
    for (folder, kind) in associations() {
        text.push_str(&format!(
            "\n[[rule]]\ninclude = [\"{folder}\"]\n[rule.schema]\npath = \"schemas/{kind}.schema.json\"\n"
        ));
    }
    text
}

/// The same for tombi.
fn tombi() -> String {
    let mut text = String::from("# Which schema each record has, for Tombi.\ntoml-version = \"v1.0.0\"\n");
    for (folder, kind) in associations() {
        text.push_str(&format!(
            "\n[[schemas]]\npath = \"schemas/{kind}.schema.json\"\ninclude = [\"{folder}\"]\n"
        ));
    }
    text
}

/// A pattern of paths and the schema that they have.
fn associations() -> Vec<(String, String)> {
    let adjacent = [(SETTINGS_FILE, "teambook"), ("rules/*.toml", "rule")];
    let mut pairs = adjacent.map(|(pattern, schema)| (pattern.to_owned(), schema.to_owned())).to_vec();
    for kind in Schemas::built_in().kinds() {
        pairs.push((format!("records/{}/**/*.toml", kind.folder), kind.name.clone()));
    }
    pairs
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// What is at the path of a file that is to be written.
#[derive(PartialEq, Eq)]
enum Existing {
    Nothing,
    Same,
    Another,
}

fn found(path: &Path, text: &str) -> Existing {
    match fs::symlink_metadata(path) {
        Err(_) => Existing::Nothing,
        Ok(there) if there.is_file() && there.len() == text.len() as u64 => match fs::read(path) {
            Ok(bytes) if bytes == text.as_bytes() => Existing::Same,
            _ => Existing::Another,
        },
        Ok(_) => Existing::Another,
    }
}

/// Refuses a folder that holds a workspace, unless it is the beginning of just this one.
fn refuse_workspace(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let is = |path: &str, text: &str, wanted: Existing| found(&folder.join(path), text) == wanted;
    if fs::symlink_metadata(folder.join(SETTINGS_FILE)).is_err() {
        return Ok(());
    }
    let differs = files.iter().any(|(path, text)| is(path, text, Existing::Another));
    if !differs && files.iter().any(|(path, text)| is(path, text, Existing::Nothing)) {
        return Ok(());
    }
    Err(Failure::new(
        format!("{} is a workspace already: it holds teambook.toml", folder.display()),
        "check it with `teambook check`; a fresh copy of a schema comes from `teambook schema KIND`",
    ))
}

/// Writes those of `files` that don't exist, and mentions others that exist with another text. Returns how
/// many it wrote.
fn write_missing(folder: &Path, files: &[(String, String)], summary: &mut String) -> Result<usize, Failure> {
    let mut written = 0;
    for (path, text) in files {
        let whole = folder.join(path);
        match found(&whole, text) {
            Existing::Nothing => {
                if let Some(folder) = whole.parent() {
                    fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
                }
                atomic::create(&whole, text).map_err(|error| cannot_write(&whole, &error))?;
                written += 1;
            }
            Existing::Same => {}
            Existing::Another => {
                summary
                    .push_str(&format!("left {path} as it was; it would have held:\n\n{}\n", indented(text)));
            }
        }
    }
    Ok(written)
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        format!("{} can't be written: {error}", path.display()),
        "see to the folder's permissions and the room on the disk, then run this again: it goes on where it stopped",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::workspace::Workspace;
    use crate::workspace::files::Files;
    use jiff::civil::date;

    #[test]
    fn a_new_workspace_is_sound() {
        let (last_of_demo, later) = (date(2025, 12, 28), date(2031, 12, 31));
        for (demo, today) in [(false, date(2026, 2, 1)), (false, later), (true, last_of_demo), (true, later)]
        {
            let files = Files::from_texts(&InitArgs { folder: None, demo }.files(today));
            let workspace = Workspace::new(&files, today);
            let outcome = check::check(&workspace);
            let found: Vec<_> = outcome
                .findings
                .iter()
                .map(|finding| (outcome.sources.path(finding.at.file), finding.rule.name(), &finding.message))
                .collect();
            assert!(found.is_empty(), "demo {demo} on {today}: {found:#?}");
        }
    }

    #[test]
    fn the_demo_shows_every_kind_and_stays_small() {
        let files = example::files(DEMO);
        for kind in Schemas::built_in().kinds() {
            let folder = format!("records/{}/", kind.folder);
            assert!(files.iter().any(|(path, _)| path.starts_with(&folder)), "no {} in the demo", kind.name);
        }
        assert!(files.len() <= 95, "{} files", files.len());
    }

    #[test]
    fn whoever_is_interrupted_can_run_it_again() {
        let files = InitArgs { folder: None, demo: true }.files(date(2026, 2, 1));
        assert_eq!(files.last().unwrap().0, SETTINGS_FILE);
        let write = |folder: &Path, (path, text): &(String, String)| {
            fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
            fs::write(folder.join(path), text).unwrap();
        };
        for written in 0..files.len() {
            let folder = tempfile::tempdir().unwrap();
            let folder = folder.path();
            files[..written].iter().for_each(|file| write(folder, file));
            // Killed in the middle of the next one.
            let (path, text) = &files[written];
            let half = text.chars().take(text.len() / 2).collect();
            write(folder, &(temporary(path), half));
            let mut summary = String::new();
            refuse_workspace(folder, &files).unwrap();
            assert_eq!(write_missing(folder, &files, &mut summary).unwrap(), files.len() - written);
            assert_eq!(summary, "", "after {written} files");
            assert!(files.iter().all(|(path, text)| found(&folder.join(path), text) == Existing::Same));
            assert!(!folder.join(temporary(path)).exists());
            assert!(refuse_workspace(folder, &files).is_err(), "it is finished");
        }
    }

    /// Where a file stands until it is whole.
    fn temporary(path: &str) -> String {
        let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
        format!("{folder}{}.{name}.new", if folder.is_empty() { "" } else { "/" })
    }

    #[test]
    fn settings_are_completed_only_among_files_of_the_same_workspace() {
        let files = InitArgs { folder: None, demo: false }.files(date(2026, 2, 1));
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let (path, text) = files.last().unwrap();
        fs::write(folder.join(path), text).unwrap();
        assert!(refuse_workspace(folder, &files).is_ok());
        fs::write(folder.join("tombi.toml"), "mine = true\n").unwrap();
        assert!(refuse_workspace(folder, &files).is_err());
        fs::remove_file(folder.join("tombi.toml")).unwrap();
        fs::write(folder.join(path), "name = \"Another\"\n").unwrap();
        assert!(refuse_workspace(folder, &files).is_err());
    }
}
