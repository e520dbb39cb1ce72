//! The units of a check: all rules that look at one record, or one rule that looks at all. What a unit has found rests
//! on what it has asked, so it can be kept as long as the answers are the same.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::check::rules::finding::{Finding, Findings};
use crate::check::rules::{AnyRule, Check, own};
use crate::record::{FileId, RecordId};
use crate::workspace::ask::Ask;
use crate::workspace::settings::Level;
use crate::workspace::{View, Workspace};

/// A rule that is asked.
pub struct Asked {
    /// The rule.
    pub rule: AnyRule,
    /// The level of what it finds.
    pub level: Level,
    /// Whether what it finds is shown: not where it is off, and only asked because another rule yields to it.
    pub is_shown: bool,
}

/// The rules that are on in the workspace of `view`, and those to which they yield.
fn asked(view: &View<'_>) -> Vec<Asked> {
    let level = |rule: &AnyRule| {
        let found = rule.get();
        let level = view.settings().level(found.name, found.level);
        if found.is_firm() { Some(found.level) } else { level }
    };
    let rules = own::with(view.own_rules(), view.schemas()).into_iter();
    let rules: Vec<_> = rules.map(|rule| (level(&rule), rule)).collect();
    let on = rules.iter().filter(|(level, _)| level.is_some()).map(|(_, rule)| rule.get());
    let yielded_to = on.flat_map(|rule| rule.yields_to()).map(|(_, name)| name.to_owned());
    let yielded_to: BTreeSet<String> = yielded_to.collect();
    rules
        .into_iter()
        .filter(|(level, rule)| level.is_some() || yielded_to.contains(rule.name()))
        .map(|(level, rule)| Asked {
            level: level.unwrap_or(rule.get().level),
            rule,
            is_shown: level.is_some(),
        })
        .collect()
}

/// A part of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// All rules that look at one record, of the file of this record, the settings or an own rule.
    File(FileId),
    /// The rule with this number, which looks at all records.
    Rule(u16),
}

/// What a unit has found, and what it has asked for that.
#[derive(Debug)]
pub struct Answer {
    /// What it has found.
    pub found: Vec<Finding>,
    /// What it has asked, each once, but for its own record.
    pub asked: Vec<Ask>,
}

/// What all units find.
pub fn all(workspace: &Workspace<'_>, rules: &Rules) -> Vec<Finding> {
    let count = workspace.files().len() as u32;
    let records = || {
        (0..count)
            .into_par_iter()
            .with_min_len(64)
            .map_init(|| workspace.view(), |view, id| rules.look(view, FileId::Record(RecordId(id))))
            .flatten_iter()
            .collect::<Vec<Finding>>()
    };
    let whole = || {
        let look = |number: &u16| rules.look_at_all(&workspace.view(), *number);
        rules.of_all.par_iter().flat_map_iter(look).collect::<Vec<Finding>>()
    };
    let (mut found, of_all) = rayon::join(records, whole);
    found.extend(of_all);
    let view = workspace.view();
    found.extend(rules.beside.iter().flat_map(|file| rules.look(&view, *file)));
    found
}

/// The rules that are asked, by what they look at.
pub struct Rules {
    asked: Vec<Asked>,
    by_name: BTreeMap<String, u16>,
    /// For each kind the numbers of those that look at one record of it.
    of_kind: Vec<Vec<u16>>,
    /// Those that look at any record.
    of_any: Vec<u16>,
    /// Those that look at all records.
    of_all: Vec<u16>,
    /// The settings and the files of the workspace's own rules.
    beside: Vec<FileId>,
}

impl Rules {
    /// Those of the workspace of `view`.
    pub fn new(view: &View<'_>) -> Self {
        let asked = asked(view);
        let kinds = view.schemas().kinds();
        let mut rules = Self {
            of_kind: vec![Vec::new(); kinds.len()],
            of_any: Vec::new(),
            of_all: Vec::new(),
            by_name: (0..)
                .zip(&asked)
                .map(|(number, asked)| (asked.rule.name().to_owned(), number))
                .collect(),
            asked: Vec::new(),
            beside: [FileId::Settings]
                .into_iter()
                .chain(view.own_rules().iter().map(|file| file.file))
                .collect(),
        };
        for (number, Asked { rule, .. }) in asked.iter().enumerate() {
            let number = number as u16;
            match rule.get().check {
                Check::Record(_) | Check::Links(_) => {
                    rules.of_any.push(number);
                    rules.of_kind.iter_mut().for_each(|of_kind| of_kind.push(number));
                }
                Check::Of(kinds, _) => {
                    for kind in kinds {
                        rules.of_kind[kind.index()].push(number);
                    }
                }
                Check::Own(own) => {
                    let kinds = view.schemas().ids().filter(|kind| own.concerns(*kind));
                    for kind in kinds {
                        rules.of_kind[kind.index()].push(number);
                    }
                }
                Check::Workspace(_) => rules.of_all.push(number),
                Check::Change(_) | Check::Merge | Check::Ignores(_) => {}
            }
        }
        rules.asked = asked;
        rules
    }

    /// All units of a workspace with so many records.
    pub fn units(&self, records: usize) -> impl Iterator<Item = Unit> {
        let records = (0..records as u32).map(|id| Unit::File(FileId::Record(RecordId(id))));
        let beside = self.beside.iter().map(|file| Unit::File(*file));
        records.chain(beside).chain(self.of_all.iter().map(|number| Unit::Rule(*number)))
    }

    /// The rule called `name`, if it is asked.
    pub fn named(&self, name: &str) -> Option<&Asked> {
        self.by_name.get(name).map(|number| &self.asked[usize::from(*number)])
    }

    /// All of them.
    pub fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// Asks one unit, with what that asks of `view`.
    pub fn ask(&self, view: &View<'_>, unit: Unit) -> Answer {
        let found = match unit {
            Unit::File(file) => self.look(view, file),
            Unit::Rule(number) => self.look_at_all(view, number),
        };
        let mut asked = view.take_asked();
        if let Unit::File(FileId::Record(id)) = unit {
            asked.retain(|ask| *ask != Ask::Record(id));
        }
        Answer { found, asked }
    }

    fn look_at_all(&self, view: &View<'_>, number: u16) -> Vec<Finding> {
        let Asked { rule, level, .. } = &self.asked[number as usize];
        let mut findings = Findings::new(rule.clone(), *level);
        if let Check::Workspace(run) = rule.get().check {
            run(view, &mut findings);
        }
        findings.found
    }

    fn look(&self, view: &View<'_>, file: FileId) -> Vec<Finding> {
        let record = match file {
            FileId::Record(id) => view.record(id),
            FileId::OwnRule(index) => &view.own_rules()[index as usize],
            _ => view.settings().record,
        };
        let numbers = match record.kind {
            Some(kind) => &self.of_kind[kind.index()],
            None => &self.of_any,
        };
        let mut found = Vec::new();
        for number in numbers {
            let Asked { rule, level, .. } = &self.asked[*number as usize];
            let mut findings = Findings::new(rule.clone(), *level);
            rule.get().check.look(record, view, &mut findings);
            found.append(&mut findings.found);
        }
        found
    }
}
