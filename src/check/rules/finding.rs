//! A finding: a rule, a place, words. It is data; a report draws it.

use super::AnyRule;
pub use crate::record::Place;
use crate::workspace::settings::Level;

/// Text to put in place of other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub place: Place,
    /// What stands there instead.
    pub text: String,
}

/// An edit that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it does, as an order: "write `petr`".
    pub title: String,
    /// The edits, all or none.
    pub edits: Vec<Edit>,
    /// Whether it keeps what the writer meant, so that it may be applied without asking.
    pub is_safe: bool,
}

/// Something that a rule has found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: AnyRule,
    /// Its level in this workspace.
    pub level: Level,
    /// What is wrong, in the words of the record.
    pub message: String,
    /// Where.
    pub at: Place,
    /// What to do; the rule's own help where this is none.
    pub help: Option<String>,
    /// Other places that belong to it, each with a few words.
    pub also: Vec<(Place, String)>,
    /// Edits that would mend it.
    pub suggestion: Option<Suggestion>,
    /// Whether what stands at the place must not be shown.
    pub is_secret: bool,
}

impl Finding {
    /// What stands at the place must not be shown: not in a terminal, not in a log.
    pub fn conceal(&mut self) -> &mut Self {
        self.is_secret = true;
        self
    }

    /// Adds another place with a few words on why it matters.
    pub fn also(&mut self, place: impl Into<Place>, words: impl Into<String>) -> &mut Self {
        self.also.push((place.into(), words.into()));
        self
    }

    /// Says what to do, in place of the rule's own help.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Offers `text` in place of what stands at the finding. `is_safe` if it keeps what the writer meant.
    pub fn instead(&mut self, text: impl Into<String>, is_safe: bool) -> &mut Self {
        let text = text.into();
        let title = format!("write {text}");
        self.suggestion = Some(Suggestion { title, edits: vec![Edit { place: self.at, text }], is_safe });
        self
    }

    /// Makes it as grave as `level`, unless the workspace has set another level than the rule's own.
    pub fn level(&mut self, level: Level) -> &mut Self {
        if self.level == self.rule.get().level {
            self.level = level;
        }
        self
    }

    /// What to do.
    pub fn advice(&self) -> &str {
        self.help.as_deref().unwrap_or_else(|| self.rule.get().help)
    }
}

/// Ids as words: `a`, `b` or `c`.
pub fn any_of<'i>(ids: impl IntoIterator<Item = &'i str>) -> String {
    let quoted: Vec<String> = ids.into_iter().map(|id| format!("`{id}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// Where a rule puts what it finds.
pub struct Findings {
    rule: AnyRule,
    level: Level,
    /// What was found so far.
    pub found: Vec<Finding>,
}

impl Findings {
    /// For `rule`, at the level that the workspace gives it.
    pub fn new(rule: impl Into<AnyRule>, level: Level) -> Self {
        Self { rule: rule.into(), level, found: Vec::new() }
    }

    /// Reports that something is wrong at `place`. `message` says what, in the words of the record, begins in
    /// lower case and ends without a full stop.
    pub fn report(&mut self, place: impl Into<Place>, message: impl Into<String>) -> &mut Finding {
        self.found.push(Finding {
            rule: self.rule.clone(),
            level: self.level,
            message: message.into(),
            at: place.into(),
            help: None,
            also: Vec::new(),
            suggestion: None,
            is_secret: false,
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}
