//! How much work a schema can make. The schemas of a workspace come from anybody who sends a change, and the
//! JSON Schema library does what they say, however long that takes. So it is reckoned first, from the schema
//! alone.

use std::collections::BTreeMap;
use std::ptr;
use std::slice;

use regex::{Regex, RegexBuilder};
use serde_json::Value as Json;

/// At most this many bytes in a schema. The longest built-in one has a twentieth of that.
pub(super) const LONGEST: usize = 256 << 10;

/// At most this many bytes in the compiled form of a pattern.
pub(super) const LARGEST_PATTERN: usize = 1 << 20;

/// At most this many patterns in a schema: each takes a while to compile.
const MOST_PATTERNS: usize = 100;

/// At most this many checks of one value of a record.
const MOST_CHECKS: u64 = 1_000;

/// How many checks a pattern counts for: it reads all of a text.
const CHECKS_OF_A_PATTERN: u64 = 20;

/// How many names, in `enum`, `required` and the like, count for one check.
const NAMES_A_CHECK: usize = 16;

/// At most this many nested subschemas, `$ref`s included: each takes stack while a record is checked.
pub(super) const LONGEST_CHAIN: usize = 400;

/// At most this many nested lists and tables in a record.
const DEEPEST_VALUE: usize = 80;

/// The regular expression `written`, as one that matches whole texts; none where it can't be matched in time
/// that grows with the text alone.
pub(super) fn whole_pattern(written: &str) -> Option<Regex> {
    let built = |pattern: &str| RegexBuilder::new(pattern).size_limit(LARGEST_PATTERN).build().ok();
    built(written)?;
    built(&format!(r"\A(?:{written})\z"))
}

/// A subschema with its own cost and the subschemas that follow it.
#[derive(Default)]
struct Subschema<'s> {
    cost: u64,
    patterns: usize,
    pointer: Option<&'s str>,
    /// Those that look at the same value.
    same: Vec<usize>,
    /// Those of which one looks at a value in the table or the list.
    one_of: Vec<usize>,
    /// Those that all look at a value in the table or the list.
    each: Vec<usize>,
}

/// Where the `$ref` to `pointer` leads in the schema `root`.
pub(super) fn led<'s>(root: &'s Json, pointer: &str) -> Result<&'s Json, String> {
    let target = pointer.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
    let target = target.ok_or_else(|| format!("its `$ref` to `{pointer}` leads nowhere in this file"))?;
    match target {
        Json::Object(_) | Json::Bool(_) => Ok(target),
        _ => Err(format!("its `$ref` to `{pointer}` leads to something that is no schema")),
    }
}

/// Says why `schema` can't be used, if it leads in a circle or takes too long.
pub(super) fn check(schema: &Json) -> Result<(), String> {
    let nodes = nodes(schema)?;
    let patterns: usize = nodes.iter().map(|node| node.patterns).sum();
    if patterns > MOST_PATTERNS {
        return Err(format!(
            "it has {patterns} patterns, and {MOST_PATTERNS} are the most that there can be"
        ));
    }
    let order = inner_first(&nodes)?;
    // Of each subschema how many checks it makes of the value that it is about, then of one a level below,
    // and so on; and how long a chain it begins down to there.
    let mut known = vec![Cost::default(); nodes.len()];
    for level in 0..=DEEPEST_VALUE {
        let mut here = vec![Cost::default(); nodes.len()];
        for at in &order {
            let node = &nodes[*at];
            let below = if level == 0 { Cost { checks: node.cost, chain: 0 } } else { below(node, &known) };
            let work = node.same.iter().fold(below, |work, next| work.with(here[*next]));
            here[*at] = Cost { chain: work.chain + 1, ..work };
        }
        let whole = here.first().copied().unwrap_or_default();
        if whole.checks > MOST_CHECKS {
            return Err(format!(
                "it checks one value of a record more than {MOST_CHECKS} times, which takes too long; use fewer `allOf`, \
                 `anyOf` and `oneOf`, above all such that repeat each other by `$ref`, fewer patterns and shorter lists"
            ));
        }
        if whole.chain > LONGEST_CHAIN {
            return Err(format!(
                "more than {LONGEST_CHAIN} of its subschemas lead from one to the next, which is too deep; use fewer `$ref`, \
                 `allOf`, `anyOf` and `oneOf` one inside the other"
            ));
        }
        if here == known {
            break;
        }
        known = here;
    }
    Ok(())
}

