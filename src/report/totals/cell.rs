//! A cell of a table of totals: 126, (10), 74.6%, 3（75.0%）, 12施策.

use crate::text;
use crate::value::number;
use rust_decimal::Decimal;

/// What a cell counts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Figure {
    pub(super) count: Option<u64>,
    /// In percent.
    pub(super) percent: Option<Decimal>,
}

/// What measures and indicators are counted in.
const COUNTERS: &[&str] =
    &["施策", "事業", "指標", "項目", "取組", "件", "個", "つ", "本", "KPI", "目標"];

/// Reads a cell; none where it says anything but numbers. In a column of shares a number
/// without its sign is one.
pub(super) fn figure(text: &str, is_of_shares: bool) -> Option<Figure> {
    let text = text::normalize(text);
    let mut figure = Figure::default();
    for part in text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '/'))
    {
        let part = part.replace(',', "");
        let body = COUNTERS.iter().find_map(|it| part.strip_suffix(it)).unwrap_or(&part);
        if body.is_empty() {
            continue;
        }
        let share = body.strip_suffix(['%', '％']);
        let percent = share.or_else(|| body.contains('.').then_some(body));
        let is_number = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_digit())
                && text.chars().all(|c| c.is_ascii_digit() || c == '.')
        };
        if let Some(percent) = percent.or_else(|| is_of_shares.then_some(body)) {
            let read =
                Some(percent).filter(|it| is_number(it)).and_then(|it| number::parse(it).ok());
            figure.percent = figure.percent.or(Some(read?));
        } else {
            let read: u64 = Some(body).filter(|it| is_number(it))?.parse().ok()?;
            // 2(1) says how many of them are new; the first number counts.
            figure.count = figure.count.or(Some(read));
        }
    }
    (figure != Figure::default()).then_some(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(Option<u64>, Option<&str>)>) {
        let found = figure(text, false).map(|it| (it.count, it.percent.map(|it| it.to_string())));
        let expected = expected.map(|it| (it.0, it.1.map(str::to_owned)));
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn figures() {
        check("126", Some((Some(126), None)));
        check("１，２３４", Some((Some(1234), None)));
        check("(10)", Some((Some(10), None)));
        check("（１０）", Some((Some(10), None)));
        check("74.6%", Some((None, Some("74.6"))));
        check("（50.0％）", Some((None, Some("50.0"))));
        check("3（75.0%）", Some((Some(3), Some("75.0"))));
        check("6\n(50.0%)", Some((Some(6), Some("50.0"))));
        check("12施策", Some((Some(12), None)));
        check("12施策（8.0％）", Some((Some(12), Some("8.0"))));
        check("2(1)", Some((Some(2), None)));
        check("0", Some((Some(0), None)));
        check("", None);
        check("―", None);
        check("達成", None);
        check("3-1", None);
        check("12人", None);
        assert_eq!(figure("75", true).unwrap().percent, Some(Decimal::from(75)));
    }
}
