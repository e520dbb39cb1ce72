//! The terminal, the clock and the environment: read here and nowhere else.

use std::env;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::ValueEnum;
use jiff::civil::Date;

use super::Failure;
use crate::base::dates;
use crate::base::style::Style;

/// When to use something that only some terminals support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Switch {
    /// If the terminal supports it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How to draw on standard output.
pub(super) fn style(color: Switch, links: Switch) -> Style {
    let decide = |when: Switch, auto: bool| match when {
        Switch::Auto => auto,
        Switch::Always => true,
        Switch::Never => false,
    };
    // In CI logs links come out as rubbish, even where colour doesn't.
    let in_ci = is_in_ci();
    let columns = columns();
    Style {
        colour: decide(color, supports_color::on(supports_color::Stream::Stdout).is_some()),
        links: decide(links, !in_ci && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)),
        ascii: env::var("TERM").is_ok_and(|term| term == "dumb"),
        width: columns.unwrap_or(100).clamp(40, 140),
        columns,
    }
}

/// Whether a CI system runs the program.
pub(super) fn is_in_ci() -> bool {
    env::var_os("CI").is_some()
}

/// Today in UTC, so that two machines agree; `SOURCE_DATE_EPOCH` stands in for the clock where it is set.
pub(super) fn today() -> Date {
    let fixed = env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<i64>().ok());
    let seconds = fixed.unwrap_or_else(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
    });
    dates::shift(jiff::civil::date(1970, 1, 1), seconds.div_euclid(86_400))
}

/// The folder that the program was started in.
pub(super) fn current_folder() -> Result<PathBuf, Failure> {
    env::current_dir().map_err(|error| {
        Failure::new(format!("the current folder can't be read: {error}"), "go to another folder")
    })
}

/// The file of this program.
pub(super) fn program_file() -> Result<PathBuf, Failure> {
    env::current_exe().map_err(|error| {
        Failure::new(format!("the program doesn't find itself: {error}"), "start it by its whole path")
    })
}

/// Where this program stands, for whoever is to start it later.
pub(super) fn program() -> Result<String, Failure> {
    let whole = program_file()?;
    in_text(&whole).ok_or_else(|| {
        Failure::new(
            format!("a script can't name this program: {} isn't UTF-8", whole.display()),
            "put it into a folder with another name",
        )
    })
}

/// `path` as other programs and records write it: with `/`, which Windows takes too. None where it is no
/// text.
pub(super) fn in_text(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}

/// Whether git runs the program as a hook, and so has said which repository and which index are meant.
pub(super) fn is_in_hook() -> bool {
    env::var_os("GIT_INDEX_FILE").is_some() || env::var_os("GIT_DIR").is_some()
}

/// The commits that `git merge` is merging, which it names to the hook that it runs: it hasn't written them
/// down yet.
pub(super) fn merged_in() -> Vec<String> {
    let named =
        env::vars_os().filter_map(|(name, _)| Some(name.to_str()?.strip_prefix("GITHEAD_")?.to_owned()));
    let mut named: Vec<String> = named.filter(|id| id.bytes().all(|byte| byte.is_ascii_hexdigit())).collect();
    named.sort_unstable();
    named
}

/// How many characters a line has room for, if that is known: `COLUMNS`, or the terminal's width.
fn columns() -> Option<usize> {
    let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.or_else(|| terminal_size::terminal_size().map(|(width, _)| width.0 as usize))
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn a_path_in_text_is_the_path() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let written = |bytes: &[u8]| super::in_text(OsStr::from_bytes(bytes).as_ref());
        assert_eq!(written(br"/a\b/teambook").as_deref(), Some(r"/a\b/teambook"));
        assert_eq!(written(b"/\xff/teambook"), None);
    }
}
