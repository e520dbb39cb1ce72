//! Civil dates and periods of them. Both ends of a period belong to it, as people write them.

pub mod spans;

use jiff::ToSpan;
use jiff::civil::Date;

/// From one day to another, each of which may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day; open where none.
    pub from: Option<Date>,
    /// The last day, inclusive; open where none.
    pub until: Option<Date>,
}

impl Period {
    /// From `from` to `until`, both included.
    pub const fn new(from: Date, until: Date) -> Self {
        Self { from: Some(from), until: Some(until) }
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether some day lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        let starts_in_time = |a: Option<Date>, b: Option<Date>| match (a, b) {
            (Some(from), Some(until)) => from <= until,
            _ => true,
        };
        starts_in_time(self.from, other.until) && starts_in_time(other.from, self.until)
    }

    /// The days that lie in both; none if there is no such day.
    pub fn shared(self, other: Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let until = self.until.into_iter().chain(other.until).min();
        let is_one = from.zip(until).is_none_or(|(from, until)| from <= until);
        is_one.then_some(Self { from, until })
    }

    /// Its days that lie in `from..=until` too.
    pub fn within(self, from: Date, until: Date) -> Option<(Date, Date)> {
        let from = self.from.map_or(from, |own| own.max(from));
        let until = self.until.map_or(until, |own| own.min(until));
        (from <= until).then_some((from, until))
    }
}

/// `in this sprint` where `days` are all of it, otherwise which days they are.
pub fn when(days: (Date, Date), of_sprint: (Date, Date)) -> String {
    if days == of_sprint { "in this sprint".to_owned() } else { in_words(days.0, days.1) }
}

/// `date` moved by `days`; stops at the ends of the calendar.
pub fn shift(date: Date, days: i64) -> Date {
    date.saturating_add(days.clamp(-4_000_000, 4_000_000).days())
}

/// `date` moved by `months`; stops at the ends of the calendar.
pub fn shift_months(date: Date, months: i64) -> Date {
    date.saturating_add(months.clamp(-200_000, 200_000).months())
}

/// Days from `from` to `to`: 0 for the same day, negative backwards.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// The days of `from..=until` in order.
pub fn days(from: Date, until: Date) -> impl Iterator<Item = Date> {
    let mut next = Some(from);
    std::iter::from_fn(move || {
        let day = next.filter(|day| *day <= until)?;
        next = day.tomorrow().ok();
        Some(day)
    })
}

/// Whether `day` is a Saturday or a Sunday.
pub fn is_weekend(day: Date) -> bool {
    day.weekday().to_monday_zero_offset() >= 5
}

/// The working days, Monday to Friday, of `from..=until`.
pub fn working_days(from: Date, until: Date) -> impl Iterator<Item = Date> {
    days(from, until).filter(|day| !is_weekend(*day))
}

/// Whether a day of `from..=until` is a working day.
pub fn has_working_day(from: Date, until: Date) -> bool {
    working_days(from, until).next().is_some()
}

/// The runs of days of `from..=until` that lie in none of `periods`.
pub fn runs_outside(from: Date, until: Date, periods: impl IntoIterator<Item = Period>) -> Vec<(Date, Date)> {
    let mut taken: Vec<_> = periods.into_iter().filter_map(|period| period.within(from, until)).collect();
    taken.sort_unstable();
    let mut runs = Vec::new();
    let mut next = Some(from);
    for (start, end) in taken {
        let Some(day) = next else { break };
        if day < start {
            runs.push((day, shift(start, -1)));
        }
        next = end.tomorrow().ok().map(|after| after.max(day));
    }
    if let Some(day) = next.filter(|day| *day <= until) {
        runs.push((day, until));
    }
    runs
}

/// The days of the fiscal year `name`, such as `2020-21`, where years begin on `starts`, such as `07-01`.
/// None where there is no such year or no such day.
pub fn fiscal_year(name: &str, starts: &str) -> Option<Period> {
    let (first, second) = name.split_once('-')?;
    let year: i16 = first.parse().ok()?;
    if first.len() != 4 || second.len() != 2 || second.parse() != Ok((year + 1).rem_euclid(100)) {
        return None;
    }
    let (month, day) = starts.split_once('-')?;
    let from = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(Period::new(from, from.checked_add(1.year()).ok()?.yesterday().ok()?))
}

