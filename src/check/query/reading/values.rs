//! A text that a field is compared with is one that the field can hold: `stage == "in-progres"` selects
//! nothing, ever.

use std::sync::Arc;

use super::super::expression::{Each, Expression, ExpressionNode, Trait};
use super::super::fault::QueryFault;
use super::super::term;
use super::{Named, Reader};
use crate::base::nearest::nearest;
use crate::base::words::did_you_mean;
use crate::record::KindId;
use crate::workspace::schema::plan::{Plan, Target};

/// Where the value of a part of an expression stands in the records.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// In the record at hand, or in what that names, below these names.
    Below(Vec<Box<str>>),
    /// It is a record, or a list of them.
    Record,
    Unknown,
}

impl Reader<'_> {
    pub(super) fn origin(&self, node: &ExpressionNode) -> Origin {
        match node {
            ExpressionNode::Record | ExpressionNode::NamedBy(..) => Origin::Record,
            ExpressionNode::Field(name) => Origin::Below(vec![name.clone()]),
            ExpressionNode::Select(of, name, _) => match self.origin(&of.node) {
                Origin::Below(mut path) => {
                    path.push(name.clone());
                    Origin::Below(path)
                }
                Origin::Record | Origin::Unknown => Origin::Unknown,
            },
            ExpressionNode::Item(depth) => self.origins.get(*depth).cloned().unwrap_or(Origin::Unknown),
            ExpressionNode::Each(Each::Filter, parts) | ExpressionNode::Index(parts) => {
                self.origin(&parts[0].node)
            }
            _ => Origin::Unknown,
        }
    }

    /// Complains of a text in one of `parts`, by itself or in a list, that the other can never be.
    pub(super) fn hold_against_each_other(&mut self, parts: &[Expression; 2]) -> Result<(), QueryFault> {
        let [a, b] = parts;
        self.hold(a, b)?;
        self.hold(b, a)
    }

    fn hold(&mut self, field: &Expression, other: &Expression) -> Result<(), QueryFault> {
        let texts = match &other.node {
            ExpressionNode::List(items) => items,
            _ => std::slice::from_ref(other),
        };
        if self.is_date(&field.node) {
            let undated = texts.iter().find(
                |text| matches!(&text.node, ExpressionNode::Text(written) if term::dated(written).is_none()),
            );
            if let Some(Expression { span, node: ExpressionNode::Text(written) }) = undated {
                return Err(QueryFault::new(*span, format!("`{written}` is no date"))
                    .with("write it as `\"2020-11-25\"`"));
            }
        }
        self.note_named(field, texts);
        let Some(values) = self.values(&field.node) else { return Ok(()) };
        for text in texts {
            let ExpressionNode::Text(written) = &text.node else { continue };
            if values.contains(&&**written) {
                continue;
            }
            let name = self.after(field.span).get(..field.span.len()).unwrap_or_default();
            let help = match nearest(written, values.iter().copied()) {
                Some(near) => did_you_mean(near),
                None => match self.field_called_kind(&field.node, written) {
                    Some(field) => {
                        format!("`kind` is the record's kind; its field of that name is `{field}`")
                    }
                    None => format!("it is one of {}", values.join(", ")),
                },
            };
            return Err(QueryFault::new(text.span, format!("`{name}` is never `{written}`")).with(help));
        }
        Ok(())
    }

    /// What `look` finds at `path` in the kinds that the expression is about.
    fn at<'s, T>(&'s self, path: &[Box<str>], look: impl Fn(&'s Plan, &[&str]) -> Option<T>) -> Vec<T> {
        let path: Vec<&str> = path.iter().map(|name| &**name).collect();
        self.kinds.iter().filter_map(|kind| look(&self.schemas.kind(*kind).plan, &path)).collect()
    }

    /// Notes the texts that are compared with what names a record, or a word of the settings.
    fn note_named(&mut self, field: &Expression, texts: &[Expression]) {
        let Origin::Below(path) = self.origin(&field.node) else { return };
        let places = self.at(&path, |plan, path| plan.is_date(path).map(|_| plan.target(path)));
        let targets: Option<Vec<Target>> = places.into_iter().map(Option::<&Target>::cloned).collect();
        let Some(targets) = targets.filter(|targets| !targets.is_empty()) else { return };
        for text in texts {
            if let ExpressionNode::Text(written) = &text.node {
                let (span, text) = (text.span, Arc::clone(written));
                self.named.push(Named { span, text, targets: targets.clone() });
            }
        }
    }

    fn is_date(&self, node: &ExpressionNode) -> bool {
        let Origin::Below(path) = self.origin(node) else { return false };
        let places = self.at(&path, Plan::is_date);
        !places.is_empty() && places.into_iter().all(|is_date| is_date)
    }

    /// The texts that `node` can be, if they are known.
    fn values(&self, node: &ExpressionNode) -> Option<Vec<&str>> {
        let kinds = |of: &mut dyn Iterator<Item = KindId>| {
            Some(of.map(|kind| self.schemas.kind(kind).name.as_str()).collect())
        };
        let all = || self.schemas.ids();
        let places: Vec<&[String]> = match (node, self.origin(node)) {
            (ExpressionNode::Trait(Trait::Kind), _) => return kinds(&mut self.kinds.iter().copied()),
            (ExpressionNode::Select(of, _, Some(Trait::Kind)), origin) => {
                let own = match origin {
                    Origin::Below(path) => self.at(&path, Plan::values),
                    Origin::Record | Origin::Unknown => Vec::new(),
                };
                match self.origin(&of.node) {
                    Origin::Unknown => return None,
                    // Nothing of that name stands there, so it is a record that is linked.
                    Origin::Record | Origin::Below(_) if own.is_empty() => return kinds(&mut all()),
                    _ => own,
                }
            }
            (ExpressionNode::Field(_), Origin::Below(path)) => self.at(&path, Plan::values),
            (ExpressionNode::Select(_, name, None), origin) => {
                let own = match origin {
                    Origin::Below(path) => self.at(&path, Plan::values),
                    Origin::Record | Origin::Unknown => Vec::new(),
                };
                let anywhere =
                    || self.schemas.kinds().iter().flat_map(|kind| kind.plan.values_anywhere(name));
                if own.is_empty() { anywhere().collect() } else { own }
            }
            _ => return None,
        };
        let mut values: Vec<&str> = Vec::new();
        for value in places.iter().copied().flatten() {
            if !values.contains(&value.as_str()) {
                values.push(value);
            }
        }
        (!places.is_empty() && places.iter().all(|place| !place.is_empty())).then_some(values)
    }

    /// How a record's own field `kind` is written, if that can be `text`.
    fn field_called_kind(&self, node: &ExpressionNode, text: &str) -> Option<String> {
        let of = match node {
            ExpressionNode::Trait(Trait::Kind) => "record",
            ExpressionNode::Select(of, _, Some(Trait::Kind)) => self.text.get(of.span.range())?,
            _ => return None,
        };
        let kinds = self.schemas.kinds().iter().filter_map(|kind| kind.plan.values(&["kind"]));
        let is_one = { kinds }.any(|values| values.iter().any(|value| value == text));
        is_one.then(|| format!("{of}[\"kind\"] == \"{text}\""))
    }
}
