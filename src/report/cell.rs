//! A 目標 or 実績 cell → its values, with what there is to remark about them.

use crate::finding::{Code, Finding, Message};
use crate::grid::Number;
use crate::source::limits;
use crate::text;
use crate::value::{self, Hints, Remark, RemarkKind, State, Value};
use rust_decimal::Decimal;

/// Reads a cell. `stored` is the number that a workbook keeps behind it.
pub(super) fn read(
    text: &str,
    stored: Option<Number>,
    hints: &Hints<'_>,
    mut report: impl FnMut(Finding),
) -> Vec<Value> {
    let readable = readable(text);
    let mut reading = value::read(readable, hints);
    if let (Some(stored), [only]) = (stored, reading.values.as_mut_slice())
        && only.state == Some(State::Text)
        && text.contains(is_digit)
        && let Ok(number) = Decimal::from_str_exact(&stored.to_string())
    {
        // Whatever the format made of it (1 1/2, 1.5E+3, 二千), it is a number.
        (only.number, only.state) = (Some(number), None);
        reading.remarks.retain(|remark| remark.kind != RemarkKind::NotUnderstood);
    }
    if readable.len() < text.len() || reading.values.len() > limits::VALUES_PER_CELL {
        report(too_many());
        reading.values.truncate(limits::VALUES_PER_CELL);
        reading.remarks.truncate(1);
    }
    for remark in &reading.remarks {
        report(of_remark(remark, text));
    }
    if let (Some(stored), [only]) = (stored, reading.values.as_mut_slice())
        && let Some(shown) = only.number
        && let Some(exact) = exact(shown, stored, text, hints)
        && exact != shown
    {
        report(differs(text, shown, exact));
        only.number = Some(exact);
    }
    reading.values
}

/// A digit in any writing. A format of words alone (`"随時"`) hides the number.
fn is_digit(c: char) -> bool {
    c.is_numeric() || "〇一二三四五六七八九十百千万壱弐参拾".contains(c)
}

/// The number as stored, where the cell shows it rounded (90% of 0.8985) or
/// without its sign: `0;[Red]0` leaves a loss to its colour.
fn exact(shown: Decimal, number: Number, text: &str, hints: &Hints<'_>) -> Option<Decimal> {
    let stored = Decimal::from_str_exact(&number.to_string()).ok()?;
    let is_unsigned = stored.is_sign_negative() && shown.is_sign_positive();
    let exact = match shown.is_zero() {
        true if number.rounded => below_the_last_place(stored, number.power, text, hints)?,
        false if number.rounded || is_unsigned => {
            // A percentage is stored as a fraction if the format made it one,
            // else as it is shown: the one that rounds to the shown number was
            // meant.
            // A format that shows thousands has its own power of ten.
            let size = if is_unsigned { -shown } else { shown };
            let scaled = || scaled(stored, number.power).filter(|_| is_unsigned);
            let is_near = |exact: &Decimal| {
                exact.checked_sub(size).is_some_and(|off| off.abs() <= shown.abs() * HALF)
            };
            let usual = [stored, stored.checked_mul(Decimal::ONE_HUNDRED)?];
            usual.into_iter().chain(scaled()).find(is_near)?
        }
        _ => return None,
    };
    Some(exact.normalize())
}

/// A number times a power of ten.
fn scaled(number: Decimal, power: i32) -> Option<Decimal> {
    let tens = Decimal::from(10_u64.checked_pow(power.unsigned_abs())?);
    if power < 0 { number.checked_div(tens) } else { number.checked_mul(tens) }
}

/// Rounding moves a number by less than half of itself, unless it shows 0.
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// The number of a cell that shows 0 for less than half of its last place. A
/// zero does not tell in what unit it is, so the cell is read anew with the
/// digits that it would have under a format of more places. Where those would
/// have been shown, the format scales in a way of its own (`0!.0,"万人"`, or
/// thousands in ods), and the number counts as it is stored.
fn below_the_last_place(
    stored: Decimal,
    power: i32,
    text: &str,
    hints: &Hints<'_>,
) -> Option<Decimal> {
    let scaled = scaled(stored, power)?;
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, from) = text.split_at(start);
    let (zero, behind) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
    let places = zero.split_once('.').map_or(0, |(_, places)| places.len());
    if scaled.abs() > Decimal::try_new(5, u32::try_from(places).ok()?.checked_add(1)?).ok()? {
        return Some(stored);
    }
    let reading = value::read(&format!("{before}{}{behind}", scaled.abs().normalize()), hints);
    let [only] = reading.values.as_slice() else { return None };
    let number = only.number.filter(|number| !number.is_zero())?;
    let is_unsigned = stored.is_sign_negative() && number.is_sign_positive();
    Some(if is_unsigned { -number } else { number })
}

