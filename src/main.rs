//! The program: see the library's `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    teambook::cli::main()
}
