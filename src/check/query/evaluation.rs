//! Goes through an expression for one record. Whatever the expression is, the work has a bound: each part
//! costs a step, and so does each item that is gone through and each few bytes of text that are made.

mod reckoning;

use std::cmp::Ordering;
use std::sync::Arc;

use super::expression::{Affix, Each, Expression, ExpressionNode, Order, Trait};
use super::fault::QueryFault;
use super::term::Term;
use crate::base::source::Span;
use crate::record::{Record, RecordId, Value};
use crate::workspace::View;

/// The most steps that an expression may take for one record.
const MOST_STEPS: u32 = 100_000;

/// Each step pays for at most this many bytes of text.
const BYTES_A_STEP: usize = 16;

/// The evaluation of an expression for one record.
pub(super) struct Evaluation<'w, 'a> {
    workspace: &'w View<'a>,
    record: &'a Record,
    steps: u32,
    items: Vec<Term<'a>>,
}

impl<'w, 'a> Evaluation<'w, 'a> {
    pub(super) const fn new(workspace: &'w View<'a>, record: &'a Record) -> Self {
        Self { workspace, record, steps: 0, items: Vec::new() }
    }

    /// The value of `at`.
    pub(super) fn of(&mut self, at: &Expression) -> Result<Term<'a>, QueryFault> {
        self.spend(1, at.span)?;
        Ok(match &at.node {
            ExpressionNode::Null => Term::Null,
            ExpressionNode::Truth(truth) => Term::Truth(*truth),
            ExpressionNode::Integer(number) => Term::Integer(*number),
            ExpressionNode::Number(number) => Term::Number(*number),
            ExpressionNode::Text(text) => Term::Made(Arc::clone(text)),
            ExpressionNode::List(items) => {
                Term::List(items.iter().map(|item| self.of(item)).collect::<Result<_, _>>()?)
            }
            ExpressionNode::Field(key) => Term::maybe(self.record.root().get(key)),
            ExpressionNode::Trait(wanted) => self.trait_of(self.record.number, *wanted),
            ExpressionNode::Record => Term::Record(self.record.number),
            ExpressionNode::Today => Term::Date(self.workspace.as_of()),
            ExpressionNode::Item(depth) => self.items.get(*depth).cloned().unwrap_or(Term::Null),
            ExpressionNode::Select(of, key, wanted) => {
                let term = self.of(of)?;
                self.select(&term, key, *wanted, at.span)?
            }
            ExpressionNode::Index(parts) => self.index(parts)?,
            ExpressionNode::Not(of) => Term::Truth(!self.is_true(of)?),
            ExpressionNode::Negative(of) => match self.of(of)? {
                Term::Null => Term::Null,
                Term::Integer(number) => {
                    Term::Integer(number.checked_neg().ok_or_else(|| too_large(at.span))?)
                }
                Term::Number(number) => Term::Number(-number),
                other => return Err(unfit(at.span, "`-` needs a number", &other)),
            },
            ExpressionNode::And(parts) => self.joined(parts, false)?,
            ExpressionNode::Or(parts) => self.joined(parts, true)?,
            ExpressionNode::Choice(parts) => {
                let [condition, this, that] = &**parts;
                let chosen = if self.is_true(condition)? { this } else { that };
                self.of(chosen)?
            }
            ExpressionNode::Same(is, parts) => {
                let (a, b) = self.both(parts)?;
                Term::Truth(self.is_same(&a, &b, at.span)? == *is)
            }
            ExpressionNode::Order(order, parts) => {
                let (a, b) = self.both(parts)?;
                let fits = |found: Ordering| match order {
                    Order::Less => found.is_lt(),
                    Order::LessOrSame => found.is_le(),
                    Order::Greater => found.is_gt(),
                    Order::GreaterOrSame => found.is_ge(),
                };
                Term::Truth(self.order(&a, &b, at.span)?.is_some_and(fits))
            }
            ExpressionNode::Reckon(how, parts) => {
                let (a, b) = self.both(parts)?;
                self.reckon(*how, &a, &b, at.span)?
            }
            ExpressionNode::In(parts) => {
                let (wanted, list) = self.both(parts)?;
                let has_key = |table: Value<'a>| {
                    wanted.text(self.workspace).is_some_and(|key| table.get(key).is_some())
                };
                Term::Truth(match &list {
                    Term::Value(table) if table.is_table() => has_key(*table),
                    _ => self.any(&list, at.span, |this, item| this.is_same(&wanted, &item, at.span))?,
                })
            }
            ExpressionNode::Each(each, parts) => self.each(*each, parts)?,
            ExpressionNode::Has(of) => Term::Truth(!matches!(self.of(of)?, Term::Null)),
            ExpressionNode::Size(of) => {
                let term = self.of(of)?;
                Term::Integer(self.size(&term, at.span)?)
            }
            ExpressionNode::Affix(part, parts) => {
                let (whole, wanted) = self.both(parts)?;
                let (Some(whole), Some(wanted)) =
                    (self.words(&whole, at.span)?, self.words(&wanted, at.span)?)
                else {
                    return Ok(Term::Truth(false));
                };
                Term::Truth(match part {
                    Affix::Anywhere => whole.contains(&*wanted),
                    Affix::AtStart => whole.starts_with(&*wanted),
                    Affix::AtEnd => whole.ends_with(&*wanted),
                })
            }
            ExpressionNode::Matches(pattern, of) => {
                let term = self.of(of)?;
                Term::Truth(self.words(&term, at.span)?.is_some_and(|text| pattern.is_match(&text)))
            }
            ExpressionNode::Written(of) => {
                let term = self.of(of)?;
                self.made(term.shown(self.workspace), at.span)?
            }
            ExpressionNode::Date(of) => match self.of(of)? {
                Term::Null => Term::Null,
                term => Term::Date(
                    term.date(self.workspace).ok_or_else(|| no_date(&term, self.workspace, of.span))?,
                ),
            },
            ExpressionNode::NamedBy(of, kinds) => {
                let term = self.of(of)?;
                let Some(id) = self.record_of(&term) else { return Ok(Term::List(Arc::default())) };
                let naming: Arc<[Term<'a>]> = self.workspace.named_by(id, kinds).map(Term::Record).collect();
                self.spend(naming.len(), at.span)?;
                Term::List(naming)
            }
            ExpressionNode::Names(of, wanted) => {
                let (term, wanted) = (self.of(of)?, self.of(wanted)?);
                Term::Truth(self.names(&term, &wanted, at.span)?)
            }
        })
    }

    /// `term` as people read it.
    pub(super) fn shown(&self, term: &Term<'a>) -> String {
        term.shown(self.workspace)
    }

    fn spend(&mut self, steps: usize, span: Span) -> Result<(), QueryFault> {
        self.steps = self.steps.saturating_add(u32::try_from(steps).unwrap_or(u32::MAX));
        if self.steps <= MOST_STEPS {
            return Ok(());
        }
        let message = format!("this takes more than {MOST_STEPS} steps for one record");
        Err(QueryFault::new(span, message).with("go through fewer lists within each other"))
    }

    fn made(&mut self, text: String, span: Span) -> Result<Term<'a>, QueryFault> {
        self.spend(text.len() / BYTES_A_STEP, span)?;
        Ok(Term::Made(text.into()))
    }

    fn both(&mut self, parts: &[Expression; 2]) -> Result<(Term<'a>, Term<'a>), QueryFault> {
        Ok((self.of(&parts[0])?, self.of(&parts[1])?))
    }

    fn is_true(&mut self, at: &Expression) -> Result<bool, QueryFault> {
        let term = self.of(at)?;
        term.truth(at.span)
    }

    /// Two conditions of which one that is `decisive` decides, even where the other can't be judged.
    fn joined(&mut self, parts: &[Expression; 2], decisive: bool) -> Result<Term<'a>, QueryFault> {
        let first = self.is_true(&parts[0]);
        if first == Ok(decisive) {
            return Ok(Term::Truth(decisive));
        }
        let second = self.is_true(&parts[1])?;
        if second == decisive { Ok(Term::Truth(decisive)) } else { first.map(Term::Truth) }
    }

    /// The record that `term` is, or names.
    fn record_of(&self, term: &Term<'a>) -> Option<RecordId> {
        match term {
            Term::Record(id) => Some(*id),
            Term::Value(value) => self.workspace.resolution(*value).record(),
            _ => None,
        }
    }

    fn trait_of(&self, id: RecordId, wanted: Trait) -> Term<'a> {
        let workspace = self.workspace;
        Term::Text(match wanted {
            Trait::Kind => workspace.kind_name(id),
            Trait::Id => workspace.stem(id),
            Trait::Path => &workspace.record(id).source.path,
            Trait::Name => workspace.name(workspace.record(id)),
            Trait::Prose => workspace.record(id).prose_text(),
        })
    }

    fn select(
        &self,
        of: &Term<'a>,
        key: &str,
        wanted: Option<Trait>,
        span: Span,
    ) -> Result<Term<'a>, QueryFault> {
        if let Some(id) = self.record_of(of) {
            return Ok(match wanted {
                Some(wanted) => self.trait_of(id, wanted),
                None => Term::maybe(self.workspace.record(id).root().get(key)),
            });
        }
        match of {
            Term::Null => Ok(Term::Null),
            Term::Value(table) if table.is_table() => match (table.get(key), of.person()) {
                (Some(value), _) => Ok(Term::of(value)),
                (None, Some(person)) => self.select(&person, key, wanted, span),
                (None, None) => Ok(Term::Null),
            },
            // A reference that leads nowhere is reported by `unknown-reference`.
            Term::Value(value) if value.as_str().is_some() => Ok(Term::Null),
            Term::Value(_) | Term::List(_) => {
                Err(QueryFault::new(span, format!("a list has no field `{key}`"))
                    .with(format!("its items may: `list.exists(item, item.{key} == …)`")))
            }
            other => Err(unfit(span, &format!("there is no field `{key}` in this"), other)),
        }
    }

    fn index(&mut self, parts: &[Expression; 2]) -> Result<Term<'a>, QueryFault> {
        let (of, key) = self.both(parts)?;
        if let Some(key) = key.text(self.workspace) {
            return match (&of, self.record_of(&of)) {
                (_, Some(id)) => Ok(Term::maybe(self.workspace.record(id).root().get(key))),
                _ => self.select(&of, key, None, parts[1].span),
            };
        }
        let Term::Integer(number) = key else {
            return Err(unfit(parts[1].span, "`[…]` needs a number or a key", &key));
        };
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        match &of {
            Term::Null => Ok(Term::Null),
            Term::List(items) => Ok(items.get(number).cloned().unwrap_or(Term::Null)),
            Term::Value(list) if list.is_list() => Ok(Term::maybe(list.items().nth(number))),
            other => Err(unfit(parts[0].span, "`[0]` needs a list", other)),
        }
    }

    /// The items of a list, the keys of a table; none of null.
    fn items(&mut self, of: &Term<'a>, span: Span) -> Result<Vec<Term<'a>>, QueryFault> {
        let items: Vec<Term<'a>> = match of {
            Term::Null => Vec::new(),
            Term::List(items) => items.to_vec(),
            Term::Value(list) if list.is_list() => list.items().map(Term::of).collect(),
            Term::Value(table) if table.is_table() => {
                table.entries().map(|entry| Term::Text(entry.key())).collect()
            }
            other => return Err(unfit(span, "a list is needed", other)),
        };
        self.spend(items.len(), span)?;
        Ok(items)
    }

    /// Whether `fits` one of the items.
    fn any(
        &mut self,
        of: &Term<'a>,
        span: Span,
        mut fits: impl FnMut(&mut Self, Term<'a>) -> Result<bool, QueryFault>,
    ) -> Result<bool, QueryFault> {
        for item in self.items(of, span)? {
            if fits(self, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn each(&mut self, each: Each, parts: &[Expression; 2]) -> Result<Term<'a>, QueryFault> {
        let [over, body] = parts;
        let list = self.of(over)?;
        let (mut kept, mut fitting) = (Vec::new(), 0);
        for item in self.items(&list, over.span)? {
            self.items.push(item.clone());
            let term = self.of(body);
            self.items.pop();
            let term = term?;
            if each == Each::Map {
                kept.push(term);
                continue;
            }
            let fits = term.truth(body.span)?;
            match each {
                Each::All if !fits => return Ok(Term::Truth(false)),
                Each::Exists if fits => return Ok(Term::Truth(true)),
                Each::Filter if fits => kept.push(item),
                _ => fitting += u32::from(fits),
            }
        }
        Ok(match each {
            Each::All => Term::Truth(true),
            Each::Exists => Term::Truth(false),
            Each::ExistsOne => Term::Truth(fitting == 1),
            Each::Filter | Each::Map => Term::List(kept.into()),
        })
    }

    fn size(&self, of: &Term<'a>, span: Span) -> Result<i64, QueryFault> {
        let size = match of {
            Term::Null => 0,
            Term::List(items) => items.len(),
            Term::Value(list) if list.is_list() => list.items().len(),
            Term::Value(table) if table.is_table() => table.entries().len(),
            other => match other.text(self.workspace) {
                Some(text) => text.chars().count(),
                None => return Err(unfit(span, "`size` needs a list or a text", other)),
            },
        };
        Ok(i64::try_from(size).unwrap_or(i64::MAX))
    }

    /// The text of `of`; none of null. A date is as it is written.
    fn words(&mut self, of: &Term<'a>, span: Span) -> Result<Option<String>, QueryFault> {
        let text = match of {
            Term::Null => return Ok(None),
            Term::Date(date) => date.to_string(),
            other => match other.text(self.workspace) {
                Some(text) => text.to_owned(),
                None => return Err(unfit(span, "a text is needed", other)),
            },
        };
        self.spend(text.len() / BYTES_A_STEP, span)?;
        Ok(Some(text))
    }

    /// Whether the record that `of` is names `wanted`, an id or `kind:id`.
    fn names(&mut self, of: &Term<'a>, wanted: &Term<'a>, span: Span) -> Result<bool, QueryFault> {
        let (Some(id), Some(wanted)) = (self.record_of(of), self.words(wanted, span)?) else {
            return Ok(false);
        };
        let workspace = self.workspace;
        let record = workspace.record(id);
        self.spend(record.references.len(), span)?;
        let (kind, wanted) = match wanted.split_once(':') {
            Some((kind, id)) => (Some(kind), id),
            None => (None, &*wanted),
        };
        let is_wanted = |to: RecordId| {
            workspace.stem(to) == wanted && kind.is_none_or(|kind| workspace.kind_name(to) == kind)
        };
        let mut references = workspace.references(record);
        Ok(references.any(|(_, _, resolution)| resolution.record().is_some_and(is_wanted)))
    }
}

fn unfit(span: Span, needed: &str, found: &Term<'_>) -> QueryFault {
    QueryFault::new(span, format!("{needed}, and this is {}", found.type_name()))
}

fn too_large(span: Span) -> QueryFault {
    QueryFault::new(span, "the number is too large").with("write a smaller one")
}

fn no_date<'a>(term: &Term<'a>, workspace: &View<'a>, span: Span) -> QueryFault {
    let written = term.shown(workspace);
    QueryFault::new(span, format!("`{written}` is no date")).with("a date is written \"2020-11-25\"")
}
