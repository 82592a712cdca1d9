//! The values of a report as rows. A cell with several values has a row for each; a
//! cell that says nothing that is a value has one, too. Each rating has a row of its
//! own, with the role `rating`.

use crate::cells::{Cell, Rows, count, number, text, texts, year};
use crate::{fiscal, places, schemas};
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use tenken::wire::{Indicator, IndicatorValue, Measure, Rated, Report, Value};

/// The role of a row that is a rating.
const RATING: &str = "rating";

/// How many columns a row has that no value fills.
const OF_VALUE: usize = 25;

/// A row for each value and each rating.
pub(crate) fn values(report: &Report<'_>) -> Result<RecordBatch, ArrowError> {
    let mut rows = Rows::new(schemas::values());
    report.measures.for_each(|measure| {
        for (at, indicator) in measure.indicators.iter().enumerate() {
            let common = || common(report, measure, Some((at, indicator)));
            for value in &indicator.values {
                for (part, said) in value.parts.iter().enumerate() {
                    rows.add(common().into_iter().chain(of_value(value, Some((part, said)))));
                }
                if value.parts.is_empty() {
                    rows.add(common().into_iter().chain(of_value(value, None)));
                }
            }
        }
        for rated in &measure.ratings {
            let of = |at: usize| measure.indicators.get(at).map(|indicator| (at, indicator));
            let common = common(report, measure, rated.indicator.and_then(of));
            rows.add(common.into_iter().chain(of_rating(rated)));
        }
    });
    rows.batch()
}

fn common(
    report: &Report<'_>,
    measure: &Measure<'_>,
    indicator: Option<(usize, &Indicator<'_>)>,
) -> Vec<Cell> {
    let of = indicator.map(|it| it.1);
    vec![
        text(Some(&report.source.file)),
        text(Some(&report.source.sha256)),
        year(report.fiscal_year.as_ref().map(|it| it.year)),
        text(Some(&measure.key)),
        text(measure.id.as_ref()),
        texts(measure.groups.iter().map(|it| &it.name)),
        text(measure.name.as_ref()),
        count(indicator.map(|it| it.0)),
        text(of.and_then(|it| it.id.as_ref())),
        text(of.map(|it| &it.text)),
        text(of.and_then(|it| it.of.as_ref())),
    ]
}

fn of_value(value: &IndicatorValue<'_>, part: Option<(usize, &Value<'_>)>) -> Vec<Cell> {
    let mut row = vec![text(Some(&value.role))];
    row.extend(fiscal::cells(value.fiscal_year));
    row.extend([
        text(Some(&value.text)),
        text(Some(&value.normalized)),
        count(part.map(|it| it.0)),
    ]);
    row.extend(part.map(|it| said(it.1)).unwrap_or_else(|| vec![Cell::Null; OF_VALUE - 3]));
    row.extend([Cell::Null, Cell::Null, Cell::Null, Cell::Null]);
    row.extend(places::cells(Some(&value.origin)));
    row
}

/// From `text` to `known_in_end`.
fn said(value: &Value<'_>) -> Vec<Cell> {
    let mut row = vec![
        text(Some(&value.text)),
        text(value.label.as_ref()),
        text(value.subject.as_ref()),
        texts(value.refers_to.iter()),
        text(value.sharing.map(|it| it.code())),
    ];
    row.extend(number(value.number.map(|it| it.0)));
    row.extend(number(value.upper.map(|it| it.0)));
    let change = value
        .change
        .as_ref()
        .map(|it| Cell::Record(vec![text(it.basis.as_ref()), text(Some(it.direction.code()))]));
    row.extend([
        text(value.unit.as_ref()),
        text(value.unit_code.as_ref()),
        text(value.bound.map(|it| it.code())),
        Cell::Flag(value.approximate),
        text(value.period.as_ref().map(|it| &it.text)),
        text(value.period.as_ref().map(|it| &it.code)),
        change.unwrap_or(Cell::Null),
        text(value.qualifier.map(|it| it.code())),
        texts(value.notes.iter()),
        text(value.state.map(|it| it.code())),
    ]);
    row.extend(fiscal::cells(value.known_in.as_ref().map(|it| it.year)));
    row
}

fn of_rating(rated: &Rated<'_>) -> Vec<Cell> {
    let mut row = vec![text(Some(RATING))];
    row.extend(fiscal::cells(rated.fiscal_year));
    // A rating is its whole cell.
    row.extend([text(Some(&rated.symbol)), Cell::Null, Cell::Null, text(Some(&rated.symbol))]);
    row.extend(vec![Cell::Null; OF_VALUE - 4]);
    row.extend([
        count(rated.step),
        text(rated.rating.map(|it| it.code())),
        text(rated.by.as_ref()),
        text(rated.aspect.as_ref()),
    ]);
    row.extend(places::cells(Some(&rated.origin)));
    row
}
