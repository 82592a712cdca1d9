//! Years in brackets behind a value: 35%（2025年）, 1,234人(令和2年度).

use super::{Context, Written, Years, read};
use std::ops::Range;

/// Years that a cell names in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InCell {
    /// The bytes of the cell that the brackets take, themselves included.
    pub place: Range<usize>,
    /// The years.
    pub years: Years,
}

/// The longest text between brackets that is asked, in characters:
/// 令和６年度（2024年度）末時点の速報値, spread.
const INNER_CHARS_MAX: usize = 40;

/// Brackets as cells have them, before any folding.
const PAIRS: &[(char, char)] =
    &[('（', '）'), ('(', ')'), ('【', '】'), ('［', '］'), ('[', ']'), ('〔', '〕'), ('〈', '〉')];

/// What may stand beside the year of a value. Other words (に公表予定, 比) say that
/// the year is about something else.
const BESIDE: &[&str] = &[
    "実績",
    "実績値",
    "値",
    "目標",
    "目標値",
    "見込",
    "見込み",
    "見込値",
    "速報",
    "速報値",
    "確定値",
    "推計",
    "推計値",
    "調査",
    "調査時",
    "調査値",
    "国勢調査",
    "現状",
    "現状値",
    "時",
    "頃",
    "期限",
    "時点値",
    "策定時",
    "基準",
    "基準値",
    "基準年",
    "暫定値",
    "暦年",
    "概数",
    "累計",
    "当初",
];

/// The years in the brackets of a cell, in its order. A bracket that stands before
/// any value or behind one is the same here.
pub fn in_brackets(cell: &str, context: Context) -> Vec<InCell> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char, usize)> = None;
    for (at, c) in cell.char_indices() {
        if let Some((_, close)) = PAIRS.iter().find(|it| it.0 == c) {
            // （令和６（2024）年度） is one bracket; its inner one belongs to the year.
            open = match open {
                Some((start, outer, depth)) if outer == *close => Some((start, outer, depth + 1)),
                Some(outer) => Some(outer),
                None => Some((at, *close, 0)),
            };
            continue;
        }
        let Some((start, close, depth)) = open.filter(|it| it.1 == c) else { continue };
        open = if depth > 0 { Some((start, close, depth - 1)) } else { None };
        if open.is_some() {
            continue;
        }
        let place = start..at + c.len_utf8();
        let inner = cell.get(start..at).and_then(|it| it.get(it.chars().next()?.len_utf8()..));
        if let Some(years) = inner.and_then(|inner| of_value(inner, context)) {
            found.push(InCell { place, years });
        }
    }
    found
}

fn of_value(inner: &str, context: Context) -> Option<Years> {
    if inner.chars().nth(INNER_CHARS_MAX).is_some() {
        return None;
    }
    let read = read(inner, context);
    let years = read.years.filter(|_| read.others.is_empty())?;
    let is_of_value = match years.written {
        Written::Whole | Written::Short => true,
        // （2019） behind a value is its year; a count has a unit or a comma, and a year
        // far from the report's is one more number.
        Written::Digits => (1990..2100).contains(&years.first),
        // （10年） is a span of time, （前年度） and （初年度） mostly another value's.
        Written::Bare | Written::Nth | Written::Relative => false,
    };
    let words = read.words.as_str();
    (is_of_value && (words.is_empty() || BESIDE.contains(&words))).then_some(years)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &[(&str, i32)]) {
        let found = in_brackets(cell, Context { plan: None, report: Some(2023) });
        let found: Vec<(&str, i32)> =
            found.iter().map(|it| (cell.get(it.place.clone()).unwrap(), it.years.last)).collect();
        assert_eq!(found, expected, "{cell:?}");
    }

    #[test]
    fn years_of_values() {
        check("35%（2025年）", &[("（2025年）", 2025)]);
        check("（R2）", &[("（R2）", 2020)]);
        check("1,234人(令和2年度)", &[("(令和2年度)", 2020)]);
        check("87.6%\n（2025年度末）", &[("（2025年度末）", 2025)]);
        check("82.9%\n（2024年４月）", &[("（2024年４月）", 2024)]);
        check("82.9%\n（2024年３月）", &[("（2024年３月）", 2023)]);
        check("23\n（R6年）", &[("（R6年）", 2024)]);
        check("58\n（Ｒ２）", &[("（Ｒ２）", 2020)]);
        check("5.2（2019）", &[("（2019）", 2019)]);
        check("120人【H30】", &[("【H30】", 2018)]);
        check("12件（令和６（2024）年度）", &[("（令和６（2024）年度）", 2024)]);
        check("12件（令和３年度実績）", &[("（令和３年度実績）", 2021)]);
        check("12件（４年度）", &[("（４年度）", 2022)]);
        check("12件（R5.3末時点）", &[("（R5.3末時点）", 2022)]);
        check("40%（H28国勢調査）", &[("（H28国勢調査）", 2016)]);
        check("5件（R4）\n7件（R5）", &[("（R4）", 2022), ("（R5）", 2023)]);
        check("10（H28～R2）", &[("（H28～R2）", 2020)]);
        check("12件（R5【確定値】）", &[("（R5【確定値】）", 2023)]);
    }

    #[test]
    fn other_brackets() {
        check("41\n（全国43位）", &[]);
        check("20（20%減）", &[]);
        check("95%（79局中75局）", &[]);
        check("20回（10年）", &[]);
        check("―（令和７年度に公表予定）", &[]);
        check("5%（令和２年度比）", &[]);
        check("1,950（2,019）", &[]);
        check("1,950（1500）", &[]);
        check("12件（前年度）", &[]);
        check("12件（R4、R5）と（", &[("（R4、R5）", 2023)]);
        check("（（（（", &[]);
        check("）", &[]);
    }
}
