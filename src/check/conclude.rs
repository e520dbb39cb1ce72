//! Runs the rules, gives each finding its level, leaves out what only follows from another fault, sets accepted ones aside,
//! and puts the rest in order.

use super::units::{self, Asked, Rules};
use super::yielding;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::check::change::commits::Commits;
use crate::check::change::{Change, Pairs};
use crate::check::rules::finding::{Finding, Findings, Place};
use crate::check::rules::{Check, Evidence, IgnoresUsed};
use crate::check::sources::Sources;
use crate::record::{FileId, RecordId, Value};
use crate::workspace::settings::Level;
use crate::workspace::{View, Workspace};

/// What the rules have found.
pub struct Found<'a> {
    /// The files that they stand in.
    pub sources: Sources<'a>,
    /// By path, place and rule.
    pub findings: Vec<Finding>,
    /// Those that an ignore of the workspace accepts, in the same order, each with the number of the ignore.
    pub ignored: Vec<(Finding, usize)>,
}

/// Runs all rules over `workspace`, but for those about changes.
pub fn check<'a>(workspace: &Workspace<'a>) -> Found<'a> {
    let view = workspace.view();
    let rules = Rules::new(&view);
    conclude(&view, &rules, Sources::of(workspace.files()), &[], units::all(workspace, &rules))
}

/// Runs all rules over `head`, and those about changes over `base` and `head`.
pub fn check_change<'a>(
    base: &Workspace<'a>,
    head: &Workspace<'a>,
    pairs: &Pairs,
    commits: &'a Commits,
) -> Found<'a> {
    let view = head.view();
    let change = Change { base: &base.view(), head: &view, pairs, commits };
    let rules = Rules::new(&view);
    let sources = Sources::of(head.files()).since(base.files(), commits);
    conclude(&view, &rules, sources, &[change], units::all(head, &rules))
}

/// Makes an outcome of what the rules have `found` in `workspace` as it is, with what those about changes find. Of a merge
/// there are several changes, one from each parent: only what none of the parents had is new.
pub fn conclude<'a>(
    workspace: &View<'_>,
    rules: &Rules,
    sources: Sources<'a>,
    changes: &[Change<'_, '_>],
    mut found: Vec<Finding>,
) -> Found<'a> {
    found.extend(of_changes(changes, rules.asked()));
    yielding::leave_out(workspace, rules, &mut found);
    let mut unreliable = Unreliable::new(workspace);
    found.retain(|finding| !unreliable.covers(sources, finding));
    let (mut ignored, mut findings) = (Vec::new(), Vec::new());
    for finding in found {
        match ignore_on(workspace, sources, &finding, workspace.as_of()) {
            Some(ignore) => ignored.push((finding, ignore)),
            None => findings.push(finding),
        }
    }
    // What was accepted for a while is told again, but time alone makes no check fail.
    for finding in &mut findings {
        if finding.level == Level::Error && ignore_on(workspace, sources, finding, Date::MIN).is_some() {
            finding.level = Level::Warning;
        }
    }
    let all = &workspace.settings().ignores;
    let mut used: Vec<Value<'_>> = ignored.iter().map(|(_, ignore)| all[*ignore].at).collect();
    used.sort_by_key(|value| value.node);
    used.dedup_by_key(|value| value.node);
    let used = IgnoresUsed { used: &used };
    for Asked { rule, level, .. } in rules.asked() {
        if let Check::Ignores(run) = rule.get().check {
            let mut of_rule = Findings::new(rule.clone(), *level);
            run(&used, workspace, &mut of_rule);
            findings.extend(of_rule.found);
        }
    }
    findings.sort_by(|a, b| in_order(sources, a, b));
    findings.dedup_by(|a, b| is_same(a, b));
    ignored.sort_by(|(a, _), (b, _)| in_order(sources, a, b));
    ignored.dedup_by(|(a, _), (b, _)| is_same(a, b));
    Found { sources, findings, ignored }
}

/// What the change rules find in all of `changes`, which lead to one state.
pub(super) fn of_changes(changes: &[Change<'_, '_>], asked: &[Asked]) -> Vec<Finding> {
    let Some((change, others)) = changes.split_first() else { return Vec::new() };
    let mut new = of_change(change, asked);
    for other in others {
        if new.is_empty() {
            break;
        }
        let theirs = of_change(other, asked);
        let theirs: BTreeSet<_> =
            theirs.iter().map(|finding| (finding.rule.name(), shared(other, finding.at.file))).collect();
        new.retain(|finding| theirs.contains(&(finding.rule.name(), shared(change, finding.at.file))));
    }
    new
}

