//! What makes a finding the same one tomorrow: its rule, its record and what it is about, but no line number.

use std::collections::BTreeMap;

use crate::printable::line;
use crate::rules::finding::Finding;
use crate::workspace::View;

/// So many characters of what stands at a finding count.
const SUBJECT: usize = 80;

/// A finding's identity in words: `rule record subject`.
pub fn identity(workspace: &View<'_>, finding: &Finding) -> String {
    let subject = workspace.record(finding.at.record).slice(finding.at.span);
    let subject = if finding.is_secret { "" } else { subject };
    // What a character is shown as depends on the next one, too.
    let end = subject.char_indices().nth(SUBJECT + 2).map_or(subject.len(), |(end, _)| end);
    let subject: String = line(&subject[..end]).chars().take(SUBJECT).collect();
    format!("{} {} {subject}", finding.rule.name(), workspace.address(finding.at.record))
}

/// The fingerprint of each of `findings`, in order: 32 hexadecimal digits. Two findings that are alike in all that counts
/// are told apart by their order.
pub fn fingerprints(workspace: &View<'_>, findings: &[&Finding]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let identities = findings.iter().map(|finding| identity(workspace, finding));
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
