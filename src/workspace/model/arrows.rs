//! Along which arrows a stage or a status moves: the only place that says so. A test holds the schemas' words
//! and the README's page against it. A record may take several steps in one change where its log says so.

use crate::record::{KindId, Record, Value};
use crate::workspace::kind::{self, BUILT_IN};

/// Where a field of some kinds may move from each of its values.
#[derive(Debug)]
pub struct Arrows {
    /// The kinds that have the field.
    pub kinds: &'static [KindId],
    /// What moves, where it isn't the record as a whole.
    pub part: Option<Part>,
    /// The field's name in the schema.
    pub field: &'static str,
    /// What it says where it is left out.
    pub default: Option<&'static str>,
    /// The list that logs each step, and the field of an entry that holds the new value.
    pub log: Option<(&'static str, &'static str)>,
    /// Where a new record may begin; empty if anywhere.
    pub begins: &'static [&'static str],
    /// From each value to those that may follow it.
    pub steps: &'static [(&'static str, &'static [&'static str])],
}

/// A part of a record that has a status of its own.
#[derive(Debug)]
pub struct Part {
    /// Its name in messages.
    pub name: &'static str,
    /// The lists that lead to it from outside in, each with the field that identifies an entry.
    pub lists: &'static [(&'static str, &'static str)],
}

const STAGE: Arrows = Arrows {
    kinds: &[kind::INITIATIVE],
    part: None,
    field: "stage",
    default: None,
    log: Some(("stage-log", "to")),
    begins: &[],
    steps: &[
        ("roadmap", &["proposed", "rejected"]),
        ("proposed", &["queued", "inception", "rejected"]),
        ("queued", &["inception", "rejected"]),
        ("inception", &["queued", "planning", "set-down", "rejected"]),
        ("planning", &["queued", "decomposed", "scheduled", "set-down", "rejected", "handed-over"]),
        ("decomposed", &["planning", "scheduled", "set-down", "rejected", "handed-over"]),
        ("scheduled", &["decomposed", "in-progress", "set-down", "rejected", "handed-over"]),
        ("in-progress", &["scheduled", "closing-out", "set-down", "handed-over"]),
        ("closing-out", &["in-progress", "done", "set-down", "handed-over"]),
        ("done", &[]),
        ("set-down", &["queued", "planning", "scheduled", "in-progress"]),
        ("rejected", &["proposed"]),
        ("handed-over", &["proposed"]),
    ],
};

const DECISION: Arrows = Arrows {
    kinds: &[kind::DECISION],
    part: None,
    field: "status",
    default: None,
    log: Some(("history", "status")),
    begins: &["draft", "proposed", "accepted", "rejected"],
    steps: &[
        ("draft", &["proposed", "withdrawn"]),
        ("proposed", &["accepted", "rejected", "withdrawn", "deferred", "draft"]),
        ("accepted", &["retired"]),
        ("rejected", &[]),
        ("deferred", &["proposed", "rejected", "withdrawn"]),
        ("withdrawn", &[]),
        ("retired", &[]),
    ],
};

const WORK: Arrows = Arrows {
    kinds: &[kind::EPIC, kind::STORY, kind::TASK],
    part: None,
    field: "status",
    default: Some("open"),
    log: None,
    begins: &[],
    steps: &[
        ("open", &["in-progress", "stalled", "resolved", "declined", "invalid", "duplicate"]),
        ("in-progress", &["open", "stalled", "resolved", "declined", "invalid", "duplicate"]),
        ("stalled", &["open", "in-progress", "resolved", "declined", "invalid", "duplicate"]),
        ("resolved", &["open", "in-progress"]),
        ("declined", &["open", "in-progress"]),
        ("invalid", &["open", "in-progress"]),
        ("duplicate", &["open", "in-progress"]),
    ],
};

const REQUEST: Arrows = Arrows {
    kinds: &[kind::REQUEST],
    part: None,
    field: "status",
    default: Some("received"),
    log: None,
    begins: &[],
    steps: &[
        ("received", &["triaged", "routed", "done"]),
        ("triaged", &["routed", "done"]),
        ("routed", &["triaged", "done"]),
        ("done", &["triaged", "routed"]),
    ],
};

const VISIT: Arrows = Arrows {
    kinds: &[kind::SPRINT],
    part: Some(Part { name: "visit", lists: &[("team", "team"), ("visiting", "person")] }),
    field: "state",
    default: None,
    log: None,
    begins: &[],
    steps: &[
        ("requested", &["approved", "declined"]),
        ("approved", &["scheduled", "active", "declined"]),
        ("scheduled", &["approved", "active", "declined"]),
        ("active", &["done"]),
        ("done", &[]),
        ("declined", &["requested"]),
    ],
};

