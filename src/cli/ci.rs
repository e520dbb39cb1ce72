//! What a CI system says of the change at hand.

use std::env;
use std::fs;

use serde_json::Value;

use super::Failure;
use crate::world::git::Repository;

/// What a change is to be compared with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CiBase {
    /// This commit.
    Commit(String),
    /// The first parent of `merge` where that is what is checked out, else `base`.
    OfMerge {
        /// The merge of the branch into its base, made for the check.
        merge: String,
        /// The base when the event happened.
        base: String,
    },
}

impl CiBase {
    /// The revision to compare with. The merge that the event made may be checked out, or the branch itself.
    pub(super) fn revision(self, repository: &Repository) -> Result<String, Failure> {
        Ok(match self {
            Self::OfMerge { merge, .. } if repository.commit("HEAD")? == merge => "HEAD^1".to_owned(),
            Self::Commit(base) | Self::OfMerge { base, .. } => base,
        })
    }
}

/// The commit that the change is to be compared with, from the event that started the job. None outside CI,
/// and where the event has no base: then all records are checked and none compared.
pub(super) fn base() -> Result<Option<CiBase>, Failure> {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let is_commit = |id: &String| !id.bytes().all(|byte| byte == b'0');
    // GitLab: the target as merged for the check, where that is checked out; else where the branch left it;
    // and for a push what the branch was before.
    let of_gitlab =
        ["CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_COMMIT_BEFORE_SHA"];
    if variable("GITLAB_CI").is_some() {
        let found = of_gitlab.iter().filter_map(|name| variable(name)).find(is_commit);
        return Ok(found.map(CiBase::Commit));
    }
    let (Some(event), Some(path)) = (variable("GITHUB_EVENT_NAME"), variable("GITHUB_EVENT_PATH")) else {
        return Ok(None);
    };
    let unreadable = |why: String| {
        Failure::new(
            format!("the event that started this job can't be read: {why}"),
            "name what to compare with: `--base REVISION`, or `--base none`",
        )
    };
    let text = fs::read_to_string(&path).map_err(|error| unreadable(format!("{path}: {error}")))?;
    let event_data: Value = serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    let text_at = |pointer: &str| event_data.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let found = match event.as_str() {
        "pull_request" => match (variable("GITHUB_SHA"), text_at("/pull_request/base/sha")) {
            (Some(merge), Some(base)) => return Ok(Some(CiBase::OfMerge { merge, base })),
            (_, base) => base,
        },
        "pull_request_target" => text_at("/pull_request/base/sha"),
        "merge_group" => text_at("/merge_group/base_sha"),
        // A new branch has zeros here, and what a forced push replaced is gone: it is compared with nothing.
        "push" if event_data.pointer("/forced") == Some(&Value::Bool(true)) => None,
        "push" => text_at("/before").filter(is_commit),
        _ => None,
    };
    Ok(found.map(CiBase::Commit))
}

/// Whether the program runs in GitHub Actions, and the file of the job's summary.
pub(super) fn github_summary() -> Option<String> {
    if env::var("GITHUB_ACTIONS").as_deref() != Ok("true") {
        return None;
    }
    Some(env::var("GITHUB_STEP_SUMMARY").unwrap_or_default())
}
