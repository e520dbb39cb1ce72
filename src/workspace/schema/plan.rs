//! Where references, tracker ids and dates stand in records of a kind, read once from the schema's `x-`
//! annotations.

use std::collections::BTreeMap;
use std::ptr;

use serde_json::Value as Json;

use super::bounds;
use crate::record::{Fault, KindId, Record, Reference, Value};

/// What a string may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What the string may name.
    pub to: To,
    /// Whether what it names is the record's parent (`x-parent`).
    pub is_parent: bool,
}

impl Target {
    /// The kinds that it may name: `value stream`, or `initiative, epic or task`.
    pub fn kinds_in_words(&self) -> String {
        let To::Kinds(names, _) = &self.to else { return String::new() };
        let kinds = match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => String::new(),
        };
        kinds.replace('-', " ")
    }
}

/// What a string may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// A record of one of these kinds, by name and by number.
    Kinds(Vec<String>, Vec<KindId>),
    /// An id in the tracker.
    Tracker,
    /// A key of this table, or an item of this list, in `teambook.toml`.
    Setting(String),
}

/// One place of a schema: what may stand below it, and what the value itself names.
#[derive(Debug, Default)]
struct SchemaNode {
    properties: Vec<(String, u32)>,
    additional: Option<u32>,
    items: Option<u32>,
    target: Option<u16>,
    is_date: bool,
    /// The texts that the value is one of; none where it may be others.
    values: Vec<String>,
    /// Whether anything at or below needs a look.
    is_of_use: bool,
}

/// The places of a schema.
#[derive(Debug, Default)]
pub struct Plan {
    places: Vec<SchemaNode>,
    /// What strings name; a record's references index this list.
    pub targets: Vec<Target>,
}

impl Plan {
    /// Reads the annotations of `schema`.
    pub fn new(schema: &Json) -> Result<Self, String> {
        let (mut plan, mut places) = (Self::default(), Places::new(schema)?);
        while let Some((number, schema)) = places.unread.pop() {
            plan.places.resize_with(places.numbers.len(), SchemaNode::default);
            plan.places[number as usize] = plan.read(schema, &mut places)?;
        }
        // A place is of use if one below it is; `$ref` circles are why this is repeated until nothing
        // changes.
        loop {
            let mut changed = false;
            for index in (0..plan.places.len()).rev() {
                let place = &plan.places[index];
                let below =
                    place.properties.iter().map(|(_, to)| *to).chain(place.additional).chain(place.items);
                let is_of_use = place.target.is_some()
                    || place.is_date
                    || below.into_iter().any(|to| plan.places[to as usize].is_of_use);
                changed |= is_of_use != place.is_of_use;
                plan.places[index].is_of_use = is_of_use;
            }
            if !changed {
                return Ok(plan);
            }
        }
    }

