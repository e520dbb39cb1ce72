//! Values of fields with the places that findings about them point at.

use std::ops::Deref;

use jiff::civil::Date;

use crate::base::dates::Period;
use crate::record::{Place, Value};

/// A value and its place in the record: where the field stands, or the table around it where the field is
/// left out.
#[derive(Clone, Copy, Debug)]
pub struct At<'a, T> {
    /// The value, or its default.
    pub value: T,
    /// Where to point at it.
    pub at: Value<'a>,
}

impl<T> Deref for At<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> From<At<'_, T>> for Place {
    fn from(value: At<'_, T>) -> Self {
        value.at.into()
    }
}

impl<T: PartialEq> PartialEq<T> for At<'_, T> {
    fn eq(&self, other: &T) -> bool {
        self.value == *other
    }
}

impl<'t, T> IntoIterator for &'t At<'_, Vec<T>> {
    type Item = &'t T;
    type IntoIter = std::slice::Iter<'t, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.value.iter()
    }
}

impl<'a, T> At<'a, Option<T>> {
    /// The field `key` of `table`, as far as `read` can read it.
    pub fn field(table: Value<'a>, key: &str, read: impl FnOnce(Value<'a>) -> Option<T>) -> Self {
        let field = table.get(key);
        Self { value: field.and_then(read), at: field.unwrap_or(table) }
    }

    /// The value with its place, where there is one.
    pub fn known(self) -> Option<At<'a, T>> {
        Some(At { value: self.value?, at: self.at })
    }

    /// With a value for where there is none.
    pub fn or(self, default: T) -> At<'a, T> {
        At { value: self.value.unwrap_or(default), at: self.at }
    }
}

impl<'a> At<'a, Option<&'a str>> {
    /// The text under `key`.
    pub fn text(table: Value<'a>, key: &str) -> Self {
        Self::field(table, key, Value::as_str)
    }
}

impl<'a> At<'a, Option<Date>> {
    /// The day under `key`.
    pub fn date(table: Value<'a>, key: &str) -> Self {
        Self::field(table, key, Value::as_date)
    }
}

impl<'a> At<'a, Option<i64>> {
    /// The whole number under `key`.
    pub fn integer(table: Value<'a>, key: &str) -> Self {
        Self::field(table, key, Value::as_integer)
    }
}

impl<'a> At<'a, Period> {
    /// The days of a table with `from` and `until`.
    pub fn days(table: Value<'a>) -> Self {
        Self { value: Period { from: table.date("from"), until: table.date("until") }, at: table }
    }

    /// Those of the table under `key`; open where there is none.
    pub fn period(table: Value<'a>, key: &str) -> Self {
        table.get(key).map_or(Self { value: Period::default(), at: table }, Self::days)
    }

    /// The first day, at its field.
    pub fn first(self) -> At<'a, Option<Date>> {
        At::date(self.at, "from")
    }

    /// The last day, at its field.
    pub fn last(self) -> At<'a, Option<Date>> {
        At::date(self.at, "until")
    }
}
