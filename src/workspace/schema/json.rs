//! A record's values as the JSON Schema library sees them, so that nothing is copied to be validated.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};

use crate::record::Value;
use crate::record::tree::Data;

/// The representation: a record's tree.
pub(crate) struct Toml;

/// A value of a record, or a lone key (for `propertyNames`).
#[derive(Clone, Copy)]
pub(crate) enum Instance<'a> {
    Value(Value<'a>),
    Key(&'a str),
}

impl Json for Toml {
    type Node<'a> = Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = String;

    // A table's keys are scanned, and there are few.
    const KEYS_PER_LOOKUP: usize = 1;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(Instance<'_>) -> T) -> T {
        string.clone_into(buffer);
        f(Instance::Key(buffer))
    }
}

pub(crate) enum TomlNumber {
    Integer(i64),
    Float(f64),
}

impl JsonNumber for TomlNumber {
    fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Integer(number) => u64::try_from(*number).ok(),
            Self::Float(_) => None,
        }
    }

    fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Float(_) => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "bounds in schemas are small")]
    fn as_f64(&self) -> Option<f64> {
        Some(match self {
            Self::Integer(number) => *number as f64,
            Self::Float(number) => *number,
        })
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(match self {
            Self::Integer(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
        })
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        Cow::Owned(match self {
            Self::Integer(number) => (*number).into(),
            // JSON has neither infinity nor "not a number".
            Self::Float(number) => serde_json::Number::from_f64(*number).unwrap_or_else(|| 0.into()),
        })
    }

    fn is_integer(&self) -> bool {
        match self {
            Self::Integer(_) => true,
            Self::Float(number) => number.fract() == 0.0,
        }
    }
}

impl<'a> Node<'a, Toml> for Instance<'a> {
    type Object = ObjectView<'a>;
    type Array = ArrayView<'a>;
    type Number = TomlNumber;

    fn as_object(&self) -> Option<ObjectView<'a>> {
        match self {
            Self::Value(value) if value.is_table() => Some(ObjectView(*value)),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<ArrayView<'a>> {
        match self {
            Self::Value(value) if value.is_list() => Some(ArrayView(*value)),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::Key(key) => Some(Cow::Borrowed(key)),
            Self::Value(value) => match value.raw().data {
                Data::String(_) => value.as_str().map(Cow::Borrowed),
                Data::Date(_) => Some(Cow::Borrowed(value.record.slice(value.span()))),
                // JSON Schema's formats know neither a space nor small letters in a time.
                Data::Moment => Some(Cow::Owned(
                    value.record.slice(value.span()).to_ascii_uppercase().replacen(' ', "T", 1),
                )),
                _ => None,
            },
        }
    }

    fn as_number(&self) -> Option<TomlNumber> {
        match self {
            Self::Value(value) => match value.raw().data {
                Data::Integer(number) => Some(TomlNumber::Integer(number)),
                Data::Float(number) => Some(TomlNumber::Float(number)),
                _ => None,
            },
            Self::Key(_) => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match self {
            Self::Value(value) => value.as_bool(),
            Self::Key(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        false
    }

    fn is_number(&self) -> bool {
        matches!(self.json_type(), JsonType::Number)
    }

    fn json_type(&self) -> JsonType {
        match self {
            Self::Key(_) => JsonType::String,
            Self::Value(value) => match value.raw().data {
                Data::Boolean(_) => JsonType::Boolean,
                Data::Integer(_) | Data::Float(_) => JsonType::Number,
                Data::String(_) | Data::Date(_) | Data::Moment => JsonType::String,
                Data::List(_) => JsonType::Array,
                Data::Table(_) => JsonType::Object,
            },
        }
    }

    fn equals_value(&self, expected: &serde_json::Value) -> bool {
        match (expected, self.as_string()) {
            (serde_json::Value::String(expected), Some(own)) => own == expected.as_str(),
            (serde_json::Value::String(_), None) | (_, Some(_)) => false,
            (expected, None) => jsonschema::json::cmp::equal(&self.to_value(), expected),
        }
    }

    fn to_value(&self) -> Cow<'a, serde_json::Value> {
        use serde_json::Value as Json;
        Cow::Owned(match self {
            Self::Key(key) => Json::from(*key),
            Self::Value(value) => match value.raw().data {
                Data::Boolean(value) => Json::Bool(value),
                Data::Integer(number) => Json::from(number),
                Data::Float(number) => Json::from(number),
                Data::String(_) | Data::Date(_) | Data::Moment => {
                    Json::from(self.as_string().unwrap_or_default().into_owned())
                }
                Data::List(_) => {
                    value.items().map(|item| Instance::Value(item).to_value().into_owned()).collect()
                }
                Data::Table(_) => value
                    .entries()
                    .map(|entry| (entry.key().to_owned(), Instance::Value(entry).to_value().into_owned()))
                    .collect::<serde_json::Map<_, _>>()
                    .into(),
            },
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(match self {
            Self::Key(key) => NodeIdentity::new(key.as_ptr() as usize),
            Self::Value(value) => NodeIdentity::tagged(value.record.tree.nodes.as_ptr() as usize, value.node),
        })
    }
}

/// A table of a record.
pub(crate) struct ObjectView<'a>(Value<'a>);

impl<'a> Object<'a, Toml> for ObjectView<'a> {
    type Node = Instance<'a>;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        self.0.entries().len()
    }

    fn get(&self, key: &String) -> Option<Instance<'a>> {
        self.0.get(key).map(Instance::Value)
    }

    fn members(&self) -> Self::MembersIter {
        Members(Elements::new(self.0))
    }
}

/// The values of a table with their keys.
pub(crate) struct Members<'a>(Elements<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, Instance<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next_value().map(|value| (value.key(), Instance::Value(value)))
    }
}

/// The items of a list, or the values of a table.
pub(crate) struct Elements<'a> {
    of: Value<'a>,
    range: std::ops::Range<usize>,
}

impl<'a> Elements<'a> {
    fn new(of: Value<'a>) -> Self {
        let range = match of.raw().data {
            Data::Table(children) | Data::List(children) => children.range(),
            _ => 0..0,
        };
        Self { of, range }
    }

    fn next_value(&mut self) -> Option<Value<'a>> {
        Some(Value::new(self.of.record, self.range.next()? as u32))
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Instance<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_value().map(Instance::Value)
    }
}

/// A list of a record.
pub(crate) struct ArrayView<'a>(Value<'a>);

impl<'a> Array<'a, Toml> for ArrayView<'a> {
    type Node = Instance<'a>;
    type ElementsIter = Elements<'a>;

    fn len(&self) -> usize {
        self.0.items().len()
    }

    fn elements(&self) -> Self::ElementsIter {
        Elements::new(self.0)
    }

    fn is_unique(&self) -> bool {
        let items = || self.0.items();
        if items().any(|item| item.as_str().is_none()) {
            let values: Vec<_> = self.elements().map(|element| element.to_value()).collect();
            return jsonschema::json::unique::is_unique(&values);
        }
        // Nearly all lists are short enough to compare each with each.
        if items().len() <= 16 {
            return items()
                .enumerate()
                .all(|(at, item)| items().take(at).all(|other| other.as_str() != item.as_str()));
        }
        let mut strings: Vec<&str> = items().filter_map(Value::as_str).collect();
        strings.sort_unstable();
        strings.windows(2).all(|pair| pair[0] != pair[1])
    }
}
