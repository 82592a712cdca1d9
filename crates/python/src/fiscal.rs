//! Fiscal years as days.

use crate::cells::Cell;

/// A fiscal year: the western year in which it begins, its first and its last day.
pub(crate) fn cells(year: Option<i32>) -> [Cell; 3] {
    let Some(year) = year else { return [Cell::Null, Cell::Null, Cell::Null] };
    let day = |year: i32, month: i64, day: i64| {
        i32::try_from(days(year.into(), month, day)).map_or(Cell::Null, Cell::Day)
    };
    [Cell::Int(year.into()), day(year, 4, 1), day(year.saturating_add(1), 3, 31)]
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, counted in eras of 400
/// years that begin in March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    const DAYS_OF_ERA: i64 = 146_097;
    const TO_1970: i64 = 719_468;
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - TO_1970
}
