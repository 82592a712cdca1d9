//! Dates and times: a count of days under a format of date parts.
//!
//! Day 60 is 1900-02-29, which never was: Excel kept the error of Lotus 1-2-3,
//! so that every later count agrees.

use super::{Epoch, Language, Numerals, Section, Shown, Token};

/// A moment, taken apart.
struct Moment {
    year: i64,
    month: i64,
    day: i64,
    /// 0 for Sunday.
    weekday: i64,
    /// Since midnight.
    milliseconds: i64,
    /// Since day 0.
    total: i64,
}

const DAY: i64 = 86_400_000;

/// 9999-12-31, the last day that Excel knows.
const LAST_DAY: i64 = 2_958_465;

/// From 1900-01-00 to 1904-01-01.
const DAYS_TO_1904: f64 = 1462.0;

pub(super) fn shown(section: &Section, value: f64, epoch: Epoch) -> Shown {
    let is_elapsed = section.tokens.iter().any(|token| matches!(token, Token::Elapsed { .. }));
    let days = match epoch {
        Epoch::Of1904 if !is_elapsed => value + DAYS_TO_1904,
        _ => value,
    };
    // Excel fills the cell with ####### where there is no such date.
    let text = moment(days, unit(section)).map_or("#######".into(), |it| parts(section, &it));
    Shown { text, is_date: true, ..Shown::default() }
}

/// Milliseconds of the smallest step shown; a time without seconds is cut, not
/// rounded, so it counts as shown to the second.
fn unit(section: &Section) -> i64 {
    let behind_points = section.tokens.split(|token| *token == Token::Point).skip(1);
    let places = |tokens: &[Token]| {
        tokens.iter().take_while(|token| matches!(token, Token::Digit('0'))).count()
    };
    match behind_points.map(places).max() {
        None | Some(0) => 1000,
        Some(1) => 100,
        Some(2) => 10,
        Some(_) => 1,
    }
}

fn moment(days: f64, unit: i64) -> Option<Moment> {
    if !(0.0..=LAST_DAY as f64 + 1.0).contains(&days) {
        return None;
    }
    let total = (days * DAY as f64 / unit as f64).round() as i64 * unit;
    let serial = total / DAY;
    if serial > LAST_DAY {
        return None;
    }
    let (year, month, day) = match serial {
        0 => (1900, 1, 0),
        1..=59 => civil(serial - 25_568),
        60 => (1900, 2, 29),
        _ => civil(serial - 25_569),
    };
    let weekday = (serial + 6) % 7;
    Some(Moment { year, month, day, weekday, milliseconds: total % DAY, total })
}

/// Year, month and day of a day counted from 1970-01-01 (Howard Hinnant's
/// `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The count of days for a date of ISO 8601, with or without a time, as a cell
/// of the strict format may hold it.
pub(in super::super) fn of_iso(text: &str, epoch: Epoch) -> Option<f64> {
    let text = text.trim().trim_end_matches('Z');
    let (date, time) = text.split_once('T').unwrap_or((text, "0"));
    let mut fields = date.trim().splitn(3, '-').map(|field| field.parse::<i64>().ok());
    let (year, month, day) = (fields.next()??, fields.next()??, fields.next()??);
    if !(1900..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // The day that never was comes before March of 1900.
    let serial = match days_from_civil(year, month, day) + 25_569 {
        serial @ ..=60 => serial - 1,
        serial => serial,
    };
    let mut time = time.split(':').map(|field| field.parse::<f64>().ok());
    let mut next = || time.next().map_or(Some(0.0), |field| field);
    let seconds = next()? * 3600.0 + next()? * 60.0 + next()?;
    let start = if epoch == Epoch::Of1904 { DAYS_TO_1904 } else { 0.0 };
    Some(serial as f64 + seconds / 86_400.0 - start)
}

/// The inverse of [`civil`].
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn parts(section: &Section, moment: &Moment) -> String {
    let is_half_day = section.tokens.iter().any(|token| matches!(token, Token::HalfDay { .. }));
    let mut text = String::new();
    let mut tokens = section.tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Date { letter: 'h', count } if is_half_day => {
                let hour = (moment.milliseconds / 3_600_000 + 11) % 12 + 1;
                text.push_str(&padded(section, hour, *count));
            }
            Token::Date { letter, count } => text.push_str(&part(section, moment, *letter, *count)),
            Token::Elapsed { letter, count } => {
                text.push_str(&padded(section, elapsed(moment, *letter), *count));
            }
            Token::HalfDay { short } => text.push_str(half_day(section, moment, *short)),
            Token::Point => {
                text.push('.');
                let digits = format!("{:03}", moment.milliseconds % 1000);
                let mut digits = digits.chars();
                while tokens.next_if(|next| matches!(next, Token::Digit('0'))).is_some() {
                    text.push(digits.next().unwrap_or('0'));
                }
            }
            Token::Literal(literal) => text.push_str(literal),
            Token::Comma => text.push(','),
            Token::Slash => text.push('/'),
            Token::Percent => text.push('%'),
            Token::Digit(_) | Token::General | Token::Text | Token::Exponent { .. } => (),
        }
    }
    text
}

