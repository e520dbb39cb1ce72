//! Along which arrows a stage or a status moves. A record may take several steps in one change where its log
//! says so.

/// Where a field of some kinds may move from each of its values.
#[derive(Debug)]
pub struct Arrows {
    /// The kinds.
    pub kinds: &'static [&'static str],
    /// The field.
    pub field: &'static str,
    /// What it says where it is left out.
    pub default: Option<&'static str>,
    /// The list that tells of each step, and the field of an entry that says where it led.
    pub log: Option<(&'static str, &'static str)>,
    /// Where a new record may begin; empty if anywhere.
    pub begins: &'static [&'static str],
    /// From each value to those that may follow it.
    pub steps: &'static [(&'static str, &'static [&'static str])],
}

const STAGE: Arrows = Arrows {
    kinds: &["initiative"],
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
    kinds: &["decision"],
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
    kinds: &["epic", "story", "task"],
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

/// All arrows.
pub static ALL: [Arrows; 3] = [STAGE, DECISION, WORK];

impl Arrows {
    /// What may follow `value`; none for a word that is none of the field's.
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
                let (_, schema) = crate::schema::BUILT_IN.iter().find(|(name, _)| name == kind).expect(kind);
                let schema: serde_json::Value = serde_json::from_str(schema).expect(kind);
                let mut field = &schema["properties"][arrows.field];
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
