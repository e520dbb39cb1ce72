//! The built-in kinds: the only list of them. A kind of a workspace's own has a number beyond theirs, so each
//! constant means the same kind everywhere.

use crate::record::KindId;

/// Hands the built-in kinds, in the order in which a newcomer meets them, to the macro `$make`: the constant
/// and the name of each; and where rules see more of it than what its schema says, the type of its records,
/// what all of them are called, and what one is called.
macro_rules! built_in {
    ($make:ident) => {
        $make! {
            CHARTER "charter";
            PERSON "person": Person, people, person;
            TEAM "team": Team, teams, team;
            CALENDAR "calendar": Calendar, calendars, calendar;
            ABSENCE "absence": Absence, absences, absence;
            SPRINT "sprint": Sprint, sprints, sprint;
            ROTATION "rotation": Rotation, rotations, rotation;
            DUTY_REPORT "duty-report": DutyReport, duty_reports, duty_report;
            DELIVERABLE "deliverable": Deliverable, deliverables, deliverable;
            VALUE_STREAM "value-stream": ValueStream, value_streams, value_stream;
            PROGRAM "program": Program, programs, program;
            ROADMAP "roadmap": Roadmap, roadmaps, roadmap;
            INITIATIVE "initiative": Initiative, initiatives, initiative;
            EPIC "epic": Epic, epics, epic;
            STORY "story": Story, stories, story;
            TASK "task": Task, tasks, task;
            REQUEST "request": Request, requests, request;
            TRIAGE_MEETING "triage-meeting": TriageMeeting, triage_meetings, triage_meeting;
            COMPONENT "component": Component, components, component;
            STEWARDSHIP "stewardship": Stewardship, stewardships, stewardship;
            DECISION "decision": Decision, decisions, decision;
            PRACTICE "practice": Practice, practices, practice;
            WORKING_GROUP "working-group": WorkingGroup, working_groups, working_group;
            GOAL "goal": Goal, goals, goal;
        }
    };
}
pub(super) use built_in;

macro_rules! constants {
    ($($constant:ident $name:literal $(: $type:ident, $all:ident, $one:ident)?;)*) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "named as the constants that it numbers")]
        enum Ordinal {
            $($constant,)*
        }

        $(
            #[doc = concat!("The kind `", $name, "`.")]
            pub const $constant: KindId = KindId(Ordinal::$constant as u16);
        )*

        /// Each built-in kind's name and schema, by number.
        pub const BUILT_IN: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../schemas/", $name, ".schema.json"))),)*];
    };
}
built_in!(constants);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::schema::Schemas;

    #[test]
    fn each_constant_is_the_kind_of_its_name_whatever_schemas_a_workspace_has() {
        let own = br#"{"x-kind":"aardvark","x-folder":"aardvarks"}"#.as_slice();
        let files = [
            ("schemas/aardvark.schema.json", own),
            ("schemas/person.schema.json", b"{}"),
            ("schemas/sprint.schema.json", br#"{"x-kind":"sprint","x-folder":"iterations"}"#),
        ];
        for schemas in [Schemas::built_in(), Schemas::with(files.into_iter())] {
            macro_rules! hold {
                ($($constant:ident $name:literal $(: $type:ident, $all:ident, $one:ident)?;)*) => {
                    $(
                        assert_eq!(schemas.kind($constant).name, $name);
                        assert_eq!(schemas.named($name).map(|(id, _)| id), Some($constant));
                    )*
                };
            }
            built_in!(hold);
            let of_own = schemas.named("aardvark").map(|(id, _)| id.index());
            assert!(of_own.is_none_or(|own| own >= BUILT_IN.len()), "{of_own:?}");
        }
    }
}
