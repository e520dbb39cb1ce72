//! Where references, tracker ids and dates stand in records of a kind, read once from the schema's `x-` annotations.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::record::{Fault, Record, Reference, Value};

/// What a string may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What it names.
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
    Kinds(Vec<String>, Vec<u16>),
    /// An id in the tracker.
    Tracker,
    /// A key of this table, or an item of this list, in `teambook.toml`.
    Setting(String),
}

/// One place of a schema: what may stand below it, and what the value itself names.
#[derive(Debug, Default)]
struct Place {
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
    places: Vec<Place>,
    /// What strings name; a record's references index this list.
    pub targets: Vec<Target>,
}

impl Plan {
    /// Reads the annotations of `schema`.
    pub fn new(schema: &Json) -> Result<Self, String> {
        let mut plan = Self::default();
        plan.add(schema, schema, &mut BTreeMap::new())?;
        // A place is of use if one below it is; `$ref` circles are why this is repeated until nothing changes.
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

    fn add(&mut self, root: &Json, schema: &Json, seen: &mut BTreeMap<String, u32>) -> Result<u32, String> {
        let number = self.places.len() as u32;
        self.places.push(Place::default());
        let mut schema = schema;
        for _ in 0..16 {
            let Some(pointer) = schema.get("$ref").and_then(Json::as_str) else { break };
            if let Some(known) = seen.get(pointer) {
                self.places.pop();
                return Ok(*known);
            }
            seen.insert(pointer.to_owned(), number);
            let target = pointer.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
            schema = target.ok_or_else(|| format!("its `$ref` to `{pointer}` leads nowhere in this file"))?;
        }
        self.places[number as usize].is_date = schema.get("format").and_then(Json::as_str) == Some("date");
        if let Some(values) = schema.get("enum").and_then(Json::as_array) {
            let texts = values.iter().filter_map(Json::as_str).map(str::to_owned);
            self.places[number as usize].values = texts.collect();
        }
        if let Some(target) = target(schema)? {
            let index = self.targets.iter().position(|known| *known == target).unwrap_or_else(|| {
                self.targets.push(target);
                self.targets.len() - 1
            });
            self.places[number as usize].target = Some(index as u16);
        }
        if let Some(properties) = schema.get("properties").and_then(Json::as_object) {
            for (name, property) in properties {
                let to = self.add(root, property, seen)?;
                self.places[number as usize].properties.push((name.clone(), to));
            }
        }
        if let Some(additional) = schema.get("additionalProperties").filter(|value| value.is_object()) {
            let to = self.add(root, additional, seen)?;
            self.places[number as usize].additional = Some(to);
        }
        if let Some(items) = schema.get("items").filter(|value| value.is_object()) {
            let to = self.add(root, items, seen)?;
            self.places[number as usize].items = Some(to);
        }
        Ok(number)
    }

    /// Finds the numbers of the kinds that are named. Returns a name that is none, if there is one.
    pub(super) fn link(&mut self, kinds: &[String]) -> Option<String> {
        let mut unknown = None;
        for target in &mut self.targets {
            if let To::Kinds(names, numbers) = &mut target.to {
                numbers.clear();
                for name in names {
                    match kinds.iter().position(|kind| kind == name) {
                        Some(number) => numbers.push(number as u16),
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

    /// The texts that the field at `path` of a record, or each of its items, is one of; none of them where it may be others.
    /// Nothing where there is no such field.
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
    fn inner(&self, mut place: u32) -> &Place {
        for _ in 0..16 {
            match &self.places[place as usize] {
                Place { properties, items: Some(items), .. } if properties.is_empty() => place = *items,
                _ => break,
            }
        }
        &self.places[place as usize]
    }

    /// What `record` names; adds to `faults` the dates that stand in quotes, which other tools sort and compare as
    /// text.
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

    fn visit<'a>(&'a self, place: u32, value: Value<'a>, look: &mut impl FnMut(Value<'a>, &'a Place)) {
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

fn target(schema: &Json) -> Result<Option<Target>, String> {
    let is_parent = schema.get("x-parent").and_then(Json::as_bool).unwrap_or(false);
    let to = if let Some(kinds) = schema.get("x-ref") {
        let names: Vec<String> = match kinds {
            Json::String(name) => vec![name.clone()],
            Json::Array(names) => names.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
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
