//! Leaves out what rules have found that yield where another one has found something.

use std::collections::{BTreeMap, BTreeSet};

use super::units::Rules;
use crate::base::source::Span;
use crate::check::rules::finding::{Finding, Place};
use crate::check::rules::yields::{Scope, Yields};
use crate::record::RecordId;
use crate::workspace::View;
use crate::workspace::links::Lead;

/// Leaves out of all that the rules have `found` what yields, then what was found only by rules that are off.
pub(super) fn leave_out(workspace: &View<'_>, rules: &Rules, found: &mut Vec<Finding>) {
    let mut yields = yields(workspace, rules, found).into_iter();
    found.retain(|_| yields.next().flatten().is_none());
    if rules.asked().iter().any(|asked| !asked.is_shown) {
        found.retain(|finding| rules.named(finding.rule.name()).is_none_or(|asked| asked.is_shown));
    }
}

/// To what each of the findings yields, if it does.
pub(super) fn yields<'t>(
    workspace: &View<'_>,
    rules: &'t Rules,
    found: &[Finding],
) -> Vec<Option<Yields<'t>>> {
    let mut others = Others::new(workspace, rules, found);
    let first = |finding: &Finding| {
        let asked = rules.named(finding.rule.name()).filter(|_| !others.places.is_empty())?;
        asked.rule.get().yields_to().find(|yields| others.has_found(*yields, finding))
    };
    found.iter().map(first).collect()
}

/// The findings to which others may yield.
struct Others<'v, 'a, 't> {
    workspace: &'v View<'a>,
    /// Where each rule has found something, by record.
    places: BTreeMap<(&'t str, RecordId), BTreeSet<Span>>,
    /// Of the records that were asked for, what their values name.
    subjects: BTreeMap<RecordId, BTreeMap<Span, RecordId>>,
    /// What is named where a rule has found something in a record, as far as that was asked for.
    named: BTreeMap<(&'t str, RecordId), BTreeSet<RecordId>>,
}

impl<'v, 'a, 't> Others<'v, 'a, 't> {
    fn new(workspace: &'v View<'a>, rules: &'t Rules, found: &[Finding]) -> Self {
        let yields = rules.asked().iter().flat_map(|asked| asked.rule.get().yields_to());
        let names: BTreeSet<&str> = yields.map(|yields| yields.to).collect();
        let mut places: BTreeMap<_, BTreeSet<Span>> = BTreeMap::new();
        for finding in found {
            for (name, place) in names.get(finding.rule.name()).into_iter().flat_map(|name| all_places(finding).map(|place| (*name, place))) {
                places.entry((name, place.record)).or_default().insert(place.span);
            }
        }
        Self { workspace, places, subjects: BTreeMap::new(), named: BTreeMap::new() }
    }

    /// Whether what `yields` says holds for `finding`.
    fn has_found(&mut self, yields: Yields<'t>, finding: &Finding) -> bool {
        let (at, is_there) = (finding.at, |record| self.places.contains_key(&(yields.to, record)));
        match yields.scope {
            Scope::Value => {
                self.places.get(&(yields.to, at.record)).is_some_and(|spans| spans.contains(&at.span))
            }
            Scope::Record => all_places(finding).all(|place| is_there(place.record)),
            Scope::Subject => {
                let Some(subject) = self.subjects_in(at.record).get(&at.span).copied() else { return false };
                self.places.contains_key(&(yields.to, subject)) || self.names(yields.to, at.record, subject)
            }
        }
    }

    /// Whether the rule called `rule` has found something where `record` names `subject`.
    fn names(&mut self, rule: &'t str, record: RecordId, subject: RecordId) -> bool {
        let Some(spans) = self.places.get(&(rule, record)) else { return false };
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
            let named = |lead| match lead {
                Lead::To(id) | Lead::OldName(id) | Lead::WrongKind(id) => Some(id),
                _ => None,
            };
            let references = workspace.references(workspace.record(id));
            references.filter_map(|(value, _, lead)| Some((value.span(), named(lead)?))).collect()
        })
    }
}

/// All places at which `finding` points.
fn all_places(finding: &Finding) -> impl Iterator<Item = Place> {
    std::iter::once(finding.at).chain(finding.also.iter().map(|(place, _)| *place))
}
