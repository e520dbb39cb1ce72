//! A scratch workspace, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder that is removed in the end.
pub struct Scratch {
    folder: tempfile::TempDir,
}

/// What the program did.
pub struct Run {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Scratch {
    /// An empty folder.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A sound workspace of a few records: the one that `teambook init` makes.
    pub fn workspace() -> Self {
        let scratch = Self::empty();
        let run = scratch.run(&["init"]);
        assert_eq!(run.code, 0, "{}", run.err);
        scratch
    }

    /// The same, committed.
    pub fn repository() -> Self {
        let scratch = Self::workspace();
        scratch.commit("Start");
        scratch
    }

    /// The records of an invented team, of every kind.
    pub fn demo() -> Self {
        let scratch = Self::empty();
        assert_eq!(scratch.run(&["init", "--demo"]).code, 0);
        scratch
    }

    /// Runs git with none of the machine's own settings.
    pub fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(self.path());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        for (name, value) in
            [("NAME", "Fatima"), ("EMAIL", "fatima@example.org"), ("DATE", "2026-01-10T23:30:00-0500")]
        {
            command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Commits all that there is.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn join(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.join(path)).unwrap()
    }

    /// Replaces `from`, which must be there, by `to`.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, text.replace(from, to));
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.join(path)).unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_teambook"));
        command.args(arguments).current_dir(self.path());
        for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM", "CI"] {
            command.env_remove(name);
        }
        // A day on which the records that `init` writes have nothing that is due.
        command.env("SOURCE_DATE_EPOCH", "1768435200");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }

    /// `check --format concise`: exit code and lines.
    pub fn check(&self) -> Run {
        self.run(&["check", "--format", "concise"])
    }
}

impl Run {
    pub fn of(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().expect("it ended by itself"),
        }
    }

    /// It printed nothing, said `words` and ended with `code`.
    #[track_caller]
    pub fn fails(&self, code: i32, words: &str) {
        assert_eq!((self.code, &*self.out), (code, ""), "{}", self.err);
        assert!(self.err.contains(words), "{words:?}: {}", self.err);
    }

    /// The findings: one line each.
    pub fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }

    /// The one finding.
    #[track_caller]
    pub fn only(&self) -> &str {
        assert_eq!(self.lines().len(), 1, "{}\n{}", self.out, self.err);
        self.lines()[0]
    }
}
