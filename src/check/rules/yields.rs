//! One cause, one finding: where a rule says nothing because another one has found something.

use super::{Rule, decision_deleted, referenced_record_deleted, renamed_without_trace};

/// What other rules must have found, and where, for a rule to say nothing. It counts whatever becomes of it: whether the
/// other rule is on, whether its finding is ignored, and whether it yields in turn.
#[derive(Clone, Copy, Debug)]
pub struct Yields {
    /// Where the two findings meet.
    pub scope: Scope,
    /// The other rules, any of which will do.
    pub to: &'static [&'static Rule<'static>],
}

/// Where two findings meet. But for [`Scope::Record`], the other one counts with its place and with all that it points at beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// At the same value.
    Value,
    /// In the same record: the other one itself stands there.
    Record,
    /// In the same records: the other ones point at each at which the finding does.
    Records,
    /// At the record that the value names: the other finding stands in it, or at another value of the same file that names it.
    Subject,
}

impl Scope {
    /// Where the other rule has found something, as its words on a rule's page.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Value => "at the same value",
            Self::Record => "in the same record",
            Self::Records => "about the same record",
            Self::Subject => "about the record that is named",
        }
    }
}

impl Yields {
    /// To what one of these finds at the same value.
    pub const fn at_value(to: &'static [&'static Rule<'static>]) -> Self {
        Self { scope: Scope::Value, to }
    }

    /// To what one of these finds in the same record.
    pub const fn in_record(to: &'static [&'static Rule<'static>]) -> Self {
        Self { scope: Scope::Record, to }
    }

    /// To what these find about the same records.
    pub const fn about_records(to: &'static [&'static Rule<'static>]) -> Self {
        Self { scope: Scope::Records, to }
    }

    /// To what one of these finds about the record that the value names.
    pub const fn about_subject(to: &'static [&'static Rule<'static>]) -> Self {
        Self { scope: Scope::Subject, to }
    }
}

/// A record has lost its id: what they find is shown with each place that still uses it.
pub(super) static LOSSES: &[&Rule<'static>] =
    &[&decision_deleted::RULE, &referenced_record_deleted::RULE, &renamed_without_trace::RULE];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use jiff::civil::date;

    use super::super::example;
    use super::super::tests::examples;
    use super::super::{ALL, FIRM, Rule, YIELDING, find};
    use crate::check::change::commits::{Commit, Commits};
    use crate::check::change::{Change, Pairs};
    use crate::check::conclude::of_changes;
    use crate::check::units::{self, Rules};
    use crate::check::yielding;
    use crate::workspace::Workspace;
    use crate::workspace::files::Files;

    /// The rules that find something in `example` and yield, each with the rule to which it does.
    fn yielding(example: &str) -> BTreeSet<(String, String)> {
        let built = example::build(example).unwrap();
        let as_of = built.day.unwrap_or(date(2020, 12, 1));
        let head = Files::from_texts(&built.head);
        let base = built.base.map(|texts| Files::from_texts(&texts));
        let pairs = base.as_ref().map(|base| Pairs::new(base, &head));
        let commit = |message| Commit { message, ..Commit::default() };
        let commits = Commits::new(built.messages.into_iter().map(commit).collect());
        let head = Workspace::new(&head, as_of);
        let (view, rules) = (head.view(), Rules::new(&head.view()));
        let mut found = units::all(&head, &rules);
        if let (Some(base), Some(pairs)) = (&base, &pairs) {
            let base = Workspace::new(base, as_of).view();
            let change = Change { base: &base, head: &view, pairs, commits: &commits };
            found.extend(of_changes(&[change], rules.asked()));
        }
        let to = yielding::yields(&view, &rules, &found);
        let pairs = found
            .iter()
            .zip(to)
            .filter_map(|(finding, to)| Some((finding.rule.name().to_owned(), to?.to_owned())));
        pairs.collect()
    }

    /// The examples and cases in the file of `rule`.
    fn examples_of(rule: &Rule) -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/rules");
        let file = std::fs::read_to_string(format!("{folder}/{}.rs", rule.name.replace('-', "_"))).unwrap();
        let cases = file.split_once("cases! { r").map_or("", |(_, rest)| rest);
        let cases = cases.split("\n\"").next().unwrap_or_default();
        let mut examples: Vec<String> =
            examples(rule.bad, cases).into_iter().map(|(_, example)| example).collect();
        examples.push(rule.bad.to_owned());
        examples
    }

    #[test]
    fn each_rule_yields_to_each_that_it_names_in_an_example() {
        let pairs = YIELDING.iter().flat_map(|(rule, _)| rule.yields_to().map(|(_, to)| (rule.name, to)));
        let mut unmet: BTreeSet<(&str, &str)> = pairs.collect();
        let names: BTreeSet<&str> = unmet.iter().flat_map(|(rule, to)| [*rule, *to]).collect();
        for example in names.into_iter().filter_map(find).flat_map(examples_of) {
            let met = yielding(&example);
            unmet.retain(|(rule, to)| !met.contains(&((*rule).to_owned(), (*to).to_owned())));
        }
        assert!(unmet.is_empty(), "add a case to the file of the first rule: {unmet:?}");
    }

    #[test]
    fn no_rule_yields_to_itself_at_some_remove_and_none_that_is_firm_yields() {
        // What a rule can't yield to is left over once all are gone that yield to none of the others.
        let mut left: BTreeMap<&str, Vec<&str>> =
            ALL.iter().map(|rule| (rule.name, rule.yields_to().map(|(_, to)| to).collect())).collect();
        while let Some(name) =
            { left.iter().find(|(_, to)| !to.iter().any(|to| left.contains_key(to))) }.map(|(name, _)| *name)
        {
            left.remove(name);
        }
        assert!(left.is_empty(), "{left:?}");
        assert!(FIRM.iter().all(|rule| rule.yields_to().next().is_none()));
    }
}
