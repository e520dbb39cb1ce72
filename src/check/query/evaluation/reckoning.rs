//! Compares two values, and calculates with them.

use std::cmp::Ordering;

use super::super::expression::Reckon;
use super::super::fault::QueryFault;
use super::super::term::Term;
use super::{BYTES_A_STEP, Evaluation, no_date, too_large, unfit};
use crate::base::dates;
use crate::base::source::Span;

impl<'a> Evaluation<'_, 'a> {
    pub(super) fn is_same(&mut self, a: &Term<'a>, b: &Term<'a>, span: Span) -> Result<bool, QueryFault> {
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
        // Somebody with more to be said, `{ person = "petr", until = … }`, is still that person.
        if let (Some(a), Some(_)) = (a.person(), b.text(self.workspace)) {
            return self.is_same(&a, b, span);
        }
        if let (Some(_), Some(b)) = (a.text(self.workspace), b.person()) {
            return self.is_same(a, &b, span);
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
    pub(super) fn order(
        &self,
        a: &Term<'a>,
        b: &Term<'a>,
        span: Span,
    ) -> Result<Option<Ordering>, QueryFault> {
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
            _ => Err(QueryFault::new(
                span,
                format!("{} can't be compared with {}", a.type_name(), b.type_name()),
            )),
        }
    }

    pub(super) fn reckon(
        &mut self,
        how: Reckon,
        a: &Term<'a>,
        b: &Term<'a>,
        span: Span,
    ) -> Result<Term<'a>, QueryFault> {
        let large = || too_large(span);
        match (how, a, b) {
            (_, Term::Null, _) | (_, _, Term::Null) => return Ok(Term::Null),
            (_, Term::Integer(a), Term::Integer(b)) => {
                let found = match how {
                    Reckon::Add => a.checked_add(*b),
                    Reckon::Subtract => a.checked_sub(*b),
                    Reckon::Multiply => a.checked_mul(*b),
                    Reckon::Divide | Reckon::Remainder if *b == 0 => {
                        return Err(QueryFault::new(span, "nothing can be divided by 0")
                            .with("ask for that first: `points != 0 && 8 / points > 2`"));
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
        let help = "numbers are reckoned with numbers, texts joined with texts, and days added to a date";
        Err(QueryFault::new(span, message).with(help))
    }
}