/// What checking a value against a subschema takes at most.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Cost {
    checks: u64,
    chain: usize,
}

impl Cost {
    fn with(self, other: Self) -> Self {
        Self { checks: self.checks.saturating_add(other.checks), chain: self.chain.max(other.chain) }
    }
}

/// What `node` takes for one value in the table or list that it is about.
fn below(node: &Subschema<'_>, known: &[Cost]) -> Cost {
    let one_of = node.one_of.iter().map(|next| known[*next]);
    let one_of = one_of.fold(Cost::default(), |most, work| Cost {
        checks: most.checks.max(work.checks),
        chain: most.chain.max(work.chain),
    });
    node.each.iter().fold(one_of, |sum, next| sum.with(known[*next]))
}

/// The subschemas that can be met from `root` on; it is the first.
fn nodes(root: &Json) -> Result<Vec<Subschema<'_>>, String> {
    let mut found = vec![root];
    let mut numbers = BTreeMap::from([(ptr::from_ref(root), 0)]);
    let mut nodes = Vec::new();
    while let Some(schema) = found.get(nodes.len()).copied() {
        let mut number = |schema| {
            *numbers.entry(ptr::from_ref(schema)).or_insert_with(|| {
                found.push(schema);
                found.len() - 1
            })
        };
        let is_root = nodes.is_empty();
        if !is_root && schema.get("$id").is_some() {
            return Err(
                "a part of it has an `$id` of its own; remove that, and name the part by `#/…`".into()
            );
        }
        let patterns = patterns(schema);
        let mut node = Subschema { cost: cost(schema, patterns), patterns, ..Subschema::default() };
        let values = |key| schema.get(key).and_then(Json::as_object).into_iter().flat_map(|map| map.values());
        // They cost nothing where nothing leads to them, but must be sound.
        for definition in values("definitions") {
            number(definition);
        }
        // Beside a `$ref` nothing else counts.
        if let Some(pointer) = schema.get("$ref").and_then(Json::as_str) {
            node.pointer = Some(pointer);
            node.same.push(number(led(root, pointer)?));
        } else {
            let below = |key| schema.get(key).into_iter().flat_map(one_or_all);
            let values =
                |key| schema.get(key).and_then(Json::as_object).into_iter().flat_map(|map| map.values());
            let in_place = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];
            let dependencies = values("dependencies").filter(|value| !value.is_array());
            node.same = in_place.into_iter().flat_map(below).chain(dependencies).map(&mut number).collect();
            let one_of = ["additionalProperties", "items", "additionalItems"];
            node.one_of =
                one_of.into_iter().flat_map(below).chain(values("properties")).map(&mut number).collect();
            let each = ["propertyNames", "contains"].into_iter().flat_map(below);
            node.each = each.chain(values("patternProperties")).map(&mut number).collect();
        }
        nodes.push(node);
    }
    Ok(nodes)
}

/// What stands under a keyword that takes a schema or a list of them.
fn one_or_all(value: &Json) -> &[Json] {
    value.as_array().map_or_else(|| slice::from_ref(value), Vec::as_slice)
}

fn patterns(schema: &Json) -> usize {
    let of_keys = schema.get("patternProperties").and_then(Json::as_object);
    usize::from(schema.get("pattern").is_some()) + of_keys.map_or(0, serde_json::Map::len)
}

/// The cost of `schema`, which has this many `patterns`, without its subschemas, in checks.
fn cost(schema: &Json, patterns: usize) -> u64 {
    let size = |value: &Json| match value {
        Json::Array(items) => items.len(),
        Json::Object(entries) => entries.len(),
        _ => 0,
    };
    let keywords = ["enum", "required", "properties", "dependencies"];
    let names: usize = keywords.into_iter().filter_map(|key| schema.get(key)).map(size).sum();
    1 + (names / NAMES_A_CHECK) as u64 + CHECKS_OF_A_PATTERN * patterns as u64
}

