//! What `teambook.toml` says, as far as it could be read.

use std::collections::BTreeMap;

use jiff::civil::Date;
use regex::Regex;

use crate::base::dates::{self, Period};
use crate::record::{Fault, Record, Value};
use crate::workspace::schema;

/// How severe a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Worth knowing; doesn't fail a check unless asked to.
    Note,
    /// Probably a mistake.
    Warning,
    /// Certainly a mistake, or a broken policy.
    Error,
}

impl Level {
    /// The level's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The workspace's settings.
pub struct Settings<'a> {
    /// `teambook.toml` as a record.
    pub record: &'a Record,
    /// The team's name, for headings.
    pub name: &'a str,
    /// What a tracker id looks like, and where it leads.
    pub tracker: Option<Tracker<'a>>,
    /// The grids of sprints, by first day.
    pub cadences: Vec<Cadence>,
    /// Declared breaks between sprints.
    pub breaks: Vec<Period>,
    /// Duty teams and product teams that each sprint has.
    pub teams_per_sprint: (Option<i64>, Option<i64>),
    /// The ids of the commits that reformat many records at once.
    pub bulk_commits: Vec<&'a str>,
    /// Accepted findings.
    pub ignores: Vec<Ignore<'a>>,
    /// By rule and record the ignores with a reason, as indices: each lasts longer than the one before, since
    /// until then that one accepts as much.
    lasting: BTreeMap<(&'a str, &'a str), Vec<usize>>,
    entries: Entries<'a>,
}

/// What stands in each table and list of the settings, by key or, in a list, by text.
pub struct Entries<'a>(BTreeMap<&'a str, BTreeMap<&'a str, Value<'a>>>);

impl<'a> Entries<'a> {
    /// Reads them from the file.
    pub fn new(record: &'a Record) -> Self {
        Self(record.root().entries().map(|table| (table.key(), entries(table))).collect())
    }

    /// Whether `word` is one of the words that `x-setting` allows: the keys of a table or the items of a
    /// list.
    pub fn has_word(&self, name: &str, word: &str) -> bool {
        self.0.get(name).is_some_and(|words| words.contains_key(word))
    }
}

/// The tracker's ids.
pub struct Tracker<'a> {
    /// What an id looks like as a whole; none where the pattern isn't one.
    pub pattern: Option<Regex>,
    /// The pattern as written.
    pub written: &'a str,
    /// An id's address, with `{id}` where the id goes.
    pub url: &'a str,
}

/// How often a sprint begins, from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadence {
    /// The first sprint's first day.
    pub from: Date,
    /// Days from one sprint's start to the next.
    pub days: i64,
}

/// A finding that is accepted, with a reason.
#[derive(Clone, Copy)]
pub struct Ignore<'a> {
    /// The entry of `ignore`.
    pub at: Value<'a>,
    /// The name of the rule that it silences.
    pub rule: Option<Value<'a>>,
    /// The record, as `kind:id` or as a path.
    pub record: Option<Value<'a>>,
    /// The stated reason.
    pub reason: Option<&'a str>,
    /// The last day on which it holds.
    pub until: Option<Date>,
}

impl<'a> Ignore<'a> {
    fn read(at: Value<'a>) -> Self {
        Self {
            at,
            rule: at.get("rule"),
            record: at.get("record"),
            reason: at.str("reason").filter(|reason| !reason.trim().is_empty()),
            until: at.date("until"),
        }
    }

    /// The last day on which it holds, or the last one there is.
    fn last_day(&self) -> Date {
        self.until.unwrap_or(Date::MAX)
    }
}

fn lasting<'a>(ignores: &[Ignore<'a>]) -> BTreeMap<(&'a str, &'a str), Vec<usize>> {
    let mut lasting: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, ignore) in ignores.iter().enumerate().filter(|(_, ignore)| ignore.reason.is_some()) {
        let text = |value: Option<Value<'a>>| value.and_then(Value::as_str);
        let Some(about) = text(ignore.rule).zip(text(ignore.record)) else { continue };
        let same = lasting.entry(about).or_default();
        if same.last().is_none_or(|last| ignores[*last].last_day() < ignore.last_day()) {
            same.push(index);
        }
    }
    lasting
}

