//! The functions that an expression may call.

use std::sync::Arc;

use cel::common::ast::{CallExpr, Expr, IdedExpr};
use regex::RegexBuilder;

use super::super::expression::{Affix, Each, Expression, ExpressionNode};
use super::super::fault::QueryFault;
use super::{Named, Reader};
use crate::base::nearest::nearest;
use crate::base::source::Span;
use crate::base::words::did_you_mean;
use crate::record::KindId;
use crate::workspace::schema::plan::{Target, To};

/// The functions, each as it is written.
const FUNCTIONS: [(&str, &str); 15] = [
    ("all", "list.all(item, condition)"),
    ("exists", "list.exists(item, condition)"),
    ("exists_one", "list.exists_one(item, condition)"),
    ("filter", "list.filter(item, condition)"),
    ("map", "list.map(item, expression)"),
    ("has", "has(field)"),
    ("size", "size(list)"),
    ("contains", "text.contains(\"part\")"),
    ("startsWith", "text.startsWith(\"part\")"),
    ("endsWith", "text.endsWith(\"part\")"),
    ("matches", "text.matches(\"pattern\")"),
    ("string", "string(value)"),
    ("date", "date(\"2020-11-25\")"),
    ("named_by", "named_by(\"epic\")"),
    ("names", "names(\"petr\")"),
];

/// The most bytes that a compiled pattern may take.
const LARGEST_PATTERN: usize = 256 << 10;

impl Reader<'_> {
    pub(super) fn function(&mut self, call: &CallExpr, span: Span) -> Result<ExpressionNode, QueryFault> {
        let name = call.func_name.as_str();
        let span = self.call_span(name, span);
        let Some((_, usage)) = FUNCTIONS.iter().find(|(known, _)| *known == name) else {
            let near = nearest(name, FUNCTIONS.iter().map(|(known, _)| *known));
            let help = near.map_or_else(
                || format!("the functions are {}", FUNCTIONS.map(|(known, _)| known).join(", ")),
                did_you_mean,
            );
            return Err(QueryFault::new(span, format!("there is no function `{name}`")).with(help));
        };
        let misused =
            || QueryFault::new(span, format!("`{name}` is used otherwise")).with(format!("write `{usage}`"));
        let each = match name {
            "all" => Some(Each::All),
            "exists" => Some(Each::Exists),
            "exists_one" => Some(Each::ExistsOne),
            "filter" => Some(Each::Filter),
            "map" => Some(Each::Map),
            _ => None,
        };
        if let Some(each) = each {
            let (Some(over), [item, body]) = (&call.target, &*call.args) else { return Err(misused()) };
            let Expr::Ident(item) = &item.expr else { return Err(misused()) };
            let over = self.read(over)?;
            self.items.push(item.clone());
            self.origins.push(self.origin(&over.node));
            let body = self.read(body);
            self.origins.pop();
            self.items.pop();
            return Ok(ExpressionNode::Each(each, Box::new([over, body?])));
        }
        if name == "named_by" || name == "names" {
            let of = match &call.target {
                Some(of) => self.read(of)?,
                None => Expression { span, node: ExpressionNode::Record },
            };
            let of = Box::new(of);
            return match (name, &*call.args) {
                ("names", [wanted]) => {
                    let wanted = self.read(wanted)?;
                    if let ExpressionNode::Text(written) = &wanted.node {
                        let (kinds, text) = match written.split_once(':') {
                            Some((kind, id)) => (vec![self.kind_named(kind, wanted.span)?], Arc::from(id)),
                            None => (self.schemas.ids().collect(), Arc::clone(written)),
                        };
                        let names = kinds.iter().map(|kind| self.schemas.kind(*kind).name.clone()).collect();
                        let targets = vec![Target { to: To::Kinds(names, kinds), is_parent: false }];
                        self.named.push(Named { span: wanted.span, text, targets });
                    }
                    Ok(ExpressionNode::Names(of, Box::new(wanted)))
                }
                ("named_by", []) => Ok(ExpressionNode::NamedBy(of, self.schemas.ids().collect())),
                ("named_by", kinds) => Ok(ExpressionNode::NamedBy(of, self.kinds_of(kinds)?)),
                _ => Err(misused()),
            };
        }
        // `text.size()` and `size(text)` are the same.
        let mut parts: Vec<&IdedExpr> = call.target.as_deref().into_iter().chain(&call.args).collect();
        let first = if parts.is_empty() { return Err(misused()) } else { self.read(parts.remove(0))? };
        let part = match name {
            "contains" => Some(Affix::Anywhere),
            "startsWith" => Some(Affix::AtStart),
            "endsWith" => Some(Affix::AtEnd),
            _ => None,
        };
        match (name, part, &*parts) {
            (_, Some(part), [wanted]) => {
                Ok(ExpressionNode::Affix(part, Box::new([first, self.read(wanted)?])))
            }
            ("matches", _, [pattern]) => {
                let pattern = self.read(pattern)?;
                let ExpressionNode::Text(written) = &pattern.node else { return Err(misused()) };
                let built = RegexBuilder::new(written).size_limit(LARGEST_PATTERN).build();
                let pattern = built.map_err(|error| {
                    let words = error.to_string();
                    let last = words.lines().last().unwrap_or_default().trim_start_matches("error: ");
                    QueryFault::new(pattern.span, format!("the pattern can't be used: {last}"))
                })?;
                Ok(ExpressionNode::Matches(pattern, Box::new(first)))
            }
            ("has", _, [])
                if matches!(
                    first.node,
                    ExpressionNode::Text(_) | ExpressionNode::Integer(_) | ExpressionNode::Number(_)
                ) =>
            {
                let help = format!("`has` asks for a field, without quotes: `{usage}`");
                Err(QueryFault::new(first.span, "this is always there").with(help))
            }
            ("has", _, []) => Ok(ExpressionNode::Has(Box::new(first))),
            ("size", _, []) => Ok(ExpressionNode::Size(Box::new(first))),
            ("string", _, []) => Ok(ExpressionNode::Written(Box::new(first))),
            ("date", _, []) => Ok(ExpressionNode::Date(Box::new(first))),
            _ => Err(misused()),
        }
    }

    /// Where the name of a function stands: the parser only knows where its bracket is.
    fn call_span(&self, name: &str, span: Span) -> Span {
        let before = self.text.get(..span.end as usize).unwrap_or(self.text);
        match before.rfind(name) {
            Some(start) => Span::new(start, start + name.len()),
            None => span,
        }
    }

    fn kinds_of(&mut self, parts: &[IdedExpr]) -> Result<Vec<KindId>, QueryFault> {
        let mut kinds = Vec::new();
        for part in parts {
            let part = self.read(part)?;
            let ExpressionNode::Text(name) = &part.node else {
                return Err(QueryFault::new(part.span, "this must be the name of a kind, in quotes"));
            };
            let kind = self.kind_named(name, part.span)?;
            kinds.push(kind);
            self.asks_of.push(kind);
        }
        Ok(kinds)
    }

    fn kind_named(&self, name: &str, span: Span) -> Result<KindId, QueryFault> {
        let named = self.schemas.named(name).map(|(kind, _)| kind);
        named.ok_or_else(|| {
            let near = nearest(name, self.schemas.kinds().iter().map(|kind| kind.name.as_str()));
            let near = near.map_or_else(|| "`teambook schema` lists the kinds".to_owned(), did_you_mean);
            QueryFault::new(span, format!("there is no kind `{name}`")).with(near)
        })
    }
}