const STEWARDSHIP: Arrows = Arrows {
    kinds: &[kind::STEWARDSHIP],
    part: None,
    field: "outcome",
    default: Some("pending"),
    log: None,
    begins: &[],
    steps: &[
        ("pending", &["accepted", "conditional", "declined", "sunset"]),
        ("conditional", &["accepted", "declined", "sunset"]),
        ("accepted", &["sunset"]),
        ("declined", &["pending"]),
        ("sunset", &[]),
    ],
};

/// The only list of allowed transitions.
pub static ALL: [Arrows; 6] = [STAGE, DECISION, WORK, REQUEST, VISIT, STEWARDSHIP];

impl Arrows {
    /// What moves in `record`, each with its key within the record: the record itself, or its parts.
    pub fn movers<'a>(&self, record: &'a Record) -> Vec<(Vec<&'a str>, Value<'a>)> {
        let lists = self.part.as_ref().map_or(&[][..], |part| part.lists);
        let mut found = vec![(Vec::new(), record.root())];
        for (list, key) in lists {
            let inside = |(names, at): (Vec<&'a str>, Value<'a>)| {
                let entries = at.list(list).filter_map(move |entry| {
                    let mut names = names.clone();
                    names.push(entry.str(key)?);
                    Some((names, entry))
                });
                entries.collect::<Vec<_>>()
            };
            found = found.into_iter().flat_map(inside).collect();
        }
        found
    }

    /// What moves in a record of `kind`, in a word: `initiative`, `visit`.
    pub fn name(&self, kind: KindId) -> &'static str {
        self.part.as_ref().map_or(BUILT_IN[kind.index()].0, |part| part.name)
    }

    /// The arrows as the README shows them.
    pub fn page() -> String {
        let mut page = String::new();
        for arrows in &ALL {
            let what: Vec<String> =
                arrows.kinds.iter().map(|kind| format!("`{}`", arrows.name(*kind))).collect();
            page.push_str(&format!(
                "\n**The `{}` of {}**\n\n| from | to |\n|---|---|\n",
                arrows.field,
                what.join(", ")
            ));
            for (from, to) in arrows.steps {
                let to: Vec<String> = to.iter().map(|to| format!("`{to}`")).collect();
                let to = if to.is_empty() { "nowhere: it is an end".to_owned() } else { to.join(", ") };
                page.push_str(&format!("| `{from}` | {to} |\n"));
            }
        }
        page
    }

    /// What may follow `value`; none for a word that the field doesn't allow.
    pub fn after(&self, value: &str) -> Option<&'static [&'static str]> {
        self.steps.iter().find(|(from, _)| *from == value).map(|(_, to)| *to)
    }

    /// Whether there is an arrow between two values, or no step at all. Words that aren't the field's are
    /// another fault.
    pub fn lead(&self, from: &str, to: &str) -> bool {
        from == to
            || self.after(to).is_none()
            || self.after(from).is_none_or(|following| following.contains(&to))
    }

    /// The first step of `values` that no arrow goes along.
    pub fn missing<'v>(&self, values: &[&'v str]) -> Option<(&'v str, &'v str)> {
        values.windows(2).map(|step| (step[0], step[1])).find(|(from, to)| !self.lead(from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_schemas() {
        for arrows in &ALL {
            for kind in arrows.kinds {
                let (kind, schema) = BUILT_IN[kind.index()];
                let schema: serde_json::Value = serde_json::from_str(schema).expect(kind);
                let lists = arrows.part.as_ref().map_or(&[][..], |part| part.lists);
                let within = lists.iter().fold(&schema, |at, (list, key)| {
                    let items = &at["properties"][*list]["items"];
                    assert!(items["properties"][*key].is_object(), "{kind}: {list} has no {key}");
                    items
                });
                let mut field = &within["properties"][arrows.field];
                if let Some(pointer) = field["$ref"].as_str() {
                    field = schema.pointer(&pointer[1..]).expect(pointer);
                }
                let words: Vec<_> = field["enum"].as_array().expect(kind).iter().collect();
                let from: Vec<_> = arrows.steps.iter().map(|(from, _)| *from).collect();
                let mut sorted =
                    (words.iter().filter_map(|word| word.as_str()).collect::<Vec<_>>(), from.clone());
                sorted.0.sort_unstable();
                sorted.1.sort_unstable();
                assert_eq!(sorted.0, sorted.1, "{kind}");
                for to in
                    arrows.steps.iter().flat_map(|(_, to)| *to).chain(arrows.begins).chain(&arrows.default)
                {
                    assert!(from.contains(to), "{kind}: {to}");
                }
                if let Some((log, entry)) = arrows.log {
                    let entry = &schema["properties"][log]["items"]["properties"][entry];
                    assert!(entry.is_object(), "{kind} has no {log}");
                }
            }
        }
    }

    #[test]
    fn a_step_without_an_arrow_is_found() {
        assert_eq!(STAGE.missing(&["proposed", "inception", "inception", "planning"]), None);
        assert_eq!(STAGE.missing(&["proposed", "done", "roadmap"]), Some(("proposed", "done")));
        assert_eq!(DECISION.missing(&["draft", "final"]), None);
    }
}