fn part(section: &Section, moment: &Moment, letter: char, count: usize) -> String {
    let time = |unit: i64, wrap: i64| moment.milliseconds / unit % wrap;
    match (letter, count) {
        ('y', 1 | 2) => format!("{:02}", moment.year % 100),
        ('y', _) => year(section, moment.year),
        ('m', 3) => month_name(section, moment).chars().take(3).collect(),
        ('m', 4) => month_name(section, moment),
        ('m', 5..) => month_name(section, moment).chars().take(1).collect(),
        ('m', _) => padded(section, moment.month, count),
        ('d', 3..) if is_japanese(section) => japanese_weekday(moment, count),
        ('d', 3) => WEEKDAYS[weekday(moment)].1.chars().take(3).collect(),
        ('d', 4..) => WEEKDAYS[weekday(moment)].1.to_owned(),
        ('d', _) => padded(section, moment.day, count),
        ('a', _) => japanese_weekday(moment, count),
        ('h', _) => padded(section, time(3_600_000, 24), count),
        ('n', _) => padded(section, time(60_000, 60), count),
        ('s', _) => padded(section, time(1000, 60), count),
        ('g', _) => era(moment).name(count).to_owned(),
        ('e', _) => era_year(section, moment, count),
        ('r', 1) => era_year(section, moment, 1),
        ('r', _) => format!("{}{}", era(moment).name(3), era_year(section, moment, 2)),
        _ => String::new(),
    }
}

/// In Japanese a month has no name but its number, be it asked for in short or
/// in full.
fn month_name(section: &Section, moment: &Moment) -> String {
    match is_japanese(section) {
        true => format!("{}月", padded(section, moment.month, 1)),
        false => MONTHS[month(moment)].to_owned(),
    }
}

fn is_japanese(section: &Section) -> bool {
    matches!(section.language, Language::Japanese | Language::JapaneseWithFirstYear)
}

fn month(moment: &Moment) -> usize {
    usize::try_from(moment.month - 1).unwrap_or(0).min(11)
}

fn japanese_weekday(moment: &Moment, count: usize) -> String {
    let (name, _) = WEEKDAYS[weekday(moment)];
    if count == 3 { name.to_owned() } else { format!("{name}曜日") }
}

fn weekday(moment: &Moment) -> usize {
    usize::try_from(moment.weekday).unwrap_or(0).min(6)
}

fn elapsed(moment: &Moment, letter: char) -> i64 {
    match letter {
        'h' => moment.total / 3_600_000,
        'm' => moment.total / 60_000,
        _ => moment.total / 1000,
    }
}

fn half_day(section: &Section, moment: &Moment, short: bool) -> &'static str {
    let is_morning = moment.milliseconds < DAY / 2;
    match (is_japanese(section), short, is_morning) {
        (false, true, true) => "A",
        (false, true, false) => "P",
        (false, false, true) => "AM",
        (false, false, false) => "PM",
        (true, _, true) => "午前",
        (true, _, false) => "午後",
    }
}

fn year(section: &Section, year: i64) -> String {
    match section.numerals {
        Numerals::Kanji(kanji) => kanji.digits(&year.to_string()),
        _ => year.to_string(),
    }
}

fn padded(section: &Section, number: i64, width: usize) -> String {
    match section.numerals {
        Numerals::Kanji(kanji) => kanji.number(number.unsigned_abs()),
        _ => format!("{number:0width$}", width = width.min(2)),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [(&str, &str); 7] = [
    ("日", "Sunday"),
    ("月", "Monday"),
    ("火", "Tuesday"),
    ("水", "Wednesday"),
    ("木", "Thursday"),
    ("金", "Friday"),
    ("土", "Saturday"),
];

/// A 年号 and the day on which it begins.
struct Era {
    begin: (i64, i64, i64),
    names: [&'static str; 3],
}

impl Era {
    fn name(&self, count: usize) -> &'static str {
        self.names[count.clamp(1, 3) - 1]
    }
}

/// From the latest back. Excel counts 明治 from 1868.
const ERAS: [Era; 5] = [
    Era { begin: (2019, 5, 1), names: ["R", "令", "令和"] },
    Era { begin: (1989, 1, 8), names: ["H", "平", "平成"] },
    Era { begin: (1926, 12, 25), names: ["S", "昭", "昭和"] },
    Era { begin: (1912, 7, 30), names: ["T", "大", "大正"] },
    Era { begin: (1868, 1, 25), names: ["M", "明", "明治"] },
];

fn era(moment: &Moment) -> &'static Era {
    let day = (moment.year, moment.month, moment.day);
    ERAS.iter().find(|era| era.begin <= day).unwrap_or(&ERAS[ERAS.len() - 1])
}

/// In another language than Japanese and without `g` anywhere, `e` is the year of
/// the western calendar. Where the code names no language it is that of the era, as
/// in Excel of Japan: `"令和"e"年"` is typed there.
fn era_year(section: &Section, moment: &Moment, count: usize) -> String {
    let names_era = |token: &Token| matches!(token, Token::Date { letter: 'g' | 'r', .. });
    if section.language == Language::Foreign && !section.tokens.iter().any(names_era) {
        return year(section, moment.year);
    }
    let year = moment.year - era(moment).begin.0 + 1;
    match (section.language, year) {
        (Language::JapaneseWithFirstYear, 1) => "元".to_owned(),
        _ => padded(section, year, count),
    }
}
