//! The rules. Each is one file that says what the fault is, why it matters and what to do, finds it, and ends
//! with an example that has it and what mends that; the examples are run. `rules!` is the only list of them:
//! a new rule is its file and its name here.

mod circles;
pub mod example;
pub mod finding;
pub mod own;
pub mod page;
mod roles;
pub mod yields;

use std::sync::Arc;

use crate::check::change::Change;
use crate::record::{KindId, Record, Value};
use crate::workspace::View;
use crate::workspace::settings::Level;
use finding::Findings;
use yields::{Scope, Yields};

/// What nearly every rule needs.
mod prelude {
    pub(super) use crate::check::rules::finding::Findings;
    pub(super) use crate::check::rules::{Check, Evidence, Rule, Subject};
    pub(super) use crate::workspace::settings::Level;
    pub(super) use crate::workspace::{View, kind};
}

pub(super) use merge_breaks::RULE as MERGE_BREAKS;
pub(super) use unfinished_merge::RULE as UNFINISHED_MERGE;

/// One fault that records can have.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'t> {
    /// The fault itself, in kebab-case; the file's name in snake case. Never used again for something else.
    pub name: &'t str,
    /// How grave it is unless the workspace sets another level.
    pub level: Level,
    /// What it belongs to.
    pub subject: Subject,
    /// The fault in a sentence, without a full stop.
    pub summary: &'t str,
    /// Why it matters.
    pub why: &'t str,
    /// What to do.
    pub help: &'t str,
    /// Where the rule comes from.
    pub source: &'t str,
    /// What it concludes from.
    pub evidence: Evidence<'t>,
    /// An [`example`] that has this fault and no other, with `^^^` below the place and the finding's words.
    pub bad: &'static str,
    /// What changes in it so that nothing is found.
    pub mend: &'static str,
    /// Finds it.
    pub check: Check<'t>,
}

impl<'t> Rule<'t> {
    /// Whether it can be neither turned off nor accepted: what it finds keeps a file from being checked at
    /// all, or is another rule's.
    pub fn is_firm(&self) -> bool {
        FIRM.iter().any(|rule| rule.name == self.name)
    }

    /// Where it says nothing, by the name of the rule that has found something there.
    pub fn yields_to(&self) -> impl Iterator<Item = (Scope, &'t str)> + use<'t> {
        let built_in = YIELDING.iter().find(|(rule, _)| rule.name == self.name).map_or(&[][..], |(_, to)| to);
        let built_in =
            built_in.iter().flat_map(|yields| yields.to.iter().map(|rule| (yields.scope, rule.name)));
        let own: &'t [String] = if let Check::Own(own) = self.check { &own.yields_to } else { &[] };
        built_in.chain(own.iter().map(|name| (Scope::Records, &**name)))
    }
}

/// The rules that can be neither turned off nor accepted.
static FIRM: [&Rule<'static>; 5] = [
    &id_collides::RULE,
    &merge_breaks::RULE,
    &not_a_record::RULE,
    &unfinished_merge::RULE,
    &unreadable_record::RULE,
];

/// What a rule belongs to: a heading of the rules' page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Whether files can be read as records.
    Reading,
    /// Whether names lead to what they mean.
    References,
    /// The settings.
    Settings,
    /// Sprints and their teams.
    Sprints,
    /// Turns on duty.
    Rotations,
    /// Deliverables, initiatives and the work below them.
    Initiatives,
    /// Inbound requests and their triage.
    Inbound,
    /// Decisions.
    Decisions,
    /// Components and who looks after them.
    Stewardship,
    /// What people set out to do, alone and in groups, and how they work.
    Goals,
    /// What may change, and how.
    Change,
    /// What a workspace's own rules ask for.
    Own,
}

impl Subject {
    /// All of them, in the order of the rules' page.
    pub const ALL: [Self; 12] = [
        Self::Reading,
        Self::References,
        Self::Settings,
        Self::Sprints,
        Self::Rotations,
        Self::Initiatives,
        Self::Inbound,
        Self::Decisions,
        Self::Stewardship,
        Self::Goals,
        Self::Change,
        Self::Own,
    ];

    /// The heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Reading => "Reading",
            Self::References => "References",
            Self::Settings => "Settings",
            Self::Sprints => "Sprints",
            Self::Rotations => "Rotations",
            Self::Initiatives => "Initiatives and work",
            Self::Inbound => "Inbound requests",
            Self::Decisions => "Decisions",
            Self::Stewardship => "Stewardship",
            Self::Goals => "Goals, groups and practices",
            Self::Change => "Change",
            Self::Own => "The workspace's own",
        }
    }
}

