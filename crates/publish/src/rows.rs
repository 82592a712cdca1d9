//! A report → the rows of the tables of a package.

mod flat;
mod long;

pub(crate) use flat::{extras, file_name, findings, measures, report, totals};
pub(crate) use long::values;

use crate::cell::Cell;
use crate::metadata::Described;
use crate::report::{IndicatorValue, Report};
use tenken::value::era;
use tenken::wire::{Exact, Origin};

/// A report and what its rows begin with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of<'a> {
    pub(crate) report: &'a Report,
    /// By what it is known in the package.
    pub(crate) id: &'a str,
    pub(crate) metadata: &'a Described,
}

/// Parts several things within one cell, as the lists of Japan's open data do.
const SEPARATOR: &str = ";";

fn list<T: AsRef<str>>(texts: &[T]) -> Cell {
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    Cell::text(texts.join(SEPARATOR))
}

fn exact(number: Option<&Exact>) -> Cell {
    Cell::number(number.map(|it| it.0))
}

/// A name for programs: white space of any kind is one space.
fn code(text: &str) -> Cell {
    Cell::text(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Page, sheet, and range or box.
fn origin(origin: Option<&Origin>) -> [Cell; 3] {
    let Some(origin) = origin else { return [Cell::Empty, Cell::Empty, Cell::Empty] };
    match origin {
        Origin::Page(it) => {
            let corners = it.bbox.map(|it| format!("{:.2}", it.points())).join(SEPARATOR);
            [Cell::integer(Some(it.page)), Cell::Empty, Cell::text(corners)]
        }
        Origin::Sheet(it) => [Cell::Empty, Cell::text(&it.sheet), Cell::text(&it.range)],
        // What a later version may have.
        _ => [Cell::Empty, Cell::Empty, Cell::Empty],
    }
}

/// What a cell of values says as one: number, unit, state and text. A number stands there
/// only where the cell is that number: of several, none is the one.
fn as_one(value: Option<&IndicatorValue>) -> [Cell; 4] {
    let Some(value) = value else {
        return [Cell::Empty, Cell::Empty, Cell::text("missing"), Cell::Empty];
    };
    let (number, unit, state) = match value.parts.as_slice() {
        [] => (Cell::Empty, Cell::Empty, "text"),
        [part] if part.upper.is_some() => (Cell::Empty, Cell::maybe(part.unit.as_deref()), "range"),
        [part] => {
            let unit = Cell::maybe(part.unit.as_deref());
            let state = match (part.number, part.state) {
                (Some(_), _) => "value",
                (None, Some(state)) => state.code(),
                (None, None) => "text",
            };
            (exact(part.number.as_ref()), unit, state)
        }
        _ => (Cell::Empty, Cell::Empty, "several"),
    };
    [number, unit, Cell::text(state), Cell::text(&*value.text)]
}

/// A fiscal year as Japan counts it: `令和6年度`.
pub(crate) fn year_label(year: i32) -> String {
    let western = format!("{year}年度");
    match era::parse(&western) {
        Ok(it) if it.era_year == 1 => format!("{}元年度", it.era.name()),
        Ok(it) => format!("{}{}年度", it.era.name(), it.era_year),
        Err(_) => western,
    }
}

fn label(year: Option<i32>) -> Cell {
    Cell::text(year.map(year_label).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::year_label;

    #[test]
    fn fiscal_years_as_japan_counts_them() {
        let labels = [2024, 2019, 2018, 1989, 1988, 1900, 1800].map(year_label);
        let expected = [
            "令和6年度",
            "令和元年度",
            "平成30年度",
            "平成元年度",
            "昭和63年度",
            "明治33年度",
            "1800年度",
        ];
        assert_eq!(labels, expected);
    }
}