fn differs(text: &str, shown: Decimal, exact: Decimal) -> Finding {
    let message = if shown.is_zero() {
        Message::new(
            format!("表示は丸められています: {text}（丸める前は{exact}）"),
            format!("shown rounded as {text}; before rounding {exact}"),
        )
    } else if exact.is_sign_negative() && shown.is_sign_positive() {
        Message::new(
            format!("表示に負の符号がありません: {text}（保存されている値は{exact}）"),
            format!("shown without its sign as {text}; the workbook stores {exact}"),
        )
    } else {
        Message::new(
            format!("表示は丸められています: {text}（保存されている値は{exact}）"),
            format!("shown rounded as {text}; the workbook stores {exact}"),
        )
    };
    Finding::new(Code::V504, message).comparing(exact.to_string(), text)
}

/// What of a text is read: as many lines as it may have values, and as many bytes as
/// those may be long.
fn readable(text: &str) -> &str {
    let lines = text.match_indices('\n').nth(limits::VALUES_PER_CELL - 1).map(|(at, _)| at);
    let end = lines.unwrap_or(text.len()).min(text.floor_char_boundary(limits::VALUES_BYTES));
    text.get(..end).unwrap_or(text)
}

/// A cell was made to be long: no report has so many values in one.
fn too_many() -> Finding {
    let limit = limits::VALUES_PER_CELL;
    let message = Message::new(
        format!("1つのセルの値が多すぎるため、先頭の{limit}個までを読みました。"),
        format!("too many values in one cell; no more than the first {limit} were read"),
    );
    Finding::new(Code::P922, message)
}

/// Whether a text would be one number without a space between its digits: 2 50人.
fn is_parted_number(text: &str) -> bool {
    let text = text::normalize(text);
    let text = text.trim();
    let parts: Vec<&str> = text.split(' ').filter(|it| !it.is_empty()).collect();
    let is_digit = |c: char| c.is_ascii_digit();
    let meet = |pair: &[&str]| match pair {
        [one, other] => one.ends_with(is_digit) && other.starts_with(is_digit),
        _ => false,
    };
    let joined = parts.concat();
    let is_number = || match value::read(&joined, &Hints::none()).values.as_slice() {
        [only] => only.number.is_some(),
        _ => false,
    };
    parts.len() > 1 && !text.contains('\n') && parts.windows(2).all(meet) && is_number()
}

