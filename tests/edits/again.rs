//! Checks of a state in memory, one after the other, compared with fresh processes.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use jiff::civil::{Date, date};
use serde_json::Value;
use teambook::check::cache::Cache;
use teambook::check::{Outcome, Request, Verdict, run};
use teambook::workspace::files::{Content, State};

use crate::edits::{Texts, edit, real};
use crate::trials::Random;

const AS_OF: Date = date(2020, 12, 1);

/// Path, line, rule and message of each finding.
type Told = BTreeSet<(String, usize, String, String)>;

fn told(outcome: &Outcome<'_>) -> Told {
    let of = |finding: &teambook::check::rules::finding::Finding| {
        let record = outcome.sources.get(finding.at.file);
        let line = record.source.position(finding.at.span.start).line;
        (record.source.path.to_string(), line, finding.rule.name().to_owned(), finding.message.clone())
    };
    outcome.with(Verdict::New).map(of).collect()
}

/// What a fresh process reports for `texts`.
fn told_afresh(program: &str, texts: &Texts) -> Told {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in texts {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let output = Command::new(program)
        .args(["check", "--format", "json", "--as-of", &AS_OF.to_string()])
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = told["findings"].as_array().unwrap().iter();
    findings
        .map(|one| {
            let line = one["span"]["start"]["line"].as_u64().unwrap() as usize;
            (text(&one["path"]), line, text(&one["rule"]), text(&one["message"]))
        })
        .collect()
}

/// An own rule, worded otherwise each time.
fn own_rule(round: usize) -> String {
    format!(
        "summary = \"an epic of round {round}\"\nwhy = \"w\"\nhelp = \"h\"\nkind = \"epic\"\nwhere = 'team == \"green\"'\nmessage = \"of green, {round}\"\n"
    )
}

/// Edits the real records `rounds` times, checks each state, and compares each hundredth with what a fresh
/// process of `program` tells. `watch` is called then.
pub(crate) fn again(rounds: usize, program: &str, mut watch: impl FnMut(usize)) {
    let original = real();
    let content = |text: &String| Content::Bytes(text.clone().into_bytes());
    let mut state = State::new(original.iter().map(|(path, text)| (path.clone(), content(text))));
    let (mut texts, mut random) = (original.clone(), Random::new(0x5eed_0012));
    let mut cache: Option<Cache> = None;
    for round in 1..=rounds {
        let before = texts.clone();
        edit(&mut texts, &original, &mut random);
        if round % 50 == 0 {
            texts.insert("rules/green-epic.toml".to_owned(), own_rule(round));
        } else if round % 30 == 0 {
            texts = original.clone();
        }
        for path in before.keys().filter(|path| !texts.contains_key(*path)) {
            state.edit(path, None);
        }
        for (path, text) in texts.iter().filter(|(path, text)| before.get(*path) != Some(text)) {
            state.edit(path, Some(content(text)));
        }
        let files = state.files();
        let request = Request { cache: Some(("", cache.as_ref())), ..Request::new(&files, AS_OF) };
        let mut outcome = run(request);
        if round % 100 == 0 {
            assert_eq!(told(&outcome), told_afresh(program, &texts), "round {round}");
            assert!(!outcome.judged.is_empty(), "the own rule finds something");
            watch(round);
        }
        let learnt = outcome.cache.take();
        drop(outcome);
        cache = learnt.or(cache);
    }
}