/// What a rule concludes from. What is there speaks for itself; from what is missing nothing can be concluded
/// as long as the records that might hold it are in doubt: unreadable, or naming what doesn't exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence<'t> {
    /// From what records say.
    Present,
    /// From what the record at hand doesn't say, and from what no record of these kinds says.
    Absent(&'t [KindId]),
}

/// A rule: a built-in one, or one of a workspace's own, which lasts as long as somebody holds it.
#[derive(Clone, Debug)]
pub enum AnyRule {
    /// One that the program brings along.
    BuiltIn(&'static Rule<'static>),
    /// One that the workspace brings along.
    Own(Arc<own::OwnRule>),
}

impl AnyRule {
    /// The rule itself.
    pub fn get(&self) -> Rule<'_> {
        match self {
            Self::BuiltIn(rule) => **rule,
            Self::Own(own) => own.rule(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.get().name
    }
}

impl From<&'static Rule<'static>> for AnyRule {
    fn from(rule: &'static Rule<'static>) -> Self {
        Self::BuiltIn(rule)
    }
}

/// Looks at one record.
type Look = for<'a> fn(&'a Record, &View<'a>, &mut Findings);

/// How a rule looks for its fault.
#[derive(Clone, Copy, Debug)]
pub enum Check<'t> {
    /// At one record by itself, of any kind; of the workspace only kinds and settings are asked.
    Record(Look),
    /// At one record of any kind and what it is linked with.
    Links(Look),
    /// At one record of any of these kinds and what it is linked with; `each!` makes it of a check of typed
    /// records.
    Of(&'static [KindId], Look),
    /// At all records together. Where one record and its links will do, they are better: what a commit
    /// changes is then checked without reading all the others.
    Workspace(fn(&View<'_>, &mut Findings)),
    /// At one record, with a condition: a rule of the workspace's own.
    Own(&'t own::OwnRule),
    /// At two states side by side: only where a base is given.
    Change(fn(&Change<'_, '_>, &mut Findings)),
    /// At nothing: other rules' findings that only a merge has are reported as this rule's.
    Merge,
    /// At the ignores, once it is known which of them were needed.
    Ignores(fn(&IgnoresUsed<'_>, &View<'_>, &mut Findings)),
}

impl Check<'_> {
    /// Looks at one record, if that is what it does.
    pub(crate) fn look<'a>(self, record: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
        match self {
            Self::Record(look) | Self::Links(look) | Self::Of(_, look) => look(record, workspace, findings),
            Self::Own(own) => own.look(record, workspace, findings),
            Self::Workspace(_) | Self::Change(_) | Self::Merge | Self::Ignores(_) => {}
        }
    }
}

/// Looks with a function at each record of the kind that a type is read from.
macro_rules! each {
    ($type:ident, $check:ident) => {{
        use crate::workspace::{OfKind, model::$type};
        Check::Of(&[$type::KIND], |record, view, findings| {
            if let Some(typed) = $type::at(view, record.number) {
                $check(typed, view, findings);
            }
        })
    }};
}

/// Which ignores a finding was accepted by, in the order of the settings.
pub struct IgnoresUsed<'a> {
    /// The table of each ignore that a finding met.
    pub used: &'a [Value<'a>],
}

/// The cases of the rule in whose file it stands, as [`tests::cases`] reads them.
macro_rules! cases {
    ($cases:literal) => {
        #[cfg(test)]
        #[test]
        fn each_case() {
            crate::check::rules::tests::cases(RULE.name, RULE.bad, $cases);
        }
    };
}

