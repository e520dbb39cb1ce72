//! Kinds: one JSON Schema each, the built-in ones and a workspace's own. This module and those below it are
//! the only ones that know the JSON Schema library.

mod bounds;
mod json;
mod mismatch;
pub mod plan;
#[cfg(test)]
mod samples;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, LazyLock, OnceLock};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, PatternOptions, ValidationError, Validator};
use rayon::prelude::*;
use regex::Regex;
use serde_json::Value as Json;

use crate::record::{Fault, KindId, Record, Reference};
use crate::workspace::kind::BUILT_IN;
use json::Toml;
use plan::Plan;

/// The schema of `teambook.toml`.
pub const SETTINGS: &str = include_str!("../../schemas/teambook.schema.json");

/// The schema of a rule of the workspace's own.
pub const OWN_RULE: &str = include_str!("../../schemas/rule.schema.json");

/// The regular expression `written`, as one that matches whole texts, if it is one that a schema's `"format":
/// "regex"` takes.
pub fn whole_pattern(written: &str) -> Option<Regex> {
    bounds::whole_pattern(written)
}

/// The default that the settings' schema documents for the setting at `path`, such as
/// `limits.visitors-per-team`.
pub fn default_setting(path: &str) -> Option<&'static Json> {
    static SCHEMA: LazyLock<Json> = LazyLock::new(|| serde_json::from_str(SETTINGS).unwrap_or_default());
    let field = |schema: &'static Json, key| schema.get("properties")?.get(key);
    path.split('.').try_fold(&*SCHEMA, field)?.get("default")
}

/// Whether records of a kind have prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prose {
    /// The kind asks for it.
    Required,
    /// As the writer likes.
    Optional,
    /// All there is to say has a field.
    None,
}

/// One kind of record.
pub struct Kind {
    /// Its name, such as `sprint`.
    pub name: String,
    /// Its folder under `records/`.
    pub folder: String,
    /// The field with the display name.
    pub name_field: Option<String>,
    /// The field with the date that a record speaks of.
    pub date_field: Option<String>,
    /// Kinds with the same value share one space of ids.
    pub ids: String,
    /// Whether records have prose.
    pub prose: Prose,
    /// Headings that the prose must have.
    pub headings: Vec<String>,
    /// Fields in the order in which they are written.
    pub order: Vec<String>,
    /// Where references and dates stand.
    pub plan: Plan,
    /// Whether it is a built-in one.
    pub built_in: bool,
    /// The schema's text.
    pub text: String,
    schema: Json,
    validator: Compiled,
}

/// A schema's validator, once it has been asked for.
type Compiled = Arc<OnceLock<Option<Validator<Toml>>>>;

/// The validators of the built-in schemas, of the settings and of own rules: several states of a workspace
/// share them.
static COMPILED: LazyLock<Vec<Compiled>> =
    LazyLock::new(|| (0..BUILT_IN.len() + 2).map(|_| Compiled::default()).collect());

impl Kind {
    /// Reads a schema. The error says what is wrong with it.
    pub fn new(text: &str, built_in: bool) -> Result<Self, String> {
        if text.len() > bounds::LONGEST {
            return Err(format!(
                "it has {} bytes, and a schema is at most {} long",
                text.len(),
                bounds::LONGEST
            ));
        }
        let schema: Json = serde_json::from_str(text).map_err(|error| format!("it isn't JSON: {error}"))?;
        let word = |key: &str| schema.get(key).and_then(Json::as_str).map(str::to_owned);
        let words = |key: &str| -> Vec<String> {
            let list = schema.get(key).and_then(Json::as_array);
            list.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
        };
        let name = word("x-kind").ok_or("it has no `x-kind`, the name of the kind")?;
        let folder = word("x-folder").ok_or("it has no `x-folder`, the kind's folder under `records/`")?;
        for (key, value) in [("x-kind", &name), ("x-folder", &folder)] {
            if !crate::base::id::is_well_formed(value) {
                return Err(format!("`{key}` is `{value}`: use lower-case letters, digits and hyphens"));
            }
        }
        if !built_in {
            bounds::check(&schema)?;
        }
        let plan = Plan::new(&schema)?;
        let kind = Self {
            folder,
            name_field: word("x-name"),
            date_field: word("x-on"),
            ids: word("x-ids").unwrap_or_else(|| name.clone()),
            prose: match word("x-prose").as_deref() {
                Some("required") => Prose::Required,
                Some("none") => Prose::None,
                _ => Prose::Optional,
            },
            headings: words("x-headings"),
            order: words("x-order"),
            plan,
            built_in,
            text: text.to_owned(),
            name,
            schema,
            validator: Compiled::default(),
        };
        if !built_in {
            build(&kind.schema)?;
        }
        Ok(kind)
    }

