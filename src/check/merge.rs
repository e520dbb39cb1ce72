//! Two sides of a merge, each sound by itself: what is wrong only once they are together.

use std::collections::BTreeSet;

use super::conclude::{Found, in_order, is_same};
use crate::check::rules::finding::Finding;
use crate::check::rules::{MERGE_BREAKS, UNFINISHED_MERGE};
use crate::check::sources::Sources;

/// What the sides of a merge have by themselves.
#[derive(Debug, Default)]
pub struct Sides {
    /// The rule, the file and what stands at the place.
    known: BTreeSet<(String, String, String)>,
}

impl Sides {
    /// Adds what a check of one side has found.
    pub fn add(&mut self, found: &Found<'_>) {
        let ignored = found.ignored.iter().map(|(finding, _)| finding);
        self.known.extend(found.findings.iter().chain(ignored).map(|finding| key(found.sources, finding)));
    }

    /// What neither side has becomes a finding of `merge-breaks`, as grave as it was. A conflict says as much
    /// by itself.
    pub fn mark(&self, found: &mut Found<'_>) {
        let sources = found.sources;
        for finding in &mut found.findings {
            if finding.rule.name() != UNFINISHED_MERGE.name && !self.known.contains(&key(sources, finding)) {
                mark(finding);
            }
        }
        found.findings.sort_by(|a, b| in_order(sources, a, b));
        found.findings.dedup_by(|a, b| is_same(a, b));
    }
}

fn key(sources: Sources<'_>, finding: &Finding) -> (String, String, String) {
    let record = sources.get(finding.at.file);
    let subject = record.slice(finding.at.span);
    (finding.rule.name().to_owned(), record.source.path.to_string(), subject.to_owned())
}

fn mark(finding: &mut Finding) {
    finding.message = format!("each side is sound by itself, but the merge isn't: {}", finding.message);
    let advice = finding.advice();
    let name = finding.rule.name().to_owned();
    finding.help = Some(format!(
        "before merging, change one side so that it fits what the other relies on; then: {advice} (`teambook explain {name}`)"
    ));
    finding.rule = (&MERGE_BREAKS).into();
}
