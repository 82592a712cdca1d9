//! A 目標 or 実績 cell → its values, with what there is to remark about them.

use super::Quantity;
use crate::finding::{Code, Finding, Message};
use crate::grid::Number;
use crate::text;
use crate::value::{self, Hints, Remark, RemarkKind, State, Value};
use rust_decimal::Decimal;

/// Reads a cell. `stored` is the number that a workbook keeps behind it.
pub(super) fn read(
    text: String,
    stored: Option<Number>,
    hints: &Hints<'_>,
    mut report: impl FnMut(Finding),
) -> Quantity {
    let mut reading = value::read(&text, hints);
    if let (Some(stored), [only]) = (stored, reading.values.as_mut_slice())
        && only.state == Some(State::Text)
        && text.contains(is_digit)
        && let Ok(number) = Decimal::from_str_exact(&stored.to_string())
    {
        // Whatever the format made of it (1 1/2, 1.5E+3, 二千), it is a number.
        (only.number, only.state) = (Some(number), None);
        reading.remarks.retain(|remark| remark.kind != RemarkKind::NotUnderstood);
    }
    for remark in &reading.remarks {
        report(of_remark(remark, &text));
    }
    if let (Some(stored), [only]) = (stored, reading.values.as_mut_slice())
        && let Some(exact) = exact(only, stored)
    {
        report(rounded(&text, exact));
        only.number = Some(exact);
    }
    Quantity { normalized: text::normalize(&text), values: reading.values, text }
}

/// A digit in any writing. A format of words alone (`"随時"`) hides the number.
fn is_digit(c: char) -> bool {
    c.is_numeric() || "〇一二三四五六七八九十百千万壱弐参拾".contains(c)
}

/// The number as stored, where the cell shows it rounded: 90% of 0.8985.
fn exact(shown: &Value, stored: Number) -> Option<Decimal> {
    let number = shown.number.filter(|_| stored.rounded)?;
    let stored = Decimal::from_str_exact(&stored.to_string()).ok()?;
    // A percentage is stored as a fraction if the format made it one, else as
    // it is shown: the one that rounds to the shown number was meant.
    let hundredfold = stored.checked_mul(Decimal::ONE_HUNDRED)?;
    let is_near = |candidate: &Decimal| {
        candidate.checked_sub(number).is_some_and(|off| off.abs() <= number.abs() * HALF)
    };
    [stored, hundredfold].into_iter().find(is_near).map(|exact| exact.normalize())
}

/// Rounding moves a number by less than half of itself, unless it shows 0.
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

fn rounded(text: &str, exact: Decimal) -> Finding {
    let message = Message::new(
        format!("表示は丸められています: {text}（保存されている値は{exact}）"),
        format!("shown rounded as {text}; the workbook stores {exact}"),
    );
    Finding::new(Code::V504, message).comparing(exact.to_string(), text)
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
    use crate::grid::Number;
    use crate::value::Hints;

    #[track_caller]
    fn check(text: &str, stored: f64, number: Option<&str>) {
        let stored = Some(Number::exactly(stored));
        let found = read(text.to_owned(), stored, &Hints::none(), |finding| panic!("{finding:?}"));
        let found = found.values[0].number.map(|number| number.to_string());
        assert_eq!(found.as_deref(), number, "{text}");
    }

    #[test]
    fn a_stored_number_whatever_its_format() {
        check("1 1/2", 1.5, Some("1.5"));
        check("1.2E+03", 1200.0, Some("1200"));
        check("弐千弐拾四", 2024.0, Some("2024"));
        check("随時", 1.0, None);
    }
}
