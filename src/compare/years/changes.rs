//! How the indicators of a measure fared from one report to another.

use super::super::matching::{are_alike, indicator_words, plain};
use crate::report::{Indicator, IndicatorValue, Measure, Report, Side, ValueRole};
use std::cmp::Ordering;
use std::collections::HashMap;

/// An indicator that two reports have.
#[derive(Debug)]
pub struct IndicatorChange<'a> {
    /// As the earlier report has it.
    pub from: &'a Indicator,
    /// As the later report has it.
    pub to: &'a Indicator,
    /// Their places among the indicators of their measures.
    pub places: (usize, usize),
    /// The target of the year of each report.
    pub target: Change<'a>,
    /// The actual of the year of each report.
    pub actual: Change<'a>,
}

/// A value in two reports, each for the year of its report.
#[derive(Debug)]
pub struct Change<'a> {
    /// In the earlier report.
    pub from: Option<&'a IndicatorValue>,
    /// In the later report.
    pub to: Option<&'a IndicatorValue>,
    /// Whether both are there and differ.
    pub is_changed: bool,
    /// Whether the number went up or down; none where the two have no number, not one
    /// unit, or indicators that are hardly one.
    pub direction: Option<Ordering>,
    /// Whether that is the better side; none where no direction is known to be.
    pub moved: Option<Move>,
}

impl Change<'_> {
    /// Where the number went: `up`, `same` or `down`.
    pub fn went(&self) -> Option<&'static str> {
        self.direction.map(|direction| match direction {
            Ordering::Greater => "up",
            Ordering::Equal => "same",
            Ordering::Less => "down",
        })
    }
}

/// Where something moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// To the better.
    Better,
    /// It is where it was.
    Same,
    /// To the worse.
    Worse,
}

impl Move {
    /// Its name in data.
    pub fn code(self) -> &'static str {
        match self {
            Move::Better => "better",
            Move::Same => "same",
            Move::Worse => "worse",
        }
    }
}

/// The indicators of a measure that two reports have: those of one text, then the
/// others in their order.
pub(super) fn of_indicators<'a>(
    from: (&Report, &'a Measure),
    to: (&Report, &'a Measure),
) -> Vec<IndicatorChange<'a>> {
    let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, indicator) in from.1.indicators.iter().enumerate().rev() {
        waiting.entry(indicator_words(indicator)).or_default().push(at);
    }
    let later = to.1.indicators.iter();
    let mut matched: Vec<Option<usize>> =
        later.map(|it| waiting.get_mut(&indicator_words(it)).and_then(Vec::pop)).collect();
    let mut left: Vec<usize> = waiting.into_values().flatten().collect();
    left.sort_unstable();
    let mut left = left.into_iter();
    // Where none is left, what is left of the later report is new.
    matched.iter_mut().filter(|it| it.is_none()).for_each(|it| *it = left.next());
    let pairs = matched.into_iter().enumerate().filter_map(|(later, earlier)| {
        let places = (earlier?, later);
        Some((places, from.1.indicators.get(places.0)?, to.1.indicators.get(places.1)?))
    });
    pairs
        .map(|(places, earlier, later)| {
            let values = |role| {
                let [before, after] = [(from.0, earlier), (to.0, later)]
                    .map(|(report, indicator)| indicator.of_report(role, report.year()));
                change(before, after, (earlier, later))
            };
            IndicatorChange {
                from: earlier,
                to: later,
                places,
                target: values(ValueRole::Target),
                actual: values(ValueRole::Actual),
            }
        })
        .collect()
}

fn change<'a>(
    from: Option<&'a IndicatorValue>,
    to: Option<&'a IndicatorValue>,
    indicators: (&Indicator, &Indicator),
) -> Change<'a> {
    let both = from.zip(to);
    let are_one = are_alike(&plain(&indicators.0.text), &plain(&indicators.1.text));
    let direction = both.filter(|_| are_one).and_then(|(from, to)| direction(from, to));
    let better = indicators.1.direction.or(indicators.0.direction);
    let moved = direction.zip(better).map(|it| match it {
        (Ordering::Equal, _) => Move::Same,
        (Ordering::Greater, Side::Up) | (Ordering::Less, Side::Down) => Move::Better,
        (Ordering::Less, Side::Up) | (Ordering::Greater, Side::Down) => Move::Worse,
    });
    Change {
        from,
        to,
        is_changed: both.is_some_and(|(from, to)| differ(from, to)),
        direction,
        moved,
    }
}

/// Where the number of a value went. Several values in a cell may go several ways.
fn direction(from: &IndicatorValue, to: &IndicatorValue) -> Option<Ordering> {
    let ([from], [to]) = (from.parts.as_slice(), to.parts.as_slice()) else { return None };
    let unit = |it: &crate::value::Value| it.unit.as_ref().map(|unit| plain(&unit.text));
    (unit(from) == unit(to)).then(|| Some(to.number?.cmp(&from.number?)))?
}

/// Whether two cells say something else: 5万人 and 50,000人 do not.
pub(super) fn differ(one: &IndicatorValue, other: &IndicatorValue) -> bool {
    if plain(&one.text) == plain(&other.text) {
        return false;
    }
    let are_numbers = |it: &IndicatorValue| {
        !it.parts.is_empty() && it.parts.iter().all(|part| part.number.is_some())
    };
    if !are_numbers(one) || !are_numbers(other) || one.parts.len() != other.parts.len() {
        return true;
    }
    one.parts.iter().zip(&other.parts).any(|(one, other)| {
        // A unit that stands in a header here stands in the cell there.
        let units = one.unit.as_ref().zip(other.unit.as_ref());
        one.number != other.number
            || one.upper != other.upper
            || one.bound != other.bound
            || units.is_some_and(|(one, other)| plain(&one.text) != plain(&other.text))
    })
}