macro_rules! rules {
    ($($name:ident $(: $yields_to:ident)?,)*) => {
        $(mod $name;)*
        /// All rules by name.
        pub static ALL: &[&Rule<'static>] = &[$(&$name::RULE),*];
        /// Those that yield to others, with what their files say of that.
        static YIELDING: &[(&Rule<'static>, &[Yields])] =
            &[$($((&$name::RULE, $name::$yields_to),)?)*];
    };
}

rules! {
    acceptance_mixed_with_edits: YIELDS_TO,
    accepted_by_wrong_role,
    accepted_decision_edited,
    accepted_with_unmet_criterion,
    blocked_and_forgotten,
    carried_too_often,
    check_in_off_midpoint: YIELDS_TO,
    chosen_option_unlisted,
    circular_blocking,
    circular_parents,
    circular_succession,
    closed_by_wrong_role,
    closed_sprint_edited,
    closed_with_open_work,
    closed_without_sign_off,
    component_without_steward,
    condition_overdue,
    criterion_without_evidence,
    cut_scope_lost,
    day_in_future,
    day_outside_sprint,
    decision_dates_out_of_order,
    decision_deleted,
    decision_edit_malformed,
    decision_history_rewritten,
    decision_incomplete,
    decision_link_withdrawn,
    decision_pending_long,
    decision_revisit_due,
    decision_status_without_history: YIELDS_TO,
    decision_superseded_in_use,
    decision_wording_edited,
    deliverable_dropped: YIELDS_TO,
    deliverable_other_year,
    deliverable_unserved,
    dependency_too_late,
    dependency_without_owner,
    duty_after_rotation,
    duty_all_change,
    duty_all_novices,
    duty_by_outsider: YIELDS_TO,
    duty_lacks_function,
    duty_never_served,
    duty_not_planned,
    duty_report_contradicts: YIELDS_TO,
    duty_report_missing,
    duty_short_notice: YIELDS_TO,
    duty_size_impossible,
    duty_team_without_em,
    duty_too_large,
    duty_too_long,
    duty_too_small,
    duty_uncovered,
    duty_unfair,
    duty_while_away,
    duty_without_handover: YIELDS_TO,
    duty_without_rest,
    elsewhere_too_long,
    epic_on_no_team,
    epic_without_tracker,
    expired_ignore,
    feature_work_on_passive,
    forbidden_transition,
    frozen_roster_changed,
    gap_between_sprints,
    goal_kind_missing,
    goal_open_after_quarter,
    group_action_overdue,
    group_without_lead,
    guide_missing,
    guide_stale,
    holiday_not_noted,
    id_collides,
    id_malformed,
    id_reused: YIELDS_TO,
    ignore_without_reason,
    in_sprint_untriaged,
    infrastructure_with_users,
    initiative_idle,
    initiative_overdue: YIELDS_TO,
    initiative_too_long,
    initiative_too_short,
    initiative_under_specified,
    initiative_without_deliverable,
    initiative_without_okr,
    lead_without_role,
    manager_on_too_many_teams,
    merge_breaks,
    missing_ceremony,
    missing_prose: YIELDS_TO,
    near_duplicate_name: YIELDS_TO,
    newer_toml,
    no_goal_this_quarter,
    no_reviewer,
    not_a_record,
    not_one_accountable,
    on_team_while_away,
    on_team_while_elsewhere,
    one_option_only,
    orphan_person,
    over_capacity,
    overlapping_sprints: YIELDS_TO,
    part_without_role,
    person_left_out,
    points_off_scale: YIELDS_TO,
    points_too_large,
    practice_review_due,
    priority_lowered_unexplained,
    private_goal_published: YIELDS_TO,
    product_initiative_without_pm,
    product_team_without_pm,
    program_current_and_past,
    quarter_impossible: YIELDS_TO,
    question_without_decision,
    reference_by_old_name: YIELDS_TO,
    reference_of_wrong_kind: YIELDS_TO,
    reference_to_retired,
    referenced_record_deleted: YIELDS_TO,
    renamed_without_trace: YIELDS_TO,
    request_days_out_of_order,
    request_status_contradicts,
    request_untriaged: YIELDS_TO,
    request_without_team_tag,
    roadmap_disagrees,
    roadmap_stale,
    role_not_held: YIELDS_TO,
    rule_unusable,
    schema_copy_differs,
    schema_mismatch,
    schema_unusable,
    secret_in_record,
    set_down_without_state,
    single_maintainer,
    sprint_left_open,
    sprint_misnamed: YIELDS_TO,
    sprint_off_cadence: YIELDS_TO,
    sprint_team_without_work,
    sprint_wrong_length: YIELDS_TO,
    stage_log_out_of_order,
    stage_unlogged: YIELDS_TO,
    start_on_day_off,
    status_contradicts_sprint,
    steward_dissolved: YIELDS_TO,
    story_not_a_story,
    suspicious_characters,
    swap_one_sided,
    task_not_ready: YIELDS_TO,
    task_outside_tree,
    team_of_wrong_category,
    team_twice_in_sprint,
    team_without_em,
    too_many_initiatives,
    too_many_visitors,
    too_much_removed,
    tracker_id_malformed,
    tracker_id_shared: YIELDS_TO,
    train_blocker_without_train,
    triage_missed,
    triage_quorum,
    triage_without_outcome,
    two_duty_reports,
    two_stewards,
    two_teams_in_one_sprint,
    unbreak_now_not_on_duty,
    unbreak_now_unowned,
    unfinished_merge,
    unknown_reference: YIELDS_TO,
    unknown_rule,
    unreadable_record,
    unschedulable,
    unused_ignore,
    value_stream_without_purpose,
    visitor_from_own_team,
    visitor_without_goals,
    visitor_without_host,
    wide_decision_unreviewed,
    work_not_scheduled,
    work_on_closed,
    work_without_initiative,
    wrong_number_of_teams,
}

/// The built-in rule called `name`.
pub fn find(name: &str) -> Option<&'static Rule<'static>> {
    ALL.iter().find(|rule| rule.name == name).copied()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod times;
