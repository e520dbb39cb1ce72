//! What a CI system says of the change at hand.

use std::env;
use std::fs;

use serde_json::Value;

use super::Failure;

/// The commit that the change is to be compared with, from the event that started the job. None outside CI, and
/// where the event has no base: then all records are checked and none compared.
pub(super) fn base() -> Result<Option<String>, Failure> {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(base) = variable("CI_MERGE_REQUEST_DIFF_BASE_SHA") {
        return Ok(Some(base));
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
        // The checkout is the merge of the base (its first parent) and the branch.
        "pull_request" => Some("HEAD^1".to_owned()),
        "pull_request_target" => text_at("/pull_request/base/sha"),
        "merge_group" => text_at("/merge_group/base_sha"),
        // A new branch has zeros here: it is compared with nothing.
        "push" => text_at("/before").filter(|before| !before.bytes().all(|byte| byte == b'0')),
        _ => None,
    };
    Ok(found)
}

/// Whether the program runs in GitHub Actions, and the file of the job's summary.
pub(super) fn github_summary() -> Option<String> {
    if env::var("GITHUB_ACTIONS").as_deref() != Ok("true") {
        return None;
    }
    Some(env::var("GITHUB_STEP_SUMMARY").unwrap_or_default())
}