    /// A kind that anything fits.
    fn any() -> Self {
        Self {
            name: String::new(),
            folder: String::new(),
            name_field: None,
            date_field: None,
            ids: String::new(),
            prose: Prose::Optional,
            headings: Vec::new(),
            order: Vec::new(),
            plan: Plan::default(),
            built_in: true,
            text: String::new(),
            schema: Json::Bool(true),
            validator: Compiled::default(),
        }
    }

    /// What the kind is, in a sentence.
    pub fn description(&self) -> &str {
        self.schema.get("description").and_then(Json::as_str).unwrap_or_default()
    }

    /// The description of the field at `path`, a path of property names.
    pub fn describe(&self, path: &[&str]) -> Option<&str> {
        let mut schema = &self.schema;
        for name in path {
            schema = mismatch::property(&self.schema, schema, name)?;
        }
        schema.get("description").and_then(Json::as_str)
    }

    /// What `record` names, and what it and the schema disagree on.
    pub fn check(&self, record: &Record) -> (Box<[Reference]>, Vec<Fault>) {
        let mut faults = Vec::new();
        let root = record.root();
        let validator = self.validator.get_or_init(|| build(&self.schema).ok());
        if let Some(validator) =
            validator.as_ref().filter(|validator| !validator.is_valid(json::Instance::Value(root)))
        {
            let errors: Vec<_> =
                validator.iter_errors(json::Instance::Value(root)).take(mismatch::MOST).collect();
            faults = mismatch::faults(&self.schema, &self.plan, record, &errors, &self.name);
        }
        let references = self.plan.references(record, &mut faults);
        Plan::reversed_periods(record, &mut faults);
        (references.into_boxed_slice(), faults)
    }
}

fn build(schema: &Json) -> Result<Validator<Toml>, String> {
    jsonschema::options_for::<Toml>()
        .with_draft(Draft::Draft7)
        .should_validate_formats(true)
        .with_format("regex", |text: &str| bounds::whole_pattern(text).is_some())
        // Matches in time that grows with the text alone, whatever the pattern is.
        .with_pattern_options(PatternOptions::regex().size_limit(bounds::LARGEST_PATTERN))
        .build(schema)
        .map_err(|error| unusable(&error))
}

/// Why a schema isn't one, in words.
fn unusable(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::PropertyNames { error } => unusable(error),
        ValidationErrorKind::Format { format } if format == "regex" => format!(
            "its pattern {} can't be used: it is none, it is too large, or it looks ahead, behind or back, which takes for \
             ever on some texts; write it shorter, and without `(?=`, `(?!`, `(?<` and `\\1`",
            error.instance()
        ),
        _ => format!("it isn't a valid JSON Schema: {error}"),
    }
}

/// A schema of the workspace that can't be used, or that differs from the built-in one of its name.
#[derive(Clone, Debug)]
pub struct SchemaProblem {
    /// Its path from the workspace's root.
    pub path: String,
    /// Its text, as far as it is text.
    pub text: String,
    /// What is wrong; none if it only differs from the built-in one.
    pub message: Option<String>,
}

