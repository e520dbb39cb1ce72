//! The typed records of each kind that rules look at: the only list of them.

use super::ask::Ask;
use super::kept::Kept;
use super::{Model, View};
use crate::record::RecordId;
use crate::workspace::files::Files;
use crate::workspace::model::{
    Absence, Calendar, Component, Decision, Deliverable, DutyReport, Epic, Goal, Initiative, Link, Person,
    Practice, Program, Request, Roadmap, Rotation, Sprint, Stewardship, Story, Task, Team, TriageMeeting,
    ValueStream, WorkingGroup,
};

macro_rules! typed {
    ($($(#[$doc:meta])* $all:ident, $one:ident, $at:ident: $type:ident;)*) => {
        /// The typed records by kind.
        pub(super) struct TypedRecords<'a> {
            $(pub(super) $all: Kept<$type<'a>>,)*
        }

        impl<'a> TypedRecords<'a> {
            pub(super) fn new(files: &Files) -> Self {
                Self { $($all: Kept::new(files),)* }
            }

            /// Reads all of them.
            pub(super) fn read_all(&self, model: &Model<'a>) {
                $(self.$all.read_all(model);)*
            }
        }

        impl<'a> View<'a> {
            $(
                $(#[$doc])*
                pub fn $all(&self) -> &[$type<'a>] {
                    self.all(&self.model.typed.$all)
                }

                #[doc = concat!("The ", stringify!($one), " that `link` names.")]
                pub fn $one(&self, link: Link<'_>) -> Option<&$type<'a>> {
                    self.$at(link.to?)
                }

                #[doc = concat!("The ", stringify!($one), " with number `id`.")]
                pub fn $at(&self, id: RecordId) -> Option<&$type<'a>> {
                    self.note(Ask::Record(id));
                    self.model.typed.$all.get(&self.model, id)
                }
            )*
        }
    };
}

typed! {
    /// People by id.
    people, person, person_at: Person;
    /// Teams by id.
    teams, team, team_at: Team;
    /// The holidays of regions, by id.
    calendars, calendar, calendar_at: Calendar;
    /// Who is away when, by id.
    absences, absence, absence_at: Absence;
    /// Sprints by first day.
    sprints, sprint, sprint_at: Sprint;
    /// Rotations by id.
    rotations, rotation, rotation_at: Rotation;
    /// What turns of duty brought, by id.
    duty_reports, duty_report, duty_report_at: DutyReport;
    /// Deliverables by id.
    deliverables, deliverable, deliverable_at: Deliverable;
    /// Value streams by id.
    value_streams, value_stream, value_stream_at: ValueStream;
    /// Programmes by id.
    programs, program, program_at: Program;
    /// Roadmaps by the day of which they speak.
    roadmaps, roadmap, roadmap_at: Roadmap;
    /// Initiatives by id.
    initiatives, initiative, initiative_at: Initiative;
    /// Epics by id.
    epics, epic, epic_at: Epic;
    /// Stories by id.
    stories, story, story_at: Story;
    /// Tasks by id.
    tasks, task, task_at: Task;
    /// Requests by id.
    requests, request, request_at: Request;
    /// Triage meetings by day.
    triage_meetings, triage_meeting, triage_meeting_at: TriageMeeting;
    /// Components by id.
    components, component, component_at: Component;
    /// Acceptance forms by id.
    stewardships, stewardship, stewardship_at: Stewardship;
    /// Decisions by id.
    decisions, decision, decision_at: Decision;
    /// Practices by id.
    practices, practice, practice_at: Practice;
    /// Working groups by id.
    working_groups, working_group, working_group_at: WorkingGroup;
    /// Goals by id.
    goals, goal, goal_at: Goal;
}
