//! The rows of `values`: one a value, then one a rating, measure by measure.

use super::{Of, code, exact, label, list, origin};
use crate::cell::Cell;
use crate::codes;
use crate::report::{self, Indicator, IndicatorValue, Measure, Part, Rated};

/// How many columns a row begins with that are of its measure and indicator.
const COMMON: usize = 10;

/// The rows of `values`.
pub(crate) fn values(of: Of<'_>) -> impl Iterator<Item = Vec<Cell>> {
    of.report.measures.read().iter().flat_map(move |measure| {
        let mut rows = Vec::new();
        for (at, indicator) in measure.indicators.iter().enumerate() {
            for value in &indicator.values {
                let parts = value.parts.iter().map(Some);
                // A cell whose text says nothing that is a value has a row of its own.
                let none = value.parts.is_empty().then_some(None);
                for part in parts.chain(none) {
                    let mut row = common(of, measure, Some((at, indicator)), rows.len() + 1);
                    row.extend(of_part(value, part));
                    rows.push(row);
                }
            }
        }
        for rated in &measure.ratings {
            let indicator = rated.indicator.and_then(|at| Some((at, measure.indicators.get(at)?)));
            let mut row = common(of, measure, indicator, rows.len() + 1);
            row.extend(of_rating(rated));
            rows.push(row);
        }
        rows
    })
}

fn common(
    of: Of<'_>,
    measure: &Measure,
    indicator: Option<(usize, &Indicator)>,
    number: usize,
) -> Vec<Cell> {
    let cells: [Cell; COMMON] = [
        Cell::text(of.id),
        Cell::text(&of.metadata.code),
        Cell::integer(report::year(of.report)),
        code(&measure.key),
        Cell::integer(Some(number)),
        Cell::integer(indicator.map(|it| it.0 + 1)),
        code(measure.id.as_deref().unwrap_or_default()),
        Cell::maybe(measure.name.as_deref()),
        Cell::maybe(indicator.map(|it| &*it.1.text)),
        Cell::maybe(indicator.and_then(|it| it.1.of.as_deref())),
    ];
    cells.into()
}

fn of_part(value: &IndicatorValue, part: Option<&Part>) -> Vec<Cell> {
    let items: Vec<&str> = part
        .into_iter()
        .flat_map(|it| {
            let refers_to = it.refers_to.iter().map(String::as_str);
            it.label.as_deref().into_iter().chain(refers_to).chain(it.subject.as_deref())
        })
        .collect();
    let text = |get: fn(&Part) -> Option<&str>| Cell::maybe(part.and_then(get));
    let state = match part {
        Some(part) if part.upper.is_some() => "range",
        Some(part) if part.number.is_some() => "value",
        Some(part) => part.state.map_or("text", |it| it.code()),
        None => "text",
    };
    let printed = part.map(|it| &*it.text).filter(|it| !it.is_empty());
    let mut row = vec![
        list(&items),
        Cell::text(&*value.role),
        Cell::integer(value.fiscal_year),
        label(value.fiscal_year),
        exact(part.and_then(|it| it.number.as_ref())),
        exact(part.and_then(|it| it.upper.as_ref())),
        text(|it| it.unit.as_deref()),
        text(|it| it.unit_code.as_deref().filter(|_| it.unit.is_some())),
        text(|it| it.bound.map(|it| it.code())),
        part.map_or(Cell::Empty, |it| Cell::Boolean(it.approximate)),
        text(|it| it.period.as_ref().map(|it| it.code.as_str())),
        text(|it| it.qualifier.map(|it| it.code())),
        Cell::text(state),
        Cell::integer(part.and_then(|it| it.known_in.as_ref()).map(|it| it.year)),
        Cell::text(printed.unwrap_or(&value.text)),
    ];
    // Symbol, code and step, rater and aspect are of ratings.
    row.extend(std::iter::repeat_n(Cell::Empty, 5));
    row.extend(origin(Some(&value.origin)));
    row
}

fn of_rating(rated: &Rated) -> Vec<Cell> {
    let none = |count| std::iter::repeat_n(Cell::Empty, count);
    let mut row = vec![
        Cell::Empty,
        Cell::text("rating"),
        Cell::integer(rated.fiscal_year),
        label(rated.fiscal_year),
    ];
    // Number to qualifier.
    row.extend(none(8));
    row.extend([Cell::text("rating"), Cell::Empty, Cell::text(&*rated.symbol)]);
    row.extend([
        Cell::text(codes::rating(rated.rating, rated.step)),
        Cell::text(&*rated.symbol),
        Cell::integer(rated.step),
        Cell::maybe(rated.by.as_deref()),
        Cell::maybe(rated.aspect.as_deref()),
    ]);
    row.extend(origin(Some(&rated.origin)));
    row
}
