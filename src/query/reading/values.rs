//! A text that a field is compared with is one that the field can hold: `stage == "in-progres"` selects nothing, ever.

use super::super::expression::{Expression, Node, Trait};
use super::super::fault::Fault;
use super::Reader;
use crate::nearest::nearest;

impl Reader<'_> {
    /// Complains of a text in one of `parts`, by itself or in a list, that the other can never be.
    pub(super) fn hold_against_each_other(&self, parts: &[Expression; 2]) -> Result<(), Fault> {
        let [a, b] = parts;
        self.hold(a, b)?;
        self.hold(b, a)
    }

    fn hold(&self, field: &Expression, other: &Expression) -> Result<(), Fault> {
        let Some(values) = self.values(&field.node) else { return Ok(()) };
        let texts = match &other.node {
            Node::List(items) => items,
            _ => std::slice::from_ref(other),
        };
        for text in texts {
            let Node::Text(written) = &text.node else { continue };
            if values.contains(&&**written) {
                continue;
            }
            let name = self.after(field.span).get(..field.span.len()).unwrap_or_default();
            let help = match nearest(written, values.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if matches!(field.node, Node::Trait(Trait::Kind))
                    && self.is_a_kind_of_its_own(written) =>
                {
                    format!(
                        "`kind` is the record's kind; its field of that name is `record[\"kind\"] == \"{written}\"`"
                    )
                }
                None => format!("it is one of {}", values.join(", ")),
            };
            return Err(Fault::new(text.span, format!("`{name}` is never `{written}`")).with(help));
        }
        Ok(())
    }

    /// The texts that `node` can be, if they are known.
    fn values(&self, node: &Node) -> Option<Vec<&str>> {
        let places: Vec<&[String]> = match node {
            Node::Trait(Trait::Kind) | Node::Select(_, _, Some(Trait::Kind)) => {
                return Some(self.schemas.kinds().iter().map(|kind| kind.name.as_str()).collect());
            }
            Node::Field(_) | Node::Select(_, _, None) => {
                let (schemas, path) = (self.schemas, path(node));
                let fields = |kind: &u16| schemas.kind(*kind).plan.values(&path);
                let of_kinds: Vec<_> =
                    self.kinds.iter().filter(|_| !path.is_empty()).filter_map(fields).collect();
                match node {
                    // Of a record that is linked, or of an item of a list.
                    Node::Select(_, name, _) if of_kinds.is_empty() => {
                        schemas.kinds().iter().flat_map(|kind| kind.plan.values_anywhere(name)).collect()
                    }
                    _ => of_kinds,
                }
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

    /// Whether a record has a field `kind` that can be `text`.
    fn is_a_kind_of_its_own(&self, text: &str) -> bool {
        let mut kinds = self.kinds.iter().filter_map(|kind| self.schemas.kind(*kind).plan.values(&["kind"]));
        kinds.any(|values| values.iter().any(|value| value == text))
    }
}

/// The names that lead from a record to `node`; none where something else stands between.
fn path(node: &Node) -> Vec<&str> {
    match node {
        Node::Field(name) => vec![name],
        Node::Select(of, name, None) => {
            let mut path = path(&of.node);
            if !path.is_empty() {
                path.push(name);
            }
            path
        }
        _ => Vec::new(),
    }
}
