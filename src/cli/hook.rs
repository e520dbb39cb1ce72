//! `teambook hook`: the hooks by which git asks teambook before each commit.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::check::CheckArgs;
use super::{Failure, GlobalArgs, atomic, moved, output, repository, terminal};
use crate::workspace::files::SETTINGS_FILE;
use crate::world::disk::Disk;
use crate::world::git::{self, Repository, Snapshot};

/// The hooks that run before a commit is made, by hand or by a merge.
const HOOKS: [&str; 2] = ["pre-commit", "pre-merge-commit"];

/// By this line a hook is known to be ours.
const MARK: &str = "# Written by `teambook hook install`; `teambook hook uninstall` takes it away.";

/// Have git check the records before each commit
#[derive(Debug, Args)]
pub(super) struct HookArgs {
    #[command(subcommand)]
    action: HookAction,
}

#[derive(Clone, Debug, Subcommand)]
enum HookAction {
    /// Add the hooks; a hook that is there already is kept and runs first
    Install,
    /// Take the hooks away and put back what was there before
    Uninstall,
    /// Check the commit that is being made: what the hooks run, at the root of the work tree
    Run {
        /// The folder of the workspace that the hook was installed for, from the root of the work tree
        #[arg(value_name = "FOLDER")]
        workspace: String,
    },
}

impl HookArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        match self.action {
            HookAction::Install => install(globals),
            HookAction::Uninstall => uninstall(globals),
            HookAction::Run { workspace } => check(&workspace, globals),
        }
    }
}

fn install(globals: &GlobalArgs) -> Result<u8, Failure> {
    let disk = globals.workspace()?;
    let repository = repository(&disk.root)?;
    let workspace = repository.prefix().to_owned();
    if workspace.contains('\n') {
        return Err(Failure::new(
            "a hook can't name this workspace: its folder's name goes over two lines",
            "rename the folder",
        ));
    }
    let folder = git::hooks(&disk.root)?;
    let (staged, committed) = (repository.settings_staged()?, settings_of_head(&repository)?);
    let is_known = |prefix: &str| {
        let settings = format!("{prefix}{SETTINGS_FILE}");
        let is_committed = committed.as_ref().is_some_and(|committed| committed.get(&settings).is_some());
        prefix == workspace || is_committed || staged.get(&settings).is_some()
    };
    let mut summary = String::new();
    for name in HOOKS {
        HookFile::new(&folder, name).install(&workspace, is_known, &mut summary)?;
    }
    summary.push_str(
        "\nEach commit is now checked as it will be (`teambook check --staged`).\n  \
         git commit --no-verify     commits without asking\n  \
         teambook hook uninstall    takes the hooks away\n",
    );
    output::lines(&summary)?;
    Ok(0)
}

/// The settings of all workspaces in the current commit, if there is one.
fn settings_of_head(repository: &Repository) -> Result<Option<Snapshot>, Failure> {
    Ok(if repository.is_unborn()? { None } else { Some(repository.settings("HEAD")?) })
}

/// The workspace itself may be gone: what its hooks check is written in them.
fn uninstall(globals: &GlobalArgs) -> Result<u8, Failure> {
    let named = terminal::current_folder()?.join(globals.root.as_deref().unwrap_or(Path::new("")));
    let disk = Disk::find(&named);
    let root = disk.as_ref().map_or(&named, |disk| &disk.root);
    let workspace = repository(root)?.prefix().to_owned();
    let is_named = disk.is_some() || globals.root.is_some();
    let folder = git::hooks(git::work_tree(root).as_deref().unwrap_or(root))?;
    let mut summary = String::new();
    for name in HOOKS {
        HookFile::new(&folder, name).uninstall(is_named.then_some(workspace.as_str()), &mut summary)?;
    }
    output::lines(&summary)?;
    Ok(0)
}

