//! In CI the base comes from the event that started the job.

use std::fs;

use super::repository::{Run, Scratch};

/// `main` and a branch of two commits that breaks a record; the merge that CI makes of both is checked out.
/// Main has gone on since the two parted.
struct Request {
    scratch: Scratch,
    base: String,
    branch: String,
    merge: String,
}

fn request() -> Request {
    let scratch = Scratch::new();
    scratch.git(&["switch", "-q", "-c", "branch"]).passes();
    scratch.write("records/people/new.toml", "name = \"New\"\n\n[[roles]]\nrole = \"engineer\"\n");
    scratch.commit("a person");
    scratch.break_it();
    scratch.commit("break it");
    let branch = scratch.id("HEAD");
    scratch.git(&["switch", "-q", "main"]).passes();
    scratch.write("records/people/other.toml", "name = \"Other\"\n\n[[roles]]\nrole = \"engineer\"\n");
    scratch.commit("another person");
    let base = scratch.id("HEAD");
    scratch.git(&["checkout", "-q", "--detach"]).passes();
    scratch.git(&["merge", "-q", "--no-edit", "branch"]).passes();
    let merge = scratch.id("HEAD");
    Request { scratch, base, branch, merge }
}

impl Request {
    /// `check` as in a job of GitHub's that `event` started.
    fn github(&self, event: &str, payload: &str, arguments: &[&str]) -> Run {
        let file = self.scratch.work.with_file_name("event.json");
        fs::write(&file, payload).unwrap();
        let file = file.to_str().unwrap();
        let variables = [
            ("CI", "true"),
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_EVENT_NAME", event),
            ("GITHUB_EVENT_PATH", file),
            ("GITHUB_SHA", &self.merge),
        ];
        self.scratch.teambook_with(&variables, &[&["check"], arguments].concat())
    }
}

const ZEROS: &str = "0000000000000000000000000000000000000000";

#[test]
fn a_pull_request_is_compared_with_the_merges_first_parent() {
    let request = request();
    let old = request.scratch.id("main~1");
    // The base in the payload may be older than the merge.
    let payload = format!(r#"{{"pull_request": {{"base": {{"sha": "{old}"}}}}}}"#);
    let run = request.github("pull_request", &payload, &[]);
    run.finds_the_fault()
        .says("compared with HEAD^1")
        .says("1 added, 0 removed")
        .says("::error file=records/epics/");
    // With the branch itself checked out, the first parent is just the commit before.
    request.scratch.git(&["checkout", "-q", &request.branch]).passes();
    let payload = payload.replace(&old, &request.base);
    let run = request.github("pull_request", &payload, &[]);
    run.finds_the_fault().says(&format!("compared with {}", request.base)).says("1 added, 0 removed");
    let run = request.github("pull_request", &payload, &["--base", "none"]);
    assert!(!run.finds_the_fault().all().contains("compared with"));
    request.github("pull_request", &payload, &["--base", "HEAD~1"]).says("0 added, 0 removed");
}

#[test]
fn a_base_that_is_not_in_the_clone_is_no_pass() {
    let request = request();
    let shallow = request.scratch.work.with_file_name("shallow");
    let address = format!("file://{}", request.scratch.work.display());
    request.scratch.git(&["branch", "merged", &request.merge]).passes();
    let clone = |depth: &str| {
        let _ = fs::remove_dir_all(&shallow);
        let there = shallow.to_str().unwrap();
        request.scratch.git(&["clone", "-q", "--depth", depth, "-b", "merged", &address, there]).passes();
    };
    let payload = format!(r#"{{"pull_request": {{"base": {{"sha": "{}"}}}}}}"#, request.base);
    let root = shallow.to_str().unwrap();
    clone("1");
    request.github("pull_request", &payload, &["--root", root]).fails(2, "fetch-depth: 2");
    clone("2");
    let run = request.github("pull_request", &payload, &["--root", root]);
    run.finds_the_fault().says("compared with HEAD^1").says("1 added, 0 removed");
    request.github("pull_request", "{", &[]).fails(2, "--base none");
}

#[test]
fn a_merge_group_and_a_push_name_their_base() {
    let request = request();
    let base = &request.base;
    let payload = format!(r#"{{"merge_group": {{"base_sha": "{base}"}}}}"#);
    request.github("merge_group", &payload, &[]).finds_the_fault().says("1 added, 0 removed");
    let push = |before: &str, forced: bool| {
        request.github("push", &format!(r#"{{"before": "{before}", "forced": {forced}}}"#), &[])
    };
    push(base, false).finds_the_fault().says(&format!("compared with {base}"));
    for run in [push(ZEROS, false), push(base, true), request.github("schedule", "{}", &[])] {
        assert!(!run.finds_the_fault().all().contains("compared with"));
    }
    push("1234567890123456789012345678901234567890", false).fails(2, "git knows no commit");
}

#[test]
fn gitlab_says_it_in_variables() {
    let request = request();
    let parted = request.scratch.id("main~1");
    let check = |variables: &[(&str, &str)]| {
        request.scratch.teambook_with(&[&[("GITLAB_CI", "true")], variables].concat(), &["check"])
    };
    let told = |run: &Run, base: &str| {
        run.finds_the_fault().says(&format!("compared with {base}")).says("1 added, 0 removed");
    };
    // A merged result: what came to the target in the meantime is no change of this request's.
    told(
        &check(&[
            ("CI_MERGE_REQUEST_DIFF_BASE_SHA", &parted),
            ("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", &request.base),
            ("CI_COMMIT_BEFORE_SHA", ZEROS),
        ]),
        &request.base,
    );
    request.scratch.git(&["checkout", "-q", &request.branch]).passes();
    let empty = ("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "");
    told(&check(&[("CI_MERGE_REQUEST_DIFF_BASE_SHA", &parted), empty]), &parted);
    told(&check(&[("CI_COMMIT_BEFORE_SHA", &parted)]), &parted);
    assert!(!check(&[("CI_COMMIT_BEFORE_SHA", ZEROS)]).finds_the_fault().all().contains("compared with"));
}
