//! Whether a target was reached: what R201, R202 and V501 ask of each indicator.
//!
//! Values pair as in [`crate::value::pair`]. More is better unless the report, the
//! bound of the target, a base on its other side or a word of the indicator says
//! otherwise; where a word could mean either side, nothing is said.

use crate::report::{Indicator, IndicatorValue, Measure, Report, Side, ValueRole};
use crate::text;
use crate::value::{Bound, Direction, Rating, Sharing, State, Unit, Value, pair};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// An indicator with target and actual of the report's year.
pub(super) struct Row<'a> {
    pub(super) measure: &'a Measure,
    pub(super) indicator: &'a Indicator,
    pub(super) target: &'a IndicatorValue,
    pub(super) actual: &'a IndicatorValue,
    /// The rating that is of this indicator alone.
    pub(super) rating: Option<Rating>,
    /// The same, as printed.
    pub(super) symbol: &'a str,
}

/// How an actual stands to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// With actual ÷ target, where more is better and the target is not zero.
    Reached(Option<Decimal>),
    /// The same.
    Missed(Option<Decimal>),
    /// One text for both: 実施.
    Said,
    /// One is a number and the other is words, or their units differ.
    NotComparable,
    /// Not known yet, words that differ, or a side that is not known.
    Open,
}

/// What an indicator counts stands last in Japanese: 排出量管理システム導入事業者数 counts
/// 事業者. These are better the fewer they are; those of the model report come first.
const LESS_IS_BETTER: &[&str] = &[
    "事故件数",
    "発生件数",
    "停止",
    "交付時間",
    "離職率",
    "事故数",
    "発生率",
    "待ち時間",
    "待機児童数",
    "処理時間",
    "所要時間",
    "死亡者数",
    "死者数",
    "死亡率",
    "自殺者数",
    "苦情件数",
    "認知件数",
    "排出量",
    "滞納額",
    "喫煙率",
    "失業率",
];

/// Words that say of what is counted that it is unwanted, wherever they stand.
const UNWANTED: &[&str] = &["悪い", "待ち", "超過"];

/// Words that count a reduction, of which more is better (削減時間数), or name what is
/// to be reduced (待ち時間の減少): either side.
const REDUCTION: &[&str] = &["削減", "減少", "短縮", "低減", "抑制", "縮減", "減らす"];

/// What is unwanted itself, and wanted where something is done about it: ごみの量 and
/// ごみの分別件数, 空き家の数 and 空き家の活用数.
const EITHER: &[&str] = &[
    "ごみ",
    "ゴミ",
    "廃棄物",
    "不法投棄",
    "空き家",
    "犯罪",
    "被害",
    "いじめ",
    "不登校",
    "違反",
    "通報",
    "苦情",
    "滞納",
    "ひきこもり",
    "虐待",
    "耕作放棄",
    "災害",
];

/// Every indicator with target and actual of the report's year.
pub(super) fn rows(report: &Report) -> impl Iterator<Item = Row<'_>> {
    let year = report.fiscal_year.as_ref().map(|it| it.year);
    report.measures.iter().flat_map(move |measure| {
        measure.indicators.iter().enumerate().filter_map(move |(at, indicator)| {
            let target = indicator.value(ValueRole::Target, year)?;
            let actual = indicator.value(ValueRole::Actual, year)?;
            // A goal of another year is no target of this one.
            let is_same = target.fiscal_year == actual.fiscal_year
                || target.fiscal_year.is_none()
                || actual.fiscal_year.is_none();
            let (rating, symbol) = rating(measure, at);
            is_same.then_some(Row { measure, indicator, target, actual, rating, symbol })
        })
    })
}

/// Every indicator with an actual of the report's year and the goal of a later one, and
/// no target between them.
pub(super) fn rows_to_goals(report: &Report) -> impl Iterator<Item = Row<'_>> {
    let year = report.fiscal_year.as_ref().map(|it| it.year);
    report.measures.iter().flat_map(move |measure| {
        measure.indicators.iter().enumerate().filter_map(move |(at, indicator)| {
            let actual = indicator.value(ValueRole::Actual, year)?;
            let is_alone = indicator.value(ValueRole::Target, year).is_none();
            let mut goals = indicator.values.iter().filter(|it| it.role == ValueRole::Goal);
            let (target, None) = (goals.next()?, goals.next()) else { return None };
            let (rating, symbol) = rating(measure, at);
            is_alone.then_some(Row { measure, indicator, target, actual, rating, symbol })
        })
    })
}

