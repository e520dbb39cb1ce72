//! Sprints held against the cadence: which of them overlap, and which fault each is put down to. A first or
//! last day that is wrong makes an overlap or a gap beside it; whoever reads should be told of it once.

use jiff::civil::Date;

use super::Sprint;
use crate::dates;
use crate::links::facts::SprintDays;
use crate::record::RecordId;
use crate::settings::Settings;

/// The day on which `sprint` should end by the cadence in force when it starts.
pub fn due_end(settings: &Settings<'_>, sprint: SprintDays) -> Option<Date> {
    let cadence = settings.cadence_on(sprint.start)?;
    Some(dates::shift(sprint.start, cadence.days - 1))
}

/// Whether `sprint` is about as long as the cadence says, off by less than a whole sprint.
pub fn is_about_right(settings: &Settings<'_>, sprint: SprintDays) -> bool {
    settings
        .cadence_on(sprint.start)
        .is_none_or(|cadence| sprint.length() > 0 && (sprint.length() - cadence.days).abs() < cadence.days)
}

/// Whether `sprint` is as long as the cadence says. If not, its last day is told of as wrong, and nothing can be measured
/// by it.
pub fn is_as_long_as_due(settings: &Settings<'_>, sprint: &Sprint<'_>) -> bool {
    settings.cadence_on(sprint.start).is_none_or(|cadence| sprint.length() == cadence.days)
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
        let end = due.map_or(sprint.end, |due| due.min(sprint.end));
        if let Some((earlier, _)) = latest.filter(|(_, end)| sprint.start <= *end) {
            found.push((earlier, index));
        }
        if latest.is_none_or(|(_, last)| last < end) {
            latest = Some((index, end));
        }
    }
    found
}