    fn read<'s>(&mut self, schema: &'s Json, places: &mut Places<'s>) -> Result<SchemaNode, String> {
        let mut place = SchemaNode {
            is_date: schema.get("format").and_then(Json::as_str) == Some("date"),
            values: strings(schema.get("enum")),
            ..SchemaNode::default()
        };
        if let Some(target) = target(schema)? {
            let index = self.targets.iter().position(|known| *known == target).unwrap_or_else(|| {
                self.targets.push(target);
                self.targets.len() - 1
            });
            place.target = Some(index as u16);
        }
        for (name, property) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
            place.properties.push((name.clone(), places.number(property)?));
        }
        if let Some(additional) = schema.get("additionalProperties").filter(|value| value.is_object()) {
            place.additional = Some(places.number(additional)?);
        }
        if let Some(items) = schema.get("items").filter(|value| value.is_object()) {
            place.items = Some(places.number(items)?);
        }
        Ok(place)
    }

    /// Finds the numbers of the kinds that are named. Returns a name that isn't a kind's, if there is one.
    pub(super) fn link(&mut self, kinds: &[String]) -> Option<String> {
        let mut unknown = None;
        for target in &mut self.targets {
            if let To::Kinds(names, numbers) = &mut target.to {
                numbers.clear();
                for name in names {
                    match kinds.iter().position(|kind| kind == name) {
                        Some(number) => numbers.push(KindId(number as u16)),
                        None => unknown = Some(name.clone()),
                    }
                }
            }
        }
        unknown
    }

    /// The names that may stand in the table at `path` of a record; list indices are passed over.
    pub fn properties_at<'p>(&self, path: impl Iterator<Item = &'p str>) -> Vec<&str> {
        let mut at = self.inner(0);
        for name in path {
            let by_name = at.properties.iter().find(|(known, _)| known == name).map(|(_, to)| *to);
            at = match by_name.or(at.additional) {
                Some(to) => self.inner(to),
                None => return Vec::new(),
            };
        }
        at.properties.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The names that may stand anywhere in a record.
    pub fn properties(&self) -> impl Iterator<Item = &str> {
        self.places.iter().flat_map(|place| &place.properties).map(|(name, _)| name.as_str())
    }

    /// The texts that the field at `path` of a record, or each of its items, is one of; none of them where it
    /// may be others. Nothing where there is no such field.
    pub fn values(&self, path: &[&str]) -> Option<&[String]> {
        Some(self.values_of(self.at(path)?))
    }

    /// The place of the field at `path`.
    fn at(&self, path: &[&str]) -> Option<u32> {
        let step = |place, name: &&str| {
            self.inner(place).properties.iter().find(|(known, _)| known == name).map(|(_, to)| *to)
        };
        path.iter().try_fold(0, step)
    }

    /// The same of every field called `name`, at any depth.
    pub fn values_anywhere(&self, name: &str) -> impl Iterator<Item = &[String]> {
        let fields = self.places.iter().flat_map(|place| &place.properties);
        fields.filter(move |(known, _)| known == name).map(|(_, to)| self.values_of(*to))
    }

    /// What the field at `path` of a record, or each of its items, names. Nothing where it names nothing.
    pub fn target(&self, path: &[&str]) -> Option<&Target> {
        let place = self.at(path)?;
        let index = self.places[place as usize].target.or(self.inner(place).target).or_else(|| {
            let items = self.places[place as usize].items?;
            self.places[items as usize].target
        })?;
        self.targets.get(index as usize)
    }

    /// Whether the field at `path` of a record is a date. Nothing where there is no such field.
    pub fn is_date(&self, path: &[&str]) -> Option<bool> {
        Some(self.inner(self.at(path)?).is_date)
    }

    fn values_of(&self, place: u32) -> &[String] {
        &self.inner(place).values
    }

    /// The place with number `place`; of a list that of its items.
    fn inner(&self, mut place: u32) -> &SchemaNode {
        for _ in 0..16 {
            match &self.places[place as usize] {
                SchemaNode { properties, items: Some(items), .. } if properties.is_empty() => place = *items,
                _ => break,
            }
        }
        &self.places[place as usize]
    }

    /// What `record` names; adds to `faults` the dates that stand in quotes, which other tools sort and
    /// compare as text.
    pub(super) fn references(&self, record: &Record, faults: &mut Vec<Fault>) -> Vec<Reference> {
        let mut found = Vec::new();
        self.visit(0, record.root(), &mut |value, place| {
            let Some(text) = value.as_str() else { return };
            if let Some(target) = place.target {
                found.push(Reference { node: value.node, target });
            }
            if place.is_date && text.parse::<jiff::civil::Date>().is_ok() {
                faults.push(Fault::Schema {
                    span: value.span(),
                    table: record.tree.table_of(value.node),
                    message: format!("the date of `{}` stands in quotes", value.key()),
                    help: Some(format!("write {text}, without quotes")),
                    instead: Some(text.to_owned()),
                });
            }
        });
        found.sort_unstable_by_key(|reference| reference.node);
        found
    }

    /// Tables whose `until` lies before their `from`. JSON Schema can't compare two fields.
    pub(super) fn reversed_periods(record: &Record, faults: &mut Vec<Fault>) {
        for at in record.values() {
            let Some(until) = at.as_date().filter(|_| at.key() == "until") else { continue };
            let table = at.parent();
            if let Some(from) = table.date("from").filter(|from| until < *from) {
                faults.push(Fault::Schema {
                    span: at.span(),
                    table: table.node,
                    message: format!("`until` is {until}, before `from`, which is {from}"),
                    help: Some("put right whichever of the two is wrong".to_owned()),
                    instead: None,
                });
            }
        }
    }

    fn visit<'a>(&'a self, place: u32, value: Value<'a>, look: &mut impl FnMut(Value<'a>, &'a SchemaNode)) {
        let at = &self.places[place as usize];
        if !at.is_of_use {
            return;
        }
        look(value, at);
        if let Some(items) = at.items {
            for item in value.items() {
                self.visit(items, item, look);
            }
        }
        if at.properties.is_empty() && at.additional.is_none() {
            return;
        }
        for entry in value.entries() {
            let by_name = at.properties.iter().find(|(name, _)| name == entry.key()).map(|(_, to)| *to);
            if let Some(to) = by_name.or(at.additional) {
                self.visit(to, entry, look);
            }
        }
    }
}

/// The places of a schema as they are met.
struct Places<'s> {
    root: &'s Json,
    /// Each place's number, by where its schema lies in memory: what a `$ref` leads to has one place, however
    /// often.
    numbers: BTreeMap<*const Json, u32>,
    unread: Vec<(u32, &'s Json)>,
}

impl<'s> Places<'s> {
    fn new(root: &'s Json) -> Result<Self, String> {
        let mut places = Self { root, numbers: BTreeMap::new(), unread: Vec::new() };
        places.number(root)?;
        Ok(places)
    }

    /// The number of the place that `schema` describes, or what its `$ref` leads to.
    fn number(&mut self, schema: &'s Json) -> Result<u32, String> {
        let mut schema = schema;
        // Longer chains are refused before.
        for _ in 0..bounds::LONGEST_CHAIN {
            let Some(pointer) = schema.get("$ref").and_then(Json::as_str) else { break };
            schema = bounds::led(self.root, pointer)?;
        }
        let next = self.numbers.len() as u32;
        Ok(*self.numbers.entry(ptr::from_ref(schema)).or_insert_with(|| {
            self.unread.push((next, schema));
            next
        }))
    }
}

fn strings(list: Option<&Json>) -> Vec<String> {
    let items = list.and_then(Json::as_array).into_iter().flatten();
    items.filter_map(Json::as_str).map(str::to_owned).collect()
}

fn target(schema: &Json) -> Result<Option<Target>, String> {
    let is_parent = schema.get("x-parent").and_then(Json::as_bool).unwrap_or(false);
    let to = if let Some(kinds) = schema.get("x-ref") {
        let names: Vec<String> = match kinds {
            Json::String(name) => vec![name.clone()],
            list => strings(Some(list)),
        };
        if names.is_empty() {
            return Err("its `x-ref` must be the name of a kind, or a list of names".into());
        }
        To::Kinds(names, Vec::new())
    } else if schema.get("x-tracker").and_then(Json::as_bool) == Some(true) {
        To::Tracker
    } else if let Some(table) = schema.get("x-setting").and_then(Json::as_str) {
        To::Setting(table.to_owned())
    } else {
        return Ok(None);
    };
    Ok(Some(Target { to, is_parent }))
}