/// Checks the commit that is being made, as far as it concerns the workspace at `prefix`.
fn check(prefix: &str, globals: &GlobalArgs) -> Result<u8, Failure> {
    let top = terminal::current_folder()?;
    let prefix = prefix.trim_start_matches("./");
    let root = top.join(prefix);
    let settings = format!("{prefix}{SETTINGS_FILE}");
    let explained = |failure: Failure| {
        let other = format!(
            "The hook was installed for {settings}; where that isn't meant to be checked here: `teambook hook uninstall`"
        );
        Failure { code: 2, ..failure.or_else(other) }
    };
    let repository = repository(&root).map_err(explained)?;
    let staged = repository.index().map_err(|error| explained(error.into()))?;
    if staged.get(SETTINGS_FILE).is_some() {
        return CheckArgs::of_commit().at(&Disk { root }, globals).map_err(explained);
    }
    let before = if repository.is_unborn()? {
        None
    } else {
        repository.revision("HEAD").map_err(|error| explained(error.into()))?.get(SETTINGS_FILE)
    };
    let Some(before) = before else {
        let staged = repository.settings_staged()?;
        let others: Vec<&str> = staged.iter().map(|(path, _)| path).collect();
        let others = match &others[..] {
            [] => String::new(),
            others => format!(
                "; it has {}: run `teambook hook install` in that folder to have it checked",
                others.join(", ")
            ),
        };
        output::notice(&format!(
            "teambook: nothing was checked: this branch has no {settings}, for which the hook was installed{others}"
        ));
        return Ok(0);
    };
    // A workspace whose settings stand elsewhere now has moved.
    let folder = moved::counterpart(before, &repository.settings("HEAD")?, &repository.settings_staged()?);
    let Some(folder) = folder else {
        return Err(Failure::new(
            format!("this commit takes {settings} away, and with it the workspace that the hook checks"),
            "nothing was committed; where it is meant: `teambook hook uninstall` first, and where the workspace \
             stands elsewhere from now on, `teambook hook install` there",
        ));
    };
    let now = top.join(&folder);
    output::notice(&format!(
        "teambook: the workspace moves from {settings} to {folder}{SETTINGS_FILE}; run `teambook hook install` there, \
         so that the next commits are checked, too"
    ));
    CheckArgs::of_commit().at(&Disk { root: now }, globals)
}

/// The file of one hook, and that of the hook which it calls first.
struct HookFile {
    hook: PathBuf,
    before: PathBuf,
}

/// What is at the path of a hook.
enum HookState {
    Nothing,
    /// A hook of ours, and the workspaces that it checks.
    Ours(Vec<String>),
    Another,
}

impl HookFile {
    fn new(folder: &Path, name: &str) -> Self {
        Self { hook: folder.join(name), before: folder.join(format!("{name}.before-teambook")) }
    }

