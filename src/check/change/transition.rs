//! Stages and statuses that moved in a change.

use super::{Change, Trace};
use crate::record::{KindId, Record, Value};
use crate::workspace::model::arrows::{self, Arrows};

/// A stage or a status that is another one now.
pub struct Transition<'a> {
    /// The record now.
    pub head: &'a Record,
    /// What moves, in a word.
    pub mover: &'static str,
    /// The field and its arrows.
    pub arrows: &'static Arrows,
    /// What it said.
    pub from: &'a str,
    /// What it says.
    pub to: &'a str,
    /// Where it says so.
    pub at: Value<'a>,
    /// The steps that the record's log tells of and didn't before.
    pub logged: Vec<&'a str>,
}

impl<'a> Transition<'a> {
    /// The step that no arrow goes along, if there is one: the change as a whole follows an arrow, or each
    /// step does that the log tells of.
    pub fn missing(&self) -> Option<(&'a str, &'a str)> {
        let mut steps = vec![self.from];
        steps.extend(&self.logged);
        steps.push(self.to);
        let missing = self.arrows.missing(&steps)?;
        (!self.arrows.lead(self.from, self.to)).then_some(missing)
    }
}

impl<'a> Change<'_, 'a> {
    /// All transitions along or beside the arrows of `kinds`, or of all. A decided record that has got another id is no longer
    /// itself, and moves nowhere.
    pub fn transitions(&self, kind: Option<KindId>) -> Vec<Transition<'a>> {
        let mut found = Vec::new();
        let kinds =
            arrows::ALL.iter().flat_map(|arrows| arrows.kinds.iter().map(move |kind| (arrows, *kind)));
        for (arrows, of_kind) in kinds.filter(|(_, of_kind)| kind.is_none_or(|kind| kind == *of_kind)) {
            for (base, head, trace) in self.changed(of_kind) {
                if trace == Trace::Id || !self.is_decided(base) {
                    self.transitions_in((arrows, of_kind), base, head, &mut found);
                }
            }
        }
        found
    }

    fn transitions_in(
        &self,
        (arrows, kind): (&'static Arrows, KindId),
        base: &'a Record,
        head: &'a Record,
        found: &mut Vec<Transition<'a>>,
    ) {
        let before = arrows.movers(base);
        for (names, table) in arrows.movers(head) {
            let Some((_, past)) = before.iter().find(|(past, _)| *past == names) else { continue };
            let value = |table: Value<'a>| match table.get(arrows.field) {
                Some(value) => value.as_str(),
                None => arrows.default,
            };
            let (Some(from), Some(to)) = (value(*past), value(table)) else { continue };
            if from == to {
                continue;
            }
            let logged = arrows.log.map_or_else(Vec::new, |(log, entry)| {
                let new = self.new_entries(base, head, log);
                new.into_iter().filter_map(|value| value.str(entry)).collect()
            });
            let at = table.get(arrows.field).unwrap_or(if names.is_empty() { head.place() } else { table });
            let mover = arrows.name(kind);
            found.push(Transition { head, mover, arrows, from, to, at, logged });
        }
    }
}