/// The rating of an indicator: its own, or that of a measure that has no other.
fn rating(measure: &Measure, at: usize) -> (Option<Rating>, &str) {
    let own = measure.ratings.iter().find(|it| it.is_main && it.indicator == Some(at));
    match own {
        Some(own) => (own.rating, own.symbol.as_str()),
        None if measure.indicators.len() == 1 => {
            (measure.rating, measure.rating_symbol.as_deref().unwrap_or_default())
        }
        None => (None, ""),
    }
}

/// The outcome of each pair of values; empty where nothing pairs.
pub(super) fn outcomes(row: &Row<'_>) -> Vec<Outcome> {
    let side = side_by_base(row).or_else(|| side(row.indicator));
    let (targets, actuals) = (&row.target.parts, &row.actual.parts);
    let mut sums: BTreeMap<usize, Vec<&Value>> = BTreeMap::new();
    let mut found = Vec::new();
    for pair in pair(&row.indicator.items, targets, actuals).pairs {
        let counts = (pair.targets.len(), pair.actuals.len());
        // Of several values under one label nobody knows which belong together.
        if counts != (1, 1) {
            found.push(Outcome::Open);
            continue;
        }
        let target = pair.targets.first().and_then(|&it| targets.get(it));
        let actual = pair.actuals.first().and_then(|&it| Some((it, actuals.get(it)?)));
        match (target, actual) {
            (Some(target), Some((at, actual))) if actual.sharing == Some(Sharing::Sum) => {
                sums.entry(at).or_default().push(target);
            }
            (Some(target), Some((_, actual))) => found.push(outcome(&[target], actual, side)),
            _ => found.push(Outcome::Open),
        }
    }
    let sums = sums.into_iter().filter_map(|(at, targets)| Some((actuals.get(at)?, targets)));
    found.extend(sums.map(|(actual, targets)| outcome(&targets, actual, side)));
    found
}

fn outcome(targets: &[&Value], actual: &Value, side: Option<Side>) -> Outcome {
    let Some(target) = targets.first() else { return Outcome::Open };
    let numbers: Option<Vec<Decimal>> = targets.iter().map(|it| it.number).collect();
    match (numbers, actual.number) {
        (Some(numbers), Some(reached)) => {
            let of_changes = target.change.is_some() != actual.change.is_some();
            let differ = targets.iter().any(|it| units_differ(it, actual));
            let wanted = numbers.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
            match wanted {
                _ if differ => Outcome::NotComparable,
                // A range is met in more than one sense.
                _ if of_changes || target.upper.is_some() || actual.upper.is_some() => {
                    Outcome::Open
                }
                Some(wanted) => compared(target, wanted, actual, reached, side),
                None => Outcome::Open,
            }
        }
        (None, None) => {
            let is_said = |it: &Value| matches!(it.state, Some(State::Done | State::Text));
            let is_same = text::normalize(&target.text) == text::normalize(&actual.text);
            if is_said(target) && is_same { Outcome::Said } else { Outcome::Open }
        }
        // 実績なし is no number and yet says how much.
        (Some(_), None) => match actual.state {
            Some(State::Done | State::Text) => Outcome::NotComparable,
            _ => Outcome::Open,
        },
        (None, Some(_)) => match target.state {
            Some(State::Done | State::Text) => Outcome::NotComparable,
            _ => Outcome::Open,
        },
    }
}

