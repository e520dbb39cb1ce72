//! Questions about records, in a small language: which of them does an expression select? The only module
//! that knows where the language comes from.
//!
//! The language is CEL, Google's Common Expression Language, and the crate `cel` reads it. Why this one: an
//! expression can only look and never act, and it always ends; it reads like the conditions that people write
//! anyway (`stage == "in-progress" && size(named_by("epic")) == 0`); it has a specification, and many have
//! met it in Kubernetes or GitHub's and Google's policies. `rhai` and `jaq` are whole programming languages,
//! `evalexpr` and `jmespath` have no lists of lists or no conditions worth the name.
//!
//! Only the crate's parser is used, without its macros, and what it has read is evaluated here. Its
//! interpreter can't be stopped: five nested `map` over twenty items are three million steps. Nor could it
//! follow a link only when it is asked for, so that a check knows what its answer rests on, or say in which
//! part of an expression something went wrong.
//!
//! What differs from CEL is little. A field that a record leaves out is `null`: it is equal to nothing but
//! `null`, neither less nor greater than anything, has no size and no items, and counts as false. A string
//! that names a record is that record, too: `initiative == "api-portal"` and `initiative.stage == "done"` are
//! both right. Dates compare with dates and with text such as `"2020-11-25"`, and a date less a date is a
//! number of days.

mod evaluation;
mod expression;
mod fault;
mod reading;
mod term;
mod words;

use rayon::prelude::*;

use crate::base::id;
use crate::base::nearest::nearest;
use crate::base::words::did_you_mean;
use crate::record::{KindId, Record, RecordId};
use crate::workspace::schema::Schemas;
use crate::workspace::schema::plan::To;
use crate::workspace::{View, Workspace};
use evaluation::Evaluation;
use expression::Expression;
pub use fault::QueryFault;
pub use words::Wording;

/// An expression that selects records.
#[derive(Debug)]
pub struct Query {
    root: Expression,
    concerns: Vec<bool>,
    asks_of: Vec<KindId>,
    named: Vec<reading::Named>,
}

impl Query {
    /// Reads an expression about records of `kinds`, or of any kind where none are given.
    pub fn parse(text: &str, schemas: &Schemas, kinds: Option<&[KindId]>) -> Result<Self, QueryFault> {
        let read = reading::read(text, schemas, kinds)?;
        let fits = |kind: KindId| match kinds {
            Some(kinds) => kinds.contains(&kind),
            None => read.fits(schemas, kind),
        };
        let concerns = schemas.ids().map(fits).collect();
        Ok(Self { root: read.root, concerns, asks_of: read.asks_of, named: read.named })
    }

    /// What it compares with and isn't there, so that it selects nothing by that: ids of records, words of
    /// the settings.
    pub fn strangers(&self, workspace: &View<'_>) -> Vec<QueryFault> {
        self.named.iter().filter_map(|named| stranger(named, workspace)).collect()
    }

    /// Whether it may select records of `kind`: of those that it was given or, where none were, of those that
    /// have one of the fields that it names. One that names no field, or says something of `kind`, may select
    /// any.
    pub fn concerns(&self, kind: KindId) -> bool {
        self.concerns.get(kind.index()).is_some_and(|concerns| *concerns)
    }

    /// The kinds of which it asks whether they name a record.
    pub fn asks_of(&self) -> &[KindId] {
        &self.asks_of
    }

    /// Whether it selects `record`. What can't be read is never selected.
    pub fn selects<'a>(&self, record: &'a Record, workspace: &View<'a>) -> Result<bool, QueryFault> {
        if !record.kind.is_some_and(|kind| self.concerns(kind)) || !record.is_readable() {
            return Ok(false);
        }
        Evaluation::new(workspace, record).of(&self.root)?.truth(self.root.span)
    }

    /// All records that it selects, in the order of their paths; or the first that it can't judge, and why.
    pub fn select(&self, workspace: &Workspace<'_>) -> Result<Vec<RecordId>, (RecordId, QueryFault)> {
        let ids: Vec<RecordId> = workspace.files().ids().collect();
        let judged: Vec<(RecordId, Result<bool, QueryFault>)> = ids
            .into_par_iter()
            .with_min_len(64)
            .map_init(|| workspace.view(), |view, id| (id, self.selects(view.record(id), view)))
            .filter(|(_, selected)| !matches!(selected, Ok(false)))
            .collect();
        judged.into_iter().map(|(id, selected)| selected.map(|_| id).map_err(|fault| (id, fault))).collect()
    }
}

fn stranger(named: &reading::Named, workspace: &View<'_>) -> Option<QueryFault> {
    let text = &*named.text;
    let (mut known, mut wanted): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
    for target in &named.targets {
        match &target.to {
            To::Tracker => return None,
            To::Setting(setting) => {
                known.extend(workspace.settings().words(setting));
                wanted.push(setting.strip_suffix('s').unwrap_or(setting).to_owned());
            }
            To::Kinds(_, kinds) => {
                let is_there = |kind: &KindId| {
                    let former = || workspace.find_former(*kind, text);
                    workspace.find_id(*kind, text).is_some()
                        || former().is_some_and(|id| workspace.name(workspace.record(id)) != text)
                };
                if kinds.iter().any(is_there) {
                    return None;
                }
                known.extend(kinds.iter().flat_map(|kind| workspace.stems_of(*kind)));
                wanted.push(if kinds.len() > 4 { "record".to_owned() } else { target.kinds_in_words() });
            }
        }
    }
    if known.contains(&text) {
        return None;
    }
    wanted.sort_unstable();
    wanted.dedup();
    let of_id = id::from_text(text);
    let by_name = named.targets.iter().find_map(|target| match &target.to {
        To::Kinds(_, kinds) => kinds.iter().find_map(|kind| workspace.find_former(*kind, text)),
        _ => None,
    });
    let near = by_name.map(|id| workspace.stem(id));
    let near = near.or_else(|| {
        known.iter().find(|known| **known == of_id).copied().or_else(|| nearest(text, known.iter().copied()))
    });
    let help = near.map_or_else(
        || "records are named by their ids, which are their files' names".to_owned(),
        did_you_mean,
    );
    Some(QueryFault::new(named.span, format!("there is no {} `{text}`", wanted.join(" or "))).with(help))
}

#[cfg(test)]
mod tests;