/// What changes to one head call a file alike: what isn't of the head has a number in each of them, but one path.
fn shared<'c>(change: &Change<'c, '_>, file: FileId) -> Result<FileId, &'c str> {
    match file {
        FileId::Removed(id) => Err(change.base.path(id)),
        FileId::Message(index) => {
            Err(change.commits.messages().get(index as usize).map_or("", |message| &message.source.path))
        }
        of_head => Ok(of_head),
    }
}

fn of_change(change: &Change<'_, '_>, asked: &[Asked]) -> Vec<Finding> {
    let mut found = Vec::new();
    for Asked { rule, level, .. } in asked {
        if let Check::Change(run) = rule.get().check {
            let mut of_rule = Findings::new(rule.clone(), *level);
            run(change, &mut of_rule);
            found.append(&mut of_rule.found);
        }
    }
    found
}

/// The number of the ignore with a reason that accepts `finding` on `day`.
fn ignore_on(workspace: &View<'_>, sources: Sources<'_>, finding: &Finding, day: Date) -> Option<usize> {
    if workspace.settings().ignores.is_empty() || finding.rule.get().is_firm() {
        return None;
    }
    let (file, rule) = (finding.at.file, finding.rule.name());
    let of_address = workspace.settings().ignore(rule, &sources.address(file), day);
    let of_path = workspace.settings().ignore(rule, sources.path(file), day);
    of_address.into_iter().chain(of_path).min()
}

pub(super) fn in_order(sources: Sources<'_>, a: &Finding, b: &Finding) -> Ordering {
    let place = |finding: &Finding| (finding.at.file, finding.at.span);
    let path = |finding: &Finding| sources.path(finding.at.file);
    path(a)
        .cmp(path(b))
        .then_with(|| place(a).cmp(&place(b)))
        .then_with(|| a.rule.name().cmp(b.rule.name()))
        .then_with(|| (&a.message, &a.also).cmp(&(&b.message, &b.also)))
}

pub(super) fn is_same(a: &Finding, b: &Finding) -> bool {
    a.rule.name() == b.rule.name() && a.at == b.at && a.message == b.message
}

/// Tables in which something is wrong already, so that nothing can be concluded from what is missing there.
struct Unreliable {
    /// The record and the table; the root for a record that can't be read.
    tables: Vec<(FileId, u32)>,
    /// Of each file that was asked for, these tables and those around them.
    holding: BTreeMap<FileId, BTreeSet<u32>>,
    /// Whether a record of each kind has such a table, by the kind's number.
    kinds: Vec<bool>,
    /// Whether a file lies in a folder of no kind: it may be a record of any.
    any_kind: bool,
}

impl Unreliable {
    fn new(workspace: &View<'_>) -> Self {
        let mut unreliable = Self {
            tables: Vec::new(),
            holding: BTreeMap::new(),
            kinds: vec![false; workspace.schemas().kinds().len()],
            any_kind: false,
        };
        for (number, tables) in workspace.link_facts().unreliable.iter().enumerate() {
            let id = RecordId(number as u32);
            for table in tables {
                unreliable.add(workspace, id, *table);
            }
        }
        let settings = workspace.settings().record();
        if !settings.faults.is_empty() {
            unreliable.any_kind |= !settings.is_readable();
            unreliable.tables.push((FileId::Settings, 0));
        }
        unreliable.tables.sort_unstable();
        unreliable
    }

    fn add(&mut self, workspace: &View<'_>, record: RecordId, table: u32) {
        self.tables.push((FileId::Record(record), table));
        match workspace.kind_of(record) {
            Some(kind) => self.kinds[kind.index()] = true,
            None => self.any_kind = true,
        }
    }

    /// Whether `finding` may only follow from one of these faults.
    fn covers(&mut self, sources: Sources<'_>, finding: &Finding) -> bool {
        let is_any_concerned = match finding.rule.get().evidence {
            Evidence::Present => return false,
            Evidence::Absent(kinds) => kinds.iter().any(|kind| self.any_kind || self.kinds[kind.index()]),
        };
        is_any_concerned || self.is_within(sources, finding.at)
    }

    /// Whether one of the tables is the one around `place`, or lies in it.
    fn is_within(&mut self, sources: Sources<'_>, place: Place) -> bool {
        let first = self.tables.partition_point(|(file, _)| *file < place.file);
        let tables = self.tables[first..].iter().take_while(|(file, _)| *file == place.file);
        let mut tables = tables.map(|(_, table)| *table).peekable();
        if tables.peek().is_none() {
            return false;
        }
        // Its tree is asked for only where there is such a table: what nobody asks for isn't read.
        let holding = self.holding.entry(place.file).or_insert_with(|| {
            let mut holding = BTreeSet::new();
            for table in tables {
                let around = sources.get(place.file).tree.around(table);
                // Where one is known, so are those around it.
                let _ = around.take_while(|table| holding.insert(*table)).count();
            }
            holding
        });
        holding.contains(&place.table)
    }
}
