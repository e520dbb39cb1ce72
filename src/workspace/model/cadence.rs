//! Sprints compared with the cadence: which of them overlap, and which fault causes it. A wrong first or last
//! day makes an overlap or a gap next to it, which should be reported once.

use jiff::civil::Date;

use super::Sprint;
use crate::base::dates;
use crate::record::RecordId;
use crate::workspace::facts::SprintDays;
use crate::workspace::settings::{Cadence, Settings};

/// At most this many days in a sprint, whatever the cadence.
pub const LONGEST: i64 = 366;

/// The day on which `sprint` should end by the cadence in force when it starts.
pub fn due_end(settings: &Settings<'_>, sprint: SprintDays) -> Option<Date> {
    let cadence = settings.cadence_on(sprint.start)?;
    Some(dates::shift(sprint.start, cadence.days - 1))
}

/// Whether `sprint` would have the right length if it began on the day that the file's name, `stem`, says.
/// Then its `start` is wrong, and what follows from that is reported as such.
pub fn is_start_mistyped(settings: &Settings<'_>, stem: &str, sprint: SprintDays) -> bool {
    let is_due = |start| due_end(settings, SprintDays { start, ..sprint }) == Some(sprint.end);
    stem.parse().is_ok_and(|named: Date| named != sprint.start && is_due(named))
}

/// A cadence that none of its sprints keeps.
pub struct BrokenCadence {
    /// The cadence of the settings.
    pub cadence: Cadence,
    /// How many days each of its sprints has.
    pub days: i64,
    /// How many sprints those are.
    pub count: usize,
}

/// The cadences whose sprints, three or more, are all of one length and of another than they say: then it is
/// the cadence that is wrong.
pub fn unkept(settings: &Settings<'_>, sprints: &[(SprintDays, RecordId)]) -> Vec<BrokenCadence> {
    let cadence = |days: &SprintDays| settings.cadence_on(days.start);
    // The sprints of one cadence follow each other.
    let unkept = |of_one: &[(SprintDays, RecordId)]| {
        let (first, cadence) = (of_one[0].0, cadence(&of_one[0].0)?);
        let days = Some(first.length()).filter(|days| *days > 0 && *days != cadence.days)?;
        let is_alike = of_one.iter().all(|(other, _)| other.length() == days);
        (is_alike && of_one.len() >= 3).then_some(BrokenCadence { cadence, days, count: of_one.len() })
    };
    sprints.chunk_by(|(a, _), (b, _)| cadence(a) == cadence(b)).filter_map(unkept).collect()
}

/// Whether `cadence` is one of those that [`unkept`] has found.
pub fn is_among(unkept: &[BrokenCadence], cadence: Cadence) -> bool {
    unkept.binary_search_by_key(&cadence.from, |unkept| unkept.cadence.from).is_ok()
}

/// Whether `sprint` is about as long as the cadence says, off by less than a whole sprint.
pub fn is_about_right(settings: &Settings<'_>, sprint: SprintDays) -> bool {
    settings
        .cadence_on(sprint.start)
        .is_none_or(|cadence| sprint.length() > 0 && (sprint.length() - cadence.days).abs() < cadence.days)
}

/// Whether `sprint` is as long as the cadence says. If not, its last day is reported as wrong, and nothing
/// can be measured by it.
pub fn is_as_long_as_due(settings: &Settings<'_>, sprint: &Sprint<'_>) -> bool {
    let is_before_change = || settings.has_cadence_from(dates::shift(sprint.end, 1));
    match settings.cadence_on(sprint.start) {
        Some(cadence) => sprint.length() == cadence.days || is_before_change(),
        None => (1..=LONGEST).contains(&sprint.length()),
    }
}

/// Sprints that overlap, each with the one it runs into, as indices into `sprints`. A sprint that is too long
/// counts only as far as it should go, since its length is a fault by itself.
pub fn overlaps(settings: &Settings<'_>, sprints: &[(SprintDays, RecordId)]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut latest: Option<(usize, Date)> = None;
    let days = sprints.iter().map(|(days, _)| *days).enumerate();
    for (index, sprint) in days.filter(|(_, days)| days.length() > 0) {
        let is_fixed = settings.is_on_grid(sprint.start) || !is_about_right(settings, sprint);
        let due = due_end(settings, sprint).filter(|_| is_fixed);
        // Of one that lasts for more than a year at least one day is wrong.
        let known = if sprint.length() > LONGEST { sprint.start } else { sprint.end };
        let end = due.map_or(known, |due| due.min(sprint.end));
        if let Some((earlier, _)) = latest.filter(|(_, end)| sprint.start <= *end) {
            found.push((earlier, index));
        }
        if latest.is_none_or(|(_, last)| last < end) {
            latest = Some((index, end));
        }
    }
    found
}