fn of_remark(remark: &Remark, text: &str) -> Finding {
    let shown = text.replace('\n', "⏎");
    let (code, message) = match remark.kind {
        RemarkKind::SpaceInNumber => (
            Code::W603,
            Message::new(
                format!("数値の中に空白があります: {shown}"),
                format!("a space inside a number: {shown}"),
            ),
        ),
        RemarkKind::NotUnderstood if is_parted_number(text) => (
            Code::W603,
            Message::new(
                format!("数値の中に空白があるため、文字列のまま残しました: {shown}"),
                format!("a space inside a number, so it was kept as text: {shown}"),
            ),
        ),
        RemarkKind::NotUnderstood => (
            Code::V502,
            Message::new(
                format!("値として解釈できないため、文字列のまま残しました: {shown}"),
                format!("not understood as a value and kept as text: {shown}"),
            ),
        ),
    };
    Finding { found: Some(text.to_owned()), ..Finding::new(code, message) }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::finding::Code;
    use crate::grid::Number;
    use crate::value::Hints;

    #[track_caller]
    fn check(text: &str, stored: f64, number: Option<&str>) {
        let stored = Some(Number::exactly(stored));
        let found = read(text, stored, &Hints::none(), |finding| panic!("{finding:?}"));
        let found = found[0].number.map(|number| number.to_string());
        assert_eq!(found.as_deref(), number, "{text}");
    }

    /// What is read, and what is remarked, of a number under a format.
    #[track_caller]
    fn stored(text: &str, value: f64, rounded: bool, power: i32, header: &str, expected: &str) {
        let mut stored = Number::exactly(value);
        (stored.rounded, stored.power) = (rounded, power);
        let hints = Hints::none().with_header(header);
        let mut remarks = Vec::new();
        let found = read(text, Some(stored), &hints, |it| remarks.push(it.message.en));
        let number = found[0].number.map(|number| number.to_string());
        let found = format!("{} {}", number.unwrap_or_default(), remarks.join(", "));
        assert_eq!(found.trim_end(), expected, "{text}");
    }

    /// Made to be long: neither many lines nor many values of one line are read on.
    #[test]
    fn more_values_than_any_cell_has() {
        let read = |text: String| {
            let mut told = Vec::new();
            let found = read(&text, None, &Hints::none(), |it| told.push(it.code));
            (found.len(), told.contains(&Code::P922))
        };
        assert_eq!(read("3件\n".repeat(255) + "3件"), (256, false));
        assert_eq!(read("3件\n".repeat(5_000)), (256, true));
        assert!(read("3件、".repeat(20_000)).1);
    }

    #[test]
    fn a_sign_that_the_format_drops() {
        stored("5", -5.0, false, 0, "", "-5 shown without its sign as 5; the workbook stores -5");
        let told = "-5.4 shown without its sign as 5; the workbook stores -5.4";
        stored("5", -5.4, true, 0, "", told);
        let told = "-12.5 shown without its sign as 13%; the workbook stores -12.5";
        stored("13%", -0.125, true, 2, "", told);
        let told = "-1234.567 shown without its sign as 1,235; the workbook stores -1234.567";
        stored("1,235", -1_234_567.0, true, -3, "", told);
        stored("▲5", -5.0, false, 0, "", "-5");
        // The word is the sign, and the number behind it has none.
        stored("5％減", -5.0, false, 0, "", "-5");
        stored("5％減", 5.0, false, 0, "", "-5");
    }

    #[test]
    fn a_space_inside_a_number() {
        let code = |text: &str| {
            let mut told = Vec::new();
            read(text, None, &Hints::none(), |it| told.push(it.code));
            told
        };
        assert_eq!(code("2 50人"), [Code::W603]);
        assert!(code("250人").is_empty());
    }

    /// Digits that are none of the number, or its number in other words.
    #[test]
    fn a_number_that_is_all_there() {
        stored("3年間で3件", 3.0, true, 0, "", "3");
        stored("1.2百万円", 1_200_000.0, true, 0, "", "1200000");
        stored("2 1/2", 2.5, true, 0, "", "2.5");
    }

    #[test]
    fn less_than_half_of_the_last_place() {
        stored("0", 0.4, true, 0, "", "0.4 shown rounded as 0; before rounding 0.4");
        stored("0%", 0.0004, true, 2, "", "0.04 shown rounded as 0%; before rounding 0.04");
        let told = "400 shown rounded as 0; before rounding 400";
        stored("0", 400.0, true, -3, "", "0.4 shown rounded as 0; before rounding 0.4");
        stored("0", 400.0, true, -3, "予算額（単位：千円）", told);
        stored("0", 0.4, true, 0, "予算額（単位：千円）", told);
        let told = "4000 shown rounded as 0.0億円; before rounding 4000";
        stored("0.0億円", 4000.0, true, -8, "", told);
        stored("0.0億円", 4000.0, true, 0, "", told);
        stored("-0件", -0.4, true, 0, "", "-0.4 shown rounded as -0件; before rounding -0.4");
        stored("0件", -0.4, true, 0, "", "-0.4 shown rounded as 0件; before rounding -0.4");
        stored("0", 0.0, false, 0, "", "0");
    }

    #[test]
    fn a_stored_number_whatever_its_format() {
        check("1 1/2", 1.5, Some("1.5"));
        check("1.2E+03", 1200.0, Some("1200"));
        check("弐千弐拾四", 2024.0, Some("2024"));
        check("随時", 1.0, None);
    }
}
