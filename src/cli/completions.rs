//! `teambook completions`: completions for a shell.

use clap::Args;
use clap_complete::Shell;

use super::{Failure, output};

/// Print a shell's completions
///
/// For example: teambook completions bash > ~/.local/share/bash-completion/completions/teambook
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

impl CompletionsArgs {
    pub(super) fn run(self) -> Result<u8, Failure> {
        output::completions(self.shell)?;
        Ok(0)
    }
}
