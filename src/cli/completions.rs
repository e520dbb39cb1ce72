//! `teambook completions`: completions for a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, Failure, print};

/// Print a shell's completions
///
/// For example: teambook completions bash > ~/.local/share/bash-completion/completions/teambook
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "teambook", &mut script);
        print(&script)?;
        Ok(0)
    }
}