fn compared(
    target: &Value,
    wanted: Decimal,
    actual: &Value,
    reached: Decimal,
    side: Option<Side>,
) -> Outcome {
    let by_change = target.change.as_ref().map(|it| it.direction);
    let side = match (target.bound, by_change) {
        (Some(Bound::AtMost | Bound::LessThan), _) => Some(Side::Down),
        (Some(Bound::AtLeast | Bound::MoreThan), _) => Some(Side::Up),
        (None, Some(Direction::Decrease)) => Some(Side::Down),
        // A target of nothing is met by nothing alone.
        _ if wanted.is_zero() => Some(Side::Down),
        _ => side,
    };
    let is_strict = matches!(target.bound, Some(Bound::LessThan | Bound::MoreThan));
    let is_reached = match side {
        _ if reached == wanted => !is_strict,
        Some(Side::Up) => reached > wanted,
        Some(Side::Down) => reached < wanted,
        None => return Outcome::Open,
    };
    let is_about = target.approximate || actual.approximate;
    // Where less is better, reports divide in more than one way; of a loss nobody does.
    let has_ratio = side == Some(Side::Up) && wanted > Decimal::ZERO || reached == wanted;
    let ratio = has_ratio.then(|| reached.checked_div(wanted));
    match is_reached {
        true => Outcome::Reached(ratio.flatten()),
        false if is_about => Outcome::Open,
        false => Outcome::Missed(ratio.flatten()),
    }
}

/// The side of the base on which the target is.
fn side_by_base(row: &Row<'_>) -> Option<Side> {
    let only = |it: &'_ IndicatorValue| match it.parts.as_slice() {
        [part] => part.number.filter(|_| part.change.is_none()),
        _ => None,
    };
    let base = row.indicator.values.iter().find(|it| it.role == ValueRole::Baseline)?;
    let (base, target) = (only(base)?, only(row.target)?);
    match target.cmp(&base) {
        Ordering::Less => Some(Side::Down),
        Ordering::Greater => Some(Side::Up),
        Ordering::Equal => None,
    }
}

/// The side on which values of an indicator are better; none where its words may mean
/// either.
pub(super) fn side(indicator: &Indicator) -> Option<Side> {
    let words = indicator.normalized.trim_end();
    // 参加人数(累計) counts 人数.
    let bare = words.strip_suffix(')').and_then(|it| it.rfind('(').and_then(|at| it.get(..at)));
    let counted = bare.unwrap_or(words).trim_end();
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    match indicator.direction {
        Some(side) => Some(side),
        None if has(REDUCTION) => None,
        None if has(UNWANTED) => Some(Side::Down),
        None if LESS_IS_BETTER.iter().any(|word| counted.ends_with(word)) => Some(Side::Down),
        None if has(EITHER) => None,
        None => Some(Side::Up),
    }
}

/// Whether both numbers have units that count different things; 件/年 counts 件.
pub(super) fn units_differ(one: &Value, other: &Value) -> bool {
    let (Some(one), Some(other)) = (&one.unit, &other.unit) else { return false };
    !same_unit(one, other)
}

/// Whether two units count the same thing.
pub(super) fn same_unit(one: &Unit, other: &Unit) -> bool {
    one.same(other) || one.base().is_some() && one.base() == other.base()
}

#[cfg(test)]
mod tests {
    use super::rows;
    use crate::checks::samples::report;
    use crate::report::Report;

    #[test]
    fn ratings_of_several_indicators() {
        let of = ["1|窓口|数|9件|9件|◎", "2|窓口|率|9%|1%|△"];
        let mut report = report("番号|施策名|成果指標|目標|実績|評価", &of, &[]);
        let symbols = |report: &Report| -> Vec<String> {
            rows(report).map(|it| it.symbol.to_owned()).collect()
        };
        assert_eq!(symbols(&report), ["◎", "△"]);
        let other = report.measures.remove(1);
        let measure = &mut report.measures[0];
        measure.indicators.extend(other.indicators);
        measure.ratings.extend(other.ratings);
        for (at, rated) in measure.ratings.iter_mut().enumerate() {
            rated.indicator = Some(at);
        }
        assert_eq!(symbols(&report), ["◎", "△"]);
        // That of another year is none of it, and one of all is of none alone.
        let mut earlier = report.measures[0].ratings[1].clone();
        (earlier.is_main, earlier.symbol) = (false, "○".to_owned());
        report.measures[0].ratings.insert(0, earlier);
        assert_eq!(symbols(&report), ["◎", "△"]);
        report.measures[0].ratings.clear();
        assert_eq!(symbols(&report), ["", ""]);
    }
}
