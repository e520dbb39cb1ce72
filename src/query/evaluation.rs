//! Goes through an expression for one record. Whatever the expression is, the work has a bound: each part costs a step,
//! and so does each item that is gone through and each few bytes of text that are made.

use std::cmp::Ordering;
use std::sync::Arc;

use super::expression::{Each, Expression, Node, Order, Part, Reckon, Trait};
use super::fault::Fault;
use super::term::Term;
use crate::dates;
use crate::links::Lead;
use crate::record::{Record, RecordId, Value};
use crate::source::Span;
use crate::workspace::Workspace;

/// An expression takes at most so many steps for one record.
const MOST_STEPS: u32 = 100_000;

/// So many bytes of text cost a step.
const BYTES_A_STEP: usize = 16;

/// The evaluation of an expression for one record.
pub(super) struct Evaluation<'w, 'a> {
    workspace: &'w Workspace<'a>,
    record: &'a Record,
    steps: u32,
    items: Vec<Term<'a>>,
}

impl<'w, 'a> Evaluation<'w, 'a> {
    pub(super) const fn new(workspace: &'w Workspace<'a>, record: &'a Record) -> Self {
        Self { workspace, record, steps: 0, items: Vec::new() }
    }

    /// What `at` comes to.
    pub(super) fn of(&mut self, at: &Expression) -> Result<Term<'a>, Fault> {
        self.spend(1, at.span)?;
        Ok(match &at.node {
            Node::Null => Term::Null,
            Node::Truth(truth) => Term::Truth(*truth),
            Node::Integer(number) => Term::Integer(*number),
            Node::Number(number) => Term::Number(*number),
            Node::Text(text) => Term::Made(Arc::clone(text)),
            Node::List(items) => {
                Term::List(items.iter().map(|item| self.of(item)).collect::<Result<_, _>>()?)
            }
            Node::Field(key) => Term::maybe(self.record.root().get(key)),
            Node::Trait(wanted) => self.trait_of(self.record.number, *wanted),
            Node::Record => Term::Record(self.record.number),
            Node::Today => Term::Date(self.workspace.as_of()),
            Node::Item(depth) => self.items.get(*depth).cloned().unwrap_or(Term::Null),
            Node::Select(of, key, wanted) => {
                let term = self.of(of)?;
                self.select(&term, key, *wanted, at.span)?
            }
            Node::Index(parts) => self.index(parts)?,
            Node::Not(of) => Term::Truth(!self.is_true(of)?),
            Node::Negative(of) => match self.of(of)? {
                Term::Null => Term::Null,
                Term::Integer(number) => {
                    Term::Integer(number.checked_neg().ok_or_else(|| too_large(at.span))?)
                }
                Term::Number(number) => Term::Number(-number),
                other => return Err(unfit(at.span, "`-` needs a number", &other)),
            },
            Node::And(parts) => self.joined(parts, false)?,
            Node::Or(parts) => self.joined(parts, true)?,
            Node::Choice(parts) => {
                let [condition, this, that] = &**parts;
                let chosen = if self.is_true(condition)? { this } else { that };
                self.of(chosen)?
            }
            Node::Same(is, parts) => {
                let (a, b) = self.both(parts)?;
                Term::Truth(self.is_same(&a, &b, at.span)? == *is)
            }
            Node::Order(order, parts) => {
                let (a, b) = self.both(parts)?;
                let fits = |found: Ordering| match order {
                    Order::Less => found.is_lt(),
                    Order::LessOrSame => found.is_le(),
                    Order::Greater => found.is_gt(),
                    Order::GreaterOrSame => found.is_ge(),
                };
                Term::Truth(self.order(&a, &b, at.span)?.is_some_and(fits))
            }
            Node::Reckon(how, parts) => {
                let (a, b) = self.both(parts)?;
                self.reckon(*how, &a, &b, at.span)?
            }
            Node::In(parts) => {
                let (wanted, list) = self.both(parts)?;
                let has_key = |table: Value<'a>| {
                    wanted.text(self.workspace).is_some_and(|key| table.get(key).is_some())
                };
                Term::Truth(match &list {
                    Term::Value(table) if table.is_table() => has_key(*table),
                    _ => self.any(&list, at.span, |this, item| this.is_same(&wanted, &item, at.span))?,
                })
            }
            Node::Each(each, parts) => self.each(*each, parts)?,
            Node::Has(of) => Term::Truth(!matches!(self.of(of)?, Term::Null)),
            Node::Size(of) => {
                let term = self.of(of)?;
                Term::Integer(self.size(&term, at.span)?)
            }
            Node::Part(part, parts) => {
                let (whole, wanted) = self.both(parts)?;
                let (Some(whole), Some(wanted)) =
                    (self.words(&whole, at.span)?, self.words(&wanted, at.span)?)
                else {
                    return Ok(Term::Truth(false));
                };
                Term::Truth(match part {
                    Part::Anywhere => whole.contains(&*wanted),
                    Part::AtStart => whole.starts_with(&*wanted),
                    Part::AtEnd => whole.ends_with(&*wanted),
                })
            }
            Node::Matches(pattern, of) => {
                let term = self.of(of)?;
                Term::Truth(self.words(&term, at.span)?.is_some_and(|text| pattern.is_match(&text)))
            }
            Node::Written(of) => {
                let term = self.of(of)?;
                self.made(term.shown(self.workspace), at.span)?
            }
            Node::Date(of) => match self.of(of)? {
                Term::Null => Term::Null,
                term => Term::Date(
                    term.date(self.workspace).ok_or_else(|| no_date(&term, self.workspace, of.span))?,
                ),
            },
            Node::NamedBy(of, kinds) => {
                let term = self.of(of)?;
                let Some(id) = self.record_of(&term) else { return Ok(Term::List(Arc::default())) };
                let is_meant = |kind: u16| kinds.is_empty() || kinds.contains(&kind);
                let naming: Arc<[Term<'a>]> =
                    self.workspace.named_by(id, is_meant).map(Term::Record).collect();
                self.spend(naming.len(), at.span)?;
                Term::List(naming)
            }
            Node::Names(of, wanted) => {
                let (term, wanted) = (self.of(of)?, self.of(wanted)?);
                Term::Truth(self.names(&term, &wanted, at.span)?)
            }
        })
    }

    /// Whether `term`, which `at` has come to, counts as true.
    pub(super) fn truth(&self, term: &Term<'a>, at: &Expression) -> Result<bool, Fault> {
        match term {
            Term::Truth(truth) => Ok(*truth),
            Term::Null => Ok(false),
            other => Err(Fault::new(
                at.span,
                format!("this is {}, where true or false is needed", other.type_name()),
            )
            .with("compare it with something: `stage == \"done\"`, `points > 5`, `tracker != null`")),
        }
    }

    /// `term` as people read it.
    pub(super) fn shown(&self, term: &Term<'a>) -> String {
        term.shown(self.workspace)
    }

    fn spend(&mut self, steps: usize, span: Span) -> Result<(), Fault> {
        self.steps = self.steps.saturating_add(u32::try_from(steps).unwrap_or(u32::MAX));
        if self.steps <= MOST_STEPS {
            return Ok(());
        }
        let message = format!("this takes more than {MOST_STEPS} steps for one record");
        Err(Fault::new(span, message).with("go through fewer lists within each other"))
    }

    fn made(&mut self, text: String, span: Span) -> Result<Term<'a>, Fault> {
        self.spend(text.len() / BYTES_A_STEP, span)?;
        Ok(Term::Made(text.into()))
    }

    fn both(&mut self, parts: &[Expression; 2]) -> Result<(Term<'a>, Term<'a>), Fault> {
        Ok((self.of(&parts[0])?, self.of(&parts[1])?))
    }

    fn is_true(&mut self, at: &Expression) -> Result<bool, Fault> {
        let term = self.of(at)?;
        self.truth(&term, at)
    }

    /// Two conditions of which one that is `decisive` decides, even where the other can't be judged.
    fn joined(&mut self, parts: &[Expression; 2], decisive: bool) -> Result<Term<'a>, Fault> {
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
            Term::Value(value) => match self.workspace.lead(*value) {
                Lead::To(id) | Lead::OldName(id) => Some(id),
                Lead::WrongKind(_) | Lead::Nowhere | Lead::Elsewhere => None,
            },
            _ => None,
        }
    }

    fn trait_of(&self, id: RecordId, wanted: Trait) -> Term<'a> {
        let workspace = self.workspace;
        Term::Text(match wanted {
            Trait::Kind => workspace.kind_name(id),
            Trait::Id => workspace.stem(id),
            Trait::Path => workspace.path(id),
            Trait::Name => workspace.name(workspace.record(id)),
            Trait::Prose => workspace.record(id).prose_text(),
        })
    }

    fn select(&self, of: &Term<'a>, key: &str, wanted: Option<Trait>, span: Span) -> Result<Term<'a>, Fault> {
        if let Some(id) = self.record_of(of) {
            return Ok(match wanted {
                Some(wanted) => self.trait_of(id, wanted),
                None => Term::maybe(self.workspace.record(id).root().get(key)),
            });
        }
        match of {
            Term::Null => Ok(Term::Null),
            Term::Value(table) if table.is_table() => Ok(Term::maybe(table.get(key))),
            // A reference that leads nowhere is told elsewhere.
            Term::Value(value) if value.as_str().is_some() => Ok(Term::Null),
            Term::Value(_) | Term::List(_) => Err(Fault::new(span, format!("a list has no field `{key}`"))
                .with(format!("its items may: `list.exists(item, item.{key} == …)`"))),
            other => Err(unfit(span, &format!("there is no field `{key}` in this"), other)),
        }
    }

    fn index(&mut self, parts: &[Expression; 2]) -> Result<Term<'a>, Fault> {
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
    fn items(&mut self, of: &Term<'a>, span: Span) -> Result<Vec<Term<'a>>, Fault> {
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
        mut fits: impl FnMut(&mut Self, Term<'a>) -> Result<bool, Fault>,
    ) -> Result<bool, Fault> {
        for item in self.items(of, span)? {
            if fits(self, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn each(&mut self, each: Each, parts: &[Expression; 2]) -> Result<Term<'a>, Fault> {
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
            let fits = self.truth(&term, body)?;
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

    fn size(&self, of: &Term<'a>, span: Span) -> Result<i64, Fault> {
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
    fn words(&mut self, of: &Term<'a>, span: Span) -> Result<Option<String>, Fault> {
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
    fn names(&mut self, of: &Term<'a>, wanted: &Term<'a>, span: Span) -> Result<bool, Fault> {
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
        let is_meant = |lead: Lead| match lead {
            Lead::To(to) | Lead::OldName(to) => {
                workspace.stem(to) == wanted && kind.is_none_or(|kind| workspace.kind_name(to) == kind)
            }
            Lead::WrongKind(_) | Lead::Nowhere | Lead::Elsewhere => false,
        };
        Ok(workspace.references(record).any(|(_, _, lead)| is_meant(lead)))
    }

    fn is_same(&mut self, a: &Term<'a>, b: &Term<'a>, span: Span) -> Result<bool, Fault> {
        match (a, b) {
            (Term::Null, Term::Null) => return Ok(true),
            (Term::Truth(a), Term::Truth(b)) => return Ok(a == b),
            (Term::Integer(a), Term::Integer(b)) => return Ok(a == b),
            (Term::Record(a), Term::Record(b)) => return Ok(a == b),
            (Term::Date(_), _) | (_, Term::Date(_)) => {
                return Ok(a.date(self.workspace).is_some_and(|date| Some(date) == b.date(self.workspace)));
            }
            _ => {}
        }
        if let (Some(a), Some(b)) = (a.number(), b.number()) {
            return Ok(a.partial_cmp(&b) == Some(Ordering::Equal));
        }
        if let (Some(text), Some(other)) = (a.text(self.workspace), b.text(self.workspace)) {
            // A record that is named by an old id is still the same.
            let is_one = || self.record_of(a).is_some_and(|a| Some(a) == self.record_of(b));
            let (is_same, steps) = (text == other || is_one(), text.len().min(other.len()) / BYTES_A_STEP);
            self.spend(steps, span)?;
            return Ok(is_same);
        }
        if a.is_list() && b.is_list() {
            let (a, b) = (self.items(a, span)?, self.items(b, span)?);
            if a.len() != b.len() {
                return Ok(false);
            }
            for (a, b) in a.iter().zip(&b) {
                if !self.is_same(a, b, span)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let place = |term: &Term<'a>| match term {
            Term::Value(value) => Some((value.number(), value.node)),
            _ => None,
        };
        Ok(place(a).is_some_and(|a| Some(a) == place(b)))
    }

    /// How `a` and `b` follow each other; none where one of them is null.
    fn order(&self, a: &Term<'a>, b: &Term<'a>, span: Span) -> Result<Option<Ordering>, Fault> {
        let workspace = self.workspace;
        match (a, b) {
            (Term::Null, _) | (_, Term::Null) => return Ok(None),
            (Term::Integer(a), Term::Integer(b)) => return Ok(Some(a.cmp(b))),
            (Term::Date(date), other) | (other, Term::Date(date)) => {
                let Some(other) = other.date(workspace) else {
                    return Err(match other.text(workspace) {
                        Some(_) => no_date(other, workspace, span),
                        None => unfit(span, "a date can only be compared with a date", other),
                    });
                };
                let found = date.cmp(&other);
                return Ok(Some(if matches!(a, Term::Date(_)) { found } else { found.reverse() }));
            }
            _ => {}
        }
        if let (Some(a), Some(b)) = (a.number(), b.number()) {
            return Ok(a.partial_cmp(&b));
        }
        match (a.text(workspace), b.text(workspace)) {
            (Some(a), Some(b)) => Ok(Some(a.cmp(b))),
            _ => Err(Fault::new(span, format!("{} can't be compared with {}", a.type_name(), b.type_name()))),
        }
    }

    fn reckon(&mut self, how: Reckon, a: &Term<'a>, b: &Term<'a>, span: Span) -> Result<Term<'a>, Fault> {
        let large = || too_large(span);
        match (how, a, b) {
            (_, Term::Null, _) | (_, _, Term::Null) => return Ok(Term::Null),
            (_, Term::Integer(a), Term::Integer(b)) => {
                let found = match how {
                    Reckon::Add => a.checked_add(*b),
                    Reckon::Subtract => a.checked_sub(*b),
                    Reckon::Multiply => a.checked_mul(*b),
                    Reckon::Divide | Reckon::Remainder if *b == 0 => {
                        return Err(Fault::new(span, "nothing can be divided by 0"));
                    }
                    Reckon::Divide => a.checked_div(*b),
                    Reckon::Remainder => a.checked_rem(*b),
                };
                return found.map(Term::Integer).ok_or_else(large);
            }
            (Reckon::Add, Term::Date(date), Term::Integer(days))
            | (Reckon::Add, Term::Integer(days), Term::Date(date)) => {
                return Ok(Term::Date(dates::shift(*date, *days)));
            }
            (Reckon::Subtract, Term::Date(date), Term::Integer(days)) => {
                return Ok(Term::Date(dates::shift(*date, days.checked_neg().ok_or_else(large)?)));
            }
            (Reckon::Subtract, Term::Date(_), _) | (Reckon::Subtract, _, Term::Date(_)) => {
                if let (Some(to), Some(from)) = (a.date(self.workspace), b.date(self.workspace)) {
                    return Ok(Term::Integer(dates::days_between(from, to)));
                }
            }
            _ => {}
        }
        if let (Some(a), Some(b)) = (a.number(), b.number()) {
            return Ok(Term::Number(match how {
                Reckon::Add => a + b,
                Reckon::Subtract => a - b,
                Reckon::Multiply => a * b,
                Reckon::Divide => a / b,
                Reckon::Remainder => a % b,
            }));
        }
        if how == Reckon::Add {
            if let (Some(a), Some(b)) = (a.text(self.workspace), b.text(self.workspace)) {
                return self.made(format!("{a}{b}"), span);
            }
            if a.is_list() && b.is_list() {
                let mut items = self.items(a, span)?;
                items.extend(self.items(b, span)?);
                return Ok(Term::List(items.into()));
            }
        }
        let message = format!("{} and {} can't be reckoned together", a.type_name(), b.type_name());
        Err(Fault::new(span, message))
    }
}

fn unfit(span: Span, needed: &str, found: &Term<'_>) -> Fault {
    Fault::new(span, format!("{needed}, and this is {}", found.type_name()))
}

fn too_large(span: Span) -> Fault {
    Fault::new(span, "the number is too large")
}

fn no_date<'a>(term: &Term<'a>, workspace: &Workspace<'a>, span: Span) -> Fault {
    let written = term.shown(workspace);
    Fault::new(span, format!("`{written}` is no date")).with("a date is written \"2020-11-25\"")
}
