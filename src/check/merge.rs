//! Two sides of a merge, each in order by itself: what is wrong only once they are together.

use std::collections::BTreeSet;

use super::conclude::{Found, in_order, is_same};
use crate::check::rules::finding::Finding;
use crate::check::rules::{MERGE_BREAKS, UNFINISHED_MERGE};
use crate::check::sources::Sources;

/// What the sides of a merge have by themselves.
#[derive(Debug, Default)]
pub struct Sides {
    /// The rule, the file and what stands at the place.
    told: BTreeSet<(String, String, String)>,
}

impl Sides {
    /// Adds what a check of one side has told.
    pub fn add(&mut self, found: &Found<'_>) {
        let ignored = found.ignored.iter().map(|(finding, _)| finding);
        self.told.extend(found.findings.iter().chain(ignored).map(|finding| key(found.sources, finding)));
    }

    /// What neither side has becomes a finding of `merge-breaks`, as grave as it was. A conflict says as much by itself.
    pub fn mark(&self, found: &mut Found<'_>) {
        let sources = found.sources;
        for finding in &mut found.findings {
            if finding.rule.name() != UNFINISHED_MERGE.name && !self.told.contains(&key(sources, finding)) {
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
    finding.message = format!("each side is in order, and together they aren't: {}", finding.message);
    let advice = finding.advice();
    let name = finding.rule.name().to_owned();
    finding.help = Some(format!(
        "settle on one side what the other relies on, before they are merged; then: {advice} (`teambook explain {name}`)"
    ));
    finding.rule = (&MERGE_BREAKS).into();
}