/// What stands in a table, by key, or in a list, by text; the first where several are alike.
fn entries<'a>(value: Value<'a>) -> BTreeMap<&'a str, Value<'a>> {
    let mut entries = BTreeMap::new();
    for entry in value.entries() {
        entries.entry(entry.key()).or_insert(entry);
    }
    for item in value.items() {
        if let Some(text) = item.as_str() {
            entries.entry(text).or_insert(item);
        }
    }
    entries
}

/// Whether something in `value` is reported as wrong.
fn has_fault(value: Value<'_>) -> bool {
    let whole = value.span();
    value.record.faults.iter().any(|fault| match fault {
        Fault::Schema { span, .. } | Fault::Syntax { span, .. } => {
            whole.start <= span.start && span.end <= whole.end
        }
        Fault::Conflict(_) | Fault::Stray { .. } | Fault::Newer { .. } => false,
    })
}

fn default_list<T>(path: &str, read: impl Fn(&'static serde_json::Value) -> Option<T>) -> Vec<T> {
    let default = schema::default_setting(path).and_then(serde_json::Value::as_array);
    default.into_iter().flatten().filter_map(read).collect()
}

impl<'a> Settings<'a> {
    /// Reads the settings. What is missing or wrong has its default; the schema's findings report it.
    pub fn new(record: &'a Record) -> Self {
        let root = record.root();
        let mut cadences: Vec<Cadence> = root
            .list("cadence")
            .filter_map(|entry| {
                let days = entry.integer("days").filter(|days| (1..=366).contains(days))?;
                Some(Cadence { from: entry.date("from")?, days })
            })
            .collect();
        cadences.sort_by_key(|cadence| cadence.from);
        let ignores: Vec<Ignore<'a>> = root.list("ignore").map(Ignore::read).collect();
        let number = |table: &str, key: &str| {
            let value = root.get(table)?.get(key).filter(|value| !has_fault(*value))?;
            value.as_integer()
        };
        Self {
            record,
            name: root.str("name").unwrap_or_default(),
            tracker: root.get("tracker").and_then(|tracker| {
                let written = tracker.str("pattern")?;
                let url = tracker.str("url").unwrap_or_default();
                Some(Tracker { pattern: schema::whole_pattern(written), written, url })
            }),
            cadences,
            breaks: root
                .list("break")
                .filter_map(|entry| Some(Period::new(entry.date("from")?, entry.date("until")?)))
                .collect(),
            teams_per_sprint: (number("sprint", "duty-teams"), number("sprint", "product-teams")),
            bulk_commits: root.get("history").map_or_else(Vec::new, |history| {
                history.list("bulk-commits").filter_map(Value::as_str).collect()
            }),
            lasting: lasting(&ignores),
            ignores,
            entries: Entries::new(record),
        }
    }

    /// The cadence in force on `day`: the newest that has begun.
    pub fn cadence_on(&self, day: Date) -> Option<Cadence> {
        let begun = self.cadences.partition_point(|cadence| cadence.from <= day);
        self.cadences[..begun].last().copied()
    }

    /// Whether a cadence begins on `day`.
    pub fn has_cadence_from(&self, day: Date) -> bool {
        self.cadences.binary_search_by_key(&day, |cadence| cadence.from).is_ok()
    }

    /// The day on or before `day` on which a sprint begins by the cadence in force.
    pub fn grid_day(&self, day: Date) -> Option<Date> {
        let cadence = self.cadence_on(day)?;
        let over = dates::days_between(cadence.from, day).rem_euclid(cadence.days);
        Some(dates::shift(day, -over))
    }

    /// Whether a sprint begins on `day` by the cadence; true before the first cadence.
    pub fn is_on_grid(&self, day: Date) -> bool {
        self.grid_day(day).is_none_or(|grid| grid == day)
    }

    /// Whether all of it could be read, so that something can be concluded from what it doesn't say.
    pub fn is_sound(&self) -> bool {
        self.record.faults.is_empty()
    }

    /// Whether there is a role called `name`; nobody can be asked for another.
    pub fn has_role(&self, name: &str) -> bool {
        self.entry("roles", name).is_some()
    }

    /// The names of the roles, in the order of the file.
    pub fn roles(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.record.root().get("roles").into_iter().flat_map(Value::entries).map(Value::key)
    }

    /// Whether someone with `role` serves only one team in a sprint.
    pub fn is_one_team_role(&self, role: &str) -> bool {
        self.entry("roles", role).is_some_and(|role| role.flag("one-team-per-sprint"))
    }

    /// The entries of `[rules]`: a rule's name is the key.
    pub fn rules(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        self.record.root().get("rules").into_iter().flat_map(Value::entries)
    }

    /// The level that the workspace gives to the rule `name`, whose own is `default`; none if it is off.
    pub fn level(&self, name: &str, default: Level) -> Option<Level> {
        match self.entry("rules", name).and_then(Value::as_str) {
            Some("error") => Some(Level::Error),
            Some("warning") => Some(Level::Warning),
            Some("note") => Some(Level::Note),
            Some("off") => None,
            _ => Some(default),
        }
    }

    /// The entry under `key` of a table of the file.
    fn entry(&self, table: &str, key: &str) -> Option<Value<'a>> {
        self.entries.0.get(table)?.get(key).copied().filter(|entry| entry.parent().is_table())
    }

    /// The number of the first ignore of `rule` in `record`, an address or a path, that holds on `day`.
    pub fn ignore(&self, rule: &str, record: &str, day: Date) -> Option<usize> {
        let lasting = self.lasting.get(&(rule, record))?;
        let first = lasting.partition_point(|index| self.ignores[*index].last_day() < day);
        lasting.get(first).copied()
    }

    /// The file that they stand in.
    pub const fn record(&self) -> &'a Record {
        self.record
    }

    /// What stands at `path`, such as `limits.visitors-per-team`.
    pub fn at(&self, path: &str) -> Option<Value<'a>> {
        path.split('.').try_fold(self.record.root(), Value::get)
    }

    /// What stands at `path`, but for what is reported as wrong: it counts as missing, so that one slip isn't
    /// reported again wherever the setting is used.
    fn sound_at(&self, path: &str) -> Option<Value<'a>> {
        self.at(path).filter(|value| !has_fault(*value))
    }

    /// The number at `path`; where none is written, the default that the settings' schema documents.
    pub fn number(&self, path: &str) -> Option<f64> {
        let default = || schema::default_setting(path)?.as_f64();
        self.sound_at(path).and_then(Value::as_number).or_else(default)
    }

    /// The whole number at `path`; where none is written, the default that the settings' schema documents.
    pub fn whole(&self, path: &str) -> Option<i64> {
        let default = || schema::default_setting(path)?.as_i64();
        self.sound_at(path).and_then(Value::as_integer).or_else(default)
    }

    /// The words of the list at `path`; where none is written, those that the settings' schema documents.
    pub fn list(&self, path: &str) -> Vec<&'a str> {
        match self.sound_at(path) {
            Some(list) => list.items().filter_map(Value::as_str).collect(),
            None => default_list(path, |item| item.as_str()),
        }
    }

    /// The numbers of the list at `path`; where none is written, those that the settings' schema documents.
    pub fn numbers(&self, path: &str) -> Vec<f64> {
        match self.sound_at(path) {
            Some(list) => list.items().filter_map(Value::as_number).collect(),
            None => default_list(path, serde_json::Value::as_f64),
        }
    }

    /// The days of a fiscal year such as `2020-21`; none where the settings don't say when one begins, or
    /// there is no such year.
    pub fn fiscal_year(&self, name: &str) -> Option<Period> {
        let starts = self.at("fiscal-year.starts")?.as_str()?;
        dates::fiscal_year(name, starts)
    }

    /// The days of a quarter such as `2020-21 Q2`, like [`Self::fiscal_year`].
    pub fn quarter(&self, name: &str) -> Option<Period> {
        let starts = self.at("fiscal-year.starts")?.as_str()?;
        dates::quarter(name, starts)
    }

    /// The quarter in which `day` lies, with its name, like [`Self::fiscal_year`].
    pub fn quarter_on(&self, day: Date) -> Option<(String, Period)> {
        dates::quarter_of(day, self.at("fiscal-year.starts")?.as_str()?)
    }

    /// The words that `x-setting` allows: the keys of a table or the items of a list.
    pub fn words(&self, name: &str) -> Vec<&'a str> {
        let Some(value) = self.record.root().get(name) else { return Vec::new() };
        if value.is_table() {
            value.entries().map(Value::key).collect()
        } else {
            value.items().filter_map(Value::as_str).collect()
        }
    }

    /// Whether `word` is one of [`Self::words`].
    pub fn has_word(&self, name: &str, word: &str) -> bool {
        self.entries.has_word(name, word)
    }
}
