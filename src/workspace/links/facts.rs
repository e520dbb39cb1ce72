//! The few days of a record that rules ask of all records of its kind: a sprint's, and those of a person. As numbers, so
//! that they can be kept.

use jiff::civil::{Date, date};

use super::known::TextKey;
use crate::base::dates;
use crate::record::{Record, Value};

const EPOCH: Date = date(1970, 1, 1);

/// The days of `record` as numbers: of a sprint its first and last day and whether only its work is recorded; of a person
/// the first and last day with the team, then of each role its key and first and last day. Nothing of other kinds.
pub(super) fn days(kind: &str, record: &Record) -> Vec<i32> {
    let root = record.root();
    match kind {
        "sprint" => match root.date("start").zip(root.date("end")) {
            Some((start, end)) => vec![number(start), number(end), i32::from(root.flag("work-only"))],
            None => Vec::new(),
        },
        "person" => {
            let mut days = period(root.get("active")).to_vec();
            for role in root.list("roles") {
                if let Some(name) = role.str("role") {
                    days.push(TextKey::of(name).0.cast_signed());
                    days.extend(period(Some(role)));
                }
            }
            days
        }
        _ => Vec::new(),
    }
}

/// `day` as a number.
pub fn number(day: Date) -> i32 {
    dates::days_between(EPOCH, day) as i32
}

fn period(table: Option<Value<'_>>) -> [i32; 2] {
    let day = |key: &str| table.and_then(|table| table.date(key)).map(number);
    [day("from").unwrap_or(i32::MIN), day("until").unwrap_or(i32::MAX)]
}

/// The days of one sprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SprintDays {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
    /// Whether only its work is recorded, not its people.
    pub is_work_only: bool,
}

impl SprintDays {
    /// How many days it has: none or fewer if it ends before it starts.
    pub fn length(self) -> i64 {
        dates::days_between(self.start, self.end) + 1
    }

    /// Whether both have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// From the numbers of a sprint.
    pub fn from_numbers(days: &[i32]) -> Option<Self> {
        let [start, end, is_work_only] = *days else { return None };
        let day = |number: i32| dates::shift(EPOCH, i64::from(number));
        Some(Self { start: day(start), end: day(end), is_work_only: is_work_only != 0 })
    }
}

/// When a person with these numbers is with the team in which role: its key, the first and the last day.
pub fn stays(days: &[i32]) -> impl Iterator<Item = (TextKey, i32, i32)> {
    let (active, held) = days.split_first_chunk::<2>().unwrap_or((&[0, 0], &[]));
    held.chunks_exact(3)
        .map(|role| (TextKey(role[0].cast_unsigned()), role[1].max(active[0]), role[2].min(active[1])))
}

/// Whether the person with these numbers is with the team on `day`.
pub fn is_there(days: &[i32], day: Date) -> bool {
    days.split_first_chunk::<2>().is_some_and(|([first, last], _)| (*first..=*last).contains(&number(day)))
}