/// The days of the quarter `name`, such as `2020-21 Q2`, like [`fiscal_year`].
pub fn quarter(name: &str, starts: &str) -> Option<Period> {
    let (year, number) = name.split_once(" Q")?;
    let number: i32 = number.parse().ok().filter(|number| (1..=4).contains(number))?;
    let first = fiscal_year(year, starts)?.from?;
    let begins = |number: i32| first.checked_add((3 * number).months()).ok();
    Some(Period::new(begins(number - 1)?, begins(number)?.yesterday().ok()?))
}

/// The quarter in which `day` lies, with its name, where fiscal years begin on `starts`.
pub fn quarter_of(day: Date, starts: &str) -> Option<(String, Period)> {
    let years =
        [day.year() - 1, day.year()].map(|year| format!("{year:04}-{:02}", (year + 1).rem_euclid(100)));
    let names = years.iter().flat_map(|year| (1..=4).map(move |number| format!("{year} Q{number}")));
    names
        .filter_map(|name| quarter(&name, starts).map(|days| (name, days)))
        .find(|(_, days)| days.contains(day))
}

/// `on 2020-11-25`, or `from 2020-11-25 to 2020-12-08`.
pub fn in_words(from: Date, until: Date) -> String {
    if from == until { format!("on {from}") } else { format!("from {from} to {until}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn both_ends_belong_to_a_period() {
        let period = Period::new(date(2020, 11, 25), date(2020, 12, 8));
        assert!(period.contains(date(2020, 11, 25)) && period.contains(date(2020, 12, 8)));
        assert!(!period.contains(date(2020, 12, 9)));
        assert!(period.overlaps(Period { from: Some(date(2020, 12, 8)), until: None }));
        assert!(!period.overlaps(Period { from: Some(date(2020, 12, 9)), until: None }));
        assert_eq!(
            period.within(date(2020, 12, 1), date(2021, 1, 1)),
            Some((date(2020, 12, 1), date(2020, 12, 8)))
        );
    }

    #[test]
    fn counting_holds_over_leap_days_and_stops_at_the_ends() {
        assert_eq!(days_between(date(2019, 7, 22), date(2020, 11, 25)), 492);
        assert_eq!(shift(date(2020, 2, 28), 2), date(2020, 3, 1));
        assert_eq!(shift(Date::MAX, 14), Date::MAX);
        assert_eq!(shift_months(date(2020, 11, 30), 3), date(2021, 2, 28));
        assert_eq!(shift_months(Date::MAX, i64::MAX), Date::MAX);
        assert_eq!(shift(date(0, 1, 1), -14), date(-1, 12, 18));
        assert_eq!(working_days(date(2020, 11, 25), date(2020, 12, 8)).count(), 10);
        assert_eq!(days(Date::MAX, Date::MAX).count(), 1);
    }

    #[test]
    fn fiscal_years_and_their_quarters_follow_each_other() {
        let year = Period::new(date(2020, 7, 1), date(2021, 6, 30));
        assert_eq!(fiscal_year("2020-21", "07-01"), Some(year));
        assert_eq!(quarter("2020-21 Q2", "07-01"), Some(Period::new(date(2020, 10, 1), date(2020, 12, 31))));
        assert_eq!(quarter("2020-21 Q4", "07-01").and_then(|days| days.until), year.until);
        assert_eq!(quarter("1999-00 Q3", "09-01").and_then(|days| days.until), Some(date(2000, 5, 31)));
        assert_eq!(quarter("2019-20 Q3", "08-31").and_then(|days| days.from), Some(date(2020, 2, 29)));
        for day in [date(2020, 12, 31), date(2021, 4, 1), date(2021, 7, 1)] {
            let (name, days) = quarter_of(day, "07-01").unwrap();
            assert!(quarter(&name, "07-01") == Some(days) && days.contains(day), "{day} in {name}");
        }
        for (name, starts) in [("2020-22", "07-01"), ("2020-2021", "07-01"), ("2020-21", "02-30"), ("-", "-")]
        {
            assert_eq!(fiscal_year(name, starts), None, "{name} from {starts}");
        }
    }

    #[test]
    fn what_lies_outside_periods_is_left_in_runs() {
        let (first, last) = (date(2020, 12, 1), date(2020, 12, 20));
        let period = |from, until| Period::new(date(2020, 12, from), date(2020, 12, until));
        let found = runs_outside(first, last, [period(10, 12), period(5, 6), period(6, 7), period(18, 31)]);
        let days: Vec<_> = found.iter().map(|(from, until)| (from.day(), until.day())).collect();
        assert_eq!(days, [(1, 4), (8, 9), (13, 17)]);
        assert_eq!(runs_outside(first, last, [Period::default()]), []);
        assert_eq!(runs_outside(first, Date::MAX, [Period { from: Some(last), until: None }]).len(), 1);
    }
}
