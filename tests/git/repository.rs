//! A scratch repository with a workspace in it, `git` and the program run there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A record of the workspace that `init` makes, what it names, and what isn't there.
pub(crate) const EPIC: &str = "records/epics/sign-in-form.toml";
pub(crate) const RIGHT: &str = "initiative = \"sign-in\"";
pub(crate) const WRONG: &str = "initiative = \"sing-in\"";

/// A folder with a repository in `work`, and the home of a user who has settled nothing.
pub(crate) struct Scratch {
    folder: tempfile::TempDir,
    /// The repository's folder.
    pub(crate) work: PathBuf,
}

/// What a program did.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().expect("it ended by itself"),
        }
    }

    /// All that it printed.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    #[track_caller]
    pub(crate) fn passes(&self) -> &Self {
        assert_eq!(self.code, 0, "{}", self.all());
        self
    }

    /// It ended with `code` and said `words`.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, words: &str) -> &Self {
        assert!(
            self.code == code && self.all().contains(words),
            "{code} {words:?}: {} {}",
            self.code,
            self.all()
        );
        self
    }

    /// It was refused because of the reference that leads nowhere.
    #[track_caller]
    pub(crate) fn finds_the_fault(&self) -> &Self {
        self.fails(1, "there is no initiative `sing-in`")
    }

    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Self {
        assert!(self.all().contains(words), "{words:?}: {}", self.all());
        self
    }
}

/// Runs `program` in `folder`, away from the settings of whoever runs the tests and from their CI system.
fn command(program: &str, folder: &Path, home: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    command.env("HOME", home).env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Ada").env(format!("GIT_{role}_EMAIL"), "ada@example.org");
    }
    // A day on which the records that `init` writes have nothing that is due.
    command.env("SOURCE_DATE_EPOCH", "1768435200");
    command
}

impl Scratch {
    /// A repository made with `git init` and these options, with nothing in it.
    pub(crate) fn empty(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // On some systems the folder for scratch files is a link.
        let work = folder.path().canonicalize().unwrap().join("work");
        fs::create_dir_all(&work).unwrap();
        let scratch = Self { folder, work };
        scratch.git(&[&["init", "-q", "-b", "main"], options].concat()).passes();
        scratch
    }

    /// The same, still without a commit; the workspace lies in its folder `inner`.
    pub(crate) fn unborn(options: &[&str], inner: &str) -> Self {
        let scratch = Self::empty(options);
        let inside: PathBuf = scratch.work.join(inner).components().collect();
        fs::create_dir_all(inside).unwrap();
        scratch.teambook(&["init", inner]).passes();
        scratch
    }

    /// A repository with one commit.
    pub(crate) fn new() -> Self {
        Self::with(&[], ".")
    }

    /// A repository with one commit, made with these options of `git init`; the workspace lies in `inner`.
    pub(crate) fn with(options: &[&str], inner: &str) -> Self {
        let scratch = Self::unborn(options, inner);
        scratch.commit("begin");
        scratch
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> Run {
        self.git_in(&self.work, arguments)
    }

    pub(crate) fn git_in(&self, folder: &Path, arguments: &[&str]) -> Run {
        let mut command = command("git", folder, &self.home());
        Run::of(command.args(["-c", "protocol.file.allow=always"]).args(arguments).output().unwrap())
    }

    /// With these variables of the environment.
    pub(crate) fn git_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
        let mut command = command("git", &self.work, &self.home());
        Run::of(command.envs(variables.iter().copied()).args(arguments).output().unwrap())
    }

    /// What git prints when it reads a file of its own folder.
    pub(crate) fn git_reading(&self, file: &str, arguments: &[&str]) -> String {
        let mut command = command("git", &self.work, &self.home());
        command.stdin(fs::File::open(self.work.join(".git").join(file)).unwrap());
        let run = Run::of(command.args(arguments).output().unwrap());
        run.passes().out.trim().to_owned()
    }

    /// `git rev-parse`.
    pub(crate) fn id(&self, revision: &str) -> String {
        self.git(&["rev-parse", revision]).passes().out.trim().to_owned()
    }

    /// Adds everything and commits it, unchecked.
    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "-A"]).passes();
        self.git(&["commit", "-q", "--no-verify", "-m", message]).passes();
    }

    pub(crate) fn teambook(&self, arguments: &[&str]) -> Run {
        self.teambook_in(&self.work, arguments)
    }

    pub(crate) fn teambook_in(&self, folder: &Path, arguments: &[&str]) -> Run {
        Run::of(self.command(folder, arguments).output().unwrap())
    }

    /// With these variables of the environment.
    pub(crate) fn teambook_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
        let mut command = self.command(&self.work, arguments);
        Run::of(command.envs(variables.iter().copied()).output().unwrap())
    }

    fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = command(env!("CARGO_BIN_EXE_teambook"), folder, &self.home());
        command.args(arguments);
        command
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.work.join(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.work.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces `from`, which must be there, by `to`.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, text.replace(from, to));
    }

    /// Has the epic name an initiative that isn't there.
    pub(crate) fn break_it(&self) {
        self.edit(EPIC, RIGHT, WRONG);
    }

    /// Undoes [`Self::break_it`].
    pub(crate) fn mend_it(&self) {
        self.edit(EPIC, WRONG, RIGHT);
    }
}
