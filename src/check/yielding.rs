//! Leaves out what rules have found that yield where another one has found something.

use std::collections::{BTreeMap, BTreeSet};

use super::units::Rules;
use crate::base::source::Span;
use crate::check::rules::finding::{Finding, Place};
use crate::check::rules::yields::Scope;
use crate::record::{FileId, RecordId};
use crate::workspace::View;
use crate::workspace::links::Resolution;

/// Leaves out of all that the rules have `found` what yields, then what was found only by rules that are off.
pub(super) fn leave_out(workspace: &View<'_>, rules: &Rules, found: &mut Vec<Finding>) {
    let mut yields = yields(workspace, rules, found).into_iter();
    found.retain(|_| yields.next().flatten().is_none());
    if rules.asked().iter().any(|asked| !asked.is_shown) {
        found.retain(|finding| rules.named(finding.rule.name()).is_none_or(|asked| asked.is_shown));
    }
}

/// The name of the rule to which each of the findings yields, if it does.
pub(super) fn yields<'t>(workspace: &View<'_>, rules: &'t Rules, found: &[Finding]) -> Vec<Option<&'t str>> {
    let mut others = Others::new(workspace, rules, found);
    let first = |finding: &Finding| {
        let asked = rules.named(finding.rule.name()).filter(|_| !others.places.is_empty())?;
        let mut yields_to = asked.rule.get().yields_to();
        yields_to.find(|(scope, rule)| others.are_met(*scope, rule, finding)).map(|(_, rule)| rule)
    };
    found.iter().map(first).collect()
}

/// The findings to which others may yield.
struct Others<'v, 'a, 't> {
    workspace: &'v View<'a>,
    /// The files in which findings of each rule stand.
    standing: BTreeSet<(&'t str, FileId)>,
    /// All at which they point, by file.
    places: BTreeMap<(&'t str, FileId), BTreeSet<Span>>,
    /// Of the records that were asked for, what their values name.
    subjects: BTreeMap<RecordId, BTreeMap<Span, RecordId>>,
    /// What is named where a rule has found something in a record, as far as that was asked for.
    named: BTreeMap<(&'t str, RecordId), BTreeSet<RecordId>>,
}

impl<'v, 'a, 't> Others<'v, 'a, 't> {
    fn new(workspace: &'v View<'a>, rules: &'t Rules, found: &[Finding]) -> Self {
        let yields_to = rules.asked().iter().flat_map(|asked| asked.rule.get().yields_to());
        let names: BTreeSet<&str> = yields_to.map(|(_, name)| name).collect();
        let (mut standing, mut places) = (BTreeSet::new(), BTreeMap::<_, BTreeSet<Span>>::new());
        for finding in found {
            let Some(name) = names.get(finding.rule.name()) else { continue };
            standing.insert((*name, finding.at.file));
            for place in all_places(finding) {
                places.entry((*name, place.file)).or_default().insert(place.span);
            }
        }
        Self { workspace, standing, places, subjects: BTreeMap::new(), named: BTreeMap::new() }
    }

    /// Whether `rule` has found something where `finding` stands, as far as `scope` reaches.
    fn are_met(&mut self, scope: Scope, rule: &'t str, finding: &Finding) -> bool {
        let at = finding.at;
        match scope {
            Scope::Value => self.places.get(&(rule, at.file)).is_some_and(|spans| spans.contains(&at.span)),
            Scope::Record => self.standing.contains(&(rule, at.file)),
            Scope::Records => all_places(finding).all(|place| self.places.contains_key(&(rule, place.file))),
            Scope::Subject => {
                let FileId::Record(record) = at.file else { return false };
                let Some(subject) = self.subjects_in(record).get(&at.span).copied() else { return false };
                self.places.contains_key(&(rule, FileId::Record(subject)))
                    || self.names(rule, record, subject)
            }
        }
    }

    /// Whether `rule` has found something where `record` names `subject`.
    fn names(&mut self, rule: &'t str, record: RecordId, subject: RecordId) -> bool {
        let Some(spans) = self.places.get(&(rule, FileId::Record(record))) else { return false };
        if !self.named.contains_key(&(rule, record)) {
            let spans = spans.clone();
            let subjects = self.subjects_in(record);
            let named = spans.iter().filter_map(|span| subjects.get(span).copied()).collect();
            self.named.insert((rule, record), named);
        }
        self.named[&(rule, record)].contains(&subject)
    }

    /// What the values of a record name, by where they stand.
    fn subjects_in(&mut self, id: RecordId) -> &BTreeMap<Span, RecordId> {
        let workspace = self.workspace;
        self.subjects.entry(id).or_insert_with(|| {
            let named = |resolution| match resolution {
                Resolution::To(id) | Resolution::OldName(id) | Resolution::WrongKind(id) => Some(id),
                _ => None,
            };
            let references = workspace.references(workspace.record(id));
            references.filter_map(|(value, _, resolution)| Some((value.span(), named(resolution)?))).collect()
        })
    }
}

/// All places at which `finding` points.
fn all_places(finding: &Finding) -> impl Iterator<Item = Place> {
    std::iter::once(finding.at).chain(finding.also.iter().map(|(place, _)| *place))
}
