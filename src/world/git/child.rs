//! The `git` program as a child process: it is ended when it takes too long, and runs nothing that the
//! repository's configuration names.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::GitError;
use super::refusal::damaged;

/// How long git may take for one answer: far longer than it does in the largest repositories.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is answered at once, whatever the repository holds.
const PROMPT: [&str; 3] = ["rev-parse", "config", "symbolic-ref"];

/// How much git may print for one answer, in bytes: two million paths are less.
pub(super) const MOST: u64 = 512 << 20;

/// Settings by which a repository can name a program, or a file that is none, and which reading needs no more
/// than this.
const HARMLESS: [&str; 5] = [
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "diff.external=",
    "log.showSignature=false",
];

/// What a finished git process printed.
pub(super) struct GitOutput {
    pub(super) status: ExitStatus,
    pub(super) out: Vec<u8>,
    /// Whether it had more to say.
    pub(super) is_cut: bool,
    /// What it said on standard error.
    pub(super) complaint: String,
}

/// Why git gave no answer.
pub(super) enum NoAnswer {
    Absent(GitError),
    /// It took too long.
    TooSlow(GitError),
}

impl From<NoAnswer> for GitError {
    fn from(silence: NoAnswer) -> Self {
        match silence {
            NoAnswer::Absent(error) | NoAnswer::TooSlow(error) => error,
        }
    }
}

/// `git` with `arguments`, run in `folder`, or in the current one.
pub(super) fn git(folder: Option<&PathBuf>, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    if let Some(folder) = folder {
        command.arg("-C").arg(folder);
    }
    for setting in HARMLESS {
        command.args(["-c", setting]);
    }
    command.args(arguments);
    // Nothing is fetched, by no protocol, nothing is refreshed on the disk, and an object is what its id
    // says.
    let quiet = [
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_ALLOW_PROTOCOL", "none"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("LC_ALL", "C"),
    ];
    command.envs(quiet);
    command
}

/// Runs `command` with `input`, as long as that takes no longer than it ever should, and reads at most `most`
/// bytes of what it prints.
pub(super) fn answer(mut command: Command, input: Vec<u8>, most: u64) -> Result<GitOutput, NoAnswer> {
    let is_prompt = command.get_args().any(|argument| PROMPT.iter().any(|prompt| argument == *prompt));
    let patience = if is_prompt { PATIENCE / 6 } else { PATIENCE };
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let unrunnable = |error| {
        NoAnswer::Absent(GitError::new(format!("`git` can't be run: {error}"), "put `git` on the path"))
    };
    let mut child = command.spawn().map_err(unrunnable)?;
    if let Some(mut stdin) = child.stdin.take() {
        // Where git ends early it says why.
        thread::spawn(move || stdin.write_all(&input));
    }
    let (out, complaint) = (all_of(child.stdout.take(), most), all_of(child.stderr.take(), MOST));
    let read = out.recv_timeout(patience).and_then(|out| Ok((out, complaint.recv_timeout(patience)?)));
    let Ok((out, complaint)) = read else { return Err(ended(&mut child, patience)) };
    let status = child.wait().map_err(unrunnable)?;
    let complaint = String::from_utf8_lossy(&complaint).trim().to_owned();
    Ok(GitOutput { status, is_cut: out.len() as u64 == most, out, complaint })
}

/// What comes out of `pipe`, at most `most` bytes, read on another thread. Then the pipe is closed, and
/// whoever writes to it ends.
fn all_of(pipe: Option<impl Read + Send + 'static>, most: u64) -> mpsc::Receiver<Vec<u8>> {
    let (done, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(most).read_to_end(&mut bytes);
        }
        done.send(bytes)
    });
    receiver
}

fn ended(child: &mut Child, patience: Duration) -> NoAnswer {
    let _ = child.kill();
    let _ = child.wait();
    NoAnswer::TooSlow(damaged(format!("git gave no answer within {} seconds", patience.as_secs())))
}
