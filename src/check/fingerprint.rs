//! What makes a finding the same one tomorrow: its rule, its record and what it is about, but no line number.

use std::collections::BTreeMap;
use std::fmt;

use crate::base::text::{Terminal, Text};
use crate::check::rules::finding::Finding;
use crate::check::sources::Sources;

/// So many characters of what stands at a finding count.
const SUBJECT: usize = 80;

/// A finding's identity in words: `rule record subject`.
pub struct Identity<'r> {
    rule: &'r str,
    /// The record's address.
    pub record: String,
    subject: &'r str,
}

impl<'r> Identity<'r> {
    /// That of `finding`.
    pub fn new(sources: Sources<'r>, finding: &'r Finding) -> Self {
        let subject = sources.get(finding.at.file).slice(finding.at.span);
        let subject = if finding.is_secret { "" } else { subject };
        Self { rule: finding.rule.name(), record: sources.address(finding.at.file), subject }
    }
}

impl fmt::Display for Identity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What a character is shown as depends on the next one, too.
        let end = self.subject.char_indices().nth(SUBJECT + 2).map_or(self.subject.len(), |(end, _)| end);
        let subject = Text::from(&self.subject[..end]).on::<Terminal>().to_string();
        let subject = subject.char_indices().nth(SUBJECT).map_or(&*subject, |(end, _)| &subject[..end]);
        write!(f, "{} {} {subject}", self.rule, self.record)
    }
}

/// A finding's identity in words: `rule record subject`.
pub fn identity(sources: Sources<'_>, finding: &Finding) -> String {
    Identity::new(sources, finding).to_string()
}

/// The fingerprint of each of these identities, in order: 32 hexadecimal digits. Two findings that are alike in all that
/// counts are told apart by their order.
pub fn fingerprints(identities: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    identities
        .map(|identity| {
            let number = seen.entry(identity.clone()).or_default();
            *number += 1;
            let text = format!("{identity} {number}");
            format!("{:016x}{:016x}", fnv(&text, 0xcbf2_9ce4_8422_2325), fnv(&text, 0x6c62_272e_07bb_0142))
        })
        .collect()
}

/// The FNV-1a hash: fast, and the same everywhere for ever.
fn fnv(text: &str, seed: u64) -> u64 {
    text.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