/// The numbers of `nodes`, each after all that look at the same value as it does; or what leads in a circle.
fn inner_first(nodes: &[Subschema<'_>]) -> Result<Vec<usize>, String> {
    #[derive(Clone, Copy, PartialEq)]
    enum Visit {
        New,
        Open,
        Done,
    }
    let mut states = vec![Visit::New; nodes.len()];
    let mut order = Vec::with_capacity(nodes.len());
    for start in 0..nodes.len() {
        let mut path = vec![start];
        while let Some(at) = path.last().copied() {
            match states[at] {
                Visit::New => {
                    states[at] = Visit::Open;
                    for next in &nodes[at].same {
                        match states[*next] {
                            Visit::New => path.push(*next),
                            Visit::Open => {
                                let circle = path.iter().skip_while(|above| *above != next);
                                let mut open = circle.filter(|above| states[**above] == Visit::Open);
                                let pointer =
                                    open.find_map(|above| nodes[*above].pointer).unwrap_or_default();
                                return Err(format!(
                                    "its `$ref` to `{pointer}` leads back to where it came from and never says what the \
                                     value is; say that at one of these places"
                                ));
                            }
                            Visit::Done => {}
                        }
                    }
                }
                Visit::Open => {
                    states[at] = Visit::Done;
                    order.push(at);
                    path.pop();
                }
                Visit::Done => {
                    path.pop();
                }
            }
        }
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::super::{Kind, OWN_RULE, SETTINGS};
    use crate::record::parse;
    use crate::workspace::kind::BUILT_IN;

    /// What is wrong with `rest` as the schema of a kind.
    fn told(rest: &Json) -> String {
        let mut schema = json!({ "x-kind": "vendor", "x-folder": "vendors" });
        schema.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        Kind::new(&schema.to_string(), false).err().unwrap_or_default()
    }

    #[test]
    fn what_leads_nowhere_or_in_a_circle_is_named() {
        let of = |pointer: &str| json!({ "$ref": pointer });
        for (schema, words) in [
            (json!({ "properties": { "x": of("#/properties/x") } }), "`#/properties/x` leads back"),
            (json!({ "properties": { "x": of("#/properties/y"), "y": of("#/properties/x") } }), "leads back"),
            (
                json!({ "definitions": { "a": of("#/definitions/b"), "b": of("#/definitions/a") } }),
                "leads back",
            ),
            (
                json!({ "definitions": { "a": { "allOf": [of("#/definitions/a")] } } }),
                "`#/definitions/a` leads back",
            ),
            (json!({ "not": of("#") }), "`#` leads back"),
            (of("#"), "`#` leads back"),
            (json!({ "dependencies": { "x": of("#") } }), "`#` leads back"),
            (json!({ "anyOf": [of("#/nowhere")] }), "`#/nowhere` leads nowhere"),
            (json!({ "items": of("http://example.org/schema.json") }), "leads nowhere in this file"),
            (
                json!({ "title": "Vendor", "items": of("#/title") }),
                "`#/title` leads to something that is no schema",
            ),
            (json!({ "items": { "$id": "http://example.org/" } }), "an `$id` of its own"),
        ] {
            assert!(told(&schema).contains(words), "{schema}: {}", told(&schema));
        }
        // Trees are described like this.
        assert_eq!(told(&json!({ "properties": { "parts": { "items": of("#") } } })), "");
        assert_eq!(
            told(&json!({ "$ref": "#/definitions/a", "definitions": { "a": { "type": "object" } } })),
            ""
        );
    }

    #[test]
    fn what_takes_too_long_is_refused() {
        let doubling = |levels: usize, step: fn(&Json) -> Json| {
            let mut definitions = json!({ "d0": { "type": "string" } });
            for level in 0..levels {
                let step = step(&json!({ "$ref": format!("#/definitions/d{level}") }));
                definitions[format!("d{}", level + 1)] = step;
            }
            json!({ "$ref": format!("#/definitions/d{levels}"), "definitions": definitions })
        };
        let steps: [fn(&Json) -> Json; 5] = [
            |next| json!({ "allOf": [next, next] }),
            |next| json!({ "anyOf": [next], "oneOf": [next] }),
            |next| json!({ "if": next, "else": next }),
            |next| json!({ "properties": { "a": next }, "patternProperties": { "a": next } }),
            |next| json!({ "items": next, "contains": next }),
        ];
        for step in steps {
            assert_eq!(told(&doubling(4, step)), "");
            assert!(
                told(&doubling(40, step)).contains("more than 1000 times"),
                "{}",
                told(&doubling(40, step))
            );
        }
        let recursive =
            json!({ "properties": { "a": { "$ref": "#" } }, "patternProperties": { "a": { "$ref": "#" } } });
        assert!(told(&recursive).contains("more than 1000 times"));
        let chain = doubling(450, Json::clone);
        assert!(told(&chain).contains("more than 400 of its subschemas"), "{}", told(&chain));
        // As long as no record goes down all of it, so much may be described.
        assert_eq!(told(&doubling(1_000, |next| json!({ "properties": { "a": next } }))), "");
        let long = json!({ "description": "x".repeat(super::LONGEST) });
        assert!(told(&long).contains("a schema is at most 262144 long"));
    }

    #[test]
    fn what_is_just_deep_enough_fits_on_the_stack_of_a_thread() {
        let inner = json!({ "type": ["object", "integer"], "properties": { "a": { "$ref": "#" } } });
        let other = json!({ "type": "boolean" });
        let around: [fn(&Json, &Json) -> Json; 5] = [
            |inner, _| json!({ "allOf": [inner] }),
            |inner, other| json!({ "anyOf": [inner, other] }),
            |inner, other| json!({ "oneOf": [other, inner] }),
            |inner, _| json!({ "not": { "not": inner } }),
            |inner, _| json!({ "if": {}, "then": inner }),
        ];
        for around in around {
            let (mut schema, mut deeper) = (inner.clone(), inner.clone());
            while told(&deeper).is_empty() {
                (schema, deeper) = (deeper.clone(), around(&deeper, &other));
            }
            assert!(schema != inner && told(&deeper).contains("more than 400"), "{}", told(&deeper));
            schema["x-kind"] = json!("vendor");
            schema["x-folder"] = json!("vendors");
            let kind = Kind::new(&schema.to_string(), false).unwrap();
            for value in ["1", "\"no\""] {
                let text = format!("{} = {value}\n", vec!["a"; super::DEEPEST_VALUE - 1].join("."));
                let record = parse("records/vendors/acme.toml", text.into_bytes());
                assert!(record.faults.is_empty());
                assert_eq!(kind.check(&record).1.is_empty(), value == "1", "{schema}");
            }
        }
    }

    #[test]
    fn patterns_are_those_that_take_no_longer_than_the_text() {
        for pattern in ["(?<=a.*)b", "^(?!a)", r"(a+)\1", "(", "(x{1000}){1000}"] {
            for schema in [json!({ "pattern": pattern }), json!({ "patternProperties": { pattern: {} } })] {
                assert!(told(&schema).contains("can't be used"), "{pattern}: {}", told(&schema));
            }
            assert!(super::whole_pattern(pattern).is_none(), "{pattern}");
        }
        assert!(super::whole_pattern("a)|(b").is_none());
        assert_eq!(told(&json!({ "pattern": r"^\p{L}[\p{L}\d .-]*$" })), "");
        let many: Vec<Json> =
            (0..=super::MOST_PATTERNS).map(|n| json!({ "pattern": format!("{n}") })).collect();
        assert!(told(&json!({ "items": many })).contains("101 patterns"));
    }

    #[test]
    fn the_built_in_schemas_keep_far_below_the_bounds() {
        for (name, text) in BUILT_IN.iter().chain([&("settings", SETTINGS), &("rule", OWN_RULE)]) {
            assert!(text.len() * 10 < super::LONGEST, "{name}");
            assert_eq!(super::check(&serde_json::from_str(text).unwrap()), Ok(()), "{name}");
        }
    }
}
