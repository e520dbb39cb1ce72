//! Who is away when.

use jiff::civil::Date;

use super::{Absence, Person};
use crate::base::dates::{self, Period};
use crate::record::RecordId;

/// The absences by person, and those of each by first day.
pub struct AbsencesByPerson(Vec<AbsenceSlot>);

struct AbsenceSlot {
    person: RecordId,
    /// The last day of those up to here.
    until: Date,
    /// Where the absence stands among all.
    index: usize,
}

impl AbsencesByPerson {
    /// Sorts `absences`.
    pub fn new(absences: &[Absence<'_>]) -> Self {
        let slot = |(index, absence): (usize, &Absence<'_>)| {
            Some(AbsenceSlot { person: absence.person.to?, until: absence.until, index })
        };
        let mut slots: Vec<AbsenceSlot> = absences.iter().enumerate().filter_map(slot).collect();
        let first_day = |slot: &AbsenceSlot| (absences[slot.index].from, absences[slot.index].record.number);
        slots.sort_by_key(|slot| (slot.person, first_day(slot)));
        for of_person in slots.chunk_by_mut(|a, b| a.person == b.person) {
            let mut latest = Date::MIN;
            for slot in of_person {
                latest = latest.max(slot.until);
                slot.until = latest;
            }
        }
        Self(slots)
    }
}

/// Who is away when.
pub struct Away<'w, 'a> {
    absences: &'w [Absence<'a>],
    by_person: &'w AbsencesByPerson,
}

/// How much of a time somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Working days in all.
    pub days: u32,
    /// Half working days on which they are away.
    pub halves_away: u32,
}

impl Presence {
    /// Whether there is a working day, and none on which they are there.
    pub const fn is_none(self) -> bool {
        self.days > 0 && self.halves_away == 2 * self.days
    }

    /// Whether they are away for more than half of the days.
    pub const fn is_less_than_half(self) -> bool {
        self.halves_away > self.days
    }

    /// Whether they are there for half of the days or less.
    pub const fn is_half_or_less(self) -> bool {
        self.days > 0 && self.halves_away >= self.days
    }

    /// The days away as a number: `3` or `3.5`.
    pub fn days_away(self) -> String {
        format!("{}{}", self.halves_away / 2, if self.halves_away % 2 == 1 { ".5" } else { "" })
    }
}

impl<'w, 'a> Away<'w, 'a> {
    /// All `absences`, which are in order `by_person`.
    pub const fn new(absences: &'w [Absence<'a>], by_person: &'w AbsencesByPerson) -> Self {
        Self { absences, by_person }
    }

    /// The absences of `person` that touch `from..=until`, by first day.
    pub fn of(&self, person: RecordId, from: Date, until: Date) -> impl Iterator<Item = &'w Absence<'a>> {
        let slots = &self.by_person.0;
        let first = slots.partition_point(|slot| (slot.person, slot.until) < (person, from));
        let (absences, days) = (self.absences, Period::new(from, until));
        slots[first..]
            .iter()
            .take_while(move |slot| slot.person == person && absences[slot.index].from <= until)
            .map(move |slot| &absences[slot.index])
            .filter(move |absence| Period::new(absence.from, absence.until).overlaps(days))
    }

    /// How many halves of `day` are taken by `absences`, all of one person.
    pub fn halves(absences: &[&Absence<'_>], day: Date) -> u32 {
        let halves = |absence: &&Absence<'_>| match Period::new(absence.from, absence.until).contains(day) {
            true if absence.is_half_day => 1,
            true => 2,
            false => 0,
        };
        absences.iter().map(halves).max().unwrap_or(0)
    }

    /// How much of `from..=until` the person is there. `days_off` aren't working days for anybody.
    pub fn presence(&self, person: &Person<'_>, from: Date, until: Date, days_off: &[Date]) -> Presence {
        let absences: Vec<_> = self.of(person.record.number, from, until).collect();
        let mut presence = Presence { days: 0, halves_away: 0 };
        if absences.is_empty() {
            return presence;
        }
        for day in dates::days(from, until).filter(|day| person.works_on(*day) && !days_off.contains(day)) {
            presence.days += 1;
            presence.halves_away += Self::halves(&absences, day);
        }
        presence
    }
}
