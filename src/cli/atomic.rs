//! All that is written to disk. Files that somebody relies on are there whole or not at all, whenever the
//! power goes. A limit on the size of files, beyond which the system would end the program, is an error like
//! any other.

use std::fs;
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

/// Puts a file with `text` at `path`, in place of what stands there. Whoever reads at the same time finds the
/// old file or the new one.
pub(super) fn write(path: &Path, text: &str, is_program: bool) -> io::Result<()> {
    let temporary = temporary(path, "new");
    let written = fill(&temporary, text, is_program, true).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Puts a file with `text` at `path`, where nothing may stand. Whoever is interrupted leaves nothing there.
pub(super) fn create(path: &Path, text: &str) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let temporary = temporary(path, "new");
    let written = fill(&temporary, text, false, false).and_then(|()| match fs::hard_link(&temporary, path) {
        // Some file systems have no links.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::rename(&temporary, path),
        linked => linked,
    });
    let _ = fs::remove_file(&temporary);
    written
}

/// Puts a file with `bytes` at `path`, in place of what stands there. Unlike [`write`] several programs may
/// do so at the same time, and after a power cut the file may be damaged.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    allow(bytes.len() as u64)?;
    let temporary = temporary(path, &std::process::id().to_string());
    let written = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Writes `bytes` to what stands at `path`, which may be a device or a pipe, or to a new file.
pub(super) fn output(path: &Path, bytes: &[u8]) -> io::Result<()> {
    allow(bytes.len() as u64)?;
    fs::write(path, bytes)
}

/// Writes `bytes` at the end of the file at `path`.
pub(super) fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().append(true).create(true).open(path)?;
    allow(file.metadata()?.len() + bytes.len() as u64)?;
    file.write_all(bytes)
}

/// Whether `bytes` more may be written to `out`, if that is a file.
#[cfg(unix)]
pub(super) fn allow_print(out: &io::StdoutLock<'_>, bytes: usize) -> io::Result<()> {
    use std::os::fd::AsFd;
    let Ok(out) = out.as_fd().try_clone_to_owned() else { return Ok(()) };
    let mut file = fs::File::from(out);
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => {
            allow(metadata.len().max(file.stream_position()?) + bytes as u64)
        }
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
pub(super) fn allow_print(_: &io::StdoutLock<'_>, _: usize) -> io::Result<()> {
    Ok(())
}

/// Whether a file may have this number of `bytes`: where it may not, the system ends the program that writes
/// it.
#[cfg(unix)]
pub(super) fn allow(bytes: u64) -> io::Result<()> {
    match rustix::process::getrlimit(rustix::process::Resource::Fsize).current {
        Some(most) if most < bytes => Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it would have {bytes} bytes, and files may have at most {most} here (`ulimit -f`)"),
        )),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
pub(super) fn allow(_: u64) -> io::Result<()> {
    Ok(())
}

/// A name for what isn't finished yet.
fn temporary(path: &Path, ending: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{ending}"));
    path.with_file_name(name)
}

fn fill(path: &Path, text: &str, is_program: bool, is_synced: bool) -> io::Result<()> {
    allow(text.len() as u64)?;
    // What an interrupted run left; or a link that somebody put there so that it be followed.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    if is_program {
        make_executable(&file)?;
    }
    if is_synced { file.sync_all() } else { Ok(()) }
}

#[cfg(unix)]
fn make_executable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = file.metadata()?.permissions();
    // Whoever may read it may run it.
    permissions.set_mode(permissions.mode() | ((permissions.mode() & 0o444) >> 2));
    file.set_permissions(permissions)
}

#[cfg(not(unix))]
fn make_executable(_: &fs::File) -> io::Result<()> {
    Ok(())
}