/// All kinds of a workspace.
pub struct Schemas {
    kinds: Vec<Kind>,
    settings: Kind,
    own_rule: Kind,
    /// Schemas of the workspace that need a word.
    pub problems: Vec<SchemaProblem>,
    digest: u64,
}

impl Schemas {
    /// The built-in kinds.
    pub fn built_in() -> Self {
        Self::with(std::iter::empty())
    }

    /// The built-in kinds and those of the workspace's schema files, given as path and bytes among the files
    /// adjacent to the records.
    pub fn with<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])> + Clone) -> Self {
        let sharing = |kind: Kind, compiled: &Compiled| Kind { validator: Arc::clone(compiled), ..kind };
        let read = |number: usize| {
            let kind = Kind::new(BUILT_IN[number].1, true).unwrap_or_else(|_| Kind::any());
            sharing(kind, &COMPILED[number])
        };
        let kinds = (0..BUILT_IN.len()).into_par_iter().map(read).collect();
        let standalone = |schema: &str, name: &str, compiled: &Compiled| {
            let named = format!(r#"{{"x-kind": "{name}", "x-folder": "{name}","#);
            let kind = Kind::new(&schema.replacen('{', &named, 1), true).unwrap_or_else(|_| Kind::any());
            sharing(kind, compiled)
        };
        let settings = standalone(SETTINGS, "settings", &COMPILED[BUILT_IN.len()]);
        let own_rule = standalone(OWN_RULE, "rule", &COMPILED[BUILT_IN.len() + 1]);
        let files = files.filter(|(path, _)| path.starts_with("schemas/") || *path == "schemas");
        let mut digest = DefaultHasher::new();
        files.clone().for_each(|file| file.hash(&mut digest));
        let mut schemas = Self { kinds, settings, own_rule, problems: Vec::new(), digest: digest.finish() };
        for (path, bytes) in files {
            schemas.add(path, bytes);
        }
        let names: Vec<String> = schemas.kinds.iter().map(|kind| kind.name.clone()).collect();
        for index in 0..schemas.kinds.len() {
            let unknown = schemas.kinds[index].plan.link(&names);
            let kind = &schemas.kinds[index];
            if let Some(unknown) = unknown {
                let path = format!("schemas/{}.schema.json", kind.name);
                let message = Some(format!("its `x-ref` names `{unknown}`, and there is no such kind"));
                schemas.problems.push(SchemaProblem { path, text: kind.text.clone(), message });
            }
        }
        schemas
    }

    /// The workspace's schema files in few bits: where they are the same, so are the kinds and their numbers.
    pub const fn digest(&self) -> u64 {
        self.digest
    }

    fn add(&mut self, path: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let same = |known: &str| known.replace('\r', "").trim() == text.replace('\r', "").trim();
        let stem =
            path.rsplit('/').next().and_then(|file| file.strip_suffix(".schema.json")).unwrap_or_default();
        let known = BUILT_IN.iter().find(|(name, _)| *name == stem).map(|(_, text)| *text);
        let known = match stem {
            "teambook" => Some(SETTINGS),
            "rule" => Some(OWN_RULE),
            _ => known,
        };
        let message = match known {
            Some(known) if same(known) => return,
            Some(_) => None,
            None => match Kind::new(&text, false) {
                Ok(kind) if kind.name != stem => {
                    Some(format!("its `x-kind` is `{}`, so it must be named {0}.schema.json", kind.name))
                }
                Ok(kind) => match self.kinds.iter().find(|other| other.folder == kind.folder) {
                    Some(other) => {
                        Some(format!("its folder `{}` is that of the kind `{}`", kind.folder, other.name))
                    }
                    None => {
                        self.kinds.push(kind);
                        return;
                    }
                },
                Err(message) => Some(message),
            },
        };
        self.problems.push(SchemaProblem { path: path.to_owned(), text, message });
    }

    /// All kinds: the built-in ones, then the workspace's own by file name.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The numbers of all kinds.
    pub fn ids(&self) -> impl Iterator<Item = KindId> + use<> {
        (0..self.kinds.len() as u16).map(KindId)
    }

    /// The kind with number `id`.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[id.index()]
    }

    /// The kind called `name`.
    pub fn named(&self, name: &str) -> Option<(KindId, &Kind)> {
        self.ids().zip(&self.kinds).find(|(_, kind)| kind.name == name)
    }

    /// The kind whose folder is `folder`.
    pub fn of_folder(&self, folder: &str) -> Option<KindId> {
        self.ids().zip(&self.kinds).find(|(_, kind)| kind.folder == folder).map(|(id, _)| id)
    }

    /// The schema of `teambook.toml`, as a kind of its own.
    pub const fn settings(&self) -> &Kind {
        &self.settings
    }

    /// The schema of a rule of the workspace's own, as a kind of its own.
    pub const fn own_rule(&self) -> &Kind {
        &self.own_rule
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_schema_is_valid_and_named_as_its_kind() {
        for (name, text) in BUILT_IN {
            let kind = Kind::new(text, true).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(kind.name, *name);
            build(&kind.schema).unwrap_or_else(|error| panic!("{name}: {error}"));
            let properties: Vec<_> = kind.schema["properties"].as_object().unwrap().keys().collect();
            for key in &kind.order {
                assert!(properties.contains(&key), "{name}: x-order has `{key}`, which is no property");
            }
            for key in properties {
                assert!(kind.order.contains(key), "{name}: x-order lacks `{key}`");
            }
        }
        assert!(Schemas::built_in().problems.is_empty());
        assert!(Schemas::built_in().settings().plan.properties_at([].into_iter()).contains(&"cadence"));
    }

    #[test]
    fn every_property_at_every_depth_is_described() {
        fn walk(at: &str, schema: &Json) {
            for (name, property) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
                assert!(property.get("description").is_some(), "{at}/{name} has no description");
                walk(&format!("{at}/{name}"), property);
            }
            if let Some(items) = schema.get("items") {
                walk(at, items);
            }
        }
        for (name, text) in BUILT_IN.iter().chain([&("teambook", SETTINGS), &("rule", OWN_RULE)]) {
            walk(name, &serde_json::from_str(text).unwrap());
        }
    }

    #[test]
    fn a_broken_schema_of_the_workspace_is_a_problem_and_no_kind() {
        let files = [
            ("schemas/vendor.schema.json".to_owned(), b"{".to_vec()),
            (
                "schemas/room.schema.json".to_owned(),
                br#"{"x-kind":"room","x-folder":"rooms","type":"nothing"}"#.to_vec(),
            ),
            ("schemas/site.schema.json".to_owned(), br#"{"x-kind":"place","x-folder":"sites"}"#.to_vec()),
            ("schemas/desk.schema.json".to_owned(), br#"{"x-kind":"desk","x-folder":"people"}"#.to_vec()),
            ("schemas/person.schema.json".to_owned(), b"{}".to_vec()),
            (
                "schemas/pet.schema.json".to_owned(),
                br#"{"x-kind":"pet","x-folder":"pets","properties":{"owner":{"x-ref":"persn"}}}"#.to_vec(),
            ),
        ];
        let schemas = Schemas::with(
            files.iter().map(|(path, bytes): &(String, Vec<u8>)| (path.as_str(), bytes.as_slice())),
        );
        let messages: Vec<_> =
            schemas.problems.iter().map(|problem| problem.message.clone().unwrap_or_default()).collect();
        assert!(messages[0].contains("isn't JSON"), "{messages:?}");
        assert!(messages[1].contains("isn't a valid JSON Schema"), "{messages:?}");
        assert_eq!(messages[2], "its `x-kind` is `place`, so it must be named place.schema.json");
        assert_eq!(messages[3], "its folder `people` is that of the kind `person`");
        assert_eq!(messages[4], "");
        assert_eq!(messages[5], "its `x-ref` names `persn`, and there is no such kind");
        assert_eq!(schemas.kinds().len(), BUILT_IN.len() + 1);
    }
}
