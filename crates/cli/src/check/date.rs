//! Today, for what expires.

use std::time::{SystemTime, UNIX_EPOCH};

/// Today in Japan as `2026-04-01`. `SOURCE_DATE_EPOCH` (seconds since 1970) goes before
/// the clock, so that a run can be repeated.
pub(super) fn today() -> String {
    const JAPAN: u64 = 9 * 3600;
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|it| it.parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    // The clock of a thousand centuries hence is wrong.
    let seconds = given.unwrap_or_else(now).min(u64::MAX >> 20);
    of_day(seconds.saturating_add(JAPAN) / 86_400)
}

/// The date of a day since 1970-01-01, by the calendar of Gregory (Hinnant, *chrono-Compatible
/// Low-Level Date Algorithms*: years begin in March, so that the leap day is the last).
fn of_day(day: u64) -> String {
    const DAYS_OF_ERA: u64 = 146_097;
    let shifted = day.saturating_add(719_468);
    let (era, of_era) = (shifted / DAYS_OF_ERA, shifted % DAYS_OF_ERA);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Whether a text is a date as `2026-04-01`.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |text: &str, digits: usize, most: u32| {
        let is_plain = text.len() == digits && text.bytes().all(|it| it.is_ascii_digit());
        is_plain && text.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    number(year, 4, 9999) && number(month, 2, 12) && number(day, 2, 31)
}

#[cfg(test)]
mod tests {
    use super::{is_date, of_day};

    #[test]
    fn days() {
        for (day, date) in [
            (0, "1970-01-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_423, "2025-12-01"),
            (20_544, "2026-04-01"),
        ] {
            assert_eq!(of_day(day), date);
        }
    }

    #[test]
    fn dates() {
        assert!(is_date("2026-04-01"));
        for text in ["", "2026", "2026-4-1", "2026-13-01", "2026-01-32", "20260401", "2026-00-01"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
