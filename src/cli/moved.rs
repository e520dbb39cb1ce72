//! Whether a workspace stands elsewhere in another state of the repository.

use crate::workspace::files::SETTINGS_FILE;
use crate::world::git::{Entry, Snapshot};

/// The folder that the workspace whose `settings` these are has in `there`, where that isn't one of those
/// that `here` has, too: the one with the same settings, or else the only one. Both hold the settings of all
/// workspaces.
pub(super) fn counterpart(settings: Entry, here: &Snapshot, there: &Snapshot) -> Option<String> {
    let only_there: Vec<(&str, Entry)> = there.iter().filter(|(path, _)| here.get(path).is_none()).collect();
    let found = match &only_there[..] {
        [only] => Some(only),
        several => several.iter().find(|(_, entry)| *entry == settings),
    };
    found.and_then(|(path, _)| path.strip_suffix(SETTINGS_FILE)).map(str::to_owned)
}