    fn found(&self) -> Result<HookState, Failure> {
        match fs::symlink_metadata(&self.hook) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(HookState::Nothing),
            Err(error) => return Err(failed(&self.hook, &error)),
            Ok(metadata) if !metadata.is_file() => return Ok(HookState::Another),
            Ok(_) => {}
        }
        let bytes = fs::read(&self.hook).map_err(|error| failed(&self.hook, &error))?;
        let text = String::from_utf8_lossy(&bytes);
        if !text.lines().any(|line| line == MARK) {
            return Ok(HookState::Another);
        }
        Ok(HookState::Ours(text.lines().filter_map(|line| unquoted(line.strip_prefix("check ")?)).collect()))
    }

    /// Has the hook check `workspace`, too. Those that aren't known any more have moved or are gone.
    fn install(
        &self,
        workspace: &str,
        is_known: impl Fn(&str) -> bool,
        summary: &mut String,
    ) -> Result<(), Failure> {
        let mut workspaces = match self.found()? {
            HookState::Ours(mut workspaces) => {
                workspaces.retain(|known| is_known(known));
                workspaces
            }
            HookState::Nothing => Vec::new(),
            HookState::Another => {
                self.set_aside(summary)?;
                Vec::new()
            }
        };
        workspaces.push(workspace.to_owned());
        self.write(workspaces, summary)
    }

    /// Renames a hook of somebody else's, which ours then calls.
    fn set_aside(&self, summary: &mut String) -> Result<(), Failure> {
        if fs::symlink_metadata(&self.before).is_ok() {
            return Err(Failure::new(
                format!("both {} and {} hold a hook of yours", self.hook.display(), self.before.display()),
                "join them, or remove one; then run this again",
            ));
        }
        if let Some(folder) = self.hook.parent() {
            fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        }
        fs::rename(&self.hook, &self.before).map_err(|error| failed(&self.hook, &error))?;
        summary
            .push_str(&format!("kept the hook that was there as {}; it runs first\n", self.before.display()));
        Ok(())
    }

    fn write(&self, mut workspaces: Vec<String>, summary: &mut String) -> Result<(), Failure> {
        workspaces.sort_unstable();
        workspaces.dedup();
        let text = script(&self.before, &terminal::program()?, &workspaces);
        if fs::read_to_string(&self.hook).is_ok_and(|there| there == text) {
            summary.push_str(&format!("{} is up to date\n", self.hook.display()));
            return Ok(());
        }
        if let Some(folder) = self.hook.parent() {
            fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        }
        atomic::write(&self.hook, &text, true).map_err(|error| failed(&self.hook, &error))?;
        summary.push_str(&format!("wrote {}\n", self.hook.display()));
        Ok(())
    }

    /// Takes `workspace` out of the hook, or the only one that it has; the hook itself where none is left.
    fn uninstall(&self, workspace: Option<&str>, summary: &mut String) -> Result<(), Failure> {
        let HookState::Ours(mut workspaces) = self.found()? else {
            summary.push_str(&format!("{} is no hook of teambook's: nothing to do\n", self.hook.display()));
            return Ok(());
        };
        match workspace {
            Some(workspace) => workspaces.retain(|other| other != workspace),
            None if workspaces.len() == 1 => workspaces.clear(),
            None => {
                let folders: Vec<String> = workspaces.iter().map(|folder| format!("./{folder}")).collect();
                return Err(Failure::new(
                    format!("the hook checks {} workspaces: {}", folders.len(), folders.join(", ")),
                    "name the one to take out with `--root`, at the root of the work tree",
                ));
            }
        }
        if !workspaces.is_empty() {
            return self.write(workspaces, summary);
        }
        if fs::symlink_metadata(&self.before).is_ok() {
            fs::rename(&self.before, &self.hook).map_err(|error| failed(&self.hook, &error))?;
            summary.push_str(&format!("put back the hook that was at {} before\n", self.hook.display()));
        } else {
            fs::remove_file(&self.hook).map_err(|error| failed(&self.hook, &error))?;
            summary.push_str(&format!("removed {}\n", self.hook.display()));
        }
        Ok(())
    }
}

/// The hook. Git runs it at the root of the work tree, and says by the environment which index it commits.
fn script(before: &Path, program: &str, workspaces: &[String]) -> String {
    let before = before.file_name().unwrap_or_default().to_string_lossy();
    let checks: String =
        workspaces.iter().map(|workspace| format!("check {}\n", quoted(workspace))).collect();
    format!(
        r#"#!/bin/sh
{MARK}
before="$(dirname -- "$0")"/{before}
if [ -x "$before" ]; then
  "$before" "$@" || exit
fi
program={program}
if [ ! -x "$program" ] && ! program=$(command -v teambook); then
  echo 'teambook: the records were not checked, and so nothing was committed: the program is neither at' >&2
  echo {at} >&2
  echo '  help: install it and run `teambook hook install`; `git commit --no-verify` commits unchecked' >&2
  exit 1
fi
check() {{
  "$program" hook run "./$1" || exit
}}
{checks}"#,
        before = quoted(&before),
        program = quoted(program),
        at = quoted(&format!("{program} nor on the path")),
    )
}

/// `text` as a shell reads it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// What [`quoted`] made its text from.
fn unquoted(text: &str) -> Option<String> {
    Some(text.strip_prefix('\'')?.strip_suffix('\'')?.replace(r"'\''", "'"))
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        format!("{} can't be changed: {error}", path.display()),
        "see to the permissions of the hooks' folder; `git rev-parse --git-path hooks` names it",
    )
}
